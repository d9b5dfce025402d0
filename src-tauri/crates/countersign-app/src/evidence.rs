//! Evidence: written for an instance, listed, and verified from a file alone.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use countersign_evidence::{Depth, Severity, VerifyOptions};
use countersign_store::StoreError;
use countersign_store::rusqlite::params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::call::{Read, Start};
use crate::job::JobStarted;
use crate::review::InstanceInput;
use crate::{Desk, Problem};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ExportInput {
    pub instance: i64,
    /// The PDF to write.
    pub path: PathBuf,
    /// A file of that name may be replaced; otherwise it is left alone and named in a problem.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct VerifyInput {
    pub path: PathBuf,
    /// The root hash from a printed or otherwise trusted copy, to compare with.
    pub root: Option<String>,
    /// Leaves out printing the pages again from the record, the last and longest check.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub quick: bool,
}

/// The verdict on an evidence file.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerifyView {
    pub valid: bool,
    /// Written from a practice store: no evidence.
    pub practice: bool,
    pub document_id: Option<String>,
    pub root: Option<String>,
    pub log_head: Option<String>,
    /// The open store wrote a document with this id and this root; none when no store is open.
    pub known_to_store: Option<bool>,
    /// What was checked and against what, in words.
    pub checks: Vec<String>,
    pub findings: Vec<FindingView>,
}

/// One thing that was found.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// `error` makes the evidence invalid, `note` does not.
    pub severity: String,
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

/// Checks a file alone; with a store open, also whether that store wrote it.
pub(crate) fn verify(desk: &Arc<Desk>, input: VerifyInput) -> Result<VerifyView, Problem> {
    let options = VerifyOptions {
        depth: if input.quick { Depth::Record } else { Depth::Render },
        expected_root: input.root,
        expected_log_head: None,
    };
    let report = countersign_evidence::verify(&input.path, &options)?;
    let known_to_store = match desk.open_now() {
        None => None,
        Some(open) => Some(open.store.read(|connection| {
            connection
                .query_row(
                    "SELECT EXISTS (SELECT 1 FROM evidence WHERE document_id = ?1 AND root = ?2)",
                    params![report.document_id, report.root],
                    |row| row.get(0),
                )
                .map_err(StoreError::from)
        })?),
    };
    let findings = report
        .findings
        .into_iter()
        .map(|one| FindingView {
            severity: if one.severity == Severity::Error {
                "error"
            } else {
                "note"
            }
            .into(),
            place: one.place,
            message: one.message,
        })
        .collect();
    Ok(VerifyView {
        valid: report.valid,
        practice: report.practice,
        document_id: report.document_id,
        root: report.root,
        log_head: report.log_head,
        known_to_store,
        checks: report.checked,
        findings,
    })
}
