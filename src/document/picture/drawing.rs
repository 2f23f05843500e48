//! A drawing in words of its own: fields, paths and text, in points from the top left corner. It knows
//! no format; the writers turn it into SVG and into the operations of a PDF page.

/// A finished drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    pub width: f32,
    pub height: f32,
    /// From the back to the front.
    pub shapes: Vec<Shape>,
}

// Every length is finite, so equality holds of each drawing with itself.
impl Eq for Drawing {}

#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Areas filled alike.
    Fields {
        fill: Fill,
        areas: Vec<Area>,
    },
    /// A line through points.
    Path {
        points: Vec<(f32, f32)>,
        ink: Ink,
        thickness: f32,
    },
    Text(Text),
    /// Single letters, each centered over its place on the baseline.
    Letters {
        ink: Ink,
        size: f32,
        letters: Vec<(f32, f32, char)>,
    },
}

/// A rectangle by its top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    pub x: f32,
    /// The baseline.
    pub y: f32,
    pub text: String,
    pub size: f32,
    pub bold: bool,
    pub ink: Ink,
    pub anchor: Anchor,
    /// Reads upwards from its place.
    pub turned: bool,
    /// Width it must not pass. It is clipped to it by generous widths; a writer that knows its
    /// typeface clips what is longer still.
    pub room: f32,
}

/// Which point of a text its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// Who holds a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holder {
    Aws,
    /// Cut along the diagonal: AWS above, the team below.
    Shared,
    Team,
}

/// How an area is filled. No two look alike without color.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Holder(Holder),
    /// The ground a letter stands on, in the middle of its holder's field.
    Plate(Holder),
    /// From 1, light, to 4, dark.
    Shade(u8),
    /// Stripes of the text's color.
    Stripes,
    /// Dots of the text's color.
    Dots,
    /// Its edge alone.
    Empty,
}

/// Color of lines and text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    Text,
    Quiet,
    /// The ground's own color, on a dark field.
    Ground,
    Rule,
}

/// Text of this size at this place; the rest is said by the methods that follow.
pub(super) fn text(x: f32, y: f32, text: impl Into<String>, size: f32) -> Text {
    Text {
        x,
        y,
        text: text.into(),
        size,
        bold: false,
        ink: Ink::Text,
        anchor: Anchor::Start,
        turned: false,
        room: f32::MAX,
    }
}

impl Text {
    pub(super) fn bold(self) -> Self {
        Text { bold: true, ..self }
    }

    pub(super) fn quiet(self) -> Self {
        let ink = Ink::Quiet;
        Text { ink, ..self }
    }

    pub(super) fn ink(self, ink: Ink) -> Self {
        Text { ink, ..self }
    }

    pub(super) fn anchored(self, anchor: Anchor) -> Self {
        Text { anchor, ..self }
    }

    pub(super) fn turned(self) -> Self {
        let turned = true;
        Text { turned, ..self }
    }

    /// Clips the text to a width.
    pub(super) fn within(self, room: f32) -> Self {
        let text = super::fit::clipped(&self.text, self.size, room);
        Text { text, room, ..self }
    }
}

impl From<Text> for Shape {
    fn from(text: Text) -> Self {
        Shape::Text(text)
    }
}

/// An area of this place and size.
pub(super) fn area((x, y): (f32, f32), (width, height): (f32, f32)) -> Area {
    Area {
        x,
        y,
        width,
        height,
    }
}
