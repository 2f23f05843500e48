//! The document as blocks and inlines: what HTML and PDF are written from.
//!
//! A [`Document`] is read from the one Markdown and from nothing else, so every format has the
//! same words in the same order. It knows no page, no colour and no tag.

use std::sync::Arc;

use super::picture::Drawing;

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Text of the one level-1 heading.
    pub title: String,
    /// The blocks in reading order, the title's heading first.
    pub blocks: Vec<Block>,
}

/// A block: one thing under another on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Heading(Heading),
    Paragraph(Vec<Inline>),
    List(List),
    Table(Table),
    Figure(Figure),
    /// The contents list: links to the headings of levels 2 and 3, nested. A PDF adds page numbers.
    Contents {
        heading: Heading,
        list: List,
    },
    Code {
        language: Option<String>,
        text: String,
    },
    Quote(Vec<Block>),
    /// A thematic break.
    Rule,
}

/// A heading and the anchor a link reaches it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 for the title, then 2 to 6; never skips a level.
    pub level: u8,
    /// Anchor, unique in the document, as GitHub makes it from the text.
    pub id: String,
    pub content: Vec<Inline>,
}

/// A list; each item is a run of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// First number of an ordered list; `None` for bullets.
    pub start: Option<u64>,
    pub items: Vec<Vec<Block>>,
}

/// A picture of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The bold paragraph that stood right before the picture, without its bold.
    pub caption: Option<Vec<Inline>>,
    /// What it shows, in words.
    pub alternative: String,
    pub drawing: Arc<Drawing>,
}

/// A table with one heading row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The bold paragraph that stood right before the table, without its bold.
    pub caption: Option<Vec<Inline>>,
    /// One entry a column.
    pub alignments: Vec<Alignment>,
    /// The heading row. Empty cells only: a table of key and value, whose first column heads its rows.
    pub head: Vec<Vec<Inline>>,
    pub rows: Vec<Row>,
}

/// One row of a table's body; its first cell names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Anchor of the row, unique in the document: set where the first cell is a duty id alone.
    pub id: Option<String>,
    pub cells: Vec<Vec<Inline>>,
}

/// How a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    Left,
    Center,
    Right,
}

/// A run of text inside a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Code(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Link {
        target: Target,
        content: Vec<Inline>,
    },
    /// A line break that is meant.
    Break,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The anchor of a heading or a row of this document.
    Anchor(String),
    /// An address outside it, as written: `https://…`, `mailto:…` or a relative path.
    Url(String),
}

/// The text of inlines without their marks; a break is a space.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(inlines, &mut text);
    text
}

fn push_plain_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(run) | Inline::Code(run) => text.push_str(run),
            Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
                push_plain_text(content, text);
            }
            Inline::Break => text.push(' '),
        }
    }
}
