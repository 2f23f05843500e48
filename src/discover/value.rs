//! Values of properties as far as they can be known before anything is built.

use indexmap::IndexMap;

/// A value of a property. Numbers and truth values are the text they are written as.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing can be said: it may not even be set.
    Unknown,
    /// It is set, but to what is known only in use; the addresses it is made from.
    Set(Vec<String>),
    Null,
    Text(String),
    List(Vec<Value>),
    Map(IndexMap<String, Value>),
}

/// What stands at a path.
#[derive(Debug, PartialEq)]
pub(super) enum At<'v> {
    Unset,
    Unknown,
    Values(Vec<&'v Value>),
}

impl Value {
    pub(super) fn text(text: impl ToString) -> Self {
        Value::Text(text.to_string())
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is a truth value, and which.
    pub(super) fn as_bool(&self) -> Option<bool> {
        match self.as_text()? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Map(entries) => entries.get(key),
            _ => None,
        }
    }

    /// Null, an empty text, list or map: what providers write where nothing is set.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            Value::List(items) => items.iter().all(Value::is_empty),
            Value::Map(entries) => entries.is_empty(),
            Value::Unknown | Value::Set(_) => false,
        }
    }

    /// What stands at a path of keys joined by dots, in which `*` is any key. Lists are looked through: a
    /// block is a list of one map.
    pub(super) fn at(&self, path: &str) -> At<'_> {
        let mut found = Vec::new();
        let unknown = self.collect(path, &mut found);
        found.retain(|value| !value.is_empty());
        match (found.is_empty(), unknown) {
            (_, true) => At::Unknown,
            (true, false) => At::Unset,
            (false, false) => At::Values(found),
        }
    }

    /// Gathers what stands at a path; true when something there cannot be known.
    fn collect<'v>(&'v self, path: &str, found: &mut Vec<&'v Value>) -> bool {
        match self {
            Value::Unknown => return true,
            Value::List(items) => {
                return every(items.iter(), |item| item.collect(path, found));
            }
            _ => {}
        }
        if path.is_empty() {
            found.push(self);
            return false;
        }
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        match self {
            Value::Map(entries) if key == "*" => {
                every(entries.values(), |value| value.collect(rest, found))
            }
            Value::Map(entries) => entries
                .get(key)
                .is_some_and(|value| value.collect(rest, found)),
            Value::Set(_) => true,
            _ => false,
        }
    }

    /// The addresses that any part of it is made from.
    pub(super) fn references(&self, found: &mut Vec<String>) {
        match self {
            Value::Set(addresses) => {
                for address in addresses {
                    if !found.contains(address) {
                        found.push(address.clone());
                    }
                }
            }
            Value::List(items) => items.iter().for_each(|item| item.references(found)),
            Value::Map(entries) => entries.values().for_each(|value| value.references(found)),
            _ => {}
        }
    }

    /// How many values it is made of, counted up to a limit.
    pub(super) fn weight(&self, limit: usize) -> usize {
        let sum = |weight: usize, value: &Value| {
            if weight >= limit {
                weight
            } else {
                weight + value.weight(limit - weight)
            }
        };
        match self {
            Value::List(items) => items.iter().fold(1, sum),
            Value::Map(entries) => entries.values().fold(1, sum),
            Value::Text(text) => 1 + text.len() / 64,
            _ => 1,
        }
    }
}

/// Whether any is so; each is asked, also after the first that is.
fn every<'v>(
    values: impl Iterator<Item = &'v Value>,
    mut ask: impl FnMut(&'v Value) -> bool,
) -> bool {
    let mut any = false;
    for value in values {
        any |= ask(value);
    }
    any
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match value {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::text(value),
            Json::Number(number) => Value::text(number),
            Json::String(text) => Value::Text(text),
            Json::Array(items) => Value::List(items.into_iter().map(Value::from).collect()),
            Json::Object(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| (key, Value::from(value)))
                    .collect(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Value {
        serde_json::from_str::<serde_json::Value>(json)
            .unwrap()
            .into()
    }

    #[test]
    fn a_path_looks_through_blocks() {
        let value = value(
            r#"{"vpc": [{"ids": ["a", "b"]}], "empty": [], "events": {"x": {"type": "Api"}}}"#,
        );
        let texts = |path| match value.at(path) {
            At::Values(values) => values
                .iter()
                .filter_map(|v| v.as_text())
                .collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(texts("vpc.ids"), ["a", "b"]);
        assert_eq!(texts("events.*.type"), ["Api"]);
        assert_eq!(value.at("empty"), At::Unset);
        assert_eq!(value.at("nothing.here"), At::Unset);
    }

    #[test]
    fn what_is_set_to_something_unknown_has_unknown_parts() {
        let entries = [("key".to_owned(), Value::Set(vec!["aws_kms_key.k".into()]))];
        let value = Value::Map(entries.into_iter().collect());
        assert!(matches!(value.at("key"), At::Values(_)));
        assert_eq!(value.at("key.part"), At::Unknown);
    }
}
