//! What closes a record: releases, signed acts, retention, the age of the data (E11, E21, E32, E33, E36).

use chrono::{DateTime, Utc};
use countersign_evidence as record;
use countersign_store::StoreError;
use countersign_store::acknowledgement::{self as ledger, Of};
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::Connection;

use super::slice::Slice;
use crate::Problem;
use crate::retention::RetentionView;

const PAGE: i64 = 500;

/// Who was let decide although not independent, with the obstacle in words.
pub(super) fn releases(connection: &Connection, view: &InstanceView) -> Result<Vec<record::ReleaseRecord>, Problem> {
    let mut statement = connection
        .prepare_cached(
            "SELECT i.id, p.display_name, v.display_name, i.principal_id = d.reviewer_id, d.by, d.at, d.reason,
                    EXISTS (SELECT 1 FROM provision g WHERE g.resource_id = i.resource_id
                            AND g.entitlement = i.entitlement AND g.principal_id = i.principal_id
                            AND g.provisioner_id = d.reviewer_id)
             FROM instance n
             JOIN independence d ON d.item_id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             JOIN item i ON i.id = d.item_id JOIN principal p ON p.id = i.principal_id
             JOIN principal v ON v.id = d.reviewer_id WHERE n.id = ?1 ORDER BY d.at, i.id, d.reviewer_id",
        )
        .map_err(StoreError::from)?;
    let rows = statement
        .query_map([view.instance], |row| {
            let (own, gave): (bool, bool) = (row.get(3)?, row.get(7)?);
            Ok(record::ReleaseRecord {
                item_id: row.get(0)?,
                person: row.get(1)?,
                reviewer: row.get(2)?,
                obstacle: match (own, gave) {
                    (true, _) => "it is their own access",
                    (false, true) => "they gave this access",
                    (false, false) => "they are not known to be independent",
                }
                .into(),
                released_by: row.get(4)?,
                released_at: row.get(5)?,
                reason: row.get(6)?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(rows)
}

/// Every signed act, withdrawn ones and those whose result has changed since with a word about it.
pub(super) fn acknowledgements(connection: &Connection, of: Of) -> Result<Vec<record::AcknowledgementRecord>, Problem> {
    let mut all = Vec::new();
    loop {
        let from = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let (rows, _) = ledger::list(connection, of, None, from, PAGE)?;
        if rows.is_empty() {
            return Ok(all);
        }
        all.extend(rows.into_iter().map(|row| record::AcknowledgementRecord {
            kind: row.kind.word().to_owned(),
            statement: match (&row.withdrawn_at, &row.withdrawn_by, &row.withdrawn_because) {
                (Some(at), Some(by), Some(because)) => format!(
                    "{} [Withdrawn on {} by {by}: {because}]",
                    row.statement,
                    at.format("%Y-%m-%d %H:%M UTC")
                ),
                _ if !row.current => format!("{} [Signed before the last change of the result]", row.statement),
                _ => row.statement,
            },
            by: row.by,
            by_id: row.by_key,
            role: row.role,
            at: row.at,
            assurance: row.assurance,
            device: row.device,
            digest: row.digest,
            entry: u64::try_from(row.entry).ok(),
        }));
    }
}

/// How long it is kept; nothing while it goes on.
pub(super) fn retention(view: RetentionView) -> Option<record::RetentionRecord> {
    let holds: Vec<String> = view
        .holds
        .iter()
        .map(|hold| {
            format!(
                "{} (placed by {} on {})",
                hold.reason,
                hold.placed_by,
                hold.placed_at.format("%Y-%m-%d")
            )
        })
        .collect();
    Some(record::RetentionRecord {
        class: view.class.name,
        years: view.class.years,
        from_on: view.from_on?,
        destroy_after_on: view.destroy_after_on?,
        legal_hold: (!holds.is_empty()).then(|| holds.join("; ")),
    })
}

/// How old the data was when people decided on it.
pub(super) fn age(
    connection: &Connection,
    read_at: Option<DateTime<Utc>>,
    slice: &Slice,
) -> Result<record::DataAge, Problem> {
    Ok(record::DataAge {
        read_at,
        first_decision_at: slice.first_decision_at,
        last_decision_at: slice.last_decision_at,
        offline: slice.offline(connection)?,
    })
}
