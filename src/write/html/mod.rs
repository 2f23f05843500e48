//! From the document tree to one self-contained HTML page: no request, classes only, and one script
//! without which the page is whole.
//!
//! The blocks are written here; the frame around them is the Tera template `page.html` with its
//! style `page.css` and its script `page.js`, which a caller may replace.

mod anchors;
mod block;
mod column;
mod figure;
mod href;
mod inline;
mod listing;
mod party;
mod policy;
mod script;
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
/// The script, which is plain JavaScript.
const SCRIPT: &str = "page.js";

/// Writes the page.
///
/// # Errors
/// When a template is not one, or the style or the script would end before its end.
pub fn write(
    document: &Document,
    info: &PageInfo,
    templates: &Templates,
) -> anyhow::Result<Vec<u8>> {
    let style = format!("{}\n{}", templates.text(STYLE), templates.text(svg::STYLE));
    let style = style::sheet(&style, &document.title, info)
        .with_context(|| format!("cannot use {STYLE} and {}", svg::STYLE))?;
    let script = script::script(templates.text(SCRIPT), document)
        .with_context(|| format!("cannot use {SCRIPT}"))?;
    let page = Page::new(document, info, &style, &script);
    let mut tera = Tera::new();
    tera.add_raw_templates(templates.ending(".html"))
        .context("cannot read the templates")?;
    let context = Context::from_serialize(&page).context("cannot give the templates their data")?;
    let html = tera
        .render(PAGE, &context)
        .with_context(|| format!("cannot fill in {PAGE}"))?;
    Ok(html.into_bytes())
}

/// What the frame is given. `style`, `script`, `front`, `contents` and `text` are HTML or what HTML
/// embeds already; the rest is text.
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
    /// Empty if nothing in the document could be filtered.
    script: &'a str,
    /// Title, document control and whatever else stands before the contents list.
    front: String,
    /// The contents list as a `nav`; empty if the document has none.
    contents: String,
    /// Everything after the contents list.
    text: String,
}

impl<'a> Page<'a> {
    fn new(document: &'a Document, info: &'a PageInfo, style: &'a str, script: &'a str) -> Self {
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
            policy: policy::policy(style, script),
            style,
            script,
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
