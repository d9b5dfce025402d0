//! `request.return`: what was asked for, or taken back, and not returned yet; `request.carry`: all of it, to another device.

use chrono::SecondsFormat;
use countersign_domain::actor::Actor;
use countersign_packet::request::{Event, MOST_OFFERS};
use countersign_packet::{Carried, Moved, PublicKey, Request};
use countersign_store::StoreError;
use countersign_store::offer::{self as kept, OwnRequest};
use countersign_store::rusqlite::{Connection, Transaction};
use countersign_store::travel::OpenedPacket;
use serde_json::{Value, json};

use super::SORT;
use super::terms::Wish;
use crate::call::Start;
use crate::desk::Open;
use crate::job::JobStarted;
use crate::travel::{self, CarryInput, Chain, Outgoing, Portable, ReturnInput, Saying, name_of};
use crate::{Desk, Problem};

pub(crate) fn give_back(start: Start, input: ReturnInput) -> Result<JobStarted, Problem> {
    travel::give_back::<Written>(start, input, &SORT)
}

/// `request.carry`: all that was asked for, to another device of the same person.
pub(crate) fn carry(start: Start, input: CarryInput) -> Result<JobStarted, Problem> {
    travel::carry::start::<Written>(start, input, &SORT)
}

/// Takes over what was asked for on another device.
pub(crate) fn take_carried(
    at: (&Desk, &Open, &Actor),
    packet: &OpenedPacket,
    said: (&PublicKey, &Carried),
    accept: Option<&str>,
) -> Result<Value, Problem> {
    travel::carry::take::<Written>(at, packet, said, accept, &SORT)
}

struct Written;

impl Portable for Written {
    fn load(connection: &Connection, packet: &OpenedPacket, body: &mut Carried) -> Result<usize, Problem> {
        for (one, returned) in kept::asked(connection, &packet.packet)? {
            let id = one.uid.clone().unwrap_or_else(|| uid(packet, &body.device, &one));
            body.requests.push(Moved {
                event: event(one, id)?,
                returned,
            });
        }
        Ok(body.requests.len())
    }

    fn take(transaction: &Transaction<'_>, packet: &OpenedPacket, body: &Carried) -> Result<usize, StoreError> {
        let mut count = 0;
        for Moved { event, returned } in &body.requests {
            let content = match event.withdraws {
                Some(_) => json!({ "kind": event.kind }),
                None => wish(event),
            };
            let said = OwnRequest {
                id: 0,
                package: event.package,
                withdraws: event.withdraws.clone(),
                content,
                made_at: event.made_at,
                uid: None,
            };
            let taken = kept::take_over(transaction, packet, (&said, &event.id, returned.as_deref()))?;
            count += usize::from(taken);
        }
        Ok(count)
    }
}

/// What is kept of a request that another device wrote.
fn wish(event: &Event) -> Value {
    let wish = Wish {
        kind: event.kind,
        policy: event.policy,
        version: event.version,
        assignment: event.assignment,
        justification: event.justification.clone(),
        answers: event.answers.clone(),
        starts_at: event.starts_at,
        ends_at: event.ends_at,
    };
    json!(wish)
}

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
