//! Where links of the page lead: anchors of rows, and cells and numbers that name something with one.
//!
//! A colon parts what an anchor is made of. No heading's anchor has one, so they stay apart.

use std::collections::{HashMap, HashSet};

use super::listing::Listing;
use crate::document::read::{is_duty, slug};
use crate::document::tree::{Block, Inline, List, Row, Table, Target, plain_text};

/// Marks a layer's name in a first cell: part of its answer is open.
const OPEN: &str = " (open)";

/// What the whole document says about its anchors, gathered before a block is written.
pub(super) struct Anchors<'a> {
    /// Anchors that rows have in the tree: the first mention of each duty.
    rows: HashSet<&'a str>,
    /// Sections of level 3 by their title; those that share one are left out.
    sections: HashMap<String, &'a str>,
    /// The sections whose tables of duties have a duty, by the duty's id.
    duties: HashMap<String, Vec<Place<'a>>>,
    /// Addresses of the numbered sources, the first being number 1.
    sources: Vec<&'a str>,
}

/// A section that has a duty.
struct Place<'a> {
    title: String,
    anchor: &'a str,
}

impl<'a> Anchors<'a> {
    pub(super) fn new(blocks: &'a [Block]) -> Self {
        let mut anchors = Anchors {
            rows: row_ids(blocks),
            sections: HashMap::new(),
            duties: HashMap::new(),
            sources: Vec::new(),
        };
        let mut shared = HashSet::new();
        let mut section = ("", String::new());
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    section = (&heading.id, title(&heading.content));
                    let known = (heading.level == 3)
                        .then(|| anchors.sections.insert(section.1.clone(), &heading.id));
                    if known.flatten().is_some() {
                        shared.insert(section.1.clone());
                    }
                }
                Block::Table(table) if Listing::of(table) == Some(Listing::Duties) => {
                    anchors.add_duties(table, section.0, &section.1);
                }
                Block::List(list) => anchors.add_sources(list),
                _ => {}
            }
        }
        anchors.sections.retain(|title, _| !shared.contains(title));
        anchors
    }

    fn add_duties(&mut self, table: &Table, anchor: &'a str, title: &str) {
        for id in table.rows.iter().filter_map(duty) {
            let title = title.to_owned();
            let places = self.duties.entry(id.to_owned()).or_default();
            places.push(Place { title, anchor });
        }
    }

    /// The longest numbered list whose items begin with addresses is that of the sources.
    fn add_sources(&mut self, list: &'a List) {
        let addresses: Option<Vec<&str>> = list.items.iter().map(|item| address(item)).collect();
        if let Some(addresses) = addresses.filter(|_| list.start == Some(1))
            && addresses.len() > self.sources.len()
        {
            self.sources = addresses;
        }
    }

    /// Whether this list is that of the sources.
    pub(super) fn are_sources(&self, list: &List) -> bool {
        let addresses = list.items.iter().map(|item| address(item));
        list.start == Some(1)
            && !self.sources.is_empty()
            && addresses.eq(self.sources.iter().map(|address| Some(*address)))
    }

    /// The anchor of the source that a number in brackets names; `None` where the link leads elsewhere.
    pub(super) fn source(&self, label: &str, target: &Target) -> Option<String> {
        let index = label.parse::<usize>().ok()?.checked_sub(1)?;
        let Target::Url(url) = target else {
            return None;
        };
        (*self.sources.get(index)? == url).then(|| source(index))
    }

    /// The anchor of the section that a cell names with its whole text.
    pub(super) fn section(&self, cell: &[Inline]) -> Option<&'a str> {
        match cell {
            [Inline::Text(_)] => self.sections.get(&title(cell)).copied(),
            _ => None,
        }
        .filter(|anchor| !anchor.is_empty())
    }

    /// The anchor of a duty's row in the section of this service, or of the row that has its bare id.
    pub(super) fn duty(&self, id: &str, service: Option<&str>) -> Option<String> {
        let places = self.duties.get(id).map_or(&[][..], Vec::as_slice);
        let mut titles = places.iter();
        let place = service.and_then(|service| {
            titles.find(|place| {
                let variant = place.title.strip_prefix(service);
                variant.is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
            })
        });
        match place {
            Some(place) if places.len() > 1 && !place.anchor.is_empty() => {
                Some(within(place.anchor, id))
            }
            _ => self.rows.contains(id).then(|| id.to_owned()),
        }
    }

    /// The second anchor of a duty's row, where several sections have the duty.
    pub(super) fn qualified(&self, id: &str, section: &str) -> Option<String> {
        let is_shared = self.duties.get(id).is_some_and(|places| places.len() > 1);
        (is_shared && !section.is_empty()).then(|| within(section, id))
    }
}

/// The anchor of something inside a section.
fn within(section: &str, name: &str) -> String {
    format!("{section}:{name}")
}

/// The anchor of the source with this index.
pub(super) fn source(index: usize) -> String {
    format!("source:{}", index + 1)
}

/// The layers that a first cell names, each with its anchor and what stands before it.
pub(super) fn layers<'t>(section: &str, cell: &'t [Inline]) -> Vec<(String, &'t str)> {
    let [Inline::Text(text)] = cell else {
        return Vec::new();
    };
    if section.is_empty() {
        return Vec::new();
    }
    let names = text.split_inclusive(", ");
    names
        .map(|part| {
            let name = part.strip_suffix(", ").unwrap_or(part);
            let name = name.strip_suffix(OPEN).unwrap_or(name);
            (within(section, &slug(name)), part)
        })
        .collect()
}

/// A heading's or a cell's text. A heading may hold a space back from its anchor by not letting it break.
fn title(content: &[Inline]) -> String {
    plain_text(content).replace('\u{a0}', " ")
}

/// The id of the duty that a row's first cell is.
pub(super) fn duty(row: &Row) -> Option<&str> {
    match row.cells.first()?.as_slice() {
        [Inline::Code(id)] if is_duty(id) => Some(id),
        _ => None,
    }
}

fn address(item: &[Block]) -> Option<&str> {
    match item.first()? {
        Block::Paragraph(content) => match content.first()? {
            Inline::Link {
                target: Target::Url(url),
                ..
            } => Some(url),
            _ => None,
        },
        _ => None,
    }
}

/// The anchors of all rows, however deep their table stands.
fn row_ids(blocks: &[Block]) -> HashSet<&str> {
    let mut ids = HashSet::new();
    for block in blocks {
        match block {
            Block::Table(table) => {
                ids.extend(table.rows.iter().filter_map(|row| row.id.as_deref()))
            }
            Block::Quote(blocks) => ids.extend(row_ids(blocks)),
            Block::List(list) => ids.extend(list.items.iter().flat_map(|item| row_ids(item))),
            _ => {}
        }
    }
    ids
}
