//! Answers that came back on a list: each through the same door as if the person had sat here.

use std::collections::BTreeMap;

use countersign_domain::item::{Answer, Decision, DecisionSource};
use countersign_store::item::own_answer;
use serde_json::Value;

use super::decide::{admit, event};
use super::many::{Weighed, seal};
use crate::Problem;
use crate::call::Write;

/// One answer, with the version of the item that it is about.
#[derive(Debug, Clone)]
pub(crate) struct Returned {
    pub item: i64,
    pub version: i64,
    pub decision: Decision,
    pub justification: String,
}

/// What some answers came to.
#[derive(Debug, Default)]
pub(crate) struct Took {
    pub taken: Vec<i64>,
    /// Items that stand as the answer says already.
    pub same: u64,
    /// Items that were refused, each with the sentence why.
    pub refused: Vec<(i64, String)>,
    /// What the entry of the log says of them.
    pub detail: Value,
}

/// Takes answers in. Refusals are named, not hidden.
pub(crate) fn take_returned(write: &Write<'_>, instance: i64, answers: &[Returned]) -> Result<Took, Problem> {
    let (mut took, mut weighed) = (Took::default(), Weighed::default());
    let person = write.actor.principal.map(|id| id.0);
    for one in answers {
        let answer = Answer {
            decision: one.decision,
            justification: &one.justification,
            version: Some(one.version),
        };
        match admit(write, one.item, &answer)? {
            Ok(found) if found.instance == instance => {
                if own_answer(write.transaction, one.item, found.stage, person)? == one.decision
                    && reason(write, one.item, found.stage, person)? == one.justification
                {
                    took.same += 1;
                    continue;
                }
                let (decision, source) = (one.decision, DecisionSource::Reviewer);
                let justification = one.justification.clone();
                weighed
                    .events
                    .push(event(write, &found, one.item, decision, justification, source)?);
                took.taken.push(one.item);
            }
            Ok(_) => took
                .refused
                .push((one.item, "It belongs to another run of the review.".into())),
            Err(refusal) => took.refused.push((one.item, refusal.to_string())),
        }
    }
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    for (_, why) in &took.refused {
        *refused.entry(why.clone()).or_default() += 1;
    }
    weighed.refused = refused;
    took.detail = seal(write, instance, &weighed)?.1;
    Ok(took)
}

/// The reason that the person's own answer stands with.
fn reason(write: &Write<'_>, item: i64, stage: i64, person: Option<i64>) -> Result<String, Problem> {
    use countersign_store::StoreError;
    use countersign_store::rusqlite::{OptionalExtension, params};
    let sql = "SELECT justification FROM decision_event WHERE item_id = ?1 AND stage = ?2 AND actor_id IS ?3
               ORDER BY id DESC LIMIT 1";
    let found = write
        .transaction
        .prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_row(params![item, stage, person], |row| row.get(0))
                .optional()
        })
        .map_err(StoreError::from)?;
    Ok(found.unwrap_or_default())
}
