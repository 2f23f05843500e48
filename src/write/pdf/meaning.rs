//! Which characters each glyph of a cluster stands for. A file gives every glyph one meaning, so a letter
//! should mean itself wherever it stands, and its mark the mark.

use std::ops::Range;

use super::text::{Glyph, Piece};

/// A glyph must mean something; this is read as nothing.
const NOTHING: &str = "\u{200B}";

pub(super) fn of<'a>(piece: &'a Piece, glyph: &Glyph) -> &'a str {
    match &piece.text[glyph.start..glyph.end] {
        "" => NOTHING,
        text => text,
    }
}

/// Shares the text of a cluster among its glyphs: to each the character it is the glyph of, what is left
/// in order, and nothing to those for which nothing is left.
pub(super) fn share(text: &str, glyphs: &mut [Glyph], glyph_of: impl Fn(char) -> Option<u16>) {
    let mut left: Vec<(usize, char)> = text.char_indices().collect();
    let mut shares: Vec<Option<Range<usize>>> = vec![None; glyphs.len()];
    for (share, glyph) in shares.iter_mut().zip(glyphs.iter()) {
        let own = left
            .iter()
            .position(|&(_, c)| glyph_of(c) == Some(glyph.id));
        *share = own.map(|at| range(left.remove(at)));
    }
    let sign = left.iter().position(|&(_, c)| stands_before(c));
    if let (Some(sign), Some(first @ None)) = (sign, shares.first_mut()) {
        *first = Some(range(left.remove(sign)));
    }
    // A sign that joins letters goes with the letter before it, as both are one half letter.
    let mut rest: Vec<(Range<usize>, bool)> = Vec::new();
    for (at, character) in left {
        match rest.last_mut() {
            Some((before, _)) if joins(character) && before.end == at => {
                before.end += character.len_utf8()
            }
            _ => rest.push((range((at, character)), joins(character))),
        }
    }
    for share in shares.iter_mut().filter(|share| share.is_none()) {
        let Some(at) = rest.iter().position(|(_, only_joins)| !only_joins) else {
            break;
        };
        *share = Some(rest.remove(at).0);
    }
    // What joined others into one glyph goes with the character before it.
    for (rest, _) in rest {
        let before = shares
            .iter_mut()
            .flatten()
            .find(|share| share.end == rest.start);
        if let Some(before) = before {
            before.end = rest.end;
        }
    }
    for (glyph, share) in glyphs.iter_mut().zip(shares) {
        let share = share.unwrap_or(0..0);
        (glyph.start, glyph.end) = (glyph.cluster + share.start, glyph.cluster + share.end);
    }
}

/// Puts the glyphs of a cluster in the order they are read, each at its place: a vowel sign that stands
/// before its letter is read after it. Tells whether that is another order than the one they stand in.
pub(super) fn order(glyphs: &mut [Glyph]) -> bool {
    if glyphs.is_sorted_by_key(|glyph| glyph.start) {
        return false;
    }
    let mut pen = 0.0;
    let mut read_at = 0;
    let mut placed: Vec<(usize, Glyph)> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs.iter() {
        // One that means nothing stays behind the one it helps.
        if glyph.start < glyph.end {
            read_at = glyph.start;
        }
        let shift = pen + glyph.shift;
        pen += glyph.advance;
        let advance = 0.0;
        let glyph = Glyph {
            shift,
            advance,
            ..glyph.clone()
        };
        placed.push((read_at, glyph));
    }
    placed.sort_by_key(|(read_at, _)| *read_at);
    for (glyph, (_, placed)) in glyphs.iter_mut().zip(placed) {
        *glyph = placed;
    }
    if let Some(last) = glyphs.last_mut() {
        last.advance = pen;
    }
    true
}

/// Vowel signs of Indic scripts that stand before the letters they are read after; they come in several
/// widths, so their glyph does not tell.
fn stands_before(sign: char) -> bool {
    matches!(sign, '\u{93F}' | '\u{9BF}' | '\u{9C7}' | '\u{9C8}' | '\u{A3F}' | '\u{ABF}' | '\u{B47}'
        | '\u{BC6}'..='\u{BC8}' | '\u{D46}'..='\u{D48}' | '\u{DD9}'..='\u{DDB}' | '\u{1031}'
        | '\u{17C1}'..='\u{17C3}')
}

/// Signs of Indic scripts that take the vowel from a letter and join it to the next.
fn joins(sign: char) -> bool {
    matches!(
        sign,
        '\u{94D}'
            | '\u{9CD}'
            | '\u{A4D}'
            | '\u{ACD}'
            | '\u{B4D}'
            | '\u{BCD}'
            | '\u{C4D}'
            | '\u{CCD}'
            | '\u{D4D}'
            | '\u{DCA}'
            | '\u{1039}'
            | '\u{17D2}'
    )
}

fn range((start, character): (usize, char)) -> Range<usize> {
    start..start + character.len_utf8()
}

#[cfg(test)]
mod tests {
    use super::super::text::Glyph;
    use super::{order, share};

    fn glyph(id: u16, start: usize, end: usize, shift: f32) -> Glyph {
        Glyph {
            id,
            advance: 4.0,
            shift,
            rise: 0.0,
            cluster: 0,
            start,
            end,
        }
    }

    fn shared(text: &str, ids: &[u16], known: &[(char, u16)]) -> Vec<String> {
        let glyphs = ids.iter().map(|&id| glyph(id, 0, text.len(), 0.0));
        let mut glyphs: Vec<Glyph> = glyphs.collect();
        let find = |c| {
            known
                .iter()
                .find(|(known, _)| *known == c)
                .map(|(_, id)| *id)
        };
        share(text, &mut glyphs, find);
        let texts = glyphs
            .iter()
            .map(|glyph| text[glyph.start..glyph.end].to_owned());
        texts.collect()
    }

    #[test]
    fn letters_and_marks_mean_themselves() {
        let known = [('e', 5), ('\u{301}', 9)];
        assert_eq!(shared("e\u{301}", &[5, 9], &known), ["e", "\u{301}"]);
    }

    #[test]
    fn what_stands_before_its_letter_keeps_its_meaning() {
        let known = [('\u{915}', 4), ('\u{93F}', 7)];
        assert_eq!(
            shared("\u{915}\u{93F}", &[7, 4], &known),
            ["\u{93F}", "\u{915}"]
        );
    }

    #[test]
    fn joined_letters_go_together_and_helpers_mean_nothing() {
        let conjunct = shared("\u{917}\u{94D}\u{930}\u{93E}", &[20, 6], &[('\u{93E}', 6)]);
        assert_eq!(conjunct, ["\u{917}\u{94D}\u{930}", "\u{93E}"]);
        assert_eq!(shared("\u{628}", &[3, 30], &[]), ["\u{628}", ""]);
    }

    #[test]
    fn a_half_letter_takes_no_share_of_the_next() {
        let text = "\u{928}\u{94D}\u{926}\u{940}";
        let shares = shared(text, &[50, 8, 60], &[('\u{926}', 8)]);
        assert_eq!(shares, ["\u{928}\u{94D}", "\u{926}", "\u{940}"]);
    }

    #[test]
    fn glyphs_stand_where_they_stood_when_put_in_order() {
        let mut glyphs = [glyph(1, 1, 2, 0.0), glyph(2, 0, 1, 0.5)];
        assert!(order(&mut glyphs));
        let places = glyphs.map(|glyph| (glyph.start, glyph.shift, glyph.advance));
        assert_eq!(places, [(0, 4.5, 0.0), (1, 0.0, 8.0)]);
    }
}
