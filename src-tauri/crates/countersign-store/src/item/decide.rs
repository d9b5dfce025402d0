//! Writing decisions: the event, the row, and the digest by which the audit log seals them.

use chrono::{DateTime, SecondsFormat, Utc};
use countersign_domain::definition::JustificationRule;
use countersign_domain::id::PrincipalId;
use countersign_domain::instance::Status;
use countersign_domain::item::{Decision, DecisionSource, ItemState};
use countersign_domain::merkle::{Tree, to_hex};
use countersign_domain::outcome::Strategy;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Transaction, params};

use crate::StoreError;

/// A decision about to be recorded.
#[derive(Debug, Clone)]
pub struct Event {
    pub item: i64,
    /// What was answered.
    pub decision: Decision,
    /// What the item comes to by it: the same, unless several answers make the outcome.
    pub outcome: Decision,
    pub justification: String,
    pub source: DecisionSource,
    pub stage: i64,
    /// Why somebody who is not independent decided, or what a carried decision was carried from.
    pub note: String,
}

impl Event {
    /// A decision that stands as it is given.
    pub fn plain(item: i64, stage: i64, decision: Decision, source: DecisionSource) -> Self {
        Self {
            item,
            decision,
            outcome: decision,
            justification: String::new(),
            source,
            stage,
            note: String::new(),
        }
    }
}

/// An item as a rule and a writer need it.
#[derive(Debug, Clone)]
pub struct Found {
    pub instance: i64,
    pub stage: i64,
    pub strategy: Strategy,
    /// Why the acting person may decide although they are not independent; empty when they are.
    pub note: String,
    pub state: ItemState,
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

/// What the rule needs to know of an item.
pub fn state(connection: &Connection, item: i64, reviewer: Option<i64>) -> Result<Option<Found>, StoreError> {
    let mut statement = connection.prepare_cached(include_str!("state.sql"))?;
    let found = statement
        .query_row(params![item, reviewer], |row| {
            // By place: finding a column by its name takes longer than reading it.
            let status: String = row.get(5)?;
            let justification: String = row.get(6)?;
            let strategy: String = row.get(8)?;
            let note: Option<String> = row.get(11)?;
            let state = ItemState {
                principal: PrincipalId(row.get(1)?),
                version: row.get(2)?,
                open: Status::from_word(&status).is_some_and(Status::is_open) && row.get(4)?,
                self_review: row.get(7)?,
                justification_rule: JustificationRule::Never,
                asked: row.get(9)?,
                provisioned: row.get(10)?,
                released: note.is_some(),
            };
            let found = Found {
                instance: row.get(0)?,
                stage: row.get(3)?,
                strategy: Strategy::default(),
                note: note.unwrap_or_default(),
                state,
            };
            Ok((found, strategy, justification))
        })
        .optional()?;
    let Some((mut found, strategy, justification)) = found else {
        return Ok(None);
    };
    found.strategy = to_strategy(&strategy)?;
    found.state.justification_rule = justification_rule(&justification)?;
    Ok(Some(found))
}

pub(crate) fn to_strategy(word: &str) -> Result<Strategy, StoreError> {
    Ok(serde_json::from_value(serde_json::Value::String(word.to_owned()))?)
}

pub(crate) fn justification_rule(word: &str) -> Result<JustificationRule, StoreError> {
    Ok(serde_json::from_value(serde_json::Value::String(word.to_owned()))?)
}

/// Records events in the transaction of their audit entry.
pub fn record(transaction: &Transaction<'_>, mark: &Mark<'_>, events: &[Event]) -> Result<(), StoreError> {
    let mut recorder = Recorder::new(transaction, mark.clone())?;
    events.iter().try_for_each(|one| recorder.record(one).map(drop))
}

/// [`record`], one at a time.
pub struct Recorder<'a> {
    transaction: &'a Transaction<'a>,
    mark: Mark<'a>,
    at: String,
    event: CachedStatement<'a>,
    item: CachedStatement<'a>,
}

impl<'a> Recorder<'a> {
    /// For the events of one mark.
    pub fn new(transaction: &'a Transaction<'a>, mark: Mark<'a>) -> Result<Self, StoreError> {
        Ok(Self {
            at: mark.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            event: transaction.prepare_cached(
                "INSERT INTO decision_event (item_id, at, actor_id, actor, decision, justification, source, stage, note, audit_seq)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?,
            item: transaction
                .prepare_cached("UPDATE item SET decision = ?2, version = version + 1 WHERE id = ?1")?,
            transaction,
            mark,
        })
    }

    /// Records an event; its number.
    pub fn record(&mut self, one: &Event) -> Result<i64, StoreError> {
        self.event.execute(params![
            one.item,
            self.at,
            self.mark.actor_id,
            self.mark.actor,
            one.decision.word(),
            one.justification,
            one.source.word(),
            one.stage,
            one.note,
            self.mark.audit_seq
        ])?;
        let event = self.transaction.last_insert_rowid();
        self.item.execute(params![one.item, one.outcome.word()])?;
        Ok(event)
    }

    /// Who decides, and when.
    pub fn mark(&self) -> &Mark<'a> {
        &self.mark
    }
}

/// One transaction of an act over very many items.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub audit_seq: i64,
    /// The entry of the first part, which names the act.
    pub batch: i64,
    /// Items decided in all parts so far.
    pub total: usize,
}

/// Keeps which act a transaction was a part of.
pub fn note_part(transaction: &Transaction<'_>, part: &Part) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO batch_part (audit_seq, batch, total) VALUES (?1, ?2, ?3)",
        params![part.audit_seq, part.batch, part.total],
    )?;
    Ok(())
}

/// A Merkle root (RFC 6962 §2.1), in hex, over one line per event: the JSON list `[item, at, actor, decision,
/// justification, source, stage, note, id of the actor]`. The audit entry carries it, so no event can be changed,
/// added or taken out, and each can be shown without the others.
pub fn events_digest(mark: &Mark<'_>, events: &[Event]) -> Result<String, StoreError> {
    let mut digester = Digester::default();
    digester.add(mark, events)?;
    Ok(digester.finish())
}

/// [`events_digest`], some at a time.
#[derive(Default)]
pub struct Digester(Tree);

impl Digester {
    /// Adds some events of one mark.
    pub fn add(&mut self, mark: &Mark<'_>, events: &[Event]) -> Result<(), StoreError> {
        let at = mark.at.to_rfc3339_opts(SecondsFormat::Millis, true);
        for one in events {
            let words = [
                &at,
                mark.actor,
                one.decision.word(),
                &one.justification,
                one.source.word(),
            ];
            self.0
                .add(line(one.item, words, one.stage, &one.note, mark.actor_id)?.as_bytes());
        }
        Ok(())
    }

    /// The root over all that was added, in hex.
    pub fn finish(self) -> String {
        to_hex(&self.0.root())
    }
}

/// `words` are the moment, the actor, the decision, the reason and the source. The id of the actor stands beside the
/// name, since screens show whoever has that id today.
pub(crate) fn line(
    item: i64,
    words: [&str; 5],
    stage: i64,
    note: &str,
    actor_id: Option<i64>,
) -> Result<String, StoreError> {
    let [at, actor, decision, justification, source] = words;
    Ok(serde_json::to_string(&(
        item,
        at,
        actor,
        decision,
        justification,
        source,
        stage,
        note,
        actor_id,
    ))?)
}
