//! One font as its file gives it: which characters it has, how heavy it is, whether it may be embedded.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use skrifa::raw::types::NameId;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::{FontRef, MetadataProvider, Tag};

/// Why bytes cannot serve as a font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FontFault {
    /// Not TrueType or OpenType, or damaged.
    NotAFont,
    /// The collection holds fewer faces than asked for.
    NoSuchFace {
        index: u32,
        faces: u32,
    },
    /// Pictures of letters, or none: nothing that stays sharp in print.
    NoOutlines,
    /// The font's own licence bits forbid it.
    EmbeddingForbidden,
    TooMany,
}

impl fmt::Display for FontFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FontFault::NotAFont => f.write_str("is not a TrueType or OpenType font"),
            FontFault::NoSuchFace { index, faces } => {
                write!(f, "has no face {index}: it holds {faces}, counted from 0")
            }
            FontFault::NoOutlines => f.write_str("has no outlines that can be printed"),
            FontFault::EmbeddingForbidden => {
                f.write_str("forbids embedding, and a PDF for the archive embeds its fonts")
            }
            FontFault::TooMany => write!(f, "is one font too many: {} do", super::Fonts::LIMIT),
        }
    }
}

/// Bits of a font's `fsType`: usage restricted, no cutting down, pictures only.
const RESTRICTED: u16 = 0x0002;
const PREVIEW_OR_EDIT: u16 = 0x000C;
const WHOLE_OR_PICTURES: u16 = 0x0300;

const SEMI_BOLD: u16 = 600;

/// A single face with outlines that may be embedded.
#[derive(Clone)]
pub(super) struct Font {
    bytes: Bytes,
    name: String,
    weight: u16,
    /// The characters it has, sorted.
    characters: Arc<[u32]>,
    /// Where a variable font stands: weight and width as in running text.
    axes: Vec<(Tag, f32)>,
}

#[derive(Clone)]
enum Bytes {
    Constant(&'static [u8]),
    Given(Arc<Vec<u8>>),
}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Font")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Font {
    pub(super) fn constant(bytes: &'static [u8]) -> Result<Self, FontFault> {
        Self::of(Bytes::Constant(bytes))
    }

    /// Reads one face; `index` counts those of a collection from 0.
    pub(super) fn read(bytes: Vec<u8>, index: u32) -> Result<Self, FontFault> {
        let file = FileRef::new(&bytes).map_err(|_| FontFault::NotAFont)?;
        let faces = match &file {
            FileRef::Font(_) => 1,
            FileRef::Collection(collection) => collection.len(),
        };
        if index >= faces {
            return Err(FontFault::NoSuchFace { index, faces });
        }
        let single = match file {
            FileRef::Font(_) => None,
            FileRef::Collection(collection) => {
                let font = collection.get(index).map_err(|_| FontFault::NotAFont)?;
                Some(alone(&font).ok_or(FontFault::NotAFont)?)
            }
        };
        Self::of(Bytes::Given(Arc::new(single.unwrap_or(bytes))))
    }

    fn of(bytes: Bytes) -> Result<Self, FontFault> {
        let font = FontRef::new(bytes.as_slice()).map_err(|_| FontFault::NotAFont)?;
        let sound = font.head().is_ok() && font.hhea().is_ok() && font.maxp().is_ok();
        if !sound {
            return Err(FontFault::NotAFont);
        }
        if ![b"glyf", b"CFF ", b"CFF2"]
            .map(Tag::new)
            .iter()
            .any(|&tag| font.table_data(tag).is_some())
        {
            return Err(FontFault::NoOutlines);
        }
        let (weight, rights) = font
            .os2()
            .map_or((400, 0), |os2| (os2.us_weight_class(), os2.fs_type()));
        let forbidden = rights & RESTRICTED != 0 && rights & PREVIEW_OR_EDIT == 0;
        if forbidden || rights & WHOLE_OR_PICTURES != 0 {
            return Err(FontFault::EmbeddingForbidden);
        }
        let mut characters: Vec<u32> = font
            .charmap()
            .mappings()
            .take(char::MAX as usize)
            .filter(|(_, glyph)| glyph.to_u32() != 0)
            .map(|(character, _)| character)
            .collect();
        characters.sort_unstable();
        characters.dedup();
        let (name, axes) = (name(&font), axes(&font));
        // A variable font is set at the weight of running text, whatever it is at by default.
        let weight = if axes.is_empty() { weight } else { 400 };
        Ok(Self {
            name,
            weight,
            characters: characters.into(),
            axes,
            bytes,
        })
    }

    pub(super) fn has(&self, character: char) -> bool {
        self.characters.binary_search(&u32::from(character)).is_ok()
    }

    /// The glyph a character has where nothing stands beside it.
    pub(super) fn glyph(&self, character: char) -> Option<u16> {
        let glyph = FontRef::new(self.bytes()).ok()?.charmap().map(character)?;
        u16::try_from(glyph.to_u32()).ok()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// The bytes for a library that keeps them.
    pub(super) fn shared(&self) -> Arc<dyn AsRef<[u8]> + Send + Sync> {
        match &self.bytes {
            Bytes::Constant(bytes) => Arc::new(*bytes),
            Bytes::Given(bytes) => Arc::<Vec<u8>>::clone(bytes),
        }
    }

    pub(super) fn is_bold(&self) -> bool {
        self.weight >= SEMI_BOLD
    }

    pub(super) fn weight(&self) -> u16 {
        self.weight
    }

    /// PostScript name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Tag and value of each axis of a variable font that is not at its default.
    pub(super) fn axes(&self) -> &[(Tag, f32)] {
        &self.axes
    }
}

impl Bytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            Bytes::Constant(bytes) => bytes,
            Bytes::Given(bytes) => bytes,
        }
    }
}

/// Which of the characters a face has; none where the bytes are no font.
pub(super) fn having(bytes: &[u8], index: u32, wanted: &BTreeSet<char>) -> Vec<char> {
    let Ok(font) = FontRef::from_index(bytes, index) else {
        return Vec::new();
    };
    let characters = font.charmap();
    let has = |&&c: &&char| characters.map(c).is_some_and(|glyph| glyph.to_u32() != 0);
    wanted.iter().filter(has).copied().collect()
}

/// The PostScript name, of letters that need no escape in a PDF.
fn name(font: &FontRef<'_>) -> String {
    let names = font.localized_strings(NameId::POSTSCRIPT_NAME);
    let full = names
        .english_or_first()
        .map_or_else(String::new, |name| name.to_string());
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name: String = full.chars().filter(plain).take(63).collect();
    if name.is_empty() {
        "Unnamed".to_owned()
    } else {
        name
    }
}

/// The shaping library asks for weight 400 and width 100; the file must hold the same letters.
fn axes(font: &FontRef<'_>) -> Vec<(Tag, f32)> {
    let wanted = [(Tag::new(b"wght"), 400.0), (Tag::new(b"wdth"), 100.0)];
    let axes = font.axes();
    let wanted = wanted.into_iter().filter_map(|(tag, value)| {
        let axis = axes.iter().find(|axis| axis.tag() == tag)?;
        Some((
            tag,
            f32::clamp(
                value,
                axis.min_value(),
                axis.max_value().max(axis.min_value()),
            ),
        ))
    });
    wanted.collect()
}

/// A face of a collection as a font of its own: its tables behind a directory that lists them.
fn alone(font: &FontRef<'_>) -> Option<Vec<u8>> {
    let directory = &font.table_directory;
    let mut tables: Vec<(Tag, Cow<'_, [u8]>)> = Vec::new();
    for record in directory.table_records() {
        let data = font.table_data(record.tag())?;
        tables.push((record.tag(), Cow::Borrowed(data.as_bytes())));
    }
    let count = u16::try_from(tables.len()).ok()?;
    let selector = count.checked_ilog2()? as u16;
    let range = (1_u16 << selector).checked_mul(16)?;
    let mut bytes = Vec::new();
    bytes.extend(directory.sfnt_version().to_be_bytes());
    for field in [count, range, selector, (count * 16).checked_sub(range)?] {
        bytes.extend(field.to_be_bytes());
    }
    let mut offset = bytes.len() + tables.len() * 16;
    for (tag, data) in &tables {
        bytes.extend(tag.to_be_bytes());
        // Nobody downstream reads the checksum of a table.
        bytes.extend(0_u32.to_be_bytes());
        bytes.extend(u32::try_from(offset).ok()?.to_be_bytes());
        bytes.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
        offset = (offset + data.len()).next_multiple_of(4);
        // Tables that lie over each other would make little into much.
        if offset > font.data().len() + tables.len() * 20 {
            return None;
        }
    }
    for (_, data) in &tables {
        bytes.extend_from_slice(data);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
    }
    Some(bytes)
}
