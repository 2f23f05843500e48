//! The commands beside `build` and `check`: `init`, help, completions, the manual page, the catalog's list.

mod support;

use clap::ValueEnum;
use clap_complete::Shell;
use support::{DAY, Folder};

const COMMANDS: [&str; 9] = [
    "build",
    "check",
    "discover",
    "explain",
    "catalog",
    "init",
    "completions",
    "man",
    "schema",
];

#[test]
fn init_writes_a_file_that_builds_as_it_is() {
    let folder = Folder::new();
    folder.onus("init").succeeds();
    let run = folder
        .onus(&format!("build -f md,html --date {DAY}"))
        .succeeds();
    assert_eq!(run.stderr(), "");
    let mut names = folder.names("output");
    names.retain(|name| !name.ends_with(".svg"));
    assert_eq!(names, ["my-project.html", "my-project.md"]);
}

#[test]
fn init_writes_what_it_prints() {
    let folder = Folder::new();
    folder.onus("init deep/mine.yaml").succeeds();
    assert_eq!(
        folder.onus("init -").succeeds().bytes(),
        folder.read("deep/mine.yaml")
    );
}

#[test]
fn the_starter_explains_keys_that_exist() {
    let starter = Folder::new().onus("init -").succeeds().stdout();
    let uncommented: String = starter
        .lines()
        .map(|line| match line.trim_start().strip_prefix("# ") {
            Some(key) if key.contains(": ") || key.ends_with(':') => {
                let indent = line.len() - line.trim_start().len();
                format!("{}{key}\n", " ".repeat(indent))
            }
            _ => format!("{line}\n"),
        })
        .collect();
    // Sentences that are no keys stay comments.
    let uncommented: String = uncommented
        .lines()
        .map(|line| {
            if line.starts_with(|c: char| c.is_uppercase()) {
                format!("# {line}\n")
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    let folder = Folder::with(&uncommented);
    let run = folder.onus(&format!("build -f md -o - --date {DAY}"));
    assert_eq!(run.status(), 0, "{uncommented}\n{}", run.stderr());
}

#[test]
fn init_replaces_nothing_unless_it_is_forced() {
    let folder = Folder::with("mine");
    folder
        .onus("init")
        .refuses("'services.yaml' is there already; --force replaces it");
    assert_eq!(folder.read("services.yaml"), b"mine");
    folder.onus("init --force").succeeds();
    assert_ne!(folder.read("services.yaml"), b"mine");
    assert_eq!(folder.names(""), ["services.yaml"]);
}

#[test]
fn help_fits_a_screen() {
    let folder = Folder::new();
    let mut pages = vec![
        vec!["--help"],
        vec!["-h"],
        vec!["catalog", "lint", "--help"],
    ];
    pages.extend(COMMANDS.iter().map(|command| vec![*command, "--help"]));
    for words in pages {
        let help = folder
            .run(words.iter().copied(), None, &[("COLUMNS", "200")])
            .succeeds()
            .stdout();
        let lines = help.lines().count();
        assert!(lines <= 24, "{words:?}: {lines} lines");
        for line in help.lines() {
            assert!(line.chars().count() <= 100, "{words:?}: {line}");
        }
    }
}

#[test]
fn help_starts_with_an_example() {
    let help = Folder::new().onus("--help").succeeds().stdout();
    let example = help.find("Example:").unwrap();
    assert!(example < help.find("Usage:").unwrap());
    for command in COMMANDS {
        assert!(
            help.contains(&format!("\n  {command}")),
            "{command} is not listed"
        );
    }
}

#[test]
fn completions_for_every_shell() {
    let folder = Folder::new();
    for shell in Shell::value_variants() {
        let script = folder
            .onus(&format!("completions {shell}"))
            .succeeds()
            .stdout();
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command} is missing");
        }
    }
    folder.onus("completions tcsh").ends(2);
}

#[test]
fn the_manual_page_names_every_command_and_option() {
    let page = Folder::new().onus("man").succeeds().stdout();
    assert!(page.contains(".TH onus 1"));
    for command in COMMANDS {
        assert!(
            page.contains(&format!("\"ONUS {}\"", command.to_uppercase())),
            "{command}"
        );
    }
    for option in [
        "message\\-format",
        "catalog",
        "templates",
        "paper",
        "date",
        "force",
        "quiet",
    ] {
        assert!(page.contains(&format!("\\-\\-{option}")), "{option}");
    }
}

#[test]
fn the_version_is_the_packages() {
    let version = Folder::new().onus("--version").succeeds().stdout();
    assert_eq!(version, format!("onus {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn bad_usage_ends_with_two_and_says_so_on_standard_error() {
    let folder = Folder::new();
    for words in [
        "",
        "biuld",
        "build --fromat md",
        "build --date 2026-02-30",
        "check --message-format xml",
    ] {
        let run = folder.run(words.split_whitespace(), None, &[]).ends(2);
        assert_eq!(run.stdout(), "", "{words}");
        assert!(!run.stderr().is_empty(), "{words}");
    }
    folder.onus("biuld").refuses("'build'");
}

#[test]
fn the_list_of_services_is_sorted_and_whole() {
    let folder = Folder::new();
    let list = folder.onus("catalog list").succeeds().stdout();
    let ids: Vec<_> = list
        .lines()
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert!(ids.is_sorted());
    let stats = folder.onus("catalog stats").succeeds().stdout();
    assert!(
        stats.starts_with(&format!("services      {}, ", ids.len())),
        "{stats}"
    );
    let own = folder
        .onus(&format!("catalog list --catalog {}", support::catalog()))
        .succeeds()
        .stdout();
    assert_eq!(own.lines().count(), ids.len() + 5);
}

#[test]
fn shown_files_are_those_that_were_read() {
    let folder = Folder::new();
    let shown = folder.onus("catalog show sqs").succeeds().stdout();
    let file = std::fs::read_to_string(support::root().join("catalog/services/sqs.yaml")).unwrap();
    assert_eq!(shown, file);
}

#[test]
fn colour_is_for_those_who_ask() {
    let folder = Folder::with("project: {name: Web shop}\nservices: [wombat]\n");
    let escapes = |words: &str, environment: &[(&str, &str)]| {
        let run = folder.run(words.split(' '), None, environment).ends(2);
        run.stderr().contains('\u{1b}')
    };
    assert!(!escapes("check", &[]));
    assert!(escapes("check --color always", &[]));
    assert!(!escapes("check --color never", &[("CLICOLOR_FORCE", "1")]));
    assert!(!escapes("check", &[("NO_COLOR", "1")]));
}

#[test]
fn templates_of_the_users_own_take_the_place_of_ours() {
    let folder = Folder::with(support::SMALL)
        .file("mine/scope.md", "## Scope\n\nOnly {{ project.name }}.\n");
    let catalog = support::catalog();
    let words = format!("build -f md -o - --catalog {catalog} --templates mine --date {DAY}");
    let text = folder.onus(&words).succeeds().stdout();
    assert!(text.contains("## Scope\n\nOnly Web shop.\n"));
    let folder = folder.file("mine/scope.md", "{{ nothing.here }}");
    folder.onus(&words).refuses("scope.md");
    let folder = folder.file("mine/scoop.md", "");
    folder
        .onus(&words)
        .refuses("no template is called 'scoop.md'");
}
