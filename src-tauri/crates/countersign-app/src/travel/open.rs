//! The person's own machine: a packet is opened.

use countersign_domain::actor::Binding;
use countersign_packet::{Address, Addressed, Header};
use countersign_store::answer::NewPerson;
use countersign_store::rusqlite::Connection;
use countersign_store::travel::{self as kept, NewReceived, Travel};
use serde_json::{Value, json};

use super::Sort;
use crate::Problem;
use crate::answer::open::Run;
use crate::answer::origin::{is_known, know};
use crate::call::{Entry, Write};

/// Takes a packet in; `put` keeps what it holds, and answers how much of what was said here before goes with it.
pub(crate) fn open<B: Addressed>(
    run: &Run<'_>,
    header: &Header,
    packet: &B,
    sort: &Sort,
    put: impl FnOnce(&Write<'_>, &NewReceived<'_>) -> Result<usize, Problem>,
) -> Result<Value, Problem> {
    let at = packet.address();
    let organization = at.organization;
    run.admit(header, organization, at.reviewer)?;
    let hash = header.hash();
    let is_here = run.desk.read(run.open, run.actor, |read| {
        let is_here = here(read.connection, sort.of, at.id, &hash)?.is_some();
        if !is_here {
            is_known(read.connection, organization, run.accept)?;
        }
        Ok(is_here)
    })?;
    let reply = run.keep_reply(at.id, at.reply, is_here)?;
    let head = json!({ "organization": organization, "reviewer": at.reviewer, "reply": at.reply.is_some() });
    let head = head.to_string();
    run.desk.write_unless(
        run.open,
        run.actor,
        crate::answer::open::KIND,
        |connection| Ok(here(connection, sort.of, at.id, &hash)?.filter(|_| reply.is_none())),
        |person| Ok(told(sort, person, &at, 0, true)),
        |write| {
            if let Some(reply) = &reply {
                reply.write(write.transaction)?;
            }
            if let Some(person) = here(write.transaction, sort.of, at.id, &hash)? {
                let detail = json!({ "packet": at.id, "hash": hash, "replyKey": "kept again" });
                return Ok((told(sort, person, &at, 0, true), Entry::new(sort.packet, detail)));
            }
            let known = know(write, organization, run.accept)?;
            let (origin, whom) = (organization.store.as_str(), at.reviewer.principal);
            if kept::newer(write.transaction, sort.of, origin, whom, at.made_at)? {
                let newer = format!("A newer packet of {} was opened here already.", sort.packet);
                return Err(Problem::new(newer).code("superseded"));
            }
            let person = &at.reviewer.person;
            let new = NewPerson {
                origin: whom,
                kind: "user".into(),
                display_name: person.display_name.clone(),
                user_name: person.user_name.clone(),
                mail: person.mail.clone(),
                enabled: Some(true),
                ..NewPerson::default()
            };
            let from = (origin, organization.name.as_str());
            let received = NewReceived {
                packet: at.id,
                hash: &hash,
                origin,
                origin_name: &organization.name,
                person: kept::person_of(write.transaction, from, &new, write.now)?,
                made_at: at.made_at,
                head: &head,
                now: write.now,
            };
            let carried = put(write, &received)?;
            let bound = run.seat(write, received.person)?;
            let entry = entry(sort, &at, &hash, carried, (known, bound));
            Ok((told(sort, received.person, &at, carried, false), entry))
        },
    )
}

/// Whose it is, where it was opened before; another one of its name is refused.
fn here(connection: &Connection, of: Travel, packet: &str, hash: &str) -> Result<Option<i64>, Problem> {
    match kept::opened(connection, of, packet)? {
        Some(found) if found.hash != hash => {
            Err(Problem::new("Another packet of the same name was opened here before.").code("conflict"))
        }
        found => Ok(found.map(|found| found.person)),
    }
}

fn told(sort: &Sort, person: i64, at: &Address<'_>, carried: usize, again: bool) -> Value {
    json!({ "reviewer": person, sort.packet: at.count, "kept": carried, "again": again })
}

fn entry(sort: &Sort, at: &Address<'_>, hash: &str, carried: usize, (known, bound): (bool, Option<Binding>)) -> Entry {
    let mut detail = json!({
        "packet": at.id, "hash": hash, "origin": at.organization.store, "organization": at.organization.name,
        "key": at.organization.key.id(), "accepted": known, sort.packet: at.count, "kept": carried,
    });
    if let Some(bound) = bound {
        detail["bound"] = json!({ "osAccount": bound.os_account, "principal": bound.principal });
    }
    Entry::new(sort.packet, detail)
}
