//! What is wrong or missing in a user's files, as data: gathered by every stage, printed at the edge.

mod code;
pub mod render;
mod source;
mod suggest;

pub use code::{CODES, Code, Severity, code};
pub use source::{Place, Source, Span};
pub use suggest::{and, nearest, quoted_list};

/// One finding: what, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: &'static Code,
    /// The code's own, unless the run was asked to be strict.
    pub severity: Severity,
    /// Lower case, no full stop, the user's words in single quotes.
    pub message: String,
    /// Where it stands; `None` for a finding about a file as a whole or about arguments.
    pub place: Option<Place>,
    /// A few words beside the caret.
    pub label: Option<String>,
    /// The cure, where it is known.
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity,
            message: message.into(),
            place: None,
            label: None,
            help: None,
        }
    }

    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding, for which the run goes no further.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.severity = Severity::Error;
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts findings by file and place; those without a place come first in their file.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| {
            d.place
                .as_ref()
                .map(|place| (place.source.name.clone(), place.span.start, place.span.end))
        };
        key(a).cmp(&key(b))
    });
}

/// Whether any finding forbids going on.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}
