//! Sizes, spaces and colours of the pages: the one place to change how a document looks.
//! All lengths are points; spaces sit on a grid of 4.5.

use crate::write::Paper;

const MM: f32 = 72.0 / 25.4;

/// A colour as red, green and blue, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Color(pub(super) u8, pub(super) u8, pub(super) u8);

pub(super) const INK: Color = Color(0x1b, 0x1f, 0x24);
pub(super) const MUTED: Color = Color(0x55, 0x5d, 0x66);
pub(super) const LINK: Color = Color(0x0b, 0x4a, 0x8f);
pub(super) const RULE: Color = Color(0xc4, 0xc9, 0xcf);
pub(super) const STRONG_RULE: Color = Color(0x6b, 0x73, 0x7c);
pub(super) const CODE_FILL: Color = Color(0xf4, 0xf5, 0xf7);

pub(super) const RULE_WIDTH: f32 = 0.4;
pub(super) const STRONG_RULE_WIDTH: f32 = 0.8;

/// A size of type and the height of its lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    pub(super) size: f32,
    pub(super) leading: f32,
}

impl Type {
    const fn new(size: f32, leading: f32) -> Self {
        Self { size, leading }
    }

    /// From the top of a line to its baseline; centres small letters and capitals alike.
    pub(super) fn baseline(self) -> f32 {
        self.leading / 2.0 + self.size * 0.33
    }
}

/// Space above and below a cell's text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pad {
    pub(super) above: f32,
    pub(super) below: f32,
}

pub(super) const BODY: Type = Type::new(9.5, 13.5);
pub(super) const TABLE: Type = Type::new(8.5, 11.5);
pub(super) const CODE: Type = Type::new(8.0, 11.5);
pub(super) const MARGIN_NOTE: Type = Type::new(7.5, 10.0);
pub(super) const TURNED: Type = Type::new(8.0, 10.0);

/// Code stands beside text a little smaller, because its letters are wider.
pub(super) const CODE_SCALE: f32 = 0.9;

/// The type of a heading of this level.
pub(super) fn heading(level: u8) -> Type {
    match level {
        1 => Type::new(28.0, 36.0),
        2 => Type::new(20.0, 27.0),
        3 => Type::new(14.0, 18.0),
        4 => Type::new(11.0, 13.5),
        _ => BODY,
    }
}

/// Space above and below a heading of this level.
pub(super) fn heading_space(level: u8) -> (f32, f32) {
    match level {
        1 => (0.0, 27.0),
        2 => (36.0, 9.0),
        3 => (27.0, 4.5),
        4 => (18.0, 4.5),
        _ => (13.5, 4.5),
    }
}

/// Depth of a page that must be free below a heading of this level: long lists never start at a page's foot.
pub(super) fn heading_room(level: u8) -> f32 {
    if level <= 2 { 140.0 } else { 72.0 }
}

pub(super) const TITLE_DROP: f32 = 90.0;
pub(super) const PARAGRAPH_SPACE: f32 = 9.0;
pub(super) const ITEM_SPACE: f32 = 4.5;
pub(super) const CAPTION_ABOVE: f32 = 18.0;
pub(super) const CAPTION_BELOW: f32 = 4.5;
pub(super) const TABLE_BELOW: f32 = 18.0;
pub(super) const INDENT: f32 = 13.5;
/// Text is never squeezed below this, however deep a list is nested.
pub(super) const LEAST_MEASURE: f32 = 120.0;

pub(super) const COLUMN_GAP: f32 = 9.0;
/// Space in a cell above and below its text: in tables of text, and in tables of letters.
pub(super) const ROOMY: Pad = Pad {
    above: 3.5,
    below: 4.0,
};
pub(super) const DENSE: Pad = Pad {
    above: 1.0,
    below: 1.5,
};
/// Height of an empty cell that waits for a signature.
pub(super) const SIGNATURE_HEIGHT: f32 = 31.5;

/// A page: its size, and the margins around the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sheet {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
}

impl Sheet {
    /// Bound at its left side.
    pub(super) fn upright(paper: Paper) -> Self {
        let (width, height) = size(paper);
        Self {
            width,
            height,
            left: 25.0 * MM,
            right: 20.0 * MM,
            top: 22.0 * MM,
            bottom: 22.0 * MM,
        }
    }

    /// On its side, for wide tables; bound at the edge that becomes its top.
    pub(super) fn sideways(paper: Paper) -> Self {
        let (height, width) = size(paper);
        Self {
            width,
            height,
            left: 20.0 * MM,
            right: 20.0 * MM,
            top: 25.0 * MM,
            bottom: 20.0 * MM,
        }
    }

    pub(super) fn text_width(self) -> f32 {
        self.width - self.left - self.right
    }

    pub(super) fn text_height(self) -> f32 {
        self.height - self.top - self.bottom
    }
}

fn size(paper: Paper) -> (f32, f32) {
    match paper {
        Paper::A4 => (595.276, 841.89),
        Paper::Letter => (612.0, 792.0),
    }
}
