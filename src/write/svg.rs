//! From a drawing to SVG: a file of its own beside the Markdown, or a part of the HTML page.
//!
//! Colors are the classes of `picture.css`: the page and the file decide what they are, in light, in
//! dark and in the reader's own colors.

use std::fmt::Write as _;

use pulldown_cmark_escape::escape_html_body_text;

use crate::document::picture::{Anchor, Area, Drawing, Fill, Holder, Ink, Picture, Shape, Text};
use crate::document::templates::Templates;

/// Writing to a string takes everything.
const NEVER_FAILS: &str = "a string takes every write";

/// The style of pictures, in a page and in files of their own.
pub(super) const STYLE: &str = "picture.css";

/// What a picture is called.
pub(super) struct Words<'a> {
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

/// The file of a picture, with its own style.
///
/// # Errors
/// When the style would end before its end.
pub fn file(picture: &Picture, templates: &Templates) -> anyhow::Result<Vec<u8>> {
    let style = templates.text(STYLE);
    anyhow::ensure!(
        !style.contains("]]>") && !style.to_ascii_lowercase().contains("</style"),
        "{STYLE} holds ']]>' or '</style', which ends it"
    );
    let drawing = &picture.drawing;
    let words = Words {
        title: &picture.caption,
        description: &picture.alternative,
    };
    let mut out = String::new();
    // Around a picture that stands alone there is air; in a page the page gives it.
    let air = 12.0;
    let (width, height) = (drawing.width + 2.0 * air, drawing.height + 2.0 * air);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing\" width=\"{}\" height=\"{}\" viewBox=\"{} {} {} {}\"",
        Length(width * 1.6),
        Length(height * 1.6),
        Length(-air),
        Length(-air),
        Length(width),
        Length(height),
    );
    head("picture", &words, &mut out);
    let _ = write!(out, "<style><![CDATA[\n{}\n]]></style>\n", style.trim());
    let ground = Area {
        x: -air,
        y: -air,
        width,
        height,
    };
    fields("paper", &[ground], &mut out);
    body("picture", drawing, &mut out);
    out.push_str("</svg>\n");
    Ok(out.into_bytes())
}

/// A picture as an element of a page; `id` is one that nothing else on the page begins with.
pub(super) fn inline(drawing: &Drawing, words: &Words<'_>, id: &str) -> String {
    let mut out = format!(
        "<svg class=\"drawing\" viewBox=\"0 0 {} {}\"",
        Length(drawing.width),
        Length(drawing.height)
    );
    head(id, words, &mut out);
    body(id, drawing, &mut out);
    out.push_str("</svg>");
    out
}

/// The rest of the start tag, and the picture in words.
fn head(id: &str, words: &Words<'_>, out: &mut String) {
    let _ = write!(
        out,
        " role=\"img\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\">\n<title id=\"{id}-title\">"
    );
    escaped(words.title, out);
    let _ = write!(out, "</title>\n<desc id=\"{id}-desc\">");
    escaped(words.description, out);
    out.push_str("</desc>\n");
}

fn body(id: &str, drawing: &Drawing, out: &mut String) {
    patterns(id, drawing, out);
    for shape in &drawing.shapes {
        match shape {
            Shape::Fields { fill, areas } => filled(id, *fill, areas, out),
            Shape::Path {
                points,
                ink,
                thickness,
            } => path(points, *ink, *thickness, out),
            Shape::Text(text) => line(text, out),
            Shape::Letters { ink, size, letters } => self::letters(*ink, *size, letters, out),
        }
    }
}

/// The tiles of patterns.
const STRIPES: &str =
    "width=\"3.2\" height=\"3.2\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"";
const DOTS: &str = "width=\"3\" height=\"3\" patternUnits=\"userSpaceOnUse\"";

fn patterns(id: &str, drawing: &Drawing, out: &mut String) {
    let uses = |wanted: &[Fill]| {
        drawing
            .shapes
            .iter()
            .any(|shape| matches!(shape, Shape::Fields { fill, .. } if wanted.contains(fill)))
    };
    let mut made = String::new();
    let stripe = "<path class=\"ground\" d=\"M0 0h3.2v3.2h-3.2z\"/><path class=\"CLASS\" d=\"M0 0h1.1v3.2h-1.1z\"/>";
    if uses(&[Fill::Holder(Holder::Team), Fill::Holder(Holder::Shared)]) {
        let tile = stripe
            .replace("ground", "team-ground")
            .replace("CLASS", "team");
        let _ = write!(made, "<pattern id=\"{id}-team\" {STRIPES}>{tile}</pattern>");
    }
    if uses(&[Fill::Stripes]) {
        let tile = stripe.replace("ground", "paper").replace("CLASS", "mark");
        let _ = write!(
            made,
            "<pattern id=\"{id}-stripes\" {STRIPES}>{tile}</pattern>"
        );
    }
    if uses(&[Fill::Dots]) {
        let tile = "<path class=\"paper\" d=\"M0 0h3v3h-3z\"/><circle class=\"mark\" cx=\"1.5\" cy=\"1.5\" r=\".8\"/>";
        let _ = write!(made, "<pattern id=\"{id}-dots\" {DOTS}>{tile}</pattern>");
    }
    if !made.is_empty() {
        let _ = writeln!(out, "<defs>{made}</defs>");
    }
}

fn filled(id: &str, fill: Fill, areas: &[Area], out: &mut String) {
    match fill {
        Fill::Holder(Holder::Aws) => fields("aws", areas, out),
        Fill::Holder(Holder::Team) => patterned(id, "team", areas, out),
        Fill::Holder(Holder::Shared) => {
            let above = |a: &Area, d: &mut String| {
                let _ = write!(
                    d,
                    "M{} {}h{}l{} {}z",
                    Length(a.x),
                    Length(a.y),
                    Length(a.width),
                    Length(-a.width),
                    Length(a.height)
                );
            };
            let below = |a: &Area, d: &mut String| {
                let _ = write!(
                    d,
                    "M{} {}v{}h{}z",
                    Length(a.x + a.width),
                    Length(a.y),
                    Length(a.height),
                    Length(-a.width)
                );
            };
            shape("class=\"aws\"", areas, above, out);
            shape(&format!("fill=\"url(#{id}-team)\""), areas, below, out);
        }
        Fill::Plate(Holder::Aws) => fields("plate-aws", areas, out),
        Fill::Plate(_) => fields("plate", areas, out),
        Fill::Shade(shade) => fields(&format!("shade-{shade}"), areas, out),
        Fill::Stripes => patterned(id, "stripes", areas, out),
        Fill::Dots => patterned(id, "dots", areas, out),
        Fill::Empty => fields("empty", areas, out),
    }
}

fn fields(class: &str, areas: &[Area], out: &mut String) {
    shape(&format!("class=\"{class}\""), areas, rectangle, out);
}

/// Light patterns have an edge, so that a field ends where it does.
fn patterned(id: &str, name: &str, areas: &[Area], out: &mut String) {
    let fill = format!("class=\"edge-{name}\" fill=\"url(#{id}-{name})\"");
    shape(&fill, areas, rectangle, out);
}

fn rectangle(a: &Area, d: &mut String) {
    let _ = write!(
        d,
        "M{} {}h{}v{}h{}z",
        Length(a.x),
        Length(a.y),
        Length(a.width),
        Length(a.height),
        Length(-a.width)
    );
}

/// One path for all areas.
fn shape(attributes: &str, areas: &[Area], draw: impl Fn(&Area, &mut String), out: &mut String) {
    let _ = write!(out, "<path {attributes} d=\"");
    for area in areas {
        draw(area, out);
    }
    out.push_str("\"/>\n");
}

fn path(points: &[(f32, f32)], ink: Ink, thickness: f32, out: &mut String) {
    let _ = write!(
        out,
        "<path class=\"line {}\" stroke-width=\"{}\" d=\"",
        class(ink),
        Length(thickness)
    );
    for (at, (x, y)) in points.iter().enumerate() {
        let to = if at == 0 { 'M' } else { 'L' };
        let _ = write!(out, "{to}{} {}", Length(*x), Length(*y));
    }
    out.push_str("\"/>\n");
}

fn class(ink: Ink) -> &'static str {
    match ink {
        Ink::Text => "ink",
        Ink::Quiet => "quiet",
        Ink::Ground => "on-dark",
        Ink::Rule => "rule",
    }
}

fn line(text: &Text, out: &mut String) {
    let bold = if text.bold { " bold" } else { "" };
    let (x, y) = (Length(text.x), Length(text.y));
    let _ = write!(
        out,
        "<text class=\"{}{bold}\" font-size=\"{}\"",
        class(text.ink),
        Length(text.size)
    );
    match text.anchor {
        Anchor::Start => {}
        Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
        Anchor::End => out.push_str(" text-anchor=\"end\""),
    }
    let _ = if text.turned {
        write!(out, " transform=\"translate({x} {y}) rotate(-90)\">")
    } else {
        write!(out, " x=\"{x}\" y=\"{y}\">")
    };
    escaped(&text.text, out);
    out.push_str("</text>\n");
}

/// A `text` for each row: its letters have places of their own.
fn letters(ink: Ink, size: f32, letters: &[(f32, f32, char)], out: &mut String) {
    for row in letters.chunk_by(|a, b| a.1 == b.1) {
        let _ = write!(
            out,
            "<text class=\"{} bold\" font-size=\"{}\" text-anchor=\"middle\" y=\"{}\" x=\"",
            class(ink),
            Length(size),
            Length(row[0].1)
        );
        let places: Vec<_> = row.iter().map(|(x, ..)| Length(*x).to_string()).collect();
        out.push_str(&places.join(" "));
        out.push_str("\">");
        let text: String = row.iter().map(|(.., letter)| *letter).collect();
        escaped(&text, out);
        out.push_str("</text>\n");
    }
}

/// Text as the content of an element, in HTML and in XML: what XML cannot hold is replaced.
fn escaped(text: &str, out: &mut String) {
    let is_text =
        |c: char| !matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    let text: String = text
        .chars()
        .map(|c| if is_text(c) { c } else { '\u{fffd}' })
        .collect();
    escape_html_body_text(&mut *out, &text).expect(NEVER_FAILS);
}

/// A length to a hundredth of a point, as short as it goes.
struct Length(f32);

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = (f64::from(self.0) * 100.0).round() as i64;
        let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
        let sign = if hundredths < 0 { "-" } else { "" };
        match rest {
            0 => write!(f, "{sign}{whole}"),
            _ if rest % 10 == 0 => write!(f, "{sign}{whole}.{}", rest / 10),
            _ => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short() {
        let shown = |length: f32| Length(length).to_string();
        assert_eq!(
            [12.0, 0.5, -3.25, 1.049, 0.0, -0.001].map(shown),
            ["12", "0.5", "-3.25", "1.05", "0", "0"]
        );
    }

    #[test]
    fn text_is_never_markup() {
        let mut out = String::new();
        escaped("<script>&\u{1}\"", &mut out);
        assert_eq!(out, "&lt;script&gt;&amp;\u{fffd}\"");
    }
}
