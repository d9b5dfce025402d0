//! Accounts that may be more than one person's: listed with whom they meet, and never guessed.

use rusqlite::{Connection, Row, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// An account whose person is in doubt.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoubtRow {
    pub principal: i64,
    pub display_name: String,
    pub user_name: Option<String>,
    pub mail: Option<String>,
    pub directory: i64,
    pub directory_name: String,
    /// The rule under which it met too many, and the value.
    pub rule: String,
    pub value: String,
    /// `several` persons have the value, it is `shared` by accounts of the same directory, or the person has an
    /// account of it (`taken`).
    pub doubt: String,
    /// Other accounts that have the value.
    pub candidates: i64,
}

/// One of them.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    pub principal: i64,
    /// The account by which its person is known.
    pub person: i64,
    pub display_name: String,
    pub user_name: Option<String>,
    pub mail: Option<String>,
    pub directory: i64,
    pub directory_name: String,
    pub removed: bool,
}

/// Accounts in doubt, by name, with their exact number; of one account where one is given.
pub fn doubts(
    conn: &Connection,
    directory: Option<i64>,
    of: Option<i64>,
    (offset, limit): (i64, i64),
) -> Result<(Vec<DoubtRow>, i64), StoreError> {
    let cut = "correlation c JOIN principal p ON p.id = c.principal_id WHERE c.doubt IS NOT NULL
               AND (?1 IS NULL OR p.directory_id = ?1) AND (?2 IS NULL OR c.principal_id = ?2)";
    let total = conn
        .prepare_cached(&format!("SELECT count(*) FROM {cut}"))?
        .query_row(params![directory, of], |row| row.get(0))?;
    let mut statement = conn.prepare_cached(&format!(
        "SELECT p.id, p.display_name, p.user_name, p.mail, p.directory_id, d.name, c.rule, c.value, c.doubt,
           (SELECT count(*) FROM account_value v WHERE v.value = c.value AND v.rule = c.rule AND v.principal_id <> p.id)
         FROM (SELECT c.* FROM {cut} ORDER BY p.display_name COLLATE NOCASE, p.id LIMIT ?4 OFFSET ?3) c
         JOIN principal p ON p.id = c.principal_id JOIN directory d ON d.id = p.directory_id
         ORDER BY p.display_name COLLATE NOCASE, p.id"
    ))?;
    let rows = statement.query_map(params![directory, of, offset, limit], read)?;
    Ok((rows.collect::<Result<_, _>>()?, total))
}

fn read(row: &Row<'_>) -> rusqlite::Result<DoubtRow> {
    Ok(DoubtRow {
        principal: row.get(0)?,
        display_name: row.get(1)?,
        user_name: row.get(2)?,
        mail: row.get(3)?,
        directory: row.get(4)?,
        directory_name: row.get(5)?,
        rule: row.get(6)?,
        value: row.get(7)?,
        doubt: row.get(8)?,
        candidates: row.get(9)?,
    })
}

/// The accounts that have the value of an account in doubt, with their exact number.
pub fn candidates(
    conn: &Connection,
    principal: i64,
    (offset, limit): (i64, i64),
) -> Result<(Vec<Candidate>, i64), StoreError> {
    let cut = "correlation c JOIN account_value v ON v.value = c.value AND v.rule = c.rule AND v.principal_id <> ?1
               WHERE c.principal_id = ?1 AND c.doubt IS NOT NULL";
    let total = conn
        .prepare_cached(&format!("SELECT count(*) FROM {cut}"))?
        .query_row([principal], |row| row.get(0))?;
    let mut statement = conn.prepare_cached(&format!(
        "SELECT p.id, coalesce(o.person_id, p.id), p.display_name, p.user_name, p.mail, p.directory_id, d.name,
                p.removed_snapshot_id IS NOT NULL
         FROM (SELECT v.principal_id FROM {cut} ORDER BY v.principal_id LIMIT ?3 OFFSET ?2) v
         JOIN principal p ON p.id = v.principal_id JOIN directory d ON d.id = p.directory_id
         LEFT JOIN correlation o ON o.principal_id = p.id ORDER BY p.id"
    ))?;
    let rows = statement.query_map(params![principal, offset, limit], |row| {
        Ok(Candidate {
            principal: row.get(0)?,
            person: row.get(1)?,
            display_name: row.get(2)?,
            user_name: row.get(3)?,
            mail: row.get(4)?,
            directory: row.get(5)?,
            directory_name: row.get(6)?,
            removed: row.get(7)?,
        })
    })?;
    Ok((rows.collect::<Result<_, _>>()?, total))
}
