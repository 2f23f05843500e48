//! One JSON object a line, for programs.

use serde_json::json;

use crate::diagnostic::Diagnostic;

pub(super) fn render(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| format!("{}\n", object(diagnostic)))
        .collect()
}

fn object(diagnostic: &Diagnostic) -> serde_json::Value {
    let position = diagnostic
        .place
        .as_ref()
        .map(|place| place.line_and_column());
    json!({
        "code": diagnostic.code.name,
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "file": diagnostic.place.as_ref().map(|place| place.source.name.as_str()),
        "line": position.map(|(line, _)| line),
        "column": position.map(|(_, column)| column),
        "label": diagnostic.label,
        "help": diagnostic.help,
    })
}
