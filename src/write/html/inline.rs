//! Inlines, and the escaping that every text of the document passes through.

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::block::BlockWriter;
use super::href::{Href, href};
use crate::document::tree::{Inline, Target, plain_text};

/// Escaping writes into a `String`, which takes everything.
const NEVER_FAILS: &str = "a string takes every write";

/// What parts of a path, an address or a name are joined by.
const JOINTS: [char; 5] = ['/', '.', ':', '_', '='];

/// A longer word of code may break wherever it can.
const LONGEST_OPTION: usize = 24;

impl BlockWriter<'_> {
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(run) => text(run, &mut self.out),
                Inline::Code(run) => code(run, &mut self.out),
                Inline::Strong(content) => self.element("strong", content),
                Inline::Emphasis(content) => self.element("em", content),
                Inline::Link { target, content } => self.link(target, content),
                Inline::Break => self.out.push_str("<br>"),
            }
        }
    }

    fn element(&mut self, name: &str, content: &[Inline]) {
        self.out.push_str(&format!("<{name}>"));
        self.inlines(content);
        self.out.push_str(&format!("</{name}>"));
    }

    fn link(&mut self, target: &Target, content: &[Inline]) {
        let Some(href) = href(target) else {
            return self.inlines(content);
        };
        let label = plain_text(content);
        if is_number(&label) {
            return self.cite(target, &href, &label);
        }
        self.open_link(&href);
        self.out.push('>');
        if label.contains("://") {
            breakable(&label, &mut self.out);
        } else {
            self.inlines(content);
        }
        self.out.push_str("</a>");
    }

    /// A source's number. It leads to the source in its list, where its address and the day it was read
    /// stand: an address is written once and not at each mention.
    fn cite(&mut self, target: &Target, href: &Href, label: &str) {
        match self.anchors.source(label, target) {
            Some(anchor) => {
                self.out.push_str("<a");
                anchor_href(&anchor, &mut self.out);
            }
            None => self.open_link(href),
        }
        // A bare number says nothing in a list of links.
        self.out
            .push_str(&format!(" aria-label=\"Source {label}\">{label}</a>"));
    }

    fn open_link(&mut self, href: &Href) {
        self.out.push_str("<a href=\"");
        escape_href(&mut self.out, &href.address).expect(NEVER_FAILS);
        self.out.push('"');
        if href.external {
            self.out.push_str(" rel=\"noopener\"");
        }
    }
}

fn is_number(label: &str) -> bool {
    !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit())
}

/// Code, which may break where an identifier has a joint, but not between the hyphens of an option.
pub(super) fn code(run: &str, out: &mut String) {
    out.push_str("<code>");
    for word in run.split_inclusive(' ') {
        if word.starts_with("--") && word.len() <= LONGEST_OPTION {
            out.push_str("<span class=\"option\">");
            escaped(word, out);
            out.push_str("</span>");
        } else {
            breakable(word, out);
        }
    }
    out.push_str("</code>");
}

/// Text, with a chance to break the line after each joint of a path, an address or a name.
fn breakable(run: &str, out: &mut String) {
    for part in run.split_inclusive(JOINTS) {
        escaped(part, out);
        if part.ends_with(JOINTS) {
            out.push_str("<wbr>");
        }
    }
}

fn text(run: &str, out: &mut String) {
    for (at, line) in run.split('\n').enumerate() {
        if at > 0 {
            out.push_str("<br>");
        }
        escaped(line, out);
    }
}

/// Text as the content of an element.
pub(super) fn escaped(text: &str, out: &mut String) {
    // HTML has no way to say NUL; browsers show this in its place.
    let text = text.replace('\0', "\u{fffd}");
    escape_html_body_text(out, &text).expect(NEVER_FAILS);
}

/// ` name="value"`.
pub(super) fn attribute(name: &str, value: &str, out: &mut String) {
    out.push_str(&format!(" {name}=\""));
    escape_html(&mut *out, value).expect(NEVER_FAILS);
    out.push('"');
}

/// ` href="#anchor"`.
pub(super) fn anchor_href(anchor: &str, out: &mut String) {
    out.push_str(" href=\"#");
    escape_href(&mut *out, anchor).expect(NEVER_FAILS);
    out.push('"');
}
