//! From the document to boxes on pages, pure and testable as text: `cargo test` prints pages as lines.
//!
//! blocks -> bricks (flow, table, contents) -> pages (paginate) -> heads, feet and page numbers

mod brick;
mod cell;
mod columns;
mod contents;
mod figure;
mod flow;
mod furniture;
mod page;
mod paginate;
mod party;
mod shape;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::document::tree::{Block, Document, Target};
use crate::write::{PageInfo, Paper};

use super::rich::{Gathered, Rich, Span};
use super::structure::Tree;
use super::style::{self, Sheet};
use super::text::Typesetter;
use brick::Run;
use flow::{Flow, Shop};
use paginate::Pages;

pub(super) use figure::Inked;
pub(super) use flow::OutlineEntry;
pub(super) use page::{Artifact, Belongs, Ink, Page, Placed};

/// A document laid out.
pub(super) struct Laid {
    pub(super) pages: Pages,
    pub(super) tree: Tree,
    pub(super) gathered: Gathered,
    pub(super) outline: Vec<OutlineEntry>,
}

pub(super) fn layout(
    document: &Document,
    info: &PageInfo,
    paper: Paper,
    typesetter: &mut Typesetter,
) -> Laid {
    let mut shop = Shop {
        typesetter,
        tree: Tree::new(),
        gathered: Gathered {
            anchors: anchors(&document.blocks),
            ..Gathered::default()
        },
        outline: Vec::new(),
    };
    let contents = document.blocks.iter().position(is_contents);
    let runs = runs(&document.blocks, contents, paper, &mut shop);
    let mut pages = paginate::paginate(runs);
    number_contents(&mut pages, &mut shop);
    furniture::furnish(
        &mut pages.pages,
        &document.title,
        info,
        &mut shop,
        contents.is_some(),
    );
    shop.gathered.missing.append(&mut shop.typesetter.missing);
    Laid {
        pages,
        tree: shop.tree,
        gathered: shop.gathered,
        outline: shop.outline,
    }
}

fn is_contents(block: &Block) -> bool {
    matches!(block, Block::Contents { .. })
}

/// Title page, contents, then the text, turned sideways where a table asks for it.
fn runs(blocks: &[Block], contents: Option<usize>, paper: Paper, shop: &mut Shop) -> Vec<Run> {
    let upright = Sheet::upright(paper);
    let mut runs = Vec::new();
    let rest = match contents {
        Some(index) => {
            runs.push(run(&blocks[..index], title_sheet(upright), shop));
            runs.push(run(&blocks[index..=index], upright, shop));
            &blocks[index + 1..]
        }
        None => blocks,
    };
    for (sideways, blocks) in by_direction(rest) {
        let sheet = if sideways {
            Sheet::sideways(paper)
        } else {
            upright
        };
        runs.push(run(blocks, sheet, shop));
    }
    runs.retain(|run| !run.bricks.is_empty());
    if runs.is_empty() {
        runs.push(Run {
            sheet: upright,
            bricks: Vec::new(),
        });
    }
    runs
}

fn title_sheet(sheet: Sheet) -> Sheet {
    Sheet {
        top: style::TITLE_DROP,
        ..sheet
    }
}

fn run(blocks: &[Block], sheet: Sheet, shop: &mut Shop) -> Run {
    let mut flow = Flow::new(shop, sheet);
    let column = flow.column();
    flow.blocks(blocks, column);
    Run {
        sheet,
        bricks: flow.bricks,
    }
}

/// Stretches of blocks for upright and sideways pages: a wide table takes along what introduces it.
fn by_direction(blocks: &[Block]) -> Vec<(bool, &[Block])> {
    let mut wide = vec![false; blocks.len()];
    for (index, block) in blocks.iter().enumerate() {
        if is_wide(block) {
            let start = introduction(blocks, index);
            let end = conclusion(blocks, index);
            wide[start..end].fill(true);
        }
    }
    let mut stretches = Vec::new();
    let mut start = 0;
    for end in 1..=blocks.len() {
        if end == blocks.len() || wide[end] != wide[start] {
            stretches.push((wide[start], &blocks[start..end]));
            start = end;
        }
    }
    stretches
}

fn is_wide(block: &Block) -> bool {
    matches!(block, Block::Table(table) if shape::Shape::of(table).is_wide())
}

/// The headings and paragraphs right before a table.
fn introduction(blocks: &[Block], table: usize) -> usize {
    let mut start = table;
    let mut headed = false;
    while start > 0 {
        match &blocks[start - 1] {
            Block::Heading(_) => headed = true,
            Block::Paragraph(_) if !headed => {}
            _ => break,
        }
        start -= 1;
    }
    if headed { start } else { table }
}

/// Paragraphs that follow a table up to the next heading stay beside it.
fn conclusion(blocks: &[Block], table: usize) -> usize {
    let rest = &blocks[table + 1..];
    let closes = rest
        .iter()
        .position(|block| !matches!(block, Block::Paragraph(_)))
        .unwrap_or(rest.len());
    let ends = matches!(rest.get(closes), None | Some(Block::Heading(_)));
    if ends { table + 1 + closes } else { table + 1 }
}

/// The anchors of headings and rows that links may lead to.
fn anchors(blocks: &[Block]) -> HashSet<String> {
    let mut anchors = HashSet::new();
    for block in blocks {
        match block {
            Block::Heading(heading) | Block::Contents { heading, .. } => {
                anchors.insert(heading.id.clone());
            }
            Block::Table(table) => {
                anchors.extend(table.rows.iter().filter_map(|row| row.id.clone()));
            }
            Block::Quote(inner) => anchors.extend(self::anchors(inner)),
            Block::List(list) => {
                for item in &list.items {
                    anchors.extend(self::anchors(item));
                }
            }
            _ => {}
        }
    }
    anchors
}

/// Sets the page numbers of the contents, now that every heading has its page.
fn number_contents(pages: &mut Pages, shop: &mut Shop) {
    for page in &mut pages.pages {
        for placed in &mut page.boxes {
            let Ink::PageOf(link) = placed.ink else {
                continue;
            };
            let node = shop.gathered.links[link].node;
            let Target::Anchor(anchor) = &shop.gathered.links[link].target else {
                continue;
            };
            let Some(place) = pages.places.get(anchor) else {
                continue;
            };
            let text = (place.page + 1).to_string();
            let look = contents::number_look(node, link);
            let rich = Rich {
                spans: vec![Span {
                    end: text.len(),
                    look,
                }],
                text,
            };
            let line = shop.typesetter.line(&rich, style::BODY.size);
            let x = placed.x + placed.width - line.width;
            *placed = Placed::line((x, placed.y), line, style::BODY);
        }
    }
}
