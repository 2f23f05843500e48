//! Bricks: what a page is stacked of. A brick never splits; what may part from what is said here.

use std::rc::Rc;

use super::page::Placed;

/// A slice of the column: one line of a paragraph, one row of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Brick {
    /// Space above, dropped at a page's top.
    pub(super) above: f32,
    pub(super) height: f32,
    /// From the brick's top left corner.
    pub(super) boxes: Vec<Placed>,
    /// Stands on the same page as the next brick.
    pub(super) keep_next: bool,
    /// Depth that must be free for the brick to start where it is.
    pub(super) room: f32,
    /// Said again above the brick when it starts a page.
    pub(super) head: Option<Rc<Repeat>>,
    /// Anchors that lead here.
    pub(super) anchors: Vec<String>,
}

/// What repeats at the top of a page.
#[derive(Debug)]
pub(super) struct Repeat {
    pub(super) height: f32,
    pub(super) boxes: Vec<Placed>,
}

/// Bricks of one direction of the sheet; each run starts a page.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) sheet: super::super::style::Sheet,
    pub(super) bricks: Vec<Brick>,
}

/// Lets no line of a paragraph stand alone at a page's foot or head.
pub(super) fn keep_pairs(bricks: &mut [Brick]) {
    let count = bricks.len();
    if count < 2 {
        return;
    }
    bricks[0].keep_next = true;
    bricks[count - 2].keep_next = true;
}

/// Keeps all of them on one page, the last with what follows.
pub(super) fn keep_all(bricks: &mut [Brick]) {
    for brick in bricks {
        brick.keep_next = true;
    }
}
