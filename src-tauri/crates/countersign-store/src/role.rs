//! Roles over the whole store, and which account of the operating system belongs to whom.

use chrono::{DateTime, Utc};
use countersign_domain::actor::{Binding, Identity};
use countersign_domain::id::PrincipalId;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// A role over the whole store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    Administrator,
    /// Reads everything and changes nothing.
    ComplianceOfficer,
}

impl Role {
    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::ComplianceOfficer => "complianceOfficer",
        }
    }

    fn from_word(word: &str) -> rusqlite::Result<Self> {
        match word {
            "administrator" => Ok(Self::Administrator),
            "complianceOfficer" => Ok(Self::ComplianceOfficer),
            _ => Err(rusqlite::Error::InvalidQuery),
        }
    }
}

/// A role that was given.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleRow {
    pub id: i64,
    pub role: Role,
    pub principal: Option<i64>,
    pub principal_name: Option<String>,
    pub os_account: Option<String>,
    /// Not in the directory any more.
    pub principal_gone: bool,
    pub given_at: DateTime<Utc>,
    pub given_by: String,
}

impl RoleRow {
    /// Who holds it.
    pub fn identity(&self) -> Identity {
        match (self.principal, &self.os_account) {
            (Some(principal), _) => Identity::of(PrincipalId(principal)),
            (None, account) => Identity::of_account(account.as_deref().unwrap_or_default()),
        }
    }
}

/// An account of the operating system and whose it is.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BindingRow {
    pub id: i64,
    pub os_account: String,
    pub principal: i64,
    pub principal_name: String,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    /// `administrator`, `directoryBind` or `signIn`.
    pub shown: String,
}

fn read_role(row: &Row<'_>) -> rusqlite::Result<RoleRow> {
    Ok(RoleRow {
        id: row.get("id")?,
        role: Role::from_word(&row.get::<_, String>("role")?)?,
        principal: row.get("principal_id")?,
        principal_name: row.get("principal_name")?,
        os_account: row.get("os_account")?,
        principal_gone: row.get("gone")?,
        given_at: row.get("given_at")?,
        given_by: row.get("given_by")?,
    })
}

/// All roles that stand.
pub fn roles(connection: &Connection) -> Result<Vec<RoleRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.*, p.display_name AS principal_name, p.removed_snapshot_id IS NOT NULL AS gone
         FROM role r LEFT JOIN principal p ON p.id = r.principal_id WHERE r.ended_at IS NULL ORDER BY r.role, r.id",
    )?;
    let rows = statement.query_map([], read_role)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives a role; `None` where it is held already.
pub fn give(
    transaction: &Transaction<'_>,
    role: Role,
    to: &Identity,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let (principal, account) = match to {
        Identity::Principal { principal } => (Some(principal.0), None),
        Identity::OsAccount { os_account } => (None, Some(os_account)),
    };
    let given = transaction
        .query_row(
            "INSERT INTO role (role, principal_id, os_account, given_at, given_by) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING RETURNING id",
            params![role.word(), principal, account, stamp(now), by],
            |row| row.get(0),
        )
        .optional()?;
    Ok(given)
}

/// Ends a role; `false` where it was ended before.
pub fn end(transaction: &Transaction<'_>, id: i64, by: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let ended = transaction.execute(
        "UPDATE role SET ended_at = ?2, ended_by = ?3 WHERE id = ?1 AND ended_at IS NULL",
        params![id, stamp(now), by],
    )?;
    Ok(ended == 1)
}

/// All bindings that stand, with the names.
pub fn binding_rows(connection: &Connection) -> Result<Vec<BindingRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT b.*, p.display_name FROM actor_binding b JOIN principal p ON p.id = b.principal_id
         WHERE b.ended_at IS NULL ORDER BY b.os_account, b.id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(BindingRow {
            id: row.get("id")?,
            os_account: row.get("os_account")?,
            principal: row.get("principal_id")?,
            principal_name: row.get("display_name")?,
            made_at: row.get("made_at")?,
            made_by: row.get("made_by")?,
            shown: row.get("shown")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All bindings that stand, as the rules see them.
pub fn bindings(connection: &Connection) -> Result<Vec<Binding>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT os_account, principal_id FROM actor_binding WHERE ended_at IS NULL")?;
    let rows = statement.query_map([], |row| {
        Ok(Binding {
            os_account: row.get(0)?,
            principal: PrincipalId(row.get(1)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Binds an account to a principal; `None` where it is bound already.
pub fn bind(
    transaction: &Transaction<'_>,
    binding: &Binding,
    shown: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let made = transaction
        .query_row(
            "INSERT INTO actor_binding (os_account, principal_id, made_at, made_by, shown) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING RETURNING id",
            params![binding.os_account, binding.principal.0, stamp(now), by, shown],
            |row| row.get(0),
        )
        .optional()?;
    Ok(made)
}

/// Ends a binding; `false` where it was ended before.
pub fn unbind(transaction: &Transaction<'_>, id: i64, by: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let ended = transaction.execute(
        "UPDATE actor_binding SET ended_at = ?2, ended_by = ?3 WHERE id = ?1 AND ended_at IS NULL",
        params![id, stamp(now), by],
    )?;
    Ok(ended == 1)
}
