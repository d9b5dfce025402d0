//! What flows down the page: headings, paragraphs, fields.

use super::canvas::{BLACK, BLUE, FAINT, GREY, Ink};
use super::press::{BOTTOM, Heading, INNER, MARGIN, Press, TOP};
use crate::EvidenceError;
use crate::text::face::{BOLD, REGULAR};

impl Press<'_> {
    /// A heading of the first level below what stands on the page, while a third of the page is left for it.
    pub(crate) fn section(&mut self, title: &str) -> Result<(), EvidenceError> {
        const SPACE: i32 = 180;
        if self.page == 0 || self.y + SPACE > BOTTOM - (BOTTOM - TOP) / 3 {
            return self.heading(1, title);
        }
        self.y += SPACE;
        self.head(1, title);
        Ok(())
    }

    /// A heading that goes into contents and outline; level 1 begins a page.
    pub(crate) fn heading(&mut self, level: u8, title: &str) -> Result<(), EvidenceError> {
        if level == 1 {
            self.new_page()?
        } else {
            self.need(520)?
        }
        self.head(level, title);
        Ok(())
    }

    fn head(&mut self, level: u8, title: &str) {
        let size = if level == 1 { 150 } else { 100 };
        self.y += if level == 1 { 90 } else { 120 };
        self.headings.push(Heading {
            title: title.to_owned(),
            level,
            page: self.page,
            y: self.y - size,
        });
        self.one_line(MARGIN, self.y, size, BOLD, BLUE, title, INNER);
        self.y += if level == 1 { 170 } else { 110 };
    }

    /// A bookmark without a heading on the page.
    pub(crate) fn bookmark(&mut self, title: String) {
        self.headings.push(Heading {
            title,
            level: 2,
            page: self.page,
            y: TOP,
        });
    }

    /// A paragraph over the full width.
    pub(crate) fn paragraph(&mut self, text: &str) -> Result<(), EvidenceError> {
        self.paragraph_in(text, GREY)
    }

    pub(crate) fn paragraph_in(&mut self, text: &str, ink: Ink) -> Result<(), EvidenceError> {
        let block = self.set(REGULAR, 80, text, INNER);
        for index in 0..block.lines.len() {
            self.need(115)?;
            self.show((MARGIN, self.y + 75), 80, 0, ink, &block, (index, index + 1));
            self.y += 112;
        }
        self.y += 60;
        Ok(())
    }

    /// A label and its value; the value wraps and may run over pages.
    pub(crate) fn field(&mut self, label: &str, value: &str) -> Result<(), EvidenceError> {
        const LABEL: i32 = 1700;
        let value = if value.is_empty() { "\u{2013}" } else { value };
        let name = self.set(BOLD, 75, label, LABEL - 100);
        let block = self.set(REGULAR, 75, value, INNER - LABEL);
        for index in 0..block.lines.len().max(name.lines.len()) {
            self.need(105)?;
            self.show((MARGIN, self.y + 75), 75, 0, GREY, &name, (index, index + 1));
            self.show((MARGIN + LABEL, self.y + 75), 75, 0, BLACK, &block, (index, index + 1));
            self.y += 103;
        }
        self.y += 22;
        self.fill(MARGIN, self.y, INNER, 3, FAINT);
        self.y += 22;
        Ok(())
    }
}
