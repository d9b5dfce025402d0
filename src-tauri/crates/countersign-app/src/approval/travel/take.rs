//! Taking an approver's answers in, through the same code as an answer at the desk.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use countersign_domain::approval::Decision;
use countersign_packet::approval::{Approval, Event};
use countersign_store::approval::{self as kept, TakenApproval};
use countersign_store::request;
use countersign_store::rusqlite::Connection;
use serde_json::{Value, json};

use super::super::answer::{AnswerInput, answer};
use super::SORT;
use crate::Problem;
use crate::call::{Entry, Write};
use crate::travel::{At, Events, Fate, Found, Put, Sort};

impl Events for Approval {
    type Event = Event;
    /// Requests with the stage that was asked.
    type Content = HashSet<(i64, i64)>;

    const SORT: &'static Sort = &SORT;
    const DONE: &'static str = "answered";
    const UNPROVEN: &'static str = "The settings ask for more proof of who answers than the passphrase of a packet.";
    const TWICE: (&'static str, &'static str) = ("conflict", "Another answer came under the same name before.");

    fn events(&self) -> &[Event] {
        &self.events
    }

    fn id(event: &Event) -> (&'static str, &str) {
        ("answer", &event.id)
    }

    fn said_at(event: &Event) -> (&'static str, DateTime<Utc>) {
        ("decidedAt", event.decided_at)
    }

    fn before(&self, connection: &Connection, person: i64, event: &Event) -> Result<Option<bool>, Problem> {
        let before = kept::taken_as(connection, &event.id, person)?;
        let said = (event.request, event.stage, event.decision, event.justification.clone());
        Ok((!before.is_empty()).then(|| before.contains(&said)))
    }

    fn foreign(found: &Found<Self>, event: &Event) -> Option<(&'static str, String)> {
        if found.content.contains(&(event.request, event.stage)) {
            return None;
        }
        let detail = format!(
            "Stage {} of request {} was not in the packet.",
            event.stage, event.request
        );
        Some(("unknownRequest", detail))
    }

    fn fate(found: &Found<Self>, at: &At<'_>, event: &Event) -> Result<Fate, Problem> {
        let own = request::answered(at.connection, event.request)?
            .into_iter()
            .find(|one| one.position == event.stage && one.actor_id == found.handed.person);
        Ok(match own {
            Some(own) if own.decision == event.decision => Fate::Same("same"),
            Some(own) => Fate::Dispute(
                "conflict",
                format!("The same person answered “{}” elsewhere.", word(own.decision)),
            ),
            None => Fate::Try("approval.answer"),
        })
    }

    fn apply(_: &Found<Self>, write: &Write<'_>, event: &Event) -> Result<(Option<i64>, Entry), Problem> {
        let input = AnswerInput {
            request: event.request,
            decision: event.decision,
            justification: Some(event.justification.clone()),
            stage: Some(event.stage),
        };
        let (_, entry) = answer(write, input)?;
        Ok((None, entry))
    }

    fn refused(found: &Found<Self>, _: &Event, problem: Problem) -> Result<(&'static str, String), Problem> {
        let reason = match problem.code.as_deref() {
            Some("state") => "late",
            Some("answered") => "answered",
            Some("notAsked" | "nobody") => {
                let name = &found.actor.display_name;
                return Ok(("notAsked", format!("{name} is not asked about this request any more.")));
            }
            Some("conflict" | "hindered" | "dates") => "hindered",
            Some("ownRequest" | "justificationRequired" | "missing" | "permission") => "refused",
            _ => return Err(problem),
        };
        Ok((reason, problem.message))
    }

    fn put(write: &Write<'_>, event: &Event, put: &Put<'_>) -> Result<i64, Problem> {
        let taken = TakenApproval {
            in_return: put.in_return,
            request: event.request,
            stage: event.stage,
            approver: put.by.person,
            device: put.by.device,
            assurance: put.by.assurance,
            uid: &event.id,
            decision: event.decision,
            justification: &event.justification,
            decided_at: event.decided_at,
            arrived_at: write.now,
            outcome: put.outcome,
            audit_seq: write.audit_seq,
        };
        Ok(kept::put_taken(write.transaction, &taken)?)
    }

    fn said(found: &Found<Self>, event: &Event) -> (Value, String) {
        let of = json!({ "request": event.request, "stage": event.stage, "decision": event.decision,
                         "justification": event.justification });
        // Only a request that was handed out is one of this packet's.
        let subject = match found.content.contains(&(event.request, event.stage)) {
            true => format!("request:{}", event.request),
            false => SORT.packet.to_owned(),
        };
        (of, subject)
    }
}

fn word(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "approve",
        Decision::Deny => "deny",
    }
}
