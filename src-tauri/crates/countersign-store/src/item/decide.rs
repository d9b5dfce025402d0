//! Writing decisions: the event, the row, and the digest by which the audit log seals them.

use chrono::{DateTime, SecondsFormat, Utc};
use countersign_domain::definition::JustificationRule;
use countersign_domain::id::PrincipalId;
use countersign_domain::instance::Status;
use countersign_domain::item::{Decision, DecisionSource, ItemState};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use crate::{StoreError, key};

/// A decision about to be recorded.
#[derive(Debug, Clone)]
pub struct Event {
    pub item: i64,
    pub decision: Decision,
    pub justification: String,
    pub source: DecisionSource,
}

/// Who decides, and when; the same for all events of one act.
#[derive(Debug, Clone)]
pub struct Mark<'a> {
    pub at: DateTime<Utc>,
    pub actor_id: Option<i64>,
    pub actor: &'a str,
    /// The entry of the audit log that will be appended in this transaction.
    pub audit_seq: i64,
}

/// What the rule needs to know of an item, and the instance it belongs to.
pub fn state(
    connection: &Connection,
    item: i64,
    reviewer: Option<i64>,
) -> Result<Option<(i64, ItemState)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT i.instance_id, i.principal_id, i.version, n.status, n.self_review, n.justification,
                EXISTS (SELECT 1 FROM reviewer_set_member m
                        WHERE m.set_id = i.reviewer_set_id AND m.principal_id = ?2)
         FROM item i JOIN instance n ON n.id = i.instance_id WHERE i.id = ?1",
    )?;
    let found = statement
        .query_row(params![item, reviewer], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, bool>(4)?,
                row.get::<_, String>(5)?,
                row.get::<_, bool>(6)?,
            ))
        })
        .optional()?;
    let Some((instance, principal, version, status, self_review, justification, asked)) = found else {
        return Ok(None);
    };
    Ok(Some((
        instance,
        ItemState {
            principal: PrincipalId(principal),
            version,
            open: Status::from_word(&status).is_some_and(Status::is_open),
            self_review,
            justification_rule: justification_rule(&justification)?,
            asked,
        },
    )))
}

pub(crate) fn justification_rule(word: &str) -> Result<JustificationRule, StoreError> {
    Ok(serde_json::from_value(serde_json::Value::String(word.to_owned()))?)
}

/// Records events in the transaction of their audit entry.
pub fn record(transaction: &Transaction<'_>, mark: &Mark<'_>, events: &[Event]) -> Result<(), StoreError> {
    let at = mark.at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut event = transaction.prepare_cached(
        "INSERT INTO decision_event (item_id, at, actor_id, actor, decision, justification, source, audit_seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut item = transaction.prepare_cached("UPDATE item SET decision = ?2, version = version + 1 WHERE id = ?1")?;
    for one in events {
        event.execute(params![
            one.item,
            at,
            mark.actor_id,
            mark.actor,
            one.decision.word(),
            one.justification,
            one.source.word(),
            mark.audit_seq
        ])?;
        item.execute(params![one.item, one.decision.word()])?;
    }
    Ok(())
}

/// SHA-256 over one line per event: the JSON list `[item, at, actor, decision, justification, source]`
/// and a line feed. The audit entry carries it, so no event can be changed, added or taken out.
pub fn events_digest(mark: &Mark<'_>, events: &[Event]) -> Result<String, StoreError> {
    let at = mark.at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut digest = Sha256::new();
    for one in events {
        line(
            &mut digest,
            one.item,
            &at,
            mark.actor,
            one.decision.word(),
            &one.justification,
            one.source.word(),
        )?;
    }
    Ok(key::to_hex(&digest.finalize()))
}

pub(crate) fn line(
    digest: &mut Sha256,
    item: i64,
    at: &str,
    actor: &str,
    decision: &str,
    justification: &str,
    source: &str,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(&(item, at, actor, decision, justification, source))?;
    digest.update(text.as_bytes());
    digest.update(b"\n");
    Ok(())
}
