//! The contents list: each entry a link, dots that lead to its page number, the number at the right.

use crate::document::tree::{Block, Inline, List, Target, plain_text};

use super::super::rich::{Tone, Writer};
use super::super::structure::{NodeId, Role};
use super::super::style::{self, Type};
use super::brick::{Brick, keep_all};
use super::flow::{At, Flow};
use super::page::{Artifact, Belongs, Ink, Placed};

/// Kept free at the right for page numbers.
const NUMBER_WIDTH: f32 = 24.0;
const INDENT: f32 = 18.0;

impl Flow<'_, '_> {
    pub(super) fn contents(&mut self, list: &List, at: At) {
        self.level(list, at, 0);
        // No entry stands alone on the last page.
        let from = self.bricks.len().saturating_sub(3);
        let to = self.bricks.len().saturating_sub(1);
        keep_all(&mut self.bricks[from..to]);
    }

    fn level(&mut self, list: &List, at: At, depth: u8) {
        let node = self.shop.tree.add(Role::Contents, at.node);
        for item in &list.items {
            let item_node = self.shop.tree.add(Role::ContentsItem, node);
            let at = At {
                node: item_node,
                ..at
            };
            for block in item {
                match block {
                    Block::Paragraph(inlines) => self.entry(inlines, at, depth),
                    Block::List(inner) => {
                        self.level(inner, at.indented(INDENT, item_node), depth + 1);
                    }
                    _ => self.blocks(std::slice::from_ref(block), at),
                }
            }
        }
    }

    fn entry(&mut self, inlines: &[Inline], at: At, depth: u8) {
        let tone = if depth == 0 { Tone::BOLD } else { Tone::PLAIN };
        let node = self.shop.tree.add(Role::Reference, at.node);
        let mut writer = Writer::new(&mut self.shop.tree, &mut self.shop.gathered);
        let link = match target(inlines, &writer.gathered.anchors) {
            Some(target) => {
                let (node, link) = writer.add_link(target, &plain_text(inlines), node);
                writer.inlines(inlines, tone, node, Some(link));
                Some(link)
            }
            None => {
                writer.inlines(inlines, tone, node, None);
                None
            }
        };
        let rich = writer.finish();
        let width = at.width - NUMBER_WIDTH - style::COLUMN_GAP;
        let mut bricks = self.text_bricks(&rich, style::BODY, At { width, ..at });
        keep_all(&mut bricks);
        if let Some(last) = bricks.last_mut() {
            last.keep_next = false;
            if let Some(link) = link {
                lead_to_number(last, at, style::BODY, link);
            }
        }
        let above = if depth == 0 {
            style::PARAGRAPH_SPACE
        } else {
            1.5
        };
        self.stack(above, bricks, 0.0);
    }
}

/// The heading an entry leads to.
fn target<'a>(
    inlines: &'a [Inline],
    anchors: &std::collections::HashSet<String>,
) -> Option<&'a Target> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Link { target, .. } => {
            matches!(target, Target::Anchor(anchor) if anchors.contains(anchor)).then_some(target)
        }
        _ => None,
    })
}

fn lead_to_number(brick: &mut Brick, at: At, type_: Type, link: usize) {
    let end = brick.boxes.last().map_or(at.x, |text| text.x + text.width);
    let right = at.x + at.width;
    let (start, stop) = (end + style::COLUMN_GAP / 2.0, right - NUMBER_WIDTH);
    let dots = Placed {
        x: start,
        y: type_.baseline(),
        width: (stop - start).max(0.0),
        height: 0.0,
        belongs: Belongs::Artifact(Artifact::Layout),
        ink: Ink::Leader(style::STRONG_RULE),
    };
    let number = Placed {
        x: right - NUMBER_WIDTH,
        y: 0.0,
        width: NUMBER_WIDTH,
        height: type_.leading,
        belongs: Belongs::Text,
        ink: Ink::PageOf(link),
    };
    brick.boxes.extend([dots, number]);
}

/// What a page number is set with.
pub(super) fn number_look(node: NodeId, link: usize) -> super::super::rich::Look {
    super::super::rich::Look {
        face: super::super::fonts::Face::Regular,
        color: style::INK,
        node,
        link: Some(link),
    }
}
