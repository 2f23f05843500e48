//! Tables: captions, what heads what, and a frame that scrolls where the page is narrow.

use std::collections::HashSet;

use super::block::BlockWriter;
use super::inline::{anchor_href, attribute, code, inlines};
use super::party;
use crate::document::tree::{Alignment, Block, Inline, Row, Table, plain_text};

/// Above this many columns of letters, their heads are turned to stand upright.
const UPRIGHT_HEADS: usize = 6;
/// Above this many, a printed page is turned as well.
const WIDE_PAGE: usize = 24;
/// A column with a longer cell needs room for a sentence.
const SENTENCE: usize = 40;
/// A column without a longer cell keeps each on one line: dates, names, states.
const SHORT: usize = 16;
/// A longer run without a chance to break is broken anywhere, so that it cannot widen its column.
const LONGEST_RUN: usize = 24;

/// What the whole of a column says about each of its cells.
struct Column {
    class: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// Centred: a cell may be a party's letter.
    Letters,
    /// Headed `Holder`: a cell is a party's name.
    Holder,
}

/// The anchors of all rows, however deep their table stands.
pub(super) fn row_ids(blocks: &[Block]) -> HashSet<&str> {
    let mut ids = HashSet::new();
    for block in blocks {
        match block {
            Block::Table(table) => {
                ids.extend(table.rows.iter().filter_map(|row| row.id.as_deref()))
            }
            Block::Quote(blocks) => ids.extend(row_ids(blocks)),
            Block::List(list) => ids.extend(list.items.iter().flat_map(|item| row_ids(item))),
            _ => {}
        }
    }
    ids
}

impl BlockWriter<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let columns = columns(table);
        let label = self.frame_label(table);
        self.out.push_str("<section class=\"frame\" tabindex=\"0\"");
        attribute("aria-label", &label, &mut self.out);
        self.out.push_str("><table");
        if let Some(class) = table_class(table, &columns) {
            attribute("class", class, &mut self.out);
        }
        self.out.push_str(">\n");
        if let Some(caption) = &table.caption {
            self.out.push_str("<caption>");
            inlines(caption, &mut self.out);
            self.out.push_str("</caption>\n");
        }
        if !heads_its_rows(table) {
            self.head(table, &columns);
        }
        self.out.push_str("<tbody>\n");
        for row in &table.rows {
            self.row(row, &columns);
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
            self.cell(open, &column.class, close, |out| {
                words_among_letters(cell, column, out)
            });
        }
        self.out.push_str("</tr>\n</thead>\n");
    }

    fn row(&mut self, row: &Row, columns: &[Column]) {
        self.out.push_str("<tr");
        if let Some(id) = &row.id {
            attribute("id", id, &mut self.out);
        }
        self.out.push('>');
        let plain = Column {
            class: String::new(),
            kind: Kind::Text,
        };
        for (at, cell) in row.cells.iter().enumerate() {
            let column = columns.get(at).unwrap_or(&plain);
            if at == 0 && !cell.is_empty() {
                self.row_head(cell, column);
            } else {
                self.data(cell, column);
            }
        }
        // Markdown lets a row end early; a table's grid does not.
        for column in columns.iter().skip(row.cells.len()) {
            self.data(&[], column);
        }
        self.out.push_str("</tr>\n");
    }

    /// The cell that names its row. A duty's id leads to the row that has it as its anchor.
    fn row_head(&mut self, cell: &[Inline], column: &Column) {
        let duty = match cell {
            [Inline::Code(id)] if self.row_ids.contains(id.as_str()) => Some(id),
            _ => None,
        };
        self.cell(
            "<th scope=\"row\"",
            &column.class,
            "</th>",
            |out| match duty {
                Some(id) => {
                    out.push_str("<a class=\"duty\"");
                    anchor_href(id, out);
                    out.push('>');
                    code(id, out);
                    out.push_str("</a>");
                }
                None => inlines(cell, out),
            },
        );
    }

    fn data(&mut self, cell: &[Inline], column: &Column) {
        let text = plain_text(cell);
        match column.kind {
            Kind::Letters => {
                let party = party::of_letter(text.trim());
                let class = joined(&column.class, party);
                self.cell("<td", &class, "</td>", |out| match party {
                    Some(_) => inlines(cell, out),
                    None => words_among_letters(cell, column, out),
                });
            }
            Kind::Holder => {
                let class = party::of_holder(text.trim());
                self.cell("<td", &column.class, "</td>", |out| named(cell, class, out));
            }
            Kind::Text => self.cell("<td", &column.class, "</td>", |out| inlines(cell, out)),
        }
    }

    fn cell(&mut self, open: &str, class: &str, close: &str, content: impl FnOnce(&mut String)) {
        self.out.push_str(open);
        if !class.is_empty() {
            attribute("class", class, &mut self.out);
        }
        self.out.push('>');
        content(&mut self.out);
        self.out.push_str(close);
    }
}

/// A party's name on its colour.
fn named(cell: &[Inline], class: Option<&str>, out: &mut String) {
    let Some(class) = class else {
        return inlines(cell, out);
    };
    out.push_str(&format!("<span class=\"party {class}\">"));
    inlines(cell, out);
    out.push_str("</span>");
}

/// Words in a column of letters have a box of their own, which the style may turn.
fn words_among_letters(cell: &[Inline], column: &Column, out: &mut String) {
    let turns = column.kind == Kind::Letters && !cell.is_empty();
    if turns {
        out.push_str("<span>");
    }
    inlines(cell, out);
    if turns {
        out.push_str("</span>");
    }
}

/// Whether a table of key and value, where each first cell heads its row and nothing heads a column.
fn heads_its_rows(table: &Table) -> bool {
    table.head.iter().all(|cell| cell.is_empty())
}

fn table_class(table: &Table, columns: &[Column]) -> Option<&'static str> {
    let letters = columns
        .iter()
        .filter(|column| column.kind == Kind::Letters)
        .count();
    match letters {
        _ if heads_its_rows(table) => Some("keys"),
        0 => None,
        _ if letters <= UPRIGHT_HEADS => Some("matrix"),
        _ if letters <= WIDE_PAGE => Some("matrix upright"),
        _ => Some("matrix upright wide"),
    }
}

fn columns(table: &Table) -> Vec<Column> {
    let width = table.head.len().max(table.alignments.len());
    (0..width).map(|at| column(table, at)).collect()
}

fn column(table: &Table, at: usize) -> Column {
    let texts: Vec<String> = table
        .rows
        .iter()
        .filter_map(|row| row.cells.get(at))
        .map(|cell| plain_text(cell))
        .collect();
    let alignment = table.alignments.get(at).copied().unwrap_or(Alignment::Left);
    let head = table.head.get(at).map(|cell| plain_text(cell));
    let head = head.unwrap_or_default();
    Column {
        class: class(alignment, &head, &texts),
        kind: kind(alignment, &head, &texts),
    }
}

fn kind(alignment: Alignment, head: &str, texts: &[String]) -> Kind {
    let any_letter = || {
        texts
            .iter()
            .any(|text| party::of_letter(text.trim()).is_some())
    };
    match alignment {
        _ if head.trim() == "Holder" => Kind::Holder,
        Alignment::Center if any_letter() => Kind::Letters,
        _ => Kind::Text,
    }
}

fn class(alignment: Alignment, head: &str, texts: &[String]) -> String {
    let mut class = String::from(match alignment {
        Alignment::Left => "",
        Alignment::Center => "center",
        Alignment::Right => "right",
    });
    let longest = texts.iter().map(|text| text.chars().count()).max();
    class = joined(&class, longest.and_then(length_class));
    let mut all = texts.iter().map(String::as_str).chain([head]);
    if all.any(|text| longest_run(text) > LONGEST_RUN) {
        class = joined(&class, Some("breaks"));
    }
    class
}

fn length_class(longest: usize) -> Option<&'static str> {
    match longest {
        _ if longest <= SHORT => Some("short"),
        _ if longest <= SENTENCE => None,
        _ => Some("sentence"),
    }
}

/// The longest run of characters that a browser keeps on one line.
fn longest_run(text: &str) -> usize {
    text.split(|c: char| c.is_whitespace() || "-/._:=".contains(c))
        .map(|run| run.chars().count())
        .max()
        .unwrap_or_default()
}

fn joined(class: &str, more: Option<&str>) -> String {
    match more {
        None => class.to_owned(),
        Some(more) if class.is_empty() => more.to_owned(),
        Some(more) => format!("{class} {more}"),
    }
}
