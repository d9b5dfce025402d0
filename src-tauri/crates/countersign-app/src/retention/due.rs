//! What may be destroyed by now: its day is over and nothing holds it.

use chrono::NaiveDate;
use countersign_domain::retention::{destroy_after, is_past};
use countersign_store::retention as ledger;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::exception::today;
use crate::principal::page;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct RetentionDueInput {
    /// Those whose day comes up to this one, too.
    pub until_on: Option<NaiveDate>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RetentionDuePage {
    pub rows: Vec<RetentionDueRow>,
    pub total: i64,
    /// Whose day is over too, and that a hold keeps.
    pub held: i64,
}

/// A run of a review, or a deleted package.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RetentionDueRow {
    pub instance: Option<i64>,
    pub package: Option<i64>,
    pub name: String,
    pub ended_on: NaiveDate,
    pub class: String,
    pub years: u32,
    pub destroy_after_on: NaiveDate,
}

pub(crate) fn due(read: &Read<'_>, input: RetentionDueInput) -> Result<RetentionDuePage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let zone = crate::review::zone(read.connection)?;
    let day = match input.until_on {
        Some(day) => day,
        None => today(read.connection, read.now)?,
    };
    let mut past = Vec::new();
    ledger::ended(read.connection, &mut |ended| {
        let ended_on = ended.ended_at.with_timezone(&zone).date_naive();
        let destroy_after_on = destroy_after(ended_on, ended.years);
        if is_past(destroy_after_on, day) {
            past.push(RetentionDueRow {
                instance: ended.instance,
                package: ended.package,
                name: ended.name,
                ended_on,
                class: ended.class,
                years: ended.years,
                destroy_after_on,
            });
        }
        Ok(())
    })?;
    let all = past.len();
    let mut free = Vec::new();
    for row in past {
        let holds = match (row.instance, row.package) {
            (Some(instance), _) => ledger::holds_of_instance(read.connection, instance)?,
            (None, Some(package)) => ledger::holds_of_package(read.connection, package)?,
            (None, None) => Vec::new(),
        };
        if holds.is_empty() {
            free.push(row);
        }
    }
    free.sort_by_key(|row| row.destroy_after_on);
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (total, held) = (count(free.len()), count(all - free.len()));
    let skip = usize::try_from(offset).unwrap_or(0);
    let take = usize::try_from(limit).unwrap_or(0);
    Ok(RetentionDuePage {
        rows: free.into_iter().skip(skip).take(take).collect(),
        total,
        held,
    })
}
