//! The line: the three categories side by side, as they are in this project, and the step at which
//! responsibility passes from AWS to the team.

use std::sync::Arc;

use super::drawing::{Anchor, Area, Drawing, Fill, Ink, Shape, area, text};
use super::field::{Fields, legend};
use super::fit;
use super::rows::{GUTTER, HEIGHT, NAMES, Row, Rows, baseline};
use super::{Holder, Kind, Picture, WIDTH, counted, listed};
use crate::catalog::{CategoryId, Party};
use crate::document::capital;
use crate::document::tally::{Column, Tally, one_line};

const GAP: f32 = 12.0;
const COLUMN: f32 = (WIDTH - NAMES - 2.0 * GAP) / 3.0;
const HEAD: f32 = 26.0;
const NAME: f32 = 7.5;
const LINE: f32 = 9.0;
/// A name's second line stands in a little.
const HANG: f32 = 6.0;
/// Names of uses under a column.
const MOST_NAMES: usize = 8;
/// Narrowest part of a field that stands for some of several uses.
const NARROWEST: f32 = 11.0;

pub(super) fn picture(tally: &Tally, file: String) -> Picture {
    let categories = CategoryId::ALL.map(|id| Category::of(tally, id));
    Picture {
        kind: Kind::Line,
        file,
        caption: "Where responsibility passes to the team".to_owned(),
        alternative: alternative(tally, &categories),
        drawing: Arc::new(draw(tally, &categories)),
    }
}

/// A category as this project uses it.
struct Category {
    id: CategoryId,
    /// Names of its uses.
    uses: Vec<String>,
    /// For each layer, how many uses AWS, both, and the team hold.
    counts: Vec<[usize; 3]>,
}

impl Category {
    fn of(tally: &Tally, id: CategoryId) -> Self {
        let of_it = || tally.columns.iter().filter(|column| column.category == id);
        let held = |layer: usize, party: Party| {
            let by = |column: &&Column| column.parties.get(layer) == Some(&party);
            of_it().filter(by).count()
        };
        let parties = [Party::Aws, Party::Shared, Party::Customer];
        Category {
            id,
            uses: of_it().map(|column| one_line(&column.title)).collect(),
            counts: (0..tally.layers.len())
                .map(|layer| parties.map(|party| held(layer, party)))
                .collect(),
        }
    }

    /// AWS alone holds the layer in most uses: a single exception does not move the line.
    fn is_aws(&self, layer: usize) -> bool {
        self.counts[layer][0] * 2 > self.uses.len()
    }

    /// How many rows, from the bottom, AWS holds before the team has a part in most uses.
    fn ground(&self, rows: &[Row<'_>]) -> usize {
        let from_below = rows.iter().rev();
        from_below.take_while(|row| self.is_aws(row.layer)).count()
    }
}

fn draw(tally: &Tally, categories: &[Category]) -> Drawing {
    let mut shapes = Vec::new();
    let every: Vec<usize> = (0..tally.layers.len()).collect();
    let rows = Rows::of(&tally.layers, &every, HEAD);
    rows.names(&mut shapes);
    let mut fields = Fields::default();
    let mut deepest: f32 = 0.0;
    for (at, category) in categories.iter().enumerate() {
        let x = NAMES + at as f32 * (COLUMN + GAP);
        head(category, x, &mut shapes);
        if category.uses.is_empty() {
            nothing(x, &rows, &mut shapes);
        }
        for row in rows.rows.iter().filter(|_| !category.uses.is_empty()) {
            let field = area((x, row.y), (COLUMN, HEIGHT - GUTTER));
            parts(category.counts[row.layer], field, &mut fields);
        }
        deepest = deepest.max(names(category, x, rows.bottom + 10.0, &mut shapes));
    }
    fields.draw(&mut shapes);
    step(categories, &rows, &mut shapes);
    let y = deepest + 6.0;
    let x = legend(NAMES, y, &mut shapes);
    let points = vec![(x + 4.0, y + 5.0), (x + 24.0, y + 5.0)];
    shapes.push(bold_line(points));
    let room = WIDTH - x - 28.0;
    shapes.push(
        text(x + 28.0, y + 7.6, "Mostly AWS below", NAME)
            .within(room)
            .into(),
    );
    Drawing {
        width: WIDTH,
        height: y + 12.0,
        shapes,
    }
}

fn head(category: &Category, x: f32, shapes: &mut Vec<Shape>) {
    let name = capital(category.id.name());
    shapes.push(text(x, 8.5, name, 9.0).bold().into());
    let uses = match category.uses.len() {
        0 => "no use".to_owned(),
        count => counted(count, "use", "uses"),
    };
    shapes.push(text(x, 18.5, uses, NAME).quiet().into());
}

/// An empty frame where a category has no use.
fn nothing(x: f32, rows: &Rows<'_>, shapes: &mut Vec<Shape>) {
    let height = rows.bottom - GUTTER - HEAD;
    shapes.push(Shape::Fields {
        fill: Fill::Empty,
        areas: vec![area((x, HEAD), (COLUMN, height))],
    });
    let middle = baseline(HEAD + height / 2.0 - HEIGHT / 2.0);
    let none = text(x + COLUMN / 2.0, middle, "not used", NAME);
    shapes.push(none.quiet().anchored(Anchor::Middle).into());
}

/// A field, or one for each party where the uses of a category differ, as wide as its share.
fn parts(counts: [usize; 3], field: Area, fields: &mut Fields) {
    let all: usize = counts.iter().sum();
    let present = counts.iter().filter(|count| **count > 0).count();
    let spare = field.width - present as f32 * NARROWEST - (present as f32 - 1.0) * GUTTER;
    let mut x = field.x;
    for (holder, count) in Holder::ALL.into_iter().zip(counts) {
        if count == all {
            return fields.letter(holder, field);
        }
        if count > 0 {
            let width = NARROWEST + spare * count as f32 / all as f32;
            fields.count(holder, count, Area { x, width, ..field });
            x += width + GUTTER;
        }
    }
}

/// The uses of a category, under its column; returns where they end.
fn names(category: &Category, x: f32, y: f32, shapes: &mut Vec<Shape>) -> f32 {
    let shown = match category.uses.len() {
        count if count > MOST_NAMES => MOST_NAMES - 1,
        count => count,
    };
    let mut y = y;
    let rest = category.uses.len() - shown;
    let more = (rest > 0).then(|| format!("and {rest} more"));
    for name in category.uses[..shown].iter().chain(&more) {
        for (at, line) in fit::wrapped(name, NAME, COLUMN - HANG, 2)
            .iter()
            .enumerate()
        {
            let x = if at == 0 { x } else { x + HANG };
            shapes.push(text(x, y, line, NAME).within(COLUMN - HANG).into());
            y += LINE;
        }
    }
    y
}

/// The stepped line, from column to column of the categories in use.
fn step(categories: &[Category], rows: &Rows<'_>, shapes: &mut Vec<Shape>) {
    let mut points: Vec<(f32, f32)> = Vec::new();
    for (at, category) in categories.iter().enumerate() {
        if category.uses.is_empty() {
            continue;
        }
        let ground = category.ground(&rows.rows);
        let x = NAMES + at as f32 * (COLUMN + GAP);
        let (left, right) = (x - GAP / 2.0, x + COLUMN + GAP / 2.0);
        let y = rows.above(rows.rows.len() - ground);
        points.extend([(left, y), (right.min(WIDTH), y)]);
    }
    if !points.is_empty() {
        shapes.push(Shape::Path {
            points: points.clone(),
            ink: Ink::Ground,
            thickness: 4.4,
        });
        shapes.push(bold_line(points));
    }
}

fn bold_line(points: Vec<(f32, f32)>) -> Shape {
    Shape::Path {
        points,
        ink: Ink::Text,
        thickness: 2.4,
    }
}

fn alternative(tally: &Tally, categories: &[Category]) -> String {
    let every: Vec<usize> = (0..tally.layers.len()).collect();
    let rows = Rows::of(&tally.layers, &every, 0.0).rows;
    let said = categories.iter().map(|category| {
        let name = capital(category.id.name());
        if category.uses.is_empty() {
            return format!("{name}: not used.");
        }
        let ground = category.ground(&rows);
        let (above, below) = rows.split_at(rows.len() - ground);
        format!(
            "{name}, {} ({}): {}{}.",
            counted(category.uses.len(), "use", "uses"),
            listed(&category.uses, MOST_NAMES),
            self::below(category, below),
            self::above(category, above)
        )
    });
    said.collect::<Vec<_>>().join(" ")
}

/// What is below the line, with its exceptions.
fn below(category: &Category, rows: &[Row<'_>]) -> String {
    let Some(highest) = rows.first() else {
        return "the team has a part from the lowest layer up".to_owned();
    };
    let exceptions = rows.iter().filter_map(|row| {
        let others = category.uses.len() - category.counts[row.layer][0];
        (others > 0).then(|| format!("{} in {others}", row.name))
    });
    let exceptions: Vec<_> = exceptions.collect();
    let except = match exceptions.as_slice() {
        [] => String::new(),
        some => format!(" except {}", crate::diagnostic::and(some)),
    };
    let count = rows.len();
    let name = highest.name;
    format!("AWS holds the lowest {count} layers, up to {name}{except}")
}

/// What is above the line: layers with one holder in every use, and those whose holder differs.
fn above(category: &Category, rows: &[Row<'_>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let all = category.uses.len();
    let held = |party: usize| {
        let by = |row: &&Row<'_>| category.counts[row.layer][party] == all;
        rows.iter().filter(by).count()
    };
    let (aws, shared, team) = (held(0), held(1), held(2));
    let differ = rows.len() - aws - shared - team;
    let parts = [
        (team, "the team's"),
        (shared, "shared"),
        (aws, "held by AWS"),
        (differ, "differing from use to use"),
    ];
    let parts: Vec<_> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    format!("; of the {} above: {}", rows.len(), parts.join(", "))
}
