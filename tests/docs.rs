//! The README and `docs/` against the program: every command shown is run, every link leads somewhere,
//! and pages made from the code are in step with it.

use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;

use onus::check::RULES;
use onus::diagnostic::{CODES, Code};
use onus::document::read::read;
use onus::document::tree::Block;

/// The two commands of the README that set everything up.
const BUILD_COMMAND: &str = "cargo run --release -- build examples/web-shop/services.yaml";
const TEST_COMMAND: &str = "cargo test";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The pages that people read, below the root.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<_> = [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "benches/README.md",
    ]
    .map(PathBuf::from)
    .into();
    for folder in ["docs", "docs/commands", "docs/formats"] {
        for entry in fs::read_dir(root().join(folder)).expect("the folder is there") {
            let name = entry.expect("the folder can be read").file_name();
            if Path::new(&name)
                .extension()
                .is_some_and(|extension| extension == "md")
            {
                pages.push(Path::new(folder).join(name));
            }
        }
    }
    pages.sort();
    pages
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the copy can be made");
        }
    }
}

/// Runs the `console` blocks of each page in a folder of its own, which holds `examples/` and the web
/// shop's `services.yaml`. With `TRYCMD=overwrite` what was printed goes into the pages.
#[test]
fn every_command_shown_runs_and_prints_what_is_shown() {
    let folder = tempfile::tempdir().expect("a folder for the run");
    let cases = trycmd::TestCases::new();
    cases.default_bin_path(env!("CARGO_BIN_EXE_onus"));
    cases.register_bin("onus", Path::new(env!("CARGO_BIN_EXE_onus")));
    for tool in ["cat", "ls"] {
        cases.register_bin(tool, Path::new("/bin").join(tool).as_path());
    }
    let mut copies = Vec::new();
    for page in pages() {
        let original = root().join(&page);
        if !text_of(&original).contains("```console") {
            continue;
        }
        let name = page.with_extension("").to_string_lossy().replace('/', "-");
        let copy = folder.path().join(format!("{name}.md"));
        let workspace = folder.path().join(format!("{name}.in"));
        fs::copy(&original, &copy).expect("the page can be copied");
        copy_folder(&root().join("examples"), &workspace.join("examples"));
        fs::copy(
            root().join("examples/web-shop/services.yaml"),
            workspace.join("services.yaml"),
        )
        .expect("the example can be copied");
        cases.case(&copy);
        copies.push((copy, original));
    }
    assert!(copies.len() > 8, "few pages show a command");
    let outcome = catch_unwind(AssertUnwindSafe(|| cases.run()));
    if std::env::var("TRYCMD").is_ok_and(|mode| mode == "overwrite") {
        for (copy, original) in &copies {
            fs::copy(copy, original).expect("the page can be written");
        }
    }
    drop(cases);
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// The two `cargo` commands would build inside a test; instead CI runs the very same words, and here
/// their arguments are given to the program.
#[test]
fn the_set_up_commands_of_the_readme_are_those_of_ci_and_work() {
    let readme = text_of(&root().join("README.md"));
    let shown: Vec<_> = readme
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .flat_map(|(block, _)| block.lines())
        .collect();
    assert_eq!(shown, [BUILD_COMMAND, TEST_COMMAND]);
    let ci = text_of(&root().join(".ci/run"));
    for command in shown {
        let runs = |line: &str| {
            line.trim()
                .split_once(" -- ")
                .is_some_and(|(_, words)| words == command)
        };
        assert!(
            ci.lines().any(runs),
            ".ci/run has no step that runs exactly `{command}`"
        );
    }
    let folder = tempfile::tempdir().expect("a folder for the run");
    copy_folder(&root().join("examples"), &folder.path().join("examples"));
    let (_, arguments) = BUILD_COMMAND
        .split_once(" -- ")
        .expect("the program's arguments");
    let status = Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(arguments.split_whitespace())
        .current_dir(folder.path())
        .status()
        .expect("the program starts");
    assert!(status.success());
    for extension in ["md", "html", "pdf"] {
        let file = folder
            .path()
            .join("output/web-shop")
            .with_extension(extension);
        assert!(
            file.metadata().is_ok_and(|file| file.len() > 1000),
            "{} is not written",
            file.display()
        );
    }
}

#[test]
fn the_readme_shows_the_smallest_example_as_it_is() {
    let example = text_of(&root().join("examples/minimal/services.yaml"));
    let readme = text_of(&root().join("README.md"));
    let body: Vec<_> = example
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert!(readme.contains(&format!("```yaml\n{}\n```", body.join("\n"))));
}

#[test]
fn every_command_has_a_page() {
    let output = Command::new(env!("CARGO_BIN_EXE_onus"))
        .arg("--help")
        .output()
        .expect("the program starts");
    let help = String::from_utf8(output.stdout).expect("help is text");
    let (_, commands) = help
        .split_once("Commands:\n")
        .expect("help lists the commands");
    let names = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next());
    let mut count = 0;
    for name in names {
        count += 1;
        let page = root().join(format!("docs/commands/{name}.md"));
        assert!(
            text_of(&page).starts_with(&format!("# onus {name}\n")),
            "{}",
            page.display()
        );
    }
    assert!(count >= 8);
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = text_of(&root().join(&page));
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = link
                .split_once('#')
                .map_or((link, None), |(path, anchor)| (path, Some(anchor)));
            let target = match path {
                "" => root().join(&page),
                path => root()
                    .join(&page)
                    .parent()
                    .expect("a page lies in a folder")
                    .join(path),
            };
            if !target.exists() || anchor.is_some_and(|anchor| !has_anchor(&target, anchor)) {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "links that lead nowhere:\n{}",
        broken.join("\n")
    );
}

/// Targets of the links and pictures outside code blocks.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    let prose = text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        code ^= fence;
        !code && !fence
    });
    prose.flat_map(|line| {
        line.split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
            .map(|(link, _)| link)
    })
}

fn has_anchor(page: &Path, anchor: &str) -> bool {
    let heading = |block: &Block| matches!(block, Block::Heading(heading) if heading.id == anchor);
    read(&text_of(page)).blocks.iter().any(heading)
}

#[test]
fn the_page_of_findings_is_in_step() {
    let path = root().join("docs/findings.md");
    let wanted = findings_page();
    if std::env::var_os("ONUS_UPDATE").is_some() {
        fs::write(&path, &wanted).expect("the page can be written");
    }
    let is = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        is == wanted,
        "docs/findings.md is out of step; `ONUS_UPDATE=1 cargo test --test docs` writes it"
    );
}

fn findings_page() -> String {
    let mut page = String::from(
        "# Findings\n\nWhat onus can say about a file, by code. A code names the fault and stays for ever. This page is made from the source by a test.\n\nAn **error** means that the input cannot be used: nothing is written, and the exit status is 2. A **warning** means that the input is valid and not in order: a document is written, and `onus check` ends with exit status 1.\n",
    );
    let (catalog, others): (Vec<_>, Vec<_>) = CODES
        .iter()
        .partition(|code| code.name.starts_with("catalog-"));
    let rules: Vec<_> = RULES.iter().map(|rule| &rule.code).collect();
    section(&mut page, "The services file, and writing", &others);
    section(&mut page, "What `onus check` looks for", &rules);
    section(&mut page, "The catalog", &catalog);
    page
}

fn section(page: &mut String, title: &str, codes: &[&Code]) {
    writeln!(page, "\n## {title}").expect("text grows");
    for code in codes {
        writeln!(
            page,
            "\n### {}\n\n*{}.* {}",
            code.name,
            code.severity.name(),
            code.meaning
        )
        .expect("text grows");
    }
}
