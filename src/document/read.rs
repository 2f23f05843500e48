//! Reads the one Markdown back into the tree that HTML and PDF are written from.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{
    Alignment as ColumnAlignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd,
};
use unicode_general_category::{GeneralCategory, get_general_category};

use super::picture::Picture;
use super::tree::{
    Alignment, Block, Document, Figure, Heading, Inline, List, Row, Table, Target, plain_text,
};

/// The heading that marks the contents list.
const CONTENTS: &str = "Contents";

/// Reads a document without pictures. Raw HTML in the Markdown is text: none is written, and none is
/// let through.
pub fn read(markdown: &str) -> Document {
    read_illustrated(markdown, &[])
}

/// Reads a document in which an image that names the file of one of these pictures, alone in its
/// paragraph, is that picture; of any other image, the words in its place are left.
pub fn read_illustrated(markdown: &str, pictures: &[Picture]) -> Document {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader {
        events: Parser::new_ext(markdown, options)
            .collect::<Vec<_>>()
            .into_iter(),
        anchors: Anchors::default(),
        row_ids: HashSet::new(),
        pictures,
    };
    let blocks = gather(reader.blocks());
    let title = blocks.iter().find_map(|block| match block {
        Block::Heading(heading) if heading.level == 1 => Some(plain_text(&heading.content)),
        _ => None,
    });
    Document {
        title: title.unwrap_or_default(),
        blocks,
    }
}

struct Reader<'a> {
    events: std::vec::IntoIter<Event<'a>>,
    anchors: Anchors,
    row_ids: HashSet<String>,
    pictures: &'a [Picture],
}

impl Reader<'_> {
    /// Blocks up to the end of the element that holds them.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        // A tight list item holds its text without a paragraph around it.
        let mut loose = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if !is_inline(&tag) => {
                    flush(&mut loose, &mut blocks);
                    blocks.push(self.block(tag));
                }
                Event::Rule => {
                    flush(&mut loose, &mut blocks);
                    blocks.push(Block::Rule);
                }
                inline => self.inline(inline, &mut loose),
            }
        }
        flush(&mut loose, &mut blocks);
        blocks
    }

    fn block(&mut self, tag: Tag<'_>) -> Block {
        match tag {
            Tag::Heading { level, .. } => {
                let content = self.inlines();
                let id = self.anchors.make(&plain_text(&content));
                Block::Heading(Heading {
                    level: level as u8,
                    id,
                    content,
                })
            }
            Tag::List(start) => Block::List(self.list(start)),
            Tag::Table(alignments) => Block::Table(self.table(&alignments)),
            Tag::BlockQuote(_) => Block::Quote(self.blocks()),
            Tag::CodeBlock(kind) => self.code(&kind),
            Tag::Paragraph => self
                .figure()
                .unwrap_or_else(|| Block::Paragraph(self.inlines())),
            _ => Block::Paragraph(self.inlines()),
        }
    }

    /// The picture that the paragraph consists of, if it does.
    fn figure(&mut self) -> Option<Block> {
        let events = self.events.as_slice();
        let Event::Start(Tag::Image { dest_url, .. }) = events.first()? else {
            return None;
        };
        let is_end = |event: &Event<'_>| matches!(event, Event::End(TagEnd::Image));
        let end = events.iter().position(is_end)?;
        let alone = matches!(events.get(end + 1), Some(Event::End(TagEnd::Paragraph)));
        let named = |picture: &&Picture| alone && *picture.file == **dest_url;
        let drawing = self.pictures.iter().find(named)?.drawing.clone();
        self.events.next();
        let alternative = plain_text(&self.inlines());
        self.events.next();
        Some(Block::Figure(Figure {
            caption: None,
            alternative,
            drawing,
        }))
    }

    fn list(&mut self, start: Option<u64>) -> List {
        let mut items = Vec::new();
        while let Some(Event::Start(_)) = self.events.next() {
            items.push(self.blocks());
        }
        List { start, items }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>) -> Block {
        let language = match kind {
            CodeBlockKind::Fenced(language) if !language.is_empty() => Some(language.to_string()),
            _ => None,
        };
        let text = plain_text(&self.inlines());
        Block::Code { language, text }
    }

    fn table(&mut self, alignments: &[ColumnAlignment]) -> Table {
        let mut head = Vec::new();
        let mut rows = Vec::new();
        while let Some(Event::Start(tag)) = self.events.next() {
            let cells = self.cells();
            if matches!(tag, Tag::TableHead) {
                head = cells;
            } else {
                let id = self.row_id(cells.first());
                rows.push(Row { id, cells });
            }
        }
        Table {
            caption: None,
            alignments: alignments.iter().map(alignment).collect(),
            head,
            rows,
        }
    }

    fn cells(&mut self) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some(Event::Start(_)) = self.events.next() {
            cells.push(self.inlines());
        }
        cells
    }

    /// The anchor of a row that a duty id alone names; the first row that names it has the anchor.
    fn row_id(&mut self, first: Option<&Vec<Inline>>) -> Option<String> {
        let [Inline::Code(id)] = first?.as_slice() else {
            return None;
        };
        (is_duty(id) && self.row_ids.insert(id.clone())).then(|| id.clone())
    }

    /// Inlines up to the end of the element that holds them.
    fn inlines(&mut self) -> Vec<Inline> {
        let mut inlines = Vec::new();
        while let Some(event) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.inline(event, &mut inlines);
        }
        inlines
    }

    fn inline(&mut self, event: Event<'_>, into: &mut Vec<Inline>) {
        match event {
            Event::Start(Tag::Strong) => into.push(Inline::Strong(self.inlines())),
            Event::Start(Tag::Link { dest_url, .. }) => into.push(Inline::Link {
                target: target(&dest_url),
                content: self.inlines(),
            }),
            Event::Start(_) => into.push(Inline::Emphasis(self.inlines())),
            Event::Code(code) => into.push(Inline::Code(code.to_string())),
            Event::SoftBreak => push_text(into, " "),
            Event::HardBreak => into.push(Inline::Break),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                push_text(into, &text);
            }
            _ => {}
        }
    }
}

/// Runs of text that the parser split at an escape or an entity become one again.
fn push_text(into: &mut Vec<Inline>, text: &str) {
    match into.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        _ => into.push(Inline::Text(text.to_owned())),
    }
}

fn flush(loose: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    if !loose.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(loose)));
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

fn alignment(alignment: &ColumnAlignment) -> Alignment {
    match alignment {
        ColumnAlignment::Center => Alignment::Center,
        ColumnAlignment::Right => Alignment::Right,
        ColumnAlignment::Left | ColumnAlignment::None => Alignment::Left,
    }
}

fn target(url: &str) -> Target {
    match url.strip_prefix('#') {
        Some(anchor) => Target::Anchor(anchor.to_owned()),
        None => Target::Url(url.to_owned()),
    }
}

/// Joins what Markdown can only put side by side: a bold paragraph before a table or a picture is its
/// caption, and the list under the heading `Contents` is the contents list.
fn gather(blocks: Vec<Block>) -> Vec<Block> {
    let mut gathered: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            Block::Table(table) => {
                let caption = take_caption(&mut gathered);
                gathered.push(Block::Table(Table { caption, ..table }));
            }
            Block::Figure(figure) => {
                let caption = take_caption(&mut gathered);
                gathered.push(Block::Figure(Figure { caption, ..figure }));
            }
            Block::List(list) => match take_contents_heading(&mut gathered) {
                Some(heading) => gathered.push(Block::Contents { heading, list }),
                None => gathered.push(Block::List(list)),
            },
            other => gathered.push(other),
        }
    }
    gathered
}

fn take_caption(gathered: &mut Vec<Block>) -> Option<Vec<Inline>> {
    let Some(Block::Paragraph(content)) = gathered.last_mut() else {
        return None;
    };
    let [Inline::Strong(caption)] = content.as_mut_slice() else {
        return None;
    };
    let caption = std::mem::take(caption);
    gathered.pop();
    Some(caption)
}

fn take_contents_heading(gathered: &mut Vec<Block>) -> Option<Heading> {
    match gathered.last() {
        Some(Block::Heading(heading)) if plain_text(&heading.content) == CONTENTS => {}
        _ => return None,
    }
    match gathered.pop() {
        Some(Block::Heading(heading)) => Some(heading),
        _ => None,
    }
}

/// Heading anchors as GitHub makes them, so that one link works there, in HTML and in PDF.
#[derive(Default)]
pub(crate) struct Anchors {
    seen: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor of the next heading with this text: lower case, spaces to hyphens, punctuation
    /// dropped, and a number behind the second of a kind.
    pub(crate) fn make(&mut self, text: &str) -> String {
        let base = slug(text);
        let mut anchor = base.clone();
        while self.seen.contains_key(&anchor) {
            let count = self.seen.entry(base.clone()).or_default();
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        self.seen.insert(anchor.clone(), 0);
        anchor
    }
}

/// Whether code has the form of a duty's id, `rds/restore-test`.
pub(crate) fn is_duty(code: &str) -> bool {
    code.contains('/')
        && code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-/".contains(c))
}

/// Text as the anchor GitHub makes of it.
pub(crate) fn slug(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            _ => in_anchor(c).then_some(c),
        })
        .collect()
}

/// Whether a character of a heading stays in its anchor: letters, their marks, digits, and what joins
/// them. The vowels of many scripts are marks.
pub(crate) fn in_anchor(c: char) -> bool {
    use GeneralCategory::{
        ConnectorPunctuation, DecimalNumber, EnclosingMark, LowercaseLetter, ModifierLetter,
        NonspacingMark, OtherLetter, SpacingMark, TitlecaseLetter, UppercaseLetter,
    };
    c == '-'
        || matches!(
            get_general_category(c),
            UppercaseLetter
                | LowercaseLetter
                | TitlecaseLetter
                | ModifierLetter
                | OtherLetter
                | NonspacingMark
                | SpacingMark
                | EnclosingMark
                | DecimalNumber
                | ConnectorPunctuation
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bold_paragraph_before_a_table_is_its_caption() {
        let document = read("# T\n\n**Who**\n\n| A | B |\n| --- | :-: |\n| `ec2/patch` | 1 |\n");
        let Block::Table(table) = &document.blocks[1] else {
            panic!("no table: {document:?}");
        };
        assert_eq!(plain_text(table.caption.as_ref().unwrap()), "Who");
        assert_eq!(table.rows[0].id.as_deref(), Some("ec2/patch"));
        assert_eq!(table.alignments, [Alignment::Left, Alignment::Center]);
    }

    #[test]
    fn the_list_under_contents_is_the_contents_list() {
        let document = read("# T\n\n## Contents\n\n- [A](#a)\n  - [B](#b)\n\n## A\n\n### B\n");
        let Block::Contents { list, .. } = &document.blocks[1] else {
            panic!("no contents: {document:?}");
        };
        assert_eq!(list.items[0].len(), 2);
    }

    #[test]
    fn an_image_of_a_picture_is_that_picture_and_any_other_its_words() {
        let picture = Picture {
            kind: super::super::picture::Kind::Line,
            file: "a-line.svg".to_owned(),
            caption: "The line".to_owned(),
            alternative: String::new(),
            drawing: Default::default(),
        };
        let text = "# T\n\n**The line**\n\n![A \\[b\\] c](<a-line.svg>)\n\n![d](b.svg)\n\nx ![e](a-line.svg)\n";
        let document = read_illustrated(text, &[picture]);
        let [_, Block::Figure(figure), rest @ ..] = document.blocks.as_slice() else {
            panic!("no picture: {document:?}");
        };
        assert_eq!(plain_text(figure.caption.as_ref().unwrap()), "The line");
        assert_eq!(figure.alternative, "A [b] c");
        let words: Vec<_> = rest
            .iter()
            .map(|block| match block {
                Block::Paragraph(content) => plain_text(content),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(words, ["d", "x e"]);
    }

    #[test]
    fn anchors_are_unique() {
        let mut anchors = Anchors::default();
        let made: Vec<_> = ["A b: c", "A b: c", "A b: c 1", "a-b-c-1"]
            .iter()
            .map(|text| anchors.make(text))
            .collect();
        assert_eq!(made, ["a-b-c", "a-b-c-1", "a-b-c-1-1", "a-b-c-1-2"]);
    }

    #[test]
    fn an_anchor_keeps_the_marks_of_letters() {
        assert_eq!(
            slug("Диск №1: दिल्ली e\u{301} x²_y"),
            "диск-1-दिल्ली-e\u{301}-x_y"
        );
    }

    #[test]
    fn raw_html_is_text() {
        let document = read("# T\n\n<script>alert(1)</script>\n\nA <b>c</b>\n");
        let text: Vec<_> = document
            .blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(content) => plain_text(content),
                _ => String::new(),
            })
            .collect();
        assert!(text.contains(&"A <b>c</b>".to_owned()), "{text:?}");
    }
}
