//! Blocks. A [`BlockWriter`] writes them in order and remembers what names must be unique.

use std::collections::HashSet;

use super::inline::{attribute, escaped, inlines};
use super::table::row_ids;
use crate::document::tree::{Block, Document, Heading, Inline, List, plain_text};

/// Writes the blocks of one document, part by part.
pub(super) struct BlockWriter<'a> {
    /// Anchors of the document's rows: a cell that names one leads there.
    pub(super) row_ids: HashSet<&'a str>,
    /// The heading that the next table stands under.
    pub(super) section: String,
    /// Names that table frames have already.
    pub(super) labels: HashSet<String>,
    /// Pictures written so far.
    pub(super) figures: usize,
    pub(super) out: String,
}

impl<'a> BlockWriter<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        BlockWriter {
            row_ids: row_ids(&document.blocks),
            section: document.title.clone(),
            labels: HashSet::new(),
            figures: 0,
            out: String::new(),
        }
    }

    /// The HTML of the next blocks.
    pub(super) fn write(&mut self, blocks: &[Block]) -> String {
        self.blocks(blocks);
        std::mem::take(&mut self.out)
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
        inlines(&heading.content, &mut self.out);
        self.out.push_str(&format!("</h{level}>"));
    }

    fn paragraph(&mut self, content: &[Inline]) {
        self.out.push_str("<p>");
        inlines(content, &mut self.out);
        self.out.push_str("</p>");
    }

    fn list(&mut self, list: &List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        self.out.push_str(&format!("<{name}"));
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.out.push_str(&format!(" start=\"{start}\""));
        }
        self.out.push_str(">\n");
        for item in &list.items {
            self.out.push_str("<li>");
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
                inlines(content, &mut self.out);
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
