//! What the log here has and that of the workstation that writes has not.

use countersign_store::StoreError;
use countersign_store::audit::AuditEntry;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::station::{Fork, Station};
use crate::Problem;
use crate::call::Read;
use crate::principal::page;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields, rename = "WorkstationTailInput")]
pub struct TailInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// An entry that nobody else has.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationTailEntry")]
pub struct TailEntry {
    pub seq: i64,
    pub at: String,
    pub actor: String,
    pub device: String,
    pub operation: String,
    pub subject: String,
}

/// In the order of the log; `total` is exact, and none where no other copy came.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationTailPage")]
pub struct TailPage {
    pub fork: Option<Fork>,
    pub rows: Vec<TailEntry>,
    pub total: i64,
}

/// `workstation.tail`
pub(crate) fn tail(read: &Read<'_>, input: TailInput) -> Result<TailPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let fork = Station::read(&read.open.home)?.and_then(|station| station.fork);
    let Some(common) = fork.as_ref().map(|fork| fork.common) else {
        return Ok(TailPage {
            fork: None,
            rows: Vec::new(),
            total: 0,
        });
    };
    let total = countersign_store::audit::head(read.connection)?.entries - common;
    let sql = "SELECT entry FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2";
    let mut statement = read.connection.prepare_cached(sql).map_err(StoreError::from)?;
    let texts = statement.query_map([common + offset, limit], |row| row.get::<_, String>(0));
    let mut rows = Vec::new();
    for text in texts.map_err(StoreError::from)? {
        let entry: AuditEntry = serde_json::from_str(&text.map_err(StoreError::from)?)?;
        rows.push(TailEntry {
            seq: entry.seq,
            at: entry.at,
            actor: entry.actor,
            device: entry.device,
            operation: entry.operation,
            subject: entry.subject,
        });
    }
    Ok(TailPage { fork, rows, total })
}
