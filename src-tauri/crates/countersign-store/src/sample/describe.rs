//! What a drawn row is, in names, and what its dossier is about.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// A drawn row in names.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Described {
    pub at: Option<DateTime<Utc>>,
    pub principal: Option<i64>,
    pub principal_name: String,
    pub user_name: String,
    pub resource_name: String,
    pub resource_kind: String,
    pub entitlement: String,
    /// What was decided, done or asked, in the word of its kind.
    pub act: String,
    /// Who did it.
    pub actor: String,
}

/// Kind and number of a subject such as `decision:17`.
fn parts(subject: &str) -> Option<(&str, i64)> {
    let (kind, number) = subject.split_once(':')?;
    Some((kind, number.parse().ok()?))
}

/// What the dossier of a subject is about: `item`, `assignment`, `request`, `exception` or `change`, and its number.
pub fn about(connection: &Connection, subject: &str) -> Result<Option<(&'static str, i64)>, StoreError> {
    let Some((kind, id)) = parts(subject) else {
        return Ok(None);
    };
    let number = |sql: &str| -> Result<Option<i64>, StoreError> {
        let mut statement = connection.prepare_cached(sql)?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    };
    Ok(match kind {
        "decision" => number("SELECT item_id FROM decision_event WHERE id = ?1")?.map(|id| ("item", id)),
        "approval" => number("SELECT request_id FROM approval_event WHERE id = ?1")?.map(|id| ("request", id)),
        "assignment" => Some(("assignment", id)),
        "request" => Some(("request", id)),
        "exception" => Some(("exception", id)),
        "removal" => {
            let item = number("SELECT item_id FROM change WHERE id = ?1 AND item_id IS NOT NULL")?;
            let assignment = number("SELECT assignment_id FROM change WHERE id = ?1 AND assignment_id IS NOT NULL")?;
            let about = item.map(|id| ("item", id));
            about
                .or(assignment.map(|id| ("assignment", id)))
                .or(Some(("change", id)))
        }
        _ => None,
    })
}

/// A subject in names; empty where it is not there.
pub fn describe(connection: &Connection, subject: &str) -> Result<Described, StoreError> {
    let Some((kind, id)) = parts(subject) else {
        return Ok(Described::default());
    };
    let sql = match kind {
        "decision" => {
            "SELECT e.at, i.principal_id, p.display_name, p.user_name, r.display_name, r.kind, i.entitlement, e.decision,
                    coalesce(a.display_name, e.actor)
             FROM decision_event e JOIN item i ON i.id = e.item_id JOIN principal p ON p.id = i.principal_id
             JOIN principal r ON r.id = i.resource_id LEFT JOIN principal a ON a.id = e.actor_id WHERE e.id = ?1"
        }
        "approval" => {
            "SELECT e.at, q.target_id, coalesce(p.display_name, q.outsider ->> '$.displayName'), p.user_name, k.display_name,
                    'accessPackage', 'assigned', e.decision, coalesce(a.display_name, e.actor)
             FROM approval_event e JOIN request q ON q.id = e.request_id JOIN package k ON k.id = q.package_id
             LEFT JOIN principal p ON p.id = q.target_id LEFT JOIN principal a ON a.id = e.actor_id WHERE e.id = ?1"
        }
        "removal" => {
            "SELECT t.received_at, c.principal_id, p.display_name, p.user_name, r.display_name, r.kind,
                    coalesce(i.entitlement, 'member'), c.kind, t.carried_by
             FROM change c JOIN receipt t ON t.change_id = c.id JOIN principal p ON p.id = c.principal_id
             JOIN principal r ON r.id = c.resource_id LEFT JOIN item i ON i.id = c.item_id WHERE c.id = ?1"
        }
        "assignment" => {
            "SELECT a.starts_at, a.principal_id, p.display_name, p.user_name, k.display_name, 'accessPackage', 'assigned',
                    a.state, ''
             FROM assignment a JOIN principal p ON p.id = a.principal_id JOIN package k ON k.id = a.package_id
             WHERE a.id = ?1"
        }
        "request" => {
            "SELECT q.created_at, q.target_id, coalesce(p.display_name, q.outsider ->> '$.displayName'), p.user_name,
                    k.display_name, 'accessPackage', 'assigned', q.state, q.requestor
             FROM request q JOIN package k ON k.id = q.package_id LEFT JOIN principal p ON p.id = q.target_id
             WHERE q.id = ?1"
        }
        "exception" => {
            "SELECT (SELECT min(at) FROM exception_event e WHERE e.exception_id = x.id), x.principal_id, p.display_name,
                    p.user_name, r.display_name, r.kind, x.entitlement, x.state, x.proposed_by ->> '$.displayName'
             FROM exception x JOIN principal p ON p.id = x.principal_id JOIN principal r ON r.id = x.resource_id
             WHERE x.id = ?1"
        }
        _ => return Ok(Described::default()),
    };
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement
        .query_row([id], |row| {
            let text =
                |at: usize| -> rusqlite::Result<String> { Ok(row.get::<_, Option<String>>(at)?.unwrap_or_default()) };
            Ok(Described {
                at: row.get(0)?,
                principal: row.get(1)?,
                principal_name: text(2)?,
                user_name: text(3)?,
                resource_name: text(4)?,
                resource_kind: text(5)?,
                entitlement: text(6)?,
                act: text(7)?,
                actor: text(8)?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}
