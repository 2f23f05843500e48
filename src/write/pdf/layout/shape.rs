//! What a table looks like before any of its text is set: key and value, letters, wide or not.

use crate::document::tree::{Alignment, Inline, Row, Table, plain_text};

use super::party::Party;

/// About as many letters fit beside each other on an upright page, in seven columns or more.
const LETTERS_ACROSS: usize = 85;
/// Longer texts take a second line.
const ENOUGH_LETTERS: usize = 30;

/// What is known of a table before any of its text is set.
pub(super) struct Shape<'t> {
    pub(super) table: &'t Table,
    pub(super) columns: usize,
    /// Key and value: no head, the first column names each row.
    pub(super) keyed: bool,
    /// Letters only beside the first column.
    pub(super) matrix: bool,
    pub(super) turned: bool,
}

impl<'t> Shape<'t> {
    pub(super) fn of(table: &'t Table) -> Self {
        let columns = table
            .rows
            .iter()
            .map(|row| row.cells.len())
            .chain([table.head.len()])
            .max()
            .unwrap_or(0);
        let short = |row: &Row| {
            let mut rest = row.cells.iter().skip(1);
            rest.all(|cell| plain_text(cell).chars().count() <= 2)
        };
        let matrix = columns > 1
            && table
                .alignments
                .iter()
                .skip(1)
                .all(|a| *a == Alignment::Center)
            && table.rows.iter().all(short);
        Self {
            table,
            columns,
            keyed: table
                .head
                .iter()
                .all(|cell| plain_text(cell).trim().is_empty()),
            matrix,
            turned: matrix && columns > 8,
        }
    }

    /// Too many columns of running text for an upright page; figures and letters need no more room.
    pub(super) fn is_wide(&self) -> bool {
        let letters = |column| self.longest(column).min(ENOUGH_LETTERS);
        self.columns > 6
            && !self.matrix
            && (0..self.columns).map(letters).sum::<usize>() > LETTERS_ACROSS
    }

    /// Letters or figures beside the first column: their rows stand close.
    pub(super) fn is_close(&self) -> bool {
        let figures = |column| self.alignment(column) != Alignment::Left;
        self.matrix || self.columns > 3 && (1..self.columns).all(figures)
    }

    /// Letters of a column's longest text.
    fn longest(&self, column: usize) -> usize {
        let cells = self
            .table
            .rows
            .iter()
            .filter_map(|row| row.cells.get(column));
        let texts = cells.map(Vec::as_slice).chain([self.head(column)]);
        texts
            .map(|text| plain_text(text).chars().count())
            .max()
            .unwrap_or(0)
    }

    /// The column that takes the width no other asks for: the last, unless it is set to the right.
    pub(super) fn elastic(&self, columns: &[usize]) -> usize {
        match columns.last() {
            Some(&last) if self.alignment(last) == Alignment::Left => columns.len() - 1,
            _ => 0,
        }
    }

    pub(super) fn alignment(&self, column: usize) -> Alignment {
        let alignment = self.table.alignments.get(column);
        alignment.copied().unwrap_or(Alignment::Left)
    }

    pub(super) fn head(&self, column: usize) -> &'t [Inline] {
        self.table.head.get(column).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_headed(&self, column: usize, name: &str) -> bool {
        plain_text(self.head(column)).trim() == name
    }

    pub(super) fn cell_party(&self, column: usize, text: &str) -> Option<Party> {
        if self.alignment(column) == Alignment::Center {
            return Party::from_letter(text);
        }
        self.is_headed(column, "Holder")
            .then(|| Party::from_word(text))
            .flatten()
    }
}
