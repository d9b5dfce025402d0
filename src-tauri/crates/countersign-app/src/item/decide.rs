//! Deciding: one item, many items, taking back, taking recommendations.

use std::collections::BTreeMap;

use countersign_domain::item::{self as rule, Answer, Decision, DecisionSource, Refusal};
use countersign_domain::outcome::Strategy;
use countersign_domain::recommendation::{Insight, Recommendation};
use countersign_store::item::{
    Event, Filter, Found, ItemRow, Mark, Said, Sort, events_digest, outcome_of, own_answer, record, rows, state,
};
use countersign_store::rusqlite::{OptionalExtension, params};
use countersign_store::{StoreError, item};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{After, Decided, Entry, Write};
use crate::item::sight::{Sight, advice_is_hidden};

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
#[ts(optional_fields)]
pub struct DecideManyInput {
    pub instance: i64,
    /// These items …
    pub items: Option<Vec<i64>>,
    /// … or all that match.
    pub filter: Option<Filter>,
    pub decision: Decision,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<String>")]
    pub justification: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoInput {
    pub item: i64,
    pub version: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct AcceptInput {
    pub instance: i64,
    /// These items; none means all of mine that are undecided.
    pub items: Option<Vec<i64>>,
}

/// What an act over many items came to.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecidedMany {
    pub decided: usize,
    /// Items left as they are, by reason.
    pub refused: Vec<RefusedItem>,
    /// The audit entry, which is the batch.
    pub batch: i64,
}

/// How many items were refused for one reason.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RefusedItem {
    pub reason: String,
    pub count: usize,
}

fn check_reason(justification: &str) -> Result<(), Problem> {
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
fn admit(write: &Write<'_>, item: i64, answer: &Answer<'_>) -> Result<Result<Found, Refusal>, Problem> {
    let person = write.actor.principal.map(|id| id.0);
    let found = state(write.transaction, item, person)?.ok_or_else(|| Problem::missing("item", item))?;
    Ok(rule::decide(&found.state, &write.actor, answer).map(|()| found))
}

/// The event of an answer, with what the item comes to by it under the stage's strategy.
fn event(
    write: &Write<'_>,
    found: &Found,
    item: i64,
    decision: Decision,
    justification: String,
    source: DecisionSource,
) -> Result<Event, Problem> {
    let said = Said {
        actor: write.actor.principal.map(|id| id.0),
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
fn decided(write: &Write<'_>, events: &[Event]) -> Vec<Decided> {
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

fn put(write: &Write<'_>, events: &[Event]) -> Result<serde_json::Value, Problem> {
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

pub(crate) fn decide_many(write: &Write<'_>, input: DecideManyInput) -> Result<(DecidedMany, Entry), Problem> {
    check_reason(&input.justification)?;
    let view = crate::review::one(write.transaction, input.instance)?;
    let items = match (input.items, input.filter) {
        (Some(items), _) => items,
        (None, Some(filter)) => {
            let filter = Sight::of_writer(write, &view)?.filter(filter);
            item::ItemIndex::load(write.transaction, input.instance)?.select(&filter, Sort::Resource)
        }
        (None, None) => return Err(Problem::new("Say which items, or a filter.").field("items")),
    };
    let justification = input.justification.trim().to_owned();
    many(write, input.instance, &items, |_| {
        Ok(Some((input.decision, justification.clone(), DecisionSource::Bulk)))
    })
}

/// Decides each item as `choose` says; `None` leaves it alone. Refusals are counted, not hidden.
fn many(
    write: &Write<'_>,
    instance: i64,
    items: &[i64],
    mut choose: impl FnMut(i64) -> Result<Option<(Decision, String, DecisionSource)>, Problem>,
) -> Result<(DecidedMany, Entry), Problem> {
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let mut events = Vec::new();
    let mut first_refusal = None;
    let mut seen = std::collections::HashSet::with_capacity(items.len());
    for item in items.iter().filter(|item| seen.insert(**item)) {
        let Some((decision, justification, source)) = choose(*item)? else {
            continue;
        };
        let answer = Answer {
            decision,
            justification: &justification,
            version: None,
        };
        match admit(write, *item, &answer)? {
            Ok(found) if found.instance == instance => {
                events.push(event(write, &found, *item, decision, justification, source)?);
            }
            Ok(_) => return Err(Problem::new(format!("Item {item} does not belong to this review.")).field("items")),
            Err(refusal) => {
                first_refusal.get_or_insert(refusal);
                *refused.entry(refusal.to_string()).or_default() += 1;
            }
        }
    }
    if let (true, Some(refusal)) = (events.is_empty(), first_refusal) {
        return Err(refusal.into());
    }
    let sealed = put(write, &events)?;
    let decided = decided(write, &events);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &events {
        *counts.entry(event.decision.word()).or_default() += 1;
    }
    let detail = json!({ "decisions": counts, "refused": refused, "events": sealed });
    let answer = DecidedMany {
        decided: decided.len(),
        refused: refused
            .into_iter()
            .map(|(reason, count)| RefusedItem { reason, count })
            .collect(),
        batch: write.audit_seq,
    };
    write.after(After::Decided(instance, decided));
    Ok((answer, Entry::new(format!("instance:{instance}"), detail).of(instance)))
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

/// Takes the recommendation on the given items, or on all of the person's undecided ones. Items that
/// are decided (by the person themselves, where several answers make the outcome), or that have no
/// recommendation, are left alone.
pub(crate) fn accept(write: &Write<'_>, input: AcceptInput) -> Result<(DecidedMany, Entry), Problem> {
    let view = crate::review::one(write.transaction, input.instance)?;
    if view.status == "InProgress" && advice_is_hidden(&view) {
        return Err(
            Problem::new("This stage of the review shows no recommendations, so there are none to take.")
                .code("noRecommendations"),
        );
    }
    let items = match input.items {
        Some(items) => items,
        None => {
            let filter = Filter {
                reviewer: write.actor.principal.map(|id| id.0),
                decision: vec![Decision::NotReviewed],
                ..Filter::default()
            };
            item::ItemIndex::load(write.transaction, input.instance)?.select(&filter, Sort::Resource)
        }
    };
    let look_back = view.look_back_days;
    let mut advice = write
        .transaction
        .prepare_cached(
            "SELECT i.decision, i.recommendation, i.stage, s.strategy <> 'lastAnswer', i.insight FROM item i
             JOIN stage s ON s.instance_id = i.instance_id AND s.position = i.stage WHERE i.id = ?1",
        )
        .map_err(StoreError::from)?;
    let person = write.actor.principal.map(|id| id.0);
    many(write, input.instance, &items, |item| {
        let (decision, word, stage, several, kept): (String, String, i64, bool, Option<String>) = advice
            .query_row([item], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })
            .optional()
            .map_err(StoreError::from)?
            .ok_or_else(|| Problem::missing("item", item))?;
        let decision = if several {
            Some(own_answer(write.transaction, item, stage, person)?)
        } else {
            Decision::from_word(&decision)
        };
        let decision = match (decision, Recommendation::from_word(&word)) {
            (Some(Decision::NotReviewed), Some(Recommendation::Approve)) => Decision::Approve,
            (Some(Decision::NotReviewed), Some(Recommendation::Deny)) => Decision::Deny,
            _ => return Ok(None),
        };
        let insights = item_insights(kept.as_deref())?;
        let said = insights.iter().find(|insight| {
            matches!(
                (insight.recommendation, decision),
                (Recommendation::Approve, Decision::Approve) | (Recommendation::Deny, Decision::Deny)
            )
        });
        let reason = match (said, decision) {
            (Some(insight), _) => format!("Recommendation taken: {}", insight.sentence),
            (None, Decision::Deny) => format!("Recommendation taken: no sign-in within {look_back} days."),
            (None, _) => format!("Recommendation taken: sign-in within {look_back} days."),
        };
        Ok(Some((decision, reason, DecisionSource::Recommendation)))
    })
}

fn item_insights(kept: Option<&str>) -> Result<Vec<Insight>, Problem> {
    Ok(item::insights(kept).map_err(StoreError::from)?)
}
