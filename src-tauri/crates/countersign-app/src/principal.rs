//! People, groups, applications and roles of the last snapshot.

use chrono::{DateTime, Utc};
use countersign_store::StoreError;
use countersign_store::rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;

pub(crate) const MOST: i64 = 1_000;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct PrincipalListInput {
    /// Part of a name, account or mail.
    pub search: Option<String>,
    /// `user`, `group`, `servicePrincipal`, `directoryRole` or `azureRole`.
    pub kind: Option<String>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalPage {
    pub rows: Vec<PrincipalRow>,
    pub total: i64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalRow {
    pub principal: i64,
    pub kind: String,
    pub key: String,
    pub display_name: String,
    pub user_name: Option<String>,
    pub mail: Option<String>,
    pub user_type: Option<String>,
    pub enabled: Option<bool>,
    pub department: Option<String>,
    pub dn: String,
    /// Direct members of a group, direct assignments of an application or a role; none for a person.
    pub member_count: Option<i64>,
}

impl PrincipalRow {
    /// What a plain person sees of another: enough to choose them by.
    fn keep_name(&mut self) {
        self.key.clear();
        self.dn.clear();
        (self.enabled, self.member_count) = (None, None);
    }
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalShowInput {
    pub principal: i64,
}

/// An immutable id, a DN, an account, a mail address or a unique name.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindInput {
    pub reference: String,
    /// `user`, `group`, `servicePrincipal`, `directoryRole` or `azureRole`.
    pub kind: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    pub principal: i64,
}

/// The one principal that a reference means.
pub(crate) fn find(read: &Read<'_>, input: FindInput) -> Result<Found, Problem> {
    Ok(Found {
        principal: crate::resolve::principal(read.connection, &input.reference, &input.kind, "reference")?,
    })
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalView {
    #[serde(flatten)]
    pub row: PrincipalRow,
    pub title: Option<String>,
    pub employee_id: Option<String>,
    pub manager: Option<i64>,
    pub manager_name: Option<String>,
    pub created_at: Option<DateTime<Utc>>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub last_sign_in_field: Option<String>,
    /// Not in the directory any more.
    pub removed: bool,
    #[ts(type = "unknown")]
    pub attributes: serde_json::Value,
}

/// A search text as a LIKE pattern in which nothing of it is a wildcard.
pub(crate) fn pattern(search: Option<&str>) -> Option<String> {
    let text = search.map(str::trim).filter(|text| !text.is_empty())?;
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Some(format!("%{escaped}%"))
}

pub(crate) fn page(offset: Option<i64>, limit: Option<i64>) -> (i64, i64) {
    (offset.unwrap_or(0).max(0), limit.unwrap_or(100).clamp(1, MOST))
}

const MEMBERS: &str = "CASE p.kind WHEN 'user' THEN NULL
    WHEN 'group' THEN (SELECT count(*) FROM \"grant\" g WHERE g.resource_id = p.id AND g.entitlement = 'member')
    ELSE (SELECT count(*) FROM \"grant\" g WHERE g.resource_id = p.id AND g.entitlement <> 'owner') END";
const WHERE: &str = "p.removed_snapshot_id IS NULL AND p.kind <> 'container' AND (?1 IS NULL OR p.kind = ?1)
    AND (?2 IS NULL OR p.display_name LIKE ?2 ESCAPE '\\' OR p.user_name LIKE ?2 ESCAPE '\\' OR p.mail LIKE ?2 ESCAPE '\\')";

pub(crate) fn list(read: &Read<'_>, input: PrincipalListInput) -> Result<PrincipalPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let search = pattern(input.search.as_deref());
    let sql = format!(
        "SELECT p.id, p.kind, p.key, p.display_name, p.user_name, p.mail, p.user_type, p.enabled, p.department, p.dn,
                {MEMBERS}
         FROM (SELECT * FROM principal p WHERE {WHERE} ORDER BY p.display_name COLLATE NOCASE, p.id LIMIT ?4 OFFSET ?3) p
         ORDER BY p.display_name COLLATE NOCASE, p.id"
    );
    let mut statement = read.connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let mut rows: Vec<PrincipalRow> = statement
        .query_map(params![input.kind, search, offset, limit], read_row)
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    let total = read
        .connection
        .prepare_cached(&format!("SELECT count(*) FROM principal p WHERE {WHERE}"))
        .and_then(|mut statement| statement.query_row(params![input.kind, search], |row| row.get(0)))
        .map_err(StoreError::from)?;
    if !crate::sight::sees_directory(read.connection, &read.actor)? {
        rows.iter_mut().for_each(PrincipalRow::keep_name);
    }
    Ok(PrincipalPage { rows, total })
}

fn read_row(row: &countersign_store::rusqlite::Row<'_>) -> countersign_store::rusqlite::Result<PrincipalRow> {
    Ok(PrincipalRow {
        principal: row.get(0)?,
        kind: row.get(1)?,
        key: row.get(2)?,
        display_name: row.get(3)?,
        user_name: row.get(4)?,
        mail: row.get(5)?,
        user_type: row.get(6)?,
        enabled: row.get(7)?,
        department: row.get(8)?,
        dn: row.get(9)?,
        member_count: row.get(10)?,
    })
}

pub(crate) fn show(read: &Read<'_>, input: PrincipalShowInput) -> Result<PrincipalView, Problem> {
    let found = read
        .connection
        .query_row(
            &format!("SELECT p.id, p.kind, p.key, p.display_name, p.user_name, p.mail, p.user_type, p.enabled, p.department, p.dn,
                    {MEMBERS},
                    p.title, p.employee_id, p.manager_id, m.display_name, p.created_at, p.last_sign_in_at,
                    p.last_sign_in_field, p.removed_snapshot_id IS NOT NULL, p.attributes
             FROM principal p LEFT JOIN principal m ON m.id = p.manager_id WHERE p.id = ?1"),
            [input.principal],
            |row| {
                Ok((
                    PrincipalView {
                        row: read_row(row)?,
                        title: row.get(11)?,
                        employee_id: row.get(12)?,
                        manager: row.get(13)?,
                        manager_name: row.get(14)?,
                        created_at: row.get(15)?,
                        last_sign_in_at: row.get(16)?,
                        last_sign_in_field: row.get(17)?,
                        removed: row.get(18)?,
                        attributes: serde_json::Value::Null,
                    },
                    row.get::<_, String>(19)?,
                ))
            },
        )
        .optional()
        .map_err(StoreError::from)?;
    let (view, attributes) = found.ok_or_else(|| Problem::missing("principal", input.principal))?;
    let own = read.actor.principal.map(|one| one.0) == Some(input.principal);
    if !own && !crate::sight::sees_directory(read.connection, &read.actor)? {
        let mut card = PrincipalView {
            employee_id: None,
            created_at: None,
            last_sign_in_at: None,
            last_sign_in_field: None,
            ..view
        };
        card.row.keep_name();
        return Ok(card);
    }
    Ok(PrincipalView {
        attributes: serde_json::from_str(&attributes)?,
        ..view
    })
}
