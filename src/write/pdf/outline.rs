//! From headings to the bookmarks beside the pages, nested like the headings.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::layout::{Laid, OutlineEntry};
use super::metadata::text;

/// Level of the title, once levels are doubled.
const TITLE: u8 = 2;

/// More bookmarks side by side are gathered under others of [`GATHERED`] each: nobody finds one among
/// hundreds, and programs that walk the list as a chain give up.
const SIDE_BY_SIDE: usize = 200;
const GATHERED: usize = 100;

/// The headings with doubled levels, and between two levels a bookmark for each hundred of too many.
fn gathered(entries: &[OutlineEntry]) -> Vec<OutlineEntry> {
    let nest = Nest::of(entries);
    let mut openers: HashMap<usize, OutlineEntry> = HashMap::new();
    let crowds = nest.children.iter().chain([&nest.tops]);
    for siblings in crowds.filter(|siblings| siblings.len() > SIDE_BY_SIDE) {
        for hundred in siblings.chunks(GATHERED) {
            let (first, last) = (hundred[0], hundred[hundred.len() - 1]);
            let level = hundred.iter().map(|&index| entries[index].level).min();
            let opener = OutlineEntry {
                level: level.unwrap_or(1) * 2 - 1,
                text: format!(
                    "{} … {}",
                    entries[first].text.trim(),
                    entries[last].text.trim()
                ),
                anchor: entries[first].anchor.clone(),
            };
            openers.insert(first, opener);
        }
    }
    let mut all = Vec::with_capacity(entries.len() + openers.len());
    for (index, entry) in entries.iter().enumerate() {
        all.extend(openers.remove(&index));
        all.push(OutlineEntry {
            level: entry.level * 2,
            ..entry.clone()
        });
    }
    all
}

/// Adds the outline and returns its root; `None` for a document without headings.
pub(super) fn outline(
    document: &mut Document,
    laid: &Laid,
    pages: &[ObjectId],
) -> Option<ObjectId> {
    if laid.outline.is_empty() {
        return None;
    }
    let entries = gathered(&laid.outline);
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let nest = Nest::of(&entries);
    let mut items: Vec<Dictionary> = Vec::with_capacity(ids.len());
    for (index, entry) in entries.iter().enumerate() {
        let parent = nest.parents[index].map_or(root, |parent| ids[parent]);
        let mut item = dictionary! {
            "Title" => text(entry.text.trim()),
            "Parent" => parent,
        };
        if let Some(destination) = destination(entry, laid, pages) {
            item.set("Dest", destination);
        }
        let children = &nest.children[index];
        set_ends(&mut item, children, &ids);
        if !children.is_empty() {
            // The title shows its sections; they show theirs when asked.
            let count = children.len() as i64;
            item.set("Count", if entry.level == TITLE { count } else { -count });
        }
        items.push(item);
    }
    for siblings in nest.children.iter().chain([&nest.tops]) {
        for pair in siblings.windows(2) {
            items[pair[0]].set("Next", ids[pair[1]]);
            items[pair[1]].set("Prev", ids[pair[0]]);
        }
    }
    for (id, item) in ids.iter().zip(items) {
        document.objects.insert(*id, item.into());
    }
    document
        .objects
        .insert(root, root_item(&entries, &nest, &ids).into());
    Some(root)
}

fn root_item(entries: &[OutlineEntry], nest: &Nest, ids: &[ObjectId]) -> Dictionary {
    let shown = |&&top: &&usize| entries[top].level == TITLE;
    let below: usize = nest
        .tops
        .iter()
        .filter(shown)
        .map(|&top| nest.children[top].len())
        .sum();
    let mut root = dictionary! {
        "Type" => "Outlines",
        "Count" => (nest.tops.len() + below) as i64,
    };
    set_ends(&mut root, &nest.tops, ids);
    root
}

fn set_ends(item: &mut Dictionary, children: &[usize], ids: &[ObjectId]) {
    if let (Some(&first), Some(&last)) = (children.first(), children.last()) {
        item.set("First", ids[first]);
        item.set("Last", ids[last]);
    }
}

/// Which heading stands below which.
struct Nest {
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    tops: Vec<usize>,
}

impl Nest {
    fn of(entries: &[OutlineEntry]) -> Self {
        let mut nest = Self {
            parents: Vec::with_capacity(entries.len()),
            children: vec![Vec::new(); entries.len()],
            tops: Vec::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            while open
                .last()
                .is_some_and(|&above| entries[above].level >= entry.level)
            {
                open.pop();
            }
            let parent = open.last().copied();
            nest.parents.push(parent);
            match parent {
                Some(parent) => nest.children[parent].push(index),
                None => nest.tops.push(index),
            }
            open.push(index);
        }
        nest
    }
}

fn destination(entry: &OutlineEntry, laid: &Laid, pages: &[ObjectId]) -> Option<Object> {
    let place = laid.pages.places.get(&entry.anchor)?;
    let top = laid.pages.pages[place.page].sheet.height - place.y + 9.0;
    Some(Object::Array(vec![
        Object::Reference(*pages.get(place.page)?),
        Object::Name(b"XYZ".to_vec()),
        Object::Null,
        Object::Real(top),
        Object::Null,
    ]))
}

#[cfg(test)]
mod tests {
    use super::{Nest, OutlineEntry, gathered};

    fn headings(services: usize) -> Vec<OutlineEntry> {
        let entry = |level, text: String| OutlineEntry {
            level,
            anchor: text.clone(),
            text,
        };
        let mut all = vec![entry(1, "Title".into()), entry(2, "Services".into())];
        all.extend((0..services).map(|number| entry(3, format!("s{number}"))));
        all.push(entry(2, "Register".into()));
        all
    }

    #[test]
    fn as_many_as_are_found_at_a_glance_stay_as_they_are() {
        assert_eq!(gathered(&headings(200)).len(), 203);
    }

    #[test]
    fn hundreds_are_gathered_under_the_first_and_last_of_each() {
        let all = gathered(&headings(337));
        let nest = Nest::of(&all);
        let groups = &nest.children[1];
        assert_eq!(groups.len(), 4);
        assert_eq!(all[groups[0]].text, "s0 … s99");
        assert_eq!(nest.children[groups[3]].len(), 37);
        assert_eq!(nest.children[0].len(), 2);
    }
}
