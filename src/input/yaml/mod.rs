//! YAML text as a tree of values that know their place.
//!
//! `serde_yaml` reads the values; a marked parse of the same text gives each its place. Both walk the
//! text in the same order, so the two trees are joined node by node.

mod marks;
mod node;
mod plain;

pub use node::{Entry, Node, Value};

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Source, Span, code};

/// Largest text that is read, in bytes.
pub const SIZE_LIMIT: usize = 1 << 20;

/// Reads one YAML document. `Err` holds what forbids reading on; duplicate keys and tags are found
/// beside a usable tree.
pub fn read(source: &Arc<Source>) -> Result<(Node, Vec<Diagnostic>), Vec<Diagnostic>> {
    if source.text.len() > SIZE_LIMIT {
        let message = format!(
            "the file has {} bytes; {SIZE_LIMIT} are read at most",
            source.text.len()
        );
        return Err(vec![
            Diagnostic::new(code("too-large"), message).at(start_of(source)),
        ]);
    }
    let (marked, mut diagnostics) = marks::read(source).map_err(|fault| vec![fault])?;
    let plain =
        serde_yaml::from_str(&source.text).map_err(|error| vec![not_yaml(source, &error)])?;
    let node = node::join(plain, marked).ok_or_else(|| {
        let message = "the text is read in two ways by two YAML readers";
        let help = "write keys and values plainly, or in quotes";
        vec![
            Diagnostic::new(code("not-yaml"), message)
                .at(start_of(source))
                .help(help),
        ]
    })?;
    duplicates(source, &node, &mut diagnostics);
    Ok((node, diagnostics))
}

fn start_of(source: &Arc<Source>) -> Place {
    Place::new(source, Span::default())
}

fn not_yaml(source: &Arc<Source>, error: &serde_yaml::Error) -> Diagnostic {
    let start = error.location().map_or(0, |location| location.index());
    let span = Span { start, end: start };
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text);
    Diagnostic::new(code("not-yaml"), reason).at(Place::new(source, span))
}

fn duplicates(source: &Arc<Source>, node: &Node, diagnostics: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Sequence(items) => {
            for item in items {
                duplicates(source, item, diagnostics);
            }
        }
        Value::Mapping(entries) => {
            let mut seen = std::collections::HashMap::new();
            for entry in entries {
                if let Some(first) = seen.get(entry.key.text()) {
                    diagnostics.push(duplicate(source, entry, *first));
                } else {
                    seen.insert(entry.key.text(), entry.key.span);
                }
                duplicates(source, &entry.value, diagnostics);
            }
        }
        _ => {}
    }
}

fn duplicate(source: &Arc<Source>, entry: &Entry, first: Span) -> Diagnostic {
    let (line, _) = Place::new(source, first).line_and_column();
    let message = format!("the key '{}' stands twice", entry.key.text());
    Diagnostic::new(code("duplicate-key"), message)
        .at(Place::new(source, entry.key.span))
        .label(format!("first on line {line}"))
        .help("keep one of the two, or give them one mapping")
}
