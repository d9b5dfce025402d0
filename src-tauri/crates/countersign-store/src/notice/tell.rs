//! From the queue to the person: claimed before the mail server is spoken to, settled by its answer.
//! What is claimed and not settled is never taken up by itself, so that nobody is told twice.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::read::{NoticeRow, one};
use crate::StoreError;
use crate::review::stamp;

/// What became of a notice that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server took it.
    Sent,
    /// It stands in a draft for somebody's mail program.
    Drafted,
    /// The mail server will not take it, whenever it is asked.
    Refused(String),
    /// It was certainly not taken; it waits for the next time.
    Queued(String),
    /// Nobody knows whether it was taken.
    Unknown(String),
}

impl Outcome {
    /// The state it leaves behind.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Drafted => "drafted",
            Self::Refused(_) => "refused",
            Self::Queued(_) => "queued",
            Self::Unknown(_) => "sending",
        }
    }

    pub fn problem(&self) -> Option<&str> {
        match self {
            Self::Sent | Self::Drafted => None,
            Self::Refused(why) | Self::Queued(why) | Self::Unknown(why) => Some(why),
        }
    }
}

/// Takes the next queued notice after `after` out of the queue: from now on its fate is unknown, until
/// it is settled.
pub fn claim(
    transaction: &Transaction<'_>,
    instance: Option<i64>,
    after: i64,
    channel: &str,
) -> Result<Option<NoticeRow>, StoreError> {
    let found: Option<i64> = transaction
        .prepare_cached(
            "SELECT id FROM notice WHERE state = 'queued' AND id > ?2 AND (?1 IS NULL OR instance_id = ?1)
             ORDER BY id LIMIT 1",
        )?
        .query_row(params![instance, after], |row| row.get(0))
        .optional()?;
    let Some(notice) = found else { return Ok(None) };
    transaction
        .prepare_cached(
            "UPDATE notice SET state = 'sending', channel = ?2, attempts = attempts + 1, last_problem = NULL WHERE id = ?1",
        )?
        .execute(params![notice, channel])?;
    one(transaction, notice)
}

/// Writes down what became of a claimed notice.
pub fn settle(
    transaction: &Transaction<'_>,
    notice: i64,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let told = matches!(outcome, Outcome::Sent | Outcome::Drafted).then(|| stamp(now));
    let changed = transaction
        .prepare_cached(
            "UPDATE notice SET state = ?2, sent_at = ?3, last_problem = ?4,
                    channel = CASE ?2 WHEN 'queued' THEN NULL ELSE channel END
             WHERE id = ?1 AND state = 'sending'",
        )?
        .execute(params![notice, outcome.word(), told, outcome.problem()])?;
    if changed != 1 {
        return Err(StoreError::Value(format!("notice {notice} is not being sent")));
    }
    Ok(())
}

/// Puts a notice back into the queue because somebody asked for it, with the address known today: that of
/// the person, or of the administrators. `false` when there is none that could be sent again.
pub fn again(connection: &Connection, notice: i64, administrator: Option<&str>) -> Result<bool, StoreError> {
    let changed = connection.execute(
        "UPDATE notice AS n SET state = 'queued', channel = NULL, sent_at = NULL, last_problem = NULL,
                address = coalesce(known.address, n.address)
         FROM (SELECT o.id, CASE o.recipient_id WHEN 0 THEN ?2 ELSE p.mail END AS address
               FROM notice o LEFT JOIN principal p ON p.id = o.recipient_id WHERE o.id = ?1) known
         WHERE n.id = known.id AND n.state IN ('sending','refused','skipped') AND n.body <> ''
           AND coalesce(known.address, n.address) IS NOT NULL",
        params![notice, administrator],
    )?;
    Ok(changed == 1)
}

/// Takes what still waits of an instance out of the queue, with the reason; answers how many.
pub fn withdraw(connection: &Connection, instance: i64, why: &str) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "UPDATE notice SET state = 'skipped', last_problem = ?2 WHERE instance_id = ?1 AND state = 'queued'",
        params![instance, why],
    )?)
}

/// Takes what still waits for the approvers of a request out of the queue, with the reason.
pub fn withdraw_of_request(connection: &Connection, request: i64, why: &str) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "UPDATE notice SET state = 'skipped', last_problem = ?2 WHERE request_id = ?1 AND state = 'queued'
           AND kind IN ('approvalAsked','approvalEscalated','approvalReminder','approverMissing')",
        params![request, why],
    )?)
}

/// Takes one waiting reminder of a person out of the queue.
pub fn withdraw_reminder(
    connection: &Connection,
    instance: i64,
    recipient: i64,
    why: &str,
) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "UPDATE notice SET state = 'skipped', last_problem = ?3
         WHERE instance_id = ?1 AND recipient_id = ?2 AND state = 'queued' AND kind IN ('reminder','manualReminder')",
        params![instance, recipient, why],
    )?)
}
