//! Takes typed values out of YAML nodes and gathers what is wrong on the way.

use std::sync::Arc;

use time::Date;
use time::macros::format_description;

use super::Spanned;
use super::yaml::{Node, Value};
use crate::diagnostic::{Diagnostic, Place, Source, Span, code, nearest, quoted_list};

/// A reader of nodes of one source.
pub(super) struct Fields<'a> {
    source: &'a Arc<Source>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(source: &'a Arc<Source>, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Fields {
            source,
            diagnostics,
        }
    }

    /// Records a finding at a place of the source.
    pub(super) fn fault(&mut self, name: &str, message: String, span: Span, help: Option<String>) {
        let mut diagnostic = Diagnostic::new(code(name), message).at(Place::new(self.source, span));
        diagnostic.help = help;
        self.diagnostics.push(diagnostic);
    }

    /// Whether the node is a mapping; its keys outside `known` are findings.
    pub(super) fn mapping(&mut self, node: &Node, what: &str, known: &[&str]) -> bool {
        let Value::Mapping(entries) = &node.value else {
            self.wrong_type(node, what, "a mapping", "write `key: value` pairs");
            return false;
        };
        for entry in entries {
            let key = entry.key.text();
            if !known.contains(&key) {
                self.unknown_key(&entry.key, what, known);
            }
        }
        true
    }

    pub(super) fn unknown_key(&mut self, key: &Node, what: &str, known: &[&str]) {
        if !matches!(key.value, Value::String(_)) {
            return self.wrong_type(key, "a key", "text", "put the key in quotes");
        }
        let help = if key.text() == "inherits" {
            "'inherits' is kept for what a platform team provides and is not read yet".to_owned()
        } else {
            match nearest(key.text(), known.iter().copied()) {
                Some(near) => format!("did you mean '{near}'?"),
                None => format!("a known key is {}", quoted_list(known.iter().copied())),
            }
        };
        let message = format!("{what} has no key '{}'", key.text());
        self.fault("unknown-key", message, key.span, Some(help));
    }

    pub(super) fn wrong_type(&mut self, node: &Node, what: &str, wanted: &str, cure: &str) {
        if matches!(node.value, Value::Null) {
            let message = format!("{what} has no value, {wanted} belongs here");
            return self.fault("empty-value", message, node.span, Some(cure.to_owned()));
        }
        let message = format!("{what} is {}, {wanted} belongs here", node.kind());
        self.fault("wrong-type", message, node.span, Some(cure.to_owned()));
    }

    /// Text that is not blank.
    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        match &node.value {
            Value::String(text) if text.trim().is_empty() => {
                let message = format!("{what} is blank");
                self.fault("empty-value", message, node.span, None);
                None
            }
            Value::String(text) => Some(Spanned::new(text.clone(), node.span)),
            Value::Bool(_) | Value::Number(_) => {
                let cure = format!("put it in quotes: \"{}\"", node.text());
                self.wrong_type(node, what, "text", &cure);
                None
            }
            _ => {
                self.wrong_type(node, what, "text", "write one line of text");
                None
            }
        }
    }

    /// Text, or a number taken as written: `1.10` stays `1.10`.
    pub(super) fn text_or_number(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        match &node.value {
            Value::Number(text) => Some(Spanned::new(text.clone(), node.span)),
            _ => self.text(node, what),
        }
    }

    /// Text, a number or a truth value, taken as written: the value of an attribute.
    pub(super) fn scalar(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        match &node.value {
            Value::Bool(text) => Some(Spanned::new(text.clone(), node.span)),
            _ => self.text_or_number(node, what),
        }
    }

    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match &node.value {
            Value::Sequence(items) => items,
            _ => {
                self.wrong_type(
                    node,
                    what,
                    "a list",
                    "write `[one, two]`, or a line for each with `- `",
                );
                &[]
            }
        }
    }

    /// A day of the calendar.
    pub(super) fn date(&mut self, node: &Node, what: &str) -> Option<Spanned<Date>> {
        let text = self.text_or_number(node, what)?;
        match parse_date(&text.value) {
            Some(date) => Some(Spanned::new(date, node.span)),
            None => {
                let message = format!("{what} '{}' is not a day of the calendar", text.value);
                let help = "write it as YYYY-MM-DD, say 2026-11-24".to_owned();
                self.fault("bad-date", message, node.span, Some(help));
                None
            }
        }
    }

    /// An https, http or mailto address, or a path inside the project.
    pub(super) fn link(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        let text = self.text(node, what)?;
        if let Some(reason) = link_fault(&text.value) {
            let message = format!("{what} '{}' {reason}", text.value);
            let help =
                "write an https address, or a path inside the project such as evidence/report.pdf";
            self.fault("bad-link", message, node.span, Some(help.to_owned()));
            return None;
        }
        Some(text)
    }

    pub(super) fn email(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        let text = self.text(node, what)?;
        let (local, domain) = text.value.split_once('@').unwrap_or_default();
        let plain = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_alphanumeric() || "._%+-".contains(c))
        };
        if !plain(local) || !plain(domain) {
            let message = format!("{what} '{}' is not an e-mail address", text.value);
            let help = "write it as name@example.com".to_owned();
            self.fault("bad-link", message, node.span, Some(help));
            return None;
        }
        Some(text)
    }
}

/// Reads `YYYY-MM-DD`.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

/// Why a link is not taken; `None` for one that is.
fn link_fault(link: &str) -> Option<&'static str> {
    if link.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Some("has a space or a control character in it");
    }
    if link.contains(['<', '>', '"', '\\', '`']) {
        return Some("has a character that no address has");
    }
    let lower = link.to_ascii_lowercase();
    for scheme in ["https://", "http://"] {
        if let Some(rest) = lower.strip_prefix(scheme) {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            return host.is_empty().then_some("names no host");
        }
    }
    if let Some(address) = lower.strip_prefix("mailto:") {
        return (!address.contains('@')).then_some("names no mailbox");
    }
    if link
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|first| first.contains(':'))
    {
        return Some("is of a kind that is not written into documents");
    }
    if link.starts_with(['/', '#', '?']) || link.split('/').any(|part| part == "..") {
        return Some("leads out of the project");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_could_run_or_escape_are_refused() {
        for link in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "/etc/passwd",
            "../secret",
            "a/../../b",
            "https://",
            "https:// x",
            "java\tscript:x",
            "mailto:me",
        ] {
            assert!(link_fault(link).is_some(), "{link}");
        }
        for link in [
            "https://a.example/b?c=d#e",
            "http://a",
            "mailto:a@b.example",
            "evidence/a.pdf",
            "a.pdf",
        ] {
            assert_eq!(link_fault(link), None, "{link}");
        }
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        assert!(parse_date("2026-02-28").is_some());
        for text in [
            "2026-02-30",
            "2026-2-3",
            "24.11.2026",
            "2026-11-24T00:00",
            "",
        ] {
            assert!(parse_date(text).is_none(), "{text}");
        }
    }
}
