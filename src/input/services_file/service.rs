//! One entry of `services`: one use of a service.

use super::record::{self, DutyEntry};
use crate::diagnostic::Span;
use crate::input::Spanned;
use crate::input::fields::Fields;
use crate::input::yaml::{Entry, Node, Value};

/// Keys of a use that are no attributes.
pub const SERVICE_KEYS: &[&str] = &["service", "name", "owner", "note", "duties", "inherits"];

/// One use of a service as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceEntry {
    /// The whole entry.
    pub span: Span,
    /// Id, alias or official name.
    pub service: Spanned<String>,
    /// The team's own name for this use.
    pub name: Option<Spanned<String>>,
    pub owner: Option<Spanned<String>>,
    pub note: Option<Spanned<String>>,
    pub attributes: Vec<AttributeEntry>,
    /// What the team has done about duties of this use alone, by slug or by whole id.
    pub duties: Vec<DutyEntry>,
}

/// An attribute and the value or values given for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeEntry {
    pub name: Spanned<String>,
    pub values: Vec<Spanned<String>>,
}

pub(super) fn read(fields: &mut Fields<'_>, node: &Node) -> Option<ServiceEntry> {
    match &node.value {
        Value::String(_) => Some(bare(node.span, fields.text(node, "a service")?)),
        Value::Mapping(entries) => use_of_service(fields, node, entries),
        _ => {
            let cure = "write its id, or `{service: rds, engine: oracle}`";
            fields.wrong_type(node, "a service", "a name or a mapping", cure);
            None
        }
    }
}

fn bare(span: Span, service: Spanned<String>) -> ServiceEntry {
    ServiceEntry {
        span,
        service,
        name: None,
        owner: None,
        note: None,
        attributes: Vec::new(),
        duties: Vec::new(),
    }
}

fn use_of_service(fields: &mut Fields<'_>, node: &Node, entries: &[Entry]) -> Option<ServiceEntry> {
    let text = |fields: &mut Fields<'_>, key: &str| {
        node.get(key)
            .and_then(|value| fields.text(value, &format!("'{key}'")))
    };
    let service = match node.get("service") {
        Some(service) => fields.text(service, "'service'"),
        None => {
            let help = match entries {
                [only] if !SERVICE_KEYS.contains(&only.key.text()) => {
                    format!("write `{{service: {}, …}}`", only.key.text())
                }
                _ => "say which service it is: `service: rds`".to_owned(),
            };
            fields.fault(
                "missing-name",
                "the entry has no 'service'".to_owned(),
                node.span,
                Some(help),
            );
            None
        }
    };
    if let Some(entry) = entries.iter().find(|entry| entry.key.text() == "inherits") {
        fields.unknown_key(&entry.key, "a service", SERVICE_KEYS);
    }
    let read = ServiceEntry {
        span: node.span,
        name: text(fields, "name"),
        owner: text(fields, "owner"),
        note: text(fields, "note"),
        duties: node
            .get("duties")
            .map_or_else(Vec::new, |duties| record::read(fields, duties)),
        // Without a service nobody knows what the other keys should hold.
        attributes: service
            .as_ref()
            .map_or_else(Vec::new, |_| attributes(fields, entries)),
        service: service
            .clone()
            .unwrap_or_else(|| Spanned::new(String::new(), node.span)),
    };
    service.map(|_| read)
}

fn attributes(fields: &mut Fields<'_>, entries: &[Entry]) -> Vec<AttributeEntry> {
    let mut attributes = Vec::new();
    for Entry { key, value } in entries {
        if SERVICE_KEYS.contains(&key.text()) {
            continue;
        }
        let Value::String(name) = &key.value else {
            fields.wrong_type(key, "the name of an attribute", "text", "put it in quotes");
            continue;
        };
        let values = values(fields, name, value);
        if !values.is_empty() {
            let name = Spanned::new(name.clone(), key.span);
            attributes.push(AttributeEntry { name, values });
        }
    }
    attributes
}

fn values(fields: &mut Fields<'_>, name: &str, node: &Node) -> Vec<Spanned<String>> {
    let what = format!("'{name}'");
    match &node.value {
        Value::Sequence(items) if items.is_empty() => {
            let help = Some("give a value, or leave the attribute out".to_owned());
            fields.fault(
                "empty-value",
                format!("{what} is an empty list"),
                node.span,
                help,
            );
            Vec::new()
        }
        Value::Sequence(items) => items
            .iter()
            .filter_map(|item| fields.scalar(item, &what))
            .collect(),
        Value::Mapping(_) => {
            fields.wrong_type(
                node,
                &what,
                "a value or a list of values",
                "write `key: value`",
            );
            Vec::new()
        }
        _ => fields.scalar(node, &what).into_iter().collect(),
    }
}
