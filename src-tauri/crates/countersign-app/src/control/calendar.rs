//! What comes due: the periods whose last day, with the grace, lies ahead and is near.

use chrono::{Days, NaiveDate};
use countersign_domain::control::CoverageState;
use countersign_store::control;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::coverage::{CoverageCell, Ledger};
use crate::Problem;
use crate::call::Read;
use crate::principal::page;

const LONGEST_DAYS: u32 = 731;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct CalendarInput {
    /// How far to look ahead; 90 days where nothing is said, at most two years.
    pub days: Option<u32>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// A period that is to be reviewed by a day that is near.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CalendarRow {
    pub control: i64,
    pub code: String,
    pub name: String,
    pub owner_name: String,
    /// Days from today to the last day in time.
    pub days_left: i64,
    #[serde(flatten)]
    pub cell: CoverageCell,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CalendarPage {
    pub today: NaiveDate,
    pub rows: Vec<CalendarRow>,
    pub total: i64,
}

pub(crate) fn calendar(read: &Read<'_>, input: CalendarInput) -> Result<CalendarPage, Problem> {
    let days = input.days.unwrap_or(90);
    if days > LONGEST_DAYS {
        return Err(Problem::new(format!("At most {LONGEST_DAYS} days are looked ahead.")).field("days"));
    }
    let today = crate::exception::today(read.connection, read.now)?;
    let until = today.checked_add_days(Days::new(days.into())).unwrap_or(today);
    let (all, _) = control::list(read.connection, None, 0, -1)?;
    // What ended lately may be within its grace.
    let from = today.checked_sub_days(Days::new(367)).unwrap_or(today);
    let ledger = Ledger::load(read.connection, &all, from)?;
    let mut rows = Vec::new();
    for row in all {
        for cell in ledger.cells(read.connection, &row, from, until, read.now)? {
            let is_open = matches!(cell.state, CoverageState::NotYetDue | CoverageState::Running);
            if is_open && cell.period.deadline_at > read.now && cell.period.last_on <= until {
                rows.push(CalendarRow {
                    control: row.control,
                    code: row.draft.code.clone(),
                    name: row.draft.name.clone(),
                    owner_name: row.owner_name.clone(),
                    days_left: (cell.period.last_on - today).num_days(),
                    cell,
                });
            }
        }
    }
    rows.sort_by(|one, other| {
        (one.cell.period.last_on, &one.code, one.control).cmp(&(other.cell.period.last_on, &other.code, other.control))
    });
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let (offset, limit) = page(input.offset, input.limit);
    let rows = rows
        .into_iter()
        .skip(usize::try_from(offset).unwrap_or(usize::MAX))
        .take(usize::try_from(limit).unwrap_or(0))
        .collect();
    Ok(CalendarPage { today, rows, total })
}
