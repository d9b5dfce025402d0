//! Guests who came by an access package, or were put under its rules, and leave with the last one.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// A guest under the rules of access packages.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GovernedRow {
    pub principal: i64,
    pub principal_name: String,
    pub mail: Option<String>,
    pub organization: Option<i64>,
    pub organization_name: Option<String>,
    /// The request they came by.
    pub request: Option<i64>,
    /// `present`, `leaving`, `deleted` or `released` from these rules.
    pub status: String,
    pub since: DateTime<Utc>,
    /// The plan they leave by.
    pub plan: Option<i64>,
    pub ended_at: Option<DateTime<Utc>>,
    pub reason: String,
    /// Access packages they have or are about to have.
    pub package_count: i64,
    /// What else they hold: the first few names.
    pub other_access: Vec<String>,
    /// How far the leaving is: a state of the guests on their way out.
    pub leaving: Option<String>,
    pub delete_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct GovernedFilter<'a> {
    pub status: Option<&'a str>,
    pub organization: Option<i64>,
}

/// A governed guest without any access package.
#[derive(Debug, Clone)]
pub struct Done {
    pub principal: i64,
    pub name: String,
    pub directory: i64,
    pub key: String,
    pub dn: String,
}

/// Names of other access that are shown.
const SHOWN: i64 = 5;

const ROW: &str = "SELECT q.*, p.display_name AS principal_name, p.mail, o.display_name AS organization_name,
    (SELECT count(*) FROM assignment a WHERE a.principal_id = q.principal_id AND a.state <> 'expired') AS package_count,
    g.status AS leaving, g.delete_at
    FROM governed_guest q JOIN principal p ON p.id = q.principal_id
    LEFT JOIN organization o ON o.id = q.organization_id
    LEFT JOIN guest g ON g.plan_id = q.plan_id AND g.principal_id = q.principal_id";

fn read(connection: &Connection, row: &Row<'_>) -> Result<GovernedRow, StoreError> {
    let principal = row.get("principal_id")?;
    Ok(GovernedRow {
        principal,
        principal_name: row.get("principal_name")?,
        mail: row.get("mail")?,
        organization: row.get("organization_id")?,
        organization_name: row.get("organization_name")?,
        request: row.get("request_id")?,
        status: row.get("status")?,
        since: row.get("since")?,
        plan: row.get("plan_id")?,
        ended_at: row.get("ended_at")?,
        reason: row.get("reason")?,
        package_count: row.get("package_count")?,
        other_access: other_access(connection, principal)?,
        leaving: row.get("leaving")?,
        delete_at: row.get("delete_at")?,
    })
}

/// What somebody holds in the directory beside access packages: the first few names.
pub fn other_access(connection: &Connection, principal: i64) -> Result<Vec<String>, StoreError> {
    // What a package gave and is being taken away is not other access.
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT p.display_name FROM \"grant\" g JOIN principal p ON p.id = g.resource_id
         WHERE g.principal_id = ?1 AND p.kind <> 'accessPackage' AND p.removed_snapshot_id IS NULL
         ORDER BY p.display_name LIMIT ?2",
    )?;
    let rows = statement.query_map(params![principal, SHOWN], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One governed guest.
pub fn one(connection: &Connection, principal: i64) -> Result<Option<GovernedRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE q.principal_id = ?1"))?;
    let mut rows = statement.query([principal])?;
    rows.next()?.map(|row| read(connection, row)).transpose()
}

/// A page of governed guests, by name, and how many match.
pub fn governed(
    connection: &Connection,
    filter: GovernedFilter<'_>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<GovernedRow>, i64), StoreError> {
    const MATCH: &str = "(?1 IS NULL OR q.status = ?1) AND (?2 IS NULL OR q.organization_id = ?2)";
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE {MATCH} ORDER BY p.display_name COLLATE NOCASE, q.principal_id LIMIT ?4 OFFSET ?3"
    ))?;
    let mut rows = statement.query(params![filter.status, filter.organization, offset, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(connection, row)?);
    }
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM governed_guest q WHERE {MATCH}"))?
        .query_row(params![filter.status, filter.organization], |row| row.get(0))?;
    Ok((found, total))
}

/// Puts a guest under the rules of access packages, or releases them.
pub fn govern(
    transaction: &Transaction<'_>,
    principal: i64,
    organization: Option<i64>,
    request: Option<i64>,
    governed: bool,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let status = if governed { "present" } else { "released" };
    transaction.execute(
        "INSERT INTO governed_guest (principal_id, organization_id, request_id, status, since, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (principal_id) DO UPDATE SET status = excluded.status, since = excluded.since,
           reason = excluded.reason, organization_id = coalesce(excluded.organization_id, organization_id),
           request_id = coalesce(excluded.request_id, request_id), plan_id = NULL, ended_at = NULL",
        params![principal, organization, request, status, stamp(now), reason],
    )?;
    Ok(())
}

/// Governed guests whose last access package has ended and who wait for none: nobody who never had one.
pub fn done(connection: &Connection, limit: i64) -> Result<Vec<Done>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT p.id, p.display_name, p.directory_id, p.key, p.dn FROM governed_guest q
         JOIN principal p ON p.id = q.principal_id
         WHERE q.status = 'present' AND p.removed_snapshot_id IS NULL
           AND EXISTS (SELECT 1 FROM assignment a WHERE a.principal_id = p.id)
           AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.principal_id = p.id AND a.state <> 'expired')
           AND NOT EXISTS (SELECT 1 FROM request r WHERE r.target_id = p.id
                           AND r.state IN ('submitted','pendingApproval','scheduled','delivering')
                           AND r.kind NOT IN ('userRemove','adminRemove','systemRemove','approverRemove','onBehalfRemove'))
         ORDER BY p.directory_id, p.id LIMIT ?1",
    )?;
    let rows = statement.query_map([limit], |row| {
        Ok(Done {
            principal: row.get(0)?,
            name: row.get(1)?,
            directory: row.get(2)?,
            key: row.get(3)?,
            dn: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes the plan by which a guest leaves.
pub fn leave(transaction: &Transaction<'_>, principal: i64, plan: i64) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE governed_guest SET status = 'leaving', plan_id = ?2 WHERE principal_id = ?1")?
        .execute([principal, plan])?;
    Ok(())
}

/// Plans by which governed guests leave and that have not blocked somebody yet.
pub fn leaving_plans(connection: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT g.plan_id FROM governed_guest q
         JOIN guest g ON g.plan_id = q.plan_id AND g.principal_id = q.principal_id
         WHERE q.status = 'leaving' AND g.status = 'planned' ORDER BY 1",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Governed guests on their way out who have an access package again.
pub fn returned(connection: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT q.principal_id FROM governed_guest q
         WHERE q.status = 'leaving' AND EXISTS (SELECT 1 FROM assignment a
           WHERE a.principal_id = q.principal_id AND a.state NOT IN ('expired','removing')) ORDER BY 1",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// After the way out of a guest took a step: deleted for good, or present again where they were kept.
pub fn settle(transaction: &Transaction<'_>, principal: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    let state: Option<String> = transaction
        .prepare_cached(
            "SELECT g.status FROM governed_guest q JOIN guest g ON g.plan_id = q.plan_id AND g.principal_id = q.principal_id
             WHERE q.principal_id = ?1 AND q.status = 'leaving'",
        )?
        .query_row([principal], |row| row.get(0))
        .optional()?;
    let (status, ended) = match state.as_deref() {
        Some("deleted") => ("deleted", Some(stamp(now))),
        // Kept, or left to a person: under these rules no longer, until an administrator says so again.
        Some("kept" | "byHand") => ("released", Some(stamp(now))),
        _ => return Ok(()),
    };
    transaction.execute(
        "UPDATE governed_guest SET status = ?2, ended_at = ?3 WHERE principal_id = ?1",
        params![principal, status, ended],
    )?;
    Ok(())
}
