//! From the resolved project to one Markdown text, and from that text to the tree the writers read.

mod context;
mod escape;
mod markdown;
pub mod read;
pub mod templates;
pub mod tree;

pub use context::Provenance;
pub use markdown::markdown;

/// Text as the start of a sentence.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
