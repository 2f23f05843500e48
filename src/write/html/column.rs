//! What the whole of a column says about each of its cells.

use super::party;
use crate::document::tree::{Alignment, Table, plain_text};

/// A column with a longer cell needs room for a sentence.
const SENTENCE: usize = 40;
/// A column without a longer cell keeps each on one line: dates, names, states.
const SHORT: usize = 16;
/// A longer run without a chance to break is broken anywhere, so that it cannot widen its column.
const LONGEST_RUN: usize = 24;
/// The style knows this many columns by their place; marks of later ones stand on each cell.
const PLACES: usize = 9;

/// How the cells of a column are set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Right,
    Short,
    Sentence,
    Breaks,
}

impl Mark {
    fn class(self) -> &'static str {
        match self {
            Mark::Right => "right",
            Mark::Short => "short",
            Mark::Sentence => "sentence",
            Mark::Breaks => "breaks",
        }
    }
}

pub(super) struct Column {
    /// Classes of each cell: what the table cannot say for the whole column.
    pub(super) class: String,
    pub(super) kind: Kind,
    marks: Vec<Mark>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Centred: a cell may be a party's letter.
    Letters,
    /// Headed `Holder`: a cell is a party's name.
    Holder,
}

/// A column that no head and no alignment tells of.
pub(super) static PLAIN: Column = Column {
    class: String::new(),
    kind: Kind::Text,
    marks: Vec::new(),
};

impl Column {
    fn new(table: &Table, at: usize) -> Self {
        let texts: Vec<String> = table
            .rows
            .iter()
            .filter_map(|row| row.cells.get(at))
            .map(|cell| plain_text(cell))
            .collect();
        let alignment = table.alignments.get(at).copied().unwrap_or(Alignment::Left);
        let head = table.head.get(at).map(|cell| plain_text(cell));
        let head = head.unwrap_or_default();
        let marks = marks(alignment, &head, &texts);
        let mut classes = Vec::new();
        if alignment == Alignment::Center {
            classes.push("center");
        }
        if at >= PLACES {
            classes.extend(marks.iter().map(|mark| mark.class()));
        }
        Column {
            class: classes.join(" "),
            kind: kind(alignment, &head, &texts),
            marks,
        }
    }
}

pub(super) fn columns(table: &Table) -> Vec<Column> {
    let width = table.head.len().max(table.alignments.len());
    (0..width).map(|at| Column::new(table, at)).collect()
}

/// The marks of the first columns as classes of their table, `sentence-3`: said once, not on each cell.
pub(super) fn place_classes(columns: &[Column]) -> Vec<String> {
    let placed = columns.iter().take(PLACES).enumerate();
    placed
        .flat_map(|(at, column)| {
            let marks = column.marks.iter();
            marks.map(move |mark| format!("{}-{}", mark.class(), at + 1))
        })
        .collect()
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

fn marks(alignment: Alignment, head: &str, texts: &[String]) -> Vec<Mark> {
    let mut marks = Vec::new();
    if alignment == Alignment::Right {
        marks.push(Mark::Right);
    }
    let longest = texts.iter().map(|text| text.chars().count()).max();
    match longest {
        Some(longest) if longest <= SHORT => marks.push(Mark::Short),
        Some(longest) if longest > SENTENCE => marks.push(Mark::Sentence),
        _ => {}
    }
    let mut all = texts.iter().map(String::as_str).chain([head]);
    if all.any(|text| longest_run(text) > LONGEST_RUN) {
        marks.push(Mark::Breaks);
    }
    marks
}

/// The longest run of characters that a browser keeps on one line.
fn longest_run(text: &str) -> usize {
    text.split(|c: char| c.is_whitespace() || "-/._:=".contains(c))
        .map(|run| run.chars().count())
        .max()
        .unwrap_or_default()
}
