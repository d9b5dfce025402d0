//! `approval.return`: what was answered and not returned yet.

use chrono::SecondsFormat;
use countersign_packet::Approval;
use countersign_packet::approval::{Event, MOST_APPROVALS};
use countersign_store::approval::{self as kept, OwnApproval};
use countersign_store::rusqlite::Connection;
use countersign_store::travel::OpenedPacket;
use serde_json::{Value, json};

use super::SORT;
use crate::Problem;
use crate::call::Start;
use crate::job::JobStarted;
use crate::travel::{self, Chain, Outgoing, ReturnInput, Saying, name_of};

pub(crate) fn give_back(start: Start, input: ReturnInput) -> Result<JobStarted, Problem> {
    travel::give_back::<Answered>(start, input, &SORT)
}

struct Answered;

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
        let events = answers.into_iter().zip(&said).map(|(one, (_, id))| Event {
            id: id.clone(),
            request: one.request,
            stage: one.stage,
            decision: one.decision,
            justification: one.justification,
            decided_at: one.decided_at,
        });
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
