//! Findings as text: one file a format, each a function from findings to a string.

mod github;
mod human;
mod json;
mod sarif;

use super::Diagnostic;

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum MessageFormat {
    /// For people, with the line and a caret
    #[default]
    Human,
    /// One JSON object a line
    Json,
    /// Workflow commands that a code host shows beside the line
    Github,
    /// A SARIF 2.1.0 log
    Sarif,
}

/// Renders sorted findings. `color` matters to people only.
pub fn render(diagnostics: &[Diagnostic], format: MessageFormat, color: bool) -> String {
    match format {
        MessageFormat::Human => human::render(diagnostics, color),
        MessageFormat::Json => json::render(diagnostics),
        MessageFormat::Github => github::render(diagnostics),
        MessageFormat::Sarif => sarif::render(diagnostics),
    }
}
