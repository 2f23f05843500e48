//! The three pictures of the summary: where responsibility passes to the team, who holds each layer of
//! each use, where the duties lie. Each is drawn once, for every format, and said in words.

mod drawing;
mod field;
mod fit;
mod line;
mod load;
mod rows;
mod stack;

use std::sync::Arc;

use super::tally::Tally;
use crate::catalog::Catalog;
use crate::model::Project;

pub use drawing::{Anchor, Area, Drawing, Fill, Holder, Ink, Shape, Text};
pub(crate) use fit::ELLIPSIS;

/// Points across every drawing: a little less than the text of an upright page.
const WIDTH: f32 = 466.0;

/// A picture of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub kind: Kind,
    /// Name of its file, beside the document's.
    pub file: String,
    /// What it is of, in a few words.
    pub caption: String,
    /// What it shows, for those who do not see it.
    pub alternative: String,
    pub drawing: Arc<Drawing>,
}

/// Which of the three a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The three categories side by side.
    Line,
    /// Layers by uses; there are several where the uses are many.
    Stack,
    /// The team's duties.
    Load,
}

/// Draws a project's pictures, in the order in which the document shows them.
pub fn pictures(project: &Project<'_>, catalog: &Catalog) -> Vec<Picture> {
    let tally = Tally::of(project, catalog);
    let name = |what: &str| format!("{}-{what}.svg", project.id);
    let mut pictures = vec![line::picture(&tally, name("line"))];
    pictures.extend(stack::pictures(&tally, &name));
    if !tally.load.is_empty() {
        pictures.push(load::picture(&tally, name("load")));
    }
    pictures
}

/// `1 use`, `2 uses`.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What a sentence lists, `a, b and c`, and how many more there are behind the most it names.
fn listed(names: &[String], most: usize) -> String {
    if names.len() <= most {
        return crate::diagnostic::and(names);
    }
    let rest = names.len() - most;
    format!("{} and {rest} more", names[..most].join(", "))
}

/// The same, parted by a mark of its own.
fn listed_by(mark: &str, names: &[String], most: usize) -> String {
    let mut said = names[..names.len().min(most)].join(mark);
    if names.len() > most {
        said.push_str(&format!("{mark}{} more", names.len() - most));
    }
    said
}
