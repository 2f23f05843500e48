//! Fields of holders: a pattern, and a letter on a plate in its middle; and the legend that names them.

use super::drawing::{Area, Fill, Holder, Ink, Shape, area, text};
use super::fit;
use crate::catalog::Party;

const LETTER: f32 = 7.0;

impl Holder {
    pub(super) const ALL: [Holder; 3] = [Holder::Aws, Holder::Shared, Holder::Team];

    pub(super) fn of(party: Party) -> Self {
        match party {
            Party::Aws => Holder::Aws,
            Party::Shared => Holder::Shared,
            Party::Customer => Holder::Team,
        }
    }

    pub(super) fn letter(self) -> char {
        match self {
            Holder::Aws => 'A',
            Holder::Shared => 'S',
            Holder::Team => 'T',
        }
    }

    fn ink(self) -> Ink {
        match self {
            Holder::Aws => Ink::Ground,
            _ => Ink::Text,
        }
    }
}

/// Fields gathered by holder, so that a drawing of hundreds stays short.
#[derive(Default)]
pub(super) struct Fields {
    areas: [Vec<Area>; 3],
    plates: [Vec<Area>; 3],
    letters: [Vec<(f32, f32, char)>; 3],
    counts: Vec<Shape>,
}

impl Fields {
    /// A field with its letter.
    pub(super) fn letter(&mut self, holder: Holder, field: Area) {
        let (x, y) = middle(field);
        let plate = (field.width - 2.0).min(7.0);
        self.put(holder, field, plate);
        let letters = &mut self.letters[holder as usize];
        letters.push((x, y + LETTER * 0.36, holder.letter()));
    }

    /// A field with its letter and how many it stands for.
    pub(super) fn count(&mut self, holder: Holder, count: usize, field: Area) {
        let label = format!("{} {count}", holder.letter());
        let wide = fit::width(&label, LETTER) + 2.0;
        if wide > field.width - 2.0 {
            return self.letter(holder, field);
        }
        let (x, y) = middle(field);
        self.put(holder, field, wide);
        let label = text(x, y + LETTER * 0.36, label, LETTER)
            .bold()
            .ink(holder.ink())
            .anchored(super::drawing::Anchor::Middle);
        self.counts.push(label.into());
    }

    fn put(&mut self, holder: Holder, field: Area, plate: f32) {
        let (x, y) = middle(field);
        let height = field.height - 2.0;
        self.areas[holder as usize].push(field);
        let at = (x - plate / 2.0, y - height / 2.0);
        self.plates[holder as usize].push(area(at, (plate, height)));
    }

    /// Fields, then plates, then letters.
    pub(super) fn draw(self, shapes: &mut Vec<Shape>) {
        let fields = Holder::ALL.into_iter().zip(self.areas);
        let plates = Holder::ALL.into_iter().zip(self.plates);
        let fills = fields
            .map(|(holder, areas)| (Fill::Holder(holder), areas))
            .chain(plates.map(|(holder, areas)| (Fill::Plate(holder), areas)));
        for (fill, areas) in fills.filter(|(_, areas)| !areas.is_empty()) {
            shapes.push(Shape::Fields { fill, areas });
        }
        for (holder, letters) in Holder::ALL.into_iter().zip(self.letters) {
            if !letters.is_empty() {
                let (ink, size) = (holder.ink(), LETTER);
                shapes.push(Shape::Letters { ink, size, letters });
            }
        }
        shapes.extend(self.counts);
    }
}

fn middle(field: Area) -> (f32, f32) {
    (field.x + field.width / 2.0, field.y + field.height / 2.0)
}

/// Names the holders: a field and a word each. Returns where it ends.
pub(super) fn legend(x: f32, y: f32, shapes: &mut Vec<Shape>) -> f32 {
    let mut fields = Fields::default();
    let mut x = x;
    for (holder, word) in Holder::ALL
        .into_iter()
        .zip(["AWS", "AWS and the team", "The team"])
    {
        fields.letter(holder, area((x, y), (18.0, 10.0)));
        shapes.push(text(x + 22.0, y + 7.6, word, 7.5).into());
        x += 22.0 + fit::width(word, 7.5) + 8.0;
    }
    fields.draw(shapes);
    x
}
