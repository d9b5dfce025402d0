//! What one snapshot of a directory has and an earlier one had not, and the other way round.
//!
//! Only what a snapshot between them touched is looked at. Managers, last sign-ins and references to nothing are not
//! kept from snapshot to snapshot, and so are not compared.

use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;

const PRINCIPAL: &str = include_str!("compare/principal.sql");
const GRANT_CAME: &str = include_str!("compare/grant_came.sql");
const GRANT_WENT: &str = include_str!("compare/grant_went.sql");

/// What became of a principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Changed {
    Came,
    Gone,
    Changed,
}

impl Changed {
    /// As a condition over what it was in both.
    fn condition(of: Option<Self>) -> &'static str {
        match of {
            None => "t.a IS NOT t.b",
            Some(Self::Came) => "t.a IS NULL AND t.b IS NOT NULL",
            Some(Self::Gone) => "t.a IS NOT NULL AND t.b IS NULL",
            Some(Self::Changed) => "t.a <> t.b",
        }
    }
}

/// How much differs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    pub came: i64,
    pub gone: i64,
    pub changed: i64,
    pub grants_added: i64,
    pub grants_removed: i64,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComparedField {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A principal that is there in one of the snapshots only, or is something else.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComparedPrincipal {
    pub principal: i64,
    pub kind: String,
    pub change: Changed,
    /// As in the later snapshot, or in the earlier one where it is gone.
    pub display_name: String,
    pub user_name: Option<String>,
    /// What differs, where it is there in both.
    pub fields: Vec<ComparedField>,
}

/// A direct grant that stands in one of the snapshots only.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComparedGrant {
    pub resource: i64,
    pub resource_name: String,
    pub resource_kind: String,
    pub entitlement: String,
    pub principal: i64,
    pub principal_name: String,
    pub principal_kind: String,
}

/// Which two: the directory, the earlier snapshot, the later one.
pub type Span = (i64, i64, i64);

/// The exact numbers of all that differs.
pub fn compare(conn: &Connection, span: Span) -> Result<Difference, StoreError> {
    Ok(Difference {
        came: count_principals(conn, span, Some(Changed::Came))?,
        gone: count_principals(conn, span, Some(Changed::Gone))?,
        changed: count_principals(conn, span, Some(Changed::Changed))?,
        grants_added: count_grants(conn, span, true)?,
        grants_removed: count_grants(conn, span, false)?,
    })
}

/// How many principals differ.
pub fn count_principals(
    conn: &Connection,
    (directory, from, to): Span,
    change: Option<Changed>,
) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT count(*) FROM ({PRINCIPAL}) t WHERE {}",
        Changed::condition(change)
    );
    let mut statement = conn.prepare_cached(&sql)?;
    Ok(statement.query_row([directory, from, to], |row| row.get(0))?)
}

/// How many grants came (`added`) or went.
pub fn count_grants(conn: &Connection, (directory, from, to): Span, added: bool) -> Result<i64, StoreError> {
    let sql = if added { GRANT_CAME } else { GRANT_WENT };
    let mut statement = conn.prepare_cached(&format!("SELECT count(*) FROM ({sql})"))?;
    Ok(statement.query_row([directory, from, to], |row| row.get(0))?)
}

/// Principals that differ, in the order of their numbers, those after `after` alone.
pub fn compared_principals(
    conn: &Connection,
    (directory, from, to): Span,
    change: Option<Changed>,
    after: i64,
    (offset, limit): (i64, i64),
) -> Result<Vec<ComparedPrincipal>, StoreError> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT t.id, t.a IS NULL, t.b IS NULL, p.kind FROM ({PRINCIPAL}) t CROSS JOIN principal p ON p.id = t.id
         WHERE {} AND t.id > ?4 ORDER BY t.id LIMIT ?6 OFFSET ?5",
        Changed::condition(change)
    ))?;
    let mut rows = statement.query(params![directory, from, to, after, offset, limit])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, no_before, no_after): (i64, bool, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (before, now) = (version(conn, id, from)?, version(conn, id, to)?);
        let shown = now.as_ref().or(before.as_ref());
        let text = |name: &str| shown.and_then(|one| one.iter().find(|(field, _)| field == name)?.1.clone());
        list.push(ComparedPrincipal {
            principal: id,
            kind: row.get(3)?,
            change: match (no_before, no_after) {
                (true, _) => Changed::Came,
                (_, true) => Changed::Gone,
                _ => Changed::Changed,
            },
            display_name: text("displayName").unwrap_or_default(),
            user_name: text("userName"),
            fields: match (&before, &now) {
                (Some(before), Some(now)) => differing(before, now),
                _ => Vec::new(),
            },
        });
    }
    Ok(list)
}

type Version = Vec<(String, Option<String>)>;

const FIELDS: [&str; 9] = [
    "displayName",
    "userName",
    "mail",
    "userType",
    "enabled",
    "department",
    "title",
    "employeeId",
    "dn",
];
const COLUMNS: &str = "display_name, user_name, mail, user_type,
    CASE enabled WHEN 1 THEN 'true' WHEN 0 THEN 'false' END, department, title, employee_id, dn, attributes";

/// What a principal was as of a snapshot: its fields, then its attributes.
fn version(conn: &Connection, id: i64, as_of: i64) -> Result<Option<Version>, StoreError> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM past_principal WHERE principal_id = ?1 AND since_snapshot_id <= ?2 AND until_snapshot_id > ?2
         UNION ALL SELECT {COLUMNS} FROM principal p WHERE id = ?1 AND since_snapshot_id <= ?2 AND removed_snapshot_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM past_principal v WHERE v.principal_id = ?1 AND v.since_snapshot_id <= ?2
                           AND v.until_snapshot_id > ?2)"
    ))?;
    let mut rows = statement.query([id, as_of])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let mut all = Version::with_capacity(FIELDS.len());
    for (at, field) in FIELDS.into_iter().enumerate() {
        all.push((field.to_owned(), row.get(at)?));
    }
    let attributes: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&row.get::<_, String>(FIELDS.len())?)?;
    for (name, values) in attributes {
        let texts = values.as_array().map(Vec::as_slice).unwrap_or_default();
        let texts: Vec<&str> = texts.iter().filter_map(|one| one.as_str()).collect();
        all.push((name, Some(texts.join("; "))));
    }
    Ok(Some(all))
}

fn differing(before: &Version, now: &Version) -> Vec<ComparedField> {
    let of = |version: &Version, name: &str| {
        version
            .iter()
            .find(|(field, _)| field == name)
            .and_then(|one| one.1.clone())
    };
    let mut names: Vec<&String> = before.iter().chain(now).map(|(name, _)| name).collect();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(*name));
    let fields = names.into_iter().map(|name| ComparedField {
        field: name.clone(),
        before: of(before, name),
        after: of(now, name),
    });
    fields.filter(|field| field.before != field.after).collect()
}

/// Grants that came (`added`) or went, by resource, entitlement and holder, those after `after` alone.
pub fn compared_grants(
    conn: &Connection,
    (directory, from, to): Span,
    added: bool,
    after: Option<(i64, String, i64)>,
    (offset, limit): (i64, i64),
) -> Result<Vec<ComparedGrant>, StoreError> {
    let sql = if added { GRANT_CAME } else { GRANT_WENT };
    let (resource, entitlement, principal) = after.unwrap_or((0, String::new(), 0));
    let mut statement = conn.prepare_cached(&format!(
        "SELECT g.resource_id, r.display_name, r.kind, g.entitlement, g.principal_id, p.display_name, p.kind
         FROM (SELECT * FROM ({sql}) g WHERE (g.resource_id, g.entitlement, g.principal_id) > (?4, ?5, ?6)
               ORDER BY 1, 2, 3 LIMIT ?8 OFFSET ?7) g
         CROSS JOIN principal r ON r.id = g.resource_id CROSS JOIN principal p ON p.id = g.principal_id ORDER BY 1, 4, 5"
    ))?;
    let rows = statement.query_map(
        params![directory, from, to, resource, entitlement, principal, offset, limit],
        read_grant,
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read_grant(row: &Row<'_>) -> rusqlite::Result<ComparedGrant> {
    Ok(ComparedGrant {
        resource: row.get(0)?,
        resource_name: row.get(1)?,
        resource_kind: row.get(2)?,
        entitlement: row.get(3)?,
        principal: row.get(4)?,
        principal_name: row.get(5)?,
        principal_kind: row.get(6)?,
    })
}
