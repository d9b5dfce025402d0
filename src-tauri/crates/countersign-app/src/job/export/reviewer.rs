//! Those who were asked, what they are to what they decided on, how they worked and what they were told (E20, E23, E24).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use countersign_evidence::{EvidenceError, NoticeRecord, ReviewerRecord, SignalRecord, Visit};
use countersign_store::StoreError;
use countersign_store::notice::{self, NoticeRow};
use countersign_store::review::{self, InstanceView, Signal};
use countersign_store::rusqlite::{self, Connection, Row, params};

use super::source::fault;

/// So many resources that somebody owns are named one by one; of more the number is told too.
const NAMED: usize = 20;
const PAGE: i64 = 500;

/// Everybody who was asked, by name.
pub(super) fn for_each(
    connection: &Connection,
    view: &InstanceView,
    administrators: &BTreeSet<i64>,
    visit: Visit<'_, ReviewerRecord>,
) -> Result<(), EvidenceError> {
    let signals: BTreeMap<i64, Signal> = review::signals(connection, view.instance)
        .map_err(fault)?
        .into_iter()
        .map(|one| (one.principal, one))
        .collect();
    let mut statement = connection.prepare_cached(include_str!("reviewer.sql")).map_err(fault)?;
    let mut rows = statement.query([view.instance]).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        let principal: i64 = row.get("principal_id").map_err(fault)?;
        let mut record = read(row).map_err(fault)?;
        let told = notice::to_recipient(connection, view.instance, principal).map_err(fault)?;
        record.notices = told.iter().map(crate::notice::in_words).collect();
        record.relation = relations(connection, view, principal).map_err(fault)?;
        if administrators.contains(&principal) {
            record.relation.push("an administrator of this store".into());
        }
        record.signal = signals.get(&principal).map(signal);
        visit(&record)?;
    }
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<ReviewerRecord> {
    Ok(ReviewerRecord {
        name: row.get("name")?,
        id: row.get("key")?,
        because: row.get("reasons")?,
        items: row.get("items")?,
        decided: row.get("decided")?,
        approved: row.get("approved")?,
        denied: row.get("denied")?,
        first_at: row.get("first_at")?,
        last_at: row.get("last_at")?,
        ..ReviewerRecord::default()
    })
}

fn signal(signal: &Signal) -> SignalRecord {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    SignalRecord {
        median_seconds: signal.median_seconds.map(|seconds| seconds.round() as u64),
        most_in_a_minute: signal.most_in_a_minute as u64,
        approved_permille: u64::from(signal.approved_percent) * 10,
        same_reason_permille: u64::from(signal.identical_reason_percent.unwrap_or(0)) * 10,
        in_bulk: count(signal.decisions) * u64::from(signal.bulk_percent) / 100,
    }
}

/// What somebody is to the resources and the people of a run: what they own and since when that was seen, and how many
/// of the people they manage.
fn relations(connection: &Connection, view: &InstanceView, principal: i64) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.display_name, s.ended_at FROM \"grant\" g
         JOIN frozen r ON r.instance_id = ?1 AND r.principal_id = g.resource_id
         JOIN snapshot s ON s.id = g.since_snapshot_id
         WHERE g.principal_id = ?2 AND g.entitlement = 'owner'
           AND EXISTS (SELECT 1 FROM principal x WHERE x.id = g.resource_id AND x.kind <> 'user')
         ORDER BY r.display_name, r.principal_id",
    )?;
    let owned: Vec<(String, DateTime<Utc>)> = statement
        .query_map(params![view.instance, principal], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut relations: Vec<String> = owned
        .iter()
        .take(NAMED)
        .map(|(name, since)| format!("owner of {name}, seen since {}", since.format("%Y-%m-%d")))
        .collect();
    if owned.len() > NAMED {
        relations.push(format!("owner of {} resources in all", owned.len()));
    }
    let managed: i64 = connection
        .prepare_cached(
            "SELECT count(*) FROM principal p JOIN frozen f ON f.instance_id = ?1 AND f.principal_id = p.id
             WHERE p.manager_id = ?2",
        )?
        .query_row(params![view.instance, principal], |row| row.get(0))?;
    match managed {
        0 => {}
        1 => relations.push("manager of one of the people".into()),
        more => relations.push(format!("manager of {more} of the people")),
    }
    Ok(relations)
}

/// Every notice of a run, in the order in which they were written.
pub(super) fn for_each_notice(
    connection: &Connection,
    view: &InstanceView,
    visit: Visit<'_, NoticeRecord>,
) -> Result<(), EvidenceError> {
    let mut above = 0;
    loop {
        let rows = notice::after(connection, view.instance, above, PAGE).map_err(fault)?;
        let Some(last) = rows.last() else { return Ok(()) };
        above = last.notice;
        for row in rows {
            visit(&told(row))?;
        }
    }
}

fn told(row: NoticeRow) -> NoticeRecord {
    NoticeRecord {
        to: row.name,
        kind: match row.kind.as_str() {
            "started" => "start".into(),
            "stageStarted" => "stage start".into(),
            "completed" => "end".into(),
            "manualReminder" => "reminder by hand".into(),
            "taskOpened" => "task".into(),
            _ => row.kind,
        },
        channel: match (row.state.as_str(), row.channel) {
            ("skipped", _) => "none".into(),
            (_, Some(channel)) => channel,
            (_, None) => "mail".into(),
        },
        at: row.queued_at,
        sent_at: row.sent_at,
        state: match row.state.as_str() {
            "queued" => "waiting",
            "sending" => "unknown",
            "refused" => "failed",
            "skipped" => "noted",
            "drafted" => "drafted",
            _ => "sent",
        }
        .into(),
        because: row.last_problem,
    }
}
