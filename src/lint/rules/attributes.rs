//! Attributes: a question, a value to fall back on, an order in which conditions can be decided, and an
//! effect.

use std::collections::BTreeSet;

use time::Date;

use crate::catalog::{Attribute, CategoryRule, Condition, DatedWord, Service, ValueForm};
use crate::diagnostic::Diagnostic;
use crate::lint::Lint;
use crate::lint::combinations::{combinations, named};
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
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
    faults.extend(fallback_faults(attribute));
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

/// What is taken when nobody says it: a default on every day, or an assumption.
fn fallback_faults(attribute: &Attribute) -> Vec<(&'static str, String)> {
    let (words, assumed) = match (&attribute.default, &attribute.assume) {
        (Some(default), None) => (default.0.as_slice(), None),
        (None, Some(assume)) => ([].as_slice(), Some(assume)),
        _ => {
            let message = "exactly one of 'default' and 'assume' is stated".to_owned();
            return vec![("catalog-form", message)];
        }
    };
    let mut faults = Vec::new();
    for value in words.iter().map(|word| &word.is).chain(assumed) {
        if !attribute.values.contains_key(&value.0) {
            let message = format!("'{}' is none of the values", value.0);
            faults.push(("catalog-reference", message));
        }
    }
    let spellings = attribute.values.values().filter_map(ValueForm::detail);
    let spellings = spellings.flat_map(|detail| &detail.also);
    for word in words.iter().chain(spellings) {
        if let (Some(from), Some(until)) = (word.from, word.until)
            && until < from
        {
            let message = format!("'{}' ends before it begins", word.is.0);
            faults.push(("catalog-unreachable", message));
        }
    }
    for day in days(words) {
        let count = words.iter().filter(|word| word.is_current(day)).count();
        if count != 1 {
            let message = format!("there are {count} defaults on {day}; there must be one");
            faults.push(("catalog-form", message));
        }
    }
    faults
}

/// The days on which a default may change, and one before them all.
fn days(words: &[DatedWord]) -> BTreeSet<Date> {
    if words.is_empty() {
        return BTreeSet::new();
    }
    let mut days = BTreeSet::from([Date::MIN]);
    days.extend(words.iter().filter_map(|word| word.from));
    days.extend(words.iter().filter_map(|word| word.until?.next_day()));
    days
}
