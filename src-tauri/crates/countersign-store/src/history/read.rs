//! A line with everything that a person reads of it.

use chrono::{DateTime, Utc};
use rusqlite::{CachedStatement, Connection, Row};
use serde::Serialize;
use ts_rs::TS;

use super::list::Line;
use super::{HistoryKind, HistorySource};
use crate::StoreError;

/// A decision, or an approver's answer, with names as they were then where they were kept.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryRow {
    /// Its place in the order of the log, counted from 1.
    pub position: i64,
    /// `decision:17` or `approval:4`: the id by which it is known outside, for good.
    pub key: String,
    pub kind: HistoryKind,
    pub at: DateTime<Utc>,
    pub decision: String,
    pub source: HistorySource,
    /// The word of the event: `reviewer`, `bulk`, `recommendation`, `undo`, `default`, `reset`, `stands`, `carried`.
    pub source_word: String,
    /// Who decided, in words; who is in the directory also by number.
    pub actor: String,
    pub actor_id: Option<i64>,
    pub justification: String,
    /// Why somebody who is not independent decided, or what a carried decision was carried from.
    pub note: String,
    pub stage: i64,
    /// A later decision on the same item, or an answer in the same stage, took its place.
    pub superseded: bool,
    pub principal: Option<i64>,
    pub principal_name: String,
    pub user_name: String,
    pub department: String,
    pub resource: i64,
    pub resource_name: String,
    pub resource_kind: String,
    pub entitlement: String,
    pub privileged: bool,
    pub recommendation: String,
    pub review: Option<i64>,
    pub review_name: String,
    pub instance: Option<i64>,
    /// Which run of the series.
    pub instance_number: Option<i64>,
    pub item: Option<i64>,
    pub package: Option<i64>,
    pub request: Option<i64>,
    /// The entry of the audit log that sealed it.
    pub audit_seq: i64,
}

/// Looks lines up.
pub struct Reader<'c> {
    decision: CachedStatement<'c>,
    approval: CachedStatement<'c>,
}

impl<'c> Reader<'c> {
    pub fn new(connection: &'c Connection) -> Result<Self, StoreError> {
        Ok(Self {
            decision: connection.prepare_cached(include_str!("decision.sql"))?,
            approval: connection.prepare_cached(include_str!("approval.sql"))?,
        })
    }

    pub fn row(&mut self, line: &Line) -> Result<HistoryRow, StoreError> {
        let statement = match line.kind {
            HistoryKind::Review => &mut self.decision,
            HistoryKind::Approval => &mut self.approval,
        };
        Ok(statement.query_row([line.event], |row| read(row, line))?)
    }
}

/// By place, because a million rows are read: both statements have the same columns in the same order.
fn read(row: &Row<'_>, line: &Line) -> rusqlite::Result<HistoryRow> {
    let text = |at: usize| -> rusqlite::Result<String> { Ok(row.get::<_, Option<String>>(at)?.unwrap_or_default()) };
    let source_word: String = row.get(2)?;
    Ok(HistoryRow {
        position: line.position,
        key: line.key(),
        kind: line.kind,
        at: row.get(0)?,
        decision: row.get(1)?,
        source: HistorySource::of(&source_word),
        source_word,
        actor: row.get(3)?,
        actor_id: row.get(4)?,
        justification: row.get(5)?,
        note: row.get(6)?,
        stage: row.get(7)?,
        superseded: row.get(9)?,
        principal: row.get(11)?,
        principal_name: text(15)?,
        user_name: text(16)?,
        department: text(17)?,
        resource: row.get(12)?,
        resource_name: text(18)?,
        resource_kind: text(19)?,
        entitlement: row.get(13)?,
        privileged: line.privileged,
        recommendation: text(14)?,
        review: row.get(20)?,
        review_name: text(21)?,
        instance: row.get(22)?,
        instance_number: row.get(23)?,
        item: row.get(10)?,
        package: row.get(24)?,
        request: row.get(25)?,
        audit_seq: row.get(8)?,
    })
}
