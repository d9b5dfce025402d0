//! One person's access over time: everything that happened to it, in one line.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// One thing that happened.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "HistoryMoment")]
pub struct Moment {
    pub at: DateTime<Utc>,
    /// `access`, `request`, `approval`, `assignment`, `decision`, `change`, `verification`, `exception` or `task`.
    pub kind: String,
    /// What happened, in the word of its kind; of a change `kind:outcome`.
    pub act: String,
    pub resource: i64,
    pub resource_name: String,
    pub resource_kind: String,
    pub entitlement: String,
    pub actor: String,
    /// The reason, or through what the access still comes.
    pub text: String,
    /// `snapshot`, `item`, `request`, `assignment`, `change`, `exception` or `task`, and its number.
    pub about: String,
    pub about_id: i64,
    pub instance: Option<i64>,
}

/// A page of what happened to a person's access, newest first, and how much there is.
/// The list must have been gathered.
pub fn person(
    connection: &Connection,
    principal: i64,
    resource: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Moment>, i64), StoreError> {
    const ALL: &str = include_str!("person.sql");
    let total = connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM ({ALL}) WHERE ?2 IS NULL OR resource_id = ?2"
        ))?
        .query_row(params![principal, resource], |row| row.get(0))?;
    // What happened at one moment is told in the order of cause and effect, the newest first.
    let mut statement = connection.prepare_cached(&format!(
        "SELECT m.*, p.display_name AS resource_name, p.kind AS resource_kind FROM ({ALL}) m
         JOIN principal p ON p.id = m.resource_id WHERE ?2 IS NULL OR m.resource_id = ?2
         ORDER BY m.at DESC, CASE m.kind WHEN 'verification' THEN 0 WHEN 'task' THEN 1 WHEN 'change' THEN 2
            WHEN 'exception' THEN 3 WHEN 'decision' THEN 4 WHEN 'assignment' THEN 5 WHEN 'approval' THEN 6
            WHEN 'request' THEN 7 ELSE 8 END, m.about_id DESC, m.act, m.resource_id
         LIMIT ?4 OFFSET ?3"
    ))?;
    let rows = statement.query_map(params![principal, resource, offset, limit], |row| {
        Ok(Moment {
            at: row.get("at")?,
            kind: row.get("kind")?,
            act: row.get("act")?,
            resource: row.get("resource_id")?,
            resource_name: row.get("resource_name")?,
            resource_kind: row.get("resource_kind")?,
            entitlement: row.get("entitlement")?,
            actor: row.get::<_, Option<String>>("actor")?.unwrap_or_default(),
            text: row.get("text")?,
            about: row.get("about")?,
            about_id: row.get("about_id")?,
            instance: row.get("instance_id")?,
        })
    })?;
    Ok((rows.collect::<Result<_, _>>()?, total))
}

/// The name and the account of a principal.
pub fn principal_name(connection: &Connection, principal: i64) -> Result<Option<(String, Option<String>)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT display_name, user_name FROM principal WHERE id = ?1")?;
    let found = statement.query_row([principal], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(found.optional()?)
}
