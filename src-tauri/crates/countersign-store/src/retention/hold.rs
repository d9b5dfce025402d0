//! Legal holds: what is not destroyed, whatever its day.

use chrono::{DateTime, Utc};
use countersign_domain::retention::Held;
use rusqlite::{Connection, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// One hold.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HoldRow {
    pub hold: i64,
    pub held: Held,
    pub review: Option<i64>,
    pub package: Option<i64>,
    pub principal: Option<i64>,
    /// The name of the review, the package or the person; none where it is about everything.
    pub name: Option<String>,
    pub reason: String,
    pub placed_at: DateTime<Utc>,
    pub placed_by: String,
    pub lifted_at: Option<DateTime<Utc>>,
    pub lifted_by: Option<String>,
    pub lifted_because: Option<String>,
}

/// What a hold is placed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldTarget {
    Everything,
    Review(i64),
    Package(i64),
    Person(i64),
}

const ROW: &str = "SELECT h.*, coalesce(r.display_name, k.display_name, p.display_name) AS name FROM legal_hold h
    LEFT JOIN review r ON r.id = h.review_id LEFT JOIN package k ON k.id = h.package_id
    LEFT JOIN principal p ON p.id = h.principal_id";

fn read(row: &Row<'_>) -> Result<HoldRow, StoreError> {
    let word: String = row.get("held")?;
    let held = Held::ALL
        .into_iter()
        .find(|one| one.word() == word)
        .ok_or_else(|| StoreError::Value(format!("“{word}” cannot be held")))?;
    Ok(HoldRow {
        hold: row.get("id")?,
        held,
        review: row.get("review_id")?,
        package: row.get("package_id")?,
        principal: row.get("principal_id")?,
        name: row.get("name")?,
        reason: row.get("reason")?,
        placed_at: row.get("placed_at")?,
        placed_by: row.get("placed_by")?,
        lifted_at: row.get("lifted_at")?,
        lifted_by: row.get("lifted_by")?,
        lifted_because: row.get("lifted_because")?,
    })
}

fn all(connection: &Connection, condition: &str, values: impl rusqlite::Params) -> Result<Vec<HoldRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE {condition}"))?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// Places a hold and answers its number.
pub fn place(
    transaction: &Transaction<'_>,
    target: HoldTarget,
    reason: &str,
    at: DateTime<Utc>,
    by: &str,
) -> Result<i64, StoreError> {
    let (held, review, package, principal) = match target {
        HoldTarget::Everything => (Held::Everything, None, None, None),
        HoldTarget::Review(review) => (Held::Review, Some(review), None, None),
        HoldTarget::Package(package) => (Held::Package, None, Some(package), None),
        HoldTarget::Person(principal) => (Held::Person, None, None, Some(principal)),
    };
    transaction.execute(
        "INSERT INTO legal_hold (held, review_id, package_id, principal_id, reason, placed_at, placed_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![held.word(), review, package, principal, reason, stamp(at), by],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Lifts a hold; answers whether it was in force.
pub fn lift(
    transaction: &Transaction<'_>,
    hold: i64,
    because: &str,
    at: DateTime<Utc>,
    by: &str,
) -> Result<bool, StoreError> {
    let lifted = transaction.execute(
        "UPDATE legal_hold SET lifted_at = ?2, lifted_by = ?3, lifted_because = ?4 WHERE id = ?1 AND lifted_at IS NULL",
        params![hold, stamp(at), by, because],
    )?;
    Ok(lifted > 0)
}

/// One hold.
pub fn hold(connection: &Connection, hold: i64) -> Result<Option<HoldRow>, StoreError> {
    Ok(all(connection, "h.id = ?1", [hold])?.pop())
}

/// Holds, those in force first, and how many there are.
pub fn holds(
    connection: &Connection,
    in_force: bool,
    offset: i64,
    limit: i64,
) -> Result<(Vec<HoldRow>, i64), StoreError> {
    let rows = all(
        connection,
        "(?1 = 0 OR h.lifted_at IS NULL) ORDER BY h.lifted_at IS NOT NULL, h.id DESC LIMIT ?3 OFFSET ?2",
        params![in_force, offset, limit],
    )?;
    let total = connection
        .prepare_cached("SELECT count(*) FROM legal_hold WHERE ?1 = 0 OR lifted_at IS NULL")?
        .query_row([in_force], |row| row.get(0))?;
    Ok((rows, total))
}

/// Holds in force that touch a run: on everything, on its review, or on somebody whose access it is about or who was
/// asked.
pub fn of_instance(connection: &Connection, instance: i64) -> Result<Vec<HoldRow>, StoreError> {
    all(
        connection,
        "h.lifted_at IS NULL AND (h.held = 'everything'
           OR h.review_id = (SELECT review_id FROM instance WHERE id = ?1)
           OR h.principal_id IS NOT NULL AND (
             EXISTS (SELECT 1 FROM frozen f WHERE f.instance_id = ?1 AND f.principal_id = h.principal_id)
             OR EXISTS (SELECT 1 FROM reviewer_set_member m JOIN reviewer_set s ON s.id = m.set_id
                        WHERE m.principal_id = h.principal_id AND s.instance_id = ?1))) ORDER BY h.id",
        [instance],
    )
}

/// Holds in force that touch a package: on everything, on itself, or on somebody who has or had an assignment.
pub fn of_package(connection: &Connection, package: i64) -> Result<Vec<HoldRow>, StoreError> {
    all(
        connection,
        "h.lifted_at IS NULL AND (h.held = 'everything' OR h.package_id = ?1
           OR EXISTS (SELECT 1 FROM assignment a WHERE a.principal_id = h.principal_id AND a.package_id = ?1))
         ORDER BY h.id",
        [package],
    )
}
