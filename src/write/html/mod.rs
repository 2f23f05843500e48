//! From the document tree to one self-contained HTML page: no script, no request, classes only.
//!
//! The blocks are written here; the frame around them is the Tera template `page.html` with its
//! style `page.css`, which a caller may replace.

mod block;
mod figure;
mod href;
mod inline;
mod party;
mod style;
mod table;
#[cfg(test)]
mod tests;

use anyhow::Context as _;
use serde::Serialize;
use tera::{Context, Tera};

use self::block::BlockWriter;
use super::{PageInfo, svg};
use crate::document::templates::Templates;
use crate::document::tree::{Block, Document};

/// The frame: its name's ending tells Tera to escape what it is given.
const PAGE: &str = "page.html";
/// The style, which is plain CSS.
const STYLE: &str = "page.css";

/// Writes the page.
///
/// # Errors
/// When a template is not one, or the style would end before its end.
pub fn write(
    document: &Document,
    info: &PageInfo,
    templates: &Templates,
) -> anyhow::Result<Vec<u8>> {
    let style = format!("{}\n{}", templates.text(STYLE), templates.text(svg::STYLE));
    let style = style::sheet(&style, &document.title, info)
        .with_context(|| format!("cannot use {STYLE} and {}", svg::STYLE))?;
    let page = Page::new(document, info, &style);
    let mut tera = Tera::new();
    tera.add_raw_templates(templates.ending(".html"))
        .context("cannot read the templates")?;
    let context = Context::from_serialize(&page).context("cannot give the templates their data")?;
    let html = tera
        .render(PAGE, &context)
        .with_context(|| format!("cannot fill in {PAGE}"))?;
    Ok(html.into_bytes())
}

/// What the frame is given. `style`, `front`, `contents` and `text` are HTML or CSS already; the
/// rest is text.
#[derive(Debug, Serialize)]
struct Page<'a> {
    title: &'a str,
    project: &'a str,
    organization: Option<&'a str>,
    version: Option<&'a str>,
    classification: Option<&'a str>,
    date: &'a str,
    producer: &'a str,
    policy: String,
    style: &'a str,
    /// Title, document control and whatever else stands before the contents list.
    front: String,
    /// The contents list as a `nav`; empty if the document has none.
    contents: String,
    /// Everything after the contents list.
    text: String,
}

impl<'a> Page<'a> {
    fn new(document: &'a Document, info: &'a PageInfo, style: &'a str) -> Self {
        let mut writer = BlockWriter::new(document);
        let (before, contents, after) = parts(&document.blocks);
        Page {
            title: match document.title.as_str() {
                "" => &info.project,
                title => title,
            },
            project: &info.project,
            organization: info.organization.as_deref(),
            version: info.version.as_deref(),
            classification: info.classification.as_deref(),
            date: &info.date,
            producer: &info.producer,
            policy: style::policy(style),
            style,
            front: writer.write(before),
            contents: writer.write(contents),
            text: writer.write(after),
        }
    }
}

/// The blocks before the contents list, the list, and those after it: the style sets the list
/// beside the text, and a parent for each part is what lets it.
fn parts(blocks: &[Block]) -> (&[Block], &[Block], &[Block]) {
    let at = blocks
        .iter()
        .position(|block| matches!(block, Block::Contents { .. }))
        .unwrap_or(blocks.len());
    let (before, rest) = blocks.split_at(at);
    let (contents, after) = rest.split_at(rest.len().min(1));
    (before, contents, after)
}
