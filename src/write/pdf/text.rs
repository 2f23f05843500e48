//! From text with marks to lines of glyphs. The only module that knows the shaping library.

use std::borrow::Cow;
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{
    BaseDirection, FontContext, FontFamily, FontFamilyName, Layout, LayoutContext, OverflowWrap,
    StyleProperty,
};

use super::fonts::Face;
use super::rich::{BREAK_HERE, Look, Rich};
use super::style;

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
    /// What the glyphs stand for.
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) id: u16,
    pub(super) advance: f32,
    /// Where a mark stands off the pen: to the right, and up.
    pub(super) shift: f32,
    pub(super) rise: f32,
    /// Where its text lies in the piece's.
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

/// Shapes text in the embedded faces.
pub(super) struct Typesetter {
    fonts: FontContext,
    context: LayoutContext<u32>,
    /// Which face a font of the library is, by the id of its data.
    faces: Faces,
}

/// The faces by the ids of their data.
type Faces = [(u64, Face); 5];

impl Typesetter {
    pub(super) fn new() -> Self {
        let mut fonts = FontContext {
            // The machine's own fonts would make the same document differ from place to place.
            collection: Collection::new(CollectionOptions {
                shared: false,
                system_fonts: false,
            }),
            source_cache: SourceCache::default(),
        };
        let faces = Face::ALL.map(|face| (register(&mut fonts, face), face));
        Self {
            fonts,
            context: LayoutContext::new(),
            faces,
        }
    }

    /// Shapes text in one size; it can then be broken to any width.
    pub(super) fn shape(&mut self, rich: &Rich, size: f32) -> Shaped {
        let mut builder = self
            .context
            .ranged_builder(&mut self.fonts, &rich.text, 1.0, false);
        builder.set_base_direction(BaseDirection::Ltr);
        builder.push_default(StyleProperty::FontSize(size));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        let mut start = 0;
        for (index, span) in rich.spans.iter().enumerate() {
            let range = start..span.end;
            let face = span.look.face;
            builder.push(families(face), range.clone());
            builder.push(StyleProperty::Brush(index as u32), range.clone());
            if face == Face::Mono {
                builder.push(StyleProperty::FontSize(size * style::CODE_SCALE), range);
            }
            start = span.end;
        }
        Shaped {
            layout: builder.build(&rich.text),
            text: rich.text.clone(),
            looks: rich.spans.iter().map(|span| span.look).collect(),
            faces: self.faces,
        }
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

fn register(fonts: &mut FontContext, face: Face) -> u64 {
    let blob = Blob::new(Arc::new(face.bytes()));
    let id = blob.id();
    let named = FontInfoOverride {
        family_name: Some(face.post_script_name()),
        ..FontInfoOverride::default()
    };
    fonts.collection.register_fonts(blob, Some(named));
    id
}

fn families(face: Face) -> StyleProperty<'static, u32> {
    let names = face
        .fallbacks()
        .map(|face| FontFamilyName::Named(Cow::Borrowed(face.post_script_name())));
    StyleProperty::FontFamily(FontFamily::List(Cow::Owned(names.to_vec())))
}

/// Shaped text, not yet broken into lines.
pub(super) struct Shaped {
    layout: Layout<u32>,
    text: String,
    looks: Vec<Look>,
    faces: Faces,
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
        let mut builder = LineBuilder::default();
        for run in line.runs() {
            let id = run.font().data.id();
            let face = self
                .faces
                .iter()
                .find(|(known, _)| *known == id)
                .map_or(Face::Regular, |(_, face)| *face);
            for cluster in run.visual_clusters() {
                let look = self.looks[cluster.style().brush as usize];
                builder.cluster(&self.text, &cluster, face, run.font_size(), look);
            }
        }
        let metrics = line.metrics();
        Line {
            width: metrics.advance - metrics.hanging_advance,
            pieces: builder.pieces,
        }
    }
}

#[derive(Default)]
struct LineBuilder {
    x: f32,
    pieces: Vec<Piece>,
}

impl LineBuilder {
    fn cluster(
        &mut self,
        text: &str,
        cluster: &parley::Cluster<'_, u32>,
        face: Face,
        size: f32,
        look: Look,
    ) {
        let source = &text[cluster.text_range()];
        if source.chars().all(|c| c == BREAK_HERE || c == '\n') {
            return;
        }
        let x = self.x;
        let piece = self.piece(face, size, look);
        let start = piece.text.len();
        piece.text.push_str(source);
        let end = piece.text.len();
        if cluster.is_ligature_continuation()
            && let Some(glyph) = piece.glyphs.last_mut()
        {
            glyph.end = end;
            return;
        }
        let mut advance = 0.0;
        for glyph in cluster.glyphs() {
            advance += glyph.advance;
            piece.glyphs.push(Glyph {
                id: glyph.id as u16,
                advance: glyph.advance,
                shift: glyph.x,
                rise: -glyph.y,
                start,
                end,
            });
        }
        piece.width += advance;
        self.x = x + advance;
    }

    /// The piece that goes on, or a new one where the look changes.
    fn piece(&mut self, face: Face, size: f32, look: Look) -> &mut Piece {
        let goes_on = self
            .pieces
            .last()
            .is_some_and(|last| last.face == face && last.size == size && last.look == look);
        if !goes_on {
            self.pieces.push(Piece {
                x: self.x,
                width: 0.0,
                face,
                size,
                look,
                text: String::new(),
                glyphs: Vec::new(),
            });
        }
        self.pieces.last_mut().expect("pushed when missing")
    }
}
