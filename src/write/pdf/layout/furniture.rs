//! What repeats on each page and is no part of the text: running head, foot, page numbers.

use crate::write::PageInfo;

use super::super::rich::Tone;
use super::super::structure::Tree;
use super::super::style::{self, Sheet};
use super::super::text::Line;
use super::flow::Shop;
use super::page::{Artifact, Belongs, Page, Placed};

/// From the paper's edge to the middle of the running lines.
const EDGE: f32 = 36.0;

pub(super) fn furnish(
    pages: &mut [Page],
    title: &str,
    info: &PageInfo,
    shop: &mut Shop,
    skip_first_head: bool,
) {
    let count = pages.len();
    let foot = foot_text(info);
    let classification = info.classification.as_deref().unwrap_or_default();
    for (index, page) in pages.iter_mut().enumerate() {
        let sheet = page.sheet;
        if index > 0 || !skip_first_head {
            let head = [title, classification];
            page.boxes
                .extend(running(head, EDGE, Artifact::PageHead, sheet, shop));
        }
        let number = format!("page {} of {count}", index + 1);
        let y = sheet.height - EDGE - style::MARGIN_NOTE.leading;
        let foot = [foot.as_str(), number.as_str()];
        page.boxes
            .extend(running(foot, y, Artifact::PageFoot, sheet, shop));
    }
}

fn foot_text(info: &PageInfo) -> String {
    let version = info
        .version
        .as_ref()
        .map(|version| format!("version {version}"));
    [Some(info.project.clone()), version, Some(info.date.clone())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// One text at the left, one at the right.
fn running(
    [left, right]: [&str; 2],
    y: f32,
    artifact: Artifact,
    sheet: Sheet,
    shop: &mut Shop,
) -> Vec<Placed> {
    let width = sheet.text_width();
    let right = note(right, width * 0.3, shop);
    let left = note(left, width * 0.65, shop);
    let mut placed = Vec::new();
    for (line, x) in [
        (left, 0.0),
        (right.clone(), width - right.map_or(0.0, |line| line.width)),
    ] {
        placed.extend(line.map(|line| Placed {
            belongs: Belongs::Artifact(artifact),
            ..Placed::line((sheet.left + x, y), line, style::MARGIN_NOTE)
        }));
    }
    placed
}

/// Small text cut to one line.
fn note(text: &str, width: f32, shop: &mut Shop) -> Option<Line> {
    let short: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut keep = short.chars().count().min(200);
    loop {
        let mut cut: String = short.chars().take(keep).collect();
        if cut.len() < short.len() {
            cut.push('…');
        }
        let rich = shop.plain(&cut, Tone::MUTED, Tree::ROOT);
        let line = shop.typesetter.line(&rich, style::MARGIN_NOTE.size);
        if line.width <= width || keep == 0 {
            return (!line.pieces.is_empty()).then_some(line);
        }
        keep = keep * 9 / 10;
    }
}
