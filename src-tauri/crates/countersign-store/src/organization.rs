//! Connected organizations with their sponsors; outsiders on the way to an account; governed guests.

mod governed;
mod invitation;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

pub use governed::{
    Done, GovernedFilter, GovernedRow, done, govern, governed, leave as set_leaving, leaving_plans,
    one as governed_one, other_access, returned, settle as settle_governed,
};
pub use invitation::{
    Invitation, InvitationRow, awaiting, bind, bound, by_plan as invitation_of, found as found_by_mail, invitations,
    invite, planned, set_planned, set_status, stand_in,
};

/// An organization outside whose people may ask for access packages.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRow {
    pub organization: i64,
    /// Its identity in files.
    pub key: String,
    pub display_name: String,
    pub description: String,
    /// `configured` by an administrator, or `proposed` by the request of somebody unknown.
    pub state: String,
    /// The identity sources, in Graph's JSON.
    #[ts(type = "unknown")]
    pub sources: Value,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub changed_at: DateTime<Utc>,
    pub sponsor_count: i64,
    /// Governed guests who came from it and have not left.
    pub guest_count: i64,
}

/// Somebody who answers for the guests of an organization.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SponsorRow {
    pub principal: i64,
    pub principal_name: String,
    pub mail: Option<String>,
    /// `internal` or `external`.
    pub kind: String,
    /// The directory holds them no longer.
    pub gone: bool,
}

/// An organization about to be put on record, or as it is to be.
#[derive(Debug, Clone)]
pub struct NewOrganization<'a> {
    pub key: &'a str,
    pub display_name: &'a str,
    pub description: &'a str,
    pub state: &'a str,
    pub sources: &'a Value,
}

const ROW: &str = "SELECT o.*, (SELECT count(*) FROM sponsor s WHERE s.organization_id = o.id) AS sponsor_count,
    (SELECT count(*) FROM governed_guest g WHERE g.organization_id = o.id AND g.status IN ('present','leaving')) AS guest_count
    FROM organization o WHERE o.deleted_at IS NULL";

fn read(row: &Row<'_>) -> rusqlite::Result<OrganizationRow> {
    Ok(OrganizationRow {
        organization: row.get("id")?,
        key: row.get("key")?,
        display_name: row.get("display_name")?,
        description: row.get("description")?,
        state: row.get("state")?,
        sources: serde_json::from_str(&row.get::<_, String>("sources")?).unwrap_or(Value::Null),
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        changed_at: row.get("changed_at")?,
        sponsor_count: row.get("sponsor_count")?,
        guest_count: row.get("guest_count")?,
    })
}

/// Puts an organization on record and answers its id.
pub fn create(
    transaction: &Transaction<'_>,
    new: &NewOrganization<'_>,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO organization (key, display_name, description, state, sources, created_at, created_by, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6)",
        params![
            new.key,
            new.display_name,
            new.description,
            new.state,
            new.sources.to_string(),
            stamp(now),
            actor
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Makes an organization what it is to be; its key stays.
pub fn edit(
    transaction: &Transaction<'_>,
    organization: i64,
    new: &NewOrganization<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE organization SET display_name = ?2, description = ?3, state = ?4, sources = ?5, changed_at = ?6
         WHERE id = ?1",
        params![
            organization,
            new.display_name,
            new.description,
            new.state,
            new.sources.to_string(),
            stamp(now)
        ],
    )?;
    Ok(())
}

pub fn delete(transaction: &Transaction<'_>, organization: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE organization SET deleted_at = ?2 WHERE id = ?1",
        params![organization, stamp(now)],
    )?;
    transaction.execute("DELETE FROM sponsor WHERE organization_id = ?1", [organization])?;
    Ok(())
}

/// One organization; `None` when there is none of that id, or it was deleted.
pub fn show(connection: &Connection, organization: i64) -> Result<Option<OrganizationRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} AND o.id = ?1"))?;
    Ok(statement.query_row([organization], read).optional()?)
}

/// The organization of a key.
pub fn by_key(connection: &Connection, key: &str) -> Result<Option<i64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM organization WHERE key = ?1 AND deleted_at IS NULL")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// A page of the organizations, by name, and how many match.
pub fn list(
    connection: &Connection,
    state: Option<&str>,
    search: Option<&str>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<OrganizationRow>, i64), StoreError> {
    const MATCH: &str = "(?1 IS NULL OR o.state = ?1)
        AND (?2 IS NULL OR instr(lower(o.display_name), lower(?2)) > 0 OR instr(lower(o.sources), lower(?2)) > 0)";
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} AND {MATCH} ORDER BY o.display_name COLLATE NOCASE, o.id LIMIT ?4 OFFSET ?3"
    ))?;
    let rows = statement
        .query_map(params![state, search, offset, limit], read)?
        .collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM organization o WHERE o.deleted_at IS NULL AND {MATCH}"
        ))?
        .query_row(params![state, search], |row| row.get(0))?;
    Ok((rows, total))
}

/// Every organization with what its people are known by: few enough to look through.
pub fn all(connection: &Connection) -> Result<Vec<OrganizationRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} ORDER BY o.id"))?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The names of policies that name an organization in their scope.
pub fn named_by(connection: &Connection, key: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT p.display_name FROM policy p, json_each(p.definition, '$.specificAllowedTargets') t
         WHERE p.deleted_at IS NULL AND t.value ->> '$.connectedOrganizationId' = ?1 ORDER BY 1 LIMIT 20",
    )?;
    let rows = statement.query_map([key], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The sponsors of an organization, internal ones first, by name.
pub fn sponsors(connection: &Connection, organization: i64) -> Result<Vec<SponsorRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT s.principal_id, p.display_name, p.mail, s.kind, p.removed_snapshot_id IS NOT NULL
         FROM sponsor s JOIN principal p ON p.id = s.principal_id
         WHERE s.organization_id = ?1 ORDER BY s.kind = 'external', p.display_name COLLATE NOCASE, p.id",
    )?;
    let rows = statement.query_map([organization], |row| {
        Ok(SponsorRow {
            principal: row.get(0)?,
            principal_name: row.get(1)?,
            mail: row.get(2)?,
            kind: row.get(3)?,
            gone: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Makes somebody a sponsor; `false` where they are one already.
pub fn add_sponsor(
    transaction: &Transaction<'_>,
    organization: i64,
    principal: i64,
    kind: &str,
) -> Result<bool, StoreError> {
    let added = transaction.execute(
        "INSERT OR IGNORE INTO sponsor (organization_id, principal_id, kind) VALUES (?1, ?2, ?3)",
        params![organization, principal, kind],
    )?;
    Ok(added == 1)
}

/// Somebody is no sponsor of that kind any more; `false` where they were none.
pub fn remove_sponsor(
    transaction: &Transaction<'_>,
    organization: i64,
    principal: i64,
    kind: &str,
) -> Result<bool, StoreError> {
    let removed = transaction.execute(
        "DELETE FROM sponsor WHERE organization_id = ?1 AND principal_id = ?2 AND kind = ?3",
        params![organization, principal, kind],
    )?;
    Ok(removed == 1)
}

/// Whether somebody is a sponsor of an organization, of either kind.
pub fn is_sponsor(connection: &Connection, organization: i64, principal: i64) -> Result<bool, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM sponsor WHERE organization_id = ?1 AND principal_id = ?2")?;
    Ok(statement.exists([organization, principal])?)
}
