//! The load: how many duties lie in which layer and of what kind, and what their owners have done.

use std::sync::Arc;

use super::drawing::{Anchor, Drawing, Fill, Ink, Shape, area, text};
use super::fit;
use super::rows::{GUTTER, HEIGHT, NAMES, Rows, baseline};
use super::{Kind, Picture, WIDTH, counted};
use crate::document::capital;
use crate::document::tally::{Load, OwnerTally, STATUSES, Tally, VERBS, one_line, status_label};

const HEAD: f32 = 14.0;
const VERB: f32 = 33.0;
const TOTAL: f32 = 26.0;
const SIZE: f32 = 7.5;
/// Left edge of the owners.
const OWNERS: f32 = NAMES + VERB * VERBS.len() as f32 + TOTAL + 20.0;
const BAR: f32 = 9.0;
/// Narrowest part of a bar, gutter and all: one duty of hundreds is seen.
const NARROWEST: f32 = 3.5;
const OWNER: f32 = 38.0;
/// Owners that stand for themselves, where the layers are few.
const LEAST_OWNERS: usize = 4;

pub(super) fn picture(tally: &Tally, file: String) -> Picture {
    Picture {
        kind: Kind::Load,
        file,
        caption: "Where the duties lie".to_owned(),
        alternative: alternative(tally),
        drawing: Arc::new(draw(tally)),
    }
}

fn draw(tally: &Tally) -> Drawing {
    let mut shapes = Vec::new();
    let layers: Vec<usize> = tally.load.iter().map(|load| load.layer).collect();
    let rows = Rows::of(&tally.layers, &layers, HEAD);
    for (at, verb) in VERBS.iter().enumerate() {
        let x = NAMES + (at as f32 + 0.5) * VERB - GUTTER / 2.0;
        let name = text(x, 8.0, capital(verb.name()), 6.6);
        let name = name.quiet().anchored(Anchor::Middle);
        shapes.push(name.within(VERB).into());
    }
    shapes.push(figure(TOTAL_EDGE, 8.0, "All", 6.8).quiet().into());
    rows.names(&mut shapes);
    counts(tally, &rows, &mut shapes);
    totals(tally, rows.bottom + 3.0, &mut shapes);
    let left = rows.bottom + 16.0;
    let right = owners(&tally.owners, left - HEAD, &mut shapes);
    Drawing {
        width: WIDTH,
        height: left.max(right),
        shapes,
    }
}

/// Right edge of the totals.
const TOTAL_EDGE: f32 = NAMES + VERB * VERBS.len() as f32 + TOTAL - 4.0;

fn figure(x: f32, y: f32, figure: impl ToString, size: f32) -> super::Text {
    text(x, y, figure.to_string(), size).anchored(Anchor::End)
}

/// A field for each count, darker for more, and the layer's total behind them.
fn counts(tally: &Tally, rows: &Rows<'_>, shapes: &mut Vec<Shape>) {
    let most = tally.load.iter().flat_map(|load| load.counts).max();
    let most = most.unwrap_or(1).max(1);
    let mut shades = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    let mut figures = Vec::new();
    for row in &rows.rows {
        let Some(load) = tally.load.iter().find(|load| load.layer == row.layer) else {
            continue;
        };
        let y = baseline(row.y);
        for (at, count) in load.counts.into_iter().enumerate().filter(|(_, c)| *c > 0) {
            let x = NAMES + at as f32 * VERB;
            let shade = (count * 4).div_ceil(most).clamp(1, 4);
            let size = (VERB - GUTTER, HEIGHT - GUTTER);
            shades[shade - 1].push(area((x, row.y), size));
            let ink = if shade == 4 { Ink::Ground } else { Ink::Text };
            let middle = x + (VERB - GUTTER) / 2.0;
            let figure = text(middle, y, count.to_string(), SIZE).ink(ink);
            figures.push(figure.anchored(Anchor::Middle).into());
        }
        figures.push(figure(TOTAL_EDGE, y, load.total(), SIZE).bold().into());
    }
    for (shade, areas) in (1..).zip(shades).filter(|(_, areas)| !areas.is_empty()) {
        let fill = Fill::Shade(shade);
        shapes.push(Shape::Fields { fill, areas });
    }
    shapes.extend(figures);
}

/// The sums under the columns.
fn totals(tally: &Tally, y: f32, shapes: &mut Vec<Shape>) {
    shapes.push(Shape::Path {
        points: vec![(0.0, y - 2.0), (TOTAL_EDGE, y - 2.0)],
        ink: Ink::Rule,
        thickness: 0.6,
    });
    let line = baseline(y);
    shapes.push(text(0.0, line, "All layers", SIZE).bold().into());
    for (at, sum) in by_verb(tally).into_iter().enumerate() {
        let middle = NAMES + (at as f32 + 0.5) * VERB - GUTTER / 2.0;
        let sum = text(middle, line, sum.to_string(), SIZE).bold();
        shapes.push(sum.anchored(Anchor::Middle).into());
    }
    let all: usize = tally.load.iter().map(Load::total).sum();
    shapes.push(figure(TOTAL_EDGE, line, all, SIZE).bold().into());
}

fn by_verb(tally: &Tally) -> [usize; VERBS.len()] {
    let mut sums = [0; VERBS.len()];
    for load in &tally.load {
        for (sum, count) in sums.iter_mut().zip(load.counts) {
            *sum += count;
        }
    }
    sums
}

/// A bar for each owner, the rest together; returns where they end.
fn owners(owners: &[OwnerTally], room: f32, shapes: &mut Vec<Shape>) -> f32 {
    let heading = text(OWNERS, 8.0, "Duties by owner and status", 6.8);
    shapes.push(heading.quiet().into());
    let fit = ((room / OWNER) as usize).max(LEAST_OWNERS);
    let shown = if owners.len() > fit {
        fit - 1
    } else {
        owners.len()
    };
    let most = owners.first().map_or(1, OwnerTally::total).max(1);
    let mut y = HEAD;
    for owner in &owners[..shown] {
        y = one_owner(&one_line(owner.shown()), &owner.counts, most, y, shapes);
    }
    let rest = &owners[shown..];
    if !rest.is_empty() {
        let mut counts = [0; STATUSES.len()];
        for owner in rest {
            for (sum, count) in counts.iter_mut().zip(owner.counts) {
                *sum += count;
            }
        }
        let name = format!("{} more owners", rest.len());
        let most = most.max(counts.iter().sum());
        y = one_owner(&name, &counts, most, y, shapes);
    }
    y
}

/// Name and total, the bar, and its figures in words.
fn one_owner(
    name: &str,
    counts: &[usize; STATUSES.len()],
    most: usize,
    y: f32,
    shapes: &mut Vec<Shape>,
) -> f32 {
    let room = WIDTH - OWNERS;
    let total: usize = counts.iter().sum();
    let line = baseline(y);
    let name = text(OWNERS, line, name, SIZE).bold().within(room - 24.0);
    shapes.push(name.into());
    shapes.push(figure(WIDTH, line, total, SIZE).bold().into());
    let parts = counts.iter().filter(|count| **count > 0).count() as f32;
    let spare = (room - parts * NARROWEST) / most as f32;
    let mut x = OWNERS;
    for (count, fill) in counts.iter().zip(FILLS).filter(|(count, _)| **count > 0) {
        let width = NARROWEST + spare * *count as f32;
        let field = area((x, y + HEIGHT), (width - GUTTER, BAR));
        shapes.push(Shape::Fields {
            fill,
            areas: vec![field],
        });
        x += width;
    }
    key(counts, y + HEIGHT + BAR + 3.0, shapes)
}

/// How a status is filled, in the order of [`STATUSES`].
const FILLS: [Fill; STATUSES.len()] = [
    Fill::Shade(4),
    Fill::Stripes,
    Fill::Dots,
    Fill::Shade(3),
    Fill::Shade(1),
    Fill::Empty,
];

/// The statuses of one owner with their figures, on as many lines as they need; returns where they end.
fn key(counts: &[usize; STATUSES.len()], y: f32, shapes: &mut Vec<Shape>) -> f32 {
    let (mut x, mut y) = (OWNERS, y);
    let known = STATUSES.iter().zip(counts).zip(FILLS);
    for ((status, count), fill) in known.filter(|((_, count), _)| **count > 0) {
        let said = format!("{count} {}", status_label(*status).to_lowercase());
        let width = 8.0 + fit::width(&said, 6.8);
        if x > OWNERS && x + width > WIDTH {
            x = OWNERS;
            y += 9.0;
        }
        let field = area((x, y + 1.0), (5.5, 5.5));
        shapes.push(Shape::Fields {
            fill,
            areas: vec![field],
        });
        shapes.push(text(x + 8.0, y + 6.4, said, 6.8).into());
        x += width + 6.0;
    }
    y + 15.0
}

fn alternative(tally: &Tally) -> String {
    let all: usize = tally.load.iter().map(Load::total).sum();
    let name = |load: &Load| format!("{} {}", tally.layers[load.layer].name, load.total());
    let layers: Vec<_> = tally.load.iter().map(name).collect();
    let verbs = VERBS.iter().zip(by_verb(tally));
    let verbs: Vec<_> = verbs
        .filter(|(_, count)| *count > 0)
        .map(|(verb, count)| format!("{} {count}", verb.name()))
        .collect();
    let owners: Vec<_> = tally.owners.iter().map(owner).collect();
    format!(
        "{}. By layer: {}. By verb: {}. By owner and status: {}.",
        counted(all, "duty", "duties"),
        layers.join(", "),
        verbs.join(", "),
        super::listed_by("; ", &owners, 12)
    )
}

/// `Data team 12 (3 implemented, 9 open)`.
fn owner(owner: &OwnerTally) -> String {
    let counts = STATUSES.iter().zip(owner.counts);
    let counts: Vec<_> = counts
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| format!("{count} {}", status_label(*status).to_lowercase()))
        .collect();
    let name = one_line(owner.shown());
    format!("{name} {} ({})", owner.total(), counts.join(", "))
}
