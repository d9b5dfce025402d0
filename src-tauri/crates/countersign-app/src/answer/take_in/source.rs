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
        let known = match reply {
            Some(reply) => (reply == header.from).then_some(None),
            None => device(connection, &answer.device)?.map(Some),
        };
        let device = match known {
            None => {
                return refused(
                    "This file was signed by a device that is not known here.",
                    "unknownDevice",
                );
            }
            Some(Some((_, key))) if key != header.from => {
                return refused("This file was not signed by the device that it names.", "signature");
            }
            Some(device) => device.map(|(device, _)| device),
        };
        let display_name: String = connection
            .query_row(
                "SELECT display_name FROM principal WHERE id = ?1",
                [handed.reviewer],
                |row| row.get(0),
            )
            .map_err(StoreError::from)?;
        let reviewer = PrincipalId(handed.reviewer);
        let actor = Actor {
            principal: Some(reviewer),
            display_name,
            assurance: if device.is_some() {
                Assurance::Device
            } else {
                Assurance::Passphrase
            },
            identities: vec![Identity::of(reviewer)],
            ..Actor::default()
        };
        Ok(Ok(Self {
            handed,
            device,
            device_id: answer.device.clone(),
            actor,
        }))
    }

    /// How the log names the device.
    pub(crate) fn device_name(&self) -> String {
        match &self.device {
            Some(device) => format!("{} ({})", device.name, self.device_id),
            None => format!("passphrase ({})", self.device_id),
        }
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
pub(crate) fn device(connection: &Connection, id: &str) -> Result<Option<(Device, PublicKey)>, Problem> {
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
