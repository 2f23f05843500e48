//! Opens a services file and reads it; the one place of `input` that touches the outside.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::services_file::{self, ServicesFile};
use super::yaml;
use crate::diagnostic::{Diagnostic, Place, Source, Span, code};

/// The argument that names standard input, and the name it has in messages.
pub const STDIN: (&str, &str) = ("-", "<stdin>");

/// Reads the text of a services file; `-` is standard input.
///
/// # Errors
/// One finding when it cannot be opened, is too large, or is not UTF-8.
pub fn load(path: &Path) -> Result<Arc<Source>, Diagnostic> {
    let is_stdin = path.as_os_str() == STDIN.0;
    let name = if is_stdin {
        STDIN.1.to_owned()
    } else {
        path.display().to_string()
    };
    let unreadable = |error: std::io::Error| {
        let help = match error.kind() {
            std::io::ErrorKind::NotFound => "`onus init` writes a services file to start from",
            _ => "name a services file, or a directory that holds some",
        };
        Diagnostic::new(code("unreadable"), format!("cannot read '{name}': {error}")).help(help)
    };
    let mut bytes = Vec::new();
    let limit = yaml::SIZE_LIMIT as u64 + 1;
    if is_stdin {
        std::io::stdin()
            .lock()
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
    } else {
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(limit)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
    }
    if bytes.len() > yaml::SIZE_LIMIT {
        let message = format!("'{name}' is larger than {} bytes", yaml::SIZE_LIMIT);
        return Err(Diagnostic::new(code("too-large"), message));
    }
    text(&name, bytes)
}

/// Text from bytes; a byte-order mark is dropped.
fn text(name: &str, bytes: Vec<u8>) -> Result<Arc<Source>, Diagnostic> {
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(name, &error))?;
    Ok(Source::new(
        name,
        text.strip_prefix('\u{feff}').unwrap_or(&text),
    ))
}

/// Shows the line with the first byte that is no text.
fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Diagnostic {
    let start = error.utf8_error().valid_up_to();
    let shown = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
    let end = start + char::REPLACEMENT_CHARACTER.len_utf8();
    Diagnostic::new(code("not-utf8"), "the file is not UTF-8 text")
        .at(Place::new(&shown, Span { start, end }))
        .label("this byte begins no character")
        .help("save the file as UTF-8")
}

/// Reads a services file. The file is there when it has the shape of one, whatever else is wrong, so
/// that the next stage can report its own findings beside these.
pub fn parse(source: &Arc<Source>) -> (Option<ServicesFile>, Vec<Diagnostic>) {
    match yaml::read(source) {
        Err(diagnostics) => (None, diagnostics),
        Ok((node, mut diagnostics)) => {
            let file = services_file::read(source, &node, &mut diagnostics);
            (file, diagnostics)
        }
    }
}
