//! The person's own machine: packets that were opened there, and what was returned to them.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::Travel;
use crate::StoreError;
use crate::answer::NewPerson;
use crate::review::stamp;

/// A packet that was opened here.
#[derive(Debug, Clone)]
pub struct OpenedPacket {
    pub packet: String,
    pub hash: String,
    pub origin: String,
    pub origin_name: String,
    pub person: i64,
    pub person_name: String,
    /// A JSON object.
    pub head: String,
}

/// A packet that is opened here.
#[derive(Debug, Clone)]
pub struct NewReceived<'a> {
    pub packet: &'a str,
    pub hash: &'a str,
    pub origin: &'a str,
    pub origin_name: &'a str,
    pub person: i64,
    pub made_at: DateTime<Utc>,
    pub head: &'a str,
    pub now: DateTime<Utc>,
}

/// A return; what was sealed is read by [`sealed`].
#[derive(Debug, Clone)]
pub struct Returned {
    pub hash: String,
    pub packet: String,
    pub device: String,
    pub sequence: i64,
    pub made_at: DateTime<Utc>,
    pub event_count: i64,
}

/// The person's number here: as another packet brought them, or new.
pub fn person_of(
    transaction: &Transaction<'_>,
    (origin, origin_name): (&str, &str),
    person: &NewPerson,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let directory = crate::answer::directory(transaction, origin, origin_name, now)?;
    let known = transaction
        .query_row(
            "SELECT id FROM principal WHERE directory_id = ?1 AND key = ?2",
            params![directory, person.origin.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    match known {
        Some(known) => Ok(known),
        None => crate::answer::people(transaction, std::slice::from_ref(person), directory)?
            .pop()
            .ok_or_else(|| StoreError::Value("nobody was brought in".into())),
    }
}

/// Takes a packet in; what it holds follows.
pub fn open(transaction: &Transaction<'_>, of: Travel, new: &NewReceived<'_>) -> Result<(), StoreError> {
    let tables = of.tables();
    transaction.execute(
        &format!(
            "INSERT INTO {} (packet_id, packet_hash, origin, origin_name, {}, made_at, opened_at, head)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            tables.opened, tables.person
        ),
        params![
            new.packet,
            new.hash,
            new.origin,
            new.origin_name,
            new.person,
            stamp(new.made_at),
            stamp(new.now),
            new.head
        ],
    )?;
    Ok(())
}

fn select(of: Travel) -> String {
    let tables = of.tables();
    format!(
        "SELECT o.packet_id, o.packet_hash, o.origin, o.origin_name, o.{0}, p.display_name, o.head
         FROM {1} o JOIN principal p ON p.id = o.{0}",
        tables.person, tables.opened
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<OpenedPacket> {
    Ok(OpenedPacket {
        packet: row.get(0)?,
        hash: row.get(1)?,
        origin: row.get(2)?,
        origin_name: row.get(3)?,
        person: row.get(4)?,
        person_name: row.get(5)?,
        head: row.get(6)?,
    })
}

/// A packet that was opened here, by its identity.
pub fn opened(connection: &Connection, of: Travel, packet: &str) -> Result<Option<OpenedPacket>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{} WHERE o.packet_id = ?1", select(of)))?
        .query_row([packet], read)
        .optional()?)
}

/// Whether a packet of the same person that was made later is here already.
pub fn newer(
    connection: &Connection,
    of: Travel,
    origin: &str,
    person: i64,
    made_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let tables = of.tables();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT 1 FROM {} o JOIN principal p ON p.id = o.{}
         WHERE o.origin = ?1 AND p.key = ?2 AND o.made_at > ?3",
        tables.opened, tables.person
    ))?;
    Ok(statement.exists(params![origin, person.to_string(), stamp(made_at)])?)
}

/// Packets of this person on which something was said here or returned, oldest first.
pub fn waiting_packets(connection: &Connection, of: Travel, person: i64) -> Result<Vec<OpenedPacket>, StoreError> {
    let tables = of.tables();
    let mut statement = connection.prepare_cached(&format!(
        "{} WHERE o.{} = ?1 AND EXISTS (SELECT 1 FROM {} e WHERE e.packet_id = o.packet_id)
         ORDER BY o.made_at, o.packet_id",
        select(of),
        tables.person,
        tables.own
    ))?;
    let rows = statement.query_map([person], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps a return as it was sealed, and which of what was said here went with it, each by its number and its name.
pub fn keep_returned(
    transaction: &Transaction<'_>,
    of: Travel,
    (returned, sealed): (&Returned, &[u8]),
    said: &[(i64, String)],
) -> Result<(), StoreError> {
    let tables = of.tables();
    transaction.execute(
        &format!(
            "INSERT INTO {} (hash, packet_id, device, sequence, made_at, event_count, sealed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            tables.returned
        ),
        params![
            returned.hash,
            returned.packet,
            returned.device,
            returned.sequence,
            stamp(returned.made_at),
            returned.event_count,
            sealed
        ],
    )?;
    let mut put = transaction.prepare_cached(&format!(
        "UPDATE {} SET uid = ?2, returned_in = ?3 WHERE id = ?1",
        tables.own
    ))?;
    for (id, uid) in said {
        put.execute(params![id, uid, returned.hash])?;
    }
    Ok(())
}

/// What was returned to a packet, oldest first.
pub fn returned(connection: &Connection, of: Travel, packet: &str) -> Result<Vec<Returned>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT hash, packet_id, device, sequence, made_at, event_count FROM {}
         WHERE packet_id = ?1 ORDER BY made_at, sequence",
        of.tables().returned
    ))?;
    let rows = statement.query_map([packet], |row| {
        Ok(Returned {
            hash: row.get(0)?,
            packet: row.get(1)?,
            device: row.get(2)?,
            sequence: row.get(3)?,
            made_at: row.get(4)?,
            event_count: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A return as it was sealed, by its hash.
pub fn sealed(connection: &Connection, of: Travel, hash: &str) -> Result<Vec<u8>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("SELECT sealed FROM {} WHERE hash = ?1", of.tables().returned))?
        .query_row([hash], |row| row.get(0))?)
}
