//! Values with their places.

use super::marks::{Marked, Shape};
use super::plain::Plain;
use crate::diagnostic::Span;

/// A YAML value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

/// A YAML value. Scalars that are no strings keep their text as written: `1.10` stays `1.10`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Bool(String),
    Number(String),
    String(String),
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: Node,
    pub value: Node,
}

impl Node {
    /// The text of a scalar as written; empty for everything else.
    pub fn text(&self) -> &str {
        match &self.value {
            Value::Bool(text) | Value::Number(text) | Value::String(text) => text,
            _ => "",
        }
    }

    /// The value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Mapping(entries) => entries
                .iter()
                .find(|entry| entry.key.text() == key)
                .map(|entry| &entry.value),
            _ => None,
        }
    }

    /// What it is, for a message: "a list".
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "empty",
            Value::Bool(_) => "a truth value",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

/// Puts the values of one parse on the places of the other; `None` when they differ in shape.
pub(super) fn join(plain: Plain, marked: Marked) -> Option<Node> {
    let span = marked.span;
    let value = match (plain, marked.shape) {
        (Plain::Sequence(items), Shape::Sequence(marks)) if items.len() == marks.len() => {
            let nodes = items
                .into_iter()
                .zip(marks)
                .map(|(item, mark)| join(item, mark));
            Value::Sequence(nodes.collect::<Option<_>>()?)
        }
        (Plain::Mapping(entries), Shape::Mapping(marks)) if entries.len() == marks.len() => {
            let joined =
                entries
                    .into_iter()
                    .zip(marks)
                    .map(|((key, value), (key_mark, value_mark))| {
                        Some(Entry {
                            key: join(key, key_mark)?,
                            value: join(value, value_mark)?,
                        })
                    });
            Value::Mapping(joined.collect::<Option<_>>()?)
        }
        (Plain::String(text), Shape::Scalar(_)) => Value::String(text),
        (Plain::Bool, Shape::Scalar(text)) => Value::Bool(text),
        (Plain::Number, Shape::Scalar(text)) => Value::Number(text),
        (Plain::Null, Shape::Scalar(_)) => Value::Null,
        _ => return None,
    };
    Some(Node { span, value })
}
