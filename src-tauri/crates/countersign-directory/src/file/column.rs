//! The columns of one table: which field each place of a row holds.

use std::collections::BTreeMap;

use super::Place;
use super::heading::{TableKind, fields, guess};
use crate::DirectoryProblem;

/// Where each field stands in a row.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// Field, heading, place.
    all: Vec<(&'static str, String, usize)>,
    pub width: usize,
}

impl Columns {
    /// The guess, with what the settings say in its place: a field may be given another heading, or none by "".
    pub(super) fn new(
        kind: TableKind,
        headings: &[String],
        said: &BTreeMap<String, String>,
        row: u64,
        place: &Place<'_>,
    ) -> Result<Columns, DirectoryProblem> {
        let mut all = Vec::new();
        let guessed = guess(kind, headings);
        for field in fields(kind) {
            let Some(heading) = said.get(field).or_else(|| guessed.get(field)) else {
                continue;
            };
            if heading.is_empty() {
                continue;
            }
            let mut places = headings.iter().enumerate().filter(|(_, one)| *one == heading);
            match (places.next(), places.next()) {
                (Some((at, _)), None) => all.push((field, heading.clone(), at)),
                (Some(_), Some(_)) => return Err(place.row(row, &format!("has the column “{heading}” twice"))),
                (None, _) => {
                    let list = headings.join("”, “");
                    return Err(place.row(row, &format!("has no column “{heading}”; it has “{list}”")));
                }
            }
        }
        Ok(Columns {
            all,
            width: headings.len(),
        })
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.all.iter().any(|(one, ..)| *one == field)
    }

    /// The value of a field in a row, without the space around it; `None` where it is empty.
    pub(super) fn get<'r>(&self, cells: &'r [String], field: &str) -> Option<&'r str> {
        let (_, _, at) = self.all.iter().find(|(one, ..)| *one == field)?;
        cells.get(*at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// Which heading each field is taken from, for the certificate.
    pub(super) fn list(&self) -> Vec<String> {
        self.all
            .iter()
            .map(|(field, heading, _)| format!("{field} ← {heading}"))
            .collect()
    }
}
