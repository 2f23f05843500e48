//! Blocks. A [`BlockWriter`] writes them in order and remembers what names must be unique.

use std::collections::HashSet;

use super::anchors::{Anchors, source};
use super::inline::{attribute, escaped};
use super::listing::{Listing, listings};
use crate::document::tree::{Block, Document, Heading, Inline, List, plain_text};

/// Writes the blocks of one document, part by part.
pub(super) struct BlockWriter<'a> {
    pub(super) anchors: Anchors<'a>,
    /// The heading that the next table stands under.
    pub(super) section: String,
    /// Its anchor.
    pub(super) section_id: String,
    /// Anchors below headings that are taken.
    taken: HashSet<String>,
    /// Names that table frames have already.
    pub(super) labels: HashSet<String>,
    /// Pictures written so far.
    pub(super) figures: usize,
    pub(super) out: String,
}

impl<'a> BlockWriter<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        BlockWriter {
            anchors: Anchors::new(&document.blocks),
            section: document.title.clone(),
            section_id: String::new(),
            taken: HashSet::new(),
            labels: HashSet::new(),
            figures: 0,
            out: String::new(),
        }
    }

    /// The HTML of the next blocks. What a service's heading opens is one element, so that it can be
    /// shown or not as a whole.
    pub(super) fn write(&mut self, blocks: &[Block]) -> String {
        for part in sections(blocks) {
            let is_unit = listings(part).any(Listing::is_of_one_service);
            if is_unit {
                self.out.push_str("<div class=\"unit\">\n");
            }
            self.blocks(part);
            if is_unit {
                self.out.push_str("</div>\n");
            }
        }
        std::mem::take(&mut self.out)
    }

    /// An anchor, unless one like it stands in the page already.
    pub(super) fn unused(&mut self, anchor: String) -> Option<String> {
        self.taken.insert(anchor.clone()).then_some(anchor)
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.out.push('\n');
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                self.section = plain_text(&heading.content);
                self.section_id.clone_from(&heading.id);
                self.heading(heading);
            }
            Block::Paragraph(content) => self.paragraph(content),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Contents { heading, list } => self.contents(heading, list),
            Block::Code { language, text } => self.code(language.as_deref(), text),
            Block::Quote(blocks) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(blocks);
                self.out.push_str("</blockquote>");
            }
            Block::Rule => self.out.push_str("<hr>"),
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let level = heading.level.clamp(1, 6);
        self.out.push_str(&format!("<h{level}"));
        // A heading of punctuation alone has no anchor, and an empty one is not allowed.
        if !heading.id.is_empty() {
            attribute("id", &heading.id, &mut self.out);
        }
        self.out.push('>');
        self.inlines(&heading.content);
        self.out.push_str(&format!("</h{level}>"));
    }

    fn paragraph(&mut self, content: &[Inline]) {
        self.out.push_str("<p>");
        self.inlines(content);
        self.out.push_str("</p>");
    }

    fn list(&mut self, list: &List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        self.out.push_str(&format!("<{name}"));
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.out.push_str(&format!(" start=\"{start}\""));
        }
        self.out.push_str(">\n");
        let are_sources = self.anchors.are_sources(list);
        for (at, item) in list.items.iter().enumerate() {
            self.out.push_str("<li");
            if let Some(anchor) = are_sources
                .then(|| source(at))
                .and_then(|id| self.unused(id))
            {
                attribute("id", &anchor, &mut self.out);
            }
            self.out.push('>');
            self.item(item);
            self.out.push_str("</li>\n");
        }
        self.out.push_str(&format!("</{name}>"));
    }

    /// The one paragraph of an item stands in it bare, as in a tight list.
    fn item(&mut self, blocks: &[Block]) {
        let paragraphs = blocks
            .iter()
            .filter(|block| matches!(block, Block::Paragraph(_)))
            .count();
        match blocks.split_first() {
            Some((Block::Paragraph(content), rest)) if paragraphs == 1 => {
                self.inlines(content);
                if !rest.is_empty() {
                    self.out.push('\n');
                }
                self.blocks(rest);
            }
            _ => self.blocks(blocks),
        }
    }

    /// Open from the start: the list is part of the document, and folding it is the reader's choice.
    fn contents(&mut self, heading: &Heading, list: &List) {
        self.out.push_str("<nav class=\"contents\"");
        attribute("aria-label", &plain_text(&heading.content), &mut self.out);
        self.out.push_str("><details open>\n<summary>");
        self.heading(heading);
        self.out.push_str("</summary>\n");
        self.list(list);
        self.out.push_str("\n</details></nav>");
    }

    fn code(&mut self, language: Option<&str>, text: &str) {
        self.out.push_str("<pre><code");
        let language = language.and_then(|language| language.split_whitespace().next());
        if let Some(language) = language {
            attribute("class", &format!("language-{language}"), &mut self.out);
        }
        self.out.push('>');
        escaped(text, &mut self.out);
        self.out.push_str("</code></pre>");
    }
}

/// Blocks, parted before each heading of level 3 or above.
fn sections(blocks: &[Block]) -> impl Iterator<Item = &[Block]> {
    let opens = |block: &Block| matches!(block, Block::Heading(heading) if heading.level <= 3);
    blocks.chunk_by(move |_, next| !opens(next))
}
