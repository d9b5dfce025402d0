//! What one person holds by access packages, and what they could ask for.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::policy::Person;

/// A package that somebody holds or held, and by what.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "AccessHeldRow")]
pub struct HeldRow {
    pub assignment: i64,
    pub package: i64,
    pub package_name: String,
    pub description: String,
    pub policy: i64,
    pub policy_name: String,
    pub policy_version: i64,
    pub state: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: Option<DateTime<Utc>>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_because: Option<String>,
    /// The newest request that gave or extended it; none where a rule did.
    pub request: Option<i64>,
    pub requested_by: Option<String>,
    pub justification: Option<String>,
    /// What the package gives, by name.
    pub gives: Vec<String>,
}

/// A package that somebody could ask for.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "AccessAvailableRow")]
pub struct AvailableRow {
    pub package: i64,
    pub package_name: String,
    pub description: String,
    pub catalog_name: String,
    /// What the package gives, by name.
    pub gives: Vec<String>,
    /// The person has it.
    pub assignment: Option<i64>,
    /// They asked for it already.
    pub request: Option<i64>,
}

fn gives(connection: &Connection, package: i64) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT p.display_name || CASE r.entitlement WHEN 'member' THEN '' ELSE ' (' || r.entitlement || ')' END
         FROM package_role r JOIN principal p ON p.id = r.resource_id
         WHERE r.package_id = ?1 AND r.removed_at IS NULL ORDER BY p.display_name, r.entitlement",
    )?;
    let rows = statement.query_map([package], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A page of what a person holds, or (with `ended`) held once, the newest first.
pub fn held(
    connection: &Connection,
    principal: i64,
    ended: bool,
    offset: i64,
    limit: i64,
) -> Result<(Vec<HeldRow>, i64), StoreError> {
    let total = connection
        .prepare_cached("SELECT count(*) FROM assignment WHERE principal_id = ?1 AND (state = 'expired') = ?2")?
        .query_row(params![principal, ended], |row| row.get(0))?;
    let mut statement = connection.prepare_cached(
        "SELECT a.id, a.package_id, k.display_name, k.description, a.policy_id, p.display_name, a.policy_version, a.state,
                a.starts_at, a.ends_at, a.delivered_at, a.ended_at, a.ended_because, r.id, r.requestor, r.justification
         FROM assignment a JOIN package k ON k.id = a.package_id JOIN policy p ON p.id = a.policy_id
         LEFT JOIN request r ON r.id = (SELECT max(q.id) FROM request q WHERE q.assignment_id = a.id
              AND q.state IN ('delivering','delivered','partiallyDelivered','deliveryFailed')
              AND q.kind IN ('userAdd','adminAdd','systemAdd','onBehalfAdd','userUpdate','adminUpdate','onBehalfUpdate'))
         WHERE a.principal_id = ?1 AND (a.state = 'expired') = ?2 ORDER BY a.id DESC LIMIT ?4 OFFSET ?3",
    )?;
    let mut rows = statement
        .query_map(params![principal, ended, offset, limit], |row| {
            Ok(HeldRow {
                assignment: row.get(0)?,
                package: row.get(1)?,
                package_name: row.get(2)?,
                description: row.get(3)?,
                policy: row.get(4)?,
                policy_name: row.get(5)?,
                policy_version: row.get(6)?,
                state: row.get(7)?,
                starts_at: row.get(8)?,
                ends_at: row.get(9)?,
                delivered_at: row.get(10)?,
                ended_at: row.get(11)?,
                ended_because: row.get(12)?,
                request: row.get(13)?,
                requested_by: row.get(14)?,
                justification: row.get(15)?,
                gives: Vec::new(),
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    for row in &mut rows {
        row.gives = gives(connection, row.package)?;
    }
    Ok((rows, total))
}

/// How many requests for a person are not decided or delivered yet.
pub fn open_requests(connection: &Connection, principal: i64) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT count(*) FROM request WHERE target_id = ?1
           AND state IN ('submitted','pendingApproval','scheduled','delivering')",
    )?;
    Ok(statement.query_row([principal], |row| row.get(0))?)
}

// Whoever is what a policy is for; hidden packages and unpublished catalogs are not shown. The sets are made once
// for a list, each by an index, instead of a look into every package.
const OPEN: &str = "FROM package k
    WHERE k.deleted_at IS NULL AND k.hidden = 0
      AND k.catalog_id IN (SELECT id FROM catalog WHERE state = 'published' AND deleted_at IS NULL AND directory_id = ?1)
      AND (k.id IN (SELECT package_id FROM policy_target WHERE target IN (SELECT value FROM json_each(?2)))
           OR k.catalog_id IN (SELECT id FROM catalog WHERE external = 1)
              AND k.id IN (SELECT package_id FROM policy_target WHERE target IN (SELECT value FROM json_each(?3))))";
const SEARCH: &str = "AND (k.display_name LIKE ?4 ESCAPE '\\' OR k.description LIKE ?4 ESCAPE '\\'
      OR k.id IN (SELECT r.package_id FROM principal p
                  JOIN package_role r ON r.resource_id = p.id AND r.removed_at IS NULL
                  WHERE p.id IN (SELECT resource_id FROM catalog_resource) AND p.display_name LIKE ?4 ESCAPE '\\'))";

/// A page of the packages that a person could ask for, by name, and how many there are.
pub fn available(
    connection: &Connection,
    person: &Person,
    tokens: &BTreeSet<String>,
    search: Option<&str>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<AvailableRow>, i64), StoreError> {
    // What is for people from outside is theirs only where the catalog is open to them.
    let outside = |token: &&String| *token == "guests" || token.starts_with("organization");
    let (theirs, others): (Vec<&String>, Vec<&String>) = tokens.iter().partition(outside);
    let (theirs, others) = (serde_json::to_string(&theirs)?, serde_json::to_string(&others)?);
    let search = search.map(str::trim).filter(|text| !text.is_empty()).map(|text| {
        let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("%{escaped}%")
    });
    let wanted = match search {
        Some(_) => format!("{OPEN} {SEARCH}"),
        None => format!("{OPEN} AND ?4 IS NULL"),
    };
    let total = connection
        .prepare_cached(&format!("SELECT count(*) {wanted}"))?
        .query_row(params![person.directory, others, theirs, search], |row| row.get(0))?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT k.id, k.display_name, k.description, c.display_name
         FROM (SELECT k.id {wanted} ORDER BY k.display_name, k.id LIMIT ?6 OFFSET ?5) f
         JOIN package k ON k.id = f.id JOIN catalog c ON c.id = k.catalog_id ORDER BY k.display_name, k.id"
    ))?;
    let mut rows = statement
        .query_map(
            params![person.directory, others, theirs, search, offset, limit],
            |row| {
                Ok(AvailableRow {
                    package: row.get(0)?,
                    package_name: row.get(1)?,
                    description: row.get(2)?,
                    catalog_name: row.get(3)?,
                    gives: Vec::new(),
                    assignment: None,
                    request: None,
                })
            },
        )?
        .collect::<Result<Vec<_>, _>>()?;
    for row in &mut rows {
        row.gives = gives(connection, row.package)?;
        row.assignment =
            crate::request::held_by(connection, person.principal, row.package)?.map(|held| held.assignment);
        row.request = crate::request::going_on(connection, person.principal, row.package)?;
    }
    Ok((rows, total))
}
