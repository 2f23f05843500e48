//! Inlines, and the escaping that every text of the document passes through.

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::href::href;
use crate::document::tree::{Inline, Target, plain_text};

/// Escaping writes into a `String`, which takes everything.
const NEVER_FAILS: &str = "a string takes every write";

/// What parts of a path, an address or a name are joined by.
const JOINTS: [char; 5] = ['/', '.', ':', '_', '='];

/// A longer word of code may break wherever it can.
const LONGEST_OPTION: usize = 24;

pub(super) fn inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(run) => text(run, out),
            Inline::Code(run) => code(run, out),
            Inline::Strong(content) => element("strong", content, out),
            Inline::Emphasis(content) => element("em", content, out),
            Inline::Link { target, content } => link(target, content, out),
            Inline::Break => out.push_str("<br>"),
        }
    }
}

fn element(name: &str, content: &[Inline], out: &mut String) {
    out.push_str(&format!("<{name}>"));
    inlines(content, out);
    out.push_str(&format!("</{name}>"));
}

fn link(target: &Target, content: &[Inline], out: &mut String) {
    let Some(href) = href(target) else {
        return inlines(content, out);
    };
    let label = plain_text(content);
    out.push_str("<a href=\"");
    escape_href(&mut *out, &href.address).expect(NEVER_FAILS);
    out.push('"');
    if href.external {
        out.push_str(" rel=\"noopener\"");
    }
    if is_number(&label) {
        // A bare number says nothing in a list of links.
        out.push_str(&format!(" class=\"cite\" aria-label=\"Source {label}\""));
    }
    out.push('>');
    if label.contains("://") {
        breakable(&label, out);
    } else {
        inlines(content, out);
    }
    out.push_str("</a>");
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
