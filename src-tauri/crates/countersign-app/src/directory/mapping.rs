//! What the columns of a file seem to mean, before it becomes part of a directory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use countersign_directory::file::{self, TableKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct MappingInput {
    /// A file about which nothing is said yet …
    pub path: Option<PathBuf>,
    /// … or one entry of `files` in the settings of a directory, as it is or is about to be.
    #[ts(type = "unknown")]
    pub file: Option<Value>,
}

/// A guess to be looked at and put right in the settings of the directory.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MappingView {
    /// `csv`, `xlsx` or `ldif`.
    pub format: String,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    /// The sheet that is read, and all there are.
    pub sheet: Option<String>,
    pub sheets: Vec<String>,
    /// The export of a program that it is known for.
    pub known: Option<String>,
    /// `people` or `grants`; none for LDIF, which says itself what it holds.
    pub table: Option<String>,
    /// Whether one resource must be named that all rows are about.
    pub needs_resource: bool,
    pub headings: Vec<String>,
    /// For each field the heading that it is taken from.
    pub mapping: BTreeMap<String, String>,
    /// The fields that can be given a heading.
    pub fields: Vec<String>,
    pub columns: Vec<MappingColumn>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// Why the rows cannot be read so.
    pub problem: Option<String>,
}

/// One column of a table.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MappingColumn {
    pub heading: String,
    /// What it is taken for; none: it is not read.
    pub fields: Vec<String>,
    /// Why.
    pub because: String,
    /// Its first values that are not empty.
    pub samples: Vec<String>,
}

pub(crate) fn guess(read: &Read<'_>, input: MappingInput) -> Result<MappingView, Problem> {
    let found = match (&input.file, &input.path) {
        (Some(file), _) => file::guess_as(file, &read.open.home),
        // Typed into a window or found by the command line: a name alone lies beside the store, as in the settings.
        (None, Some(path)) => file::guess(&read.open.home.join(path)),
        (None, None) => return Err(Problem::new("Name a file.").field("path")),
    };
    let found = found.map_err(|problem| Problem::from(problem).field("path"))?;
    let columns = found.columns.into_iter().map(|column| MappingColumn {
        heading: column.heading,
        fields: column.fields,
        because: column.because,
        samples: column.samples,
    });
    Ok(MappingView {
        format: found.format,
        encoding: found.encoding,
        delimiter: found.delimiter,
        sheet: found.sheet,
        sheets: found.sheets,
        known: found.known,
        table: found.table.map(|kind| {
            match kind {
                TableKind::People => "people",
                TableKind::Grants => "grants",
            }
            .to_owned()
        }),
        needs_resource: found.needs_resource,
        headings: found.headings,
        mapping: found.mapping,
        fields: found.fields,
        columns: columns.collect(),
        rows: found.rows,
        problem: found.problem,
    })
}
