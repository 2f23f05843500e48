//! Attributes: a question, a value to fall back on, an order in which conditions can be decided, and an
//! effect.

use std::collections::BTreeSet;

use crate::catalog::{Attribute, Catalog, CategoryRule, Condition, Service, ValueForm};
use crate::diagnostic::Diagnostic;
use crate::lint::combinations::{combinations, named};
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(catalog: &Catalog, file: &LintFile) -> Vec<Diagnostic> {
    let Some(Subject::Service(service)) = file.subject(catalog) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let used = named(effects(service));
    for (position, (id, attribute)) in service.attributes.iter().enumerate() {
        let path = [Step::Key("attributes"), Step::Key(id)];
        findings.extend(super::claims::source(file, &attribute.source, &path));
        for (code, message) in faults(service, position, id, attribute, &used) {
            findings.push(file.finding(code, message, &path));
        }
    }
    findings
}

/// The conditions by which an attribute changes an answer or a duty.
fn effects(service: &Service) -> impl Iterator<Item = &Condition> {
    let category: &[_] = match &service.category {
        CategoryRule::By(claims) => claims,
        CategoryRule::Always(_) => &[],
    };
    let category = category.iter().map(|claim| &claim.when);
    let layers = service.layers.values().flatten().map(|claim| &claim.when);
    let duties = service.duties.iter().map(|duty| &duty.when);
    let traits = service.traits.iter().map(|taken| &taken.when);
    category.chain(layers).chain(duties).chain(traits)
}

fn faults(
    service: &Service,
    position: usize,
    id: &str,
    attribute: &Attribute,
    used: &BTreeSet<String>,
) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if !id
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    {
        faults.push((
            "catalog-form",
            format!("the attribute '{id}' is not in snake case"),
        ));
    }
    if !attribute.question.ends_with('?') {
        faults.push((
            "catalog-form",
            "'question' ends with a question mark".to_owned(),
        ));
    }
    match (&attribute.default, &attribute.assume) {
        (Some(value), None) | (None, Some(value)) if attribute.values.contains_key(&value.0) => {}
        (Some(value), None) | (None, Some(value)) => {
            faults.push((
                "catalog-reference",
                format!("'{}' is none of the values", value.0),
            ));
        }
        _ => faults.push((
            "catalog-form",
            "exactly one of 'default' and 'assume' is stated".to_owned(),
        )),
    }
    let conditions =
        std::iter::once(&attribute.when).chain(attribute.values.values().map(ValueForm::when));
    for other in named(conditions) {
        let earlier = service
            .attributes
            .get_index_of(&other)
            .is_none_or(|at| at < position);
        if !earlier {
            faults.push((
                "catalog-form",
                format!("it depends on '{other}', which must stand before it"),
            ));
        }
    }
    let is_needed = used.contains(id)
        || service
            .attributes
            .values()
            .any(|other| named([&other.when]).contains(id));
    if !is_needed {
        faults.push((
            "catalog-unreachable",
            format!("the attribute '{id}' changes no layer and no duty"),
        ));
    }
    let configurations = combinations(service, &BTreeSet::from([id.to_owned()]));
    for value in attribute.values.keys() {
        let reached = configurations
            .iter()
            .any(|configuration| configuration.get(id) == Some(value));
        if !reached {
            faults.push((
                "catalog-unreachable",
                format!("no configuration has the value '{value}'"),
            ));
        }
    }
    faults
}
