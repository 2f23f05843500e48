//! Every code of a finding is in one list, stands for one thing, and is shown by a case.

mod support;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use onus::check::RULES;
use onus::diagnostic::CODES;

fn all_codes() -> Vec<&'static str> {
    let of_rules = RULES.iter().map(|rule| rule.code.name);
    CODES.iter().map(|code| code.name).chain(of_rules).collect()
}

fn files(folder: &Path, of_interest: fn(&str) -> bool) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for path in support::entries(folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path, of_interest));
        } else if of_interest(&name) {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

#[test]
fn codes_are_unique() {
    let mut seen = HashSet::new();
    for code in all_codes() {
        assert!(seen.insert(code), "'{code}' stands twice");
    }
}

#[test]
fn every_code_is_shown_by_a_case() {
    let expected = files(&support::root().join("tests/cases"), |name| {
        name == "expected.stderr" || name == "expected.stdout"
    });
    for code in all_codes() {
        let shown = format!("[{code}]: ");
        let is_shown = expected.iter().any(|(_, text)| text.contains(&shown));
        assert!(is_shown, "no case shows '{code}'");
    }
}

/// Codes are looked up by name when a fault is found; one that is not in the list would end the run.
#[test]
fn every_code_that_is_named_in_the_source_exists() {
    let known: HashSet<_> = CODES.iter().map(|code| code.name).collect();
    let mut named = 0;
    for (path, text) in files(&support::root().join("src"), |name| name.ends_with(".rs")) {
        for code in named_codes(&text) {
            named += 1;
            assert!(
                known.contains(code),
                "{}: no code is called '{code}'",
                path.display()
            );
        }
    }
    assert!(
        named > CODES.len(),
        "only {named} codes were found in the source"
    );
}

/// The first argument of every call that takes the name of a code, where it is a literal; and whatever
/// else is named as codes of the catalog are.
fn named_codes(text: &str) -> Vec<&str> {
    let calls = ["code(", "fault(", "finding("];
    let arguments = calls.iter().flat_map(|call| {
        let after = text
            .match_indices(call)
            .map(|(at, _)| text[at + call.len()..].trim_start());
        after
            .filter_map(|rest| rest.strip_prefix('"')?.split('"').next())
            .collect::<Vec<_>>()
    });
    let catalog = text
        .match_indices("\"catalog-")
        .filter_map(|(at, _)| text[at + 1..].split('"').next());
    arguments
        .chain(catalog)
        .filter(|name| is_kebab(name))
        .collect()
}

fn is_kebab(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[test]
fn every_code_is_used() {
    let sources = files(&support::root().join("src"), |name| {
        name.ends_with(".rs") && name != "code.rs"
    });
    for code in CODES {
        let literal = format!("\"{}\"", code.name);
        assert!(
            sources.iter().any(|(_, text)| text.contains(&literal)),
            "nothing finds '{}'",
            code.name
        );
    }
}
