//! Tables whose rows a reader may filter. They are known by their heads, as the Markdown has them: a
//! template that words them otherwise gets a page without that filter, and loses nothing else.

use crate::document::tree::{Block, Table, plain_text};

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    /// The services in use, one a row.
    Uses,
    /// The layers of one service, with who holds each.
    Layers,
    /// The duties from one service.
    Duties,
    /// All duties, with what was done.
    Register,
}

impl Listing {
    pub(super) fn of(table: &Table) -> Option<Self> {
        let heads: Vec<String> = table.head.iter().map(|head| plain_text(head)).collect();
        let has = |name: &str| heads.iter().any(|head| head == name);
        match heads.first()?.as_str() {
            "Use" if has("Owner") => Some(Listing::Uses),
            "Layer" if has("Holder") => Some(Listing::Layers),
            "Duty" if has("Status") && has("Service") => Some(Listing::Register),
            "Duty" if has("Proof") => Some(Listing::Duties),
            _ => None,
        }
    }

    /// The value of `data-rows`, by which the script knows it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Listing::Uses => "uses",
            Listing::Layers => "layers",
            Listing::Duties => "duties",
            Listing::Register => "register",
        }
    }

    /// Whether it stands in the section of one service.
    pub(super) fn is_of_one_service(self) -> bool {
        matches!(self, Listing::Layers | Listing::Duties)
    }
}

/// The listings among blocks.
pub(super) fn listings(blocks: &[Block]) -> impl Iterator<Item = Listing> {
    blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Listing::of(table),
        _ => None,
    })
}
