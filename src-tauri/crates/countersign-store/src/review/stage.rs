//! One stage after the other: who moves on, and who is asked then.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use countersign_domain::instance::{Passage, pass};
use countersign_domain::item::Decision;
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use sha2::{Digest, Sha256};
use ts_rs::TS;

use super::start::{half_way, stamp};
use crate::{StoreError, key};

/// One stage of an instance.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StageView {
    pub position: i64,
    pub stage_id: String,
    /// `NotStarted`, `InProgress` or `Completed`.
    pub status: String,
    pub duration_days: i64,
    pub self_review: bool,
    pub recommendations: bool,
    /// How several answers become one: `lastAnswer` is Entra's rule.
    pub strategy: String,
    /// Items at one of these decisions go on to the next stage.
    pub moves_on: Vec<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
    pub item_count: Option<i64>,
    /// How many items went on when it ended.
    pub moved_count: Option<i64>,
}

/// The stages of an instance, in order; none before it starts.
pub fn stages(connection: &Connection, instance: i64) -> Result<Vec<StageView>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM stage WHERE instance_id = ?1 ORDER BY position")?;
    let mut rows = statement.query([instance])?;
    let mut stages = Vec::new();
    while let Some(row) = rows.next()? {
        stages.push(StageView {
            position: row.get("position")?,
            stage_id: row.get("stage_id")?,
            status: row.get("status")?,
            duration_days: row.get("duration_days")?,
            self_review: row.get("self_review")?,
            recommendations: row.get("recommendations")?,
            strategy: row.get("strategy")?,
            moves_on: serde_json::from_str(row.get_ref("moves_on")?.as_str().unwrap_or("[]"))?,
            started_at: row.get("started_at")?,
            due_at: row.get("due_at")?,
            ended_at: row.get("ended_at")?,
            ended_by: row.get("ended_by")?,
            item_count: row.get("item_count")?,
            moved_count: row.get("moved_count")?,
        });
    }
    Ok(stages)
}

/// What the end of a stage did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advanced {
    pub moved: i64,
    /// SHA-256 over the ids of the items that moved on, a line each.
    pub digest: String,
    /// Items of the next stage that nobody can be asked about.
    pub unasked: i64,
}

/// Ends the stage that is going on and begins the next, with the items that move on.
pub fn advance(
    transaction: &Transaction<'_>,
    instance: i64,
    stage: &StageView,
    next: (DateTime<Utc>, DateTime<Utc>),
    reminders: bool,
    actor: &str,
) -> Result<Advanced, StoreError> {
    let (keep, take) = match stage.position {
        1 => ("set_1", "set_2"),
        2 => ("set_2", "set_3"),
        other => return Err(StoreError::Value(format!("there is no stage after stage {other}"))),
    };
    let (moving, standing) = passage(stage);
    let mut items = transaction.prepare(&format!(
        "SELECT i.id, i.{take} IS NULL FROM instance n
         JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         WHERE n.id = ?1 AND i.stage = ?2 AND i.decision IN ({moving}) ORDER BY i.id"
    ))?;
    let mut rows = items.query(params![instance, stage.position])?;
    let mut digest = Sha256::new();
    let (mut moved, mut unasked) = (0i64, 0);
    while let Some(row) = rows.next()? {
        digest.update(format!("{}\n", row.get::<_, i64>(0)?));
        moved += 1;
        unasked += i64::from(row.get::<_, bool>(1)?);
    }
    transaction.execute(
        &format!(
            "UPDATE item SET stage = ?2 + 1, standing = {standing}, decision = 'notReviewed', version = version + 1,
                    {keep} = reviewer_set_id, reviewer_set_id = {take}
             WHERE id BETWEEN (SELECT first_item_id FROM instance WHERE id = ?1)
                          AND (SELECT first_item_id + item_count - 1 FROM instance WHERE id = ?1)
               AND stage = ?2 AND decision IN ({moving})"
        ),
        params![instance, stage.position],
    )?;
    transaction.execute(
        "UPDATE stage SET status = 'Completed', ended_at = ?3, ended_by = ?4, moved_count = ?5
         WHERE instance_id = ?1 AND position = ?2",
        params![instance, stage.position, stamp(next.0), actor, moved],
    )?;
    transaction.execute(
        "UPDATE stage SET status = 'InProgress', started_at = ?3, due_at = ?4, item_count = ?5, remind_at = ?6
         WHERE instance_id = ?1 AND position = ?2",
        params![
            instance,
            stage.position + 1,
            stamp(next.0),
            stamp(next.1),
            moved,
            reminders.then(|| stamp(half_way(next.0, next.1)))
        ],
    )?;
    transaction.execute(
        "UPDATE instance SET stage = ?2 WHERE id = ?1",
        params![instance, stage.position + 1],
    )?;
    Ok(Advanced {
        moved,
        digest: key::to_hex(&digest.finalize()),
        unasked,
    })
}

/// The rule of [`pass`], said to SQL: which decisions move on, and what then stands. One statement moves a
/// million items in a fraction of the time that a million statements take.
fn passage(stage: &StageView) -> (String, String) {
    let moves_on: Vec<Decision> = stage
        .moves_on
        .iter()
        .filter_map(|word| Decision::from_word(word))
        .collect();
    let mut moving: Vec<String> = Vec::new();
    let mut standing = "CASE decision || ' ' || standing".to_owned();
    for decision in Decision::ALL {
        for before in Decision::ALL {
            if let Passage::MovesOn { standing: after } = pass(&moves_on, decision, before) {
                let _ = write!(
                    standing,
                    " WHEN '{} {}' THEN '{}'",
                    decision.word(),
                    before.word(),
                    after.word()
                );
                let word = format!("'{}'", decision.word());
                if !moving.contains(&word) {
                    moving.push(word);
                }
            }
        }
    }
    if moving.is_empty() {
        return (String::new(), "standing".to_owned());
    }
    standing.push_str(" ELSE standing END");
    (moving.join(", "), standing)
}

/// Marks the last stage as ended with its instance.
pub fn end_stage(
    transaction: &Transaction<'_>,
    instance: i64,
    now: DateTime<Utc>,
    actor: &str,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE stage SET status = 'Completed', ended_at = ?2, ended_by = ?3
         WHERE instance_id = ?1 AND status = 'InProgress'",
        params![instance, stamp(now), actor],
    )?;
    Ok(())
}

/// Moves the end of the stage that is going on, and with it that of the instance.
pub fn set_due(transaction: &Transaction<'_>, instance: i64, due: &[DateTime<Utc>]) -> Result<(), StoreError> {
    for (at, due) in due.iter().enumerate() {
        transaction.execute(
            "UPDATE stage SET due_at = ?3, remind_at = CASE WHEN remind_at IS NULL THEN NULL ELSE
               strftime('%Y-%m-%dT%H:%M:%fZ', (julianday(started_at) + julianday(?3)) / 2) END
             WHERE instance_id = ?1 AND position = ?2 AND status <> 'Completed'",
            params![instance, at + 1, stamp(*due)],
        )?;
    }
    transaction.execute(
        "UPDATE instance SET due_at = ?2 WHERE id = ?1",
        params![instance, due.last().map(|at| stamp(*at))],
    )?;
    Ok(())
}
