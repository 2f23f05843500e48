//! From runs of bricks to pages: fills each page, keeping together what must stay together.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::style::Sheet;
use super::brick::{Brick, Run};
use super::page::Page;

/// Where an anchor came to stand: page from 0, depth from the page's top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::write::pdf) struct Place {
    pub(in crate::write::pdf) page: usize,
    pub(in crate::write::pdf) y: f32,
}

#[derive(Debug, Default)]
pub(in crate::write::pdf) struct Pages {
    pub(in crate::write::pdf) pages: Vec<Page>,
    pub(in crate::write::pdf) places: HashMap<String, Place>,
}

pub(super) fn paginate(runs: Vec<Run>) -> Pages {
    let mut pages = Pages::default();
    for run in runs {
        let mut column = Column {
            pages: &mut pages,
            sheet: run.sheet,
            y: 0.0,
            fresh: true,
        };
        column.turn();
        column.fill(run.bricks);
    }
    pages
}

/// The column being filled on the last page.
struct Column<'a> {
    pages: &'a mut Pages,
    sheet: Sheet,
    /// Depth filled so far, from the top of the text.
    y: f32,
    /// Nothing stands on the page yet but a repeated head.
    fresh: bool,
}

impl Column<'_> {
    fn fill(&mut self, bricks: Vec<Brick>) {
        let mut group = Vec::new();
        for brick in bricks {
            let ends = !brick.keep_next;
            group.push(brick);
            if ends {
                self.group(std::mem::take(&mut group));
            }
        }
        self.group(group);
    }

    fn group(&mut self, group: Vec<Brick>) {
        let Some(first) = group.first() else { return };
        let depth = depth(&group).max(first.room);
        if !self.fits(first.above, depth) && !self.fresh {
            self.turn();
        }
        self.repeat_head(first.head.clone());
        for brick in group {
            self.place(brick);
        }
    }

    fn fits(&self, above: f32, depth: f32) -> bool {
        let above = if self.fresh { 0.0 } else { above };
        self.y + above + depth <= self.sheet.text_height() + 0.01
    }

    /// Only a group taller than a page turns a page between its bricks.
    fn place(&mut self, brick: Brick) {
        if !self.fits(brick.above, brick.height) && !self.fresh {
            self.turn();
            self.repeat_head(brick.head.clone());
        }
        if !self.fresh {
            self.y += brick.above;
        }
        self.fresh = false;
        let (left, top) = (self.sheet.left, self.sheet.top + self.y);
        let page = self.pages.pages.len() - 1;
        for anchor in brick.anchors {
            let place = Place { page, y: top };
            self.pages.places.entry(anchor).or_insert(place);
        }
        let boxes = brick
            .boxes
            .into_iter()
            .map(|placed| placed.moved(left, top));
        self.pages.pages[page].boxes.extend(boxes);
        self.y += brick.height;
    }

    fn turn(&mut self) {
        self.pages.pages.push(Page {
            sheet: self.sheet,
            boxes: Vec::new(),
        });
        self.y = 0.0;
        self.fresh = true;
    }

    fn repeat_head(&mut self, head: Option<Rc<super::brick::Repeat>>) {
        let Some(head) = head.filter(|_| self.fresh && self.y == 0.0) else {
            return;
        };
        let (left, top) = (self.sheet.left, self.sheet.top);
        let boxes = head
            .boxes
            .iter()
            .filter_map(|placed| placed.clone().repeated())
            .map(|placed| placed.moved(left, top));
        let page = self.pages.pages.last_mut().expect("a page was turned");
        page.boxes.extend(boxes);
        self.y = head.height;
    }
}

/// Height of bricks stacked on each other, without the space above the first.
fn depth(group: &[Brick]) -> f32 {
    let spaces: f32 = group.iter().skip(1).map(|brick| brick.above).sum();
    spaces + group.iter().map(|brick| brick.height).sum::<f32>()
}
