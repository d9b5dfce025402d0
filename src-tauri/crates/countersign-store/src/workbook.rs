//! Lists that were handed to people without the program, and what came back.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// A workbook that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkbookRow {
    pub id: i64,
    /// What its file calls it.
    pub code: String,
    pub instance: i64,
    pub stage: i64,
    pub reviewer: i64,
    /// The reviewer's name.
    pub name: String,
    pub items: i64,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    /// When it last came back.
    pub taken_at: Option<DateTime<Utc>>,
    /// Decisions taken in of it.
    pub decided: i64,
}

/// What is kept of a new one.
pub struct NewWorkbook<'a> {
    pub instance: i64,
    pub stage: i64,
    pub reviewer: i64,
    pub name: &'a str,
    pub made_by: &'a str,
}

const COLUMNS: &str = "id, code, instance_id, stage, reviewer_id, name, \
                       (SELECT count(*) FROM workbook_item i WHERE i.workbook_id = workbook.id), \
                       made_at, made_by, taken_at, decided";

fn read(row: &Row<'_>) -> rusqlite::Result<WorkbookRow> {
    Ok(WorkbookRow {
        id: row.get(0)?,
        code: row.get(1)?,
        instance: row.get(2)?,
        stage: row.get(3)?,
        reviewer: row.get(4)?,
        name: row.get(5)?,
        items: row.get(6)?,
        made_at: row.get(7)?,
        made_by: row.get(8)?,
        taken_at: row.get(9)?,
        decided: row.get(10)?,
    })
}

/// Keeps a new workbook with its items and the versions it shows.
pub fn put(
    transaction: &Transaction<'_>,
    new: &NewWorkbook<'_>,
    items: &[(i64, i64)],
    now: DateTime<Utc>,
) -> Result<WorkbookRow, StoreError> {
    transaction.execute(
        "INSERT INTO workbook (code, instance_id, stage, reviewer_id, name, made_at, made_by)
         VALUES (lower(hex(randomblob(8))), ?1, ?2, ?3, ?4, ?5, ?6)",
        params![new.instance, new.stage, new.reviewer, new.name, now, new.made_by],
    )?;
    let id = transaction.last_insert_rowid();
    let sql = "INSERT INTO workbook_item (workbook_id, item_id, version) VALUES (?1, ?2, ?3)";
    let mut statement = transaction.prepare_cached(sql)?;
    for (item, version) in items {
        statement.execute(params![id, item, version])?;
    }
    let sql = format!("SELECT {COLUMNS} FROM workbook WHERE id = ?1");
    Ok(transaction.query_row(&sql, [id], read)?)
}

/// The workbook that a file says it is.
pub fn by_code(connection: &Connection, code: &str) -> Result<Option<WorkbookRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM workbook WHERE code = ?1");
    Ok(connection.query_row(&sql, [code], read).optional()?)
}

/// The workbooks of a run, newest first.
pub fn of_instance(connection: &Connection, instance: i64) -> Result<Vec<WorkbookRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM workbook WHERE instance_id = ?1 ORDER BY id DESC");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([instance], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Its items with the versions that an answer is good for.
pub fn items(connection: &Connection, workbook: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    let sql = "SELECT item_id, version FROM workbook_item WHERE workbook_id = ?1 ORDER BY item_id";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([workbook], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What its checksums are made with: hex.
pub fn key(connection: &Connection) -> Result<String, StoreError> {
    let sql = "SELECT value FROM setting WHERE name = 'secret/workbook'";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// Answers of it were taken in: from now on it speaks of the items as they are by these.
pub fn taken(
    transaction: &Transaction<'_>,
    workbook: i64,
    items: &[i64],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sql = "UPDATE workbook_item SET version = (SELECT version FROM item WHERE id = ?2)
               WHERE workbook_id = ?1 AND item_id = ?2";
    let mut statement = transaction.prepare_cached(sql)?;
    for item in items {
        statement.execute([workbook, *item])?;
    }
    let many = i64::try_from(items.len()).unwrap_or(i64::MAX);
    transaction.execute(
        "UPDATE workbook SET taken_at = ?2, decided = decided + ?3 WHERE id = ?1",
        params![workbook, now, many],
    )?;
    Ok(())
}
