//! Disputes: answers that were not taken as they came. Listed until somebody settles them, and kept for good.

use std::borrow::Cow;

use countersign_domain::actor::{Actor, Identity};
use countersign_domain::id::PrincipalId;
use countersign_domain::item::{Answer, Decision, DecisionSource};
use countersign_store::answer::{self, DisputeFilter, DisputeRow};
use countersign_store::item::{Digester, Mark, Recorder};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{After, Decided, Entry, Read, Write};
use crate::item::{admit_as, event_as};
use crate::principal::page;

const LONGEST_REASON: usize = 4_000;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct DisputeListInput {
    #[ts(optional = nullable, as = "Option<DisputeFilter>")]
    pub filter: DisputeFilter,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// Disputes, the oldest first; `total` is exact.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DisputePage {
    pub rows: Vec<DisputeRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DisputeSettleInput {
    pub dispute: i64,
    /// Taken all the same, where the stage is still going on; else turned down.
    pub accept: bool,
    pub reason: String,
}

pub(crate) fn list(read: &Read<'_>, input: DisputeListInput) -> Result<DisputePage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = answer::disputes(read.connection, &input.filter, offset, limit)?;
    Ok(DisputePage { rows, total })
}

pub(crate) fn settle(write: &Write<'_>, input: DisputeSettleInput) -> Result<(DisputeRow, Entry), Problem> {
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Problem::new("Settling a dispute needs a reason.").field("reason"));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Problem::new(format!("A reason has at most {LONGEST_REASON} characters.")).field("reason"));
    }
    let missing = || Problem::missing("dispute", input.dispute);
    let row = answer::dispute(write.transaction, input.dispute)?.ok_or_else(missing)?;
    if let Some(settlement) = &row.settlement {
        return Err(Problem::new(format!("This dispute is settled already: {settlement}.")).code("state"));
    }
    let mut detail = json!({
        "dispute": row.dispute, "item": row.item, "reviewer": row.reviewer, "decision": row.decision, "why": row.reason,
        "packet": row.packet, "device": row.device, "decidedAt": row.decided_at, "arrivedAt": row.arrived_at,
        "reason": reason, "accepted": input.accept,
    });
    let settlement = if input.accept {
        detail["events"] = take(write, &row, reason)?;
        "accepted"
    } else {
        "turnedDown"
    };
    let label = write.actor.label();
    answer::settle(
        write.transaction,
        row.dispute,
        settlement,
        (&label, reason),
        write.now,
        write.audit_seq,
    )?;
    let settled = answer::dispute(write.transaction, input.dispute)?.ok_or_else(missing)?;
    let entry = Entry::new(format!("dispute:{}", row.dispute), detail).of(row.instance);
    Ok((settled, entry))
}

/// Takes the answer in through the same door as any other; what its digest seals.
fn take(write: &Write<'_>, row: &DisputeRow, reason: &str) -> Result<serde_json::Value, Problem> {
    let refuse = |message: &str| {
        Problem::new(message.to_owned())
            .code("state")
            .hint("Turn it down; it stays in the list of settled disputes.")
    };
    let item = row
        .item
        .ok_or_else(|| refuse("The packet did not hold this item, so there is nothing to take."))?;
    let reviewer = PrincipalId(row.reviewer);
    let person = Actor {
        principal: Some(reviewer),
        display_name: row.reviewer_name.clone(),
        identities: vec![Identity::of(reviewer)],
        ..Actor::default()
    };
    if write.actor.is(reviewer) {
        return Err(Problem::new("Nobody settles a dispute over their own answer.").code("permission"));
    }
    let word = |word: &str| refuse(&format!("“{word}” is no decision."));
    let decision = Decision::from_word(&row.decision).ok_or_else(|| word(&row.decision))?;
    let source = DecisionSource::from_word(&row.source).ok_or_else(|| word(&row.source))?;
    let taking_back = decision == Decision::NotReviewed;
    let said = Answer {
        decision: if taking_back { Decision::DontKnow } else { decision },
        justification: if taking_back { "undo" } else { &row.justification },
        version: None,
    };
    crate::review::one(write.transaction, row.instance)?;
    let found = admit_as(write, &person, item, &said)??;
    if found.stage != row.stage || found.instance != row.instance {
        return Err(refuse("The stage that this answers is over."));
    }
    let text = row.justification.trim().to_owned();
    let mut event = event_as(write, &person, (&found, item), decision, text, source)?;
    let note = format!(
        "Taken by {} although {}: {reason}",
        write.actor.display_name,
        words(row)
    );
    event.note = if event.note.is_empty() {
        note
    } else {
        format!("{} {note}", event.note)
    };
    let label = person.label();
    let mark = Mark {
        at: write.now,
        actor_id: Some(row.reviewer),
        actor: &label,
        audit_seq: write.audit_seq,
    };
    let decided = Decided {
        item,
        outcome: event.outcome,
        answer: Some((row.reviewer, decision)),
    };
    let mut recorder = Recorder::new(write.transaction, mark)?;
    let id = recorder.record(&event)?;
    let mut digester = Digester::default();
    digester.add(recorder.mark(), &[event])?;
    answer::put_applied(write.transaction, row.taken, id)?;
    write.after(After::Decided(row.instance, vec![decided]));
    Ok(json!({ "count": 1, "digest": digester.finish() }))
}

/// Why it was in dispute, as the end of “although …”.
fn words(row: &DisputeRow) -> Cow<'static, str> {
    match row.reason.as_str() {
        "late" => "it arrived late".into(),
        "notAsked" => "the person was not asked any more".into(),
        "conflict" => "the same person answered otherwise elsewhere".into(),
        "overruled" => "somebody answered later".into(),
        "revoked" => "the device does not count any more".into(),
        "superseded" => "a newer packet had been made".into(),
        "reset" => "the review had been reset".into(),
        _ => format!("it was refused (“{}”)", row.detail).into(),
    }
}
