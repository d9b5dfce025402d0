//! A person as the targets of a policy ask for them.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::delegation::SELF_AND_GROUPS;

/// Who somebody is, and every group they are in, however deep.
#[derive(Debug, Clone)]
pub struct Person {
    pub principal: i64,
    pub directory: i64,
    /// `user`, `servicePrincipal` …
    pub kind: String,
    pub display_name: String,
    pub mail: Option<String>,
    pub guest: bool,
    pub enabled: bool,
    /// The directory holds them no longer.
    pub gone: bool,
    pub groups: BTreeSet<i64>,
}

/// Reads a person; none where the store never saw one of this number.
pub fn person(connection: &Connection, principal: i64) -> Result<Option<Person>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT id, directory_id, kind, display_name, mail, coalesce(user_type, 'member') = 'guest',
                    coalesce(enabled, 1), removed_snapshot_id IS NOT NULL FROM principal WHERE id = ?1",
        )?
        .query_row([principal], |row| {
            Ok(Person {
                principal: row.get(0)?,
                directory: row.get(1)?,
                kind: row.get(2)?,
                display_name: row.get(3)?,
                mail: row.get(4)?,
                guest: row.get(5)?,
                enabled: row.get(6)?,
                gone: row.get(7)?,
                groups: BTreeSet::new(),
            })
        })
        .optional()?;
    let Some(mut person) = found else { return Ok(None) };
    let mut statement = connection.prepare_cached(&format!("{SELF_AND_GROUPS} SELECT id FROM mine WHERE id <> ?1"))?;
    person.groups = statement
        .query_map([principal], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(person))
}

/// The people of a directory who can sign in: everybody, members alone, or guests alone.
pub fn everybody(connection: &Connection, directory: i64, user_type: Option<&str>) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM principal WHERE directory_id = ?1 AND kind = 'user' AND removed_snapshot_id IS NULL
           AND coalesce(enabled, 1) = 1 AND (?2 IS NULL OR coalesce(user_type, 'member') = ?2) ORDER BY id",
    )?;
    let rows = statement.query_map(params![directory, user_type], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
