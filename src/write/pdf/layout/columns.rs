//! How wide a table's columns are, and which columns stand side by side.

use std::ops::Range;

/// Widths a column would take: its longest unbreakable piece, and all of its text on one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wish {
    pub(super) least: f32,
    pub(super) most: f32,
}

/// Above this a column gains little from more width.
const ENOUGH: f32 = 240.0;
/// A column of texts no longer than this is worth setting on one line each.
const SHORT: f32 = 100.0;
/// A column wishes at least this, even if it must break inside words to have less.
const TOLERABLE: f32 = 48.0;

/// Shares `available` among columns: each gets its least, the rest goes where text is long.
/// `rows` are the widths of each row's cells on one line: they tell which column makes rows tall.
/// Width nobody asks for goes to the column `elastic`.
pub(super) fn share(
    wishes: &[Wish],
    available: f32,
    elastic: usize,
    rows: &[Vec<f32>],
) -> Vec<f32> {
    let most: f32 = wishes.iter().map(|wish| wish.most).sum();
    if most <= available {
        return stretch(wishes, available - most, elastic);
    }
    let least: f32 = wishes.iter().map(|wish| wish.least).sum();
    if least >= available {
        return squeeze(wishes, available);
    }
    let wishes = &keep_short_on_one_line(wishes, available);
    let least: f32 = wishes.iter().map(|wish| wish.least).sum();
    let hunger: f32 = wishes.iter().map(hunger).sum();
    let rest = available - least;
    let mut widths: Vec<f32> = wishes
        .iter()
        .map(|wish| wish.least + rest * hunger_share(wish, hunger, wishes.len()))
        .collect();
    balance(&mut widths, wishes, rows);
    widths
}

/// One move of width from a column to another.
const STEP: f32 = 6.0;

/// Moves width between columns while that makes the table shorter.
fn balance(widths: &mut [f32], wishes: &[Wish], rows: &[Vec<f32>]) {
    // A sample of a long table's rows is enough, and quick.
    let rows: Vec<&Vec<f32>> = rows
        .iter()
        .step_by(rows.len().div_ceil(40).max(1))
        .collect();
    let mut best = lines(widths, &rows);
    for _ in 0..40 {
        let Some((from, to, fewer)) = best_move(widths, wishes, &rows, best) else {
            return;
        };
        widths[from] -= STEP;
        widths[to] += STEP;
        best = fewer;
    }
}

fn best_move(
    widths: &mut [f32],
    wishes: &[Wish],
    rows: &[&Vec<f32>],
    mut best: f32,
) -> Option<(usize, usize, f32)> {
    let mut found = None;
    for from in 0..widths.len() {
        if widths[from] - STEP < wishes[from].least {
            continue;
        }
        for to in (0..widths.len()).filter(|&to| to != from) {
            widths[from] -= STEP;
            widths[to] += STEP;
            let fewer = lines(widths, rows);
            widths[from] += STEP;
            widths[to] -= STEP;
            if fewer < best - 0.01 {
                best = fewer;
                found = Some((from, to, fewer));
            }
        }
    }
    found
}

/// About how many lines the rows take: each is as tall as its tallest cell. Parts of a line count,
/// so that every step towards a shorter table shows.
fn lines(widths: &[f32], rows: &[&Vec<f32>]) -> f32 {
    let tallest = |row: &&Vec<f32>| {
        let cells = row.iter().zip(widths);
        cells
            .map(|(most, width)| (most / width).max(1.0))
            .fold(1.0, f32::max)
    };
    rows.iter().map(tallest).sum()
}

/// Names, dates and owners read best unbroken: the shortest columns get all they ask, as long as
/// most of the width is left for the others.
fn keep_short_on_one_line(wishes: &[Wish], available: f32) -> Vec<Wish> {
    let mut wishes = wishes.to_vec();
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|&a, &b| wishes[a].most.total_cmp(&wishes[b].most));
    let mut least: f32 = wishes.iter().map(|wish| wish.least).sum();
    for index in order {
        let wish = &mut wishes[index];
        least += wish.most - wish.least;
        if wish.most > SHORT || least > available * 0.75 {
            break;
        }
        wish.least = wish.most;
    }
    wishes
}

/// What a column would still like to have, long texts damped.
fn hunger(wish: &Wish) -> f32 {
    let more = (wish.most - wish.least).max(0.0);
    if more <= ENOUGH {
        more
    } else {
        ENOUGH + (more - ENOUGH).sqrt() * 4.0
    }
}

fn hunger_share(wish: &Wish, total: f32, columns: usize) -> f32 {
    if total > 0.0 {
        hunger(wish) / total
    } else {
        1.0 / columns as f32
    }
}

fn stretch(wishes: &[Wish], rest: f32, elastic: usize) -> Vec<f32> {
    let mut widths: Vec<f32> = wishes.iter().map(|wish| wish.most).collect();
    if let Some(width) = widths.get_mut(elastic) {
        *width += rest;
    }
    widths
}

/// Too narrow for all: long pieces give way first, the first column last.
fn squeeze(wishes: &[Wish], available: f32) -> Vec<f32> {
    let cap = |limit: f32| -> f32 { wishes.iter().map(|wish| wish.least.min(limit)).sum() };
    let (mut low, mut high) = (0.0, available.max(1.0));
    for _ in 0..24 {
        let middle = f32::midpoint(low, high);
        if cap(middle) > available {
            high = middle;
        } else {
            low = middle;
        }
    }
    wishes.iter().map(|wish| wish.least.min(low)).collect()
}

/// Splits columns 1.. into groups that fit beside column 0, which each group repeats; groups are
/// as many as needed and of equal size.
pub(super) fn groups(wishes: &[Wish], available: f32, gap: f32) -> Vec<Range<usize>> {
    let first = wishes
        .first()
        .map_or(0.0, |wish| wish.most.min(available / 3.0));
    let rest = wishes.get(1..).unwrap_or_default();
    let mut count = 1;
    let mut used = first;
    for wish in rest {
        let width = wish.least.min(TOLERABLE) + gap;
        if used + width > available && used > first {
            count += 1;
            used = first;
        }
        used += width;
    }
    let size = rest.len().div_ceil(count).max(1);
    let starts = (1..=rest.len().max(1)).step_by(size);
    starts
        .map(|start| start..(start + size).min(wishes.len()).max(start))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Wish, groups, share};

    fn wish(least: f32, most: f32) -> Wish {
        Wish { least, most }
    }

    #[test]
    fn what_fits_on_one_line_stays_on_one_line() {
        assert_eq!(
            share(&[wish(10.0, 50.0), wish(10.0, 50.0)], 200.0, 1, &[]),
            [50.0, 150.0]
        );
    }

    #[test]
    fn no_column_is_narrower_than_its_longest_piece() {
        let widths = share(&[wish(80.0, 90.0), wish(30.0, 2000.0)], 300.0, 1, &[]);
        assert!(widths[0] >= 80.0);
        assert!((widths.iter().sum::<f32>() - 300.0).abs() < 0.01);
    }

    #[test]
    fn the_column_that_makes_rows_tall_gets_more() {
        let wishes = [wish(50.0, 900.0), wish(50.0, 300.0)];
        let plain = share(&wishes, 300.0, 1, &[]);
        let balanced = share(&wishes, 300.0, 1, &[vec![900.0, 300.0]]);
        assert!(balanced[0] > plain[0]);
        assert!(balanced[1] >= 50.0);
    }

    #[test]
    fn columns_that_cannot_fit_are_squeezed_to_the_page() {
        let widths = share(&[wish(80.0, 80.0), wish(5000.0, 5000.0)], 300.0, 1, &[]);
        assert!((widths[0] - 80.0).abs() < 0.1);
        assert!(widths.iter().sum::<f32>() <= 300.1);
    }

    #[test]
    fn many_columns_stand_in_groups_beside_the_first() {
        let wishes = vec![wish(40.0, 40.0); 21];
        let groups = groups(&wishes, 400.0, 9.0);
        assert!(groups.len() > 1);
        assert_eq!(groups[0].start, 1);
        assert_eq!(groups.last().unwrap().end, 21);
        assert!(groups.windows(2).all(|pair| pair[0].end == pair[1].start));
    }

    #[test]
    fn one_column_is_one_empty_group() {
        let groups = groups(&[wish(1.0, 1.0)], 100.0, 9.0);
        assert!(groups.len() == 1 && groups[0].is_empty());
    }
}
