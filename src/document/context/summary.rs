//! The summary: who holds each layer of each use at a glance, and where the team's work lies.

use serde::Serialize;

use super::service::variant_title;
use crate::catalog::{Catalog, Party, Verb};
use crate::model::{Project, Use, Variant};

/// Columns that still read side by side on a page.
const COLUMN_LIMIT: usize = 6;

const VERBS: [Verb; 6] = [
    Verb::Decide,
    Verb::Configure,
    Verb::Operate,
    Verb::Watch,
    Verb::Respond,
    Verb::Prove,
];

#[derive(Serialize)]
pub(super) struct SummaryContext {
    uses: usize,
    services: usize,
    duties: usize,
    account_duties: usize,
    open_questions: usize,
    aws: usize,
    shared: usize,
    customer: usize,
    stacks: Vec<StackContext>,
    load: Vec<LoadRow>,
}

/// One table of who holds what.
#[derive(Serialize)]
struct StackContext {
    /// `1 of 2`, where one table would be too wide.
    part: Option<String>,
    columns: Vec<String>,
    rows: Vec<StackRow>,
}

#[derive(Serialize)]
struct StackRow {
    layer: String,
    /// A, S or T for each column.
    parties: Vec<&'static str>,
}

/// The duties of one layer, counted by verb.
#[derive(Serialize)]
struct LoadRow {
    layer: String,
    counts: Vec<Option<usize>>,
    total: usize,
}

pub(super) fn build(project: &Project<'_>, catalog: &Catalog) -> SummaryContext {
    let mut services: Vec<_> = project.uses.iter().map(|used| &used.service.id).collect();
    services.sort();
    services.dedup();
    let cells = |party: Party| {
        let variants = project.uses.iter().flat_map(|used| &used.variants);
        variants
            .filter(|variant| !variant.is_retired())
            .flat_map(|variant| &variant.explanation.layers)
            .filter(|layer| layer.claim.party == party)
            .count()
    };
    let account_duties = project.account.account.duties.len();
    SummaryContext {
        uses: project.uses.len(),
        services: services.len(),
        duties: project.register.len() - account_duties,
        account_duties,
        open_questions: project
            .uses
            .iter()
            .map(|used| used.open_questions().len())
            .sum(),
        aws: cells(Party::Aws),
        shared: cells(Party::Shared),
        customer: cells(Party::Customer),
        stacks: stacks(project, catalog),
        load: load(project, catalog),
    }
}

/// The tables, each with as many columns as a page takes; columns run from infrastructure to abstracted.
fn stacks(project: &Project<'_>, catalog: &Catalog) -> Vec<StackContext> {
    let uses = project.uses.iter();
    let mut variants: Vec<(&Use<'_>, &Variant<'_>)> = uses
        .flat_map(|used| used.variants.iter().map(move |variant| (used, variant)))
        .filter(|(_, variant)| !variant.is_retired())
        .collect();
    variants.sort_by_key(|(_, variant)| variant.category());
    // Columns are dealt out evenly: seven become four and three, not six and one.
    let tables = variants.len().div_ceil(COLUMN_LIMIT);
    let groups = variants
        .chunks(variants.len().div_ceil(tables.max(1)).max(1))
        .enumerate();
    groups
        .map(|(index, group)| StackContext {
            part: (tables > 1).then(|| format!("{} of {tables}", index + 1)),
            columns: group
                .iter()
                .map(|(used, variant)| variant_title(used, variant))
                .collect(),
            rows: rows(catalog, group),
        })
        .collect()
}

fn rows(catalog: &Catalog, group: &[(&Use<'_>, &Variant<'_>)]) -> Vec<StackRow> {
    let row = |(index, layer): (usize, &crate::catalog::Layer)| StackRow {
        layer: layer.name.clone(),
        parties: group
            .iter()
            .filter_map(|(_, variant)| variant.explanation.layers.get(index))
            .map(|layer| letter(layer.claim.party))
            .collect(),
    };
    catalog.layers().iter().enumerate().map(row).collect()
}

fn letter(party: Party) -> &'static str {
    match party {
        Party::Aws => "A",
        Party::Shared => "S",
        Party::Customer => "T",
    }
}

fn load(project: &Project<'_>, catalog: &Catalog) -> Vec<LoadRow> {
    let mut rows = Vec::new();
    for layer in catalog.layers() {
        let duties: Vec<_> = project
            .register
            .iter()
            .filter(|row| row.duty.layer == layer.id)
            .collect();
        if duties.is_empty() {
            continue;
        }
        let count = |verb: Verb| {
            let count = duties.iter().filter(|row| row.duty.verb == verb).count();
            (count > 0).then_some(count)
        };
        rows.push(LoadRow {
            layer: layer.name.clone(),
            counts: VERBS.map(count).into(),
            total: duties.len(),
        });
    }
    rows
}
