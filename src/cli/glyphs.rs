//! Says which characters the PDF could not print, and where they stand in the services file.

use crate::diagnostic::{Diagnostic, Place, Source, Span, code};
use crate::model::Project;

/// As many code points are listed; a text in a script without a font has hundreds.
const LISTED: usize = 6;

/// One warning for each stretch of the services file in which characters are missing that were not
/// before, and one for what comes from elsewhere, such as a template.
pub(super) fn missing(project: &Project<'_>, missing: &[char]) -> Vec<Diagnostic> {
    let source = &project.source;
    let mut left: Vec<char> = missing.to_vec();
    let mut warnings = Vec::new();
    let mut stretch: Option<(Span, Vec<char>)> = None;
    for (start, character) in source.text.char_indices() {
        let end = start + character.len_utf8();
        if !missing.contains(&character) {
            let done = stretch.take();
            warnings.extend(done.and_then(|(span, found)| warning(&found, Some((source, span)))));
            continue;
        }
        let (span, found) = stretch.get_or_insert((Span { start, end }, Vec::new()));
        span.end = end;
        if let Some(at) = left.iter().position(|&c| c == character) {
            found.push(left.remove(at));
        }
    }
    warnings.extend(stretch.and_then(|(span, found)| warning(&found, Some((source, span)))));
    // What is left is written as an escape, or comes from a catalog or a template.
    for character in left {
        let place = escape(&source.text, character).map(|span| (source, span));
        warnings.extend(warning(&[character], place));
    }
    warnings
}

/// Where YAML writes the character by its number.
fn escape(text: &str, character: char) -> Option<Span> {
    let number = u32::from(character);
    let forms = [
        format!("\\u{number:04x}"),
        format!("\\U{number:08x}"),
        format!("\\x{number:02x}"),
    ];
    let lower = text.to_ascii_lowercase();
    forms.iter().find_map(|form| {
        let start = lower.find(&form.to_ascii_lowercase())?;
        let end = start + form.len();
        Some(Span { start, end })
    })
}

fn warning(found: &[char], place: Option<(&std::sync::Arc<Source>, Span)>) -> Option<Diagnostic> {
    let shown: String = found.iter().take(LISTED).collect();
    let numbers: Vec<String> = found
        .iter()
        .take(LISTED)
        .map(|&c| format!("U+{:04X}", u32::from(c)))
        .collect();
    let numbers = numbers.join(", ");
    let message = match found.len() {
        0 => return None,
        1 => format!(
            "no font of the PDF has the character '{shown}' ({numbers}); it is printed as [{numbers}]"
        ),
        count if count > LISTED => format!(
            "no font of the PDF has {count} characters here, among them '{shown}' ({numbers}); each is printed as its code point"
        ),
        _ => format!(
            "no font of the PDF has the characters '{shown}' ({numbers}); each is printed as its code point"
        ),
    };
    let help = "give a font that has it with `--font FILE`, or under `fonts` in the services file; Markdown and HTML have it as it is";
    let diagnostic = Diagnostic::new(code("missing-glyph"), message).help(help);
    Some(match place {
        Some((source, span)) => diagnostic.at(Place::new(source, span)),
        None => diagnostic,
    })
}
