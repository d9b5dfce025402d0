//! History over reviews and years: every decision, one person's access over time, and what a period came to.

mod export;

use chrono::{DateTime, Utc};
use countersign_store::history::{self, HistoryFilter, HistoryRow, Moment, Page};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use export::{ExportInput, export};

use crate::Problem;
use crate::call::Read;
use crate::principal::page;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HistoryListInput {
    #[ts(optional, as = "Option<HistoryFilter>")]
    pub filter: HistoryFilter,
    /// Only what stands before this place in the order of the log: where the page before ended.
    pub before: Option<i64>,
    /// Or so many lines are passed over.
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// The newest first, in the order of the log.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPage {
    pub rows: Vec<HistoryRow>,
    /// How many pass the filter, whatever the page.
    pub total: i64,
    /// Where the next page begins, for `before`; none where this was the last.
    pub next: Option<i64>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct HistoryPersonInput {
    pub principal: i64,
    /// Only what is about this resource.
    pub resource: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPersonPage {
    pub display_name: String,
    pub user_name: Option<String>,
    pub rows: Vec<Moment>,
    pub total: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct HistorySummaryInput {
    pub from: Option<DateTime<Utc>>,
    /// The first moment after.
    pub to: Option<DateTime<Utc>>,
}

/// A period that ends before it begins holds nothing; that is said instead of an empty list.
pub(crate) fn in_order(from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> Result<(), Problem> {
    match (from, to) {
        (Some(from), Some(to)) if to <= from => {
            Err(Problem::new("The end of the period is not after its start.").field("to"))
        }
        _ => Ok(()),
    }
}

pub(crate) fn list(read: &Read<'_>, input: HistoryListInput) -> Result<HistoryPage, Problem> {
    in_order(input.filter.from, input.filter.to)?;
    // Before the first look at the store, so that this read sees what was gathered.
    history::gather(&read.open.store)?;
    let (offset, limit) = page(input.offset, input.limit);
    let at = match input.before {
        Some(before) => Page::Before(before),
        None => Page::Offset(offset),
    };
    let (rows, total) = history::list(read.connection, &input.filter, at, limit)?;
    let full = i64::try_from(rows.len()).is_ok_and(|found| found == limit);
    let next = rows
        .last()
        .filter(|last| full && last.position > 1)
        .map(|last| last.position);
    Ok(HistoryPage { rows, total, next })
}

pub(crate) fn person(read: &Read<'_>, input: HistoryPersonInput) -> Result<HistoryPersonPage, Problem> {
    history::gather(&read.open.store)?;
    let (offset, limit) = page(input.offset, input.limit);
    let named = history::principal_name(read.connection, input.principal)?;
    let (display_name, user_name) = named.ok_or_else(|| Problem::missing("person", input.principal))?;
    let (rows, total) = history::person(read.connection, input.principal, input.resource, offset, limit)?;
    Ok(HistoryPersonPage {
        display_name,
        user_name,
        rows,
        total,
    })
}

pub(crate) fn summary(read: &Read<'_>, input: HistorySummaryInput) -> Result<history::Summary, Problem> {
    in_order(input.from, input.to)?;
    Ok(history::summary(read.connection, input.from, input.to)?)
}
