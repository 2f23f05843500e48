//! From the resolved project to one Markdown text, and from that text to the tree the writers read.

mod context;
mod escape;
mod markdown;
pub mod picture;
pub mod read;
mod tally;
pub mod templates;
pub mod tree;

pub use context::Provenance;
pub use markdown::markdown;
pub use picture::{Picture, pictures};

use crate::catalog::{Catalog, Stage};
use crate::diagnostic::and;
use crate::model::Standing;

/// Where AWS stands with a service that is not generally available, as a sentence without its full stop.
pub(crate) fn standing(catalog: &Catalog, standing: Standing<'_>) -> String {
    let lifecycle = standing.lifecycle;
    let ends = lifecycle.ends.map(|day| format!(" on {day}"));
    let ends = ends.unwrap_or_default();
    let mut sentence = match lifecycle.stage {
        Stage::Retired => format!("AWS shut this service down{ends}"),
        Stage::EndOfSupport if standing.has_ended => {
            format!("AWS ended support for this service{ends}, by its announcement")
        }
        Stage::EndOfSupport => format!("AWS ends support for this service{ends}"),
        Stage::ClosedToNew => "AWS takes no new customers for this service".to_owned(),
    };
    if let Some(since) = lifecycle.since.filter(|_| !standing.has_ended) {
        sentence.push_str(&format!(", as announced on {since}"));
    }
    let successors: Vec<_> = lifecycle
        .successors
        .iter()
        .map(|id| {
            let known = catalog.service(id);
            known.map_or(id.clone(), |service| service.name.clone())
        })
        .collect();
    if !successors.is_empty() {
        sentence.push_str(&format!("; it names {} as the way on", and(&successors)));
    }
    sentence
}

/// Text as the start of a sentence.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
