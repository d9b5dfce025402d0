//! Pages of the assignments, with exact totals.

use chrono::{DateTime, Utc};
use countersign_domain::assignment::AssignmentState;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::{AssignmentRow, several};
use crate::StoreError;
use crate::review::stamp;

/// Which assignments are listed.
#[derive(Debug, Clone, Default)]
pub struct AssignmentFilter {
    pub package: Option<i64>,
    pub principal: Option<i64>,
    pub policy: Option<i64>,
    pub state: Option<AssignmentState>,
    /// Those that have not ended and end until then, the nearest first.
    pub ends_until: Option<DateTime<Utc>>,
    /// Only of packages in one of these catalogs; `None` in all.
    pub catalogs: Option<Vec<i64>>,
}

/// A page of the assignments, the newest first, and how many there are.
pub fn list(
    connection: &Connection,
    filter: &AssignmentFilter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<AssignmentRow>, i64), StoreError> {
    let mut narrow = Vec::new();
    let mut values = Vec::new();
    for (column, value) in [
        ("package_id", filter.package),
        ("principal_id", filter.principal),
        ("policy_id", filter.policy),
    ] {
        if let Some(value) = value {
            values.push(Value::Integer(value));
            narrow.push(format!("a.{column} = ?{}", values.len()));
        }
    }
    if let Some(state) = filter.state {
        values.push(Value::Text(state.word().to_owned()));
        narrow.push(format!("a.state = ?{}", values.len()));
    }
    if let Some(until) = filter.ends_until {
        values.push(Value::Text(stamp(until)));
        // The words of the index on ends_at, so that it is used.
        narrow.push(format!(
            "a.ends_at IS NOT NULL AND a.state IN ('delivering','delivered','partiallyDelivered','deliveryFailed')
             AND a.ends_at <= ?{}",
            values.len()
        ));
    }
    if let Some(catalogs) = &filter.catalogs {
        let ids: Vec<String> = catalogs.iter().map(i64::to_string).collect();
        narrow.push(format!(
            "a.package_id IN (SELECT id FROM package WHERE catalog_id IN ({}))",
            ids.join(",")
        ));
    }
    let narrow = match narrow.is_empty() {
        true => String::new(),
        false => format!(" WHERE {}", narrow.join(" AND ")),
    };
    let order = match filter.ends_until {
        Some(_) => "a.ends_at, a.id",
        None => "a.id DESC",
    };
    let by_end = match filter.ends_until {
        Some(_) => " INDEXED BY assignment_by_end",
        None => "",
    };
    let total = match (values.as_slice(), filter.state, &filter.catalogs) {
        ([_], Some(state), None) => counted(connection, state)?,
        _ => connection
            .prepare_cached(&format!("SELECT count(*) FROM assignment a{by_end}{narrow}"))?
            .query_row(rusqlite::params_from_iter(&values), |row| row.get(0))?,
    };
    let index = match narrow.is_empty() {
        true => " INDEXED BY assignment_newest",
        false => by_end,
    };
    let (from, most) = (values.len() + 1, values.len() + 2);
    values.extend([Value::Integer(offset), Value::Integer(limit)]);
    // The page is found in an index alone; the rest is looked up for its rows only.
    let ids: Vec<i64> = connection
        .prepare_cached(&format!(
            "SELECT a.id FROM assignment a{index}{narrow} ORDER BY {order} LIMIT ?{most} OFFSET ?{from}"
        ))?
        .query_map(rusqlite::params_from_iter(&values), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok((several(connection, &ids)?, total))
}

/// How many are in a state, without counting them.
fn counted(connection: &Connection, state: AssignmentState) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT total FROM assignment_count WHERE state = ?1")?;
    Ok(statement
        .query_row([state.word()], |row| row.get(0))
        .optional()?
        .unwrap_or(0))
}
