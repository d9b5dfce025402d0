//! Outsiders on the way to an account: a stand-in for them, and the account that takes its place.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// Somebody for whom an account is to be made.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub invitation: i64,
    pub directory: i64,
    pub stand_in: i64,
    pub organization: Option<i64>,
    pub mail: String,
    pub display_name: String,
}

/// The same, as it is listed.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InvitationRow {
    pub invitation: i64,
    pub organization: Option<i64>,
    pub organization_name: Option<String>,
    pub mail: String,
    pub display_name: String,
    /// `planned`, `asked` (the directory made it, and no read has shown it yet), `byHand` or `bound`.
    pub status: String,
    pub plan: Option<i64>,
    pub made_at: DateTime<Utc>,
    pub invited_at: Option<DateTime<Utc>>,
    pub bound_at: Option<DateTime<Utc>>,
    /// Who they are in the directory.
    pub principal: Option<i64>,
}

/// The person of an outsider's address in a directory, if there is exactly one; and whether there are several.
pub fn found(connection: &Connection, directory: i64, mail: &str) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM principal WHERE directory_id = ?1 AND kind = 'user' AND bucket >= 0
           AND removed_snapshot_id IS NULL AND mail = ?2 COLLATE NOCASE LIMIT 2",
    )?;
    let rows = statement.query_map(params![directory, mail], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The stand-in of an outsider in a directory, made where there is none.
pub fn stand_in(
    transaction: &Transaction<'_>,
    directory: i64,
    mail: &str,
    display_name: &str,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let before: Option<i64> = transaction
        .prepare_cached(
            "SELECT id FROM principal WHERE directory_id = ?1 AND bucket = -1 AND kind = 'user' AND mail = ?2 COLLATE NOCASE
             AND removed_snapshot_id IS NULL",
        )?
        .query_row(params![directory, mail], |row| row.get(0))
        .optional()?;
    if let Some(before) = before {
        return Ok(before);
    }
    transaction.execute(
        "INSERT INTO principal (directory_id, key, kind, dn, display_name, mail, user_type, created_at,
                                since_snapshot_id, digest, grant_digest, bucket, marks)
         VALUES (?1, 'outsider:' || lower(?2) || ':' || (SELECT coalesce(max(id), 0) + 1 FROM principal), 'user', 'outsider ' || ?2,
                 ?3, ?2, 'guest', ?4, 0, zeroblob(32), zeroblob(32), -1, x'')",
        params![directory, mail, display_name, stamp(now)],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// The invitation of a stand-in, made where it has none that waits; answers its id.
pub fn invite(
    transaction: &Transaction<'_>,
    stand_in: i64,
    organization: Option<i64>,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let before: Option<i64> = transaction
        .prepare_cached("SELECT id FROM invitation WHERE stand_in_id = ?1 AND status <> 'bound'")?
        .query_row([stand_in], |row| row.get(0))
        .optional()?;
    if let Some(before) = before {
        return Ok(before);
    }
    transaction.execute(
        "INSERT INTO invitation (directory_id, stand_in_id, organization_id, mail, display_name, status, made_at)
         SELECT p.directory_id, p.id, ?2, p.mail, p.display_name, 'planned', ?3 FROM principal p WHERE p.id = ?1",
        params![stand_in, organization, stamp(now)],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Whether a principal only stands in for somebody without an account.
pub fn awaiting(connection: &Connection, principal: i64) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT 1 FROM principal WHERE id = ?1 AND bucket = -1 AND kind = 'user' AND removed_snapshot_id IS NULL",
    )?;
    Ok(statement.exists([principal])?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        invitation: row.get("id")?,
        directory: row.get("directory_id")?,
        stand_in: row.get("stand_in_id")?,
        organization: row.get("organization_id")?,
        mail: row.get("mail")?,
        display_name: row.get("display_name")?,
    })
}

/// Invitations that no plan holds yet, those of one directory together.
pub fn planned(connection: &Connection, limit: i64) -> Result<Vec<Invitation>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM invitation WHERE status = 'planned' AND plan_id IS NULL ORDER BY directory_id, id LIMIT ?1",
    )?;
    let rows = statement.query_map([limit], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Says by which plan invitations are carried out.
pub fn set_planned(transaction: &Transaction<'_>, invitation: i64, plan: i64) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE invitation SET plan_id = ?2 WHERE id = ?1")?
        .execute([invitation, plan])?;
    Ok(())
}

/// The invitation that a change of a plan is about.
pub fn by_plan(connection: &Connection, plan: i64, stand_in: i64) -> Result<Option<Invitation>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM invitation WHERE plan_id = ?1 AND stand_in_id = ?2")?;
    Ok(statement.query_row([plan, stand_in], read).optional()?)
}

/// Notes what became of an invitation: `asked` or `byHand`.
pub fn set_status(
    transaction: &Transaction<'_>,
    invitation: i64,
    status: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE invitation SET status = ?2, invited_at = ?3 WHERE id = ?1 AND status <> 'bound'")?
        .execute(params![invitation, status, stamp(now)])?;
    Ok(())
}

/// Invitations of a directory whose address a person of it has now: with that person.
pub fn bound(connection: &Connection, directory: i64) -> Result<Vec<(Invitation, i64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT i.*, max(p.id) AS bound FROM invitation i CROSS JOIN principal p ON p.directory_id = i.directory_id
           AND p.kind = 'user' AND p.bucket >= 0 AND p.removed_snapshot_id IS NULL AND p.mail = i.mail COLLATE NOCASE
         WHERE i.directory_id = ?1 AND i.status <> 'bound' GROUP BY i.id HAVING count(*) = 1 ORDER BY i.id",
    )?;
    let rows = statement.query_map([directory], |row| Ok((read(row)?, row.get("bound")?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The person takes the stand-in's place: in its requests, and for good. Answers the requests that go on.
pub fn bind(
    transaction: &Transaction<'_>,
    invitation: &Invitation,
    principal: i64,
    now: DateTime<Utc>,
) -> Result<Vec<i64>, StoreError> {
    transaction.execute(
        "UPDATE request SET target_id = ?2 WHERE target_id = ?1",
        [invitation.stand_in, principal],
    )?;
    transaction.execute(
        "UPDATE principal SET removed_snapshot_id = (SELECT coalesce(max(id), 0) FROM snapshot) WHERE id = ?1",
        [invitation.stand_in],
    )?;
    transaction.execute(
        "UPDATE invitation SET status = 'bound', bound_at = ?2, bound_id = ?3 WHERE id = ?1",
        params![invitation.invitation, stamp(now), principal],
    )?;
    let mut statement = transaction.prepare_cached(
        "SELECT id FROM request WHERE target_id = ?1 AND state = 'delivering' AND assignment_id IS NULL
           AND outsider IS NOT NULL ORDER BY id",
    )?;
    let rows = statement.query_map([principal], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A page of invitations, those that wait first, the newest before; and how many there are.
pub fn invitations(
    connection: &Connection,
    waiting: bool,
    offset: i64,
    limit: i64,
) -> Result<(Vec<InvitationRow>, i64), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT i.*, o.display_name AS organization_name FROM invitation i
         LEFT JOIN organization o ON o.id = i.organization_id
         WHERE NOT ?1 OR i.status <> 'bound' ORDER BY i.status = 'bound', i.id DESC LIMIT ?3 OFFSET ?2",
    )?;
    let rows = statement.query_map(params![waiting, offset, limit], |row| {
        Ok(InvitationRow {
            invitation: row.get("id")?,
            organization: row.get("organization_id")?,
            organization_name: row.get("organization_name")?,
            mail: row.get("mail")?,
            display_name: row.get("display_name")?,
            status: row.get("status")?,
            plan: row.get("plan_id")?,
            made_at: row.get("made_at")?,
            invited_at: row.get("invited_at")?,
            bound_at: row.get("bound_at")?,
            principal: row.get("bound_id")?,
        })
    })?;
    let rows = rows.collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached("SELECT count(*) FROM invitation WHERE NOT ?1 OR status <> 'bound'")?
        .query_row([waiting], |row| row.get(0))?;
    Ok((rows, total))
}
