//! Numbers the pages that the document cites.

use std::collections::HashMap;

use time::Date;

use super::{SourceContext, earliest};

/// The pages cited so far, in order.
#[derive(Default)]
pub(super) struct Citations {
    numbers: HashMap<String, usize>,
    pages: Vec<(String, Date)>,
    unverified: usize,
}

impl Citations {
    /// The number of a page. Where claims that rest on it were read on different days, the earliest
    /// stands in the list of sources.
    pub(super) fn cite(&mut self, url: &str, checked: Date, unverified: bool) -> usize {
        self.unverified += usize::from(unverified);
        if let Some(number) = self.numbers.get(url) {
            let page = &mut self.pages[number - 1];
            page.1 = page.1.min(checked);
            return *number;
        }
        self.pages.push((url.to_owned(), checked));
        self.numbers.insert(url.to_owned(), self.pages.len());
        self.pages.len()
    }

    /// First and last day on which a cited page was read.
    pub(super) fn span(&self) -> (Option<Date>, Option<Date>) {
        let first = self
            .pages
            .iter()
            .fold(None, |first, (_, day)| earliest(first, *day));
        (first, self.pages.iter().map(|(_, day)| *day).max())
    }

    /// How many printed claims no page states.
    pub(super) fn unverified(&self) -> usize {
        self.unverified
    }

    pub(super) fn into_sources(self) -> Vec<SourceContext> {
        let pages = self.pages.into_iter().enumerate();
        pages
            .map(|(index, (url, checked))| SourceContext {
                number: index + 1,
                url,
                checked: checked.to_string(),
            })
            .collect()
    }
}
