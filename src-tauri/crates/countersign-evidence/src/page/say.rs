//! What the pages say, by the keys of their words.

use crate::EvidenceError;
use crate::layout::canvas::Ink;
use crate::layout::press::Press;

impl Press<'_> {
    /// A heading of the second level.
    pub(super) fn under(&mut self, key: &'static str) -> Result<(), EvidenceError> {
        self.y += 45;
        self.heading(2, self.words.text(key))
    }

    /// A paragraph.
    pub(super) fn say(&mut self, key: &'static str) -> Result<(), EvidenceError> {
        self.paragraph(self.words.text(key))
    }

    /// A paragraph with places to fill.
    pub(super) fn say_of(&mut self, key: &'static str, values: &[(&str, &str)]) -> Result<(), EvidenceError> {
        self.paragraph(&self.words.fill(key, values))
    }

    /// A paragraph in an ink of its own.
    pub(super) fn say_in(&mut self, ink: Ink, key: &'static str, values: &[(&str, &str)]) -> Result<(), EvidenceError> {
        self.paragraph_in(&self.words.fill(key, values), ink)
    }

    /// A label and its value.
    pub(super) fn named(&mut self, key: &'static str, value: &str) -> Result<(), EvidenceError> {
        self.field(self.words.text(key), value)
    }
}
