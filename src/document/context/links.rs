//! Gathers the addresses that the project gives, so that a row holds a short name for each.

use serde::Serialize;

/// Addresses in the order in which the document comes to them.
#[derive(Default)]
pub(super) struct Links {
    urls: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct LinkContext {
    /// Name of the reference link.
    label: String,
    url: String,
}

impl Links {
    /// The label of an address.
    pub(super) fn label(&mut self, url: &str) -> String {
        let known = self.urls.iter().position(|known| known == url);
        let index = known.unwrap_or_else(|| {
            self.urls.push(url.to_owned());
            self.urls.len() - 1
        });
        label(index)
    }

    pub(super) fn into_contexts(self) -> Vec<LinkContext> {
        let urls = self.urls.into_iter().enumerate();
        urls.map(|(index, url)| LinkContext {
            label: label(index),
            url,
        })
        .collect()
    }
}

/// Numbers alone are those of the sources.
fn label(index: usize) -> String {
    format!("e{}", index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_one_label() {
        let mut links = Links::default();
        let labels =
            ["https://a.example", "b.pdf", "https://a.example"].map(|url| links.label(url));
        assert_eq!(labels, ["e1", "e2", "e1"]);
        assert_eq!(links.into_contexts().len(), 2);
    }
}
