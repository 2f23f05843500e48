//! Ids and names are unique: names of services in the catalog, duties in a service, and their texts.

use std::collections::HashMap;

use crate::catalog::{Catalog, Service, normalise};
use crate::diagnostic::Diagnostic;
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(catalog: &Catalog, file: &LintFile) -> Vec<Diagnostic> {
    match file.subject(catalog) {
        Some(Subject::Service(service)) => {
            let mut findings = names(catalog, file, service);
            findings.extend(slugs(catalog, file, service));
            findings.extend(texts(catalog, file, service));
            findings
        }
        _ => Vec::new(),
    }
}

/// No name of this service means another one.
fn names(catalog: &Catalog, file: &LintFile, service: &Service) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for (index, alias) in service.aliases.iter().enumerate() {
        let name = normalise(&alias.name.0);
        let path = [Step::Key("aliases"), Step::Item(index)];
        if seen.contains(&name) {
            let message = format!("the alias '{}' stands twice", alias.name.0);
            findings.push(file.finding("catalog-duplicate", message, &path));
        }
        seen.push(name);
    }
    let own = [&service.id, &service.name, &service.official_name]
        .into_iter()
        .cloned();
    for name in own.chain(service.aliases.iter().map(|alias| alias.name.0.clone())) {
        let wanted = normalise(&name);
        let other = catalog
            .names()
            .iter()
            .find(|names| names.id != service.id && names.mean(&wanted));
        if let Some(other) = other {
            let message = format!("'{name}' means '{}' too", other.id);
            findings.push(file.finding("catalog-duplicate", message, &[Step::Key("aliases")]));
        }
    }
    findings
}

/// No slug stands twice in a service, its traits' included.
fn slugs(catalog: &Catalog, file: &LintFile, service: &Service) -> Vec<Diagnostic> {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let mut findings = Vec::new();
    for taken in &service.traits {
        for duty in catalog
            .trait_named(&taken.id)
            .iter()
            .flat_map(|found| &found.duties)
        {
            if seen
                .insert(&duty.id, &taken.id)
                .is_some_and(|other| other != taken.id)
            {
                let message = format!("two traits have the duty '{}'", duty.id);
                findings.push(file.finding("catalog-duplicate", message, &[Step::Key("traits")]));
            }
        }
    }
    for (index, duty) in service.duties.iter().enumerate() {
        if let Some(other) = seen.insert(&duty.id, "the service itself") {
            let message = format!("the duty '{}' stands twice: {other} has it too", duty.id);
            findings.push(file.finding(
                "catalog-duplicate",
                message,
                &[Step::Key("duties"), Step::Item(index)],
            ));
        }
    }
    findings
}

/// What two services would say in the same words belongs into a trait.
fn texts(catalog: &Catalog, file: &LintFile, service: &Service) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let others: Vec<_> = catalog
        .names()
        .iter()
        .filter(|names| names.id != service.id)
        .filter_map(|names| catalog.service(&names.id))
        .collect();
    for (index, duty) in service.duties.iter().enumerate() {
        let twin = others
            .iter()
            .find(|other| other.duties.iter().any(|theirs| theirs.text == duty.text));
        if let Some(other) = twin {
            let message = format!(
                "'{}' has a duty of the same text; write it once, as a trait",
                other.id
            );
            let path = [Step::Key("duties"), Step::Item(index), Step::Key("text")];
            findings.push(file.finding("catalog-duplicate", message, &path));
        }
    }
    findings
}
