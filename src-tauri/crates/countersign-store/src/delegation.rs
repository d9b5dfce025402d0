//! Roles given over catalogs, to people and to groups; who has them by whatever way.

use chrono::{DateTime, Utc};
use countersign_domain::catalog::CatalogRole;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// The principal itself and every group it is in, however deep; a group that contains itself does no harm.
pub(crate) const SELF_AND_GROUPS: &str = "WITH RECURSIVE mine (id) AS (
    SELECT id FROM principal WHERE id = ?1 AND removed_snapshot_id IS NULL UNION
    SELECT g.resource_id FROM mine JOIN \"grant\" g ON g.principal_id = mine.id AND g.entitlement = 'member'
    JOIN principal p ON p.id = g.resource_id AND p.kind = 'group' AND p.removed_snapshot_id IS NULL)";

/// A role that was given.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DelegationRow {
    pub delegation: i64,
    pub role: CatalogRole,
    /// None for a creator, whose role is over no catalog.
    pub catalog: Option<i64>,
    pub catalog_name: Option<String>,
    pub principal: i64,
    pub principal_name: String,
    /// `user`, `group` or `servicePrincipal`.
    pub principal_kind: String,
    /// Not in the directory any more.
    pub principal_gone: bool,
    pub given_at: DateTime<Utc>,
    pub given_by: String,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
}

/// Which delegations a list shows.
#[derive(Debug, Clone, Default)]
pub struct DelegationFilter {
    pub catalog: Option<i64>,
    pub principal: Option<i64>,
    pub role: Option<CatalogRole>,
    /// Those that were ended, too.
    pub ended: bool,
    /// Only over these catalogs; none means all, and the creators.
    pub only: Option<Vec<i64>>,
}

const ROW: &str =
    "SELECT d.*, c.display_name AS catalog_name, p.display_name AS principal_name, p.kind AS principal_kind,
    p.removed_snapshot_id IS NOT NULL AS principal_gone
    FROM delegation d JOIN principal p ON p.id = d.principal_id LEFT JOIN catalog c ON c.id = d.catalog_id";

fn read(row: &Row<'_>) -> rusqlite::Result<DelegationRow> {
    Ok(DelegationRow {
        delegation: row.get("id")?,
        role: role(row.get("role")?)?,
        catalog: row.get("catalog_id")?,
        catalog_name: row.get("catalog_name")?,
        principal: row.get("principal_id")?,
        principal_name: row.get("principal_name")?,
        principal_kind: row.get("principal_kind")?,
        principal_gone: row.get("principal_gone")?,
        given_at: row.get("given_at")?,
        given_by: row.get("given_by")?,
        ended_at: row.get("ended_at")?,
        ended_by: row.get("ended_by")?,
    })
}

fn role(word: String) -> rusqlite::Result<CatalogRole> {
    CatalogRole::from_word(&word).ok_or_else(|| {
        let error = StoreError::Value(format!("“{word}” is not a role over a catalog"));
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// The roles a principal has in a catalog, itself or through groups, and over all of them.
pub fn roles_of(connection: &Connection, principal: i64, catalog: Option<i64>) -> Result<Vec<CatalogRole>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{SELF_AND_GROUPS} SELECT DISTINCT d.role FROM mine CROSS JOIN delegation d ON d.principal_id = mine.id
         WHERE d.ended_at IS NULL AND (d.catalog_id IS NULL OR d.catalog_id = ?2)"
    ))?;
    let rows = statement.query_map(params![principal, catalog], |row| role(row.get(0)?))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The catalogs in which a principal has any role, itself or through groups.
pub fn catalogs_of(connection: &Connection, principal: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{SELF_AND_GROUPS} SELECT DISTINCT d.catalog_id FROM mine CROSS JOIN delegation d ON d.principal_id = mine.id
         WHERE d.ended_at IS NULL AND d.catalog_id IS NOT NULL ORDER BY 1"
    ))?;
    let rows = statement.query_map([principal], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives a role; `None` where the principal has it already.
pub fn give(
    transaction: &Transaction<'_>,
    role: CatalogRole,
    catalog: Option<i64>,
    principal: i64,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let given = transaction
        .prepare_cached(
            "INSERT INTO delegation (role, catalog_id, principal_id, given_at, given_by) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING RETURNING id",
        )?
        .query_row(params![role.word(), catalog, principal, stamp(now), actor], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(given)
}

/// Ends a role; `false` where it was ended before.
pub fn end(
    transaction: &Transaction<'_>,
    delegation: i64,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let ended = transaction
        .prepare_cached("UPDATE delegation SET ended_at = ?2, ended_by = ?3 WHERE id = ?1 AND ended_at IS NULL")?
        .execute(params![delegation, stamp(now), actor])?;
    Ok(ended == 1)
}

/// Ends every role over a catalog, and answers how many there were.
pub fn end_all(
    transaction: &Transaction<'_>,
    catalog: i64,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    Ok(transaction.execute(
        "UPDATE delegation SET ended_at = ?2, ended_by = ?3 WHERE catalog_id = ?1 AND ended_at IS NULL",
        params![catalog, stamp(now), actor],
    )?)
}

/// One delegation, ended or not.
pub fn one(connection: &Connection, delegation: i64) -> Result<Option<DelegationRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE d.id = ?1"))?;
    Ok(statement.query_row([delegation], read).optional()?)
}

/// A page of delegations, those of no catalog first, then by catalog, role and name; and how many there are.
pub fn list(
    connection: &Connection,
    filter: &DelegationFilter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<DelegationRow>, i64), StoreError> {
    // A plain equality where it is asked for lets SQLite use the index; `?1 IS NULL OR` would not.
    let mut narrow = String::from(" WHERE ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4");
    for (wanted, condition) in [
        (filter.catalog.is_some(), " AND d.catalog_id = ?1"),
        (filter.principal.is_some(), " AND d.principal_id = ?2"),
        (filter.role.is_some(), " AND d.role = ?3"),
        (!filter.ended, " AND d.ended_at IS NULL"),
        (
            filter.only.is_some(),
            " AND d.catalog_id IN (SELECT value FROM json_each(?4))",
        ),
    ] {
        if wanted {
            narrow.push_str(condition);
        }
    }
    let word = filter.role.map(CatalogRole::word);
    let only = filter.only.as_ref().map(serde_json::to_string).transpose()?;
    let mut statement = connection.prepare_cached(&format!(
        "{ROW}{narrow} ORDER BY c.display_name COLLATE NOCASE, d.catalog_id, d.role, p.display_name COLLATE NOCASE, d.id
         LIMIT ?6 OFFSET ?5"
    ))?;
    let rows = statement
        .query_map(
            params![filter.catalog, filter.principal, word, only, offset, limit],
            read,
        )?
        .collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM delegation d{narrow}"))?
        .query_row(params![filter.catalog, filter.principal, word, only], |row| row.get(0))?;
    Ok((rows, total))
}
