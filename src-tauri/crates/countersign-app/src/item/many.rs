//! Deciding on many items: with one answer, or with each one's recommendation; in one transaction, or as a
//! job in several.

use std::collections::{BTreeMap, HashSet};

use countersign_domain::actor::Actor;
use countersign_domain::item::{Answer, Decision, DecisionSource, Refusal};
use countersign_domain::recommendation::{Insight, Recommendation};
use countersign_store::StoreError;
use countersign_store::item::{self, Event, Filter, Sort, own_answer};
use countersign_store::rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::decide::{admit, check_reason, decided, event, put};
use super::sight::{Sight, advice_is_hidden};
use crate::Problem;
use crate::call::{After, Entry, Read, Write};

/// The most items that are decided in one transaction while everybody waits; more are a job.
pub(crate) const AT_ONCE: usize = 20_000;

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
#[ts(optional_fields)]
pub struct AcceptInput {
    pub instance: i64,
    /// These items; none means all of mine that are undecided.
    pub items: Option<Vec<i64>>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct DecideAllInput {
    pub instance: i64,
    /// These items …
    pub items: Option<Vec<i64>>,
    /// … or all that match; with neither, all of mine that are undecided, where recommendations are taken.
    pub filter: Option<Filter>,
    /// The same answer for all; none takes the recommendation of each.
    pub decision: Option<Decision>,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<String>")]
    pub justification: String,
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

/// What is said of each of many items.
pub(crate) enum Say {
    /// The same of all, as long as they still stand at one of these decisions for this reviewer; an empty
    /// list says it whatever they stand at.
    Same(Decision, String, Vec<Decision>, Option<i64>),
    /// Each one's recommendation, to those that the acting person has not decided.
    Advice { look_back_days: i64 },
}

/// Which items are meant, and what is said of them.
pub(crate) fn wanted(read: &Read<'_>, input: DecideAllInput) -> Result<(Vec<i64>, Say), Problem> {
    check_reason(&input.justification)?;
    let view = crate::review::one(read.connection, input.instance)?;
    if input.decision.is_none() {
        check_advice(&view)?;
    }
    let asked = |filter: Filter| -> Result<Vec<i64>, Problem> {
        is_asked(read.connection, &read.actor, input.instance)?;
        let filter = Sight::of(read, &view)?.filter(filter);
        let index = read.open.indexes.get(read, input.instance)?;
        let index = index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(index.select(&filter, Sort::Resource))
    };
    let say = match input.decision {
        Some(decision) => {
            let (standing, reviewer) = match (&input.items, &input.filter) {
                (None, Some(filter)) => (filter.decision.clone(), filter.reviewer),
                _ => (Vec::new(), None),
            };
            Say::Same(decision, input.justification.trim().to_owned(), standing, reviewer)
        }
        None => Say::Advice {
            look_back_days: view.look_back_days,
        },
    };
    let items = match (input.items, input.filter) {
        (Some(items), _) => items,
        (None, Some(filter)) => asked(filter)?,
        (None, None) if input.decision.is_none() => asked(undecided_of(read.actor.principal.map(|id| id.0)))?,
        (None, None) => return Err(Problem::new("Say which items, or a filter.").field("items")),
    };
    let mut seen = HashSet::with_capacity(items.len());
    let items = items.into_iter().filter(|item| seen.insert(*item)).collect();
    Ok((items, say))
}

fn undecided_of(reviewer: Option<i64>) -> Filter {
    Filter {
        reviewer,
        decision: vec![Decision::NotReviewed],
        ..Filter::default()
    }
}

fn check_advice(view: &countersign_store::review::InstanceView) -> Result<(), Problem> {
    if view.status == "InProgress" && advice_is_hidden(view) {
        return Err(
            Problem::new("This stage of the review shows no recommendations, so there are none to take.")
                .code("noRecommendations"),
        );
    }
    Ok(())
}

fn check_size(items: &[i64]) -> Result<(), Problem> {
    if items.len() > AT_ONCE {
        return Err(Problem::new(format!(
            "{} items are more than the {AT_ONCE} that are decided at once.",
            items.len()
        ))
        .code("large")
        .hint("Decide on them as a job, “item.decideAll”."));
    }
    Ok(())
}

/// Who was never asked in this run is told so, and not that nothing matched.
fn is_asked(connection: &Connection, actor: &Actor, instance: i64) -> Result<(), Problem> {
    match crate::sight::require_instance(connection, actor, instance) {
        Err(problem) if problem.code.as_deref() == Some("permission") => Err(Refusal::NotAsked.into()),
        asked => asked,
    }
}

pub(crate) fn decide_many(write: &Write<'_>, input: DecideManyInput) -> Result<(DecidedMany, Entry), Problem> {
    check_reason(&input.justification)?;
    let view = crate::review::one(write.transaction, input.instance)?;
    let items = match (input.items, input.filter) {
        (Some(items), _) => items,
        (None, Some(filter)) => {
            is_asked(write.transaction, &write.actor, input.instance)?;
            let filter = Sight::of_writer(write, &view)?.filter(filter);
            write
                .open
                .indexes
                .choose(write, input.instance, &filter, Sort::Resource)?
        }
        (None, None) => return Err(Problem::new("Say which items, or a filter.").field("items")),
    };
    check_size(&items)?;
    let justification = input.justification.trim().to_owned();
    at_once(
        write,
        input.instance,
        &items,
        &Say::Same(input.decision, justification, Vec::new(), None),
    )
}

/// Takes the recommendation on the given items, or on all of the person's undecided ones. Items that
/// are decided (by the person themselves, where several answers make the outcome), or that have no
/// recommendation, are left alone.
pub(crate) fn accept(write: &Write<'_>, input: AcceptInput) -> Result<(DecidedMany, Entry), Problem> {
    let view = crate::review::one(write.transaction, input.instance)?;
    check_advice(&view)?;
    let items = match input.items {
        Some(items) => items,
        None => {
            let filter = undecided_of(write.actor.principal.map(|id| id.0));
            write
                .open
                .indexes
                .choose(write, input.instance, &filter, Sort::Resource)?
        }
    };
    check_size(&items)?;
    let say = Say::Advice {
        look_back_days: view.look_back_days,
    };
    at_once(write, input.instance, &items, &say)
}

fn at_once(write: &Write<'_>, instance: i64, items: &[i64], say: &Say) -> Result<(DecidedMany, Entry), Problem> {
    let weighed = weigh(write, instance, items, say)?;
    if let (true, Some(refusal)) = (weighed.events.is_empty(), weighed.first_refusal) {
        return Err(refusal.into());
    }
    let (decided, detail) = seal(write, instance, &weighed)?;
    let answer = DecidedMany {
        decided,
        refused: to_list(weighed.refused),
        batch: write.audit_seq,
    };
    Ok((answer, Entry::new(format!("instance:{instance}"), detail).of(instance)))
}

pub(crate) fn to_list(refused: BTreeMap<String, usize>) -> Vec<RefusedItem> {
    refused
        .into_iter()
        .map(|(reason, count)| RefusedItem { reason, count })
        .collect()
}

/// What some of the items come to.
#[derive(Default)]
pub(crate) struct Weighed {
    pub events: Vec<Event>,
    pub refused: BTreeMap<String, usize>,
    pub first_refusal: Option<Refusal>,
}

/// Asks of each item what is said of it, and whether that may be. Refusals are counted, not hidden.
pub(crate) fn weigh(write: &Write<'_>, instance: i64, items: &[i64], say: &Say) -> Result<Weighed, Problem> {
    let mut weighed = Weighed::default();
    let mut seen = HashSet::with_capacity(items.len());
    for item in items.iter().filter(|item| seen.insert(**item)) {
        let Some((decision, justification, source)) = choose(write, *item, say)? else {
            continue;
        };
        let answer = Answer {
            decision,
            justification: &justification,
            version: None,
        };
        match admit(write, *item, &answer)? {
            Ok(found) if found.instance == instance => {
                let one = event(write, &found, *item, decision, justification, source)?;
                weighed.events.push(one);
            }
            Ok(_) => return Err(Problem::new(format!("Item {item} does not belong to this review.")).field("items")),
            Err(refusal) => {
                weighed.first_refusal.get_or_insert(refusal);
                *weighed.refused.entry(refusal.to_string()).or_default() += 1;
            }
        }
    }
    Ok(weighed)
}

/// Records the events. Answers how many, and what the audit entry says of them.
pub(crate) fn seal(write: &Write<'_>, instance: i64, weighed: &Weighed) -> Result<(usize, serde_json::Value), Problem> {
    let sealed = put(write, &weighed.events)?;
    let decided = decided(write, &weighed.events);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &weighed.events {
        *counts.entry(event.decision.word()).or_default() += 1;
    }
    let detail = json!({ "decisions": counts, "refused": weighed.refused, "events": sealed });
    let count = decided.len();
    write.after(After::Decided(instance, decided));
    Ok((count, detail))
}

type Chosen = Option<(Decision, String, DecisionSource)>;

/// What is said of one item; `None` leaves it alone.
fn choose(write: &Write<'_>, item: i64, say: &Say) -> Result<Chosen, Problem> {
    match say {
        Say::Same(decision, justification, standing, reviewer) => {
            // Somebody may have decided it since the items were chosen.
            let still = standing.is_empty() || standing.contains(&stands(write, item, *reviewer)?);
            Ok(still.then(|| (*decision, justification.clone(), DecisionSource::Bulk)))
        }
        Say::Advice { look_back_days } => advised(write, item, *look_back_days),
    }
}

/// What an item stands at, as this reviewer sees it; with no reviewer, what it comes to.
fn stands(write: &Write<'_>, item: i64, reviewer: Option<i64>) -> Result<Decision, Problem> {
    let (word, stage, several): (String, i64, bool) = write
        .transaction
        .prepare_cached(
            "SELECT i.decision, i.stage, s.strategy <> 'lastAnswer' FROM item i
             JOIN stage s ON s.instance_id = i.instance_id AND s.position = i.stage WHERE i.id = ?1",
        )
        .and_then(|mut statement| {
            statement
                .query_row([item], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()
        })
        .map_err(StoreError::from)?
        .ok_or_else(|| Problem::missing("item", item))?;
    if several && reviewer.is_some() {
        return Ok(own_answer(write.transaction, item, stage, reviewer)?);
    }
    Ok(Decision::from_word(&word).unwrap_or(Decision::NotReviewed))
}

fn advised(write: &Write<'_>, item: i64, look_back_days: i64) -> Result<Chosen, Problem> {
    let person = write.actor.principal.map(|id| id.0);
    let standing = stands(write, item, person)?;
    let (word, kept): (String, Option<String>) = write
        .transaction
        .prepare_cached("SELECT recommendation, insight FROM item WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([item], |row| Ok((row.get(0)?, row.get(1)?))))
        .map_err(StoreError::from)?;
    let decision = match (standing, Recommendation::from_word(&word)) {
        (Decision::NotReviewed, Some(Recommendation::Approve)) => Decision::Approve,
        (Decision::NotReviewed, Some(Recommendation::Deny)) => Decision::Deny,
        _ => return Ok(None),
    };
    let insights: Vec<Insight> = item::insights(kept.as_deref()).map_err(StoreError::from)?;
    let said = insights.iter().find(|insight| {
        matches!(
            (insight.recommendation, decision),
            (Recommendation::Approve, Decision::Approve) | (Recommendation::Deny, Decision::Deny)
        )
    });
    let reason = match (said, decision) {
        (Some(insight), _) => format!("Recommendation taken: {}", insight.sentence),
        (None, Decision::Deny) => format!("Recommendation taken: no sign-in within {look_back_days} days."),
        (None, _) => format!("Recommendation taken: sign-in within {look_back_days} days."),
    };
    Ok(Some((decision, reason, DecisionSource::Recommendation)))
}
