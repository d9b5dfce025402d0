//! Evidence: written for an instance, listed, and verified from a file alone.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use countersign_store::StoreError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::call::{Read, Start};
use crate::job::JobStarted;
use crate::review::InstanceInput;
use crate::{Desk, Problem};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportInput {
    pub instance: i64,
    /// The PDF to write; an existing file is not overwritten.
    pub path: PathBuf,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct VerifyInput {
    pub path: PathBuf,
    /// The root hash from a printed or otherwise trusted copy, to compare with.
    pub root: Option<String>,
}

/// The verdict on an evidence file.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerifyView {
    pub valid: bool,
    pub document_id: Option<String>,
    pub review_name: Option<String>,
    pub organization: Option<String>,
    pub generated_at: Option<DateTime<Utc>>,
    pub root: Option<String>,
    pub log_head: Option<String>,
    pub items: Option<u64>,
    /// The open store knows this document, by its hash; none when no store is open.
    pub known_to_store: Option<bool>,
    /// What was checked, in words.
    pub checks: Vec<String>,
    pub findings: Vec<FindingView>,
}

/// One thing that is not as it was written.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// The page, attachment or statement.
    pub place: String,
    pub message: String,
}

/// Evidence that was written from this store.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceRow {
    pub evidence: i64,
    pub document_id: String,
    pub exported_at: DateTime<Utc>,
    pub exported_by: String,
    pub file_name: String,
    pub sha256: String,
    pub root: String,
    pub pages: i64,
    pub bytes: i64,
}

pub(crate) fn export(start: Start, input: ExportInput) -> Result<JobStarted, Problem> {
    crate::job::export::start(start, input)
}

pub(crate) fn list(read: &Read<'_>, input: InstanceInput) -> Result<Vec<EvidenceRow>, Problem> {
    let mut statement = read
        .connection
        .prepare_cached(
            "SELECT id, document_id, exported_at, exported_by, file_name, sha256, root, pages, bytes
             FROM evidence WHERE instance_id = ?1 ORDER BY id DESC",
        )
        .map_err(StoreError::from)?;
    let rows = statement
        .query_map([input.instance], |row| {
            Ok(EvidenceRow {
                evidence: row.get(0)?,
                document_id: row.get(1)?,
                exported_at: row.get(2)?,
                exported_by: row.get(3)?,
                file_name: row.get(4)?,
                sha256: row.get(5)?,
                root: row.get(6)?,
                pages: row.get(7)?,
                bytes: row.get(8)?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(rows)
}

pub(crate) fn verify(_desk: &Arc<Desk>, _input: VerifyInput) -> Result<VerifyView, Problem> {
    Err(Problem::new("pending"))
}
