//! The page's one style sheet.

use std::fmt::Write as _;

use anyhow::ensure;

use super::policy::as_digested;
use crate::write::PageInfo;

/// The style with this document's running head and foot for paper.
pub(super) fn sheet(style: &str, title: &str, info: &PageInfo) -> anyhow::Result<String> {
    // A style ends at its first end tag, whatever CSS makes of it.
    ensure!(
        !style.to_ascii_lowercase().contains("</style"),
        "the style holds '</style', which ends it"
    );
    let mut sheet = as_digested(style);
    push_margin_boxes(&mut sheet, title, info);
    Ok(sheet)
}

/// The words of a printed page's margins, as in the PDF. They are the document's own, so they cannot
/// stand in a sheet that all documents share.
fn push_margin_boxes(sheet: &mut String, title: &str, info: &PageInfo) {
    let mut foot = info.project.clone();
    if let Some(version) = &info.version {
        foot.push_str(" · version ");
        foot.push_str(version);
    }
    foot.push_str(" · ");
    foot.push_str(&info.date);
    let classification = info.classification.as_deref().unwrap_or_default();
    // The first page opens with the title and the same words in its header.
    let _ = write!(
        sheet,
        "@page{{@top-left{{content:{}}}@top-right{{content:{}}}@bottom-left{{content:{}}}}}\n\
         @page :first{{@top-left{{content:none}}@top-right{{content:none}}}}\n",
        css_string(title),
        css_string(classification),
        css_string(&foot),
    );
}

/// A CSS string. Everything but letters, digits and spaces is escaped, so that no text can end it.
fn css_string(text: &str) -> String {
    let mut string = String::from("\"");
    for c in text.chars() {
        match c {
            ' ' => string.push(' '),
            c if c.is_alphanumeric() => string.push(c),
            c => {
                let _ = write!(string, "\\{:x} ", u32::from(c));
            }
        }
    }
    string.push('"');
    string
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_css_string_cannot_be_ended_by_its_text() {
        assert_eq!(
            css_string("a\"}\n</style>"),
            r#""a\22 \7d \a \3c \2f style\3e ""#
        );
    }

    #[test]
    fn a_style_that_would_end_early_is_refused() {
        let info = super::super::tests::info();
        assert!(sheet("a::after{content:'</STYLE >'}", "T", &info).is_err());
    }
}
