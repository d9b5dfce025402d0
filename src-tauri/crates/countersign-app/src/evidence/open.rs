//! Looking into an evidence file: what the file says, not what the store says.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use countersign_evidence::EvidenceError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{VerifyInput, VerifyView, verify};
use crate::{Desk, Problem};

/// Most rows of one page.
const PAGE: usize = 200;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct OpenFileInput {
    pub path: PathBuf,
    /// The root hash from a printed or otherwise trusted copy, to compare with.
    pub root: Option<String>,
}

/// An evidence file, opened.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenedFile {
    pub verdict: VerifyView,
    /// Its parts by name, as JSON; null where one is too long to be shown. Empty where the record cannot be read.
    #[ts(type = "Record<string, unknown>")]
    pub parts: BTreeMap<String, Value>,
    pub sections: Vec<SectionView>,
    /// The totals it states.
    #[ts(type = "Record<string, number> | null")]
    pub totals: Value,
}

/// A list of the record.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SectionView {
    pub name: String,
    pub rows: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct FileRowsInput {
    pub path: PathBuf,
    /// The list, such as `items`.
    pub section: String,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<u32>")]
    pub offset: u32,
    /// At most 200.
    pub limit: Option<u32>,
    /// Looked for in every row's text.
    pub filter: Option<String>,
}

/// A page of rows.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileRows {
    pub total: i64,
    /// As they stand in the record; null where one is too long to be shown.
    #[ts(type = "(Record<string, unknown> | null)[]")]
    pub rows: Vec<Value>,
}

/// Needs no store. A file that is no evidence is answered with its verdict.
pub(crate) fn open(desk: &Arc<Desk>, input: OpenFileInput) -> Result<OpenedFile, Problem> {
    let verdict = verify(
        desk,
        VerifyInput {
            path: input.path.clone(),
            root: input.root,
            checkpoint: None,
            quick: false,
        },
    )?;
    let mut opened = OpenedFile {
        verdict,
        parts: BTreeMap::new(),
        sections: Vec::new(),
        totals: Value::Null,
    };
    match countersign_evidence::look(&input.path) {
        Ok(look) => {
            opened.parts = look.parts.into_iter().map(|(name, part)| (name.into(), part)).collect();
            opened.totals = look.totals;
            opened.sections = (look.sections.into_iter())
                .map(|(name, rows)| SectionView {
                    name: name.into(),
                    rows: i64::try_from(rows).unwrap_or(i64::MAX),
                })
                .collect();
        }
        Err(problem @ EvidenceError::Io { .. }) => return Err(problem.into()),
        // The verdict says what is wrong with it.
        Err(_) => {}
    }
    Ok(opened)
}

pub(crate) fn rows(_desk: &Arc<Desk>, input: FileRowsInput) -> Result<FileRows, Problem> {
    let limit = usize::try_from(input.limit.unwrap_or(100)).unwrap_or(PAGE).min(PAGE);
    let filter = input.filter.unwrap_or_default();
    let (total, rows) = countersign_evidence::rows(
        &input.path,
        &input.section,
        u64::from(input.offset),
        limit,
        filter.trim(),
    )?;
    Ok(FileRows {
        total: i64::try_from(total).unwrap_or(i64::MAX),
        rows,
    })
}
