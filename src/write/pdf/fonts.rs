//! The typefaces a document is set in: the embedded five, and those its author gives beside them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::font::{self, Font, FontFault};

/// One of the faces; those that were given are numbered in the order they were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Face {
    Regular,
    Bold,
    Italic,
    BoldItalic,
    Mono,
    Given(u16),
}

impl Face {
    const EMBEDDED: [Face; 5] = [
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

    fn is_bold(self) -> bool {
        matches!(self, Face::Bold | Face::BoldItalic)
    }

    /// Its name in the file and to the shaping library: each face has one of its own.
    pub(super) fn key(self) -> String {
        match self {
            Face::Given(number) => format!("G{number}"),
            embedded => format!("T{}", embedded.number()),
        }
    }

    fn number(self) -> usize {
        match self {
            Face::Regular => 0,
            Face::Bold => 1,
            Face::Italic => 2,
            Face::BoldItalic => 3,
            Face::Mono => 4,
            Face::Given(number) => usize::from(number),
        }
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Face::Bold => include_bytes!("fonts/SourceSans3-Bold.ttf"),
            Face::Italic => include_bytes!("fonts/SourceSans3-Italic.ttf"),
            Face::BoldItalic => include_bytes!("fonts/SourceSans3-BoldItalic.ttf"),
            Face::Mono => include_bytes!("fonts/SourceCodePro-Regular.ttf"),
            Face::Regular | Face::Given(_) => include_bytes!("fonts/SourceSans3-Regular.ttf"),
        }
    }
}

/// Reading a face costs a millisecond, so once a process; the bytes are constants.
static EMBEDDED: LazyLock<[Font; 5]> = LazyLock::new(|| {
    Face::EMBEDDED.map(|face| Font::constant(face.bytes()).expect("the embedded faces are sound"))
});

/// The faces a document may use.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    given: Vec<Font>,
}

impl Fonts {
    /// Most faces that can be given.
    pub const LIMIT: usize = 64;

    /// The embedded faces alone: Latin, Greek and Cyrillic.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// Adds a face, asked after those before it for what they lack. `index` counts the faces of a
    /// collection from 0.
    ///
    /// # Errors
    /// Why the bytes cannot serve as a font of a document that is filed.
    pub fn add(&mut self, bytes: Vec<u8>, index: u32) -> Result<(), FontFault> {
        if self.given.len() == Self::LIMIT {
            return Err(FontFault::TooMany);
        }
        self.given.push(Font::read(bytes, index)?);
        Ok(())
    }

    /// Whether some face has the character.
    pub fn has(&self, character: char) -> bool {
        self.faces().any(|face| self.font(face).has(character))
    }

    /// The characters of a text that no face has, sorted.
    pub fn lacking(&self, text: &str) -> BTreeSet<char> {
        let others = text.chars().filter(|c| !c.is_ascii() && !c.is_control());
        let mut characters: BTreeSet<char> = others.collect();
        characters.retain(|&c| !self.has(c));
        characters
    }

    /// Which of the characters a face has that is not added; none where it is no font.
    pub fn having(bytes: &[u8], index: u32, wanted: &BTreeSet<char>) -> Vec<char> {
        font::having(bytes, index, wanted)
    }

    pub(super) fn faces(&self) -> impl Iterator<Item = Face> + use<> {
        let given = (0..self.given.len()).map(|number| Face::Given(number as u16));
        Face::EMBEDDED.into_iter().chain(given)
    }

    pub(super) fn font(&self, face: Face) -> &Font {
        match face {
            Face::Given(number) => &self.given[usize::from(number)],
            embedded => &EMBEDDED[embedded.number()],
        }
    }

    /// The faces a character is looked for in, in order; given ones of the same weight come first.
    pub(super) fn fallbacks(&self, face: Face) -> Vec<Face> {
        let mut order = vec![face, Face::Regular, Face::Mono];
        let given = |bold: bool| {
            let fits = move |&face: &Face| self.font(face).is_bold() == bold;
            self.faces().skip(Face::EMBEDDED.len()).filter(fits)
        };
        order.extend(given(face.is_bold()));
        order.extend(given(!face.is_bold()));
        order
    }
}

#[cfg(test)]
mod tests {
    use super::{Face, Fonts};

    #[test]
    fn latin_greek_and_cyrillic_need_no_other_font() {
        let fonts = Fonts::embedded();
        let european = ('\u{20}'..='\u{7E}')
            .chain('\u{A0}'..='\u{17F}')
            .chain('\u{0391}'..='\u{03A1}')
            .chain('\u{03A3}'..='\u{03CE}')
            .chain('\u{0400}'..='\u{045F}')
            .filter(|&character| character != '\u{AD}');
        for character in european {
            for face in Face::EMBEDDED {
                assert!(fonts.font(face).has(character), "{face:?} {character:?}");
            }
        }
        assert!(!fonts.has('山'));
    }
}
