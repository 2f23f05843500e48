//! Which targets become links: a document may quote an address that nobody should follow.

use crate::document::tree::Target;

/// The `href` of a link, and whether it leaves the document's own folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Href {
    pub(super) address: String,
    pub(super) external: bool,
}

/// The link a target makes; `None` for one that is written as text.
pub(super) fn href(target: &Target) -> Option<Href> {
    match target {
        Target::Anchor(anchor) => Some(Href {
            address: format!("#{anchor}"),
            external: false,
        }),
        Target::Url(url) => from_url(url),
    }
}

/// Only `http`, `https`, `mailto` and relative addresses. Browsers drop control characters and outer
/// spaces before they look for a scheme, so an address that has any is refused whole.
fn from_url(url: &str) -> Option<Href> {
    let unclear = url.is_empty() || url.contains(char::is_control) || url.trim() != url;
    // `//host` takes its scheme from the page: from a file, that is a share on another machine.
    let inherits_scheme = url.chars().take(2).filter(|c| "/\\".contains(*c)).count() == 2;
    if unclear || inherits_scheme {
        return None;
    }
    let external = match scheme(url) {
        None => false,
        Some(scheme) => match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => true,
            "mailto" => false,
            _ => return None,
        },
    };
    Some(Href {
        address: url.to_owned(),
        external,
    })
}

/// What stands before the first colon, unless a path, a query or a fragment began earlier.
fn scheme(url: &str) -> Option<&str> {
    let end = url.find([':', '/', '\\', '?', '#'])?;
    url[end..].starts_with(':').then(|| &url[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn external(url: &str) -> Option<bool> {
        href(&Target::Url(url.to_owned())).map(|href| href.external)
    }

    #[test]
    fn web_mail_and_relative_addresses_become_links() {
        assert_eq!(external("https://example.com/a:b"), Some(true));
        assert_eq!(external("HTTP://example.com"), Some(true));
        assert_eq!(external("mailto:a@example.com"), Some(false));
        assert_eq!(external("evidence/a b.pdf"), Some(false));
        assert_eq!(external("./a:b"), Some(false));
        assert_eq!(external("?q=a:b"), Some(false));
    }

    #[test]
    fn anything_else_stays_text() {
        for url in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "vbscript:x",
            "//example.com/x",
            "/\\example.com/x",
            ":x",
            "",
        ] {
            assert_eq!(external(url), None, "{url:?}");
        }
    }
}
