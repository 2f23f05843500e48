//! From blocks to bricks, down one column: text, lists, quotes and code. Tables have a file of their own.

use crate::document::tree::{Block, Heading, Inline, List, plain_text};

use super::super::rich::{Gathered, Rich, Tone, Writer};
use super::super::structure::{NodeId, Role, Tree};
use super::super::style::{self, Sheet, Type};
use super::super::text::{Line, Typesetter};
use super::brick::{Brick, keep_all, keep_pairs};
use super::page::{Ink, Placed};

/// A heading as the outline lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::write::pdf) struct OutlineEntry {
    pub(in crate::write::pdf) level: u8,
    pub(in crate::write::pdf) text: String,
    pub(in crate::write::pdf) anchor: String,
}

/// What layout gathers over the whole document.
pub(super) struct Shop<'a> {
    pub(super) typesetter: &'a mut Typesetter,
    pub(super) tree: Tree,
    pub(super) gathered: Gathered,
    pub(super) outline: Vec<OutlineEntry>,
}

impl Shop<'_> {
    pub(super) fn rich(&mut self, inlines: &[Inline], tone: Tone, node: NodeId) -> Rich {
        let mut writer = Writer::new(&mut self.tree, &mut self.gathered);
        writer.inlines(inlines, tone, node, None);
        writer.finish()
    }

    pub(super) fn plain(&mut self, text: &str, tone: Tone, node: NodeId) -> Rich {
        let mut writer = Writer::new(&mut self.tree, &mut self.gathered);
        writer.text(text, tone, node, None);
        writer.finish()
    }

    pub(super) fn lines(&mut self, rich: &Rich, type_: Type, width: f32) -> Vec<Line> {
        self.typesetter.shape(rich, type_.size).lines(width)
    }
}

/// Where in the column blocks stand, and how their text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) node: NodeId,
    pub(super) tone: Tone,
}

impl At {
    pub(super) fn indented(self, by: f32, node: NodeId) -> Self {
        let by = by.min((self.width - style::LEAST_MEASURE).max(0.0));
        Self {
            x: self.x + by,
            width: self.width - by,
            node,
            ..self
        }
    }
}

/// The bricks of one run.
pub(super) struct Flow<'a, 's> {
    pub(super) shop: &'a mut Shop<'s>,
    pub(super) sheet: Sheet,
    pub(super) bricks: Vec<Brick>,
    /// Space the last block asks for below it.
    below: f32,
}

impl<'a, 's> Flow<'a, 's> {
    pub(super) fn new(shop: &'a mut Shop<'s>, sheet: Sheet) -> Self {
        Self {
            shop,
            sheet,
            bricks: Vec::new(),
            below: 0.0,
        }
    }

    pub(super) fn column(&self) -> At {
        At {
            x: 0.0,
            width: self.sheet.text_width(),
            node: Tree::ROOT,
            tone: Tone::PLAIN,
        }
    }

    /// Stacks bricks with the wider of the two spaces that meet.
    pub(super) fn stack(&mut self, above: f32, bricks: Vec<Brick>, below: f32) {
        let space = self.below.max(above);
        let first = self.bricks.len();
        self.bricks.extend(bricks);
        if let Some(brick) = self.bricks.get_mut(first) {
            brick.above = space;
            self.below = below;
        }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block], at: At) {
        for block in blocks {
            self.block(block, at);
        }
    }

    fn block(&mut self, block: &Block, at: At) {
        match block {
            Block::Heading(heading) => self.heading(heading, at),
            Block::Paragraph(inlines) => {
                let node = self.shop.tree.add(Role::Paragraph, at.node);
                self.paragraph(inlines, At { node, ..at }, style::PARAGRAPH_SPACE);
            }
            Block::List(list) => self.list(list, at),
            Block::Table(table) => self.table(table, at),
            Block::Figure(figure) => self.figure(figure, at),
            Block::Contents { heading, list } => {
                self.heading(heading, at);
                self.contents(list, at);
            }
            Block::Code { text, .. } => self.code(text, at),
            Block::Quote(blocks) => self.quote(blocks, at),
            Block::Rule => self.rule(at),
        }
    }

    pub(super) fn heading(&mut self, heading: &Heading, at: At) {
        self.shop.outline.push(OutlineEntry {
            level: heading.level,
            text: plain_text(&heading.content),
            anchor: heading.id.clone(),
        });
        let node = self.shop.tree.add(Role::Heading(heading.level), at.node);
        let rich = self.shop.rich(&heading.content, Tone::BOLD, node);
        let type_ = style::heading(heading.level);
        let mut bricks = self.text_bricks(&rich, type_, at);
        keep_all(&mut bricks);
        let (above, below) = style::heading_space(heading.level);
        if let Some(first) = bricks.first_mut() {
            first.room = style::heading_room(heading.level);
            first.anchors.push(heading.id.clone());
        }
        self.stack(above, bricks, below);
    }

    fn paragraph(&mut self, inlines: &[Inline], at: At, space: f32) {
        let rich = self.shop.rich(inlines, at.tone, at.node);
        let mut bricks = self.text_bricks(&rich, style::BODY, at);
        keep_pairs(&mut bricks);
        self.stack(space, bricks, space);
    }

    /// One brick for each line.
    pub(super) fn text_bricks(&mut self, rich: &Rich, type_: Type, at: At) -> Vec<Brick> {
        let lines = self.shop.lines(rich, type_, at.width);
        lines
            .into_iter()
            .map(|line| Brick {
                height: type_.leading,
                boxes: vec![Placed::line((at.x, 0.0), line, type_)],
                ..Brick::default()
            })
            .collect()
    }

    fn list(&mut self, list: &List, at: At) {
        let node = self
            .shop
            .tree
            .add(Role::List(list.start.is_some()), at.node);
        let last = list.start.map(|start| start + list.items.len() as u64);
        // Room for the widest number: a digit is about half as wide as the type is high.
        let digits = last.map_or(0, |last| last.to_string().len());
        let indent = style::INDENT.max(digits as f32 * style::BODY.size * 0.5 + 7.0);
        for (index, item) in list.items.iter().enumerate() {
            let label = match list.start {
                Some(start) => format!("{}.", start + index as u64),
                None => "•".to_owned(),
            };
            let space = if index == 0 {
                style::PARAGRAPH_SPACE
            } else {
                style::ITEM_SPACE
            };
            self.item(&label, item, At { node, ..at }, indent, space);
        }
        self.below = self.below.max(style::PARAGRAPH_SPACE);
    }

    fn item(&mut self, label: &str, blocks: &[Block], at: At, indent: f32, space: f32) {
        let item = self.shop.tree.add(Role::Item, at.node);
        let label_node = self.shop.tree.add(Role::Label, item);
        let body = self.shop.tree.add(Role::ItemBody, item);
        let label = self.shop.plain(label, at.tone, label_node);
        let label = self.shop.typesetter.line(&label, style::BODY.size);
        let label = Placed::line((at.x, 0.0), label, style::BODY);
        let first = self.bricks.len();
        self.below = self.below.min(space);
        let inner = at.indented(indent, body);
        match blocks {
            [Block::Paragraph(inlines), rest @ ..] => {
                self.paragraph(inlines, inner, space);
                self.below = style::ITEM_SPACE;
                self.blocks(rest, inner);
            }
            _ => self.blocks(blocks, inner),
        }
        if self.bricks.len() == first {
            let height = style::BODY.leading;
            self.stack(
                space,
                vec![Brick {
                    height,
                    ..Brick::default()
                }],
                space,
            );
        }
        self.bricks[first].boxes.insert(0, label);
        self.below = style::ITEM_SPACE;
    }

    fn quote(&mut self, blocks: &[Block], at: At) {
        let node = self.shop.tree.add(Role::Quote, at.node);
        let at = At {
            tone: Tone::MUTED,
            ..at.indented(style::INDENT, node)
        };
        self.blocks(blocks, at);
    }

    fn code(&mut self, text: &str, at: At) {
        let paragraph = self.shop.tree.add(Role::Paragraph, at.node);
        let node = self.shop.tree.add(Role::Code, paragraph);
        let rich = self
            .shop
            .plain(text.trim_end_matches('\n'), Tone::CODE, node);
        let inner = At {
            x: at.x + style::COLUMN_GAP,
            width: at.width - 2.0 * style::COLUMN_GAP,
            ..at
        };
        let mut bricks = self.text_bricks(&rich, style::CODE, inner);
        pad(&mut bricks, style::ITEM_SPACE);
        for brick in &mut bricks {
            let size = (at.width, brick.height);
            let fill = Placed::decoration((at.x, 0.0), size, Ink::Fill(style::CODE_FILL));
            brick.boxes.insert(0, fill);
        }
        keep_pairs(&mut bricks);
        self.stack(style::PARAGRAPH_SPACE, bricks, style::PARAGRAPH_SPACE);
    }

    fn rule(&mut self, at: At) {
        let ink = Ink::Rule {
            color: style::RULE,
            thickness: style::RULE_WIDTH,
        };
        let brick = Brick {
            height: style::RULE_WIDTH,
            boxes: vec![Placed::decoration((at.x, 0.0), (at.width, 0.0), ink)],
            ..Brick::default()
        };
        self.stack(style::PARAGRAPH_SPACE, vec![brick], style::PARAGRAPH_SPACE);
    }
}

/// Space inside a filled field, above its first line and below its last.
fn pad(bricks: &mut [Brick], space: f32) {
    if let Some(first) = bricks.first_mut() {
        first.height += space;
        for placed in &mut first.boxes {
            placed.y += space;
        }
    }
    if let Some(last) = bricks.last_mut() {
        last.height += space;
    }
}
