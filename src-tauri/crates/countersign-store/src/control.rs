//! Controls of the organization, frameworks that were brought in, and the runs that answer for periods.

pub mod finding;
mod framework;
mod run;

use chrono::{DateTime, Utc};
use countersign_domain::control::{Control, Draft, Reference, Scope};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::review::stamp;

pub use framework::{ImportedFramework, framework, frameworks, put_framework};
pub use run::{Resource, RunRow, documents, resources, resources_of, runs, runs_of_resources};

/// A control as it is kept.
#[derive(Debug, Clone)]
pub struct ControlRow {
    pub control: i64,
    pub owner_name: String,
    pub draft: Draft,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
}

const ROW: &str =
    "SELECT c.id, c.code, c.name, c.owner_id, p.display_name, c.statement, c.first_on, c.until_on, c.months,
    c.grace_days, c.zone, c.created_at, c.created_by FROM control c JOIN principal p ON p.id = c.owner_id";

fn read(row: &Row<'_>) -> rusqlite::Result<ControlRow> {
    Ok(ControlRow {
        control: row.get(0)?,
        owner_name: row.get(4)?,
        draft: Draft {
            code: row.get(1)?,
            name: row.get(2)?,
            owner: row.get(3)?,
            statement: row.get(5)?,
            references: Vec::new(),
            covers: Vec::new(),
            first_on: row.get(6)?,
            until_on: row.get(7)?,
            months: row.get(8)?,
            grace_days: row.get(9)?,
            zone: row.get(10)?,
        },
        created_at: row.get(11)?,
        created_by: row.get(12)?,
    })
}

fn all(connection: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<ControlRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} {sql}"))?;
    let mut rows: Vec<ControlRow> = statement.query_map(values, read)?.collect::<Result<_, _>>()?;
    let mut references = connection.prepare_cached(
        "SELECT framework, requirement FROM control_reference WHERE control_id = ?1 ORDER BY framework, requirement",
    )?;
    let mut scopes = connection.prepare_cached(
        "SELECT review_id, package_id, directory_id, resource_kind, name_holds FROM control_scope
         WHERE control_id = ?1 ORDER BY position",
    )?;
    for row in &mut rows {
        row.draft.references = references
            .query_map([row.control], |row| {
                Ok(Reference {
                    framework: row.get(0)?,
                    requirement: row.get(1)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        row.draft.covers = scopes.query_map([row.control], scope)?.collect::<Result<_, _>>()?;
    }
    Ok(rows)
}

fn scope(row: &Row<'_>) -> rusqlite::Result<Scope> {
    let review: Option<i64> = row.get(0)?;
    let package: Option<i64> = row.get(1)?;
    Ok(match (review, package) {
        (Some(review), _) => Scope::Review { review },
        (None, Some(package)) => Scope::Package { package },
        (None, None) => Scope::Rule {
            directory: row.get(2)?,
            resource_kind: row.get(3)?,
            name_holds: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
        },
    })
}

/// A control that was not deleted.
pub fn one(connection: &Connection, control: i64) -> Result<Option<ControlRow>, StoreError> {
    Ok(all(connection, "WHERE c.id = ?1 AND c.deleted_at IS NULL", [control])?.pop())
}

/// A page by their ids, those whose id or name holds `search`, and how many there are.
pub fn list(
    connection: &Connection,
    search: Option<&str>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<ControlRow>, i64), StoreError> {
    const WHERE: &str = "c.deleted_at IS NULL
        AND (?1 IS NULL OR c.code LIKE ?1 ESCAPE '\\' OR c.name LIKE ?1 ESCAPE '\\')";
    let search = search.map(holding);
    let rows = all(
        connection,
        &format!("WHERE {WHERE} ORDER BY c.code COLLATE NOCASE, c.id LIMIT ?3 OFFSET ?2"),
        params![search, offset, limit],
    )?;
    let total = connection
        .prepare_cached(&format!("SELECT count(*) FROM control c WHERE {WHERE}"))?
        .query_row([search], |row| row.get(0))?;
    Ok((rows, total))
}

/// The controls that cover a review.
pub fn of_review(connection: &Connection, review: i64) -> Result<Vec<ControlRow>, StoreError> {
    all(
        connection,
        "WHERE c.deleted_at IS NULL AND c.id IN (SELECT control_id FROM control_scope WHERE review_id = ?1)
         ORDER BY c.code COLLATE NOCASE, c.id",
        [review],
    )
}

/// Whether another control has this id.
pub fn is_taken(connection: &Connection, code: &str, except: Option<i64>) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT 1 FROM control WHERE code = ?1 COLLATE NOCASE AND deleted_at IS NULL AND id IS NOT ?2",
    )?;
    Ok(statement.exists(params![code, except])?)
}

/// The name of a review that was not deleted.
pub fn review_name(connection: &Connection, review: i64) -> Result<Option<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT display_name FROM review WHERE id = ?1 AND deleted_at IS NULL")?;
    Ok(statement.query_row([review], |row| row.get(0)).optional()?)
}

/// The name of an access package and its row among the resources.
pub fn package(connection: &Connection, package: i64) -> Result<Option<(String, i64)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT display_name, principal_id FROM package WHERE id = ?1")?;
    Ok(statement
        .query_row([package], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Keeps a new control.
pub fn add(transaction: &Transaction<'_>, control: &Control, now: DateTime<Utc>, by: &str) -> Result<i64, StoreError> {
    let draft = &control.draft;
    transaction.execute(
        "INSERT INTO control (code, name, owner_id, statement, first_on, until_on, months, grace_days, zone, created_at,
                              created_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            draft.code,
            draft.name,
            draft.owner,
            draft.statement,
            draft.first_on,
            draft.until_on,
            draft.months,
            draft.grace_days,
            control.periods.zone.name(),
            stamp(now),
            by,
        ],
    )?;
    let id = transaction.last_insert_rowid();
    put_parts(transaction, id, draft)?;
    Ok(id)
}

/// Keeps what a control has become.
pub fn put(transaction: &Transaction<'_>, id: i64, control: &Control) -> Result<(), StoreError> {
    let draft = &control.draft;
    transaction.execute(
        "UPDATE control SET code = ?2, name = ?3, owner_id = ?4, statement = ?5, first_on = ?6, until_on = ?7, months = ?8,
                grace_days = ?9, zone = ?10 WHERE id = ?1",
        params![
            id,
            draft.code,
            draft.name,
            draft.owner,
            draft.statement,
            draft.first_on,
            draft.until_on,
            draft.months,
            draft.grace_days,
            control.periods.zone.name(),
        ],
    )?;
    transaction.execute("DELETE FROM control_reference WHERE control_id = ?1", [id])?;
    transaction.execute("DELETE FROM control_scope WHERE control_id = ?1", [id])?;
    put_parts(transaction, id, draft)
}

fn put_parts(transaction: &Transaction<'_>, id: i64, draft: &Draft) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached("INSERT INTO control_reference VALUES (?1, ?2, ?3)")?;
    for one in &draft.references {
        statement.execute(params![id, one.framework, one.requirement])?;
    }
    let mut statement = transaction.prepare_cached("INSERT INTO control_scope VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (position, one) in (0_i64..).zip(&draft.covers) {
        let (review, package, directory, kind, holds) = match one {
            Scope::Review { review } => (Some(*review), None, None, None, None),
            Scope::Package { package } => (None, Some(*package), None, None, None),
            Scope::Rule {
                directory,
                resource_kind,
                name_holds,
            } => (None, None, *directory, Some(resource_kind), Some(name_holds)),
        };
        statement.execute(params![id, position, review, package, directory, kind, holds])?;
    }
    Ok(())
}

/// Takes a control out of the calendar; what it was stays in the log.
pub fn delete(transaction: &Transaction<'_>, id: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE control SET deleted_at = ?2 WHERE id = ?1",
        params![id, stamp(now)],
    )?;
    Ok(())
}

/// A pattern for names that hold a text, whatever it holds itself.
fn holding(text: &str) -> String {
    let text = text
        .trim()
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{text}%")
}
