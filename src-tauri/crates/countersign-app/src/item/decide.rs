//! Deciding on one item, and taking a decision back.

use countersign_domain::actor::Actor;
use countersign_domain::item::{self as rule, Answer, Decision, DecisionSource, Refusal};
use countersign_domain::outcome::Strategy;
use countersign_store::item::{Event, Found, ItemRow, Mark, Said, events_digest, outcome_of, record, rows, state};
use countersign_store::rusqlite::params;
use countersign_store::{StoreError, item};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{After, Decided, Entry, Write};
use crate::item::sight::Sight;

const LONGEST_REASON: usize = 4_000;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct DecideInput {
    pub item: i64,
    pub decision: Decision,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<String>")]
    pub justification: String,
    /// The version that was on screen; none decides whatever it is now.
    pub version: Option<i64>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoInput {
    pub item: i64,
    pub version: i64,
}

pub(super) fn check_reason(justification: &str) -> Result<(), Problem> {
    if justification.chars().count() > LONGEST_REASON {
        return Err(Problem::new(format!("A reason has at most {LONGEST_REASON} characters.")).field("justification"));
    }
    Ok(())
}

pub(crate) fn decide(write: &Write<'_>, input: DecideInput) -> Result<(ItemRow, Entry), Problem> {
    check_reason(&input.justification)?;
    let answer = Answer {
        decision: input.decision,
        justification: &input.justification,
        version: input.version,
    };
    let found = admit(write, input.item, &answer)??;
    let event = event(
        write,
        &found,
        input.item,
        input.decision,
        input.justification.trim().to_owned(),
        DecisionSource::Reviewer,
    )?;
    one(write, found.instance, event)
}

/// An item that this person may decide on, the rule's refusal, or a problem.
pub(super) fn admit(write: &Write<'_>, item: i64, answer: &Answer<'_>) -> Result<Result<Found, Refusal>, Problem> {
    admit_as(write, &write.actor, item, answer)
}

/// The same for somebody else than who acts.
pub(crate) fn admit_as(
    write: &Write<'_>,
    actor: &Actor,
    item: i64,
    answer: &Answer<'_>,
) -> Result<Result<Found, Refusal>, Problem> {
    let person = actor.principal.map(|id| id.0);
    let found = state(write.transaction, item, person)?.ok_or_else(|| Problem::missing("item", item))?;
    Ok(rule::decide(&found.state, actor, answer).map(|()| found))
}

/// The event of an answer, with what the item comes to by it under the stage's strategy.
pub(super) fn event(
    write: &Write<'_>,
    found: &Found,
    item: i64,
    decision: Decision,
    justification: String,
    source: DecisionSource,
) -> Result<Event, Problem> {
    event_as(write, &write.actor, (found, item), decision, justification, source)
}

/// The same for somebody else than who acts.
pub(crate) fn event_as(
    write: &Write<'_>,
    actor: &Actor,
    (found, item): (&Found, i64),
    decision: Decision,
    justification: String,
    source: DecisionSource,
) -> Result<Event, Problem> {
    let said = Said {
        actor: actor.principal.map(|id| id.0),
        decision,
        source,
    };
    let outcome = outcome_of(write.transaction, item, found.stage, found.strategy, Some(said))?;
    Ok(Event {
        item,
        decision,
        outcome,
        justification,
        source,
        stage: found.stage,
        note: found.note.clone(),
    })
}

fn one(write: &Write<'_>, instance: i64, event: Event) -> Result<(ItemRow, Entry), Problem> {
    let item = event.item;
    let mut detail = json!({
        "item": item,
        "decision": event.decision.word(),
        "justification": event.justification,
        "source": event.source.word(),
        "stage": event.stage,
    });
    if !event.note.is_empty() {
        detail["notIndependent"] = event.note.clone().into();
    }
    let events = [event];
    detail["events"] = put(write, &events)?;
    write.after(After::Decided(instance, decided(write, &events)));
    let mut rows = rows(write.transaction, &[item])?;
    let sight = Sight::of_writer(write, &crate::review::one(write.transaction, instance)?)?;
    rows.iter_mut().for_each(|row| sight.row(row));
    if let Some(actor) = &write.actor.principal {
        item::answered(write.transaction, &mut rows, actor.0)?;
    }
    let row = rows.pop().ok_or_else(|| Problem::missing("item", item))?;
    Ok((row, Entry::new(format!("item:{item}"), detail).of(instance)))
}

/// What the caches follow once this is committed.
pub(super) fn decided(write: &Write<'_>, events: &[Event]) -> Vec<Decided> {
    let actor = write.actor.principal.map(|id| id.0);
    events
        .iter()
        .map(|event| Decided {
            item: event.item,
            outcome: event.outcome,
            answer: actor.map(|actor| (actor, event.decision)),
        })
        .collect()
}

pub(super) fn put(write: &Write<'_>, events: &[Event]) -> Result<serde_json::Value, Problem> {
    let label = write.actor.label();
    let mark = Mark {
        at: write.now,
        actor_id: write.actor.principal.map(|id| id.0),
        actor: &label,
        audit_seq: write.audit_seq,
    };
    record(write.transaction, &mark, events)?;
    Ok(json!({ "count": events.len(), "digest": events_digest(&mark, events)? }))
}

/// Takes the last decision on an item back: what stood before it stands again, as a new event.
pub(crate) fn undo(write: &Write<'_>, input: UndoInput) -> Result<(ItemRow, Entry), Problem> {
    // The rule is asked about "don't know", which needs no reason: taking back is no new answer.
    let answer = Answer {
        decision: Decision::DontKnow,
        justification: "undo",
        version: Some(input.version),
    };
    let found = admit(write, input.item, &answer)??;
    // What an administrator reset is not brought back by taking back.
    // Where several answers make the outcome, a person takes back their own; else the last one, whose ever.
    let whose = write
        .actor
        .principal
        .map(|id| id.0)
        .filter(|_| found.strategy != Strategy::LastAnswer);
    let mut statement = write
        .transaction
        .prepare_cached(
            "SELECT decision, justification FROM decision_event
             WHERE item_id = ?1 AND stage = ?2 AND (?3 IS NULL OR actor_id = ?3)
               AND id > coalesce((SELECT max(id) FROM decision_event
                                  WHERE item_id = ?1 AND stage = ?2 AND source = 'reset'), 0)
             ORDER BY id DESC LIMIT 2",
        )
        .map_err(StoreError::from)?;
    let said: Vec<(String, String)> = statement
        .query_map(params![input.item, found.stage, whose], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    if said.is_empty() {
        return Err(Problem::new("There is no decision on this item to take back.").code("nothingToUndo"));
    }
    let previous = said.into_iter().nth(1);
    let (word, justification) = previous.unwrap_or_else(|| (Decision::NotReviewed.word().into(), String::new()));
    let decision = Decision::from_word(&word).unwrap_or(Decision::NotReviewed);
    let event = event(write, &found, input.item, decision, justification, DecisionSource::Undo)?;
    one(write, found.instance, event)
}
