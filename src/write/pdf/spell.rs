//! Characters that cannot be printed, spelled as their code points so that nothing is lost.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::rich::{BREAK_HERE, Rich};

/// `[U+5C71]` for a character.
pub(super) fn code_point(character: char) -> String {
    format!("[U+{:04X}]", u32::from(character))
}

/// Needs no glyph: a place to break, or what joins and parts letters.
pub(super) fn is_inkless(character: char) -> bool {
    matches!(character, BREAK_HERE | '\n' | '\u{200C}' | '\u{200D}')
}

/// Spells out the characters that `lacking` says, by place and character, and notes them in `missing`.
pub(super) fn out(
    rich: &mut Cow<'_, Rich>,
    lacking: impl Fn(usize, char) -> bool,
    missing: &mut BTreeSet<char>,
) {
    if !rich.text.char_indices().any(|(at, c)| lacking(at, c)) {
        return;
    }
    let old = std::mem::take(&mut rich.to_mut().text);
    let mut text = String::with_capacity(old.len() + 8);
    let mut start = 0;
    for span in &mut rich.to_mut().spans {
        for (at, character) in old[start..span.end].char_indices() {
            if lacking(start + at, character) {
                missing.insert(character);
                text.push_str(&code_point(character));
            } else {
                text.push(character);
            }
        }
        start = span.end;
        span.end = text.len();
    }
    rich.to_mut().text = text;
}
