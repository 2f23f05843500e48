//! The typefaces every document is set in: their bytes, which characters they have, how wide a glyph is.

use std::sync::LazyLock;

use printpdf::ParsedFont;

/// One of the embedded faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Face {
    Regular,
    Bold,
    Italic,
    BoldItalic,
    Mono,
}

impl Face {
    pub(super) const ALL: [Face; 5] = [
        Face::Regular,
        Face::Bold,
        Face::Italic,
        Face::BoldItalic,
        Face::Mono,
    ];

    /// The face for text with these marks; code has one face only.
    pub(super) fn of(bold: bool, italic: bool, mono: bool) -> Self {
        match (mono, bold, italic) {
            (true, _, _) => Face::Mono,
            (_, true, true) => Face::BoldItalic,
            (_, true, false) => Face::Bold,
            (_, false, true) => Face::Italic,
            (_, false, false) => Face::Regular,
        }
    }

    /// Name in the file's font dictionary.
    pub(super) fn post_script_name(self) -> &'static str {
        match self {
            Face::Regular => "SourceSans3-Regular",
            Face::Bold => "SourceSans3-Bold",
            Face::Italic => "SourceSans3-Italic",
            Face::BoldItalic => "SourceSans3-BoldItalic",
            Face::Mono => "SourceCodePro-Regular",
        }
    }

    pub(super) fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("fonts/SourceSans3-Regular.ttf"),
            Face::Bold => include_bytes!("fonts/SourceSans3-Bold.ttf"),
            Face::Italic => include_bytes!("fonts/SourceSans3-Italic.ttf"),
            Face::BoldItalic => include_bytes!("fonts/SourceSans3-BoldItalic.ttf"),
            Face::Mono => include_bytes!("fonts/SourceCodePro-Regular.ttf"),
        }
    }

    /// The faces a character is looked for in, in order.
    pub(super) fn fallbacks(self) -> [Face; 3] {
        [self, Face::Regular, Face::Mono]
    }

    pub(super) fn has(self, character: char) -> bool {
        self.fallbacks().iter().any(|face| {
            face.parsed()
                .lookup_glyph_index(character.into())
                .is_some_and(|glyph| glyph != 0)
        })
    }

    pub(super) fn parsed(self) -> &'static ParsedFont {
        &PARSED[self as usize]
    }
}

/// Reading a face costs a millisecond, so once a process; the bytes are constants.
static PARSED: LazyLock<[ParsedFont; 5]> = LazyLock::new(|| {
    Face::ALL.map(|face| {
        ParsedFont::from_bytes(face.bytes(), 0, &mut Vec::new())
            .expect("the embedded faces are sound")
    })
});
