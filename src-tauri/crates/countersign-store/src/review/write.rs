//! Reviews are made, ended and deleted.

use chrono::{DateTime, Utc};
use countersign_domain::definition::DefaultDecision;
use countersign_domain::instance::{Status, on_silence};
use countersign_domain::item::DecisionSource;
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

/// The events that silence leads to when an instance ends.
pub fn end_batch(connection: &Connection, instance: i64, default: DefaultDecision) -> Result<Vec<Event>, StoreError> {
    if default == DefaultDecision::NoChange {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT i.id, i.recommendation FROM instance n
         JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         WHERE n.id = ?1 AND i.decision = 'notReviewed' ORDER BY i.id",
    )?;
    let mut rows = statement.query([instance])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let word: String = row.get(1)?;
        let advice = Recommendation::from_word(&word)
            .ok_or_else(|| StoreError::Value(format!("“{word}” is not a recommendation")))?;
        if let Some(decision) = on_silence(default, advice) {
            events.push(Event {
                item: row.get(0)?,
                decision,
                justification: String::new(),
                source: DecisionSource::Default,
            });
        }
    }
    Ok(events)
}
