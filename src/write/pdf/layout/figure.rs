//! Pictures: one brick each, with its text set in the document's faces.

use std::collections::HashMap;
use std::rc::Rc;

use crate::document::picture::{Anchor, Drawing, ELLIPSIS, Ink as Shade, Shape, Text};
use crate::document::tree::Figure;

use super::super::drawing::color;
use super::super::rich::Tone;
use super::super::structure::{NodeId, Role};
use super::super::style;
use super::super::text::Line;
use super::brick::{Brick, keep_all};
use super::flow::{At, Flow, Shop};
use super::page::{Belongs, Ink, Placed};

/// A drawing and its text, ready to be painted at any place.
#[derive(Debug)]
pub(in crate::write::pdf) struct Inked {
    pub(in crate::write::pdf) drawing: std::sync::Arc<Drawing>,
    pub(in crate::write::pdf) scale: f32,
    pub(in crate::write::pdf) lettering: Vec<Lettering>,
}

/// A line of text by the start of its baseline, in points of the page from the drawing's top left.
#[derive(Debug)]
pub(in crate::write::pdf) struct Lettering {
    pub(in crate::write::pdf) x: f32,
    pub(in crate::write::pdf) y: f32,
    pub(in crate::write::pdf) turned: bool,
    pub(in crate::write::pdf) line: Rc<Line>,
}

impl Flow<'_, '_> {
    pub(super) fn figure(&mut self, figure: &Figure, at: At) {
        let drawing = &figure.drawing;
        let scale = (at.width / drawing.width)
            .min((self.sheet.text_height() - 60.0) / drawing.height)
            .min(1.0);
        let node = self
            .shop
            .tree
            .add(Role::Figure(self.shop.tree.figures.len()), at.node);
        self.shop
            .tree
            .figures
            .push((figure.alternative.clone(), None));
        let lettering = Letterer::new(self.shop, node, scale).all(drawing);
        let placed = Placed {
            x: at.x,
            y: 0.0,
            width: drawing.width * scale,
            height: drawing.height * scale,
            belongs: Belongs::Node(node),
            ink: Ink::Drawing(Rc::new(Inked {
                drawing: drawing.clone(),
                scale,
                lettering,
            })),
        };
        if let Some(caption) = &figure.caption {
            let node = self.shop.tree.add(Role::Paragraph, at.node);
            let rich = self.shop.rich(caption, Tone::BOLD, node);
            let mut bricks = self.text_bricks(&rich, style::BODY, At { node, ..at });
            keep_all(&mut bricks);
            self.stack(style::CAPTION_ABOVE, bricks, style::CAPTION_BELOW);
        }
        let brick = Brick {
            height: placed.height,
            boxes: vec![placed],
            ..Brick::default()
        };
        self.stack(style::PARAGRAPH_SPACE, vec![brick], style::TABLE_BELOW);
    }
}

/// Sets the text of one drawing; what stands in it many times is shaped once.
struct Letterer<'a, 's> {
    shop: &'a mut Shop<'s>,
    node: NodeId,
    scale: f32,
    known: HashMap<(char, Shade), Rc<Line>>,
}

impl<'a, 's> Letterer<'a, 's> {
    fn new(shop: &'a mut Shop<'s>, node: NodeId, scale: f32) -> Self {
        Self {
            shop,
            node,
            scale,
            known: HashMap::new(),
        }
    }

    fn all(mut self, drawing: &Drawing) -> Vec<Lettering> {
        let mut lettering = Vec::new();
        for shape in &drawing.shapes {
            match shape {
                Shape::Text(text) => lettering.push(self.text(text)),
                Shape::Letters { ink, size, letters } => {
                    for (x, y, letter) in letters {
                        let line = self.letter(*letter, *ink, *size);
                        lettering.push(Lettering {
                            x: x * self.scale - line.width / 2.0,
                            y: y * self.scale,
                            turned: false,
                            line,
                        });
                    }
                }
                Shape::Fields { .. } | Shape::Path { .. } => {}
            }
        }
        lettering
    }

    fn letter(&mut self, letter: char, ink: Shade, size: f32) -> Rc<Line> {
        if let Some(line) = self.known.get(&(letter, ink)) {
            return line.clone();
        }
        let line = Rc::new(self.line(&letter.to_string(), true, ink, size));
        self.known.insert((letter, ink), line.clone());
        line
    }

    fn text(&mut self, text: &Text) -> Lettering {
        let line = self.fitted(text);
        let back = match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => line.width / 2.0,
            Anchor::End => line.width,
        };
        let (x, y) = (text.x * self.scale, text.y * self.scale);
        let (x, y) = if text.turned {
            (x, y + back)
        } else {
            (x - back, y)
        };
        Lettering {
            x,
            y,
            turned: text.turned,
            line: Rc::new(line),
        }
    }

    /// A character that no face has is set as its code point, which is longer than the drawing knew:
    /// then more is clipped.
    fn fitted(&mut self, text: &Text) -> Line {
        let room = text.room * self.scale + 0.01;
        let mut words = text.text.clone();
        loop {
            let line = self.line(&words, text.bold, text.ink, text.size);
            if line.width <= room || words.chars().count() <= 1 {
                return line;
            }
            words.truncate(words.trim_end_matches(ELLIPSIS).len());
            words.pop();
            words.truncate(words.trim_end().len());
            words.push(ELLIPSIS);
        }
    }

    fn line(&mut self, words: &str, bold: bool, ink: Shade, size: f32) -> Line {
        let tone = Tone {
            bold,
            color: color(ink),
            ..Tone::PLAIN
        };
        let rich = self.shop.plain(words, tone, self.node);
        self.shop.typesetter.line(&rich, size * self.scale)
    }
}
