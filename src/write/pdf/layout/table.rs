//! From tables to bricks: columns as wide as their text asks, one brick a row, the head on every page.

use std::rc::Rc;

use crate::document::tree::{Alignment, Inline, Row, Table, plain_text};

use super::super::rich::{Gathered, Rich, Tone, Writer};
use super::super::structure::{NodeId, Role, Tree};
use super::super::style;
use super::super::text::Shaped;
use super::brick::{Brick, Repeat, keep_all};
use super::cell::{Cell, Strip, TURNED_LENGTH};
use super::columns::{self, Wish};
use super::flow::{At, Flow};
use super::page::Placed;
use super::party::Party;
use super::shape::Shape;

/// Rows of one table in the tree: readers and checkers of tagged files set limits, most above this.
const ROWS: usize = 1000;

/// Depth left for a heading and a caption above a row that is kept whole.
const ABOVE_A_ROW: f32 = 120.0;

impl Flow<'_, '_> {
    pub(super) fn table(&mut self, table: &Table, at: At) {
        if table.rows.len() > ROWS {
            return self.long_table(table, at);
        }
        let shape = Shape::of(table);
        if shape.columns == 0 || (shape.keyed && table.rows.is_empty()) {
            return;
        }
        for (index, group) in self.column_groups(&shape, at.width).into_iter().enumerate() {
            let columns: Vec<usize> = std::iter::once(0).chain(group).collect();
            let caption = table.caption.as_deref().filter(|_| index == 0);
            self.column_group(&shape, &columns, caption, at);
        }
    }

    /// A table of very many rows goes on as another with the same head.
    fn long_table(&mut self, table: &Table, at: At) {
        for (index, rows) in table.rows.chunks(ROWS).enumerate() {
            let part = Table {
                caption: table.caption.clone().filter(|_| index == 0),
                alignments: table.alignments.clone(),
                head: table.head.clone(),
                rows: rows.to_vec(),
            };
            self.table(&part, at);
        }
    }

    /// Few columns always stand side by side; only many are worth measuring before.
    fn column_groups(&mut self, shape: &Shape, width: f32) -> Vec<std::ops::Range<usize>> {
        if shape.columns <= 6 {
            return std::iter::once(1..shape.columns).collect();
        }
        let (mut tree, mut gathered) = (Tree::new(), Gathered::default());
        let wishes: Vec<Wish> = (0..shape.columns)
            .map(|column| {
                let cells = shape
                    .table
                    .rows
                    .iter()
                    .filter_map(|row| row.cells.get(column));
                let mut wish = self.head_wish(shape, column);
                for cell in cells {
                    let mut writer = Writer::new(&mut tree, &mut gathered);
                    writer.inlines(cell, Tone::PLAIN, Tree::ROOT, None);
                    let (least, most) = self.measure(&writer.finish());
                    wish.least = wish.least.max(least);
                    wish.most = wish.most.max(most);
                }
                wish
            })
            .collect();
        columns::groups(&wishes, width, style::COLUMN_GAP)
    }

    fn head_wish(&mut self, shape: &Shape, column: usize) -> Wish {
        let (mut tree, mut gathered) = (Tree::new(), Gathered::default());
        let mut writer = Writer::new(&mut tree, &mut gathered);
        writer.inlines(shape.head(column), Tone::BOLD, Tree::ROOT, None);
        let rich = writer.finish();
        if shape.turned && column > 0 {
            let lines = self.shop.lines(&rich, style::TURNED, TURNED_LENGTH).len();
            let width = lines as f32 * style::TURNED.leading;
            return Wish {
                least: width,
                most: width,
            };
        }
        let (least, most) = self.measure(&rich);
        Wish { least, most }
    }

    fn measure(&mut self, rich: &Rich) -> (f32, f32) {
        if rich.text.is_empty() {
            return (0.0, 0.0);
        }
        self.shop.typesetter.shape(rich, style::TABLE.size).widths()
    }

    fn column_group(
        &mut self,
        shape: &Shape,
        columns: &[usize],
        caption: Option<&[Inline]>,
        at: At,
    ) {
        let node = self.shop.tree.add(Role::Table, at.node);
        let caption = self.caption(caption, node, at);
        let head = (!shape.keyed).then(|| self.head_strip(shape, columns, node));
        let body = self.shop.tree.add(Role::TableBody, node);
        let rows: Vec<Strip> = shape
            .table
            .rows
            .iter()
            .map(|row| self.row_strip(shape, columns, row, body))
            .collect();
        let widths = share_width(head.as_ref(), &rows, columns, shape, at.width);
        let strips = Strips {
            head,
            rows,
            widths,
            at,
        };
        let page_height = self.sheet.text_height();
        let mut bricks = strips.bricks(caption, page_height);
        // Letters are read down as well as across: such a table stays whole if it can.
        let height: f32 = bricks.iter().map(|brick| brick.height).sum();
        if shape.matrix && height <= page_height {
            let all_but_last = bricks.len() - 1;
            keep_all(&mut bricks[..all_but_last]);
        }
        let above = if shape.table.caption.is_some() {
            style::CAPTION_ABOVE
        } else {
            style::PARAGRAPH_SPACE
        };
        self.stack(above, bricks, style::TABLE_BELOW);
    }

    fn caption(&mut self, caption: Option<&[Inline]>, table: NodeId, at: At) -> Vec<Brick> {
        let Some(caption) = caption else {
            return Vec::new();
        };
        let node = self.shop.tree.add(Role::Caption, table);
        let rich = self.shop.rich(caption, Tone::BOLD, node);
        let mut bricks = self.text_bricks(&rich, style::BODY, at);
        keep_all(&mut bricks);
        if let Some(last) = bricks.last_mut() {
            last.height += style::CAPTION_BELOW;
        }
        bricks
    }

    fn head_strip(&mut self, shape: &Shape, columns: &[usize], table: NodeId) -> Strip {
        // A head needs a body beside it; without one, the row stands in the table itself.
        let head = match shape.table.rows.is_empty() {
            true => table,
            false => self.shop.tree.add(Role::TableHead, table),
        };
        let row = self.shop.tree.add(Role::Row, head);
        let cells = columns
            .iter()
            .map(|&column| {
                let turned = shape.turned && column > 0;
                let type_ = if turned { style::TURNED } else { style::TABLE };
                let role = Role::ColumnHeader;
                let (node, shaped) =
                    self.cell_text(shape.head(column), role, Tone::BOLD, row, type_);
                Cell::new(node, shaped, shape.alignment(column), None, turned)
            })
            .collect();
        Strip {
            cells,
            pad: style::ROOMY,
            least_height: 0.0,
            anchor: None,
        }
    }

    fn row_strip(&mut self, shape: &Shape, columns: &[usize], row: &Row, body: NodeId) -> Strip {
        let node = self.shop.tree.add(Role::Row, body);
        let pad = if shape.is_close() {
            style::DENSE
        } else {
            style::ROOMY
        };
        let mut least_height: f32 = 0.0;
        let mut cells = Vec::with_capacity(columns.len());
        for &column in columns {
            let content = row.cells.get(column).map_or(&[][..], Vec::as_slice);
            let text = plain_text(content);
            if text.trim().is_empty() && shape.is_headed(column, "Signature") {
                least_height = style::SIGNATURE_HEIGHT;
            }
            let party = shape.cell_party(column, &text);
            let (role, tone) = look_of(shape, column, party);
            let (cell, shaped) = self.cell_text(content, role, tone, node, style::TABLE);
            cells.push(Cell::new(
                cell,
                shaped,
                shape.alignment(column),
                party,
                false,
            ));
        }
        Strip {
            cells,
            pad,
            least_height,
            anchor: row.id.clone(),
        }
    }

    fn cell_text(
        &mut self,
        content: &[Inline],
        role: Role,
        tone: Tone,
        row: NodeId,
        type_: style::Type,
    ) -> (NodeId, Option<Shaped>) {
        let node = self.shop.tree.add(role, row);
        let rich = self.shop.rich(content, tone, node);
        let shaped = (!rich.text.is_empty()).then(|| self.shop.typesetter.shape(&rich, type_.size));
        (node, shaped)
    }
}

fn look_of(shape: &Shape, column: usize, party: Option<Party>) -> (Role, Tone) {
    match (column, party) {
        (0, _) if shape.keyed => (Role::RowHeader, Tone::MUTED),
        (0, _) => (Role::RowHeader, Tone::PLAIN),
        (_, Some(_)) if shape.alignment(column) == Alignment::Center => (Role::Cell, Tone::BOLD),
        _ => (Role::Cell, Tone::PLAIN),
    }
}

/// Widths of the columns side by side, gaps between them left out.
fn share_width(
    head: Option<&Strip>,
    rows: &[Strip],
    columns: &[usize],
    shape: &Shape,
    width: f32,
) -> Vec<f32> {
    let gaps = style::COLUMN_GAP * (columns.len() - 1) as f32;
    let mut wishes = vec![
        Wish {
            least: 8.0,
            most: 8.0
        };
        columns.len()
    ];
    for strip in head.into_iter().chain(rows) {
        for (wish, cell) in wishes.iter_mut().zip(&strip.cells) {
            let (least, most) = cell.widths();
            wish.least = wish.least.max(least);
            wish.most = wish.most.max(most);
        }
    }
    // The last letter's field reaches half a gap beyond its column.
    let edge = if shape.matrix {
        style::COLUMN_GAP / 2.0
    } else {
        0.0
    };
    let available = (width - gaps - edge).max(columns.len() as f32);
    if shape.matrix {
        return share_matrix(&wishes, available);
    }
    let lengths: Vec<Vec<f32>> = rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.widths().1).collect())
        .collect();
    columns::share(&wishes, available, shape.elastic(columns), &lengths)
}

/// Letters stand in columns of one width; what they leave goes to the first column.
fn share_matrix(wishes: &[Wish], available: f32) -> Vec<f32> {
    let widest = wishes
        .iter()
        .skip(1)
        .map(|wish| wish.most)
        .fold(0.0, f32::max);
    let least = wishes
        .iter()
        .skip(1)
        .map(|wish| wish.least)
        .fold(0.0, f32::max);
    let others = (wishes.len() - 1) as f32;
    let first = wishes[0].most.min(available / 2.0);
    let each = ((available - first) / others).min(widest);
    if each < least {
        return columns::share(wishes, available, 0, &[]);
    }
    let first = available - each * others;
    std::iter::once(first)
        .chain(wishes.iter().skip(1).map(|_| each))
        .collect()
}

/// A table's strips with their widths known.
struct Strips {
    head: Option<Strip>,
    rows: Vec<Strip>,
    widths: Vec<f32>,
    at: At,
}

impl Strips {
    fn bricks(mut self, caption: Vec<Brick>, page_height: f32) -> Vec<Brick> {
        let mut bricks = caption;
        let head = match self.head.take() {
            Some(head) => self.head_bricks(head, page_height / 2.0),
            None => vec![self.top_rule()],
        };
        let repeat = repeat_of(&head);
        let head_height = repeat.as_ref().map_or(0.0, |repeat| repeat.height);
        bricks.extend(head);
        let tallest = page_height - head_height - ABOVE_A_ROW;
        let rows = std::mem::take(&mut self.rows);
        let (count, mut ends) = (rows.len(), Vec::with_capacity(rows.len()));
        for row in rows {
            for mut brick in row.bricks(&self.widths, self.at, tallest) {
                brick.head.clone_from(&repeat);
                bricks.push(brick);
            }
            ends.push(bricks.len() - 1);
        }
        // No short row stands alone below the head of a new page.
        if count > 2 && bricks[ends[count - 1]].height < page_height / 4.0 {
            bricks[ends[count - 2]].keep_next = true;
        }
        if let Some(last) = bricks.last_mut() {
            last.keep_next = false;
        }
        bricks
    }

    /// One brick, or many where the head would fill half a page and more.
    fn head_bricks(&self, head: Strip, tallest: f32) -> Vec<Brick> {
        let mut bricks = head.bricks(&self.widths, self.at, tallest);
        if let Some(last) = bricks.last_mut() {
            // The rule below a head is stronger than those between rows.
            last.boxes.retain(|placed| !super::cell::is_rule(placed));
            last.boxes.insert(0, strong_rule(self.at, last.height));
            last.keep_next = true;
        }
        bricks
    }

    fn top_rule(&self) -> Brick {
        Brick {
            height: 0.0,
            boxes: vec![super::cell::thin_rule(self.at, 0.0)],
            keep_next: true,
            ..Brick::default()
        }
    }
}

/// A head in one brick repeats on each page; a key-and-value table has none to repeat.
fn repeat_of(head: &[Brick]) -> Option<Rc<Repeat>> {
    let [head] = head else { return None };
    (head.height > 0.0).then(|| {
        Rc::new(Repeat {
            height: head.height,
            boxes: head.boxes.clone(),
        })
    })
}

fn strong_rule(at: At, y: f32) -> Placed {
    let ink = super::page::Ink::Rule {
        color: style::STRONG_RULE,
        thickness: style::STRONG_RULE_WIDTH,
    };
    Placed::decoration((at.x, y), (at.width, 0.0), ink)
}
