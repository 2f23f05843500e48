//! From the glyphs that pages use to small fonts: which glyph has which number, width and meaning.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result};
use printpdf::{Codepoint, FontId, Op, ParsedFont, PdfFont, PdfFontHandle, Pt, TextItem};
use sha2::{Digest, Sha256};
use subsetter::{GlyphRemapper, Tag};

use super::font::Font;
use super::fonts::{Face, Fonts};
use super::layout::Page;
use super::text::{Line, Piece};
use super::{cff, meaning};

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
    small: Option<ParsedFont>,
}

impl FontSet {
    /// # Errors
    /// When a font cannot be cut down, because its file is damaged where nobody looked yet.
    pub(super) fn of(fonts: &Fonts, pages: &[Page]) -> Result<Self> {
        let mut set = Self::default();
        for placed in pages.iter().flat_map(|page| &page.boxes) {
            placed.lines().into_iter().for_each(|line| set.take(line));
        }
        for (&face, used) in &mut set.used {
            used.small = Some(small_font(fonts.font(face), &used.remapper)?);
        }
        Ok(set)
    }

    fn take(&mut self, line: &Line) {
        for piece in &line.pieces {
            let used = self.used.entry(piece.face).or_insert_with(|| Used {
                remapper: GlyphRemapper::new(),
                meanings: HashMap::new(),
                small: None,
            });
            for glyph in &piece.glyphs {
                used.remapper.remap(glyph.id);
                used.meanings
                    .entry(glyph.id)
                    .or_insert_with(|| meaning::of(piece, glyph).to_owned());
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

    /// Whether the glyphs' own meanings spell the piece's text, to who reads them in the order of the file
    /// and to who reads them from left to right.
    pub(super) fn spells(&self, piece: &Piece) -> bool {
        if piece.scattered {
            return false;
        }
        let mut rest = piece.text.as_str();
        for glyph in &piece.glyphs {
            match rest.strip_prefix(self.meaning(piece.face, glyph.id)) {
                Some(shorter) => rest = shorter,
                None => return false,
            }
        }
        rest.is_empty()
    }

    /// Width of a glyph of a small font as the file states it, in thousandths of the type size: the
    /// writer cuts fractions off.
    pub(super) fn stated_width(&self, face: Face, number: u16) -> f32 {
        let small = self.used.get(&face).and_then(|used| used.small.as_ref());
        small.map_or(0.0, |font| {
            let width = font.glyph_widths.get(&number).copied().unwrap_or(0);
            (f32::from(width) * 1000.0 / f32::from(font.units_per_em)).trunc()
        })
    }

    /// The small fonts, named by what they hold so that equal documents have equal bytes.
    pub(super) fn fonts(&self) -> impl Iterator<Item = (FontId, PdfFont)> {
        self.used.iter().filter_map(|(&face, used)| {
            let font = used.small.clone()?;
            Some((font_id(face), PdfFont::new(font)))
        })
    }
}

impl FontSet {
    /// Every glyph once with its meaning. The library learns from a page which glyphs stand for what;
    /// the page's own ink then takes this one's place.
    pub(super) fn specimen(&self) -> Vec<Op> {
        let fonts = self.used.iter().flat_map(|(&face, used)| {
            let mut glyphs: Vec<u16> = used.meanings.keys().copied().collect();
            glyphs.sort_unstable();
            let codes = glyphs.into_iter().map(|glyph| {
                let meaning = self.meaning(face, glyph).to_owned();
                Codepoint::with_cid(self.number(face, glyph), 0.0, meaning)
            });
            let items = vec![TextItem::GlyphIds(codes.collect())];
            let font = PdfFontHandle::External(font_id(face));
            [
                Op::SetFont {
                    font,
                    size: Pt(1.0),
                },
                Op::ShowText { items },
            ]
        });
        fonts.collect()
    }
}

pub(super) fn font_id(face: Face) -> FontId {
    FontId(face.key())
}

fn small_font(font: &Font, remapper: &GlyphRemapper) -> Result<ParsedFont> {
    let failed = || format!("cannot cut down the font {}", font.name());
    let axes: Vec<(Tag, f32)> = font
        .axes()
        .iter()
        .map(|(tag, value)| (Tag::new(&tag.to_be_bytes()), *value))
        .collect();
    let mut bytes =
        subsetter::subset_with_variations(font.bytes(), 0, &axes, remapper).with_context(failed)?;
    cff::drop_default_scale(&mut bytes);
    let mut small = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new()).with_context(failed)?;
    small.font_name = Some(format!("{}+{}", tag(remapper), font.name()));
    small.pdf_font_metrics.us_weight_class = font.weight();
    Ok(small)
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
