//! What the columns of a file seem to mean, before it becomes part of a directory.

use std::collections::BTreeMap;

use countersign_directory::file::{self, TableKind};
use serde::Serialize;
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::store::PathInput;

/// A guess to be looked at and put right in the settings of the directory.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MappingView {
    /// `csv`, `xlsx` or `ldif`.
    pub format: String,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    pub sheet: Option<String>,
    /// `people` or `grants`; none for LDIF, which says itself what it holds.
    pub table: Option<String>,
    pub headings: Vec<String>,
    /// For each field the heading that seems to mean it.
    pub mapping: BTreeMap<String, String>,
    /// The fields that can be given a heading.
    pub fields: Vec<String>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
}

pub(crate) fn guess(read: &Read<'_>, input: PathInput) -> Result<MappingView, Problem> {
    let _ = read;
    let found =
        file::guess(std::path::Path::new(&input.path)).map_err(|problem| Problem::from(problem).field("path"))?;
    Ok(MappingView {
        format: found.format,
        encoding: found.encoding,
        delimiter: found.delimiter,
        sheet: found.sheet,
        table: found.table.map(|kind| {
            match kind {
                TableKind::People => "people",
                TableKind::Grants => "grants",
            }
            .to_owned()
        }),
        headings: found.headings,
        mapping: found.mapping,
        fields: found.fields,
        rows: found.rows,
    })
}
