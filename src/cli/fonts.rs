//! Reads the font files that the command line, the services file and the machine name.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::args::FontArgs;
use crate::diagnostic::{Diagnostic, Place, code};
use crate::input::ServicesFile;
use crate::write::pdf::Fonts;

/// Largest font file in bytes; collections of all of Chinese, Japanese and Korean stay below.
const SIZE_LIMIT: u64 = 64 * 1024 * 1024;

/// The fonts of one document: the embedded, then those of `--font`, then those of the services file.
pub(super) fn gather(
    args: &FontArgs,
    file: &ServicesFile,
    diagnostics: &mut Vec<Diagnostic>,
) -> Fonts {
    let mut fonts = Fonts::embedded();
    for path in &args.font {
        if let Err(fault) = add(&mut fonts, path) {
            diagnostics.push(fault);
        }
    }
    let folder = Path::new(&file.source.name)
        .parent()
        .unwrap_or(Path::new(""));
    for font in &file.fonts {
        if let Err(fault) = add(&mut fonts, &folder.join(&font.value)) {
            diagnostics.push(fault.at(Place::new(&file.source, font.span)));
        }
    }
    fonts
}

fn add(fonts: &mut Fonts, path: &Path) -> Result<(), Diagnostic> {
    let (path, index) = face_of(path);
    let name = path.display();
    let fault = |message: String| Diagnostic::new(code("bad-font"), message);
    let bytes = read(&path).map_err(|why| {
        fault(format!("cannot read the font '{name}': {why}")).help(
            "a path in a services file is taken from that file's folder, one of `--font` from here",
        )
    })?;
    fonts.add(bytes, index).map_err(|why| {
        fault(format!("the font '{name}' {why}"))
            .help("name a .ttf, .otf or .ttc file with outlines")
    })
}

/// `FILE#2` is the third face of a collection, unless a file has that very name.
fn face_of(path: &Path) -> (PathBuf, u32) {
    let text = path.to_string_lossy();
    let numbered = text.rsplit_once('#').and_then(|(file, index)| {
        let index = index.parse().ok()?;
        Some((PathBuf::from(file), index))
    });
    match numbered {
        Some(numbered) if !path.exists() => numbered,
        _ => (path.to_owned(), 0),
    }
}

/// The bytes of a plain file; a pipe or a device could go on for ever.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    let described = std::fs::metadata(path).map_err(|error| error.to_string())?;
    if !described.is_file() {
        return Err("it is not a file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    file.take(SIZE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(format!(
            "it is larger than {} MiB",
            SIZE_LIMIT / 1024 / 1024
        ));
    }
    Ok(bytes)
}

/// Adds fonts of this machine until they have all of the text that some font of it has: each time the
/// one that has most, by path where two have as many.
pub(super) fn add_from_system(fonts: &mut Fonts, text: &str) {
    let mut lacking = fonts.lacking(text);
    if lacking.is_empty() {
        return;
    }
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let mut found: Vec<(PathBuf, u32, Vec<char>)> = Vec::new();
    for face in database.faces() {
        let upright = face.style == fontdb::Style::Normal && face.weight == fontdb::Weight::NORMAL;
        let fontdb::Source::File(path) = &face.source else {
            continue;
        };
        if !upright
            || found
                .iter()
                .any(|(known, index, _)| known == path && *index == face.index)
        {
            continue;
        }
        let has = database.with_face_data(face.id, |bytes, index| {
            Fonts::having(bytes, index, &lacking)
        });
        found.extend(
            has.filter(|has| !has.is_empty())
                .map(|has| (path.clone(), face.index, has)),
        );
    }
    found.sort();
    while !lacking.is_empty() {
        let count = |has: &[char]| has.iter().filter(|c| lacking.contains(c)).count();
        let best = (0..found.len()).max_by_key(|&at| (count(&found[at].2), std::cmp::Reverse(at)));
        let Some(best) = best.filter(|&at| count(&found[at].2) > 0) else {
            return;
        };
        let (path, index, has) = found.swap_remove(best);
        found.sort();
        let Ok(bytes) = read(&path) else { continue };
        // A font that may not be embedded is passed over: nobody named it.
        if fonts.add(bytes, index).is_ok() {
            lacking.retain(|c| !has.contains(c));
        }
    }
}
