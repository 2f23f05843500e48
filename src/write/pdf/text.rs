//! From text with marks to lines of glyphs. The only module that knows the shaping library.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{
    BaseDirection, FontContext, FontFamily, FontFamilyName, Layout, LayoutContext, OverflowWrap,
    StyleProperty,
};

use super::font::Font;
use super::fonts::{Face, Fonts};
use super::rich::{BREAK_HERE, Look, Rich};
use super::{meaning, spell, style};

/// One line of text, ready to paint at any place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Without the space that ends it.
    pub(super) width: f32,
    pub(super) pieces: Vec<Piece>,
}

/// Glyphs of one face, size and look.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) face: Face,
    pub(super) size: f32,
    pub(super) look: Look,
    pub(super) right_to_left: bool,
    /// Some glyphs are read in another order than they stand in, or stand off the line.
    pub(super) scattered: bool,
    /// What the glyphs stand for, as it is read.
    pub(super) text: String,
    /// As they are read; those of one character from left to right.
    pub(super) glyphs: Vec<Glyph>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) id: u16,
    pub(super) advance: f32,
    /// Where a mark stands off the pen: to the right, and up.
    pub(super) shift: f32,
    pub(super) rise: f32,
    /// Where the text of its cluster starts in the piece's.
    pub(super) cluster: usize,
    /// Where its own text lies in the piece's; empty for a glyph that only helps another.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Line {
    pub(super) fn text(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect()
    }
}

/// Shapes text in the faces of a document.
pub(super) struct Typesetter {
    fonts: FontContext,
    context: LayoutContext<u32>,
    known: Rc<Fonts>,
    /// Which face a font of the library is, by the id of its data.
    faces: Faces,
    /// For each face of a look, the names of the faces asked in turn.
    families: HashMap<Face, Vec<FontFamilyName<'static>>>,
    /// Characters that no face has.
    pub(super) missing: BTreeSet<char>,
}

/// The faces by the ids of their data.
type Faces = Rc<[(u64, Face)]>;

impl Typesetter {
    pub(super) fn new(known: &Fonts) -> Self {
        let mut fonts = FontContext {
            // The machine's own fonts would make the same document differ from place to place.
            collection: Collection::new(CollectionOptions {
                shared: false,
                system_fonts: false,
            }),
            source_cache: SourceCache::default(),
        };
        let faces = known
            .faces()
            .map(|face| (register(&mut fonts, known.font(face), face), face))
            .collect();
        let families = known.faces().map(|face| (face, families(known, face)));
        Self {
            families: families.collect(),
            fonts,
            context: LayoutContext::new(),
            known: Rc::new(known.clone()),
            faces,
            missing: BTreeSet::new(),
        }
    }

    /// Shapes text in one size; it can then be broken to any width. What no face has is spelled out.
    pub(super) fn shape(&mut self, rich: &Rich, size: f32) -> Shaped {
        let mut rich = Cow::Borrowed(rich);
        if !rich.text.is_ascii() {
            let known = &self.known;
            let lacking = |_, c| !spell::is_inkless(c) && !known.has(c);
            spell::out(&mut rich, lacking, &mut self.missing);
        }
        let mut layout = self.layout(&rich, size);
        if !rich.text.is_ascii() {
            // Each character has a face, but a letter and its marks may have none together.
            let holes = holes(&mut layout, &rich.text);
            if !holes.is_empty() {
                let lacking = |at, c| !spell::is_inkless(c) && holes.contains(&at);
                spell::out(&mut rich, lacking, &mut self.missing);
                layout = self.layout(&rich, size);
            }
        }
        Shaped {
            layout,
            looks: rich.spans.iter().map(|span| span.look).collect(),
            text: rich.into_owned().text,
            faces: Rc::clone(&self.faces),
            known: Rc::clone(&self.known),
        }
    }

    fn layout(&mut self, rich: &Rich, size: f32) -> Layout<u32> {
        let mut builder = self
            .context
            .ranged_builder(&mut self.fonts, &rich.text, 1.0, false);
        builder.set_base_direction(direction(&rich.text));
        builder.push_default(StyleProperty::FontSize(size));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        let mut start = 0;
        for (index, span) in rich.spans.iter().enumerate() {
            let range = start..span.end;
            let face = span.look.face;
            let families = FontFamily::List(Cow::Borrowed(&self.families[&face]));
            builder.push(StyleProperty::FontFamily(families), range.clone());
            builder.push(StyleProperty::Brush(index as u32), range.clone());
            if face == Face::Mono {
                builder.push(StyleProperty::FontSize(size * style::CODE_SCALE), range);
            }
            start = span.end;
        }
        builder.build(&rich.text)
    }

    /// Text that never breaks.
    pub(super) fn line(&mut self, rich: &Rich, size: f32) -> Line {
        let lines = self.shape(rich, size).lines(f32::MAX);
        lines.into_iter().next().unwrap_or(Line {
            width: 0.0,
            pieces: Vec::new(),
        })
    }
}

/// The document reads from left to right; a text of its own that is right-to-left for the most part,
/// and begins so, does not.
fn direction(text: &str) -> BaseDirection {
    let mut strong = text.chars().filter(|c| c.is_alphabetic());
    let Some(true) = strong.next().map(is_right_to_left) else {
        return BaseDirection::Ltr;
    };
    let (others, rest): (Vec<char>, Vec<char>) = strong.partition(|&c| !is_right_to_left(c));
    if rest.len() + 1 > others.len() {
        BaseDirection::Rtl
    } else {
        BaseDirection::Ltr
    }
}

fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Where characters begin that were given the sign for a missing glyph.
fn holes(layout: &mut Layout<u32>, text: &str) -> HashSet<usize> {
    let mut holes = HashSet::new();
    layout.break_all_lines(None);
    for run in layout
        .lines()
        .flat_map(|line| line.runs().collect::<Vec<_>>())
    {
        for cluster in run.clusters() {
            if cluster.glyphs().any(|glyph| glyph.id == 0) {
                let range = cluster.text_range();
                let inside = text[range.clone()].char_indices();
                holes.extend(inside.map(|(at, _)| range.start + at));
            }
        }
    }
    holes
}

fn register(fonts: &mut FontContext, font: &Font, face: Face) -> u64 {
    let blob = Blob::new(font.shared());
    let id = blob.id();
    let key = face.key();
    let named = FontInfoOverride {
        family_name: Some(&key),
        ..FontInfoOverride::default()
    };
    fonts.collection.register_fonts(blob, Some(named));
    id
}

fn families(known: &Fonts, face: Face) -> Vec<FontFamilyName<'static>> {
    let fallbacks = known.fallbacks(face).into_iter();
    fallbacks
        .map(|face| FontFamilyName::Named(Cow::Owned(face.key())))
        .collect()
}

/// Shaped text, not yet broken into lines.
pub(super) struct Shaped {
    layout: Layout<u32>,
    text: String,
    looks: Vec<Look>,
    faces: Faces,
    known: Rc<Fonts>,
}

impl Shaped {
    /// Widths of the longest piece that cannot break, and of the text on one line.
    pub(super) fn widths(&self) -> (f32, f32) {
        let widths = self.layout.calculate_content_widths();
        // A hair more, so that text given just its own width is not broken by rounding.
        (widths.min + 0.1, widths.max + 0.1)
    }

    pub(super) fn lines(&mut self, width: f32) -> Vec<Line> {
        if self.looks.is_empty() {
            return Vec::new();
        }
        self.layout.break_all_lines(Some(width.max(1.0)));
        self.layout.lines().map(|line| self.line(&line)).collect()
    }

    fn line(&self, line: &parley::Line<'_, u32>) -> Line {
        let mut builder = LineBuilder {
            shaped: self,
            x: 0.0,
            pieces: Vec::new(),
        };
        for run in line.runs() {
            builder.run(&run);
        }
        let metrics = line.metrics();
        let mut pieces = builder.pieces;
        if self.layout.is_rtl() {
            // The space that ends the line hangs at its left.
            for (_, piece) in &mut pieces {
                piece.x -= metrics.hanging_advance;
            }
        }
        // Placed as they are seen, listed as they are read.
        pieces.sort_by_key(|(start, _)| *start);
        Line {
            width: metrics.advance - metrics.hanging_advance,
            pieces: pieces.into_iter().map(|(_, piece)| piece).collect(),
        }
    }
}

struct LineBuilder<'a> {
    shaped: &'a Shaped,
    x: f32,
    /// Each with where it starts in the text.
    pieces: Vec<(usize, Piece)>,
}

impl LineBuilder<'_> {
    fn run(&mut self, run: &parley::Run<'_, u32>) {
        let id = run.font().data.id();
        let face = self
            .shaped
            .faces
            .iter()
            .find(|(known, _)| *known == id)
            .map_or(Face::Regular, |(_, face)| *face);
        let turns = run.is_rtl()
            || self
                .pieces
                .last()
                .is_some_and(|(_, last)| last.right_to_left);
        // Pieces before this one do not go on.
        let first = if turns { self.pieces.len() } else { 0 };
        if !run.is_rtl() {
            for cluster in run.clusters() {
                self.cluster(&cluster, face, run.font_size(), first);
            }
            return;
        }
        // From the right end of the run leftwards, as it is read.
        let width: f32 = run.clusters().map(|cluster| advance(&cluster)).sum();
        let end = self.x + width;
        self.x = end;
        for cluster in run.clusters() {
            self.x -= advance(&cluster);
            let x = self.x;
            self.cluster(&cluster, face, run.font_size(), first);
            self.x = x;
            if let Some((_, piece)) = self.pieces.get_mut(first..).and_then(<[_]>::last_mut) {
                piece.x = x;
                piece.right_to_left = true;
            }
        }
        self.x = end;
    }

    fn cluster(&mut self, cluster: &parley::Cluster<'_, u32>, face: Face, size: f32, first: usize) {
        let range = cluster.text_range();
        let source = &self.shaped.text[range.clone()];
        if source.chars().all(|c| c == BREAK_HERE || c == '\n') {
            return;
        }
        let shaped = self.shaped;
        let look = shaped.looks[cluster.style().brush as usize];
        let x = self.x;
        let piece = self.piece((face, size, look), range.start, first);
        let start = piece.text.len();
        piece.text.push_str(source);
        let end = piece.text.len();
        if cluster.is_ligature_continuation()
            && let Some(glyph) = piece.glyphs.last_mut()
        {
            glyph.end = end;
            return;
        }
        if source.chars().all(spell::is_inkless) {
            return;
        }
        let first = piece.glyphs.len();
        let mut advance = 0.0;
        for glyph in cluster.glyphs() {
            advance += glyph.advance;
            piece.glyphs.push(Glyph {
                id: glyph.id as u16,
                advance: glyph.advance,
                shift: glyph.x,
                rise: -glyph.y,
                cluster: start,
                start,
                end,
            });
        }
        if piece.glyphs.len() > first + 1 {
            let font = shaped.known.font(face);
            let glyphs = &mut piece.glyphs[first..];
            meaning::share(&piece.text[start..end], glyphs, |c| font.glyph(c));
            piece.scattered |=
                meaning::order(glyphs) | glyphs.iter().any(|glyph| glyph.rise != 0.0);
        }
        piece.width += advance;
        self.x = x + advance;
    }

    /// The piece that goes on, or a new one where the look changes.
    fn piece(
        &mut self,
        (face, size, look): (Face, f32, Look),
        start: usize,
        first: usize,
    ) -> &mut Piece {
        let open = self.pieces.get(first..).and_then(<[_]>::last);
        let goes_on = open
            .is_some_and(|(_, last)| last.face == face && last.size == size && last.look == look);
        if !goes_on {
            let piece = Piece {
                x: self.x,
                width: 0.0,
                face,
                size,
                look,
                right_to_left: false,
                scattered: false,
                text: String::new(),
                glyphs: Vec::new(),
            };
            self.pieces.push((start, piece));
        }
        &mut self.pieces.last_mut().expect("pushed when missing").1
    }
}

fn advance(cluster: &parley::Cluster<'_, u32>) -> f32 {
    cluster.glyphs().map(|glyph| glyph.advance).sum()
}
