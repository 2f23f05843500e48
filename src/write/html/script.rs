//! The page's one script. It adds a filter to a page that is whole without it.

use anyhow::ensure;

use super::listing::{Listing, listings};
use super::policy::as_digested;
use crate::document::tree::Document;

/// The script of a document's page: empty where no table lists what a reader could filter.
///
/// # Errors
/// When the script holds what would end its element, or keep its end from being seen.
pub(super) fn script(script: &str, document: &Document) -> anyhow::Result<String> {
    let lowered = script.to_ascii_lowercase();
    for end in ["</script", "<script", "<!--"] {
        ensure!(
            !lowered.contains(end),
            "the script holds '{end}', at which a browser may end it"
        );
    }
    let filters = listings(&document.blocks)
        .any(|listing| listing.is_of_one_service() || listing == Listing::Register);
    Ok(match filters {
        true => as_digested(script),
        false => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read::read;

    const LISTED: &str = "# T\n\n| Duty | Do | Proof |\n| --- | --- | --- |\n| `a/b` | | |\n";

    #[test]
    fn a_page_with_nothing_to_filter_has_no_script() {
        let has = |markdown| script("x()\r\n", &read(markdown)).unwrap();
        assert_eq!(has("# T\n\n| A |\n| --- |\n| 1 |\n"), "");
        assert_eq!(has(LISTED), "x()\n");
    }

    #[test]
    fn a_script_that_would_end_early_is_refused() {
        for end in ["'</SCRIPT >'", "'<!--'", "'<Script>'"] {
            assert!(script(end, &read(LISTED)).is_err(), "{end}");
        }
    }
}
