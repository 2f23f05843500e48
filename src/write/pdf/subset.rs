//! From the glyphs that pages use to small fonts: which glyph has which number, width and meaning.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result};
use printpdf::{FontId, ParsedFont, PdfFont};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::fonts::Face;
use super::layout::Page;
use super::text::{Line, Piece};

/// The fonts of one document.
#[derive(Default)]
pub(super) struct FontSet {
    used: BTreeMap<Face, Used>,
}

/// One face as far as the document uses it.
struct Used {
    remapper: GlyphRemapper,
    /// What a glyph stands for, by its old number. A PDF has room for one meaning: the first wins,
    /// and where it is not the right one the painter says so around the glyphs.
    meanings: HashMap<u16, String>,
}

impl FontSet {
    pub(super) fn of(pages: &[Page]) -> Self {
        let mut set = Self::default();
        for placed in pages.iter().flat_map(|page| &page.boxes) {
            placed.lines().into_iter().for_each(|line| set.take(line));
        }
        set
    }

    fn take(&mut self, line: &Line) {
        for piece in &line.pieces {
            let used = self.used.entry(piece.face).or_insert_with(|| Used {
                remapper: GlyphRemapper::new(),
                meanings: HashMap::new(),
            });
            for glyph in &piece.glyphs {
                used.remapper.remap(glyph.id);
                used.meanings
                    .entry(glyph.id)
                    .or_insert_with(|| piece.text[glyph.start..glyph.end].to_owned());
            }
        }
    }

    /// Number of a glyph in its small font.
    pub(super) fn number(&self, face: Face, glyph: u16) -> u16 {
        let used = self.used.get(&face);
        used.and_then(|used| used.remapper.get(glyph)).unwrap_or(0)
    }

    pub(super) fn meaning(&self, face: Face, glyph: u16) -> &str {
        let meaning = self
            .used
            .get(&face)
            .and_then(|used| used.meanings.get(&glyph));
        meaning.map_or("", String::as_str)
    }

    /// Whether the glyphs' own meanings spell the piece's text.
    pub(super) fn spells(&self, piece: &Piece) -> bool {
        let mut rest = piece.text.as_str();
        for glyph in &piece.glyphs {
            match rest.strip_prefix(self.meaning(piece.face, glyph.id)) {
                Some(shorter) => rest = shorter,
                None => return false,
            }
        }
        rest.is_empty()
    }

    /// The small fonts, named by what they hold so that equal documents have equal bytes.
    pub(super) fn fonts(&self) -> Result<Vec<(FontId, PdfFont)>> {
        let fonts = self.used.iter().map(|(&face, used)| {
            let font = small_font(face, &used.remapper)?;
            Ok((font_id(face), PdfFont::new(font)))
        });
        fonts.collect()
    }
}

pub(super) fn font_id(face: Face) -> FontId {
    FontId(format!("T{}", face as usize))
}

/// Width as the file states it, in thousandths of the type size: the writer cuts fractions off.
pub(super) fn stated_width(face: Face, glyph: u16) -> f32 {
    let font = face.parsed();
    let width = font.glyph_widths.get(&glyph).copied().unwrap_or(0);
    (f32::from(width) * 1000.0 / f32::from(font.units_per_em)).trunc()
}

fn small_font(face: Face, remapper: &GlyphRemapper) -> Result<ParsedFont> {
    let whole = face.parsed();
    let bytes = subsetter::subset(face.bytes(), 0, remapper)
        .with_context(|| format!("cannot cut down the font {}", face.post_script_name()))?;
    let glyph_widths = remapper
        .remapped_gids()
        .enumerate()
        .map(|(new, old)| {
            (
                new as u16,
                whole.glyph_widths.get(&old).copied().unwrap_or(0),
            )
        })
        .collect();
    Ok(ParsedFont {
        original_bytes: bytes,
        font_index: 0,
        font_name: Some(format!("{}+{}", tag(remapper), face.post_script_name())),
        codepoint_to_glyph: BTreeMap::new(),
        glyph_widths,
        ..whole.clone()
    })
}

/// Six capitals that say which glyphs a small font has.
fn tag(remapper: &GlyphRemapper) -> String {
    let mut hash = Sha256::new();
    for glyph in remapper.remapped_gids() {
        hash.update(glyph.to_be_bytes());
    }
    let letters = hash.finalize();
    letters
        .iter()
        .take(6)
        .map(|byte| char::from(b'A' + byte % 26))
        .collect()
}
