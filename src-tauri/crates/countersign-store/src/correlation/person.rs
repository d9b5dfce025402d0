//! People and their accounts, as the last correlation has them.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;

/// One account of a person, and why it is theirs.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountRow {
    pub principal: i64,
    pub display_name: String,
    pub user_name: Option<String>,
    pub mail: Option<String>,
    pub user_type: Option<String>,
    pub enabled: Option<bool>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub directory: i64,
    pub directory_name: String,
    pub directory_kind: String,
    /// Not in the directory any more.
    pub removed: bool,
    /// The rule that joined it, or `ruling`; none for the account by which the person is known.
    pub rule: Option<String>,
    /// What it has in common with the account it was joined to.
    pub value: Option<String>,
    pub with: Option<i64>,
    pub with_name: Option<String>,
    pub with_directory: Option<String>,
    /// `several`, `shared` or `taken`, where it might be more than one person's.
    pub doubt: Option<String>,
    /// `unowned` or `left`.
    pub standing: Option<String>,
}

/// Which people a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PersonState {
    /// With more accounts than one.
    Joined,
    /// With an account that might be somebody else's too.
    InDoubt,
    /// Of nobody in the source of people.
    Unowned,
    /// Has left in the source of people, with accounts elsewhere.
    Left,
}

/// A person in a list.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonRow {
    /// The principal by which the person is known.
    pub person: i64,
    pub display_name: String,
    pub user_name: Option<String>,
    pub mail: Option<String>,
    pub department: Option<String>,
    pub enabled: Option<bool>,
    pub removed: bool,
    /// Accounts, those that are gone too.
    pub accounts: i64,
    /// The names of their directories, in order.
    pub directories: Vec<String>,
}

/// The account by which the person of an account is known.
pub fn person_of(conn: &Connection, principal: i64) -> Result<i64, StoreError> {
    let found: Option<i64> = conn
        .prepare_cached("SELECT person_id FROM correlation WHERE principal_id = ?1")?
        .query_row([principal], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(principal))
}

/// The accounts of a person, the one it is known by first.
pub fn account_ids(conn: &Connection, person: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT ?1 UNION ALL SELECT principal_id FROM (SELECT principal_id FROM correlation
         WHERE person_id = ?1 AND principal_id <> ?1 ORDER BY principal_id)",
    )?;
    let rows = statement.query_map([person], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The same with all that is known of them: whoever is there before whoever is gone.
pub fn accounts(conn: &Connection, person: i64) -> Result<Vec<AccountRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT p.id, p.display_name, p.user_name, p.mail, p.user_type, p.enabled, p.last_sign_in_at, d.id, d.name, d.kind,
           p.removed_snapshot_id IS NOT NULL, c.rule, c.value, c.with_id, w.display_name, wd.name, c.doubt, c.standing
         FROM (SELECT ?1 AS id UNION SELECT principal_id FROM correlation WHERE person_id = ?1) a
         JOIN principal p ON p.id = a.id JOIN directory d ON d.id = p.directory_id
         LEFT JOIN correlation c ON c.principal_id = p.id LEFT JOIN principal w ON w.id = c.with_id
         LEFT JOIN directory wd ON wd.id = w.directory_id
         ORDER BY p.id <> ?1, p.removed_snapshot_id IS NOT NULL, d.id, p.id",
    )?;
    let rows = statement.query_map([person], |row| {
        Ok(AccountRow {
            principal: row.get(0)?,
            display_name: row.get(1)?,
            user_name: row.get(2)?,
            mail: row.get(3)?,
            user_type: row.get(4)?,
            enabled: row.get(5)?,
            last_sign_in_at: row.get(6)?,
            directory: row.get(7)?,
            directory_name: row.get(8)?,
            directory_kind: row.get(9)?,
            removed: row.get(10)?,
            rule: row.get(11)?,
            value: row.get(12)?,
            with: row.get(13)?,
            with_name: row.get(14)?,
            with_directory: row.get(15)?,
            doubt: row.get(16)?,
            standing: row.get(17)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// People of a kind, by name, with their exact number.
pub fn people(
    conn: &Connection,
    state: PersonState,
    pattern: Option<&str>,
    (offset, limit): (i64, i64),
) -> Result<(Vec<PersonRow>, i64), StoreError> {
    let of = match state {
        PersonState::Joined => "person_id <> principal_id",
        PersonState::InDoubt => "doubt IS NOT NULL",
        PersonState::Unowned => "standing = 'unowned'",
        PersonState::Left => "standing = 'left'",
    };
    let cut = format!(
        "principal p WHERE p.id IN (SELECT person_id FROM correlation WHERE {of})
         AND (?1 IS NULL OR p.display_name LIKE ?1 ESCAPE '\\' OR p.user_name LIKE ?1 ESCAPE '\\' OR p.mail LIKE ?1 ESCAPE '\\')"
    );
    let total = conn
        .prepare_cached(&format!("SELECT count(*) FROM {cut}"))?
        .query_row([pattern], |row| row.get(0))?;
    let mut statement = conn.prepare_cached(&format!(
        "SELECT p.id, p.display_name, p.user_name, p.mail, p.department, p.enabled, p.removed_snapshot_id IS NOT NULL,
           1 + (SELECT count(*) FROM correlation c WHERE c.person_id = p.id AND c.principal_id <> p.id),
           (SELECT json_group_array(name) FROM (SELECT DISTINCT d.name FROM (
              SELECT p.id AS id UNION SELECT c.principal_id FROM correlation c WHERE c.person_id = p.id) a
              JOIN principal q ON q.id = a.id JOIN directory d ON d.id = q.directory_id ORDER BY d.name))
         FROM (SELECT p.* FROM {cut} ORDER BY p.display_name COLLATE NOCASE, p.id LIMIT ?3 OFFSET ?2) p
         ORDER BY p.display_name COLLATE NOCASE, p.id"
    ))?;
    let rows = statement.query_map(params![pattern, offset, limit], read)?;
    let mut list = Vec::new();
    for row in rows {
        let (mut row, names) = row?;
        row.directories = serde_json::from_str(&names)?;
        list.push(row);
    }
    Ok((list, total))
}

fn read(row: &Row<'_>) -> rusqlite::Result<(PersonRow, String)> {
    let person = PersonRow {
        person: row.get(0)?,
        display_name: row.get(1)?,
        user_name: row.get(2)?,
        mail: row.get(3)?,
        department: row.get(4)?,
        enabled: row.get(5)?,
        removed: row.get(6)?,
        accounts: row.get(7)?,
        directories: Vec::new(),
    };
    Ok((person, row.get(8)?))
}
