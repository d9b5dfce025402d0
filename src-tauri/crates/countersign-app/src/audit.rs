//! The audit log, listed and verified.

use countersign_store::StoreError;
use countersign_store::audit as log;
use countersign_store::rusqlite::params;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::checkpoint::Rollback;
use crate::principal::page;
use crate::store::Nothing;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct AuditListInput {
    pub instance: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditPage {
    pub rows: Vec<AuditRow>,
    pub total: i64,
}

/// One entry, newest first.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditRow {
    pub seq: i64,
    pub at: String,
    pub actor: String,
    /// How it was shown that the actor is who they say: stated, osAccount, directoryBind, signIn, program.
    pub assurance: String,
    /// The machine it was done on.
    pub device: String,
    pub operation: String,
    pub subject: String,
    #[ts(type = "unknown")]
    pub detail: Value,
    /// Hexadecimal, over this entry and all before it.
    pub hash: String,
}

/// What verifying the log showed.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    pub valid: bool,
    pub entries: i64,
    pub head: String,
    /// The root of the tree over all entries, as checkpoints have it.
    pub root: String,
    /// Checkpoints that were compared with it.
    pub checkpoints: i64,
    /// Where it breaks first.
    pub finding: Option<String>,
    /// The log is whole, and not the one that is remembered of this store.
    pub rollback: Option<Rollback>,
    /// Where the clock was set back; the numbers of the entries order them all the same. The first hundred …
    pub clock_back: Vec<ClockBackView>,
    /// … and how many there are.
    pub clock_back_total: i64,
}

/// An entry whose moment lies before that of the entry above.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClockBackView {
    pub entry: i64,
    pub milliseconds: i64,
    /// In words.
    pub note: String,
}

impl From<&log::ClockBack> for ClockBackView {
    fn from(back: &log::ClockBack) -> Self {
        let (seconds, rest) = (back.milliseconds / 1_000, back.milliseconds % 1_000);
        Self {
            entry: back.seq,
            milliseconds: back.milliseconds,
            note: format!(
                "The clock was set back by {seconds}.{rest:03} seconds at entry {}.",
                back.seq
            ),
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn list(read: &Read<'_>, input: AuditListInput) -> Result<AuditPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let narrow = if input.instance.is_some() {
        "WHERE instance_id = ?1"
    } else {
        "WHERE ?1 IS NULL"
    };
    let mut statement = read
        .connection
        .prepare_cached(&format!(
            "SELECT entry, hash FROM audit {narrow} ORDER BY seq DESC LIMIT ?3 OFFSET ?2"
        ))
        .map_err(StoreError::from)?;
    let mut rows = statement
        .query(params![input.instance, offset, limit])
        .map_err(StoreError::from)?;
    let mut page = Vec::new();
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let text: String = row.get(0).map_err(StoreError::from)?;
        let hash: [u8; 32] = row.get(1).map_err(StoreError::from)?;
        let entry: log::AuditEntry = serde_json::from_str(&text)?;
        page.push(AuditRow {
            seq: entry.seq,
            at: entry.at,
            actor: entry.actor,
            assurance: entry.assurance,
            device: entry.device,
            operation: entry.operation,
            subject: entry.subject,
            detail: entry.detail,
            hash: hex(&hash),
        });
    }
    let total = read
        .connection
        .query_row(
            &format!("SELECT count(*) FROM audit {narrow}"),
            params![input.instance],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    Ok(AuditPage { rows: page, total })
}

pub(crate) fn verify(read: &Read<'_>, _: Nothing) -> Result<Verified, Problem> {
    let seen = log::verify(read.connection)?;
    let rollback = read.open.rollback();
    let finding = seen.broken.map(|broken| broken.to_string());
    Ok(Verified {
        valid: finding.is_none() && rollback.is_none(),
        entries: seen.entries,
        head: hex(&seen.head),
        root: hex(&seen.root),
        checkpoints: seen.checkpoints,
        finding: finding.or_else(|| rollback.as_ref().map(|one| one.finding.clone())),
        rollback,
        clock_back: seen.clock_back.iter().map(ClockBackView::from).collect(),
        clock_back_total: seen.clock_back_total,
    })
}
