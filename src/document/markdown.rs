//! Words the document: the model's facts, in the templates' sentences, as one Markdown text.

use anyhow::Context as _;
use tera::{Kwargs, State, Tera};

use super::context::{self, Provenance};
use super::escape::{escape, escape_url};
use super::picture::Picture;
use super::read::{in_anchor, read};
use super::templates::Templates;
use super::tree::{Block, plain_text};
use crate::catalog::Catalog;
use crate::model::Project;

/// The heading under which the contents list is put, once all headings are known.
const CONTENTS: &str = "\n## Contents\n";

/// Writes the document of a project. It names the files of the pictures; without any, tables stand in
/// their places.
///
/// # Errors
/// When a template of the user's is wrong; the message names it and the place.
pub fn markdown(
    project: &Project<'_>,
    catalog: &Catalog,
    templates: &Templates,
    provenance: &Provenance,
    pictures: &[Picture],
) -> anyhow::Result<String> {
    let tera = engine(templates)?;
    let context = context::build(project, catalog, provenance, pictures);
    let context =
        tera::Context::from_serialize(&context).context("cannot give the templates their data")?;
    let text = tera
        .render("document.md", &context)
        .context("cannot fill in the templates")?;
    Ok(with_contents(&tidy(&text)))
}

/// Every value a template prints is escaped unless the template says otherwise.
fn engine(templates: &Templates) -> anyhow::Result<Tera> {
    let mut tera = Tera::default();
    tera.set_escape_fn(escape);
    tera.autoescape_on([".md"]);
    tera.register_filter("url", |url: &str, _: Kwargs, _: &State| escape_url(url));
    tera.register_filter("code", |text: &str, _: Kwargs, _: &State| code_span(text));
    tera.register_filter("heading", |text: &str, _: Kwargs, _: &State| heading(text));
    tera.add_raw_templates(templates.ending(".md"))
        .context("cannot read the templates")?;
    Ok(tera)
}

/// Text as a code span, in a table cell too.
fn code_span(text: &str) -> String {
    let fence = if text.contains('`') { "``" } else { "`" };
    let space = if text.contains('`') { " " } else { "" };
    let text = text.replace('|', "\\|").replace('\n', " ");
    format!("{fence}{space}{text}{space}{fence}")
}

/// Text of a heading whose anchor GitHub and GitLab make alike. GitLab makes one hyphen of what GitHub
/// leaves as several: a sign between two spaces, `a & b`, gives `a--b` and `a-b`. A space that would be
/// the second hyphen is one that does not break: it looks the same, and neither puts it into an anchor.
fn heading(text: &str) -> String {
    let mut heading = String::with_capacity(text.len());
    let mut hyphen_before = true;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().find(|next| *next == ' ' || in_anchor(*next));
        let hyphen_after = matches!(next, None | Some('-'));
        if c == ' ' && (hyphen_before || hyphen_after) {
            heading.push('\u{a0}');
            continue;
        }
        if c == ' ' || in_anchor(c) {
            hyphen_before = matches!(c, ' ' | '-');
        }
        heading.push(c);
    }
    heading
}

/// Makes runs of empty lines, which conditions in templates leave behind, one; ends the text with its
/// last line; and gives an empty cell of a table one space.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.trim_end().lines().map(str::trim_end) {
        if line.starts_with('|') {
            // What ends one empty cell begins the next.
            tidy.push_str(&line.replace("|  |", "| |").replace("|  |", "| |"));
            tidy.push('\n');
        } else if !line.is_empty() {
            tidy.push_str(line);
            tidy.push('\n');
        } else if !empty {
            tidy.push('\n');
        }
        empty = line.is_empty();
    }
    tidy
}

/// Puts a list of the headings of levels 2 and 3 under the heading `Contents`.
fn with_contents(text: &str) -> String {
    let Some((before, after)) = text.split_once(CONTENTS) else {
        return text.to_owned();
    };
    let mut list = String::from("\n");
    for block in read(text).blocks {
        let Block::Heading(heading) = block else {
            continue;
        };
        let title = plain_text(&heading.content);
        if !(2..=3).contains(&heading.level) || title == "Contents" {
            continue;
        }
        let mut escaped = Vec::new();
        // Writing to memory cannot fail.
        let _ = escape(&title, &mut escaped);
        let indent = if heading.level == 3 { "  " } else { "" };
        let title = String::from_utf8_lossy(&escaped);
        list.push_str(&format!("{indent}- [{title}](#{})\n", heading.id));
    }
    format!("{before}{CONTENTS}{list}{after}")
}

#[cfg(test)]
mod tests {
    use super::super::read::slug;
    use super::*;

    /// GitLab's rule: GitHub's, then one hyphen for several, and none at the ends.
    fn on_gitlab(text: &str) -> String {
        let hyphens = slug(text.trim());
        let words: Vec<_> = hyphens.split('-').collect();
        let mut words = words.iter().filter(|word| !word.is_empty());
        let first = words
            .next()
            .map(|word| word.to_string())
            .unwrap_or_default();
        words.fold(first, |anchor, word| format!("{anchor}-{word}"))
    }

    #[test]
    fn headings_have_one_anchor_on_github_and_gitlab() {
        for (text, anchor) in [
            ("Amazon EC2: shop-servers", "amazon-ec2-shop-servers"),
            ("RDS: orders & bills", "rds-orders-bills"),
            ("RDS: a - b – c", "rds-a-b-c"),
            ("RDS:  two  spaces", "rds-two-spaces"),
            ("RDS: seats (main) !", "rds-seats-main"),
            ("RDS: données / été", "rds-données-été"),
        ] {
            let heading = heading(text);
            assert_eq!(slug(&heading), anchor);
            assert_eq!(on_gitlab(&heading), anchor);
            assert_eq!(heading.replace('\u{a0}', " "), text);
        }
    }

    #[test]
    fn a_table_has_one_space_in_each_empty_cell() {
        assert_eq!(
            tidy("a\n\n\n|  |  |  |\n| - | - | - |\n\n\n"),
            "a\n\n| | | |\n| - | - | - |\n"
        );
    }
}
