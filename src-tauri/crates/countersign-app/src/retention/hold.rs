//! To place a legal hold, and to lift it.

use countersign_domain::retention::{self as rule, Held};
use countersign_store::StoreError;
use countersign_store::retention::{self as ledger, HoldRow, HoldTarget};
use countersign_store::rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::principal::page;

/// What is held: with `everything` nothing else is said, else the number of the one thing.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct HoldPlaceInput {
    pub held: Held,
    pub review: Option<i64>,
    pub package: Option<i64>,
    pub principal: Option<i64>,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HoldLiftInput {
    pub hold: i64,
    pub reason: String,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HoldListInput {
    /// Those that were lifted, too.
    pub lifted: Option<bool>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HoldPage {
    pub rows: Vec<HoldRow>,
    pub total: i64,
}

pub(crate) fn holds(read: &Read<'_>, input: HoldListInput) -> Result<HoldPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = ledger::holds(read.connection, input.lifted != Some(true), offset, limit)?;
    Ok(HoldPage { rows, total })
}

pub(crate) fn place(write: &Write<'_>, input: HoldPlaceInput) -> Result<(HoldRow, Entry), Problem> {
    let reason = rule::reason(&input.reason)?;
    let there = |table: &str, what: &str, field: &str, id: Option<i64>| -> Result<i64, Problem> {
        let id = id.ok_or_else(|| Problem::new(format!("Say which {what} is held.")).field(field))?;
        write
            .transaction
            .query_row(&format!("SELECT id FROM {table} WHERE id = ?1"), [id], |row| row.get(0))
            .optional()
            .map_err(StoreError::from)?
            .ok_or_else(|| Problem::missing(what, id).field(field))
    };
    let target = match input.held {
        Held::Everything => HoldTarget::Everything,
        Held::Review => HoldTarget::Review(there("review", "review", "review", input.review)?),
        Held::Package => HoldTarget::Package(there("package", "access package", "package", input.package)?),
        Held::Person => HoldTarget::Person(there("principal", "person", "principal", input.principal)?),
    };
    let id = ledger::place(write.transaction, target, &reason, write.now, &write.actor.label())?;
    let row = one(write, id)?;
    let detail = json!({ "held": row.held, "name": row.name, "review": row.review, "package": row.package,
                         "principal": row.principal, "reason": row.reason });
    Ok((
        row.clone(),
        Entry::new(format!("hold:{id}"), detail).of_package(row.package),
    ))
}

pub(crate) fn lift(write: &Write<'_>, input: HoldLiftInput) -> Result<(HoldRow, Entry), Problem> {
    let reason = rule::reason(&input.reason)?;
    let before = one(write, input.hold)?;
    if !ledger::lift(write.transaction, input.hold, &reason, write.now, &write.actor.label())? {
        return Err(Problem::new("This hold was lifted already.").code("state"));
    }
    let row = one(write, input.hold)?;
    let detail = json!({ "held": before.held, "name": before.name, "placedBy": before.placed_by, "reason": reason });
    Ok((
        row.clone(),
        Entry::new(format!("hold:{}", input.hold), detail).of_package(row.package),
    ))
}

fn one(write: &Write<'_>, hold: i64) -> Result<HoldRow, Problem> {
    ledger::hold(write.transaction, hold)?.ok_or_else(|| Problem::missing("legal hold", hold))
}
