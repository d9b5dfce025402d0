//! `approval.return`: what was answered and not returned yet; `approval.carry`: all of it, to another device.

use chrono::SecondsFormat;
use countersign_domain::actor::Actor;
use countersign_packet::approval::{Event, MOST_APPROVALS};
use countersign_packet::{Approval, Carried, Moved, PublicKey};
use countersign_store::StoreError;
use countersign_store::approval::{self as kept, OwnApproval};
use countersign_store::rusqlite::{Connection, Transaction};
use countersign_store::travel::OpenedPacket;
use serde_json::{Value, json};

use super::SORT;
use crate::call::Start;
use crate::desk::Open;
use crate::job::JobStarted;
use crate::travel::{self, CarryInput, Chain, Outgoing, Portable, ReturnInput, Saying, name_of};
use crate::{Desk, Problem};

pub(crate) fn give_back(start: Start, input: ReturnInput) -> Result<JobStarted, Problem> {
    travel::give_back::<Answered>(start, input, &SORT)
}

/// `approval.carry`: all that was answered, to another device of the same person.
pub(crate) fn carry(start: Start, input: CarryInput) -> Result<JobStarted, Problem> {
    travel::carry::start::<Answered>(start, input, &SORT)
}

/// Takes over what was answered on another device.
pub(crate) fn take_carried(
    at: (&Desk, &Open, &Actor),
    packet: &OpenedPacket,
    said: (&PublicKey, &Carried),
    accept: Option<&str>,
) -> Result<Value, Problem> {
    travel::carry::take::<Answered>(at, packet, said, accept, &SORT)
}

struct Answered;

impl Portable for Answered {
    fn load(connection: &Connection, packet: &OpenedPacket, body: &mut Carried) -> Result<usize, Problem> {
        for (one, returned) in kept::answered(connection, &packet.packet)? {
            let id = one.uid.clone().unwrap_or_else(|| uid(packet, &body.device, &one));
            body.approvals.push(Moved {
                event: event(one, id),
                returned,
            });
        }
        Ok(body.approvals.len())
    }

    fn take(transaction: &Transaction<'_>, packet: &OpenedPacket, body: &Carried) -> Result<usize, StoreError> {
        let mut count = 0;
        for Moved { event, returned } in &body.approvals {
            let said = OwnApproval {
                id: 0,
                request: event.request,
                stage: event.stage,
                decision: event.decision,
                justification: event.justification.clone(),
                decided_at: event.decided_at,
                uid: None,
            };
            let taken = kept::take_over(transaction, packet, (&said, &event.id, returned.as_deref()))?;
            count += usize::from(taken);
        }
        Ok(count)
    }
}

fn event(one: OwnApproval, id: String) -> Event {
    Event {
        id,
        request: one.request,
        stage: one.stage,
        decision: one.decision,
        justification: one.justification,
        decided_at: one.decided_at,
    }
}

impl Outgoing for Answered {
    type Body = Approval;

    const NOT_YOURS: &'static str = "Approvals are returned by whoever answered them.";
    const NOTHING: &'static str = "Everything that was answered was returned already.";

    fn is_none(connection: &Connection, packet: &str) -> Result<bool, Problem> {
        Ok(kept::to_return(connection, packet)?.0.is_empty())
    }

    fn say(connection: &Connection, packet: &OpenedPacket, chain: Chain) -> Result<Saying<Approval>, Problem> {
        let (mut answers, open) = kept::to_return(connection, &packet.packet)?;
        answers.truncate(MOST_APPROVALS);
        let name = |one: &OwnApproval| one.uid.clone().unwrap_or_else(|| uid(packet, &chain.device, one));
        let said: Vec<(i64, String)> = answers.iter().map(|one| (one.id, name(one))).collect();
        let events = answers
            .into_iter()
            .zip(&said)
            .map(|(one, (_, id))| event(one, id.clone()));
        let events = events.collect();
        let body = Approval {
            packet: chain.packet,
            packet_hash: chain.packet_hash,
            device: chain.device,
            reviewer: chain.reviewer,
            sequence: chain.sequence,
            previous: chain.previous,
            made_at: chain.made_at,
            open: open.max(0).unsigned_abs(),
            events,
        };
        Ok(Saying { body, said })
    }

    fn detail(body: &Approval) -> Value {
        json!({ "answers": body.events.len(), "open": body.open })
    }
}

/// The name of an answer: the same wherever and however often it comes.
fn uid(packet: &OpenedPacket, device: &str, one: &OwnApproval) -> String {
    let said = one.decided_at.to_rfc3339_opts(SecondsFormat::Millis, true);
    name_of(&json!([
        "countersign-approval/1",
        packet.origin,
        packet.packet,
        device,
        one.id,
        one.request,
        one.stage,
        one.decision,
        one.justification,
        said
    ]))
}
