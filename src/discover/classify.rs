//! The service of a resource, by the catalog's data.

use super::resource::{Detail, Notation, Resource};
use super::value::{At, Value};
use crate::catalog::{Catalog, PropertyCondition, fits};

/// What a resource type is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Class {
    Service(String),
    /// It joins others, and is no use of a service by itself.
    Glue,
    Unknown,
}

/// What a resource type is, its properties aside.
pub(super) fn of_type(notation: Notation, kind: &str, catalog: &Catalog) -> Class {
    let rules = catalog.resource_rules();
    let types = catalog.resource_types();
    if rules.glue.iter().any(|pattern| fits(pattern, kind)) {
        return Class::Glue;
    }
    let longest = |prefixes: &indexmap::IndexMap<String, String>| {
        let fitting = prefixes
            .iter()
            .filter(|(prefix, _)| kind.starts_with(prefix.as_str()));
        fitting
            .max_by_key(|(prefix, _)| prefix.len())
            .map(|(_, service)| service.clone())
    };
    let service = match notation {
        Notation::Terraform => {
            let listed = types.terraform.get(kind).cloned();
            listed.or_else(|| longest(&rules.prefixes.terraform))
        }
        Notation::CloudFormation => {
            let listed = types
                .cloudformation
                .get(kind)
                .or_else(|| types.config.get(kind));
            listed
                .cloned()
                .or_else(|| longest(&rules.prefixes.cloudformation))
        }
        Notation::Arn => {
            let service = kind.split(':').next().unwrap_or(kind);
            types
                .arn
                .get(kind)
                .or_else(|| types.arn.get(service))
                .cloned()
        }
    };
    service.map_or(Class::Unknown, Class::Service)
}

/// What a resource is, and the services that it shows beside its own.
pub(super) fn of_resource(resource: &Resource, catalog: &Catalog) -> (Class, Vec<String>) {
    let mut class = of_type(resource.notation, &resource.kind, catalog);
    let mut also = Vec::new();
    let effects = catalog.resource_rules().effects.iter();
    for effect in effects.filter(|effect| effect.types.0.iter().any(|kind| kind.0 == resource.kind))
    {
        if holds(&effect.when, resource) != Some(true) {
            continue;
        }
        if let Some(service) = &effect.service {
            class = Class::Service(service.clone());
        }
        also.extend(effect.also.clone());
    }
    also.dedup();
    (class, also)
}

/// Whether a condition holds of a resource; `None` where that cannot be known.
pub(super) fn holds(when: &PropertyCondition, resource: &Resource) -> Option<bool> {
    let mut sure = true;
    for (path, patterns) in &when.0 {
        let patterns = || patterns.0.iter().map(|pattern| pattern.0.as_str());
        let one = match resource.properties.at(path) {
            At::Unset if resource.detail != Detail::Listed => {
                Some(patterns().any(|pattern| pattern == "unset"))
            }
            At::Unset | At::Unknown => None,
            At::Values(values) => any(values
                .iter()
                .map(|value| any(patterns().map(|pattern| matches(pattern, value))))),
        };
        match one {
            Some(true) => {}
            Some(false) => return Some(false),
            None => sure = false,
        }
    }
    sure.then_some(true)
}

/// True where one is, unknown where one may be.
fn any(mut answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut unknown = false;
    let found = answers.any(|answer| {
        unknown |= answer.is_none();
        answer == Some(true)
    });
    match (found, unknown) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}

fn matches(pattern: &str, value: &Value) -> Option<bool> {
    match (pattern, value) {
        ("set" | "*", _) => Some(true),
        ("unset", _) => Some(false),
        (_, Value::Text(text)) => Some(fits(pattern, text)),
        (_, Value::Set(_) | Value::Unknown) => None,
        _ => Some(false),
    }
}
