//! How long the evidence of a review or a package is kept, and what holds it longer.

mod hold;

pub use hold::{
    HoldRow, HoldTarget, hold, holds, lift, of_instance as holds_of_instance, of_package as holds_of_package, place,
};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// A class: how many years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RetentionClass {
    pub class: i64,
    pub name: String,
    pub years: u32,
    /// Who asks for it.
    pub because: String,
    /// It counts where nobody chose another.
    pub standard: bool,
    /// How many reviews and packages have chosen it.
    pub chosen: i64,
}

const ROW: &str = "SELECT c.*, c.id = coalesce((SELECT class_id FROM retention_choice
        WHERE review_id IS NULL AND package_id IS NULL), 1) AS standard,
    (SELECT count(*) FROM retention_choice x WHERE x.class_id = c.id
        AND (x.review_id IS NOT NULL OR x.package_id IS NOT NULL)) AS chosen FROM retention_class c";

fn read(row: &Row<'_>) -> rusqlite::Result<RetentionClass> {
    Ok(RetentionClass {
        class: row.get("id")?,
        name: row.get("name")?,
        years: row.get("years")?,
        because: row.get("because")?,
        standard: row.get("standard")?,
        chosen: row.get("chosen")?,
    })
}

/// All classes, the one that counts by itself first.
pub fn classes(connection: &Connection) -> Result<Vec<RetentionClass>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} ORDER BY standard DESC, c.years DESC, c.name"))?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One class.
pub fn class(connection: &Connection, class: i64) -> Result<Option<RetentionClass>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE c.id = ?1"))?;
    Ok(statement.query_row([class], read).optional()?)
}

/// The class of a review or a package; with neither, the one that counts for the rest.
pub fn class_of(
    connection: &Connection,
    (review, package): (Option<i64>, Option<i64>),
) -> Result<RetentionClass, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} WHERE c.id = coalesce(
            (SELECT class_id FROM retention_choice WHERE review_id = ?1 OR package_id = ?2),
            (SELECT class_id FROM retention_choice WHERE review_id IS NULL AND package_id IS NULL), 1)"
    ))?;
    Ok(statement.query_row(params![review, package], read)?)
}

/// Makes a class, or gives one of that number another name and length.
pub fn put(
    transaction: &Transaction<'_>,
    class: Option<i64>,
    name: &str,
    years: u32,
    because: &str,
) -> Result<i64, StoreError> {
    match class {
        Some(class) => {
            transaction.execute(
                "UPDATE retention_class SET name = ?2, years = ?3, because = ?4 WHERE id = ?1",
                params![class, name, years, because],
            )?;
            Ok(class)
        }
        None => {
            transaction.execute(
                "INSERT INTO retention_class (name, years, because) VALUES (?1, ?2, ?3)",
                params![name, years, because],
            )?;
            Ok(transaction.last_insert_rowid())
        }
    }
}

/// Whether a class of that name is there already, another than `class`.
pub fn is_taken(connection: &Connection, name: &str, class: Option<i64>) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM retention_class WHERE name = ?1 AND id IS NOT ?2")?
        .query_row(params![name, class], |_| Ok(()))
        .optional()?
        .is_some())
}

/// Chooses the class of a review or a package; with neither, the one that counts for the rest. Without a class the
/// choice is taken back.
pub fn choose(
    transaction: &Transaction<'_>,
    (review, package): (Option<i64>, Option<i64>),
    class: Option<i64>,
    at: DateTime<Utc>,
    by: &str,
) -> Result<(), StoreError> {
    transaction.execute(
        "DELETE FROM retention_choice WHERE review_id IS ?1 AND package_id IS ?2",
        params![review, package],
    )?;
    if let Some(class) = class {
        transaction.execute(
            "INSERT INTO retention_choice (review_id, package_id, class_id, chosen_at, chosen_by)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![review, package, class, stamp(at), by],
        )?;
    }
    Ok(())
}

/// Something that has ended, and so has a day after which it may be destroyed.
#[derive(Debug, Clone)]
pub struct Ended {
    pub instance: Option<i64>,
    pub package: Option<i64>,
    pub name: String,
    pub ended_at: DateTime<Utc>,
    pub class: String,
    pub years: u32,
}

/// Every run that has ended and every package that was deleted, what ended first before the rest.
pub fn ended(
    connection: &Connection,
    visit: &mut dyn FnMut(Ended) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT e.instance, e.package, e.name, e.ended_at, c.name, c.years
         FROM (SELECT n.id AS instance, NULL AS package, r.id AS review, r.display_name AS name, n.ended_at
               FROM instance n JOIN review r ON r.id = n.review_id WHERE n.ended_at IS NOT NULL
               UNION ALL SELECT NULL, k.id, NULL, k.display_name, k.deleted_at
               FROM package k WHERE k.deleted_at IS NOT NULL) e
         JOIN retention_class c ON c.id = coalesce(
            (SELECT class_id FROM retention_choice WHERE review_id = e.review OR package_id = e.package),
            (SELECT class_id FROM retention_choice WHERE review_id IS NULL AND package_id IS NULL), 1)
         ORDER BY e.ended_at, e.instance, e.package",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        visit(Ended {
            instance: row.get(0)?,
            package: row.get(1)?,
            name: row.get(2)?,
            ended_at: row.get(3)?,
            class: row.get(4)?,
            years: row.get(5)?,
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use countersign_domain::retention::SHIPPED;

    #[test]
    fn a_new_store_has_the_classes_that_the_rules_name() {
        let connection = rusqlite::Connection::open_in_memory().expect("a database");
        connection
            .execute_batch(
                "CREATE TABLE review (id INTEGER PRIMARY KEY); CREATE TABLE package (id INTEGER PRIMARY KEY);",
            )
            .and_then(|()| connection.execute_batch(include_str!("migration/retention.sql")))
            .expect("the schema");
        let mut statement = connection
            .prepare("SELECT name, years, because FROM retention_class ORDER BY id")
            .expect("a query");
        let kept: Vec<(String, u32, String)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .and_then(Iterator::collect)
            .expect("rows");
        let ruled: Vec<_> = SHIPPED
            .iter()
            .map(|one| (one.name.to_owned(), one.years, one.because.to_owned()))
            .collect();
        assert_eq!(kept, ruled);
    }
}
