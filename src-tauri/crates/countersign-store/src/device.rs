//! The keys of this store, and the installations of reviewers by the keys they showed.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// Keys of this store; the secret halves are kept elsewhere under `key_id`.
#[derive(Debug, Clone)]
pub struct OwnKey {
    pub id: i64,
    pub key_id: String,
    pub sign: [u8; 32],
    pub seal: String,
    pub keeping: String,
    pub made_at: DateTime<Utc>,
    pub retired_at: Option<DateTime<Utc>>,
}

/// What is written of new keys.
#[derive(Debug, Clone, Copy)]
pub struct NewKey<'a> {
    pub key_id: &'a str,
    pub sign: &'a [u8; 32],
    pub seal: &'a str,
    pub keeping: &'a str,
}

fn read_own(row: &Row<'_>) -> rusqlite::Result<OwnKey> {
    Ok(OwnKey {
        id: row.get("id")?,
        key_id: row.get("key_id")?,
        sign: row.get("sign")?,
        seal: row.get("seal")?,
        keeping: row.get("keeping")?,
        made_at: row.get("made_at")?,
        retired_at: row.get("retired_at")?,
    })
}

/// The keys that sign now, if any were made.
pub fn own(connection: &Connection) -> Result<Option<OwnKey>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT * FROM own_key WHERE retired_at IS NULL ORDER BY id DESC LIMIT 1")?
        .query_row([], read_own)
        .optional()?)
}

/// All keys this store ever had, the newest first: what is on its way may be sealed to an older one.
pub fn own_keys(connection: &Connection) -> Result<Vec<OwnKey>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM own_key ORDER BY id DESC")?;
    Ok(statement.query_map([], read_own)?.collect::<Result<_, _>>()?)
}

/// New keys, in the place of those before.
pub fn put_own(transaction: &Transaction<'_>, new: &NewKey<'_>, now: DateTime<Utc>) -> Result<i64, StoreError> {
    transaction.execute(
        "UPDATE own_key SET retired_at = ?1 WHERE retired_at IS NULL",
        [stamp(now)],
    )?;
    transaction.execute(
        "INSERT INTO own_key (key_id, sign, seal, keeping, made_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![new.key_id, new.sign, new.seal, new.keeping, stamp(now)],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// A reviewer's installation.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeviceRow {
    pub device: i64,
    /// 32 hexadecimal digits that name its keys.
    pub key_id: String,
    #[serde(skip)]
    #[ts(skip)]
    pub sign: [u8; 32],
    /// `age1…`
    #[serde(skip)]
    #[ts(skip)]
    pub seal: String,
    pub name: String,
    /// Who the enrolment says it is.
    #[ts(type = "{ key?: string; displayName: string; userName?: string; mail?: string }")]
    pub person: serde_json::Value,
    /// Whose it is, once it was accepted.
    pub principal: Option<i64>,
    pub principal_name: Option<String>,
    /// `offered`, `accepted`, `turnedDown`, `revoked` or `replaced`.
    pub state: String,
    pub offered_at: DateTime<Utc>,
    pub offered_by: String,
    pub accepted_at: Option<DateTime<Utc>>,
    pub accepted_by: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
    pub reason: String,
    pub replaced_by: Option<i64>,
}

const DEVICE: &str =
    "SELECT d.*, p.display_name AS principal_name FROM device d LEFT JOIN principal p ON p.id = d.principal_id";

fn read_device(row: &Row<'_>) -> rusqlite::Result<DeviceRow> {
    let person: String = row.get("person")?;
    Ok(DeviceRow {
        device: row.get("id")?,
        key_id: row.get("key_id")?,
        sign: row.get("sign")?,
        seal: row.get("seal")?,
        name: row.get("name")?,
        person: serde_json::from_str(&person).unwrap_or_default(),
        principal: row.get("principal_id")?,
        principal_name: row.get("principal_name")?,
        state: row.get("state")?,
        offered_at: row.get("offered_at")?,
        offered_by: row.get("offered_by")?,
        accepted_at: row.get("accepted_at")?,
        accepted_by: row.get("accepted_by")?,
        ended_at: row.get("ended_at")?,
        ended_by: row.get("ended_by")?,
        reason: row.get("reason")?,
        replaced_by: row.get("replaced_by")?,
    })
}

pub fn one(connection: &Connection, device: i64) -> Result<Option<DeviceRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{DEVICE} WHERE d.id = ?1"))?
        .query_row([device], read_device)
        .optional()?)
}

/// The device of these keys, whatever its state.
pub fn by_key(connection: &Connection, key_id: &str) -> Result<Option<DeviceRow>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("{DEVICE} WHERE d.key_id = ?1"))?
        .query_row([key_id], read_device)
        .optional()?)
}

/// The devices of a person that were accepted and not ended since, oldest first.
pub fn of_person(connection: &Connection, principal: i64) -> Result<Vec<DeviceRow>, StoreError> {
    let sql = format!("{DEVICE} WHERE d.principal_id = ?1 AND d.state = 'accepted' ORDER BY d.id");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement
        .query_map([principal], read_device)?
        .collect::<Result<_, _>>()?)
}

/// A page of devices, what waits to be looked at first, and how many there are.
pub fn list(
    connection: &Connection,
    state: Option<&str>,
    principal: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<DeviceRow>, i64), StoreError> {
    const WHERE: &str = "WHERE (?1 IS NULL OR d.state = ?1) AND (?2 IS NULL OR d.principal_id = ?2)";
    let mut statement = connection.prepare_cached(&format!(
        "{DEVICE} {WHERE} ORDER BY d.state <> 'offered', d.state <> 'accepted', d.id DESC LIMIT ?4 OFFSET ?3"
    ))?;
    let rows = statement
        .query_map(params![state, principal, offset, limit], read_device)?
        .collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM device d {WHERE}"))?
        .query_row(params![state, principal], |row| row.get(0))?;
    Ok((rows, total))
}

/// What an enrolment showed.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    pub key: NewKey<'a>,
    pub name: &'a str,
    /// A JSON object.
    pub person: &'a str,
    pub by: &'a str,
    pub at: DateTime<Utc>,
}

pub fn offer(transaction: &Transaction<'_>, new: &Offer<'_>) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO device (key_id, sign, seal, name, person, state, offered_at, offered_by)
         VALUES (?1, ?2, ?3, ?4, ?5, 'offered', ?6, ?7)",
        params![
            new.key.key_id,
            new.key.sign,
            new.key.seal,
            new.name,
            new.person,
            stamp(new.at),
            new.by
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}

pub fn accept(
    transaction: &Transaction<'_>,
    device: i64,
    principal: i64,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE device SET state = 'accepted', principal_id = ?2, accepted_at = ?3, accepted_by = ?4 WHERE id = ?1",
        params![device, principal, stamp(at), by],
    )?;
    Ok(())
}

/// How a device's time ends.
#[derive(Debug, Clone, Copy)]
pub struct End<'a> {
    /// `turnedDown`, `revoked` or `replaced`.
    pub state: &'a str,
    pub reason: &'a str,
    pub replaced_by: Option<i64>,
    pub by: &'a str,
    pub at: DateTime<Utc>,
}

pub fn end(transaction: &Transaction<'_>, device: i64, end: &End<'_>) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE device SET state = ?2, reason = ?3, replaced_by = ?4, ended_at = ?5, ended_by = ?6 WHERE id = ?1",
        params![device, end.state, end.reason, end.replaced_by, stamp(end.at), end.by],
    )?;
    Ok(())
}
