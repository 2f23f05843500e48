//! The marked parse: the shape of a YAML text and the place of every node in it, within bounds.

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span as MarkedSpan};

use crate::diagnostic::{Diagnostic, Place, Source, Span, code};

/// Deepest nesting that is read.
const DEPTH_LIMIT: usize = 32;

/// Most nodes that are read, each use of an alias counted in full.
const NODE_LIMIT: usize = 100_000;

/// The shape of a node and its place.
#[derive(Clone)]
pub(super) struct Marked {
    pub(super) span: Span,
    pub(super) shape: Shape,
}

#[derive(Clone)]
pub(super) enum Shape {
    Scalar(String),
    Sequence(Vec<Marked>),
    Mapping(Vec<(Marked, Marked)>),
}

/// Parses the text; tags are findings beside a usable tree, all else ends it.
pub(super) fn read(source: &Arc<Source>) -> Result<(Marked, Vec<Diagnostic>), Diagnostic> {
    let mut reader = Reader {
        parser: Parser::new_from_str(&source.text),
        offsets: Offsets::of(&source.text),
        source,
        anchors: HashMap::new(),
        nodes: 0,
        diagnostics: Vec::new(),
    };
    let root = reader.document()?;
    Ok((root, reader.diagnostics))
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    offsets: Offsets,
    source: &'a Arc<Source>,
    /// What each anchor stands for, and how many nodes that is.
    anchors: HashMap<usize, (Marked, usize)>,
    nodes: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<Marked, Diagnostic> {
        let mut root = None;
        while let Some(event) = self.parser.next() {
            let (event, span) = event.map_err(|error| self.scan_error(&error))?;
            match event {
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_)
                | Event::DocumentEnd => {}
                _ if root.is_some() => {
                    let message = "a second document begins here";
                    return Err(Diagnostic::new(code("several-documents"), message)
                        .at(self.place(span))
                        .help("keep one document a file; several files can be given at once"));
                }
                event => root = Some(self.node(event, span, 0)?),
            }
        }
        Ok(root.unwrap_or(Marked {
            span: Span::default(),
            shape: Shape::Scalar(String::new()),
        }))
    }

    fn node(
        &mut self,
        event: Event<'a>,
        span: MarkedSpan,
        depth: usize,
    ) -> Result<Marked, Diagnostic> {
        if depth > DEPTH_LIMIT {
            let message = format!("nested deeper than {DEPTH_LIMIT} levels");
            return Err(Diagnostic::new(code("too-large"), message).at(self.place(span)));
        }
        self.count(1, span)?;
        let before = self.nodes;
        let (anchor, tag, marked) = match event {
            Event::Alias(anchor) => return self.alias(anchor, span),
            Event::Scalar(text, style, anchor, tag) => {
                let marked = Marked {
                    span: self.scalar_span(span, style),
                    shape: Shape::Scalar(text.into_owned()),
                };
                (anchor, tag, marked)
            }
            Event::SequenceStart(anchor, tag) => (anchor, tag, self.sequence(span, depth)?),
            Event::MappingStart(anchor, tag) => (anchor, tag, self.mapping(span, depth)?),
            _ => unreachable!("a node event opens every node"),
        };
        if tag.is_some() {
            let fault = Diagnostic::new(code("unknown-tag"), "a tag means nothing here")
                .at(self.place(span))
                .help("remove the word that starts with '!'");
            self.diagnostics.push(fault);
        }
        if anchor > 0 {
            let size = self.nodes - before + 1;
            self.anchors.insert(anchor, (marked.clone(), size));
        }
        Ok(marked)
    }

    fn sequence(&mut self, start: MarkedSpan, depth: usize) -> Result<Marked, Diagnostic> {
        let mut items = Vec::new();
        loop {
            match self.next_event()? {
                (Event::SequenceEnd, end) => {
                    let span = self.span(start.start, end.end);
                    let shape = Shape::Sequence(items);
                    return Ok(Marked { span, shape });
                }
                (event, span) => items.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, start: MarkedSpan, depth: usize) -> Result<Marked, Diagnostic> {
        let mut entries = Vec::new();
        loop {
            match self.next_event()? {
                (Event::MappingEnd, end) => {
                    let span = self.span(start.start, end.end);
                    let shape = Shape::Mapping(entries);
                    return Ok(Marked { span, shape });
                }
                (event, span) => {
                    let key = self.node(event, span, depth + 1)?;
                    let (event, span) = self.next_event()?;
                    let value = self.node(event, span, depth + 1)?;
                    entries.push((key, value));
                }
            }
        }
    }

    /// An alias stands for a copy of its anchor, at the alias's own place.
    fn alias(&mut self, anchor: usize, span: MarkedSpan) -> Result<Marked, Diagnostic> {
        let Some((_, size)) = self.anchors.get(&anchor) else {
            let message = "an alias inside its own anchor would never end";
            return Err(Diagnostic::new(code("not-yaml"), message).at(self.place(span)));
        };
        self.count(*size, span)?;
        let mut copy = self.anchors[&anchor].0.clone();
        move_to(&mut copy, self.span(span.start, span.end));
        Ok(copy)
    }

    fn count(&mut self, more: usize, span: MarkedSpan) -> Result<(), Diagnostic> {
        self.nodes += more;
        if self.nodes <= NODE_LIMIT {
            return Ok(());
        }
        let message = format!("more than {NODE_LIMIT} values, aliases counted in full");
        Err(Diagnostic::new(code("too-large"), message).at(self.place(span)))
    }

    fn next_event(&mut self) -> Result<(Event<'a>, MarkedSpan), Diagnostic> {
        match self.parser.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(self.scan_error(&error)),
            None => Err(Diagnostic::new(
                code("not-yaml"),
                "the text ends in the middle",
            )),
        }
    }

    fn scan_error(&self, error: &ScanError) -> Diagnostic {
        let start = self.offsets.byte(error.marker());
        let place = Place::new(self.source, Span { start, end: start });
        Diagnostic::new(code("not-yaml"), error.info()).at(place)
    }

    /// A plain scalar ends where its text does; a block scalar is shown by its first line.
    fn scalar_span(&self, span: MarkedSpan, style: ScalarStyle) -> Span {
        let full = self.span(span.start, span.end);
        let text = &self.source.text[full.start..full.end];
        let shown = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => text.lines().next().unwrap_or(text),
            _ => text,
        };
        Span {
            start: full.start,
            end: full.start + shown.trim_end().len(),
        }
    }

    fn span(&self, start: Marker, end: Marker) -> Span {
        let start = self.offsets.byte(&start);
        Span {
            start,
            end: self.offsets.byte(&end).max(start),
        }
    }

    fn place(&self, span: MarkedSpan) -> Place {
        Place::new(self.source, self.span(span.start, span.end))
    }
}

fn move_to(marked: &mut Marked, span: Span) {
    marked.span = span;
    match &mut marked.shape {
        Shape::Scalar(_) => {}
        Shape::Sequence(items) => items.iter_mut().for_each(|item| move_to(item, span)),
        Shape::Mapping(entries) => {
            for (key, value) in entries {
                move_to(key, span);
                move_to(value, span);
            }
        }
    }
}

/// Byte offsets of characters: the parser counts characters, sources are cut in bytes.
struct Offsets {
    /// Byte offset of each character, and one past the last; empty when all text is ASCII.
    bytes: Vec<usize>,
    len: usize,
}

impl Offsets {
    fn of(text: &str) -> Self {
        let mut bytes = Vec::new();
        if !text.is_ascii() {
            bytes.extend(text.char_indices().map(|(offset, _)| offset));
        }
        Offsets {
            bytes,
            len: text.len(),
        }
    }

    fn byte(&self, marker: &Marker) -> usize {
        if self.bytes.is_empty() {
            return marker.index().min(self.len);
        }
        self.bytes.get(marker.index()).copied().unwrap_or(self.len)
    }
}
