//! Every folder of `tests/cases` is a test; `tests/README.md` says what is in one.

mod support;

use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use onus::catalog::BUILT_IN_DIGEST;
use snapbox::assert::{Action, DEFAULT_ACTION_ENV};
use snapbox::{Assert, Data, IntoData};

/// What runs where a case has no `command`.
const COMMAND: &str = "build -f md -o - --date 2026-11-24 --catalog ../../catalog";

/// What a case may expect, each in a file of that name.
const EXPECTED: [&str; 4] = [
    "expected.md",
    "expected.stdout",
    "expected.stderr",
    "expected.status",
];

fn main() {
    let folders = support::entries(&support::root().join("tests/cases"));
    let trials = folders
        .into_iter()
        .filter(|path| path.is_dir())
        .map(|folder| {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            Trial::test(name, move || case(&folder))
        });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn case(folder: &Path) -> Result<(), Failed> {
    let outside = tempfile::tempdir()?;
    let command = fs::read_to_string(folder.join("command")).unwrap_or(COMMAND.to_owned());
    let command = command.replace("{out}", &outside.path().display().to_string());
    let words = words(command.trim());
    let input = fs::read(folder.join("services.yaml")).unwrap_or_default();
    let run = support::run(folder, words.iter().map(String::as_str), Some(&input), &[]);

    let document = if command.contains("-f md") {
        "expected.md"
    } else {
        "expected.stdout"
    };
    let status = match run.status() {
        0 => String::new(),
        status => format!("{status}\n"),
    };
    let results = [
        (document, run.stdout()),
        ("expected.stderr", run.stderr()),
        ("expected.status", status),
    ];
    let overwrites = std::env::var(DEFAULT_ACTION_ENV).is_ok_and(|action| action == "overwrite");
    for name in EXPECTED {
        let path = folder.join(name);
        let result = results
            .iter()
            .find(|(of, text)| *of == name && !text.is_empty());
        match result {
            Some((_, text)) => compare(&path, &steady(text))?,
            None if !path.exists() => {}
            None if overwrites => fs::remove_file(path)?,
            None => return Err(format!("nothing gave what {name} expects").into()),
        }
    }
    Ok(())
}

/// Compares as it stands: no character of an expectation is a wildcard.
fn compare(path: &Path, actual: &str) -> Result<(), Failed> {
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
    let assert = if std::env::var_os(DEFAULT_ACTION_ENV).is_none() {
        assert.action(Action::Verify)
    } else {
        assert
    };
    let expected = Data::read_from(path, Some(snapbox::data::DataFormat::Text)).raw();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Ok(assert.try_eq(Some(&name), actual.into_data().raw(), expected)?)
}

/// The words of a command line; double quotes hold some together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Without what changes from one version of onus to the next.
fn steady(text: &str) -> String {
    text.replace(BUILT_IN_DIGEST, "[CATALOG]")
        .replace(
            &format!("onus {}", env!("CARGO_PKG_VERSION")),
            "onus [VERSION]",
        )
        .replace(
            &format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION")),
            "\"version\": \"[VERSION]\"",
        )
}
