//! The summary: its numbers, its pictures, and the same as tables.

use serde::Serialize;

use super::super::picture::{Kind, Picture};
use super::super::tally::{Column, LayerName, STATUSES, Tally, status_label};
use crate::catalog::{Catalog, Party};
use crate::model::Project;

/// Columns that still read side by side in a table.
const COLUMN_LIMIT: usize = 6;

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
    /// None where the document stands alone.
    pictures: Vec<PictureContext>,
    stacks: Vec<StackContext>,
    load: Vec<LoadRow>,
    statuses: Vec<&'static str>,
    owners: Vec<OwnerRow>,
}

#[derive(Serialize)]
struct PictureContext {
    /// `line`, `stack` or `load`.
    kind: &'static str,
    file: String,
    caption: String,
    alternative: String,
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

/// The duties of one owner, counted by status.
#[derive(Serialize)]
struct OwnerRow {
    owner: String,
    counts: Vec<Option<usize>>,
    total: usize,
}

pub(super) fn build(
    project: &Project<'_>,
    catalog: &Catalog,
    pictures: &[Picture],
) -> SummaryContext {
    let tally = Tally::of(project, catalog);
    let mut services: Vec<_> = project.uses.iter().map(|used| &used.service.id).collect();
    services.sort();
    services.dedup();
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
        aws: tally.places(Party::Aws),
        shared: tally.places(Party::Shared),
        customer: tally.places(Party::Customer),
        pictures: pictures.iter().map(picture).collect(),
        stacks: stacks(&tally),
        load: load(&tally),
        statuses: STATUSES.map(status_label).into(),
        owners: owners(&tally),
    }
}

fn picture(picture: &Picture) -> PictureContext {
    PictureContext {
        kind: match picture.kind {
            Kind::Line => "line",
            Kind::Stack => "stack",
            Kind::Load => "load",
        },
        file: picture.file.clone(),
        caption: picture.caption.clone(),
        alternative: picture.alternative.clone(),
    }
}

/// The tables, each with as many columns as a page takes; columns run from infrastructure to abstracted.
fn stacks(tally: &Tally) -> Vec<StackContext> {
    // Columns are dealt out evenly: seven become four and three, not six and one.
    let tables = tally.columns.len().div_ceil(COLUMN_LIMIT);
    let groups = tally
        .columns
        .chunks(tally.columns.len().div_ceil(tables.max(1)).max(1))
        .enumerate();
    groups
        .map(|(index, group)| StackContext {
            part: (tables > 1).then(|| format!("{} of {tables}", index + 1)),
            columns: group.iter().map(|column| column.title.clone()).collect(),
            rows: rows(tally, group),
        })
        .collect()
}

fn rows(tally: &Tally, group: &[Column]) -> Vec<StackRow> {
    let row = |(index, layer): (usize, &LayerName)| StackRow {
        layer: layer.name.clone(),
        parties: group
            .iter()
            .filter_map(|column| column.parties.get(index))
            .map(|party| letter(*party))
            .collect(),
    };
    tally.layers.iter().enumerate().map(row).collect()
}

fn letter(party: Party) -> &'static str {
    match party {
        Party::Aws => "A",
        Party::Shared => "S",
        Party::Customer => "T",
    }
}

fn load(tally: &Tally) -> Vec<LoadRow> {
    let rows = tally.load.iter().map(|load| LoadRow {
        layer: tally.layers[load.layer].name.clone(),
        counts: load.counts.map(shown).into(),
        total: load.total(),
    });
    rows.collect()
}

fn owners(tally: &Tally) -> Vec<OwnerRow> {
    let rows = tally.owners.iter().map(|owner| OwnerRow {
        owner: owner.shown().to_owned(),
        counts: owner.counts.map(shown).into(),
        total: owner.total(),
    });
    rows.collect()
}

/// Nothing is said of a count of none.
fn shown(count: usize) -> Option<usize> {
    (count > 0).then_some(count)
}
