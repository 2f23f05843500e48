//! Pictures: drawn in the page itself, in a frame that scrolls where the page is narrow.

use super::block::BlockWriter;
use super::inline::attribute;
use crate::document::tree::{Figure, plain_text};
use crate::write::svg::{self, Words};

impl BlockWriter<'_> {
    pub(super) fn figure(&mut self, figure: &Figure) {
        self.figures += 1;
        // No heading has a colon in its anchor, and no duty either.
        let id = format!("picture:{}", self.figures);
        let title = plain_text(figure.caption.as_deref().unwrap_or_default());
        self.out.push_str("<figure class=\"picture\">\n");
        if let Some(caption) = &figure.caption {
            self.out.push_str("<figcaption>");
            self.inlines(caption);
            self.out.push_str("</figcaption>\n");
        }
        let label = self.unique_label(format!("Picture, {title}"));
        self.out
            .push_str("<div class=\"frame\" role=\"group\" tabindex=\"0\"");
        attribute("aria-label", &label, &mut self.out);
        self.out.push('>');
        let words = Words {
            title: &title,
            description: &figure.alternative,
        };
        self.out
            .push_str(&svg::inline(&figure.drawing, &words, &id));
        self.out.push_str("</div></figure>");
    }
}
