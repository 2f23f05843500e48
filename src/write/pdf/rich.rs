//! From a block's inlines to one string with marks: ready to be shaped, every character printable.

use std::collections::{BTreeSet, HashSet};

use crate::document::tree::{Inline, Target, plain_text};

use super::fonts::Face;
use super::spell;
use super::structure::{NodeId, Role, Tree};
use super::style::{self, Color};

/// Asks for a line break without ink; never painted.
pub(super) const BREAK_HERE: char = '\u{200B}';

/// Text and the marks on it. Spans follow each other and cover the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Rich {
    pub(super) text: String,
    pub(super) spans: Vec<Span>,
}

/// A stretch of text that looks alike and belongs to one node.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    pub(super) end: usize,
    pub(super) look: Look,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) face: Face,
    pub(super) color: Color,
    pub(super) node: NodeId,
    pub(super) link: Option<usize>,
}

/// A link: where it leads and how it is described.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) node: NodeId,
    pub(super) target: Target,
    pub(super) description: String,
}

/// What the text of a whole document gathers: links, and characters that cannot be printed.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) links: Vec<Link>,
    pub(super) missing: BTreeSet<char>,
    /// Anchors that exist; a link to another is set as plain text.
    pub(super) anchors: HashSet<String>,
}

/// How a run starts: heavier in headings, muted in quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tone {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) mono: bool,
    pub(super) color: Color,
}

impl Tone {
    pub(super) const PLAIN: Tone = Tone {
        bold: false,
        italic: false,
        mono: false,
        color: style::INK,
    };
    pub(super) const BOLD: Tone = Tone {
        bold: true,
        ..Tone::PLAIN
    };
    pub(super) const MUTED: Tone = Tone {
        color: style::MUTED,
        ..Tone::PLAIN
    };
    pub(super) const CODE: Tone = Tone {
        mono: true,
        ..Tone::PLAIN
    };
}

/// Builds a [`Rich`]; links become nodes of their own below the block's node.
pub(super) struct Writer<'a> {
    pub(super) tree: &'a mut Tree,
    pub(super) gathered: &'a mut Gathered,
    rich: Rich,
}

impl<'a> Writer<'a> {
    pub(super) fn new(tree: &'a mut Tree, gathered: &'a mut Gathered) -> Self {
        Self {
            tree,
            gathered,
            rich: Rich::default(),
        }
    }

    pub(super) fn finish(self) -> Rich {
        self.rich
    }

    pub(super) fn inlines(
        &mut self,
        inlines: &[Inline],
        tone: Tone,
        node: NodeId,
        link: Option<usize>,
    ) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text, tone, node, link),
                Inline::Code(text) => self.text(text, Tone { mono: true, ..tone }, node, link),
                Inline::Strong(content) => {
                    self.inlines(content, Tone { bold: true, ..tone }, node, link);
                }
                Inline::Emphasis(content) => {
                    let italic = !tone.italic;
                    self.inlines(content, Tone { italic, ..tone }, node, link);
                }
                Inline::Link { target, content } if link.is_none() => {
                    self.link(target, content, tone, node);
                }
                Inline::Link { content, .. } => self.inlines(content, tone, node, link),
                Inline::Break => self.text("\n", tone, node, link),
            }
        }
    }

    fn link(&mut self, target: &Target, content: &[Inline], tone: Tone, node: NodeId) {
        if !self.leads_somewhere(target) || plain_text(content).trim().is_empty() {
            return self.inlines(content, tone, node, None);
        }
        let (link_node, link) = self.add_link(target, &plain_text(content), node);
        let color = style::LINK;
        self.inlines(content, Tone { color, ..tone }, link_node, Some(link));
    }

    /// Makes a link of its own below `node`, to be filled by [`Writer::inlines`].
    pub(super) fn add_link(
        &mut self,
        target: &Target,
        text: &str,
        node: NodeId,
    ) -> (NodeId, usize) {
        let link_node = self.tree.add(Role::Link, node);
        let description = match target {
            Target::Anchor(_) => text.to_owned(),
            Target::Url(url) => url.clone(),
        };
        self.gathered.links.push(Link {
            node: link_node,
            target: target.clone(),
            description,
        });
        (link_node, self.gathered.links.len() - 1)
    }

    fn leads_somewhere(&self, target: &Target) -> bool {
        match target {
            Target::Anchor(anchor) => self.gathered.anchors.contains(anchor),
            Target::Url(url) => is_safe(url),
        }
    }

    /// Adds text with one look; spells out what cannot be seen.
    pub(super) fn text(&mut self, text: &str, tone: Tone, node: NodeId, link: Option<usize>) {
        let face = Face::of(tone.bold, tone.italic, tone.mono);
        let breakable = tone.mono || text.contains("://");
        for character in text.chars() {
            self.character(character);
            if breakable
                && matches!(
                    character,
                    '/' | '-' | '_' | '.' | ',' | ':' | '=' | '&' | '?'
                )
            {
                self.rich.text.push(BREAK_HERE);
            }
        }
        let look = Look {
            face,
            color: tone.color,
            node,
            link,
        };
        self.close_span(look);
    }

    fn character(&mut self, character: char) {
        match character {
            // The space keeps the words apart for whoever reads the text and not the page.
            '\n' => self.rich.text.push_str(" \n"),
            '\t' => self.rich.text.push(' '),
            '\r' | '\u{FE0E}' | '\u{FE0F}' => {}
            '\u{AD}' | BREAK_HERE => self.rich.text.push(BREAK_HERE),
            '\u{200C}' | '\u{200D}' if self.rich.text.ends_with(is_joined) => {
                self.rich.text.push(character);
            }
            _ if is_invisible(character) => {
                self.gathered.missing.insert(character);
                self.rich.text.push_str(&spell::code_point(character));
            }
            _ => self.rich.text.push(character),
        }
    }

    fn close_span(&mut self, look: Look) {
        let end = self.rich.text.len();
        let start = self.rich.spans.last().map_or(0, |span| span.end);
        if end == start {
            return;
        }
        match self.rich.spans.last_mut() {
            Some(last) if last.look == look => last.end = end,
            _ => self.rich.spans.push(Span { end, look }),
        }
    }
}

/// Letters of scripts that are written joined, where a joiner or its absence is part of the word.
fn is_joined(letter: char) -> bool {
    matches!(letter, '\u{0600}'..='\u{109F}' | '\u{1780}'..='\u{18AF}' | '\u{1A00}'..='\u{1CFF}'
        | '\u{A800}'..='\u{ABFF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10A00}'..='\u{11FFF}')
}

/// Characters that print nothing, or change how others are read: they are named, never obeyed.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200C}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Web and mail addresses, and paths without a scheme; nothing that could run.
fn is_safe(url: &str) -> bool {
    let scheme = url
        .split_once(':')
        .map(|(scheme, _)| scheme)
        .filter(|scheme| !scheme.contains(['/', '?', '#']));
    !url.is_empty()
        && !url.contains(char::is_control)
        && scheme.is_none_or(|scheme| {
            ["http", "https", "mailto"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known))
        })
}
