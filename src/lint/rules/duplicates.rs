//! Ids and names are unique: names of services in the catalog, duties in a service, and their texts.

use std::collections::HashMap;

use crate::catalog::{Catalog, Service, normalise};
use crate::diagnostic::Diagnostic;
use crate::lint::Lint;
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    match file.subject(catalog) {
        Some(Subject::Service(service)) => {
            let mut findings = names(catalog, file, service);
            findings.extend(slugs(catalog, file, service));
            findings.extend(texts(lint, file, service));
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
    // An id goes before every name, so only names can be mistaken.
    let own = [&service.name, &service.official_name].into_iter().cloned();
    for name in own.chain(service.aliases.iter().map(|alias| alias.name.0.clone())) {
        let other = catalog.named(&name).find(|names| names.id != service.id);
        let of_id = catalog.find(&name).filter(|found| found.id != service.id);
        if let Some(other) = other
            .map(|names| &names.id)
            .or(of_id.map(|found| &found.id))
        {
            let message = format!("'{name}' means '{other}' too");
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

/// What two services would say in the same words, their names aside, belongs into a trait.
fn texts(lint: &Lint<'_>, file: &LintFile, service: &Service) -> Vec<Diagnostic> {
    let known = lint.duty_texts.get_or_init(|| duty_texts(lint.catalog));
    let mut findings = Vec::new();
    for (index, duty) in service.duties.iter().enumerate() {
        let owners = known.get(&without_names(&duty.text, service));
        let other = owners
            .into_iter()
            .flatten()
            .find(|owner| **owner != service.id);
        if let Some(other) = other {
            let message =
                format!("'{other}' has a duty that says the same; write it once, as a trait");
            let path = [Step::Key("duties"), Step::Item(index), Step::Key("text")];
            findings.push(file.finding("catalog-duplicate", message, &path));
        }
    }
    findings
}

fn duty_texts(catalog: &Catalog) -> HashMap<Vec<&str>, Vec<&str>> {
    let mut known: HashMap<Vec<&str>, Vec<&str>> = HashMap::new();
    let services = catalog
        .names()
        .iter()
        .filter_map(|names| catalog.service(&names.id));
    for service in services {
        for duty in &service.duties {
            let words = without_names(&duty.text, service);
            known.entry(words).or_default().push(&service.id);
        }
    }
    known
}

/// The words of a text but those of its service's names.
fn without_names<'t>(text: &'t str, service: &Service) -> Vec<&'t str> {
    let names = [&service.id, &service.name, &service.official_name];
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .filter(|word| !names.iter().any(|name| has_word(name, word)))
        .collect()
}

/// Whether a word stands in a name, without regard to case.
fn has_word(name: &str, word: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric())
        .any(|part| part.eq_ignore_ascii_case(word))
}
