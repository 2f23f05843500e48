//! `onus catalog`: what is known, and whether it keeps the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use time::Date;

use super::args::{CatalogAction, CatalogArgs};
use super::{Status, Terminal, gather};
use crate::catalog::{Catalog, CategoryId, CategoryRule, Duty, Service, Stage, normalise};
use crate::diagnostic::{Diagnostic, Place, Source, Span, code, nearest};
use crate::lint;

pub(super) fn run(args: &CatalogArgs, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let catalog = match gather::catalog(&args.catalog) {
        Ok(catalog) => catalog,
        Err(faults) => {
            // For lint, findings about the catalog are what was asked for.
            let asked = matches!(args.action, CatalogAction::Lint)
                && faults.iter().all(|fault| fault.code.name != "unreadable");
            terminal.report(faults)?;
            return Ok(if asked {
                Status::Found
            } else {
                Status::Invalid
            });
        }
    };
    match &args.action {
        CatalogAction::List => terminal.result(list(&catalog).as_bytes())?,
        CatalogAction::Stats => terminal.result(stats(&catalog).as_bytes())?,
        CatalogAction::Show { name } => return show(&catalog, name, terminal),
        CatalogAction::Lint => return lint(&catalog, terminal),
    }
    Ok(Status::Done)
}

fn services(catalog: &Catalog) -> impl Iterator<Item = &Service> {
    catalog
        .names()
        .iter()
        .filter_map(|names| catalog.service(&names.id))
}

fn list(catalog: &Catalog) -> String {
    let mut text = String::new();
    let width = services(catalog).map(|service| service.id.len()).max();
    let width = width.unwrap_or_default();
    for service in services(catalog) {
        let categories = match &service.category {
            CategoryRule::Always(id) => id.to_string(),
            CategoryRule::By(claims) => {
                let ids: BTreeSet<_> = claims.iter().map(|claim| claim.is).collect();
                ids.iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(" or ")
            }
        };
        // Writing to a string cannot fail.
        let stage = match &service.lifecycle {
            Some(lifecycle) => format!(", {}", lifecycle.stage.name()),
            None => String::new(),
        };
        let _ = writeln!(
            text,
            "{:<width$} {:<41} {categories}{stage}",
            service.id, service.name
        );
    }
    text
}

/// What the claims of a catalog come to.
#[derive(Default)]
struct Tally {
    claims: usize,
    unverified: usize,
    pages: BTreeSet<String>,
    oldest: Option<Date>,
}

impl Tally {
    fn count(&mut self, source: &str, checked: Date, unverified: bool) {
        self.claims += 1;
        self.unverified += usize::from(unverified);
        self.pages.insert(source.to_owned());
        self.oldest = Some(self.oldest.map_or(checked, |oldest| oldest.min(checked)));
    }

    fn duties(&mut self, duties: &[Duty]) -> usize {
        for duty in duties {
            self.count(&duty.source, duty.checked, duty.unverified);
        }
        duties.len()
    }
}

fn stats(catalog: &Catalog) -> String {
    let mut tally = Tally::default();
    let (mut layers, mut attributes) = (0, 0);
    let mut stages: BTreeMap<Stage, usize> = BTreeMap::new();
    let mut duties = tally.duties(&catalog.account().duties);
    for service in services(catalog) {
        for claim in service.layers.values().flatten() {
            tally.count(&claim.source, claim.checked, claim.unverified);
            layers += 1;
        }
        for attribute in service.attributes.values() {
            tally.count(&attribute.source, attribute.checked, attribute.unverified);
        }
        if let Some(lifecycle) = &service.lifecycle {
            tally.count(&lifecycle.source, lifecycle.checked, lifecycle.unverified);
            *stages.entry(lifecycle.stage).or_default() += 1;
        }
        duties += tally.duties(&service.duties);
        attributes += service.attributes.len();
    }
    for found in catalog.traits() {
        duties += tally.duties(&found.duties);
    }
    for id in CategoryId::ALL {
        for claim in catalog.category(id).layers.values().flatten() {
            tally.count(&claim.source, claim.checked, claim.unverified);
            layers += 1;
        }
    }
    let stage = |stage| stages.get(&stage).copied().unwrap_or_default();
    let exceptions = catalog
        .controls()
        .values()
        .filter(|control| control.exception.is_some())
        .count();
    let controls = catalog.controls().len();
    let lines = [
        (
            "services",
            format!(
                "{}, of them {} closed to new customers, {} ending, {} shut down",
                catalog.names().len(),
                stage(Stage::ClosedToNew),
                stage(Stage::EndOfSupport),
                stage(Stage::Retired)
            ),
        ),
        (
            "layers",
            format!(
                "{} for each service and configuration, answered by {layers} claims",
                catalog.layers().len()
            ),
        ),
        ("attributes", attributes.to_string()),
        (
            "duties",
            format!(
                "{duties}, some of them in {} traits",
                catalog.traits().count()
            ),
        ),
        (
            "controls",
            format!(
                "{} verify a duty, {exceptions} stand apart with a reason",
                controls - exceptions
            ),
        ),
        ("frameworks", catalog.framework_ids().count().to_string()),
        (
            "claims",
            format!(
                "{}: {} read on {} pages, {} unverified",
                tally.claims,
                tally.claims - tally.unverified,
                tally.pages.len(),
                tally.unverified
            ),
        ),
        (
            "oldest check",
            tally
                .oldest
                .map_or("none".to_owned(), |day| day.to_string()),
        ),
    ];
    lines
        .iter()
        .map(|(name, value)| format!("{name:<14}{value}\n"))
        .collect()
}

/// Prints the file that a name means.
fn show(catalog: &Catalog, name: &str, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let wanted = normalise(name).replace(' ', "-");
    let by_id = ["services/", "categories/", "traits/", "frameworks/", ""]
        .map(|folder| format!("{folder}{wanted}.yaml"));
    // What is called exactly so goes before a service that people also call so.
    let by_name = catalog
        .find(name)
        .map(|service| format!("services/{}.yaml", service.id));
    let source = by_id
        .into_iter()
        .chain(by_name)
        .find_map(|path| catalog.source(&path));
    if let Some(source) = source {
        terminal.result(source.text.as_bytes())?;
        return Ok(Status::Done);
    }
    let names = catalog.names().iter().map(|names| names.id.as_str());
    let help = match nearest(name, names) {
        Some(near) => format!("did you mean '{near}'?"),
        None => "`onus catalog list` lists the services".to_owned(),
    };
    let source = Source::new("<arguments>", name);
    let place = Place::new(
        &source,
        Span {
            start: 0,
            end: name.len(),
        },
    );
    let fault = Diagnostic::new(
        code("unknown-service"),
        format!("the catalog has nothing called '{name}'"),
    );
    terminal.refuse(vec![fault.at(place).help(help)])
}

fn lint(catalog: &Catalog, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let findings = lint::lint_all(catalog);
    let status = if findings.is_empty() {
        Status::Done
    } else {
        Status::Found
    };
    terminal.remark(&format!(
        "{} services, {} findings",
        catalog.names().len(),
        findings.len()
    ));
    terminal.report(findings)?;
    Ok(status)
}
