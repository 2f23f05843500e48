//! From headings to the bookmarks beside the pages, nested like the headings.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::layout::{Laid, OutlineEntry};
use super::metadata::text;

/// Adds the outline and returns its root; `None` for a document without headings.
pub(super) fn outline(
    document: &mut Document,
    laid: &Laid,
    pages: &[ObjectId],
) -> Option<ObjectId> {
    if laid.outline.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = laid
        .outline
        .iter()
        .map(|_| document.new_object_id())
        .collect();
    let nest = Nest::of(&laid.outline);
    let mut items: Vec<Dictionary> = Vec::with_capacity(ids.len());
    for (index, entry) in laid.outline.iter().enumerate() {
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
            item.set("Count", if entry.level == 1 { count } else { -count });
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
        .insert(root, root_item(laid, &nest, &ids).into());
    Some(root)
}

fn root_item(laid: &Laid, nest: &Nest, ids: &[ObjectId]) -> Dictionary {
    let shown = |&&top: &&usize| laid.outline[top].level == 1;
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
