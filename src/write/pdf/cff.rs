//! Makes compact fonts (CFF) say nothing that readers hold by default.
//!
//! Cutting down writes the default scale of glyphs as fractions, into the font and into each of its
//! parts. The original has neither, and there are checkers that do not read fractions.

use std::ops::Range;

/// `FontMatrix` of a whole font and of its parts where neither says one.
const WHOLE: &[u8] = b"\x1e\x0a\x00\x1f\x8b\x8b\x1e\x0a\x00\x1f\x8b\x8b\x0c\x07";
const PART: &[u8] = b"\x8c\x8b\x8b\x8c\x8b\x8b\x0c\x07";

/// As long as those, and as empty: `isFixedPitch` and `ItalicAngle` of 0, as they are by default.
const WHOLE_ELSE: &[u8] = b"\x1d\x00\x00\x00\x00\x0c\x01\x1d\x00\x00\x00\x00\x0c\x02";
const PART_ELSE: &[u8] = b"\x1c\x00\x00\x0c\x01\x8b\x0c\x02";

const FD_ARRAY: [u8; 2] = [12, 36];

/// Takes the default scale out of the CFF table of an OpenType font; leaves any other font alone.
pub(super) fn drop_default_scale(font: &mut [u8]) {
    let _ = table(font).and_then(|table| drop_from(font.get_mut(table)?));
}

fn drop_from(cff: &mut [u8]) -> Option<()> {
    let names = index(cff, 4)?;
    let whole = index(cff, names.end)?;
    let at = whole.start + find(&cff[whole.clone()], WHOLE)?;
    let parts = index(cff, offset(&cff[whole], FD_ARRAY)?)?;
    let mut places = Vec::new();
    let mut from = parts.start;
    while let Some(found) = find(&cff[from..parts.end], PART) {
        places.push(from + found);
        from += found + PART.len();
    }
    cff[at..at + WHOLE.len()].copy_from_slice(WHOLE_ELSE);
    for place in places {
        cff[place..place + PART.len()].copy_from_slice(PART_ELSE);
    }
    Some(())
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// Where the CFF table of a font lies.
fn table(font: &[u8]) -> Option<Range<usize>> {
    let count = usize::from(u16::from_be_bytes(font.get(4..6)?.try_into().ok()?));
    let record = font
        .get(12..)?
        .chunks_exact(16)
        .take(count)
        .find(|record| record.starts_with(b"CFF "))?;
    let number =
        |at: usize| Some(u32::from_be_bytes(record.get(at..at + 4)?.try_into().ok()?) as usize);
    let (start, length) = (number(8)?, number(12)?);
    Some(start..start.checked_add(length)?)
}

/// Where an INDEX that begins at `at` lies, from its first byte to behind its last.
fn index(cff: &[u8], at: usize) -> Option<Range<usize>> {
    let count = usize::from(u16::from_be_bytes(cff.get(at..at + 2)?.try_into().ok()?));
    if count == 0 {
        return Some(at..at + 2);
    }
    let size = usize::from(*cff.get(at + 2)?);
    let last = at + 3 + count * size;
    let mut end = 0_usize;
    for &byte in cff.get(last..last + size)? {
        end = end.checked_mul(256)?.checked_add(usize::from(byte))?;
    }
    let end = (last + size).checked_add(end)?.checked_sub(1)?;
    (end <= cff.len()).then_some(at..end)
}

/// The four-byte offset before an operator, as cutting down writes it.
fn offset(dict: &[u8], operator: [u8; 2]) -> Option<usize> {
    let at = dict
        .windows(7)
        .position(|w| w[0] == 29 && w[5..] == operator)?;
    let number = u32::from_be_bytes(dict.get(at + 1..at + 5)?.try_into().ok()?);
    Some(number as usize)
}
