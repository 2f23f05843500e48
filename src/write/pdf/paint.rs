//! From boxes to page content: ink, marks that tie the ink to the tree, and link rectangles.

use std::collections::BTreeMap;

use anyhow::Result;
use printpdf::{
    Actions, BorderArray, ColorArray, Destination, DictItem, HighlightingMode, LinkAnnotation, Op,
    PdfDocument, PdfFontHandle, PdfPage, Pt, Rect, TextMatrix,
};

use crate::document::tree::Target;

use super::content::Content;
use super::drawing;
use super::fonts::{Face, Fonts};
use super::layout::{Artifact, Belongs, Ink, Inked, Laid, Placed};
use super::shapes::{self, rgb, round};
use super::structure::{Kid, NodeId, Role, Tree};
use super::style::{Color, Sheet};
use super::subset::{FontSet, font_id};
use super::text::{Line, Piece};

/// The painted pages and what the tags need to know of them.
pub(super) struct Painted {
    pub(super) document: PdfDocument,
    /// For each page, what its ink is.
    pub(super) ink: Vec<Vec<u8>>,
    /// For each page, the node each marked content belongs to.
    pub(super) content: Vec<Vec<NodeId>>,
    /// For each page, the link each rectangle is of, in the order of the page's annotations.
    pub(super) links: Vec<Vec<usize>>,
}

/// Paints all pages; the tree's nodes get their content.
pub(super) fn paint(laid: &mut Laid, fonts: &Fonts, title: &str) -> Result<Painted> {
    let fonts = FontSet::of(fonts, &laid.pages.pages)?;
    let mut document = PdfDocument::new(title);
    for (id, font) in fonts.fonts() {
        document.resources.fonts.map.insert(id, font);
    }
    let mut painted = Painted {
        document,
        ink: Vec::new(),
        content: Vec::new(),
        links: Vec::new(),
    };
    let mut tree = std::mem::replace(&mut laid.tree, Tree::new());
    for number in 0..laid.pages.pages.len() {
        // Boxes are let go page by page: a long document has many.
        let boxes = std::mem::take(&mut laid.pages.pages[number].boxes);
        let sheet = laid.pages.pages[number].sheet;
        let mut painter = Painter::new(number, sheet, laid, &fonts, &mut tree);
        painter.page(&boxes);
        let (ops, content, links) = (painter.ops, painter.content, painter.links);
        let mut others = ops.others;
        if number == 0 {
            others.extend(fonts.specimen());
        }
        painted.document.pages.push(sheet_page(sheet, others));
        painted.ink.push(ops.bytes);
        painted.content.push(content);
        painted.links.push(links);
    }
    laid.tree = tree;
    Ok(painted)
}

fn sheet_page(sheet: Sheet, ops: Vec<Op>) -> PdfPage {
    let area = Rect::from_wh(Pt(sheet.width), Pt(sheet.height));
    PdfPage {
        media_box: area.clone(),
        trim_box: area.clone(),
        crop_box: area,
        ops,
    }
}

/// The marked content that is open.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Text(NodeId),
    Figure(NodeId),
    Artifact(Artifact),
}

impl Open {
    /// What is open stands inside a text object.
    fn is_text(self) -> bool {
        !matches!(
            self,
            Open::Nothing | Open::Figure(_) | Open::Artifact(Artifact::Layout)
        )
    }
}
/// Glyphs on one height with what is taken back after each: where they start, how high, which.
type Run = (f32, f32, Vec<(u16, f32)>);

struct Painter<'a> {
    number: usize,
    sheet: Sheet,
    laid: &'a Laid,
    fonts: &'a FontSet,
    tree: &'a mut Tree,
    ops: Content,
    content: Vec<NodeId>,
    links: Vec<usize>,
    open: Open,
    font: Option<(Face, f32)>,
    fill: Option<Color>,
}

impl<'a> Painter<'a> {
    fn new(
        number: usize,
        sheet: Sheet,
        laid: &'a Laid,
        fonts: &'a FontSet,
        tree: &'a mut Tree,
    ) -> Self {
        Self {
            number,
            sheet,
            laid,
            fonts,
            tree,
            ops: Content::default(),
            content: Vec::new(),
            links: Vec::new(),
            open: Open::Nothing,
            font: None,
            fill: None,
        }
    }

    /// Fills and rules first, so that they lie below the text and do not cut it into pieces.
    fn page(&mut self, boxes: &[Placed]) {
        let (decoration, texts): (Vec<_>, Vec<_>) = boxes
            .iter()
            .partition(|placed| placed.belongs == Belongs::Artifact(Artifact::Layout));
        for placed in decoration {
            self.switch(Open::Artifact(Artifact::Layout));
            self.ops.extend(shapes::ops(placed, self.sheet));
        }
        for placed in texts {
            self.placed(placed);
        }
        self.switch(Open::Nothing);
    }

    fn placed(&mut self, placed: &Placed) {
        if let Belongs::Node(node) = placed.belongs {
            self.tree.join(node);
        }
        let height = self.sheet.height;
        match &placed.ink {
            Ink::Line { line, baseline } => {
                let y = height - placed.y - baseline;
                for piece in &line.pieces {
                    self.open_for(placed, piece);
                    self.piece(piece, |x, rise| (placed.x + x, y + rise, None));
                }
                self.link_rectangles(placed, line, |from, to| Rect {
                    x: Pt(placed.x + from),
                    y: Pt(height - placed.y - placed.height),
                    width: Pt(to - from),
                    height: Pt(placed.height),
                    mode: None,
                    winding_order: None,
                });
            }
            Ink::Turned { line, baseline } => {
                let (x, y) = (placed.x + baseline, height - placed.y - placed.height);
                for piece in &line.pieces {
                    self.open_for(placed, piece);
                    self.piece(piece, |along, rise| (x - rise, y + along, Some(())));
                }
                self.link_rectangles(placed, line, |from, to| Rect {
                    x: Pt(placed.x),
                    y: Pt(y + from),
                    width: Pt(placed.width),
                    height: Pt(to - from),
                    mode: None,
                    winding_order: None,
                });
            }
            Ink::Drawing(inked) => self.drawing(placed, inked),
            _ => {}
        }
    }

    /// A picture is one content, its text inside it.
    fn drawing(&mut self, placed: &Placed, inked: &Inked) {
        let Belongs::Node(node) = placed.belongs else {
            return;
        };
        let (left, top) = (placed.x, self.sheet.height - placed.y);
        if let Role::Figure(index) = self.tree.nodes[node].role {
            let (right, bottom) = (left + placed.width, top - placed.height);
            self.tree.figures[index].1 = Some([left, bottom, right, top].map(round));
        }
        self.switch(Open::Figure(node));
        let ops = drawing::ops(&inked.drawing, (left, top), inked.scale);
        self.ops.extend(ops);
        // The drawing has its own colors.
        self.fill = None;
        self.ops.push(Op::StartTextSection);
        for text in &inked.lettering {
            let (x, y) = (left + text.x, top - text.y);
            for piece in &text.line.pieces {
                self.piece(piece, |along, rise| match text.turned {
                    true => (x - rise, y + along, Some(())),
                    false => (x + along, y + rise, None),
                });
            }
        }
        self.ops.push(Op::EndTextSection);
        self.switch(Open::Nothing);
    }

    fn open_for(&mut self, placed: &Placed, piece: &Piece) {
        match placed.belongs {
            Belongs::Artifact(kind) => self.switch(Open::Artifact(kind)),
            Belongs::Text | Belongs::Node(_) => self.switch(Open::Text(piece.look.node)),
        }
    }

    /// Ends the open marked content and begins the other.
    fn switch(&mut self, to: Open) {
        if self.open == to {
            return;
        }
        if self.open != Open::Nothing {
            if self.open.is_text() {
                self.ops.push(Op::EndTextSection);
            }
            self.ops.push(Op::EndMarkedContent);
        }
        match to {
            Open::Nothing => {}
            Open::Text(node) => {
                self.begin_content(node, None);
                self.ops.push(Op::StartTextSection);
            }
            Open::Figure(node) => self.begin_content(node, None),
            Open::Artifact(kind) => self.begin_artifact(kind),
        }
        self.open = to;
    }

    /// `says` is the text, where the glyphs do not spell it.
    fn begin_content(&mut self, node: NodeId, says: Option<&str>) {
        let mcid = self.content.len();
        self.content.push(node);
        let page = self.number;
        self.tree.push(node, Kid::Content { page, mcid });
        let tag = self.tree.nodes[node].role.tag();
        let number = ("MCID", DictItem::Int(mcid as i64));
        match says {
            None => self.begin(tag, [number]),
            Some(text) => self.begin("Span", [number, ("ActualText", utf16(text))]),
        }
    }

    fn begin_artifact(&mut self, kind: Artifact) {
        let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
        let properties = match kind {
            Artifact::Layout => vec![("Type", name("Layout"))],
            Artifact::RepeatedHead => vec![("Type", name("Pagination"))],
            Artifact::PageHead => vec![("Type", name("Pagination")), ("Subtype", name("Header"))],
            Artifact::PageFoot => vec![("Type", name("Pagination")), ("Subtype", name("Footer"))],
        };
        self.begin("Artifact", properties);
        if kind != Artifact::Layout {
            self.ops.push(Op::StartTextSection);
        }
    }

    fn begin(&mut self, tag: &str, properties: impl IntoIterator<Item = (&'static str, DictItem)>) {
        let map: BTreeMap<String, DictItem> = properties
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties: DictItem::Dict { map },
        });
    }

    /// `place` says where on the sheet a point of the line lies, and whether the line is turned.
    fn piece(&mut self, piece: &Piece, place: impl Fn(f32, f32) -> (f32, f32, Option<()>)) {
        self.set_fill(piece.look.color);
        if self.font != Some((piece.face, piece.size)) {
            self.font = Some((piece.face, piece.size));
            self.ops.push(Op::SetFont {
                font: PdfFontHandle::External(font_id(piece.face)),
                size: Pt(piece.size),
            });
        }
        let spelled = self.fonts.spells(piece);
        let alone = match self.open {
            // A content of its own: readers lose what follows one that stands inside another.
            Open::Text(node) if !spelled => {
                self.switch(Open::Nothing);
                self.begin_content(node, Some(&piece.text));
                self.ops.push(Op::StartTextSection);
                self.open = Open::Text(node);
                true
            }
            _ => false,
        };
        if !spelled && !alone {
            self.begin("Span", [("ActualText", utf16(&piece.text))]);
        }
        for (x, rise, glyphs) in self.runs(piece) {
            let (x, y, turned) = place(piece.x + x, rise);
            let matrix = match turned {
                None => TextMatrix::Translate(Pt(round(x)), Pt(round(y))),
                Some(()) => TextMatrix::Raw([0.0, 1.0, -1.0, 0.0, round(x), round(y)]),
            };
            self.ops.push(Op::SetTextMatrix { matrix });
            self.ops.show(&glyphs);
        }
        if alone {
            self.switch(Open::Nothing);
        } else if !spelled {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    /// Each glyph alone, from right to left: the order in a file is the order of reading.
    fn leftward_runs(&self, piece: &Piece) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut left = piece.width;
        for cluster in piece.glyphs.chunk_by(|a, b| a.cluster == b.cluster) {
            left -= cluster.iter().map(|glyph| glyph.advance).sum::<f32>();
            let mut pen = left;
            for glyph in cluster {
                let code = self.fonts.number(piece.face, glyph.id);
                runs.push((pen + glyph.shift, glyph.rise, vec![(code, 0.0)]));
                pen += glyph.advance;
            }
        }
        runs
    }

    fn runs(&self, piece: &Piece) -> Vec<Run> {
        if piece.right_to_left {
            return self.leftward_runs(piece);
        }
        let mut runs: Vec<Run> = Vec::new();
        let (mut pen, mut owed) = (0.0, 0.0);
        for glyph in &piece.glyphs {
            let at = pen + glyph.shift;
            let code = self.fonts.number(piece.face, glyph.id);
            let moved = glyph.shift != 0.0;
            if moved || runs.last().is_none_or(|(_, rise, _)| *rise != glyph.rise) {
                runs.push((at, glyph.rise, Vec::new()));
                owed = 0.0;
            }
            // The file knows whole thousandths; what rounding leaves is owed to the next glyph.
            owed += self.fonts.stated_width(piece.face, code)
                - (glyph.advance - glyph.shift) * 1000.0 / piece.size;
            let offset = owed.round();
            owed -= offset;
            let glyphs = &mut runs.last_mut().expect("pushed when missing").2;
            glyphs.push((code, offset));
            pen += glyph.advance;
        }
        runs
    }

    fn set_fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            self.ops.push(Op::SetFillColor { col: rgb(color) });
        }
    }

    /// One rectangle for each stretch of a link on a line.
    fn link_rectangles(&mut self, placed: &Placed, line: &Line, area: impl Fn(f32, f32) -> Rect) {
        if placed.belongs != Belongs::Text {
            return;
        }
        let mut pieces = line.pieces.as_slice();
        while let Some(first) = pieces.first() {
            let same = |piece: &&Piece| piece.look.link == first.look.link;
            let count = pieces.iter().take_while(same).count();
            let (stretch, rest) = pieces.split_at(count);
            pieces = rest;
            if let Some(link) = first.look.link {
                let start = stretch.iter().map(|piece| piece.x).fold(f32::MAX, f32::min);
                let ends = stretch.iter().map(|piece| piece.x + piece.width);
                let end = ends.fold(0.0, f32::max).min(line.width);
                let annotation = area(start, end.max(start + 1.0));
                self.link(link, annotation);
            }
        }
    }

    fn link(&mut self, link: usize, rect: Rect) {
        let known = &self.laid.gathered.links[link];
        let actions = match &known.target {
            Target::Url(url) => Actions::Uri(ascii_url(url)),
            Target::Anchor(anchor) => {
                let Some(place) = self.laid.pages.places.get(anchor) else {
                    return;
                };
                let height = self.laid.pages.pages[place.page].sheet.height;
                Actions::Goto(Destination::Xyz {
                    page: place.page + 1,
                    left: None,
                    top: Some(round(height - place.y + 9.0)),
                    zoom: None,
                })
            }
        };
        self.ops.push(Op::LinkAnnotation {
            link: LinkAnnotation::new(
                rect,
                actions,
                Some(BorderArray::Solid([0.0; 3])),
                Some(ColorArray::Transparent),
                Some(HighlightingMode::Invert),
            ),
        });
        let index = self.links.len();
        let page = self.number;
        self.tree.push(known.node, Kid::Link { page, index });
        self.links.push(link);
    }
}

fn utf16(text: &str) -> DictItem {
    let mut data = vec![0xFE, 0xFF];
    data.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    DictItem::String {
        data,
        literal: false,
    }
}

/// A URI action takes ASCII alone; anything else is percent-encoded as UTF-8.
fn ascii_url(url: &str) -> String {
    let mut ascii = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            ascii.push(char::from(byte));
        } else {
            ascii.push_str(&format!("%{byte:02X}"));
        }
    }
    ascii
}
