//! Who holds a layer, as a mark beside the word or letter: tints that differ in grey, never colour alone.

use super::super::style::Color;
use super::page::{Ink, Placed};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Party {
    Aws,
    Team,
    Shared,
    Platform,
    Nobody,
}

const AWS: (Color, Color) = (Color(0x0b, 0x5c, 0xad), Color(0xcf, 0xe2, 0xf7));
const TEAM: (Color, Color) = (Color(0xb4, 0x47, 0x0f), Color(0xfb, 0xdc, 0xc6));
const PLATFORM: (Color, Color) = (Color(0x00, 0x73, 0x5c), Color(0xcd, 0xef, 0xe5));
const NOBODY: Color = Color(0xb0, 0x00, 0x20);

impl Party {
    /// The letter of a summary cell.
    pub(super) fn from_letter(text: &str) -> Option<Self> {
        match text.trim() {
            "A" => Some(Party::Aws),
            "T" => Some(Party::Team),
            "S" => Some(Party::Shared),
            "P" => Some(Party::Platform),
            "?" => Some(Party::Nobody),
            _ => None,
        }
    }

    /// The word of a `Holder` cell; teams go by their own names.
    pub(super) fn from_word(text: &str) -> Option<Self> {
        match text.trim() {
            "" => None,
            "AWS" => Some(Party::Aws),
            "Shared" => Some(Party::Shared),
            "?" | "Nobody" | "Nobody yet" | "Open" => Some(Party::Nobody),
            word if word.starts_with("Platform") => Some(Party::Platform),
            _ => Some(Party::Team),
        }
    }

    /// A light field behind a letter.
    pub(super) fn field(self, place: (f32, f32), size: (f32, f32)) -> Placed {
        Placed::decoration(place, size, self.ink(|(_, light)| light, true))
    }

    /// A small dark square before a word.
    pub(super) fn square(self, place: (f32, f32), side: f32) -> Placed {
        Placed::decoration(place, (side, side), self.ink(|(dark, _)| dark, false))
    }

    fn ink(self, shade: impl Fn((Color, Color)) -> Color, dashed: bool) -> Ink {
        match self {
            Party::Aws => Ink::Fill(shade(AWS)),
            Party::Team => Ink::Fill(shade(TEAM)),
            Party::Platform => Ink::Fill(shade(PLATFORM)),
            Party::Shared => Ink::Split(shade(AWS), shade(TEAM)),
            Party::Nobody => Ink::Edge {
                color: NOBODY,
                dashed,
            },
        }
    }
}
