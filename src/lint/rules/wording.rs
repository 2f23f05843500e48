//! Words that do harm in an audit pack, or tell nobody anything.

use crate::diagnostic::Diagnostic;
use crate::input::yaml::{Node, Value};
use crate::lint::Lint;
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
    "as needed",
    "as appropriate",
    "state of the art",
    "world class",
];

/// Spellings of another English than the catalog's, which is that of AWS.
const BRITISH: &[(&str, &str)] = &[
    ("analyse", "analyze"),
    ("authorise", "authorize"),
    ("authorised", "authorized"),
    ("behaviour", "behavior"),
    ("catalogue", "catalog"),
    ("centre", "center"),
    ("colour", "color"),
    ("customise", "customize"),
    ("defence", "defense"),
    ("favour", "favor"),
    ("fulfil", "fulfill"),
    ("honour", "honor"),
    ("honours", "honors"),
    ("licence", "license"),
    ("licences", "licenses"),
    ("minimise", "minimize"),
    ("neighbour", "neighbor"),
    ("neighbours", "neighbors"),
    ("organisation", "organization"),
    ("organisations", "organizations"),
    ("organisational", "organizational"),
    ("practise", "practice"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("prioritise", "prioritize"),
    ("recognise", "recognize"),
    ("unauthorised", "unauthorized"),
];

pub(super) fn check(_: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
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
            for (british, american) in BRITISH.iter().filter(|(word, _)| has_word(&lower, word)) {
                let message = format!("'{british}' is written '{american}' here");
                findings.push(file.finding("catalog-form", message, path));
            }
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
