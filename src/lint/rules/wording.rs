//! Words that do harm in an audit pack, or tell nobody anything.

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::input::yaml::{Node, Value};
use crate::lint::file::{LintFile, Step};

/// A document supports an assessment; it never decides one. The rest is hedging.
const REFUSED: &[&str] = &[
    "satisfies",
    "compliant",
    "appropriate measures",
    "best practice",
    "ensure that",
    "seamless",
    "leverage",
    "robust",
];

pub(super) fn check(_: &Catalog, file: &LintFile) -> Vec<Diagnostic> {
    let is_prose = ["services/", "traits/", "categories/", "account.yaml"]
        .iter()
        .any(|folder| file.path.starts_with(folder));
    let mut findings = Vec::new();
    if is_prose {
        walk(file, file.root(), &mut Vec::new(), &mut findings);
    }
    findings
}

fn walk<'n>(
    file: &LintFile,
    node: &'n Node,
    path: &mut Vec<Step<'n>>,
    findings: &mut Vec<Diagnostic>,
) {
    match &node.value {
        Value::Mapping(entries) => {
            for entry in entries {
                path.push(Step::Key(entry.key.text()));
                walk(file, &entry.value, path, findings);
                path.pop();
            }
        }
        Value::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Item(index));
                walk(file, item, path, findings);
                path.pop();
            }
        }
        Value::String(text) if text.contains(' ') => {
            let lower = text.to_lowercase();
            for word in REFUSED.iter().filter(|word| has_word(&lower, word)) {
                findings.push(file.finding(
                    "catalog-form",
                    format!("'{word}' is not said here"),
                    path,
                ));
            }
        }
        _ => {}
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '-')
            && !after.is_some_and(|c| c.is_alphanumeric() || c == '-')
    })
}
