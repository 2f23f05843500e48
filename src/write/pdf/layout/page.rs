//! Boxes on pages: what layout makes and painting inks. Positions are from the top left corner.

use std::fmt;
use std::rc::Rc;

use super::super::structure::NodeId;
use super::super::style::{Color, Sheet};
use super::super::text::Line;
use super::figure::Inked;

/// A rectangle with its ink.
#[derive(Debug, Clone)]
pub(in crate::write::pdf) struct Placed {
    pub(in crate::write::pdf) x: f32,
    pub(in crate::write::pdf) y: f32,
    pub(in crate::write::pdf) width: f32,
    pub(in crate::write::pdf) height: f32,
    pub(in crate::write::pdf) belongs: Belongs,
    pub(in crate::write::pdf) ink: Ink,
}

/// Whose content a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::write::pdf) enum Belongs {
    /// Each piece of its text names its own node.
    Text,
    /// A place in the tree without ink of its own, such as an empty cell.
    Node(NodeId),
    /// Not part of the text: rules, fills, and what repeats on each page.
    Artifact(Artifact),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::write::pdf) enum Artifact {
    Layout,
    RepeatedHead,
    PageHead,
    PageFoot,
}

#[derive(Debug, Clone)]
pub(in crate::write::pdf) enum Ink {
    Nothing,
    Line {
        line: Rc<Line>,
        baseline: f32,
    },
    /// Text that reads upwards; the box is the column it stands in.
    Turned {
        line: Rc<Line>,
        baseline: f32,
    },
    /// A horizontal rule along the box's top edge.
    Rule {
        color: Color,
        thickness: f32,
    },
    Fill(Color),
    /// Two colours that meet at the diagonal: above left, below right.
    Split(Color, Color),
    /// An empty field, its edge dashed if it is large enough to show that.
    Edge {
        color: Color,
        dashed: bool,
    },
    /// Dots that lead to a page number.
    Leader(Color),
    /// A picture: drawn, tagged as one figure.
    Drawing(Rc<Inked>),
    /// The page number of an anchor, set right-aligned once all pages are known.
    PageOf(usize),
}

impl Placed {
    pub(in crate::write::pdf) fn decoration(
        (x, y): (f32, f32),
        (width, height): (f32, f32),
        ink: Ink,
    ) -> Self {
        Self {
            x,
            y,
            width,
            height,
            belongs: Belongs::Artifact(Artifact::Layout),
            ink,
        }
    }

    pub(in crate::write::pdf) fn line(
        (x, y): (f32, f32),
        line: Line,
        type_: super::super::style::Type,
    ) -> Self {
        Self {
            x,
            y,
            width: line.width,
            height: type_.leading,
            belongs: Belongs::Text,
            ink: Ink::Line {
                line: Rc::new(line),
                baseline: type_.baseline(),
            },
        }
    }

    pub(in crate::write::pdf) fn moved(mut self, x: f32, y: f32) -> Self {
        self.x += x;
        self.y += y;
        self
    }

    /// The same ink, said once already: a table's head on the pages after its first.
    pub(in crate::write::pdf) fn repeated(mut self) -> Option<Self> {
        match self.belongs {
            Belongs::Node(_) => None,
            Belongs::Text => {
                self.belongs = Belongs::Artifact(Artifact::RepeatedHead);
                Some(self)
            }
            Belongs::Artifact(_) => Some(self),
        }
    }

    /// The lines of text in the box.
    pub(in crate::write::pdf) fn lines(&self) -> Vec<&Line> {
        match &self.ink {
            Ink::Line { line, .. } | Ink::Turned { line, .. } => vec![line],
            Ink::Drawing(inked) => inked.lettering.iter().map(|text| &*text.line).collect(),
            _ => Vec::new(),
        }
    }

    pub(in crate::write::pdf) fn text(&self) -> Option<String> {
        match &self.ink {
            Ink::Line { line, .. } | Ink::Turned { line, .. } => Some(line.text()),
            _ => None,
        }
    }
}

#[derive(Debug, Clone)]
pub(in crate::write::pdf) struct Page {
    pub(in crate::write::pdf) sheet: Sheet,
    pub(in crate::write::pdf) boxes: Vec<Placed>,
}

/// A line for each box: x, y, width, height, whose it is, its text or ink.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for placed in &self.boxes {
            writeln!(f, "{placed}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Placed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.1} {:.1} {:.1} {:.1} ",
            self.x, self.y, self.width, self.height
        )?;
        match self.belongs {
            Belongs::Text => f.write_str("text ")?,
            Belongs::Node(node) => write!(f, "node {node} ")?,
            Belongs::Artifact(kind) => write!(f, "{kind:?} ")?,
        }
        match (&self.ink, self.text()) {
            (_, Some(text)) => write!(f, "{text:?}"),
            (Ink::Drawing(_), None) => f.write_str("a picture"),
            (ink, None) => write!(f, "{ink:?}"),
        }
    }
}
