//! Words the document: the model's facts, in the templates' sentences, as one Markdown text.

use anyhow::Context as _;
use tera::{Kwargs, State, Tera};

use super::context::{self, Provenance};
use super::escape::{escape, escape_url};
use super::picture::Picture;
use super::read::read;
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

/// Runs of empty lines, which conditions in templates leave behind, become one.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines().map(str::trim_end) {
        if !line.is_empty() {
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
