//! Taking a person's requests in, through the same code as a request at the desk, as it stands when they come.

use chrono::{DateTime, Utc};
use countersign_packet::request::{Event, Request};
use countersign_store::offer::{self as kept, TakenRequest};
use countersign_store::request;
use countersign_store::rusqlite::Connection;
use countersign_store::travel::settle;
use serde_json::{Value, json};

use super::{HandedOffers, SORT};
use crate::Problem;
use crate::call::{Entry, Write};
use crate::request::{CancelInput, SubmitInput, cancel, submit};
use crate::travel::{At, Events, Fate, Found, Put, Sort};

const SUBMIT: &str = "request.submit";
const CANCEL: &str = "request.cancel";
/// A dispute that its own request's withdrawal ends.
const SETTLE: &str = "request.dispute.settle";

impl Events for Request {
    type Event = Event;
    type Content = HandedOffers;

    const SORT: &'static Sort = &SORT;
    const DONE: &'static str = "asked for";
    const UNPROVEN: &'static str = "The settings ask for more proof of who asks than the passphrase of a packet.";
    const TWICE: (&'static str, &'static str) = ("twice", "Another request came under the same name before.");

    fn events(&self) -> &[Event] {
        &self.events
    }

    fn id(event: &Event) -> (&'static str, &str) {
        ("asked", &event.id)
    }

    fn said_at(event: &Event) -> (&'static str, DateTime<Utc>) {
        ("askedAt", event.made_at)
    }

    fn before(&self, connection: &Connection, person: i64, event: &Event) -> Result<Option<bool>, Problem> {
        let before = kept::taken_as(connection, &event.id, person)?;
        let said = serde_json::to_value(event)?;
        Ok((!before.is_empty()).then(|| before.contains(&said)))
    }

    fn foreign(found: &Found<Self>, event: &Event) -> Option<(&'static str, String)> {
        let is_of = found.content.packages.contains(&event.package);
        (!is_of && event.withdraws.is_none()).then(|| {
            let detail = format!("Package {} was not in the packet.", event.package);
            ("unknownPackage", detail)
        })
    }

    fn fate(found: &Found<Self>, at: &At<'_>, event: &Event) -> Result<Fate, Problem> {
        let person = found.handed.person;
        let Some(withdraws) = &event.withdraws else {
            // Taken back before it came, whatever way the files went.
            if kept::withdrawn(at.connection, &event.id, person)? {
                return Ok(Fate::Same("withdrawn"));
            }
            return Ok(match found.content.due_at {
                Some(due) if at.now > due => Fate::Dispute("late", late(due)),
                _ => Fate::Try(SUBMIT),
            });
        };
        Ok(match kept::came(at.connection, withdraws, person)? {
            None => Fate::Same("withdrawn"),
            Some((_, Some(request))) => match request::show(at.connection, request)? {
                Some(row) if row.state.word() == "canceled" => Fate::Same("same"),
                _ => Fate::Try(CANCEL),
            },
            Some((taken, None)) => match kept::open_dispute_of(at.connection, taken)? {
                Some(_) => Fate::Try(SETTLE),
                None => Fate::Same("same"),
            },
        })
    }

    fn apply(found: &Found<Self>, write: &Write<'_>, event: &Event) -> Result<(Option<i64>, Entry), Problem> {
        let Some(withdraws) = &event.withdraws else {
            let (row, mut entry) = submit(write, input(event, write.now))?;
            // The policy may have another version by now: what was seen is kept beside what counts.
            entry.detail["seenVersion"] = json!(event.version);
            return Ok((Some(row.request), entry));
        };
        match kept::came(write.transaction, withdraws, found.handed.person)? {
            Some((_, Some(request))) => take_back(write, request),
            Some((taken, None)) => {
                let dispute = kept::open_dispute_of(write.transaction, taken)?;
                let dispute = dispute.ok_or_else(|| Problem::missing("open dispute over", withdraws))?;
                let (label, reason) = (write.actor.label(), "Taken back by whoever asked.");
                let by = (label.as_str(), reason);
                settle(
                    write.transaction,
                    SORT.of,
                    dispute,
                    "withdrawn",
                    by,
                    write.now,
                    write.audit_seq,
                )?;
                let detail = json!({ "dispute": dispute, "settlement": "withdrawn", "reason": reason });
                Ok((None, Entry::new(SORT.packet, detail)))
            }
            None => Err(Problem::missing("request", withdraws)),
        }
    }

    fn refused(_: &Found<Self>, event: &Event, problem: Problem) -> Result<(&'static str, String), Problem> {
        let reason = match problem.code.as_deref() {
            Some("state") if event.withdraws.is_some() => "late",
            Some("held") => "held",
            Some("pending") => "pending",
            Some("notEligible" | "choosePolicy" | "unpublished" | "otherDirectory" | "notAPerson") => "notEligible",
            Some("gone" | "disabled") => "gone",
            Some("missing") => "missing",
            Some("answers" | "justificationRequired") => "answers",
            Some("dates") => "dates",
            Some("conflict") => "conflict",
            Some("hindered" | "state" | "notHeld") => "hindered",
            Some("permission" | "notOwn" | "actor") => "refused",
            // What is wrong with one member of what was said; a fault of the store names none.
            None if problem.field.is_some() => "refused",
            _ => return Err(problem),
        };
        Ok((reason, problem.message))
    }

    fn put(write: &Write<'_>, event: &Event, put: &Put<'_>) -> Result<i64, Problem> {
        let content = serde_json::to_value(event)?;
        let taken = TakenRequest {
            in_return: put.in_return,
            package: event.package,
            person: put.by.person,
            device: put.by.device,
            assurance: put.by.assurance,
            uid: &event.id,
            withdraws: event.withdraws.as_deref(),
            content: &content,
            made_at: event.made_at,
            arrived_at: write.now,
            outcome: put.outcome,
            request: put.made,
            audit_seq: write.audit_seq,
        };
        Ok(kept::put_taken(write.transaction, &taken)?)
    }

    fn said(found: &Found<Self>, event: &Event) -> (Value, String) {
        let of = json!({ "package": event.package, "kind": event.kind, "policy": event.policy,
                         "withdraws": event.withdraws, "justification": event.justification, "answers": event.answers,
                         "startsAt": event.starts_at, "endsAt": event.ends_at });
        // Only a package that was handed out is one of this packet's.
        let subject = match found.content.packages.contains(&event.package) {
            true => format!("package:{}", event.package),
            false => SORT.packet.to_owned(),
        };
        (of, subject)
    }
}

fn late(due: DateTime<Utc>) -> String {
    format!(
        "The packet could be answered until {}.",
        due.format("%Y-%m-%d %H:%M UTC")
    )
}

/// What is asked for, as at the desk. A clock that goes ahead makes no request of the future.
pub(super) fn input(event: &Event, now: DateTime<Utc>) -> SubmitInput {
    SubmitInput {
        kind: Some(event.kind),
        package: event.assignment.is_none().then_some(event.package),
        policy: event.policy,
        assignment: event.assignment,
        justification: Some(event.justification.clone()),
        answers: event.answers.clone(),
        starts_at: event.starts_at,
        ends_at: event.ends_at,
        made_at: Some(event.made_at.min(now)),
        ..SubmitInput::default()
    }
}

/// Cancels what was made of a request, as at the desk.
pub(super) fn take_back(write: &Write<'_>, request: i64) -> Result<(Option<i64>, Entry), Problem> {
    let reason = Some("Taken back by whoever asked.".to_owned());
    let (row, entry) = cancel(write, CancelInput { request, reason })?;
    Ok((Some(row.request), entry))
}
