//! Text from strangers: whatever it is, a run ends soon and in order.

mod support;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use onus::catalog::Catalog;
use onus::diagnostic::Source;
use onus::diagnostic::render::{MessageFormat, render};
use onus::input;
use onus::model::{self, Day};
use support::Folder;
use time::macros::date;

/// What a single text may take, reading, resolving and wording together. Far more than any should.
const SLOW: Duration = Duration::from_secs(20);

/// Small numbers without a pattern, the same in every run.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

/// Good files to spoil: those of the cases that build a document.
fn good() -> Vec<String> {
    let names = [
        "full",
        "mixed-values",
        "several-uses",
        "hostile-text",
        "records-of-every-status",
    ];
    let path = |name: &str| {
        support::root()
            .join("tests/cases")
            .join(name)
            .join("services.yaml")
    };
    names
        .iter()
        .map(|name| std::fs::read_to_string(path(name)).unwrap())
        .collect()
}

fn catalog() -> Catalog {
    let overlay = Catalog::with_overlay(support::catalog().as_ref());
    overlay
        .unwrap_or_else(|faults| panic!("{faults:?}"))
        .catalog
}

/// Reads and resolves as the program does, and prints what was found in every format.
fn digest(catalog: &Catalog, text: &str) {
    let began = Instant::now();
    let source = Source::new("services.yaml", text);
    let (file, mut findings) = input::parse(&source);
    if let Some(file) = &file {
        let day = Day {
            demanded: None,
            of_run: date!(2026 - 11 - 24),
            as_of: None,
        };
        let (project, faults) = model::resolve(file, catalog, day);
        findings.extend(faults);
        findings.extend(onus::check::check(&project, day.of_run));
    }
    onus::diagnostic::sort(&mut findings);
    for format in [
        MessageFormat::Human,
        MessageFormat::Json,
        MessageFormat::Github,
        MessageFormat::Sarif,
    ] {
        render(&findings, format, true);
    }
    let start: String = text.chars().take(200).collect();
    assert!(
        began.elapsed() < SLOW,
        "took {:?}: {start:?}",
        began.elapsed()
    );
}

#[test]
fn files_cut_off_anywhere() {
    let catalog = catalog();
    for text in good() {
        let step = (text.len() / 120).max(1);
        for end in (0..text.len())
            .step_by(step)
            .filter(|end| text.is_char_boundary(*end))
        {
            digest(&catalog, &text[..end]);
            digest(&catalog, &text[end..]);
        }
    }
}

#[test]
fn files_with_letters_changed_added_and_moved() {
    const BITS: [&str; 28] = [
        "\0", "\t", "\n", "\r", "\r\n", " ", "  ", "-", ":", ": ", "{", "}", "[", "]", "&a ",
        "*a ", "!x ", "|", ">", "#", "'", "\"", "\\", "%", "@", "\u{feff}", "\u{202e}", "é",
    ];
    let catalog = catalog();
    let mut dice = Dice(0x2026_1124);
    for text in good() {
        for _ in 0..120 {
            let mut letters: Vec<String> = text.chars().map(String::from).collect();
            for _ in 0..=dice.roll(4) {
                let at = dice.roll(letters.len());
                match dice.roll(4) {
                    0 => letters[at] = BITS[dice.roll(BITS.len())].to_owned(),
                    1 => letters.insert(at, BITS[dice.roll(BITS.len())].to_owned()),
                    2 => drop(letters.remove(at)),
                    _ => {
                        let other = dice.roll(letters.len());
                        letters.swap(at, other);
                    }
                }
            }
            digest(&catalog, &letters.concat());
        }
    }
}

#[test]
fn texts_of_nothing_but_signs() {
    const SIGNS: &[u8] = b"-:?,[]{}#&*!|>'\"%@` \n\n\t~x0<=.";
    let catalog = catalog();
    let mut dice = Dice(7);
    for _ in 0..800 {
        let length = dice.roll(60);
        let text: String = (0..length)
            .map(|_| char::from(SIGNS[dice.roll(SIGNS.len())]))
            .collect();
        digest(&catalog, &text);
    }
}

#[test]
fn deep_nesting_of_every_kind() {
    let catalog = catalog();
    for depth in [31, 32, 33, 1_000, 100_000] {
        digest(&catalog, &"[".repeat(depth));
        digest(&catalog, &"{a: ".repeat(depth));
        digest(&catalog, &"- ".repeat(depth));
        digest(&catalog, &"? ".repeat(depth));
        digest(
            &catalog,
            &format!("{}{}", "[".repeat(depth), "]".repeat(depth)),
        );
        digest(&catalog, &format!("services: {}", "[{a: ".repeat(depth)));
    }
    let mut steps = String::new();
    for depth in 0..1_000 {
        writeln!(steps, "{}a:", " ".repeat(depth)).unwrap();
    }
    digest(&catalog, &steps);
}

#[test]
fn aliases_that_multiply() {
    let catalog = catalog();
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..40 {
        let before = level - 1;
        let uses = vec![format!("*a{before}"); 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{uses}]").unwrap();
    }
    digest(&catalog, &bomb);
    // Every anchor keeps a copy of what stands for it: nested anchors must not multiply either.
    let nested: String = (0..32).map(|level| format!("&b{level} [")).collect();
    digest(&catalog, &format!("{nested}{}", "x, ".repeat(90_000)));
    let chain: String = (1..5_000)
        .map(|link| format!("- &c{link} [*c{}]\n", link - 1))
        .collect();
    digest(&catalog, &format!("- &c0 x\n{chain}"));
    digest(&catalog, "services: &s [*s]\n");
    digest(&catalog, "&a [&b [*a, *b]]");
    digest(&catalog, "project: &p {name: *p}\nservices: [anvil]\n");
    digest(&catalog, "<<: {project: {name: x}}\nservices: [anvil]\n");
}

const HEAD: &str = "project: {name: Web shop}\n";

#[test]
fn one_long_word() {
    let catalog = catalog();
    let word = "x".repeat(900_000);
    digest(&catalog, &format!("{HEAD}services: [anvil] #{word}"));
    digest(&catalog, &format!("{HEAD}services: [{word}]\n"));
    digest(
        &catalog,
        &format!("project: {{name: {word}}}\nservices: [anvil]\n"),
    );
    digest(
        &catalog,
        &format!("{HEAD}services: [{{service: kiln, {word}: own}}]\n"),
    );
    digest(
        &catalog,
        &format!("{HEAD}services: [anvil]\nduties: {{? {word} : {{}}}}\n"),
    );
}

#[test]
fn long_lists() {
    let catalog = catalog();
    digest(
        &catalog,
        &format!("{HEAD}services: [{}]\n", "?, ".repeat(110_000)),
    );
    digest(
        &catalog,
        &format!("{HEAD}services: [{}]\n", "anvil, ".repeat(500)),
    );
    digest(
        &catalog,
        &format!("{HEAD}services:\n{}", "- kiln\n".repeat(300)),
    );
    let fuels = "wood, ".repeat(50_000);
    digest(
        &catalog,
        &format!("{HEAD}services: [{{service: kiln, fuel: [{fuels}]}}]\n"),
    );
    let frameworks = "guild-2, ".repeat(1_000);
    digest(
        &catalog,
        &format!("{HEAD}services: [anvil]\nframeworks: [{frameworks}]\n"),
    );
}

#[test]
fn many_entries() {
    let catalog = catalog();
    let many = |entry: fn(usize) -> String| (0..400).map(entry).collect::<String>();
    let uses = many(|n| format!("- {{service: kiln, name: u{n}, lock: true}}\n"));
    digest(&catalog, &format!("{HEAD}services:\n{uses}"));
    let keys = many(|n| format!("k{n}: 1\n"));
    digest(&catalog, &format!("{HEAD}services: [anvil]\n{keys}"));
    let records = many(|n| format!("  anvil/{n}: {{status: x}}\n"));
    digest(
        &catalog,
        &format!("{HEAD}services: [anvil]\nduties:\n{records}"),
    );
    let same = many(|_| "  anvil/oil-anvil: {}\n".to_owned());
    digest(
        &catalog,
        &format!("{HEAD}services: [anvil]\nduties:\n{same}"),
    );
}

/// Through the program itself: what the reader of files adds, and what a writer might choke on.
#[test]
fn runs_end_in_order_whatever_the_bytes() {
    let good = b"project: {name: Web shop}\nservices: [anvil]\n".as_slice();
    let inputs: Vec<(&str, Vec<u8>, i32)> = vec![
        ("nothing", Vec::new(), 2),
        ("a mark of byte order", [b"\xef\xbb\xbf", good].concat(), 0),
        (
            "UTF-16",
            good.iter().flat_map(|byte| [*byte, 0]).collect(),
            2,
        ),
        (
            "UTF-16 with its mark",
            [
                b"\xff\xfe".to_vec(),
                good.iter().flat_map(|byte| [*byte, 0]).collect(),
            ]
            .concat(),
            2,
        ),
        (
            "Windows line ends",
            String::from_utf8_lossy(good)
                .replace('\n', "\r\n")
                .into_bytes(),
            0,
        ),
        (
            "old line ends",
            String::from_utf8_lossy(good)
                .replace('\n', "\r")
                .into_bytes(),
            0,
        ),
        ("null bytes", vec![0; 10_000], 2),
        ("high bytes", vec![0xff; 10_000], 2),
        ("half a letter", [good, b"# \xe2\x82"].concat(), 2),
        (
            "a file at the limit",
            [good, &vec![b'#'; (1 << 20) - good.len()]].concat(),
            0,
        ),
        (
            "a file over the limit",
            [good, &vec![b'#'; (1 << 20) - good.len() + 1]].concat(),
            2,
        ),
        ("a file far over the limit", vec![b'-'; 20 << 20], 2),
        ("deep lists", vec![b'['; 1 << 20], 2),
        ("deep blocks", b"- ".repeat(1 << 19), 2),
    ];
    let folder = Folder::new();
    let catalog = support::catalog();
    for (name, bytes, status) in inputs {
        let words = ["build", "-f", "md", "-o", "-", "--catalog", &catalog, "-"];
        let run = folder.run(words, Some(&bytes), &[]);
        assert_eq!(run.status(), status, "{name}\n{}", run.stderr());
        assert!(
            run.stderr().len() < 10_000,
            "{name}: {} bytes of messages",
            run.stderr().len()
        );
    }
}

/// Names that fit YAML and the model, and fill every format to its edges.
#[test]
fn long_and_odd_text_is_written_in_every_format() {
    let odd = "\u{202e}\u{0}é店𝔘👩‍👩‍👧‍👦\u{fdd0}\u{e000}a\u{301}\u{301}\u{301}";
    let name = serde_json::to_string(&format!("{odd} {}", "W".repeat(1_000))).unwrap();
    let note = serde_json::to_string(&format!("{}\n{odd}", "word ".repeat(500))).unwrap();
    let services = format!(
        "project: {{name: {name}, id: odd, team: {name}, classification: {name}}}\n\
         services: [{{service: anvil, name: {name}, note: {note}}}]\n"
    );
    let folder = Folder::with(&services);
    let run = folder
        .onus(&format!("build --catalog {}", support::catalog()))
        .succeeds();
    assert!(run.stderr().len() < 20_000);
    assert_eq!(
        folder.names("output"),
        [
            "odd-line.svg",
            "odd-load.svg",
            "odd-stack-1.svg",
            "odd.html",
            "odd.md",
            "odd.pdf"
        ]
    );
}

#[test]
fn arguments_may_be_anything() {
    let folder = Folder::with(support::SMALL);
    let long = "x".repeat(100_000);
    for words in [
        vec!["explain", ""],
        vec!["explain", "\u{202e}\n\0".trim_matches('\0')],
        vec!["explain", "kiln", "="],
        vec!["explain", "kiln", "=own"],
        vec!["explain", "kiln", "fire="],
        vec!["explain", "kiln", "fire=own=own"],
        vec!["explain", "kiln", "fire=own", "fire=own"],
        vec!["explain", &long, &long],
        vec!["check", &long],
        vec!["check", "", "-"],
        vec!["check", "-", "-"],
        vec!["check", "services.yaml/x"],
        vec!["catalog", "show", "../../etc/passwd"],
        vec!["catalog", "show", ""],
        vec!["build", "--date", "0000-00-00"],
        vec!["build", "--catalog", "/dev/null"],
        vec!["build", "--templates", "nowhere"],
        vec!["build", "-f", "docx"],
        vec!["nonsense"],
    ] {
        let run = folder.run(words.iter().copied(), Some(b""), &[]);
        let start: Vec<String> = words
            .iter()
            .map(|word| word.chars().take(30).collect())
            .collect();
        assert_eq!(
            run.status(),
            2,
            "{start:?}\n{}",
            run.stderr().chars().take(500).collect::<String>()
        );
    }
}
