//! `onus catalog`: what is known, and whether it keeps the rules.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::args::{CatalogAction, CatalogArgs};
use super::{Status, Terminal, gather};
use crate::catalog::{Catalog, CategoryRule, Service, normalise};
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
        let _ = writeln!(text, "{:<26}{:<42}{categories}", service.id, service.name);
    }
    text
}

fn stats(catalog: &Catalog) -> String {
    let mut urls = BTreeSet::new();
    let (mut claims, mut unverified, mut duties, mut attributes) = (0, 0, 0, 0);
    let mut count = |source: &str, is_unverified: bool| {
        claims += 1;
        unverified += usize::from(is_unverified);
        urls.insert(source.to_owned());
    };
    for service in services(catalog) {
        for claim in service.layers.values().flatten() {
            count(&claim.source, claim.unverified);
        }
        for duty in &service.duties {
            count(&duty.source, duty.unverified);
        }
        for attribute in service.attributes.values() {
            count(&attribute.source, attribute.unverified);
        }
        duties += service.duties.len();
        attributes += service.attributes.len();
    }
    for found in catalog.traits() {
        for duty in &found.duties {
            count(&duty.source, duty.unverified);
        }
        duties += found.duties.len();
    }
    format!(
        "services     {}\nattributes   {attributes}\nduties       {duties}\ntraits       {}\nframeworks   {}\nclaims       {claims}\nunverified   {unverified}\npages        {}\n",
        catalog.names().len(),
        catalog.traits().count(),
        catalog.framework_ids().count(),
        urls.len(),
    )
}

/// Prints the file that a name means.
fn show(catalog: &Catalog, name: &str, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let service = catalog
        .find(name)
        .map(|service| format!("services/{}.yaml", service.id));
    let wanted = normalise(name).replace(' ', "-");
    let others =
        ["categories", "traits", "frameworks"].map(|folder| format!("{folder}/{wanted}.yaml"));
    let top = [format!("{wanted}.yaml")];
    let source = service
        .into_iter()
        .chain(others)
        .chain(top)
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
