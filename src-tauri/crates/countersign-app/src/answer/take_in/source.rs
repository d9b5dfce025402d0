//! Whose answers a file holds: the packet it answers, the device that signed it, the person.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use countersign_domain::actor::{Actor, Assurance, Identity};
use countersign_domain::id::PrincipalId;
use countersign_packet::{Answer, Header, PublicKey};
use countersign_store::StoreError;
use countersign_store::packet::to_items;
use countersign_store::rusqlite::{Connection, OptionalExtension};

use crate::Problem;

/// A packet as it was handed out.
pub(crate) struct Handed {
    pub instance: i64,
    pub stage: i64,
    pub reviewer: i64,
    pub made_at: DateTime<Utc>,
    /// The newest entry of the log when it was made.
    pub handed_out: i64,
    /// Its review was deleted since.
    pub deleted: bool,
    /// The items of the packet that took its place, with their versions.
    pub superseded: Option<HashMap<i64, i64>>,
    /// Its items, each with the version that was handed out.
    pub items: HashMap<i64, i64>,
}

/// The device that signed; none: the key that came with the packet.
pub(crate) struct Device {
    pub name: String,
    /// Since when it counts no more, and the word for it.
    pub ended: Option<(DateTime<Utc>, String)>,
    /// The person whose device it was accepted as.
    pub principal: Option<i64>,
}

pub(crate) struct Source {
    pub handed: Handed,
    pub device: Option<Device>,
    pub device_id: String,
    pub actor: Actor,
}

impl Source {
    /// Within, why the file is refused: it answers nothing that was handed out here, or was signed by somebody who is
    /// not known.
    ///
    /// # Errors
    /// The store is at fault, and not the file.
    pub(crate) fn of(
        connection: &Connection,
        header: &Header,
        answer: &Answer,
    ) -> Result<Result<Self, Problem>, Problem> {
        let refused = |message: &str, code: &str| Ok(Err(Problem::new(message).code(code)));
        let Some((handed, hash, reply)) = handed(connection, &answer.packet)? else {
            return refused(
                "This file answers a packet that was not made in this store.",
                "unknownPacket",
            );
        };
        if hash != answer.packet_hash || handed.reviewer != answer.reviewer {
            return refused(
                "This file does not answer the packet as it was made here.",
                "unknownPacket",
            );
        }
        let device = match signer(connection, header, &answer.device, reply)? {
            Ok(device) => device,
            Err(problem) => return Ok(Err(problem)),
        };
        let display_name: String = connection
            .query_row(
                "SELECT display_name FROM principal WHERE id = ?1",
                [handed.reviewer],
                |row| row.get(0),
            )
            .map_err(StoreError::from)?;
        let actor = returner(handed.reviewer, display_name, device.as_ref());
        Ok(Ok(Self {
            handed,
            device,
            device_id: answer.device.clone(),
            actor,
        }))
    }

    /// How the log names the device.
    pub(crate) fn device_name(&self) -> String {
        device_name(self.device.as_ref(), &self.device_id)
    }
}

/// Who signed a file: the device that it names, or, with nobody's device, the key that came with its packet under a
/// passphrase. Within, why the file is refused.
pub(crate) fn signer(
    connection: &Connection,
    header: &Header,
    named: &str,
    reply: Option<PublicKey>,
) -> Result<Result<Option<Device>, Problem>, Problem> {
    let known = match reply {
        Some(reply) => (reply == header.from).then_some(None),
        None => device(connection, named)?.map(Some),
    };
    let refused = |message: &str, code: &str| Ok(Err(Problem::new(message).code(code)));
    match known {
        None => refused(
            "This file was signed by a device that is not known here.",
            "unknownDevice",
        ),
        Some(Some((_, key))) if key != header.from => {
            refused("This file was not signed by the device that it names.", "signature")
        }
        Some(device) => Ok(Ok(device.map(|(device, _)| device))),
    }
}

/// Whoever returned a file, by what showed that it was them.
pub(crate) fn returner(person: i64, display_name: String, device: Option<&Device>) -> Actor {
    let person = PrincipalId(person);
    Actor {
        principal: Some(person),
        display_name,
        assurance: match device {
            Some(_) => Assurance::Device,
            None => Assurance::Passphrase,
        },
        identities: vec![Identity::of(person)],
        ..Actor::default()
    }
}

/// How the log names the device.
pub(crate) fn device_name(device: Option<&Device>, id: &str) -> String {
    match device {
        Some(device) => format!("{} ({id})", device.name),
        None => format!("passphrase ({id})"),
    }
}

impl Device {
    /// Why nothing is taken from this device that was `done` at that moment in this person's name: the word of the
    /// dispute, and a sentence.
    pub(crate) fn objection(&self, person: i64, at: DateTime<Utc>, done: &str) -> Option<(&'static str, String)> {
        if let Some((ended, state)) = &self.ended {
            let side = if at < *ended { "before" } else { "after" };
            let word = if state == "replaced" { "replaced" } else { "revoked" };
            let on = ended.format("%Y-%m-%d %H:%M UTC");
            let name = &self.name;
            let detail = format!("The device {name} was {word} on {on}; by its own clock this was {done} {side} that.");
            return Some(("revoked", detail));
        }
        let is_theirs = self.principal == Some(person);
        (!is_theirs).then(|| ("refused", format!("The device {} is another person's.", self.name)))
    }
}

type Known = (Handed, [u8; 32], Option<PublicKey>);

fn handed(connection: &Connection, packet: &str) -> Result<Option<Known>, Problem> {
    let found = connection
        .prepare_cached(
            "SELECT k.id, k.instance_id, k.stage, k.reviewer_id, k.made_at, k.superseded_by, k.hash, k.reply, k.seen_seq,
                    (SELECT r.deleted_at IS NOT NULL FROM instance n JOIN review r ON r.id = n.review_id WHERE n.id = k.instance_id)
             FROM packet k WHERE k.packet = ?1",
        )
        .and_then(|mut statement| {
            let row = statement.query_row([packet], |row| {
                let handed = Handed {
                    instance: row.get(1)?,
                    stage: row.get(2)?,
                    reviewer: row.get(3)?,
                    made_at: row.get(4)?,
                    superseded: None,
                    items: HashMap::new(),
                    handed_out: row.get(8)?,
                    deleted: row.get(9)?,
                };
                Ok((
                    (handed, row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(5)?),
                    row.get::<_, [u8; 32]>(6)?,
                    row.get::<_, Option<[u8; 32]>>(7)?,
                ))
            });
            row.optional()
        })
        .map_err(StoreError::from)?;
    let Some(((mut handed, id, newer), hash, reply)) = found else {
        return Ok(None);
    };
    handed.items = to_items(connection, id)?.into_iter().collect();
    if let Some(newer) = newer {
        let newest: i64 = connection
            .query_row(
                "WITH RECURSIVE next (id, newer) AS (SELECT id, superseded_by FROM packet WHERE id = ?1
                   UNION SELECT k.id, k.superseded_by FROM packet k JOIN next ON k.id = next.newer)
                 SELECT id FROM next WHERE newer IS NULL",
                [newer],
                |row| row.get(0),
            )
            .map_err(StoreError::from)?;
        handed.superseded = Some(to_items(connection, newest)?.into_iter().collect());
    }
    Ok(Some((handed, hash, reply.map(PublicKey))))
}

/// A device that was accepted once, by the id of its keys, with the key it signs with.
fn device(connection: &Connection, id: &str) -> Result<Option<(Device, PublicKey)>, Problem> {
    let found = connection
        .prepare_cached("SELECT name, state, ended_at, principal_id, sign FROM device WHERE key_id = ?1 AND state NOT IN ('offered','turnedDown')")
        .and_then(|mut statement| {
            let row = statement.query_row([id], |row| {
                let (state, ended): (String, Option<DateTime<Utc>>) = (row.get(1)?, row.get(2)?);
                let device = Device {
                    name: row.get(0)?,
                    ended: ended.map(|at| (at, state)),
                    principal: row.get(3)?,
                };
                Ok((device, PublicKey(row.get::<_, [u8; 32]>(4)?)))
            });
            row.optional()
        })
        .map_err(StoreError::from)?;
    Ok(found)
}
