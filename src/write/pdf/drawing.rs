//! From the shapes of a drawing to operations of a page. Patterns are drawn, stripe by stripe: what is
//! inked once needs no resource, and prints alike everywhere.

use printpdf::{
    Line, LineCapStyle, LineDashPattern, LineJoinStyle, LinePoint, Op, PaintMode, Point, Polygon,
    PolygonRing, Pt, WindingOrder,
};

use crate::document::picture::{Area, Drawing, Fill, Holder, Ink, Shape};

use super::shapes::{rgb, round};
use super::style::{self, Color};

const AWS: Color = Color(0x0b, 0x5c, 0xad);
const TEAM: Color = Color(0xb4, 0x47, 0x0f);
const TEAM_FILL: Color = Color(0xfd, 0xea, 0xdf);
const GROUND: Color = Color(0xff, 0xff, 0xff);
const SHADES: [Color; 4] = [
    Color(0xe6, 0xea, 0xee),
    Color(0xc9, 0xd0, 0xd8),
    Color(0x9a, 0xa5, 0xb1),
    Color(0x3d, 0x47, 0x52),
];
const EDGE: f32 = 0.5;
/// From one stripe to the next along an edge, and how much of it is ink.
const STRIPE: (f32, f32) = (4.53, 1.56);
/// From one dot to the next, and a dot's side.
const DOT: (f32, f32) = (3.0, 1.3);

/// Color of lines and text on white paper.
pub(super) fn color(ink: Ink) -> Color {
    match ink {
        Ink::Text => style::INK,
        Ink::Quiet => style::MUTED,
        Ink::Ground => GROUND,
        Ink::Rule => style::STRONG_RULE,
    }
}

/// Everything but the text of a drawing, whose top left corner is here on the page.
pub(super) fn ops(drawing: &Drawing, (left, top): (f32, f32), scale: f32) -> Vec<Op> {
    let place = Place { left, top, scale };
    let mut ops = Vec::new();
    for shape in &drawing.shapes {
        match shape {
            Shape::Fields { fill, areas } => place.fields(*fill, areas, &mut ops),
            Shape::Path {
                points,
                ink,
                thickness,
            } => place.path(points, *ink, *thickness, &mut ops),
            Shape::Text(_) | Shape::Letters { .. } => {}
        }
    }
    ops
}

/// Corners of a convex field, in points of the drawing.
type Corners = Vec<(f32, f32)>;

/// Where on the page a drawing lies, and how large.
struct Place {
    left: f32,
    top: f32,
    scale: f32,
}

impl Place {
    fn fields(&self, fill: Fill, areas: &[Area], ops: &mut Vec<Op>) {
        let whole = || areas.iter().map(rectangle);
        match fill {
            Fill::Holder(Holder::Aws) => self.fill(AWS, whole().collect(), ops),
            Fill::Holder(Holder::Team) => self.striped(TEAM_FILL, TEAM, whole().collect(), ops),
            Fill::Holder(Holder::Shared) => {
                self.fill(AWS, areas.iter().map(above).collect(), ops);
                self.striped(TEAM_FILL, TEAM, areas.iter().map(below).collect(), ops);
            }
            Fill::Plate(Holder::Aws) => {}
            Fill::Plate(_) => self.fill(GROUND, whole().collect(), ops),
            Fill::Shade(shade) => {
                let shade = SHADES[usize::from(shade.clamp(1, 4)) - 1];
                self.fill(shade, whole().collect(), ops);
            }
            Fill::Stripes => {
                self.striped(GROUND, style::INK, whole().collect(), ops);
                self.edges(areas, ops);
            }
            Fill::Dots => {
                self.fill(style::INK, areas.iter().flat_map(dots).collect(), ops);
                self.edges(areas, ops);
            }
            Fill::Empty => self.edges(areas, ops),
        }
    }

    fn striped(&self, ground: Color, ink: Color, fields: Vec<Corners>, ops: &mut Vec<Op>) {
        let stripes = fields.iter().flat_map(stripes).collect();
        self.fill(ground, fields, ops);
        self.fill(ink, stripes, ops);
    }

    fn fill(&self, color: Color, fields: Vec<Corners>, ops: &mut Vec<Op>) {
        if fields.is_empty() {
            return;
        }
        let rings = fields.iter().map(|corners| PolygonRing {
            points: self.points(corners),
        });
        ops.push(Op::SetFillColor { col: rgb(color) });
        ops.push(Op::DrawPolygon {
            polygon: Polygon {
                rings: rings.collect(),
                mode: PaintMode::Fill,
                winding_order: WindingOrder::NonZero,
            },
        });
    }

    fn edges(&self, areas: &[Area], ops: &mut Vec<Op>) {
        for area in areas {
            self.stroke(&rectangle(area), style::MUTED, EDGE, true, ops);
        }
    }

    fn path(&self, points: &[(f32, f32)], ink: Ink, thickness: f32, ops: &mut Vec<Op>) {
        self.stroke(points, color(ink), thickness, false, ops);
    }

    fn stroke(
        &self,
        points: &[(f32, f32)],
        color: Color,
        thickness: f32,
        is_closed: bool,
        ops: &mut Vec<Op>,
    ) {
        let pt = Pt(round(thickness * self.scale));
        let line = Line {
            points: self.points(points),
            is_closed,
        };
        ops.extend([
            Op::SetOutlineColor { col: rgb(color) },
            Op::SetOutlineThickness { pt },
            Op::SetLineCapStyle {
                cap: LineCapStyle::Butt,
            },
            Op::SetLineJoinStyle {
                join: LineJoinStyle::Miter,
            },
            Op::SetLineDashPattern {
                dash: LineDashPattern::new(0.0, &[]),
            },
            Op::DrawLine { line },
        ]);
    }

    fn points(&self, corners: &[(f32, f32)]) -> Vec<LinePoint> {
        let point = |(x, y): &(f32, f32)| LinePoint {
            p: Point {
                x: Pt(round(self.left + x * self.scale)),
                y: Pt(round(self.top - y * self.scale)),
            },
            bezier: false,
        };
        corners.iter().map(point).collect()
    }
}

fn rectangle(a: &Area) -> Corners {
    let (right, bottom) = (a.x + a.width, a.y + a.height);
    vec![(a.x, a.y), (right, a.y), (right, bottom), (a.x, bottom)]
}

fn above(a: &Area) -> Corners {
    vec![(a.x, a.y), (a.x + a.width, a.y), (a.x, a.y + a.height)]
}

fn below(a: &Area) -> Corners {
    let (right, bottom) = (a.x + a.width, a.y + a.height);
    vec![(right, a.y), (right, bottom), (a.x, bottom)]
}

/// The rising stripes of a field. They run through the whole drawing, so that neighbors match.
fn stripes(field: &Corners) -> Vec<Corners> {
    let (step, ink) = STRIPE;
    let sums = field.iter().map(|(x, y)| x + y);
    let (low, high) = sums.fold((f32::MAX, f32::MIN), |(low, high), sum| {
        (low.min(sum), high.max(sum))
    });
    let mut stripes = Vec::new();
    let mut at = (low / step).floor() * step;
    while at < high {
        let stripe = cut(&cut(field, at, 1.0), at + ink, -1.0);
        if stripe.len() > 2 {
            stripes.push(stripe);
        }
        at += step;
    }
    stripes
}

/// The part of a convex field on one side of the line where x and y add up to `sum`.
fn cut(field: &Corners, sum: f32, side: f32) -> Corners {
    let over = |(x, y): (f32, f32)| (x + y - sum) * side;
    let mut kept = Vec::new();
    for (at, &from) in field.iter().enumerate() {
        let to = field[(at + 1) % field.len()];
        let (start, end) = (over(from), over(to));
        if start >= 0.0 {
            kept.push(from);
        }
        if (start > 0.0 && end < 0.0) || (start < 0.0 && end > 0.0) {
            let part = start / (start - end);
            kept.push((
                from.0 + (to.0 - from.0) * part,
                from.1 + (to.1 - from.1) * part,
            ));
        }
    }
    kept
}

/// Small squares in rows, whole ones only.
fn dots(a: &Area) -> Vec<Corners> {
    let (step, side) = DOT;
    let count = |length: f32| ((length / step).floor()).max(0.0) as usize;
    let inset = (step - side) / 2.0;
    let mut dots = Vec::new();
    for row in 0..count(a.height) {
        for column in 0..count(a.width) {
            dots.push(rectangle(&Area {
                x: a.x + column as f32 * step + inset,
                y: a.y + row as f32 * step + inset,
                width: side,
                height: side,
            }));
        }
    }
    dots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_stay_in_their_field() {
        let area = Area {
            x: 3.0,
            y: 5.0,
            width: 30.0,
            height: 11.0,
        };
        for field in [rectangle(&area), above(&area), below(&area)] {
            let stripes = stripes(&field);
            assert!(stripes.len() > 3, "{stripes:?}");
            for (x, y) in stripes.into_iter().flatten() {
                assert!((3.0..=33.001).contains(&x) && (5.0..=16.001).contains(&y));
            }
        }
    }
}
