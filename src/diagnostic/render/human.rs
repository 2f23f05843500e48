//! For people: the message, the place, the line with a caret, the cure.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Place, Severity};

/// Longer source lines are cut around the place, so that a hostile line cannot fill the screen.
const LINE_LIMIT: usize = 400;

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
    let level = match diagnostic.code.severity {
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
        group = group.element(
            Snippet::source(&excerpt.text)
                .line_start(excerpt.line)
                .path(&excerpt.name)
                .annotation(annotation),
        );
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
    text: String,
    span: std::ops::Range<usize>,
}

impl Excerpt {
    fn of(place: &Place) -> Self {
        let source = &place.source.text;
        let start = source.floor_char_boundary(place.span.start);
        let line_start = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = source[start..]
            .find('\n')
            .map_or(source.len(), |newline| start + newline);
        let line = source[line_start..line_end].trim_end_matches('\r');
        let from = start - line_start;
        let to = (place.span.end.max(start) - line_start).clamp(from, line.len().max(from));
        let (line_number, _) = place.line_and_column();
        let kept = line.floor_char_boundary(line.len().min(LINE_LIMIT.max(from + 40)));
        Excerpt {
            name: place.source.name.clone(),
            line: line_number,
            text: line[..kept].to_owned(),
            span: from.min(kept)..line.floor_char_boundary(to.min(kept)),
        }
    }
}
