//! The stack: every layer of every use, and who holds it.

use std::sync::Arc;

use super::drawing::{Drawing, Ink, Shape, area, text};
use super::field::{Fields, legend};
use super::fit;
use super::rows::{GUTTER, HEIGHT, NAMES, Rows};
use super::{Holder, Kind, Picture, WIDTH, counted, listed};
use crate::catalog::{CategoryId, Party};
use crate::document::capital;
use crate::document::tally::{Column, Tally, one_line};

/// Columns whose letters still read side by side.
const MOST_COLUMNS: usize = 20;
/// A field is no wider, however few there are.
const WIDEST: f32 = 84.0;
/// From this width on, names stand level above their columns.
const LEVEL: f32 = 54.0;
/// Room for a turned name.
const TALLEST: f32 = 116.0;
/// From this width on, a turned name has two lines.
const TWO_LINES: f32 = 2.0 * LINE;
const CATEGORY_GAP: f32 = 6.0;
const NAME: f32 = 7.5;
const LINE: f32 = 9.0;
const CATEGORY: f32 = 7.0;

/// One picture, or several of about as many columns each.
pub(super) fn pictures(tally: &Tally, file: &dyn Fn(&str) -> String) -> Vec<Picture> {
    let parts = tally.columns.len().div_ceil(MOST_COLUMNS).max(1);
    let each = tally.columns.len().div_ceil(parts).max(1);
    let groups = tally.columns.chunks(each).enumerate();
    groups
        .map(|(index, columns)| {
            let part = match parts {
                1 => String::new(),
                _ => format!(", {} of {parts}", index + 1),
            };
            Picture {
                kind: Kind::Stack,
                file: file(&format!("stack-{}", index + 1)),
                caption: format!("Who holds each layer{part}"),
                alternative: alternative(tally, columns),
                drawing: Arc::new(draw(tally, columns)),
            }
        })
        .collect()
}

fn draw(tally: &Tally, columns: &[Column]) -> Drawing {
    let places = Places::of(columns);
    let titles: Vec<String> = columns.iter().map(|c| one_line(&c.title)).collect();
    let mut shapes = Vec::new();
    for group in &places.groups {
        let end = group.x + group.width;
        let label = text(group.x, CATEGORY, capital(group.category.name()), CATEGORY);
        shapes.push(label.quiet().into());
        shapes.push(Shape::Path {
            points: vec![(group.x, CATEGORY + 3.5), (end, CATEGORY + 3.5)],
            ink: Ink::Rule,
            thickness: 0.6,
        });
    }
    let top = CATEGORY + 7.0;
    let head = heads(&titles, &places, top, &mut shapes);
    let every: Vec<usize> = (0..tally.layers.len()).collect();
    let rows = Rows::of(&tally.layers, &every, top + head + 4.0);
    rows.names(&mut shapes);
    let mut fields = Fields::default();
    for row in &rows.rows {
        for (column, x) in columns.iter().zip(&places.xs) {
            if let Some(party) = column.parties.get(row.layer) {
                let size = (places.width - GUTTER, HEIGHT - GUTTER);
                fields.letter(Holder::of(*party), area((*x, row.y), size));
            }
        }
    }
    fields.draw(&mut shapes);
    legend(NAMES, rows.bottom + 8.0, &mut shapes);
    Drawing {
        width: WIDTH,
        height: rows.bottom + 20.0,
        shapes,
    }
}

/// The names of the columns, level or turned; returns their height.
fn heads(titles: &[String], places: &Places, top: f32, shapes: &mut Vec<Shape>) -> f32 {
    if places.width >= LEVEL {
        let room = places.width - 4.0;
        let wrapped: Vec<_> = titles
            .iter()
            .map(|title| fit::wrapped(title, NAME, room, 3))
            .collect();
        let most = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for (lines, x) in wrapped.iter().zip(&places.xs) {
            for (at, line) in lines.iter().enumerate() {
                let up = (lines.len() - at) as f32 - 1.0;
                let y = top + most as f32 * LINE - up * LINE - 2.0;
                shapes.push(text(*x, y, line, NAME).within(room).into());
            }
        }
        return most as f32 * LINE;
    }
    let most = if places.width >= TWO_LINES { 2 } else { 1 };
    let room = if most == 2 { TALLEST * 0.75 } else { TALLEST };
    let wrapped: Vec<_> = titles
        .iter()
        .map(|title| fit::wrapped(title, NAME, room, most))
        .collect();
    let widths = wrapped.iter().flatten().map(|line| fit::width(line, NAME));
    let tall = widths.fold(0.0, f32::max);
    for (lines, x) in wrapped.iter().zip(&places.xs) {
        let middle = x + (places.width - GUTTER) / 2.0 + NAME * 0.35;
        let first = middle - (lines.len() as f32 - 1.0) * LINE / 2.0;
        for (at, line) in lines.iter().enumerate() {
            let name = text(first + at as f32 * LINE, top + tall, line, NAME).turned();
            shapes.push(name.within(room).into());
        }
    }
    tall
}

/// Where columns stand: side by side within a category, apart between two.
struct Places {
    /// Left edge of each column.
    xs: Vec<f32>,
    /// From one column to the next.
    width: f32,
    groups: Vec<Group>,
}

struct Group {
    category: CategoryId,
    x: f32,
    width: f32,
}

impl Places {
    fn of(columns: &[Column]) -> Self {
        let groups: Vec<_> = columns.chunk_by(|a, b| a.category == b.category).collect();
        let least = |group: &[Column]| fit::width(group[0].category.name(), CATEGORY) + 4.0;
        let wide = |group: &[Column], width: f32| (group.len() as f32 * width).max(least(group));
        let gaps = groups.len().saturating_sub(1) as f32 * CATEGORY_GAP;
        let all = |width: f32| groups.iter().map(|group| wide(group, width)).sum::<f32>() + gaps;
        let mut width = WIDEST;
        while all(width) > WIDTH - NAMES && width > 8.0 {
            width -= 0.25;
        }
        let mut places = Places {
            xs: Vec::new(),
            width,
            groups: Vec::new(),
        };
        let mut x = NAMES;
        for group in groups {
            places
                .xs
                .extend((0..group.len()).map(|at| x + at as f32 * width));
            places.groups.push(Group {
                category: group[0].category,
                x,
                width: wide(group, width) - GUTTER,
            });
            x += wide(group, width) + CATEGORY_GAP;
        }
        places
    }
}

/// How many places each holds, which layers are the same in every use, and how the others differ.
fn alternative(tally: &Tally, columns: &[Column]) -> String {
    let titles: Vec<String> = columns.iter().map(|c| one_line(&c.title)).collect();
    let places = columns.len() * tally.layers.len();
    let held = |party: Party| {
        let parties = columns.iter().flat_map(|column| &column.parties);
        parties.filter(|held| **held == party).count()
    };
    let mut said = format!(
        "{} by {}: {}. Of {places} places AWS holds {}, {} are shared, the team holds {}.",
        counted(tally.layers.len(), "layer", "layers"),
        counted(columns.len(), "column", "columns"),
        listed(&titles, MOST_COLUMNS),
        held(Party::Aws),
        held(Party::Shared),
        held(Party::Customer),
    );
    let mut same = [Vec::new(), Vec::new(), Vec::new()];
    let mut differing = Vec::new();
    for (index, layer) in tally.layers.iter().enumerate() {
        let count = |party: Party| columns.iter().filter(|c| c.parties[index] == party).count();
        let counts = [Party::Aws, Party::Shared, Party::Customer].map(count);
        match counts.iter().position(|count| *count == columns.len()) {
            Some(party) => same[party].push(layer.name.clone()),
            None => differing.push(format!("{} ({})", layer.name, split(counts))),
        }
    }
    let sentences = ["AWS holds", "Shared", "The team holds"];
    for (sentence, layers) in sentences.iter().zip(&same).filter(|(_, l)| !l.is_empty()) {
        said.push_str(&format!(" {sentence} in all: {}.", layers.join(", ")));
    }
    if !differing.is_empty() {
        said.push_str(&format!(" Differs: {}.", differing.join(", ")));
    }
    said
}

/// `A 5, T 3`.
fn split(counts: [usize; 3]) -> String {
    let parts = Holder::ALL.iter().zip(counts);
    let parts: Vec<_> = parts
        .filter(|(_, count)| *count > 0)
        .map(|(holder, count)| format!("{} {count}", holder.letter()))
        .collect();
    parts.join(", ")
}
