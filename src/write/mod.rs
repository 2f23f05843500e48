//! From the document to bytes: one file or folder a format. No writer opens a file or reads a clock.

pub mod html;
pub mod pdf;
pub mod svg;

/// What stands on every page and in a file's own metadata, beside the document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageInfo {
    /// The project's name.
    pub project: String,
    pub organization: Option<String>,
    /// The document's version, as the team numbers it.
    pub version: Option<String>,
    /// Printed on every page, say `Internal`.
    pub classification: Option<String>,
    /// Day of the document, `YYYY-MM-DD`: also the creation date in a file's metadata.
    pub date: String,
    /// The program and its version, `onus 0.1.0`.
    pub producer: String,
}

/// The sheet a PDF is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    #[default]
    A4,
    Letter,
}
