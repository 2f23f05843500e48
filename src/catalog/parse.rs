//! One catalog file from YAML to its form, with findings that know their place.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Diagnostic, Place, Source, Span, code};

/// Reads a file of the catalog.
pub(super) fn parse<T: DeserializeOwned>(source: &Arc<Source>) -> Result<T, Diagnostic> {
    serde_yaml::from_str(&source.text).map_err(|error| {
        let start = error.location().map_or(0, |location| location.index());
        let message = error.to_string();
        let reason = message.split(" at line ").next().unwrap_or(&message);
        Diagnostic::new(code("catalog-unreadable"), reason)
            .at(Place::new(source, Span { start, end: start }))
            .help("docs/catalog-format.md describes the form")
    })
}
