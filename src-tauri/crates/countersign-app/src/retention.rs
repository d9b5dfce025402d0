//! How long evidence is kept, and what is kept longer (E36).

mod class;
mod due;
mod hold;

pub use class::{RetentionChooseInput, RetentionClassInput};
pub(crate) use class::{choose, classes, put};
pub(crate) use due::due;
pub use due::{RetentionDueInput, RetentionDuePage};
pub use hold::{HoldLiftInput, HoldListInput, HoldPage, HoldPlaceInput};
pub(crate) use hold::{holds, lift, place};

use chrono::{DateTime, NaiveDate, Utc};
use countersign_domain::retention::{Refusal, destroy_after, is_past};
use countersign_store::StoreError;
use countersign_store::retention::{self as ledger, HoldRow, RetentionClass};
use countersign_store::rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::exception::today;

/// How long the evidence of a run or a package is kept.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RetentionView {
    pub class: RetentionClass,
    /// The end from which the years count; none while it goes on.
    pub from_on: Option<NaiveDate>,
    /// The last day it must be there.
    pub destroy_after_on: Option<NaiveDate>,
    /// That day is over.
    pub past: bool,
    /// Holds in force, for which it is kept whatever its day.
    pub holds: Vec<HoldRow>,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let problem = Self::new(refusal.to_string());
        match refusal {
            Refusal::Name => problem.field("name"),
            Refusal::Years => problem.field("years"),
            Refusal::Reason => problem.field("reason"),
        }
    }
}

pub(crate) fn show(
    read: &Read<'_>,
    input: crate::acknowledgement::AcknowledgementOfInput,
) -> Result<RetentionView, Problem> {
    match (input.instance, input.package) {
        (Some(instance), None) => of_instance(read.connection, instance, read.now),
        (None, Some(package)) => of_package(read.connection, package, None, read.now),
        _ => Err(Problem::new("Say the run of a review, or the access package.").code("input")),
    }
}

/// Of one run: its years count from the day it ended.
pub(crate) fn of_instance(
    connection: &Connection,
    instance: i64,
    now: DateTime<Utc>,
) -> Result<RetentionView, Problem> {
    let view = crate::review::one(connection, instance)?;
    let class = ledger::class_of(connection, (Some(view.review), None))?;
    let holds = ledger::holds_of_instance(connection, instance)?;
    seen(connection, class, view.ended_at, holds, now)
}

/// Of a package: the years count from `until`, the end of the period that is told of; else from its deletion.
pub(crate) fn of_package(
    connection: &Connection,
    package: i64,
    until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<RetentionView, Problem> {
    let deleted: Option<DateTime<Utc>> = connection
        .query_row("SELECT deleted_at FROM package WHERE id = ?1", [package], |row| {
            row.get(0)
        })
        .optional()
        .map_err(StoreError::from)?
        .ok_or_else(|| Problem::missing("access package", package))?;
    let class = ledger::class_of(connection, (None, Some(package)))?;
    let holds = ledger::holds_of_package(connection, package)?;
    seen(connection, class, until.or(deleted), holds, now)
}

fn seen(
    connection: &Connection,
    class: RetentionClass,
    from: Option<DateTime<Utc>>,
    holds: Vec<HoldRow>,
    now: DateTime<Utc>,
) -> Result<RetentionView, Problem> {
    let from_on = from.map(|from| today(connection, from)).transpose()?;
    let destroy_after_on = from_on.map(|from| destroy_after(from, class.years));
    let today = today(connection, now)?;
    Ok(RetentionView {
        past: destroy_after_on.is_some_and(|day| is_past(day, today)),
        class,
        from_on,
        destroy_after_on,
        holds,
    })
}

/// # Errors
/// A hold is in force: what is under it is not deleted.
pub(crate) fn refuse_held(holds: &[HoldRow]) -> Result<(), Problem> {
    match holds.first() {
        None => Ok(()),
        Some(hold) => Err(Problem::new(format!(
            "This is under a legal hold that {} placed: {}.",
            hold.placed_by,
            hold.reason.trim_end_matches('.')
        ))
        .code("held")
        .hint("It can be deleted when the hold is lifted.")),
    }
}
