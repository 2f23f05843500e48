//! From fills, rules and marks to the operations that ink them.

use printpdf::{
    Line, LineCapStyle, LineDashPattern, LinePoint, Op, PaintMode, Point, Polygon, PolygonRing, Pt,
    Rgb, WindingOrder,
};

use super::layout::{Ink, Placed};
use super::style::{Color, Sheet};

/// Distance of the round dots that lead to a page number.
const DOTS: &[f32] = &[0.0, 4.5];
const DASHES: &[f32] = &[2.0, 1.5];
const THIN: f32 = 0.7;

pub(super) fn ops(placed: &Placed, sheet: Sheet) -> Vec<Op> {
    let corners = Corners::of(placed, sheet);
    let top = [corners.top_left, corners.top_right];
    match &placed.ink {
        Ink::Fill(color) => fill(*color, &corners.all()),
        Ink::Split(above, below) => {
            let (from, to) = (corners.bottom_left, corners.top_right);
            let mut ops = fill(*above, &[from, corners.top_left, to]);
            ops.extend(fill(*below, &[from, corners.bottom_right, to]));
            ops
        }
        Ink::Rule { color, thickness } => stroke(*color, *thickness, &[], &top, false),
        Ink::Leader(color) => stroke(*color, THIN, DOTS, &top, false),
        Ink::Edge { color, dashed } => {
            let dash = if *dashed { DASHES } else { &[] };
            stroke(*color, THIN, dash, &corners.all(), true)
        }
        Ink::Nothing | Ink::Line { .. } | Ink::Turned { .. } | Ink::Drawing(_) | Ink::PageOf(_) => {
            Vec::new()
        }
    }
}

fn fill(color: Color, points: &[Point]) -> Vec<Op> {
    let polygon = Polygon {
        rings: vec![PolygonRing {
            points: straight(points),
        }],
        mode: PaintMode::Fill,
        winding_order: WindingOrder::NonZero,
    };
    let color = Op::SetFillColor { col: rgb(color) };
    vec![color, Op::DrawPolygon { polygon }]
}

fn stroke(color: Color, thickness: f32, dash: &[f32], points: &[Point], closed: bool) -> Vec<Op> {
    let cap = if dash.first() == Some(&0.0) {
        LineCapStyle::Round
    } else {
        LineCapStyle::Butt
    };
    let line = Line {
        points: straight(points),
        is_closed: closed,
    };
    vec![
        Op::SetOutlineColor { col: rgb(color) },
        Op::SetOutlineThickness { pt: Pt(thickness) },
        Op::SetLineCapStyle { cap },
        Op::SetLineDashPattern {
            dash: LineDashPattern::new(0.0, dash),
        },
        Op::DrawLine { line },
    ]
}

/// A box's corners on the sheet, counted from its lower left as PDF does.
struct Corners {
    top_left: Point,
    top_right: Point,
    bottom_left: Point,
    bottom_right: Point,
}

impl Corners {
    fn of(placed: &Placed, sheet: Sheet) -> Self {
        let (left, right) = (round(placed.x), round(placed.x + placed.width));
        let top = round(sheet.height - placed.y);
        let bottom = round(sheet.height - placed.y - placed.height);
        let point = |x, y| Point { x: Pt(x), y: Pt(y) };
        Self {
            top_left: point(left, top),
            top_right: point(right, top),
            bottom_left: point(left, bottom),
            bottom_right: point(right, bottom),
        }
    }

    fn all(&self) -> [Point; 4] {
        [
            self.bottom_left,
            self.top_left,
            self.top_right,
            self.bottom_right,
        ]
    }
}

fn straight(points: &[Point]) -> Vec<LinePoint> {
    let straight = |&p: &Point| LinePoint { p, bezier: false };
    points.iter().map(straight).collect()
}

pub(super) fn rgb(Color(r, g, b): Color) -> printpdf::Color {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    printpdf::Color::Rgb(Rgb {
        r: part(r),
        g: part(g),
        b: part(b),
        icc_profile: None,
    })
}

/// Hundredths of a point are finer than any printer, and short to write.
pub(super) fn round(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}
