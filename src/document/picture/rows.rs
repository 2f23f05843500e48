//! The layers as the rows of a drawing: facilities at the bottom, as they rest on each other, with a gap
//! between groups.

use super::drawing::{Shape, text};
use crate::document::tally::LayerName;

/// Width of the layers' names, left of everything.
pub(super) const NAMES: f32 = 108.0;
/// Height of a row, with the gutter below it.
pub(super) const HEIGHT: f32 = 10.5;
/// Ground between two fields.
pub(super) const GUTTER: f32 = 1.0;
const GROUP_GAP: f32 = 3.0;
const SIZE: f32 = 7.5;

/// A layer's row.
pub(super) struct Row<'a> {
    /// Index of the layer in the catalog's order.
    pub(super) layer: usize,
    pub(super) name: &'a str,
    /// Top of its field.
    pub(super) y: f32,
}

pub(super) struct Rows<'a> {
    /// From the top.
    pub(super) rows: Vec<Row<'a>>,
    pub(super) bottom: f32,
}

impl<'a> Rows<'a> {
    /// Rows for some of the layers, by index, from this height down.
    pub(super) fn of(layers: &'a [LayerName], some: &[usize], top: f32) -> Self {
        let mut groups: Vec<&str> = Vec::new();
        for layer in layers {
            if !groups.contains(&layer.group.as_str()) {
                groups.push(&layer.group);
            }
        }
        let place = |index: &usize| {
            let group = groups
                .iter()
                .position(|group| *group == layers[*index].group);
            (group, *index)
        };
        let mut order = some.to_vec();
        order.sort_by_key(place);
        let mut y = top;
        let mut rows: Vec<Row<'a>> = Vec::new();
        for index in order.into_iter().rev() {
            let above = rows.last().map(|row| &layers[row.layer].group);
            if above.is_some_and(|group| *group != layers[index].group) {
                y += GROUP_GAP;
            }
            rows.push(Row {
                layer: index,
                name: &layers[index].name,
                y,
            });
            y += HEIGHT;
        }
        Rows { rows, bottom: y }
    }

    /// Height between the row of this place and the one above it.
    pub(super) fn above(&self, at: usize) -> f32 {
        match self.rows.get(at) {
            Some(row) if at > 0 => (self.rows[at - 1].y + HEIGHT - GUTTER + row.y) / 2.0,
            Some(row) => row.y - GUTTER / 2.0,
            None => self.bottom - GUTTER / 2.0,
        }
    }

    /// The names of the rows.
    pub(super) fn names(&self, shapes: &mut Vec<Shape>) {
        for row in &self.rows {
            let name = text(0.0, baseline(row.y), row.name, SIZE);
            shapes.push(name.within(NAMES - 4.0).into());
        }
    }
}

/// Baseline of text in the middle of a row.
pub(super) fn baseline(y: f32) -> f32 {
    y + (HEIGHT - GUTTER) / 2.0 + SIZE * 0.35
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stay_together_with_the_first_at_the_bottom() {
        let layer = |name: &str, group: &str| LayerName {
            name: name.to_owned(),
            group: group.to_owned(),
        };
        let layers = [
            layer("Facilities", "place"),
            layer("Logging", "running"),
            layer("Data", "workload"),
            layer("Incidents", "running"),
        ];
        let rows = Rows::of(&layers, &[0, 1, 2, 3], 10.0);
        let names: Vec<_> = rows.rows.iter().map(|row| row.name).collect();
        assert_eq!(names, ["Data", "Incidents", "Logging", "Facilities"]);
        assert_eq!(rows.rows[0].y, 10.0);
        assert_eq!(rows.rows[2].y - rows.rows[1].y, HEIGHT);
        assert_eq!(rows.rows[1].y - rows.rows[0].y, HEIGHT + GROUP_GAP);
    }
}
