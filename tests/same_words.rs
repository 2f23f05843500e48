//! HTML has the words of the Markdown's tree, in the same order: for the examples and for hostile text.

mod support;

use std::path::{Path, PathBuf};

use onus::document::picture::{Drawing, Kind, Picture};
use onus::document::read::read_illustrated;
use onus::document::tree::{Block, Inline, List, Table, plain_text};
use scraper::{ElementRef, Html, Selector};
use support::DAY;

fn output(services: &Path, format: &str, catalog: Option<&str>) -> String {
    let services = services.display().to_string();
    let mut words = vec!["build", "-f", format, "-o", "-", "--date", DAY, &services];
    if let Some(catalog) = catalog {
        words.extend(["--catalog", catalog]);
    }
    support::run(&support::root(), words, None, &[])
        .succeeds()
        .stdout()
}

/// The Markdown with its pictures beside it, each of which it must name.
fn beside(services: &Path, folder: &Path, catalog: Option<&str>) -> (String, Vec<Picture>) {
    let (services, out) = (services.display().to_string(), folder.display().to_string());
    let mut words = vec!["build", "-f", "md", "-o", &out, "--date", DAY, &services];
    if let Some(catalog) = catalog {
        words.extend(["--catalog", catalog]);
    }
    support::run(&support::root(), words, None, &[]).succeeds();
    let mut markdown = String::new();
    let mut pictures = Vec::new();
    for path in support::entries(folder) {
        let text = std::fs::read_to_string(&path).unwrap();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        if file.ends_with(".md") {
            markdown = text;
        } else {
            pictures.push(Picture {
                kind: Kind::Line,
                file,
                caption: String::new(),
                alternative: String::new(),
                drawing: Drawing::default().into(),
            });
        }
    }
    assert!(pictures.len() >= 3, "{pictures:?}");
    for picture in &pictures {
        assert!(markdown.contains(&format!("](<{}>)", picture.file)));
    }
    (markdown, pictures)
}

fn same_words(services: &Path, catalog: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let written = beside(services, folder.path(), catalog);
    let (markdown, pictures) = (&written.0, &written.1);
    let html = output(services, "html", catalog);
    let mut wanted = String::new();
    blocks(&read_illustrated(markdown, pictures).blocks, &mut wanted);
    let page = Html::parse_document(&html);
    let main = page
        .select(&Selector::parse("main").unwrap())
        .next()
        .expect("the page has a main part");
    // The filter's controls are no words of the document: they stand outside of it, and are not counted.
    let controls = Selector::parse("search, input, select, button, [role=status]").unwrap();
    assert_eq!(main.select(&controls).count(), 0);
    let mut found = String::new();
    element(main, &mut found);
    let (wanted, found): (Vec<_>, Vec<_>) = (
        wanted.split_whitespace().collect(),
        found.split_whitespace().collect(),
    );
    let differ = wanted.iter().zip(&found).position(|(a, b)| a != b);
    if let Some(at) =
        differ.or((wanted.len() != found.len()).then(|| wanted.len().min(found.len())))
    {
        let near = |words: &[&str]| {
            words
                .iter()
                .skip(at.saturating_sub(5))
                .take(12)
                .copied()
                .collect::<Vec<_>>()
                .join(" ")
        };
        panic!(
            "{}: word {at}\nMarkdown: {}\nHTML:     {}",
            services.display(),
            near(&wanted),
            near(&found)
        );
    }
    assert!(
        wanted.len() > 200,
        "{} has {} words",
        services.display(),
        wanted.len()
    );
}

#[test]
fn of_every_example() {
    for services in support::examples() {
        same_words(&services, None);
    }
}

#[test]
fn of_cases_that_go_to_the_edge() {
    for case in [
        "hostile-text",
        "full",
        "mixed-values",
        "several-uses",
        "least",
    ] {
        let services: PathBuf = support::root()
            .join("tests/cases")
            .join(case)
            .join("services.yaml");
        same_words(&services, Some(&support::catalog()));
    }
}

#[test]
fn of_the_starter() {
    same_words(&support::root().join("templates/services.yaml"), None);
}

/// The page holds no text of strangers as anything but text.
#[test]
fn hostile_text_makes_no_element() {
    let services = support::root().join("tests/cases/hostile-text/services.yaml");
    let html = output(&services, "html", Some(&support::catalog()));
    let page = Html::parse_document(&html);
    let acting =
        Selector::parse("img, iframe, object, form, base, [onerror], [onclick], [style]").unwrap();
    assert_eq!(page.select(&acting).count(), 0);
    let script = Selector::parse("script").unwrap();
    let scripts: Vec<String> = page.select(&script).map(|it| it.text().collect()).collect();
    assert_eq!(scripts, [include_str!("../templates/page.js")]);
    let links = Selector::parse("a[href]").unwrap();
    for link in page.select(&links) {
        let href = link.attr("href").unwrap();
        let scheme = href.split_once(':').map(|(scheme, _)| scheme);
        assert!(
            href.starts_with('#') || matches!(scheme, None | Some("https" | "mailto")),
            "{href}"
        );
    }
}

fn blocks(all: &[Block], words: &mut String) {
    for block in all {
        match block {
            Block::Heading(heading) => push(&heading.content, words),
            Block::Paragraph(content) => push(content, words),
            Block::List(items) => list(items, words),
            Block::Table(rows) => table(rows, words),
            Block::Contents {
                heading,
                list: items,
            } => {
                push(&heading.content, words);
                list(items, words);
            }
            Block::Code { text, .. } => push(&[Inline::Code(text.clone())], words),
            Block::Quote(inside) => blocks(inside, words),
            Block::Figure(figure) => {
                push(figure.caption.as_deref().unwrap_or_default(), words);
                push(&[Inline::Text(figure.alternative.clone())], words);
            }
            Block::Rule => {}
        }
    }
}

fn list(list: &List, words: &mut String) {
    for item in &list.items {
        blocks(item, words);
    }
}

fn table(table: &Table, words: &mut String) {
    let rows = table.rows.iter().flat_map(|row| &row.cells);
    for cell in table.caption.iter().chain(&table.head).chain(rows) {
        push(cell, words);
    }
}

fn push(content: &[Inline], words: &mut String) {
    words.push_str(&plain_text(content));
    words.push(' ');
}

/// Only what stands inside a line joins words; every other element parts them.
fn element(of: ElementRef<'_>, words: &mut String) {
    for child in of.children() {
        if let Some(text) = child.value().as_text() {
            words.push_str(text);
        } else if let Some(child) = ElementRef::wrap(child) {
            // Of a picture, what it says in words; its letters are ink.
            if matches!(child.value().name(), "title" | "defs" | "text") {
                continue;
            }
            let joins = matches!(
                child.value().name(),
                "a" | "code" | "em" | "span" | "strong" | "wbr"
            );
            words.push_str(if joins { "" } else { " " });
            element(child, words);
            words.push_str(if joins { "" } else { " " });
        }
    }
}

/// A picture is well-formed XML, holds strangers' text as text, and asks for nothing.
#[test]
fn pictures_hold_text_of_strangers_as_text() {
    let services = support::root().join("tests/cases/hostile-text/services.yaml");
    let folder = tempfile::tempdir().unwrap();
    let (_, pictures) = beside(&services, folder.path(), Some(&support::catalog()));
    for picture in &pictures {
        let text = std::fs::read_to_string(folder.path().join(&picture.file)).unwrap();
        let page = Html::parse_document(&text);
        let known = "svg, title, desc, style, defs, pattern, path, circle, text";
        let known = Selector::parse(&format!("svg *:not({known})")).unwrap();
        assert_eq!(page.select(&known).count(), 0, "{}", picture.file);
        let links = Selector::parse("[href], [onload], [onclick], [style]").unwrap();
        assert_eq!(page.select(&links).count(), 0, "{}", picture.file);
        let style = text.split("<style>").nth(1).unwrap();
        assert!(!style.split("</style>").next().unwrap().contains("url("));
    }
}
