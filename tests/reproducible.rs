//! The same input, day and version give the same bytes; files are replaced whole or not at all.

mod support;

use std::fs;
use std::process::{Command, Stdio};

use support::{DAY, Folder, Run, SMALL};

/// A few settings and records, so that there is an order to get wrong.
const RICH: &str = "\
project:
  name: Web shop
  team: Smithy
  regions: [eu-west-1]
frameworks: [guild-2]
services:
  - service: kiln
    name: left
    fire: own
    fuel: coal
    shelves: 3
    lock: true
  - anvil
duties:
  anvil/oil-anvil: {status: partial, owner: Ada}
  kiln/sweep-chimney: {status: planned, note: Soon.}
";

/// The same with every mapping turned round.
const TURNED: &str = "\
duties:
  kiln/sweep-chimney: {note: Soon., status: planned}
  anvil/oil-anvil: {owner: Ada, status: partial}
services:
  - lock: true
    shelves: 3
    fuel: coal
    fire: own
    name: left
    service: kiln
  - anvil
frameworks: [guild-2]
project:
  regions: [eu-west-1]
  team: Smithy
  name: Web shop
";

/// What is written beside the Markdown of the web shop.
const PICTURES: [&str; 3] = [
    "web-shop-line.svg",
    "web-shop-load.svg",
    "web-shop-stack-1.svg",
];

fn build(folder: &Folder, words: &str) -> Run {
    folder.onus(&format!("build --catalog {} {words}", support::catalog()))
}

fn markdown(services: &str, words: &str) -> String {
    build(&Folder::with(services), &format!("-f md -o - {words}"))
        .succeeds()
        .stdout()
}

#[test]
fn the_same_bytes_in_every_format_wherever_it_runs() {
    let here = Folder::with(RICH);
    build(&here, &format!("--date {DAY}")).succeeds();
    let there = Folder::new()
        .file("deeper/services.yaml", RICH)
        .file("elsewhere/x", "");
    let output = there.path("written/here").display().to_string();
    let catalog = support::catalog();
    let words = [
        "build",
        "--date",
        DAY,
        "--catalog",
        &catalog,
        "-o",
        &output,
        "../deeper",
    ];
    let run = support::run(
        &there.path("elsewhere"),
        words,
        None,
        &[("TZ", "Asia/Tokyo"), ("LANG", "de_DE.UTF-8")],
    );
    run.succeeds();
    let names = here.names("output");
    assert_eq!(names, there.names("written/here"));
    assert_eq!(names.len(), PICTURES.len() + 3, "{names:?}");
    for name in names {
        let first = here.read(&format!("output/{name}"));
        let second = there.read(&format!("written/here/{name}"));
        assert!(!first.is_empty(), "{name} is empty");
        assert!(first == second, "{name} differs");
    }
}

#[test]
fn standard_output_gets_the_bytes_of_the_file() {
    let folder = Folder::with(RICH);
    build(&folder, &format!("-f html --date {DAY}")).succeeds();
    let piped = build(&folder, &format!("-f html -o - --date {DAY}")).succeeds();
    assert_eq!(piped.bytes(), folder.read("output/web-shop.html"));
}

#[test]
fn standard_input_is_a_services_file() {
    let folder = Folder::new();
    let catalog = support::catalog();
    let words = [
        "build",
        "-f",
        "md",
        "-o",
        "-",
        "--date",
        DAY,
        "--catalog",
        &catalog,
        "-",
    ];
    let run = folder.run(words, Some(RICH.as_bytes()), &[]).succeeds();
    assert_eq!(run.stdout(), markdown(RICH, &format!("--date {DAY}")));
}

#[test]
fn the_order_of_keys_changes_nothing_but_the_digest_of_the_input() {
    let day = format!("--date {DAY}");
    let (first, second) = (markdown(RICH, &day), markdown(TURNED, &day));
    let without = |text: &str| {
        let digest = |line: &&str| line.contains("SHA-256");
        text.lines()
            .filter(|line| !digest(line))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_ne!(first, second);
    assert_eq!(without(&first), without(&second));
}

#[test]
fn the_day_is_the_argument_then_the_files_then_the_epochs() {
    let stated = SMALL.replace("Web shop", "Web shop, date: 2026-03-03");
    let date = |services: &str, words: &str| {
        let folder = Folder::with(services);
        let words = format!("build -f md -o - --catalog {}{words}", support::catalog());
        // The first second of 2026-01-02 in UTC.
        let run = folder.run(
            words.split(' '),
            None,
            &[("SOURCE_DATE_EPOCH", "1767312000")],
        );
        let text = run.succeeds().stdout();
        text.lines()
            .find(|line| line.starts_with("| Date | "))
            .unwrap()
            .to_owned()
    };
    assert_eq!(date(&stated, " --date 2026-04-04"), "| Date | 2026-04-04 |");
    assert_eq!(date(&stated, ""), "| Date | 2026-03-03 |");
    assert_eq!(date(SMALL, ""), "| Date | 2026-01-02 |");
}

#[test]
fn an_epoch_that_is_no_time_is_refused() {
    for epoch in ["", "soon", "1e9", "99999999999999999999", "999999999999999"] {
        let folder = Folder::with(SMALL);
        let run = folder.run(["check"], None, &[("SOURCE_DATE_EPOCH", epoch)]);
        run.refuses("SOURCE_DATE_EPOCH");
    }
}

#[test]
fn a_failed_run_leaves_what_was_there() {
    let folder = Folder::with(SMALL);
    build(&folder, "-f md,html").succeeds();
    let (md, html) = (
        folder.read("output/web-shop.md"),
        folder.read("output/web-shop.html"),
    );
    let folder = folder.file("services.yaml", SMALL.replace("anvil", "anvill"));
    build(&folder, "-f md,html").refuses("unknown-service");
    assert_eq!(folder.read("output/web-shop.md"), md);
    assert_eq!(folder.read("output/web-shop.html"), html);
    let mut names = folder.names("output");
    names.retain(|name| !PICTURES.contains(&name.as_str()));
    assert_eq!(names, ["web-shop.html", "web-shop.md"]);
}

/// Without pictures beside it the Markdown stands alone, wherever it is written.
#[test]
fn without_assets_the_markdown_is_that_of_standard_output() {
    let folder = Folder::with(RICH);
    let day = format!("--date {DAY}");
    build(&folder, &format!("-f md --no-assets {day}")).succeeds();
    assert_eq!(folder.names("output"), ["web-shop.md"]);
    let alone = markdown(RICH, &day);
    assert_eq!(alone.as_bytes(), folder.read("output/web-shop.md"));
    assert!(!alone.contains("!["), "{alone}");
    build(&folder, &format!("-f md {day}")).succeeds();
    let beside = String::from_utf8(folder.read("output/web-shop.md")).unwrap();
    assert_eq!(beside.matches("![").count(), PICTURES.len());
    for name in PICTURES {
        let picture = folder.read(&format!("output/{name}"));
        assert!(picture.starts_with(b"<svg "), "{name}");
        assert!(beside.contains(&format!("](<{name}>)")), "{name}");
    }
}

#[test]
fn one_bad_file_of_a_batch_stops_all() {
    let folder = Folder::new()
        .file("all/good.yaml", SMALL)
        .file(
            "all/bad.yaml",
            "project: {name: Other}\nservices: [anvill]\n",
        )
        .file("output/web-shop.md", "old");
    build(&folder, "-f md all").refuses("all/bad.yaml:2:12");
    assert_eq!(folder.read("output/web-shop.md"), b"old");
    assert_eq!(folder.names("output"), ["web-shop.md"]);
}

#[test]
fn a_batch_writes_a_document_a_file() {
    let folder = Folder::new().file("all/one.yaml", SMALL).file(
        "all/two/services.yaml",
        "project: {name: Other}\nservices: [anvil]\n",
    );
    build(&folder, "-f md all").succeeds();
    let mut names = folder.names("output");
    assert_eq!(names.len(), 2 * (1 + PICTURES.len()), "{names:?}");
    names.retain(|name| name.ends_with(".md"));
    assert_eq!(names, ["other.md", "web-shop.md"]);
}

#[test]
fn a_directory_in_the_way_stops_all_and_leaves_nothing_behind() {
    let folder = Folder::with(SMALL)
        .file("output/web-shop.md", "old")
        .file("output/web-shop.html/kept", "");
    build(&folder, "-f md,html").refuses("cannot write 'output/web-shop.html'");
    assert_eq!(folder.read("output/web-shop.md"), b"old");
    assert_eq!(folder.names("output"), ["web-shop.html", "web-shop.md"]);
}

#[test]
fn a_file_where_the_directory_belongs_is_refused() {
    let folder = Folder::with(SMALL).file("output", "mine");
    build(&folder, "-f md").refuses("cannot write 'output/web-shop.md'");
    assert_eq!(folder.read("output"), b"mine");
}

#[cfg(unix)]
#[test]
fn a_directory_that_takes_no_files_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::with(SMALL).file("output/web-shop.md", "old");
    let directory = folder.path("output");
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o555)).unwrap();
    // To the superuser every directory is open.
    let is_open = fs::write(directory.join("probe"), "").is_ok();
    if !is_open {
        build(&folder, "-f md").refuses("cannot write 'output/web-shop.md'");
    }
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(folder.read("output/web-shop.md"), b"old");
}

#[test]
fn a_new_file_is_as_open_as_the_users_own() {
    let folder = Folder::with(SMALL).file("mine", "");
    build(&folder, "-f md").succeeds();
    let mode = |name: &str| fs::metadata(folder.path(name)).unwrap().permissions();
    assert_eq!(mode("output/web-shop.md"), mode("mine"));
}

#[test]
fn success_is_silent() {
    let run = build(&Folder::with(SMALL), "-f md").succeeds();
    assert_eq!((run.stdout(), run.stderr()), (String::new(), String::new()));
}

/// A reader that is gone before the first byte, as `head` is after its last.
#[test]
fn a_closed_pipe_is_no_fault() {
    let folder = Folder::with("project: {name: Web shop}\nservices: [ec2, s3, sqs]\n");
    for words in [
        "build -f md -o -",
        "explain ec2",
        "schema",
        "man",
        "completions bash",
        "catalog list",
        "init -",
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_onus"))
            .args(words.split(' '))
            .current_dir(folder.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*said), (Some(0), ""), "{words}");
    }
}

/// `onus check 2>&1 | head` must not turn findings into success.
#[test]
fn a_closed_pipe_hides_no_finding() {
    for (services, status) in [("anvil", 1), ("anvill", 2)] {
        let folder = Folder::with(&SMALL.replace("anvil", services));
        let mut child = Command::new(env!("CARGO_BIN_EXE_onus"))
            .args(["check", "--catalog", &support::catalog()])
            .current_dir(folder.path(""))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(status), "{services}");
    }
}
