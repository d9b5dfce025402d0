//! Taking an approver's answers in: each in a transaction of its own, through the same code as an answer at the desk. What
//! that refuses is kept as a dispute; a file that came before changes nothing.

use countersign_domain::actor::Actor;
use countersign_domain::approval::Decision;
use countersign_packet::approval::{Approval, Event};
use countersign_packet::{Header, PublicKey};
use countersign_store::approval::{self as kept, Handed, NewReturn, TakenApproval};
use countersign_store::request;
use countersign_store::rusqlite::Connection;
use serde_json::json;

use super::super::answer::{AnswerInput, answer};
use crate::actor::identity;
use crate::answer::take_in::{Device, Sum, device_name, returner, signer};
use crate::call::{Entry, Read, Write};
use crate::desk::Open;
use crate::job::Handle;
use crate::{Desk, Problem};

/// The operation that an answer is, however it came.
const ANSWER: &str = "approval.answer";
const KIND: &str = "packet.takeIn";
/// The code by which a transaction ends that has nothing to do any more.
const MEANWHILE: &str = "meanwhile";

/// Answers to approvals that were handed out here, by whom, and on which device.
pub(crate) struct Found {
    hash: String,
    body: Approval,
    handed: Handed,
    device: Option<Device>,
    actor: Actor,
}

/// Whose answers a file holds. Within, why the file is refused: it answers nothing that was handed out here, or was
/// signed by somebody who is not known.
pub(crate) fn find(read: &Read<'_>, header: &Header, body: Approval) -> Result<Result<Found, Problem>, Problem> {
    let refused = |message: &str, code: &str| Ok(Err(Problem::new(message).code(code)));
    let Some(handed) = kept::handed(read.connection, &body.packet)? else {
        return refused(
            "This file answers a packet that was not made in this store.",
            "unknownPacket",
        );
    };
    if handed.hash != body.packet_hash || handed.approver != body.reviewer {
        return refused(
            "This file does not answer the packet as it was made here.",
            "unknownPacket",
        );
    }
    let device = match signer(read.connection, header, &body.device, handed.reply.map(PublicKey))? {
        Ok(device) => device,
        Err(problem) => return Ok(Err(problem)),
    };
    let actor = returner(handed.approver, handed.approver_name.clone(), device.as_ref());
    Ok(Ok(Found {
        hash: header.hash(),
        body,
        handed,
        device,
        actor,
    }))
}

/// Takes them in, from the first that was not looked at before.
pub(crate) fn take(
    (desk, open, taker, handle): (&Desk, &Open, &Actor, &Handle),
    found: &Found,
    sum: &mut Sum,
) -> Result<(), Problem> {
    let run = Run {
        desk,
        open,
        taker,
        found,
        device: found.device_name(),
    };
    let known = desk.read(open, taker, |read| Ok(kept::find_return(read.connection, &found.hash)?))?;
    if known.is_some_and(|one| one.seen_count >= one.event_count) {
        sum.again += 1;
        return Ok(());
    }
    let seen = known.map_or(0, |one| usize::try_from(one.seen_count).unwrap_or(0));
    if found.body.events.is_empty() {
        return run.nothing();
    }
    for (place, event) in found.body.events.iter().enumerate().skip(seen) {
        if handle.is_cancelled() {
            sum.cancelled = true;
            return Ok(());
        }
        run.event(place, event, sum)?;
    }
    Ok(())
}

impl Found {
    /// How the log names the device.
    fn device_name(&self) -> String {
        device_name(self.device.as_ref(), &self.body.device)
    }
}

/// What becomes of an answer before the request is asked.
enum Fate {
    Known,
    Same,
    Try,
    Dispute(&'static str, String),
}

struct Run<'a> {
    desk: &'a Desk,
    open: &'a Open,
    taker: &'a Actor,
    found: &'a Found,
    device: String,
}

impl Run<'_> {
    fn from(&self) -> (&Actor, &str) {
        (&self.found.actor, self.device.as_str())
    }

    fn event(&self, place: usize, event: &Event, sum: &mut Sum) -> Result<(), Problem> {
        let fate = self.desk.read(self.open, self.taker, |read| {
            self.fate(read.connection, self.open.is_practice(), event)
        })?;
        match fate {
            Fate::Known => {
                sum.known += 1;
                self.note(place, event, "known", None)
            }
            Fate::Same => {
                sum.same += 1;
                self.note(place, event, "same", None)
            }
            Fate::Dispute(reason, detail) => {
                *sum.disputes.entry(reason).or_default() += 1;
                self.note(place, event, "dispute", Some((reason, &detail)))
            }
            // Nothing of what was refused stays: its transaction is gone, and the dispute has one of its own.
            Fate::Try => match self.apply(place, event) {
                Ok(true) => {
                    sum.taken += 1;
                    Ok(())
                }
                // The same file was taken in beside this.
                Ok(false) => self.event(place, event, sum),
                Err(problem) => {
                    let (reason, detail) = self.refused(problem)?;
                    *sum.disputes.entry(reason).or_default() += 1;
                    self.note(place, event, "dispute", Some((reason, &detail)))
                }
            },
        }
    }

    /// The checks that are not the request's own, in the order in which a person would want to hear of them.
    fn fate(&self, connection: &Connection, practice: bool, event: &Event) -> Result<Fate, Problem> {
        let handed = &self.found.handed;
        let dispute = |reason, detail: String| Ok(Fate::Dispute(reason, detail));
        let before = kept::taken_as(connection, &event.id, handed.approver)?;
        let said = (event.request, event.stage, event.decision, event.justification.clone());
        if before.contains(&said) {
            return Ok(Fate::Known);
        }
        if !before.is_empty() {
            return dispute("conflict", "Another answer came under the same name before.".into());
        }
        if !handed.approvals.contains(&(event.request, event.stage)) {
            let detail = format!(
                "Stage {} of request {} was not in the packet.",
                event.stage, event.request
            );
            return dispute("unknownRequest", detail);
        }
        if let Some(device) = &self.found.device {
            if let Some((reason, detail)) = device.objection(handed.approver, event.decided_at, "answered") {
                return dispute(reason, detail);
            }
        } else if self.found.actor.assurance < identity(connection, practice)?.decide {
            let detail = "The settings ask for more proof of who answers than the passphrase of a packet.";
            return dispute("refused", detail.into());
        }
        let own = request::answered(connection, event.request)?
            .into_iter()
            .find(|one| one.position == event.stage && one.actor_id == handed.approver);
        match own {
            Some(own) if own.decision == event.decision => Ok(Fate::Same),
            Some(own) => dispute(
                "conflict",
                format!("The same person answered “{}” elsewhere.", word(own.decision)),
            ),
            None => Ok(Fate::Try),
        }
    }

    /// The answer as at the desk, with the device and the packet in its entry; `false` where it came meanwhile.
    fn apply(&self, place: usize, event: &Event) -> Result<bool, Problem> {
        let written = self.desk.write_from(self.open, self.from(), ANSWER, |write| {
            if !matches!(self.fate(write.transaction, self.open.is_practice(), event)?, Fate::Try) {
                return Err(Problem::new("This answer came meanwhile.").code(MEANWHILE));
            }
            let input = AnswerInput {
                request: event.request,
                decision: event.decision,
                justification: Some(event.justification.clone()),
                stage: Some(event.stage),
            };
            let (_, mut entry) = answer(write, input)?;
            self.put(write, place, event, "applied")?;
            for (name, value) in self.came(event).as_object().into_iter().flatten() {
                entry.detail[name] = value.clone();
            }
            Ok(((), entry))
        });
        match written {
            Ok(()) => Ok(true),
            Err(problem) if problem.code.as_deref() == Some(MEANWHILE) => Ok(false),
            Err(problem) => Err(problem),
        }
    }

    /// Which packet and return it came by, for the entry.
    fn came(&self, event: &Event) -> serde_json::Value {
        let body = &self.found.body;
        json!({ "packet": body.packet, "return": self.found.hash, "sequence": body.sequence, "device": body.device,
                "decidedAt": event.decided_at, "answer": event.id, "takenBy": self.taker.label() })
    }

    /// Keeps what became of an answer that moved nothing.
    fn note(&self, place: usize, event: &Event, outcome: &str, dispute: Option<(&str, &str)>) -> Result<(), Problem> {
        self.desk.write_from(self.open, self.from(), KIND, |write| {
            let before = kept::taken_as(write.transaction, &event.id, self.found.handed.approver)?;
            let said = (event.request, event.stage, event.decision, event.justification.clone());
            // Taken in beside this, it is not kept twice.
            let (outcome, dispute) = match before.contains(&said) {
                true => ("known", None),
                false => (outcome, dispute),
            };
            let taken = self.put(write, place, event, outcome)?;
            let mut detail = self.came(event);
            detail["of"] = json!({ "request": event.request, "stage": event.stage, "decision": event.decision,
                                   "justification": event.justification });
            detail["outcome"] = json!(outcome);
            if let (Some(dispute), Some(taken)) = (dispute, taken) {
                detail["dispute"] = json!(kept::raise(write.transaction, taken, dispute, write.now)?);
                detail["why"] = json!(dispute.0);
            }
            let handed = &self.found.handed;
            // Only a request that was handed out is one of this packet's.
            let subject = match handed.approvals.contains(&(event.request, event.stage)) {
                true => format!("request:{}", event.request),
                false => "approvals".to_owned(),
            };
            Ok(((), Entry::new(subject, detail)))
        })
    }

    /// A return without answers arrived.
    fn nothing(&self) -> Result<(), Problem> {
        self.desk.write_from(self.open, self.from(), KIND, |write| {
            self.arrived(write)?;
            let body = &self.found.body;
            let detail =
                json!({ "packet": body.packet, "return": self.found.hash, "sequence": body.sequence, "answers": 0 });
            Ok(((), Entry::new("approvals", detail)))
        })
    }

    fn arrived(&self, write: &Write<'_>) -> Result<i64, Problem> {
        let body = &self.found.body;
        let new = NewReturn {
            hash: &self.found.hash,
            packet: &body.packet,
            device: &body.device,
            sequence: i64::try_from(body.sequence).unwrap_or(i64::MAX),
            previous: body.previous.as_deref(),
            made_at: body.made_at,
            arrived_at: write.now,
            event_count: i64::try_from(body.events.len()).unwrap_or(i64::MAX),
        };
        Ok(kept::add_return(write.transaction, &new)?)
    }

    /// Keeps the answer with what became of it; one that came before is only counted.
    fn put(&self, write: &Write<'_>, place: usize, event: &Event, outcome: &str) -> Result<Option<i64>, Problem> {
        let in_return = self.arrived(write)?;
        kept::note_seen(
            write.transaction,
            in_return,
            i64::try_from(place + 1).unwrap_or(i64::MAX),
        )?;
        if outcome == "known" {
            return Ok(None);
        }
        let taken = TakenApproval {
            in_return,
            request: event.request,
            stage: event.stage,
            approver: self.found.handed.approver,
            device: &self.device,
            assurance: self.found.actor.assurance.word(),
            uid: &event.id,
            decision: event.decision,
            justification: &event.justification,
            decided_at: event.decided_at,
            arrived_at: write.now,
            outcome,
            audit_seq: write.audit_seq,
        };
        Ok(Some(kept::put_taken(write.transaction, &taken)?))
    }

    /// Why the request did not take an answer; a fault of the store is none of these.
    fn refused(&self, problem: Problem) -> Result<(&'static str, String), Problem> {
        let reason = match problem.code.as_deref() {
            Some("state") => "late",
            Some("answered") => "answered",
            Some("notAsked" | "nobody") => {
                let name = &self.found.actor.display_name;
                return Ok(("notAsked", format!("{name} is not asked about this request any more.")));
            }
            Some("conflict" | "hindered" | "dates") => "hindered",
            Some("ownRequest" | "justificationRequired" | "missing" | "permission") => "refused",
            _ => return Err(problem),
        };
        Ok((reason, problem.message))
    }
}

fn word(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "approve",
        Decision::Deny => "deny",
    }
}
