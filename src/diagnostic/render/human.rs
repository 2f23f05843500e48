//! For people: the message, the place, the line with a caret, the cure.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Place, Severity};

/// Longer source lines are cut around the place, so that a hostile line cannot fill the screen.
const LINE_LIMIT: usize = 400;

/// What is shown on each side of a place in such a line.
const LINE_MARGIN: usize = 60;

pub(super) fn render(diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&render_one(diagnostic, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn render_one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.name);
    let excerpt = diagnostic.place.as_ref().map(Excerpt::of);
    let mut group = Group::with_title(title);
    if let Some(excerpt) = &excerpt {
        let mut annotation = AnnotationKind::Primary.span(excerpt.span.clone());
        if let Some(label) = &diagnostic.label {
            annotation = annotation.label(label);
        }
        let snippet = Snippet::source(&excerpt.text)
            .line_start(excerpt.line)
            .annotation(annotation);
        let origin = Origin::path(&excerpt.name)
            .line(excerpt.line)
            .char_column(excerpt.column);
        group = match excerpt.is_cut {
            false => group.element(snippet.path(&excerpt.name)),
            true => group.element(origin).element(snippet),
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    renderer.render(&[group])
}

/// The one line a finding is shown on.
struct Excerpt {
    name: String,
    line: usize,
    column: usize,
    text: String,
    span: std::ops::Range<usize>,
    /// The line begins before the text.
    is_cut: bool,
}

impl Excerpt {
    fn of(place: &Place) -> Self {
        let source = &place.source.text;
        let start = source.floor_char_boundary(place.span.start);
        let line_start = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = source[start..]
            .find('\n')
            .map_or(source.len(), |newline| start + newline);
        let line_end = line_start + source[line_start..line_end].trim_end_matches('\r').len();
        let start = start.min(line_end);
        let end = place.span.end.clamp(start, line_end);
        // A long line is shown from a little before the place to a little behind it.
        let from = match start - line_start {
            0..LINE_LIMIT => line_start,
            _ => source.floor_char_boundary(start - LINE_MARGIN),
        };
        let to =
            source.floor_char_boundary(line_end.min((from + LINE_LIMIT).max(start + LINE_MARGIN)));
        let (line, column) = place.line_and_column();
        Excerpt {
            name: place.source.name.clone(),
            line,
            column,
            text: source[from..to].to_owned(),
            span: start - from..source.floor_char_boundary(end.min(to)) - from,
            is_cut: from > line_start,
        }
    }
}
