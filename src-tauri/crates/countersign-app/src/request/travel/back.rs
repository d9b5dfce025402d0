//! `request.return`: what was asked for, or taken back, and not returned yet.

use chrono::SecondsFormat;
use countersign_packet::Request;
use countersign_packet::request::{Event, MOST_OFFERS};
use countersign_store::offer::{self as kept, OwnRequest};
use countersign_store::rusqlite::Connection;
use countersign_store::travel::OpenedPacket;
use serde_json::{Value, json};

use super::SORT;
use super::terms::Wish;
use crate::Problem;
use crate::call::Start;
use crate::job::JobStarted;
use crate::travel::{self, Chain, Outgoing, ReturnInput, Saying, name_of};

pub(crate) fn give_back(start: Start, input: ReturnInput) -> Result<JobStarted, Problem> {
    travel::give_back::<Written>(start, input, &SORT)
}

struct Written;

impl Outgoing for Written {
    type Body = Request;

    const NOT_YOURS: &'static str = "Requests are returned by whoever asks.";
    const NOTHING: &'static str = "Everything that was asked for was returned already.";

    fn is_none(connection: &Connection, packet: &str) -> Result<bool, Problem> {
        Ok(kept::to_return(connection, packet)?.is_empty())
    }

    fn say(connection: &Connection, packet: &OpenedPacket, chain: Chain) -> Result<Saying<Request>, Problem> {
        let mut written = kept::to_return(connection, &packet.packet)?;
        written.truncate(MOST_OFFERS);
        let (mut said, mut events) = (Vec::new(), Vec::new());
        for one in written {
            let id = one.uid.clone().unwrap_or_else(|| uid(packet, &chain.device, &one));
            said.push((one.id, id.clone()));
            events.push(event(one, id)?);
        }
        let body = Request {
            packet: chain.packet,
            packet_hash: chain.packet_hash,
            device: chain.device,
            reviewer: chain.reviewer,
            sequence: chain.sequence,
            previous: chain.previous,
            made_at: chain.made_at,
            events,
        };
        Ok(Saying { body, said })
    }

    fn detail(body: &Request) -> Value {
        let withdrawn = body.events.iter().filter(|one| one.withdraws.is_some()).count();
        json!({ "requests": body.events.len() - withdrawn, "withdrawn": withdrawn })
    }
}

fn event(one: OwnRequest, id: String) -> Result<Event, Problem> {
    let wish: Wish = serde_json::from_value(one.content)?;
    Ok(Event {
        id,
        package: one.package,
        kind: wish.kind,
        withdraws: one.withdraws,
        policy: wish.policy,
        version: wish.version,
        assignment: wish.assignment,
        justification: wish.justification,
        answers: wish.answers,
        starts_at: wish.starts_at,
        ends_at: wish.ends_at,
        made_at: one.made_at,
    })
}

/// The name of a request: the same wherever and however often it comes.
fn uid(packet: &OpenedPacket, device: &str, one: &OwnRequest) -> String {
    let said = one.made_at.to_rfc3339_opts(SecondsFormat::Millis, true);
    name_of(&json!([
        "countersign-request/1",
        packet.origin,
        packet.packet,
        device,
        one.id,
        one.package,
        one.withdraws,
        one.content,
        said
    ]))
}
