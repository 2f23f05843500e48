//! From a table row's cells to bricks: one for the row, or one a line where a page cannot hold it.

use crate::document::tree::Alignment;

use super::super::structure::NodeId;
use super::super::style::{self, Pad};
use super::super::text::{Line, Shaped};
use super::brick::{Brick, keep_pairs};
use super::flow::At;
use super::page::{Belongs, Ink, Placed};
use super::party::Party;

/// Turned heads are at most this long; longer text takes a second line.
pub(super) const TURNED_LENGTH: f32 = 118.0;

/// A column of letters is no wider than this below a turned head.
const TURNED_COLUMN: f32 = 24.0;

const SQUARE: f32 = 5.5;
const SQUARE_ROOM: f32 = 9.0;
const FIELD_WIDTH: f32 = 30.0;

pub(super) struct Cell {
    node: NodeId,
    shaped: Option<Shaped>,
    alignment: Alignment,
    party: Option<Party>,
    turned: bool,
}

/// One row of cells, not yet broken into lines.
pub(super) struct Strip {
    pub(super) cells: Vec<Cell>,
    pub(super) pad: Pad,
    pub(super) least_height: f32,
    pub(super) anchor: Option<String>,
}

impl Cell {
    pub(super) fn new(
        node: NodeId,
        shaped: Option<Shaped>,
        alignment: Alignment,
        party: Option<Party>,
        turned: bool,
    ) -> Self {
        Self {
            node,
            shaped,
            alignment,
            party,
            turned,
        }
    }

    pub(super) fn widths(&self) -> (f32, f32) {
        let Some(shaped) = &self.shaped else {
            return (0.0, 0.0);
        };
        let (least, most) = shaped.widths();
        if self.turned {
            let lines = (most / TURNED_LENGTH).ceil().max(1.0);
            let width = lines * style::TURNED.leading;
            return (width, width.max(TURNED_COLUMN));
        }
        let room = self.room();
        (least + room, most + room)
    }

    /// Taken by the mark before a word.
    fn room(&self) -> f32 {
        if self.party.is_some() && self.alignment != Alignment::Center {
            SQUARE_ROOM
        } else {
            0.0
        }
    }

    fn lines(&mut self, width: f32) -> Vec<Line> {
        let width = if self.turned {
            TURNED_LENGTH
        } else {
            width - self.room()
        };
        self.shaped
            .as_mut()
            .map_or_else(Vec::new, |shaped| shaped.lines(width))
    }
}

/// A cell broken into lines at its place.
struct SetCell {
    node: NodeId,
    x: f32,
    width: f32,
    alignment: Alignment,
    party: Option<Party>,
    turned: bool,
    room: f32,
    lines: Vec<Line>,
}

impl Strip {
    pub(super) fn bricks(self, widths: &[f32], at: At, tallest: f32) -> Vec<Brick> {
        let least_height = self.least_height;
        let anchor = self.anchor.clone();
        let pad = self.pad;
        let cells = self.set(widths, at);
        let height = height(&cells, pad).max(least_height);
        let mut bricks = if height > tallest {
            sliced(cells, at, pad)
        } else {
            vec![whole(cells, at, height, pad)]
        };
        if let Some(first) = bricks.first_mut() {
            first.anchors.extend(anchor);
        }
        bricks
    }

    fn set(self, widths: &[f32], at: At) -> Vec<SetCell> {
        let mut x = at.x;
        let mut cells = Vec::with_capacity(self.cells.len());
        for (mut cell, &width) in self.cells.into_iter().zip(widths) {
            cells.push(SetCell {
                node: cell.node,
                x,
                width,
                alignment: cell.alignment,
                party: cell.party,
                turned: cell.turned,
                room: cell.room(),
                lines: cell.lines(width),
            });
            x += width + style::COLUMN_GAP;
        }
        cells
    }
}

fn height(cells: &[SetCell], pad: Pad) -> f32 {
    let inside = cells
        .iter()
        .map(SetCell::height)
        .fold(style::TABLE.leading, f32::max);
    pad.above + inside + pad.below
}

fn whole(cells: Vec<SetCell>, at: At, height: f32, pad: Pad) -> Brick {
    let mut boxes = vec![thin_rule(at, height)];
    // Beside turned heads the others stand at the foot.
    let sinks = cells.iter().any(|cell| cell.turned);
    for cell in cells {
        boxes.push(cell.place(0.0, height));
        boxes.extend(cell.mark(height, pad));
        if cell.turned {
            boxes.extend(cell.turned_lines(height - pad.below));
        } else {
            let drop = if sinks {
                height - cell.height() - pad.below
            } else {
                pad.above
            };
            boxes.extend(cell.level_lines(drop));
        }
    }
    Brick {
        height,
        boxes,
        ..Brick::default()
    }
}

/// A row taller than a page: one brick for each line across its cells.
fn sliced(mut cells: Vec<SetCell>, at: At, pad: Pad) -> Vec<Brick> {
    let count = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
    let leading = style::TABLE.leading;
    let mut bricks = Vec::with_capacity(count + 2);
    let places = cells.iter().map(|cell| cell.place(0.0, pad.above));
    bricks.push(Brick {
        height: pad.above,
        boxes: places.collect(),
        ..Brick::default()
    });
    let mut lines: Vec<_> = cells
        .iter_mut()
        .map(|cell| std::mem::take(&mut cell.lines).into_iter())
        .collect();
    for _ in 0..count {
        let mut boxes = Vec::new();
        for (cell, lines) in cells.iter().zip(&mut lines) {
            boxes.extend(lines.next().map(|line| cell.level_line(line, 0.0)));
        }
        bricks.push(Brick {
            height: leading,
            boxes,
            ..Brick::default()
        });
    }
    bricks.push(Brick {
        height: pad.below,
        boxes: vec![thin_rule(at, pad.below)],
        ..Brick::default()
    });
    keep_pairs(&mut bricks);
    for edge in [1, count.saturating_sub(1)] {
        bricks[edge].keep_next = true;
    }
    bricks
}

impl SetCell {
    fn height(&self) -> f32 {
        if self.turned {
            self.lines.iter().map(|line| line.width).fold(0.0, f32::max)
        } else {
            self.lines.len() as f32 * style::TABLE.leading
        }
    }

    /// The cell itself, so that an empty one is in the tree too.
    fn place(&self, y: f32, height: f32) -> Placed {
        Placed {
            x: self.x,
            y,
            width: self.width,
            height,
            belongs: Belongs::Node(self.node),
            ink: Ink::Nothing,
        }
    }

    fn mark(&self, height: f32, pad: Pad) -> Option<Placed> {
        let party = self.party?;
        if self.alignment == Alignment::Center {
            let width = FIELD_WIDTH.min(self.width + style::COLUMN_GAP - 1.0);
            let x = self.x + (self.width - width) / 2.0;
            return Some(party.field((x, 0.6), (width, height - 1.2)));
        }
        let y = pad.above + style::TABLE.baseline() - SQUARE;
        Some(party.square((self.x, y), SQUARE))
    }

    fn level_lines(self, top: f32) -> Vec<Placed> {
        let mut y = top;
        let mut cell = self;
        let lines = std::mem::take(&mut cell.lines);
        lines
            .into_iter()
            .map(|line| {
                let placed = cell.level_line(line, y);
                y += style::TABLE.leading;
                placed
            })
            .collect()
    }

    fn level_line(&self, line: Line, y: f32) -> Placed {
        let rest = self.width - self.room - line.width;
        let x = self.x
            + self.room
            + match self.alignment {
                Alignment::Left => 0.0,
                Alignment::Center => rest / 2.0,
                Alignment::Right => rest,
            };
        Placed::line((x, y), line, style::TABLE)
    }

    fn turned_lines(self, bottom: f32) -> Vec<Placed> {
        let leading = style::TURNED.leading;
        let start = self.x + (self.width - leading * self.lines.len() as f32) / 2.0;
        let lines = self.lines.into_iter().enumerate();
        lines
            .map(|(index, line)| Placed {
                x: start + leading * index as f32,
                y: bottom - line.width,
                width: leading,
                height: line.width,
                belongs: Belongs::Text,
                ink: Ink::Turned {
                    line: std::rc::Rc::new(line),
                    baseline: style::TURNED.baseline(),
                },
            })
            .collect()
    }
}

pub(super) fn thin_rule(at: At, y: f32) -> Placed {
    let ink = Ink::Rule {
        color: style::RULE,
        thickness: style::RULE_WIDTH,
    };
    Placed::decoration((at.x, y), (at.width, 0.0), ink)
}

pub(super) fn is_rule(placed: &Placed) -> bool {
    matches!(placed.ink, Ink::Rule { .. })
}
