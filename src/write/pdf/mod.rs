//! PDF pages for print and for the screen, tagged and archival: PDF/A-2a and PDF/UA-1.
//!
//! document -> layout (boxes on pages) -> paint (page content) -> assemble (tags, outline, metadata) -> bytes

mod assemble;
mod cff;
mod content;
mod drawing;
mod file;
mod font;
mod fonts;
mod icc;
mod layout;
mod meaning;
mod metadata;
mod outline;
mod paint;
mod rich;
mod shapes;
mod spell;
mod structure;
mod style;
mod subset;
mod tags;
mod text;

use anyhow::Result;

use crate::document::tree::Document;

pub use font::FontFault;
pub use fonts::Fonts;

use super::{PageInfo, Paper};

/// A finished file, and what it could not print as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    /// Characters no font has, each once and sorted: `[U+5C71]` stands in their place.
    pub missing: Vec<char>,
}

/// Writes a document as PDF. The same input gives the same bytes, always.
///
/// # Errors
/// When a font turns out to be damaged.
pub fn write(document: &Document, info: &PageInfo, paper: Paper, fonts: &Fonts) -> Result<Pdf> {
    let mut typesetter = text::Typesetter::new(fonts);
    let mut laid = layout::layout(document, info, paper, &mut typesetter);
    let painted = paint::paint(&mut laid, fonts, &document.title)?;
    let bytes = assemble::assemble(painted, &laid, &document.title, info)?;
    Ok(Pdf {
        bytes,
        missing: laid.gathered.missing.into_iter().collect(),
    })
}
