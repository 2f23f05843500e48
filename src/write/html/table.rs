//! Tables: captions, what heads what, and a frame that scrolls where the page is narrow.

use super::anchors;
use super::block::BlockWriter;
use super::column::{Column, Kind, PLAIN, columns, place_classes};
use super::inline::{anchor_href, attribute, code, escaped};
use super::listing::Listing;
use super::party;
use crate::document::tree::{Inline, Row, Table, plain_text};

/// Above this many columns of letters, their heads are turned to stand upright.
const UPRIGHT_HEADS: usize = 6;
/// Above this many, a printed page is turned as well.
const WIDE_PAGE: usize = 24;

/// What the rows of a table are written from, beside themselves.
struct Grid {
    columns: Vec<Column>,
    listing: Option<Listing>,
    /// The column that names a row's service.
    service: Option<usize>,
}

impl Grid {
    fn new(table: &Table) -> Self {
        let is_service = |head: &Vec<Inline>| plain_text(head) == "Service";
        Grid {
            columns: columns(table),
            listing: Listing::of(table),
            service: table.head.iter().position(is_service),
        }
    }
}

impl BlockWriter<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let grid = Grid::new(table);
        let label = self.frame_label(table);
        self.out.push_str("<section class=\"frame\" tabindex=\"0\"");
        attribute("aria-label", &label, &mut self.out);
        self.out.push_str("><table");
        let classes = table_classes(table, &grid.columns);
        if !classes.is_empty() {
            attribute("class", &classes.join(" "), &mut self.out);
        }
        if let Some(listing) = grid.listing {
            attribute("data-rows", listing.name(), &mut self.out);
        }
        self.out.push_str(">\n");
        if let Some(caption) = &table.caption {
            self.out.push_str("<caption>");
            self.inlines(caption);
            self.out.push_str("</caption>\n");
        }
        if !heads_its_rows(table) {
            self.head(table, &grid.columns);
        }
        self.out.push_str("<tbody>\n");
        for row in &table.rows {
            self.row(row, &grid);
        }
        self.out.push_str("</tbody>\n</table></section>");
    }

    /// Frames are landmarks, and each needs a name of its own: many sections have the same tables.
    fn frame_label(&mut self, table: &Table) -> String {
        let base = match &table.caption {
            Some(caption) => format!("{}, {}", plain_text(caption), self.section),
            None => format!("Table, {}", self.section),
        };
        self.unique_label(base)
    }

    /// The name, with a number behind it if something has it already.
    pub(super) fn unique_label(&mut self, base: String) -> String {
        let mut label = base.clone();
        let mut count = 1;
        while !self.labels.insert(label.clone()) {
            count += 1;
            label = format!("{base}, {count}");
        }
        label
    }

    fn head(&mut self, table: &Table, columns: &[Column]) {
        self.out.push_str("<thead>\n<tr>");
        for (column, cell) in columns.iter().zip(&table.head) {
            // A head without words heads nothing.
            let (open, close) = match cell.is_empty() {
                true => ("<td", "</td>"),
                false => ("<th scope=\"col\"", "</th>"),
            };
            self.cell(open, &column.class, close, |writer| {
                writer.words_among_letters(cell, column)
            });
        }
        self.out.push_str("</tr>\n</thead>\n");
    }

    fn row(&mut self, row: &Row, grid: &Grid) {
        self.out.push_str("<tr");
        let (id, second) = self.row_anchors(row, grid.listing);
        if let Some(id) = id {
            attribute("id", &id, &mut self.out);
        }
        self.out.push('>');
        for (at, cell) in row.cells.iter().enumerate() {
            let column = grid.columns.get(at).unwrap_or(&PLAIN);
            if at == 0 && !cell.is_empty() {
                self.row_head(row, grid, second.as_deref());
            } else {
                self.data(cell, column);
            }
        }
        // Markdown lets a row end early; a table's grid does not.
        for column in grid.columns.iter().skip(row.cells.len()) {
            self.data(&[], column);
        }
        self.out.push_str("</tr>\n");
    }

    /// The anchor of a row, and another where it needs two: a duty that several services have goes by
    /// its bare id at the first of them, and by service and id at each.
    fn row_anchors(
        &mut self,
        row: &Row,
        listing: Option<Listing>,
    ) -> (Option<String>, Option<String>) {
        let duty = match listing {
            Some(Listing::Duties) => anchors::duty(row),
            _ => None,
        };
        let qualified = duty.and_then(|id| self.anchors.qualified(id, &self.section_id));
        let qualified = qualified.and_then(|id| self.unused(id));
        match &row.id {
            Some(id) => (self.unused(id.clone()), qualified),
            None => (qualified, None),
        }
    }

    /// The cell that names its row. A duty's id leads to the row that has it as its anchor, and a
    /// service to its section.
    fn row_head(&mut self, row: &Row, grid: &Grid, id: Option<&str>) {
        let cell = &row.cells[0];
        let column = grid.columns.first().unwrap_or(&PLAIN);
        let mut open = String::from("<th scope=\"row\"");
        if let Some(id) = id {
            attribute("id", id, &mut open);
        }
        let duty = match cell.as_slice() {
            [Inline::Code(id)] => self.duty_anchor(id, row, grid).map(|anchor| (id, anchor)),
            _ => None,
        };
        self.cell(&open, &column.class, "</th>", |writer| match duty {
            Some((id, anchor)) => writer.duty(id, &anchor),
            None if grid.listing == Some(Listing::Layers) => writer.layers(cell),
            None => writer.named_section(cell),
        });
    }

    fn duty_anchor(&self, id: &str, row: &Row, grid: &Grid) -> Option<String> {
        let named = grid.service.and_then(|at| row.cells.get(at));
        let named = named.map(|cell| plain_text(cell));
        let service = match grid.listing {
            Some(Listing::Duties) => Some(self.section.as_str()),
            _ => named.as_deref(),
        };
        self.anchors.duty(id, service)
    }

    fn duty(&mut self, id: &str, anchor: &str) {
        self.out.push_str("<a");
        anchor_href(anchor, &mut self.out);
        self.out.push('>');
        code(id, &mut self.out);
        self.out.push_str("</a>");
    }

    /// The names of layers, each an anchor.
    fn layers(&mut self, cell: &[Inline]) {
        let names = anchors::layers(&self.section_id, cell);
        if names.is_empty() {
            return self.inlines(cell);
        }
        for (anchor, name) in names {
            let Some(anchor) = self.unused(anchor) else {
                escaped(name, &mut self.out);
                continue;
            };
            self.out.push_str("<span");
            attribute("id", &anchor, &mut self.out);
            self.out.push('>');
            escaped(name, &mut self.out);
            self.out.push_str("</span>");
        }
    }

    /// A cell, as a link if it names a section.
    fn named_section(&mut self, cell: &[Inline]) {
        let Some(anchor) = self.anchors.section(cell) else {
            return self.inlines(cell);
        };
        self.out.push_str("<a");
        anchor_href(anchor, &mut self.out);
        self.out.push('>');
        self.inlines(cell);
        self.out.push_str("</a>");
    }

    fn data(&mut self, cell: &[Inline], column: &Column) {
        let text = plain_text(cell);
        match column.kind {
            Kind::Letters => {
                let party = party::of_letter(text.trim());
                let class = joined(&column.class, party);
                self.cell("<td", &class, "</td>", |writer| match party {
                    Some(_) => writer.inlines(cell),
                    None => writer.words_among_letters(cell, column),
                });
            }
            Kind::Holder => {
                let class = party::of_holder(text.trim());
                self.cell("<td", &column.class, "</td>", |writer| {
                    writer.named(cell, class)
                });
            }
            Kind::Text => self.cell("<td", &column.class, "</td>", |writer| writer.inlines(cell)),
        }
    }

    fn cell(&mut self, open: &str, class: &str, close: &str, content: impl FnOnce(&mut Self)) {
        self.out.push_str(open);
        if !class.is_empty() {
            attribute("class", class, &mut self.out);
        }
        self.out.push('>');
        content(self);
        self.out.push_str(close);
    }

    /// A party's name on its colour.
    fn named(&mut self, cell: &[Inline], class: Option<&str>) {
        let Some(class) = class else {
            return self.inlines(cell);
        };
        self.out
            .push_str(&format!("<span class=\"party {class}\">"));
        self.inlines(cell);
        self.out.push_str("</span>");
    }

    /// Words in a column of letters have a box of their own, which the style may turn.
    fn words_among_letters(&mut self, cell: &[Inline], column: &Column) {
        let turns = column.kind == Kind::Letters && !cell.is_empty();
        if turns {
            self.out.push_str("<span>");
            self.named_section(cell);
            self.out.push_str("</span>");
        } else {
            self.inlines(cell);
        }
    }
}

/// Whether a table of key and value, where each first cell heads its row and nothing heads a column.
fn heads_its_rows(table: &Table) -> bool {
    table.head.iter().all(|cell| cell.is_empty())
}

fn table_classes(table: &Table, columns: &[Column]) -> Vec<String> {
    let letters = columns
        .iter()
        .filter(|column| column.kind == Kind::Letters)
        .count();
    let shape: &[&str] = match letters {
        _ if heads_its_rows(table) => &["keys"],
        0 => &[],
        _ if letters <= UPRIGHT_HEADS => &["matrix"],
        _ if letters <= WIDE_PAGE => &["matrix", "upright"],
        _ => &["matrix", "upright", "wide"],
    };
    let shape = shape.iter().map(|class| (*class).to_owned());
    shape.chain(place_classes(columns)).collect()
}

fn joined(class: &str, more: Option<&str>) -> String {
    match more {
        None => class.to_owned(),
        Some(more) if class.is_empty() => more.to_owned(),
        Some(more) => format!("{class} {more}"),
    }
}
