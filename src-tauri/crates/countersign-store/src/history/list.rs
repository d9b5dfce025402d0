//! Pages of the list, newest first, with exact totals; and all of it, line by line.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::read::Reader;
use super::{BLOCK, HistoryFilter, HistoryKind, HistoryRow};
use crate::StoreError;

/// A line as it is found, before anything is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Its place in the order of the log, counted from 1.
    pub position: i64,
    pub kind: HistoryKind,
    /// The decision event, or the answer of an approver.
    pub event: i64,
    pub actor: Option<i64>,
    pub resource: i64,
    pub privileged: bool,
}

impl Line {
    /// The id by which it is known outside, for good.
    pub fn key(&self) -> String {
        match self.kind {
            HistoryKind::Review => format!("decision:{}", self.event),
            HistoryKind::Approval => format!("approval:{}", self.event),
        }
    }
}

/// Which lines of those that pass.
#[derive(Debug, Clone, Copy)]
pub enum Page {
    /// So many are passed over.
    Offset(i64),
    /// The lines before this place, the newest of them first.
    Before(i64),
}

/// Conditions on the lines themselves, and their values.
struct Narrow {
    sql: String,
    values: Vec<Value>,
    /// The index that finds them, where it is not the order of the list.
    index: Option<&'static str>,
}

impl Narrow {
    fn of(filter: &HistoryFilter) -> Self {
        let mut conditions = vec!["1 = 1".to_owned()];
        let mut values = Vec::new();
        // The first that is asked for is looked up, the others are compared: a person has the fewest lines.
        let mut index = None;
        for (column, value, by) in [
            ("principal_id", filter.principal, "history_by_principal"),
            ("actor_id", filter.reviewer, "history_by_actor"),
            ("resource_id", filter.resource, "history_by_resource"),
            ("review_id", filter.review, ""),
        ] {
            let Some(value) = value else { continue };
            values.push(Value::Integer(value));
            conditions.push(format!("h.{column} = ?{}", values.len()));
            if index.is_none() && !by.is_empty() {
                index = Some(by);
            }
        }
        for (sign, at) in [(">=", filter.from), ("<", filter.to)] {
            let Some(at) = at else { continue };
            values.push(Value::Integer(at.timestamp_millis()));
            conditions.push(format!("h.at {sign} ?{}", values.len()));
        }
        if let Some(marks) = filter.marks() {
            let marks: Vec<String> = marks.iter().map(i64::to_string).collect();
            conditions.push(format!("h.mark IN ({})", marks.join(",")));
        }
        Self {
            sql: conditions.join(" AND "),
            values,
            index,
        }
    }

    fn indexed(&self) -> String {
        self.index
            .map_or_else(String::new, |index| format!(" INDEXED BY {index}"))
    }

    fn with(&self, more: &[i64]) -> Vec<Value> {
        let more = more.iter().map(|one| Value::Integer(*one));
        self.values.iter().cloned().chain(more).collect()
    }
}

/// A page of the lines that pass, newest first, and how many pass in all.
pub fn list(
    connection: &Connection,
    filter: &HistoryFilter,
    page: Page,
    limit: i64,
) -> Result<(Vec<HistoryRow>, i64), StoreError> {
    let narrow = Narrow::of(filter);
    let (ids, total) = match narrow.index {
        Some(_) => (by_index(connection, &narrow, page, limit)?, count(connection, &narrow)?),
        None => by_block(connection, filter, &narrow, page, limit)?,
    };
    let mut reader = Reader::new(connection)?;
    let mut line = connection.prepare_cached(&format!("{LINE} WHERE h.id = ?1"))?;
    let rows = ids
        .into_iter()
        .map(|id| reader.row(&line.query_row([id], read_line)?))
        .collect::<Result<_, _>>()?;
    Ok((rows, total))
}

/// How many lines pass.
pub fn total(connection: &Connection, filter: &HistoryFilter) -> Result<i64, StoreError> {
    let narrow = Narrow::of(filter);
    match narrow.index {
        Some(_) => count(connection, &narrow),
        None => Ok(blocks(connection, filter, &narrow)?
            .iter()
            .map(|block| block.total)
            .sum()),
    }
}

const LINE: &str = "SELECT h.id, h.event_id, h.mark, h.actor_id, h.resource_id FROM history h";

fn read_line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let mark: i64 = row.get(2)?;
    Ok(Line {
        position: row.get(0)?,
        event: row.get(1)?,
        kind: if mark >= 32 {
            HistoryKind::Approval
        } else {
            HistoryKind::Review
        },
        privileged: mark / 16 % 2 == 1,
        actor: row.get(3)?,
        resource: row.get(4)?,
    })
}

/// Hands on every line that passes, oldest first, without holding them.
pub fn each<E: From<StoreError>>(
    connection: &Connection,
    filter: &HistoryFilter,
    mut visit: impl FnMut(&Line) -> Result<(), E>,
) -> Result<(), E> {
    let narrow = Narrow::of(filter);
    let sql = format!("{LINE}{} WHERE {} ORDER BY h.id", narrow.indexed(), narrow.sql);
    let mut statement = connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let mut rows = statement
        .query(params_from_iter(&narrow.values))
        .map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        visit(&read_line(row).map_err(StoreError::from)?)?;
    }
    Ok(())
}

fn by_index(connection: &Connection, narrow: &Narrow, page: Page, limit: i64) -> Result<Vec<i64>, StoreError> {
    let (before, offset) = match page {
        Page::Offset(offset) => (i64::MAX, offset),
        Page::Before(before) => (before, 0),
    };
    let at = narrow.values.len();
    let sql = format!(
        "SELECT h.id FROM history h{} WHERE {} AND h.id < ?{} ORDER BY h.id DESC LIMIT ?{} OFFSET ?{}",
        narrow.indexed(),
        narrow.sql,
        at + 1,
        at + 2,
        at + 3
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(narrow.with(&[before, limit, offset])), |row| {
        row.get(0)
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn count(connection: &Connection, narrow: &Narrow) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT count(*) FROM history h{} WHERE {}",
        narrow.indexed(),
        narrow.sql
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params_from_iter(&narrow.values), |row| row.get(0))?)
}

/// A block that holds lines that pass.
struct Passing {
    block: i64,
    total: i64,
}

/// The blocks with lines that pass, newest first. Where a block lies on an end of the time asked for, its lines are
/// counted one by one; all others are taken from what was kept.
fn blocks(connection: &Connection, filter: &HistoryFilter, narrow: &Narrow) -> Result<Vec<Passing>, StoreError> {
    let mut conditions = vec!["1 = 1".to_owned()];
    if let Some(marks) = filter.marks() {
        let marks: Vec<String> = marks.iter().map(i64::to_string).collect();
        conditions.push(format!("c.mark IN ({})", marks.join(",")));
    }
    if filter.review.is_some() {
        conditions.push("c.review_id = ?3".into());
    }
    let sql = format!(
        "SELECT b.block, sum(c.total), b.first_at >= ?1 AND b.last_at < ?2
         FROM history_block b CROSS JOIN history_count c ON c.block = b.block
         WHERE b.last_at >= ?1 AND b.first_at < ?2 AND ?3 IS ?3 AND {} GROUP BY b.block ORDER BY b.block DESC",
        conditions.join(" AND ")
    );
    let from = filter.from.map_or(i64::MIN, |at| at.timestamp_millis());
    let to = filter.to.map_or(i64::MAX, |at| at.timestamp_millis());
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params![from, to, filter.review])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let block: i64 = row.get(0)?;
        let total = match row.get(2)? {
            true => row.get(1)?,
            false => count_within(connection, narrow, block)?,
        };
        if total > 0 {
            found.push(Passing { block, total });
        }
    }
    Ok(found)
}

fn count_within(connection: &Connection, narrow: &Narrow, block: i64) -> Result<i64, StoreError> {
    let at = narrow.values.len();
    let sql = format!(
        "SELECT count(*) FROM history h WHERE h.id BETWEEN ?{} AND ?{} AND {}",
        at + 1,
        at + 2,
        narrow.sql
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let values = narrow.with(&[block * BLOCK + 1, (block + 1) * BLOCK]);
    Ok(statement.query_row(params_from_iter(values), |row| row.get(0))?)
}

fn by_block(
    connection: &Connection,
    filter: &HistoryFilter,
    narrow: &Narrow,
    page: Page,
    limit: i64,
) -> Result<(Vec<i64>, i64), StoreError> {
    let blocks = blocks(connection, filter, narrow)?;
    let total = blocks.iter().map(|block| block.total).sum();
    let at = narrow.values.len();
    let sql = format!(
        "SELECT h.id FROM history h WHERE h.id BETWEEN ?{} AND ?{} AND {} ORDER BY h.id DESC LIMIT ?{} OFFSET ?{}",
        at + 1,
        at + 2,
        narrow.sql,
        at + 3,
        at + 4
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let (before, mut skip) = match page {
        Page::Offset(offset) => (i64::MAX, offset),
        Page::Before(before) => (before, 0),
    };
    let mut ids: Vec<i64> = Vec::new();
    for one in blocks {
        let missing = limit - i64::try_from(ids.len()).unwrap_or(limit);
        if missing <= 0 {
            break;
        }
        let first = one.block * BLOCK + 1;
        if skip >= one.total || first >= before {
            skip -= if first >= before { 0 } else { one.total };
            continue;
        }
        let last = ((one.block + 1) * BLOCK).min(before - 1);
        let values = narrow.with(&[first, last, missing, skip]);
        let rows = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        for id in rows {
            ids.push(id?);
        }
        skip = 0;
    }
    Ok((ids, total))
}
