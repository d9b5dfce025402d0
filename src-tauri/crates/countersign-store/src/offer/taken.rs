//! Where the packages are: the requests and withdrawals that came back.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::Value;

use crate::StoreError;
use crate::review::stamp;

/// One request or withdrawal of a return, and what became of it.
#[derive(Debug, Clone)]
pub struct TakenRequest<'a> {
    pub in_return: i64,
    pub package: i64,
    pub person: i64,
    pub device: &'a str,
    pub assurance: &'a str,
    pub uid: &'a str,
    pub withdraws: Option<&'a str>,
    /// What was said, as it came.
    pub content: &'a Value,
    pub made_at: DateTime<Utc>,
    pub arrived_at: DateTime<Utc>,
    /// `applied`, `withdrawn`, `same` or `dispute`.
    pub outcome: &'a str,
    pub request: Option<i64>,
    pub audit_seq: i64,
}

/// What arrived before under this name of this person, as it came: as a rule nothing, or the same.
pub type Said = Vec<Value>;

pub fn taken_as(connection: &Connection, uid: &str, person: i64) -> Result<Said, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT content FROM taken_request WHERE uid = ?1 AND person_id = ?2 ORDER BY id")?;
    let rows = statement.query_map(params![uid, person], |row| row.get::<_, String>(0))?;
    let texts: Vec<String> = rows.collect::<Result<_, _>>()?;
    texts.iter().map(|text| Ok(serde_json::from_str(text)?)).collect()
}

/// Whether this person has taken back the request of this name.
pub fn withdrawn(connection: &Connection, uid: &str, person: i64) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT 1 FROM taken_request WHERE withdraws = ?1 AND person_id = ?2 AND outcome <> 'dispute'",
    )?;
    Ok(statement.exists(params![uid, person])?)
}

/// A request of this name that came, with what was made of it: at once, or when its dispute was accepted.
pub fn came(connection: &Connection, uid: &str, person: i64) -> Result<Option<(i64, Option<i64>)>, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT t.id, coalesce(t.request_id, d.request_id) FROM taken_request t
             LEFT JOIN request_dispute d ON d.taken_id = t.id
             WHERE t.uid = ?1 AND t.person_id = ?2 AND t.withdraws IS NULL ORDER BY t.id LIMIT 1",
        )?
        .query_row(params![uid, person], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Keeps what came back; its number.
pub fn put_taken(transaction: &Transaction<'_>, taken: &TakenRequest<'_>) -> Result<i64, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO taken_request (return_id, package_id, person_id, device, assurance, uid, withdraws, content,
                                        made_at, arrived_at, outcome, request_id, audit_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            taken.in_return,
            taken.package,
            taken.person,
            taken.device,
            taken.assurance,
            taken.uid,
            taken.withdraws,
            taken.content.to_string(),
            stamp(taken.made_at),
            stamp(taken.arrived_at),
            taken.outcome,
            taken.request,
            taken.audit_seq
        ])?;
    Ok(transaction.last_insert_rowid())
}
