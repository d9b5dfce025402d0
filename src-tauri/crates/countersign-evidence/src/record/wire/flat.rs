//! A row as its Rust type has it: both parts as one, or the public one alone.

use serde::de::DeserializeOwned;

use super::merge::{merge, rows, view};
use super::rule::Fields;
use super::{Tail, Text};
use crate::EvidenceError;

/// Reads rows, keeping its room from one to the next.
#[derive(Default)]
pub(crate) struct Flat {
    /// Leaves personal data aside even where they are.
    pub(crate) veiled: bool,
    public: Vec<u8>,
    whole: Vec<u8>,
}

impl Flat {
    pub(crate) fn veiled(veiled: bool) -> Self {
        Self {
            veiled,
            ..Self::default()
        }
    }

    /// The row's JSON as its type reads it.
    pub(crate) fn json(&mut self, line: u64, text: &Text<'_>, fields: Fields) -> Result<&[u8], EvidenceError> {
        self.public.clear();
        self.whole.clear();
        text.close_public(&mut self.public);
        let fits = match text.tail {
            Tail::Personal(personal) if !self.veiled => merge(&self.public, personal, &mut self.whole),
            Tail::None if !self.veiled => {
                self.whole.extend_from_slice(rows(&self.public).unwrap_or(&self.public));
                Some(())
            }
            _ => view(&self.public, fields, &mut self.whole),
        };
        fits.ok_or(EvidenceError::Layout {
            line,
            what: "its public and its personal part do not fit together",
        })?;
        Ok(&self.whole)
    }

    pub(crate) fn parse<T: DeserializeOwned>(
        &mut self,
        line: u64,
        text: &Text<'_>,
        fields: Fields,
    ) -> Result<T, EvidenceError> {
        crate::record::parse(line, self.json(line, text, fields)?)
    }
}
