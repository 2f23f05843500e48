//! Which properties of a resource are kept: those that the catalog asks for. All else, secrets among it, is
//! gone once the resource is read.

use std::collections::{HashMap, HashSet};

use super::terraform_state::OWN_ARN;
use crate::catalog::{Catalog, ResourceRules};
use crate::discover::value::Value;

/// Longest text that is kept; what a property says is shorter.
const TEXT_LIMIT: usize = 2048;

/// Properties by resource type, and what is looked up by type beside them.
pub(super) struct Asked<'c> {
    pub(super) catalog: &'c Catalog,
    by_type: HashMap<&'c str, HashSet<&'c str>>,
    names: HashSet<&'c str>,
    /// CloudFormation types by their letters alone, as the Cloud Control provider writes them.
    by_letters: HashMap<String, &'c str>,
}

impl<'c> Asked<'c> {
    pub(super) fn of(catalog: &'c Catalog) -> Self {
        let types = catalog.resource_types();
        let rules = catalog.resource_rules();
        let mut by_type: HashMap<&str, HashSet<&str>> = HashMap::new();
        for (kind, paths) in &types.properties {
            let first = paths.iter().map(|path| first(path));
            by_type.entry(kind).or_default().extend(first);
        }
        for (kind, path) in of_rules(rules) {
            by_type.entry(kind).or_default().insert(first(path));
        }
        let letters = |kind: &str| {
            kind.trim_start_matches("AWS::")
                .replace("::", "")
                .to_lowercase()
        };
        Asked {
            catalog,
            by_type,
            names: rules.names.iter().map(String::as_str).collect(),
            by_letters: types
                .cloudformation
                .keys()
                .map(|kind| (letters(kind), kind.as_str()))
                .collect(),
        }
    }

    /// The CloudFormation type behind a type of the Cloud Control provider.
    pub(super) fn cloud_control(&self, kind: &str) -> Option<&'c str> {
        let letters = kind.strip_prefix("awscc_")?.replace('_', "");
        self.by_letters.get(&letters).copied()
    }

    /// Whether a property is kept.
    pub(super) fn wants(&self, kind: &str, key: &str) -> bool {
        let of_type = || {
            self.by_type
                .get(kind)
                .is_some_and(|keys| keys.contains(key))
        };
        key == OWN_ARN || self.names.contains(key) || of_type()
    }

    /// The properties that are asked for, without texts too long to say anything.
    pub(super) fn keep(&self, kind: &str, properties: Value) -> Value {
        let Value::Map(entries) = properties else {
            return properties;
        };
        let kept = entries.into_iter().filter(|(key, _)| self.wants(kind, key));
        Value::Map(kept.map(|(key, value)| (key, shorten(value))).collect())
    }

    /// Properties of the Cloud Control provider under the names CloudFormation gives them.
    pub(super) fn cloudformation_names(&self, kind: &str, properties: Value) -> Value {
        let rules = self.catalog.resource_rules();
        let of_type = self.catalog.resource_types().properties.get(kind);
        let paths = of_type.into_iter().flatten().map(String::as_str);
        let in_rules = of_rules(rules)
            .filter(|(of, _)| *of == kind)
            .map(|(_, path)| path);
        let segments = paths.chain(in_rules).flat_map(|path| path.split('.'));
        let names = rules.names.iter().map(String::as_str);
        let known: HashMap<String, &str> = names
            .chain(segments)
            .filter(|name| name.starts_with(|first: char| first.is_ascii_uppercase()))
            .map(|name| (name.to_lowercase(), name))
            .collect();
        rename(properties, &|key| {
            let name = known.get(&key.replace('_', "").to_lowercase());
            name.map_or_else(|| key.to_owned(), |name| (*name).to_owned())
        })
    }
}

/// Every property a rule looks at, with the type it is of.
fn of_rules(rules: &ResourceRules) -> impl Iterator<Item = (&str, &str)> {
    let effects = rules.effects.iter();
    let effects = effects.map(|effect| (&effect.types, &effect.when, None));
    let readings = rules.readings.iter();
    let readings = readings.map(|reading| (&reading.types, &reading.when, reading.from.as_ref()));
    effects.chain(readings).flat_map(|(types, when, from)| {
        types.0.iter().flat_map(move |kind| {
            let paths = when.0.keys().chain(from).map(String::as_str);
            paths.map(|path| (kind.0.as_str(), path))
        })
    })
}

fn first(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

fn shorten(value: Value) -> Value {
    match value {
        Value::Text(text) if text.len() > TEXT_LIMIT => Value::Set(Vec::new()),
        Value::List(items) => Value::List(items.into_iter().map(shorten).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| (key, shorten(value)))
                .collect(),
        ),
        other => other,
    }
}

/// Gives every key in a value another name.
pub(super) fn rename(value: Value, name: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::List(items) => {
            Value::List(items.into_iter().map(|item| rename(item, name)).collect())
        }
        Value::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| (name(&key), rename(value, name)))
                .collect(),
        ),
        other => other,
    }
}
