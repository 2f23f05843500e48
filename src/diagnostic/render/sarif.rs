//! A SARIF 2.1.0 log, for code scanning. Paths are given as they were on the command line.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Place, Severity};

pub(super) fn render(diagnostics: &[Diagnostic]) -> String {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "onus",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules(diagnostics),
            }},
            "columnKind": "unicodeCodePoints",
            "results": diagnostics.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn rules(diagnostics: &[Diagnostic]) -> Vec<Value> {
    let used: BTreeMap<_, _> = diagnostics.iter().map(|d| (d.code.name, d.code)).collect();
    used.values()
        .map(|code| {
            json!({
                "id": code.name,
                "shortDescription": {"text": code.meaning},
                "defaultConfiguration": {"level": level(code.severity)},
            })
        })
        .collect()
}

fn result(diagnostic: &Diagnostic) -> Value {
    let text = match &diagnostic.help {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    json!({
        "ruleId": diagnostic.code.name,
        "level": level(diagnostic.severity),
        "message": {"text": text},
        "locations": diagnostic.place.iter().map(location).collect::<Vec<_>>(),
    })
}

fn location(place: &Place) -> Value {
    let (line, column) = place.line_and_column();
    json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&place.source.name)},
        "region": {"startLine": line, "startColumn": column},
    }})
}

/// A path as a relative URI reference: what is not plain in a path is percent-encoded.
fn uri(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}
