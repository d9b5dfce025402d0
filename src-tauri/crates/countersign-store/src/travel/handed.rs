//! Packets that were handed out.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::Travel;
use crate::StoreError;
use crate::review::stamp;

/// A packet as it is written down.
#[derive(Debug, Clone)]
pub struct NewPacket<'a> {
    /// 32 hexadecimal digits.
    pub packet: &'a str,
    pub person: i64,
    pub devices: &'a [i64],
    /// The public half of the key that signs what is returned to it, where it was sealed with a passphrase.
    pub reply: Option<[u8; 32]>,
    pub hash: [u8; 32],
    /// What it holds, JSON: what is returned to it is compared with this.
    pub content: &'a str,
    pub bytes: i64,
    pub file_name: &'a str,
    pub key: i64,
    pub supersedes: Option<i64>,
}

/// The newest packet of a person: its number and identity.
pub fn standing(connection: &Connection, of: Travel, person: i64) -> Result<Option<(i64, String)>, StoreError> {
    let tables = of.tables();
    Ok(connection
        .prepare_cached(&format!(
            "SELECT id, packet FROM {} WHERE {} = ?1 ORDER BY id DESC LIMIT 1",
            tables.packet, tables.person
        ))?
        .query_row([person], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Writes a packet down, and that it takes the place of the one before.
pub fn put(
    transaction: &Transaction<'_>,
    of: Travel,
    new: &NewPacket<'_>,
    by: &str,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let tables = of.tables();
    transaction
        .prepare_cached(&format!(
            "INSERT INTO {} (packet, {}, devices, reply, hash, {}, bytes, file_name, made_at, made_by, key_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            tables.packet, tables.person, tables.content
        ))?
        .execute(params![
            new.packet,
            new.person,
            serde_json::to_string(new.devices)?,
            new.reply,
            new.hash,
            new.content,
            new.bytes,
            new.file_name,
            stamp(at),
            by,
            new.key
        ])?;
    let id = transaction.last_insert_rowid();
    if let Some(before) = new.supersedes {
        transaction
            .prepare_cached(&format!(
                "UPDATE {} SET superseded_by = ?2 WHERE id = ?1",
                tables.packet
            ))?
            .execute([before, id])?;
    }
    Ok(id)
}

/// A packet as it was handed out, for whoever takes in what was returned to it.
#[derive(Debug, Clone)]
pub struct Handed {
    pub packet: String,
    pub person: i64,
    pub person_name: String,
    pub hash: [u8; 32],
    pub reply: Option<[u8; 32]>,
    /// What it holds, JSON.
    pub content: String,
}

/// By the identity that stands in the files.
pub fn handed(connection: &Connection, of: Travel, packet: &str) -> Result<Option<Handed>, StoreError> {
    let tables = of.tables();
    Ok(connection
        .prepare_cached(&format!(
            "SELECT k.packet, k.{}, p.display_name, k.hash, k.reply, k.{}
             FROM {} k JOIN principal p ON p.id = k.{} WHERE k.packet = ?1",
            tables.person, tables.content, tables.packet, tables.person
        ))?
        .query_row([packet], |row| {
            Ok(Handed {
                packet: row.get(0)?,
                person: row.get(1)?,
                person_name: row.get(2)?,
                hash: row.get(3)?,
                reply: row.get(4)?,
                content: row.get(5)?,
            })
        })
        .optional()?)
}
