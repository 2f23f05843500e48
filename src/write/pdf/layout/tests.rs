//! Pages as lines of text: where boxes stand, what is kept together, what repeats.

use crate::document::read::read;
use crate::write::{PageInfo, Paper};

use super::super::fonts::Fonts;
use super::super::style::Sheet;
use super::super::text::Typesetter;
use super::{Artifact, Belongs, Laid, Page, Placed, layout};

fn lay(markdown: &str) -> Laid {
    let info = PageInfo {
        project: "Shop".to_owned(),
        organization: None,
        version: Some("1.0".to_owned()),
        classification: Some("Internal".to_owned()),
        date: "2026-11-24".to_owned(),
        producer: "onus".to_owned(),
    };
    layout(
        &read(markdown),
        &info,
        Paper::A4,
        &mut Typesetter::new(&Fonts::embedded()),
    )
}

fn texts(page: &Page) -> Vec<String> {
    let text = |placed: &Placed| {
        (placed.belongs == Belongs::Text)
            .then(|| placed.text())
            .flatten()
    };
    page.boxes.iter().filter_map(text).collect()
}

fn repeated(page: &Page) -> Vec<String> {
    let head = Belongs::Artifact(Artifact::RepeatedHead);
    let text = |placed: &Placed| (placed.belongs == head).then(|| placed.text()).flatten();
    page.boxes.iter().filter_map(text).collect()
}

fn table(rows: usize) -> String {
    let rows: String = (0..rows)
        .map(|row| format!("| `rds/duty-{row}` | Restore a snapshot and time it | Data team |\n"))
        .collect();
    format!("**Duties**\n\n| Duty | Do | Owner |\n| --- | --- | --- |\n{rows}\n")
}

/// Tables end at every depth of a page while this many lines of text push them down.
fn pushed_down(lines: usize, rest: &str) -> String {
    format!("# Title\n\n{}{rest}", "One line.\n\n".repeat(lines))
}

#[test]
fn a_small_page_box_by_box() {
    let laid = lay("# Title\n\nSome *words*.\n\n- one\n");
    assert_eq!(laid.pages.pages.len(), 1);
    let page = laid.pages.pages[0].to_string();
    let expected = "\
70.9 62.4 54.8 36.0 text \"Title\"
70.9 125.4 54.2 13.5 text \"Some words.\"
70.9 147.9 3.0 13.5 text \"•\"
84.4 147.9 15.8 13.5 text \"one\"
70.9 36.0 13.5 10.0 PageHead \"Title\"
";
    let got: String = page
        .lines()
        .take(4)
        .map(|line| format!("{line}\n"))
        .collect();
    let rounded = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.split(' ').skip(4).collect::<Vec<_>>().join(" "))
            .collect()
    };
    assert_eq!(rounded(&got), rounded(expected)[..4], "{page}");
    let depths: Vec<f32> = page
        .lines()
        .take(4)
        .map(|line| line.split(' ').nth(1).unwrap().parse().unwrap())
        .collect();
    assert_eq!(depths, [62.4, 125.4, 147.9, 147.9]);
}

#[test]
fn every_box_lies_between_the_margins() {
    let long = "x".repeat(4000);
    let laid = lay(&format!(
        "{}\n{long}\n\n`{long}`\n\n| {long} | b |\n|---|---|\n| c | {long} |\n",
        table(90)
    ));
    for page in &laid.pages.pages {
        let Sheet {
            width,
            height,
            left,
            right,
            ..
        } = page.sheet;
        for placed in &page.boxes {
            assert!(placed.x >= left - 0.1, "{placed}");
            assert!(placed.x + placed.width <= width - right + 5.0, "{placed}");
            assert!(
                placed.y >= 0.0 && placed.y + placed.height <= height,
                "{placed}"
            );
        }
    }
}

#[test]
fn a_heading_is_never_the_last_text_of_a_page() {
    for lines in 15..33 {
        let laid = lay(&pushed_down(
            lines,
            &format!("## Section\n\n### Service\n\n{}", table(3)),
        ));
        for page in &laid.pages.pages {
            let last = texts(page).pop().unwrap();
            assert!(
                !["Section", "Service", "Duties", "Owner"].contains(&last.as_str()),
                "{lines}: {last}"
            );
        }
    }
}

#[test]
fn a_caption_stands_with_its_head_and_first_row() {
    for lines in 15..33 {
        let laid = lay(&pushed_down(lines, &table(3)));
        let texts: Vec<_> = laid.pages.pages.iter().map(texts).collect();
        let page = texts
            .iter()
            .find(|page| page.iter().any(|text| text == "Duties"))
            .unwrap();
        assert!(
            page.iter().any(|text| text == "Owner")
                && page.iter().any(|text| text.contains("duty-0"))
        );
    }
}

#[test]
fn a_table_head_repeats_on_each_page_and_is_said_once() {
    let laid = lay(&table(120));
    assert!(laid.pages.pages.len() > 2);
    assert_eq!(repeated(&laid.pages.pages[0]), [""; 0]);
    for page in &laid.pages.pages[1..] {
        assert_eq!(repeated(page), ["Duty", "Do", "Owner"]);
        assert!(!texts(page).contains(&"Owner".to_owned()));
    }
}

#[test]
fn no_line_of_a_paragraph_stands_alone() {
    let paragraph = "Words that fill a line of the page and go on. ".repeat(7);
    for lines in 20..34 {
        let laid = lay(&pushed_down(lines, &paragraph));
        let counts: Vec<usize> = laid
            .pages
            .pages
            .iter()
            .map(|page| {
                texts(page)
                    .iter()
                    .filter(|text| text.contains("Words") || text.contains("fill"))
                    .count()
            })
            .collect();
        assert!(
            counts.iter().all(|count| *count != 1),
            "{lines}: {counts:?}"
        );
    }
}

#[test]
fn a_row_taller_than_a_page_goes_on_overleaf() {
    let cell = "many words ".repeat(1500);
    let laid = lay(&format!(
        "| A | B |\n|---|---|\n| {cell} | short |\n| last | row |\n"
    ));
    assert!(laid.pages.pages.len() > 2);
    assert!(texts(laid.pages.pages.last().unwrap()).contains(&"last".to_owned()));
}

#[test]
fn contents_give_the_page_of_each_heading() {
    let laid = lay(&format!(
        "# T\n\n## Contents\n\n- [One](#one)\n- [Two](#two)\n\n## One\n\n{}\n## Two\n\ntext\n",
        table(60)
    ));
    let page = (laid.pages.places["two"].page + 1).to_string();
    assert!(page != "3");
    let contents = texts(&laid.pages.pages[1]);
    assert_eq!(contents, ["Contents", "One", "3", "Two", page.as_str()]);
}

/// A page for each part, and whether it lies on its side, with eight columns of this cell in the middle.
fn directions(cell: &str) -> Vec<bool> {
    let (bar, cells) = ("---|".repeat(8), format!(" {cell} |").repeat(8));
    let table = format!("|{cells}\n|{bar}\n|{cells}\n");
    let laid = lay(&format!(
        "# T\n\ntext\n\n## Register\n\n{table}\n## Next\n\ntext\n"
    ));
    let sideways = |page: &Page| page.sheet.width > page.sheet.height;
    let with_heading = |page: &Page| !sideways(page) || texts(page)[0] == "Register";
    assert!(laid.pages.pages.iter().all(with_heading));
    laid.pages.pages.iter().map(sideways).collect()
}

#[test]
fn a_table_of_much_text_lies_on_its_side_with_its_heading() {
    assert_eq!(directions("some words in a cell"), [false, true, false]);
    assert_eq!(directions("12"), [false]);
}

#[test]
fn a_summary_of_forty_columns_repeats_the_layers() {
    let head = (0..40).fold("| Layer |".to_owned(), |head, n| {
        format!("{head} service-{n} |")
    });
    let laid = lay(&format!(
        "{head}\n| --- |{}\n| Data |{}\n",
        " :-: |".repeat(40),
        " A |".repeat(40)
    ));
    let texts: Vec<String> = laid.pages.pages.iter().flat_map(texts).collect();
    assert_eq!(texts.iter().filter(|text| *text == "A").count(), 40);
    assert!(texts.iter().filter(|text| *text == "Data").count() > 1);
}

#[test]
fn what_no_font_has_is_spelled_out_and_reported() {
    let laid = lay("山 and \u{202E} and 山, \u{301}\n");
    assert_eq!(
        laid.gathered.missing.iter().copied().collect::<String>(),
        "\u{202E}山"
    );
    assert!(texts(&laid.pages.pages[0])[0].starts_with("[U+5C71] and [U+202E] and [U+5C71]"));
}

#[test]
fn heads_and_feet_are_no_part_of_the_text() {
    let laid = lay("# T\n\n## Contents\n\n- [One](#one)\n\n## One\n\ntext\n");
    let kinds = |page: &Page, kind| {
        page.boxes
            .iter()
            .filter(|b| b.belongs == Belongs::Artifact(kind))
            .count()
    };
    let heads: Vec<usize> = laid
        .pages
        .pages
        .iter()
        .map(|page| kinds(page, Artifact::PageHead))
        .collect();
    let feet: Vec<usize> = laid
        .pages
        .pages
        .iter()
        .map(|page| kinds(page, Artifact::PageFoot))
        .collect();
    assert_eq!((heads, feet), (vec![0, 2, 2], vec![2, 2, 2]));
}

#[test]
fn nothing_makes_no_page_or_one() {
    assert_eq!(lay("").pages.pages.len(), 1);
    assert_eq!(lay("| | |\n|---|---|\n").pages.pages.len(), 1);
}
