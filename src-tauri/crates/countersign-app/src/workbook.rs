//! A review as a spreadsheet, for people without the program: made for one reviewer each, filled in anywhere, and taken
//! back in row by row. What comes back was shown by a checksum alone, and the log and the evidence say so.

mod answered;
mod make;
mod paper;
mod row;
mod sheet;
mod take;

use countersign_domain::actor::{Actor, Assurance};
use countersign_domain::id::PrincipalId;
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension};
use countersign_store::workbook::{self, WorkbookRow};
use serde::Serialize;
use ts_rs::TS;

pub use make::WorkbookInput;
pub(crate) use make::make;
pub use take::TakeWorkbookInput;
pub(crate) use take::take;

use crate::Problem;
use crate::call::Read;
use crate::review::InstanceInput;

/// The sheet with the rows, and the one that says what they are.
const SHEET: &str = "Decisions";
const ABOUT: &str = "About";
/// How such a file names its form.
const FORM: &str = "countersign-workbook/1";
/// The most rows of one workbook.
const MOST_ROWS: usize = 100_000;

/// Something in a workbook that is not as it was handed out, or cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RowProblem {
    /// The row of the sheet, from 1; none: a row that is missing.
    pub row: Option<u64>,
    /// The item, where it is known.
    pub item: Option<i64>,
    /// `edited`, `added`, `missing`, `twice`, `unclear` or `refused`.
    pub kind: &'static str,
    /// One sentence.
    pub what: String,
}

/// The workbooks of a run.
pub(crate) fn list(read: &Read<'_>, input: InstanceInput) -> Result<Vec<WorkbookRow>, Problem> {
    crate::review::one(read.connection, input.instance)?;
    Ok(workbook::of_instance(read.connection, input.instance)?)
}

/// A person as a workbook shows them to have acted.
fn person(connection: &Connection, principal: i64) -> Result<Actor, Problem> {
    let name: Option<String> = connection
        .query_row("SELECT display_name FROM principal WHERE id = ?1", [principal], |row| {
            row.get(0)
        })
        .optional()
        .map_err(StoreError::from)?;
    let display_name = name.ok_or_else(|| Problem::missing("principal", principal))?;
    Ok(Actor {
        principal: Some(PrincipalId(principal)),
        display_name,
        assurance: Assurance::Workbook,
        ..Actor::default()
    })
}
