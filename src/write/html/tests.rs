use scraper::{ElementRef, Html, Selector};

use super::*;
use crate::document::read::read;
use crate::document::tree::{Inline, List, Table, plain_text};

pub(super) fn info() -> PageInfo {
    PageInfo {
        project: "Web shop".into(),
        organization: Some("Example Retail Ltd".into()),
        version: Some("1.4".into()),
        classification: Some("Internal".into()),
        date: "2026-11-24".into(),
        producer: "onus 0.1.0".into(),
    }
}

/// The page of a Markdown document, as a browser reads it.
fn page(markdown: &str) -> Html {
    Html::parse_document(&html(markdown))
}

fn html(markdown: &str) -> String {
    String::from_utf8(write(&read(markdown), &info(), &Templates::built_in()).unwrap()).unwrap()
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    all(page, selector)
        .iter()
        .map(|element| element.text().collect())
        .collect()
}

fn attributes(page: &Html, selector: &str, name: &str) -> Vec<String> {
    all(page, selector)
        .iter()
        .map(|element| element.attr(name).unwrap_or("-").to_owned())
        .collect()
}

const DUTIES: &str = "\
# Title

## Amazon RDS

**What the team must do**

| Duty | Holder |  |
| --- | --- | --- |
| `rds/restore-test` | Data team | [[1]] |
|  | AWS |

## Register

| Duty | Owner |
| --- | --- |
| `rds/restore-test` | DBA |

[1]: https://example.com/1
";

#[test]
fn a_table_says_what_heads_what() {
    let page = page(DUTIES);
    assert_eq!(texts(&page, "caption"), ["What the team must do"]);
    assert_eq!(
        texts(&page, "thead th[scope=col]"),
        ["Duty", "Holder", "Duty", "Owner"]
    );
    assert_eq!(
        texts(&page, "tbody th[scope=row]"),
        ["rds/restore-test", "rds/restore-test"]
    );
    assert!(all(&page, "th:empty").is_empty());
}

#[test]
fn every_row_is_as_wide_as_its_table() {
    let page = page(DUTIES);
    let cells: Vec<_> = all(&page, "section:first-of-type tr")
        .iter()
        .map(|row| row.child_elements().count())
        .collect();
    assert_eq!(cells[..3], [3, 3, 3]);
}

#[test]
fn a_table_without_heads_is_one_of_key_and_value() {
    let page = page("# T\n\n|  |  |\n| --- | --- |\n| Project | Web shop |\n");
    assert!(all(&page, "thead").is_empty());
    assert_eq!(texts(&page, "table.keys th[scope=row] + td"), ["Web shop"]);
}

#[test]
fn a_duty_is_an_anchor_and_its_later_mentions_lead_there() {
    let page = page(DUTIES);
    assert_eq!(attributes(&page, "tr[id]", "id"), ["rds/restore-test"]);
    assert_eq!(
        attributes(&page, "th a", "href"),
        ["#rds/restore-test", "#rds/restore-test"]
    );
    assert_eq!(attributes(&page, "h2", "id"), ["amazon-rds", "register"]);
}

const TWO_USES: &str = "\
# Title

| Use | Owner |
| --- | --- |
| RDS: a | DBA |

**Who holds each layer**

| Layer | RDS: a | RDS: b |
| --- | :-: | :-: |
| Guest OS | A | A |

## Container services

### RDS: a

| Layer | Holder | AWS |
| --- | --- | --- |
| Facilities, guest OS | AWS | Guards them. [[1]] |
| Data (open) | Team | |

| Duty | Do | Proof |
| --- | --- | --- |
| `rds/restore` | Restore. | |
| `rds/patch` | Patch. | |

### RDS: b

| Duty | Do | Proof |
| --- | --- | --- |
| `rds/restore` | Restore. | |

## Register

| Duty | Service | Status |
| --- | --- | --- |
| `rds/patch` | RDS: a | Open |
| `rds/restore` | RDS: b | Open |
| `rds/restore` | RDS: a | Open |

## Sources

1. <https://example.com/1>, read on 2026-11-24
2. <https://example.com/2>, read on 2026-11-24

[1]: https://example.com/1
";

#[test]
fn a_duty_of_two_services_has_an_anchor_in_each() {
    let page = page(TWO_USES);
    assert_eq!(
        attributes(&page, "tr[id]", "id"),
        ["rds/restore", "rds/patch", "rds-b:rds/restore"]
    );
    assert_eq!(
        attributes(&page, "[data-rows=duties] th[id]", "id"),
        ["rds-a:rds/restore"]
    );
    assert_eq!(
        attributes(&page, "[data-rows=register] th a", "href"),
        ["#rds/patch", "#rds-b:rds/restore", "#rds-a:rds/restore"]
    );
}

#[test]
fn a_layer_of_a_service_is_an_anchor() {
    let page = page(TWO_USES);
    assert_eq!(
        attributes(&page, "[data-rows=layers] th span", "id"),
        ["rds-a:facilities", "rds-a:guest-os", "rds-a:data"]
    );
    assert_eq!(
        texts(&page, "[data-rows=layers] tbody th"),
        ["Facilities, guest OS", "Data (open)"]
    );
}

#[test]
fn a_cell_that_names_a_service_leads_to_its_section() {
    let page = page(TWO_USES);
    assert_eq!(
        attributes(&page, "[data-rows=uses] th a", "href"),
        ["#rds-a"]
    );
    assert_eq!(
        attributes(&page, ".matrix thead a", "href"),
        ["#rds-a", "#rds-b"]
    );
}

#[test]
fn a_number_leads_to_its_source_and_the_source_to_its_page() {
    let page = page(TWO_USES);
    assert_eq!(
        attributes(&page, "a[aria-label='Source 1']", "href"),
        ["#source:1"]
    );
    assert_eq!(attributes(&page, "li", "id"), ["source:1", "source:2"]);
    assert_eq!(
        attributes(&page, "li a", "href"),
        ["https://example.com/1", "https://example.com/2"]
    );
}

#[test]
fn all_anchors_are_unique_and_every_link_within_the_page_has_one() {
    // Nothing keeps a template from saying the same thing twice.
    let twice = format!("{TWO_USES}\n{}", &TWO_USES[TWO_USES.find("###").unwrap()..]);
    for markdown in [DUTIES, TWO_USES, &twice, &hostile()] {
        let page = page(markdown);
        let ids = attributes(&page, "[id]", "id");
        let unique: std::collections::HashSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{ids:?}");
        for href in attributes(&page, "table a[href^='#'], a[aria-label]", "href") {
            let anchor = href.strip_prefix('#');
            assert!(
                anchor.is_none_or(|id| ids.iter().any(|known| known == id)),
                "{href}"
            );
        }
    }
}

#[test]
fn what_one_service_has_is_one_element() {
    let page = page(TWO_USES);
    assert_eq!(texts(&page, ".unit > h3"), ["RDS: a", "RDS: b"]);
    assert_eq!(all(&page, ".unit table").len(), 3);
    assert_eq!(all(&page, "search").len(), 1);
}

#[test]
fn frames_have_names_of_their_own() {
    let page = page("# T\n\n| A |\n| --- |\n| 1 |\n\nText\n\n| A |\n| --- |\n| 2 |\n");
    assert_eq!(
        attributes(&page, "section[tabindex='0']", "aria-label"),
        ["Table, T", "Table, T, 2"]
    );
}

#[test]
fn parties_have_a_class_each() {
    let page = page(
        "# T\n\n| Layer | X | Holder |\n| --- | :-: | --- |\n\
         | a | A | AWS |\n| b | S | Shared |\n| c | T | Data team |\n\
         | d | P | Platform |\n| e | ? | |\n| f | Any | ? |\n",
    );
    assert_eq!(
        attributes(&page, "td.center", "class"),
        [
            "center party-aws",
            "center party-shared",
            "center party-team",
            "center party-platform",
            "center party-nobody",
            "center",
        ]
    );
    assert_eq!(
        attributes(&page, "td > .party", "class"),
        [
            "party party-aws",
            "party party-shared",
            "party party-team",
            "party party-platform",
            "party party-nobody",
        ]
    );
}

#[test]
fn links_lead_to_safe_addresses_only() {
    let page = page(
        "# T\n\n[a](https://example.com) [b](javascript:x) [c](mailto:a@b.example) [d](#t) [1](e.pdf)\n",
    );
    assert_eq!(
        attributes(&page, "p a", "href"),
        ["https://example.com", "mailto:a@b.example", "#t", "e.pdf"]
    );
    assert_eq!(attributes(&page, "p a", "rel"), ["noopener", "-", "-", "-"]);
    assert_eq!(
        attributes(&page, "a[aria-label]", "aria-label"),
        ["Source 1"]
    );
    assert_eq!(texts(&page, "main p"), ["a b c d 1"]);
}

#[test]
fn a_line_feed_in_text_breaks_the_line() {
    let document = Document {
        title: "T".into(),
        blocks: vec![Block::Paragraph(vec![Inline::Text("one\ntwo".into())])],
    };
    let html =
        String::from_utf8(write(&document, &info(), &Templates::built_in()).unwrap()).unwrap();
    assert!(html.contains("<p>one<br>two</p>"));
}

#[test]
fn the_contents_list_is_navigation() {
    let page = page("# T\n\nFront\n\n## Contents\n\n- [A](#a)\n\n## A\n\nText\n");
    assert_eq!(texts(&page, "nav a[href='#a']"), ["A"]);
    assert_eq!(texts(&page, ".front p"), ["Front"]);
    assert_eq!(texts(&page, ".text p"), ["Text"]);
}

#[test]
fn the_policy_matches_the_style_and_the_script() {
    let page = page(TWO_USES);
    let style = texts(&page, "style");
    let script = texts(&page, "script");
    let policy = attributes(&page, "meta[http-equiv]", "content");
    assert_eq!(policy, [policy::policy(&style[0], &script[0])]);
}

#[test]
fn hostile_text_stays_text() {
    let markdown = hostile();
    let mut info = info();
    info.project = "</style><script>alert(1)</script>{{ title }}".into();
    info.classification = Some("\"><img src=x>\u{0}".into());
    let bytes = write(&read(&markdown), &info, &Templates::built_in()).unwrap();
    let page = Html::parse_document(std::str::from_utf8(&bytes).unwrap());
    assert!(all(&page, "script, img, [style], main i, link, main style").is_empty());
    let acting = "script, form, iframe, object, base, [onclick], [onerror], [onload]";
    assert!(all(&page, acting).is_empty());
    assert_eq!(all(&page, "main").len(), 1);
    assert!(texts(&page, "footer p")[0].starts_with(&info.project));
    assert!(texts(&page, "title")[0].contains("{{ title }} {% if %}"));
}

#[test]
fn the_same_words_stand_in_the_same_order() {
    for markdown in [DUTIES, &hostile()] {
        let document = read(markdown);
        let page = page(markdown);
        let mut found = String::new();
        element_words(all(&page, "main")[0], &mut found);
        let mut wanted = String::new();
        block_words(&document.blocks, &mut wanted);
        assert!(wanted.split_whitespace().eq(found.split_whitespace()));
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(html(&hostile()), html(&hostile()));
}

#[test]
fn a_caller_may_bring_a_frame_and_a_style() {
    let folder = tempfile::tempdir().unwrap();
    let frame = "<title>{{ title }}</title><style>{{ style | safe }}</style>";
    std::fs::write(folder.path().join(PAGE), frame).unwrap();
    std::fs::write(folder.path().join(STYLE), "p{}\r\n").unwrap();
    std::fs::write(folder.path().join(svg::STYLE), "q{}\n").unwrap();
    let templates = Templates::with_overlay(folder.path()).unwrap();
    let bytes = write(&read("# A<b\n"), &info(), &templates).unwrap();
    assert!(bytes.starts_with(b"<title>A&lt;b</title><style>p{}\n\nq{}\n@page"));

    std::fs::write(folder.path().join(PAGE), "{% if %}").unwrap();
    let templates = Templates::with_overlay(folder.path()).unwrap();
    let error = write(&read("# A\n"), &info(), &templates).unwrap_err();
    assert_eq!(error.to_string(), "cannot read the templates");
}

/// The specimen that browsers are shown as well, with a word no column is wide enough for.
fn hostile() -> String {
    include_str!("../../../tests/acceptance/hostile.md").replace("LONGWORD", &"W".repeat(10_000))
}

fn block_words(blocks: &[Block], words: &mut String) {
    for block in blocks {
        match block {
            Block::Heading(heading) => push(&heading.content, words),
            Block::Paragraph(content) => push(content, words),
            Block::List(list) => list_words(list, words),
            Block::Table(table) => table_words(table, words),
            Block::Contents { heading, list } => {
                push(&heading.content, words);
                list_words(list, words);
            }
            Block::Code { text, .. } => push(&[Inline::Code(text.clone())], words),
            Block::Quote(blocks) => block_words(blocks, words),
            Block::Figure(_) => unreachable!("no picture is given"),
            Block::Rule => {}
        }
    }
}

fn list_words(list: &List, words: &mut String) {
    for item in &list.items {
        block_words(item, words);
    }
}

fn table_words(table: &Table, words: &mut String) {
    let rows = table.rows.iter().flat_map(|row| &row.cells);
    for content in table.caption.iter().chain(&table.head).chain(rows) {
        push(content, words);
    }
}

fn push(content: &[Inline], words: &mut String) {
    words.push_str(&plain_text(content));
    words.push(' ');
}

/// Text as a reader sees it: only these elements stand inside a word.
fn element_words(element: ElementRef<'_>, words: &mut String) {
    for child in element.children() {
        if let Some(text) = child.value().as_text() {
            words.push_str(text);
        } else if let Some(child) = ElementRef::wrap(child) {
            let inside = matches!(
                child.value().name(),
                "a" | "code" | "em" | "span" | "strong" | "wbr"
            );
            if !inside {
                words.push(' ');
            }
            element_words(child, words);
            if !inside {
                words.push(' ');
            }
        }
    }
}
