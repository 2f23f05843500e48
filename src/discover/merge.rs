//! Adds what is new to a services file, and leaves every byte that a person wrote.

use time::Date;

use super::against::{Listed, Match};
use super::report::entry;
use super::uses::Discovery;
use crate::catalog::{Catalog, normalise};
use crate::diagnostic::{Diagnostic, Place, code};
use crate::input::ServicesFile;

/// A services file with what was new.
#[derive(Debug)]
pub struct Merged {
    pub text: String,
    pub added: usize,
    /// What is listed and no longer in use, or in use otherwise.
    pub findings: Vec<Diagnostic>,
}

/// Adds the uses that a file does not list.
///
/// # Errors
/// When the list is written in a way that nothing can be added to without touching what is there.
pub fn merge(
    file: &ServicesFile,
    found: &Discovery,
    catalog: &Catalog,
    date: Date,
) -> Result<Merged, Vec<Diagnostic>> {
    let listed = Listed::of(file, catalog, date);
    let mut new = Vec::new();
    for used in &found.uses {
        let of_service = found
            .uses
            .iter()
            .filter(|other| other.service == used.service)
            .count();
        let is_new = match listed.find(used) {
            Match::None => true,
            // One use on each side is one that changed; `check --against` says how.
            Match::Differs(_) => of_service > 1,
            Match::Entry(_) => false,
        };
        if is_new {
            new.push(used.clone());
        }
    }
    let mut names: Vec<_> = file
        .services
        .iter()
        .filter_map(|entry| entry.name.as_ref())
        .map(|name| normalise(&name.value))
        .collect();
    for used in &mut new {
        if let Some(name) = &mut used.name {
            if names.contains(&normalise(name)) {
                *name = format!("{name} ({})", used.service);
            }
            names.push(normalise(name));
        }
    }
    let mut findings = listed.findings(file, found);
    findings.retain(|finding| finding.code.name != "use-not-listed");
    let text = file.source.text.clone();
    let text = if new.is_empty() {
        text
    } else {
        insert(file, &text, &new)?
    };
    Ok(Merged {
        text,
        added: new.len(),
        findings,
    })
}

fn insert(file: &ServicesFile, text: &str, new: &[super::Use]) -> Result<String, Vec<Diagnostic>> {
    let (Some(first), Some(last)) = (file.services.first(), file.services.last()) else {
        return Ok(text.to_owned());
    };
    let line_start = text[..first.span.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let before = &text[line_start..first.span.start];
    let indent = before.trim_end().strip_suffix('-');
    let Some(indent) = indent.filter(|indent| indent.trim().is_empty()) else {
        let message =
            "the list is written on one line, and nothing can be added without writing it anew";
        let fault = Diagnostic::new(code("invalid-argument"), message)
            .at(Place::new(&file.source, first.service.span))
            .help("write `services:` as a list with one `- …` a line");
        return Err(vec![fault]);
    };
    let end = text[..last.span.end].trim_end().len();
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let at = text[end..]
        .find('\n')
        .map_or(text.len(), |newline| end + newline + 1);
    let mut merged = text[..at].to_owned();
    if !merged.ends_with('\n') {
        merged.push_str(newline);
    }
    for used in new {
        merged.push_str(&entry(used, indent).replace('\n', newline));
    }
    merged.push_str(&text[at..]);
    Ok(merged)
}
