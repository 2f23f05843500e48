//! The bytes of a page's content, written as the operations come: a long document has millions, too many
//! to keep.

use printpdf::{
    Color, DictItem, LineCapStyle, LineJoinStyle, LinePoint, Op, PaintMode, WindingOrder,
};

/// A page's content as far as it is painted.
#[derive(Default)]
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    /// What stands on the page but is no ink, such as links.
    pub(super) others: Vec<Op>,
}

impl Content {
    pub(super) fn extend(&mut self, ops: impl IntoIterator<Item = Op>) {
        for op in ops {
            self.push(op);
        }
    }

    pub(super) fn push(&mut self, op: Op) {
        match &op {
            Op::StartTextSection => self.operator("BT"),
            Op::EndTextSection => self.operator("ET"),
            Op::BeginMarkedContentWithProperties { tag, properties } => {
                self.name(tag.as_bytes());
                self.item(properties);
                self.operator("BDC");
            }
            Op::EndMarkedContent => self.operator("EMC"),
            Op::SetFillColor { col } => self.color(col, "rg"),
            Op::SetOutlineColor { col } => self.color(col, "RG"),
            Op::SetOutlineThickness { pt } => self.numbers(&[pt.0], "w"),
            Op::SetLineCapStyle { cap } => self.numbers(&[cap_number(*cap)], "J"),
            Op::SetLineJoinStyle { join } => self.numbers(&[join_number(*join)], "j"),
            Op::SetLineDashPattern { dash } => {
                self.bytes.push(b'[');
                dash.pattern.iter().for_each(|&length| self.number(length));
                self.bytes.push(b']');
                self.numbers(&[dash.offset], "d");
            }
            Op::SetFont { font, size } => {
                self.name(font.get_resource_name().as_bytes());
                self.numbers(&[size.0], "Tf");
            }
            Op::SetTextMatrix { matrix } => self.numbers(&matrix.as_array(), "Tm"),
            Op::DrawLine { line } => {
                self.path(&line.points);
                self.operator(if line.is_closed { "s" } else { "S" });
            }
            Op::DrawPolygon { polygon } => {
                for ring in &polygon.rings {
                    self.path(&ring.points);
                    self.operator("h");
                }
                self.operator(paint(polygon.mode, polygon.winding_order));
            }
            _ => self.others.push(op),
        }
    }

    /// Shows glyphs by their number, each with the thousandths of the type size taken back after it.
    pub(super) fn show(&mut self, glyphs: &[(u16, f32)]) {
        self.bytes.extend(b"[(");
        for (index, &(glyph, back)) in glyphs.iter().enumerate() {
            glyph
                .to_be_bytes()
                .into_iter()
                .for_each(|byte| self.string_byte(byte));
            if back != 0.0 && index + 1 < glyphs.len() {
                self.bytes.push(b')');
                self.number(back);
                self.bytes.push(b'(');
            }
        }
        self.bytes.extend(b")]TJ\n");
    }

    fn string_byte(&mut self, byte: u8) {
        match byte {
            b'(' | b')' | b'\\' => self.bytes.extend([b'\\', byte]),
            // Readers take a bare carriage return for a line feed.
            b'\r' => self.bytes.extend(b"\\r"),
            _ => self.bytes.push(byte),
        }
    }

    fn operator(&mut self, operator: &str) {
        self.bytes.extend(operator.as_bytes());
        self.bytes.push(b'\n');
    }

    fn numbers(&mut self, numbers: &[f32], operator: &str) {
        numbers.iter().for_each(|&number| self.number(number));
        self.operator(operator);
    }

    /// A number with at most three decimals and a space behind it.
    fn number(&mut self, number: f32) {
        let thousandths = (f64::from(number) * 1000.0).round() as i64;
        if thousandths < 0 {
            self.bytes.push(b'-');
        }
        let (whole, mut part) = (
            thousandths.unsigned_abs() / 1000,
            thousandths.unsigned_abs() % 1000,
        );
        self.digits(whole);
        if part > 0 {
            self.bytes.push(b'.');
            while part > 0 {
                self.bytes.push(b'0' + (part / 100) as u8);
                part = part % 100 * 10;
            }
        }
        self.bytes.push(b' ');
    }

    fn digits(&mut self, number: u64) {
        if number >= 10 {
            self.digits(number / 10);
        }
        self.bytes.push(b'0' + (number % 10) as u8);
    }

    fn name(&mut self, name: &[u8]) {
        self.bytes.push(b'/');
        self.bytes.extend(name);
        self.bytes.push(b' ');
    }

    fn color(&mut self, color: &Color, operator: &str) {
        if let Color::Rgb(rgb) = color {
            self.numbers(&[rgb.r, rgb.g, rgb.b], operator);
        }
    }

    /// Straight lines from point to point: nothing here is curved.
    fn path(&mut self, points: &[LinePoint]) {
        for (index, point) in points.iter().enumerate() {
            let operator = if index == 0 { "m" } else { "l" };
            self.numbers(&[point.p.x.0, point.p.y.0], operator);
        }
    }

    fn item(&mut self, item: &DictItem) {
        match item {
            DictItem::Int(number) => self.bytes.extend(format!("{number} ").as_bytes()),
            DictItem::Name(name) => self.name(name),
            DictItem::String { data, .. } => {
                self.bytes.push(b'<');
                for byte in data {
                    self.bytes.extend(format!("{byte:02x}").as_bytes());
                }
                self.bytes.push(b'>');
            }
            DictItem::Dict { map } => {
                self.bytes.extend(b"<<");
                for (key, value) in map {
                    self.name(key.as_bytes());
                    self.item(value);
                }
                self.bytes.extend(b">>");
            }
            _ => self.bytes.extend(b"null "),
        }
    }
}

fn cap_number(cap: LineCapStyle) -> f32 {
    match cap {
        LineCapStyle::Butt => 0.0,
        LineCapStyle::Round => 1.0,
        LineCapStyle::ProjectingSquare => 2.0,
    }
}

fn join_number(join: LineJoinStyle) -> f32 {
    match join {
        LineJoinStyle::Miter => 0.0,
        LineJoinStyle::Round => 1.0,
        LineJoinStyle::Bevel => 2.0,
    }
}

fn paint(mode: PaintMode, order: WindingOrder) -> &'static str {
    match (mode, order) {
        (PaintMode::Stroke, _) => "S",
        (PaintMode::Fill, WindingOrder::NonZero) => "f",
        (PaintMode::Fill, WindingOrder::EvenOdd) => "f*",
        (PaintMode::FillStroke, WindingOrder::NonZero) => "B",
        (PaintMode::FillStroke, WindingOrder::EvenOdd) => "B*",
        (PaintMode::Clip, _) => "W n",
    }
}

#[cfg(test)]
mod tests {
    use super::Content;

    fn written(numbers: &[f32]) -> String {
        let mut content = Content::default();
        content.numbers(numbers, "x");
        String::from_utf8(content.bytes).unwrap()
    }

    #[test]
    fn numbers_have_no_more_digits_than_they_need() {
        assert_eq!(
            written(&[0.0, -0.0, 12.0, 595.28, -0.05, 0.104]),
            "0 0 12 595.28 -0.05 0.104 x\n"
        );
    }

    #[test]
    fn strings_escape_what_would_end_them() {
        let mut content = Content::default();
        content.show(&[(0x2829, -12.0), (0x5c0d, 3.0)]);
        assert_eq!(content.bytes, b"[(\\(\\))-12 (\\\\\\r)]TJ\n");
    }
}
