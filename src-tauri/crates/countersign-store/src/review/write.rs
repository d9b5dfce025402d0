//! Reviews are made, ended and deleted.

use chrono::{DateTime, NaiveDate, Utc};
use countersign_domain::definition::DefaultDecision;
use countersign_domain::definition::JustificationRule;
use countersign_domain::instance::{Status, at_the_end};
use countersign_domain::item::{Decision, DecisionSource};
use countersign_domain::recommendation::Recommendation;
use rusqlite::{Connection, Transaction, params};

use super::start::stamp;
use crate::StoreError;
use crate::item::Event;

/// Keeps a definition and makes its first instance. Answers both ids.
pub fn create(
    transaction: &Transaction<'_>,
    display_name: &str,
    definition: &str,
    now: DateTime<Utc>,
    actor: &str,
) -> Result<(i64, i64), StoreError> {
    transaction.execute(
        "INSERT INTO review (display_name, definition, created_at, created_by) VALUES (?1, ?2, ?3, ?4)",
        params![display_name, definition, stamp(now), actor],
    )?;
    let review = transaction.last_insert_rowid();
    transaction.execute(
        "INSERT INTO instance (review_id, status) VALUES (?1, 'NotStarted')",
        [review],
    )?;
    Ok((review, transaction.last_insert_rowid()))
}

/// Takes a review out of the lists. What it recorded stays in the store and in the log.
pub fn delete(transaction: &Transaction<'_>, review: i64, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let changed = transaction.execute(
        "UPDATE review SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL",
        params![review, stamp(now)],
    )?;
    Ok(changed == 1)
}

pub fn set_status(transaction: &Transaction<'_>, instance: i64, status: Status) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE instance SET status = ?2 WHERE id = ?1",
        params![instance, status.word()],
    )?;
    Ok(())
}

/// Marks the end of an instance.
pub fn end(
    transaction: &Transaction<'_>,
    instance: i64,
    status: Status,
    now: DateTime<Utc>,
    actor: &str,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE instance SET status = ?2, ended_at = ?3, ended_by = ?4,
                undecided_count = (SELECT count(*) FROM item i WHERE i.decision = 'notReviewed'
                                   AND i.id BETWEEN first_item_id AND first_item_id + item_count - 1)
         WHERE id = ?1",
        params![instance, status.word(), stamp(now), actor],
    )?;
    Ok(())
}

/// The events that the end of an instance leads to: what stands from earlier stages, and what silence means.
pub fn end_batch(connection: &Connection, instance: i64, default: DefaultDecision) -> Result<Vec<Event>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT i.id, i.recommendation, i.standing, i.stage FROM instance n
         JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         WHERE n.id = ?1 AND i.decision = 'notReviewed' ORDER BY i.id",
    )?;
    let mut rows = statement.query([instance])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let word: String = row.get(1)?;
        let advice = Recommendation::from_word(&word)
            .ok_or_else(|| StoreError::Value(format!("“{word}” is not a recommendation")))?;
        let standing = to_decision(&row.get::<_, String>(2)?)?;
        if let Some((decision, source)) = at_the_end(Decision::NotReviewed, standing, default, advice) {
            events.push(Event::plain(row.get(0)?, row.get(3)?, decision, source));
        }
    }
    Ok(events)
}

pub(super) fn to_decision(word: &str) -> Result<Decision, StoreError> {
    Decision::from_word(word).ok_or_else(|| StoreError::Value(format!("“{word}” is not a decision")))
}

/// Every item of the stage that is going on about which something was said since it was last reset, put
/// back to not reviewed.
pub fn reset_batch(connection: &Connection, instance: i64) -> Result<Vec<Event>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT i.id, i.stage FROM instance n
         JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         WHERE n.id = ?1 AND i.stage = n.stage AND (SELECT e.source <> 'reset' FROM decision_event e
               WHERE e.item_id = i.id AND e.stage = i.stage ORDER BY e.id DESC LIMIT 1) ORDER BY i.id",
    )?;
    let events = statement
        .query_map([instance], |row| {
            Ok(Event::plain(
                row.get(0)?,
                row.get(1)?,
                Decision::NotReviewed,
                DecisionSource::Reset,
            ))
        })?
        .collect::<Result<_, _>>()?;
    Ok(events)
}

/// Adds the next instance of a series, not started.
pub fn add_instance(
    transaction: &Transaction<'_>,
    review: i64,
    number: u32,
    on: NaiveDate,
    missed: &[NaiveDate],
) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO instance (review_id, status, number, scheduled_on, missed) VALUES (?1, 'NotStarted', ?2, ?3, ?4)",
        params![review, number, on, serde_json::to_string(missed)?],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Which occurrence an instance is, and what the series does next.
pub fn set_schedule(
    transaction: &Transaction<'_>,
    review: i64,
    made: u32,
    last_on: Option<NaiveDate>,
    next_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE review SET made = ?2, last_on = ?3, next_at = ?4 WHERE id = ?1",
        params![review, made, last_on, next_at.map(stamp)],
    )?;
    Ok(())
}

/// The day an instance stands for, and the days that passed without one.
pub fn set_scheduled(
    transaction: &Transaction<'_>,
    instance: i64,
    number: u32,
    on: NaiveDate,
    missed: &[NaiveDate],
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE instance SET number = ?2, scheduled_on = ?3, missed = ?4 WHERE id = ?1",
        params![instance, number, on, serde_json::to_string(missed)?],
    )?;
    Ok(())
}

/// Records why an instance could not start on its day.
pub fn set_failed(transaction: &Transaction<'_>, instance: i64, problem: &str) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE instance SET status = 'Failed', problem = ?2 WHERE id = ?1 AND status IN ('NotStarted', 'Failed')",
        params![instance, problem],
    )?;
    Ok(())
}

/// A definition, of the series or of one instance, before and after a change.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    pub review: i64,
    /// None changes the series: instances to come.
    pub instance: Option<i64>,
    pub reason: &'a str,
    pub before: &'a serde_json::Value,
    pub after: &'a serde_json::Value,
}

/// Puts a changed definition in force and keeps what it was.
pub fn change(
    transaction: &Transaction<'_>,
    change: &Change<'_>,
    now: DateTime<Utc>,
    actor: &str,
) -> Result<(), StoreError> {
    note_change(transaction, change, now, actor)?;
    let after = change.after.to_string();
    match change.instance {
        Some(instance) => transaction.execute(
            "UPDATE instance SET definition = ?2 WHERE id = ?1",
            params![instance, after],
        )?,
        None => transaction.execute(
            "UPDATE review SET definition = ?2, display_name = ?2 ->> '$.displayName' WHERE id = ?1",
            params![change.review, after],
        )?,
    };
    Ok(())
}

/// Keeps what something was before and after, without putting it in force.
pub fn note_change(
    transaction: &Transaction<'_>,
    change: &Change<'_>,
    now: DateTime<Utc>,
    actor: &str,
) -> Result<(), StoreError> {
    let (before, after) = (change.before.to_string(), change.after.to_string());
    transaction.execute(
        "INSERT INTO definition_change (review_id, instance_id, changed_at, changed_by, reason, before, after)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            change.review,
            change.instance,
            stamp(now),
            actor,
            change.reason,
            before,
            after
        ],
    )?;
    Ok(())
}

/// When decisions need a reason from now on.
pub fn set_justification(
    transaction: &Transaction<'_>,
    instance: i64,
    rule: JustificationRule,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE instance SET justification = ?2 WHERE id = ?1",
        params![instance, serde_json::to_value(rule)?.as_str()],
    )?;
    Ok(())
}

/// Whether the result waits to be carried out by itself.
pub fn set_auto_apply(transaction: &Transaction<'_>, instance: i64, waits: bool) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE instance SET auto_apply = ?2 WHERE id = ?1",
        params![instance, waits],
    )?;
    Ok(())
}

/// Notes that a plan is begun to be carried out by itself, or its guests' deletion.
pub fn set_begun(
    transaction: &Transaction<'_>,
    instance: i64,
    auto_plan: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE instance SET auto_plan = coalesce(?2, auto_plan), begun_at = ?3 WHERE id = ?1",
        params![instance, auto_plan, stamp(now)],
    )?;
    Ok(())
}

/// Nothing of this plan is begun by itself any more: it was carried out, or a person took it over.
pub fn set_carried_out(transaction: &Transaction<'_>, instance: i64, plan: i64) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE instance SET auto_plan = NULL WHERE id = ?1 AND auto_plan = ?2",
        [instance, plan],
    )?;
    Ok(())
}
