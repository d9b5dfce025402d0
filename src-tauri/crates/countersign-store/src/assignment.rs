//! Who holds which access package, since when and until when, and what it gives them.

mod automatic;
mod drift;
mod due;
mod given;
mod list;
mod request;
mod write;

use chrono::{DateTime, Utc};
use countersign_domain::assignment::AssignmentState;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

pub use automatic::{
    AutomaticHold, AutomaticPolicy, Holder, NewHold, automatic_holds, automatic_policies, end_hold, evaluated,
    hash_of_run, hold_automatic, holders, set_leaves_at, sign_automatic, version_actor, version_by,
};
pub use drift::{After, Differing, appeared, confirm_by, disappeared, missing, of_gone_people};
pub use due::{due_directories, expiring, in_plan, leaving, tell, to_deliver, to_tell, unfinished_plans};
pub use given::{
    GivenRow, GivenState, NewGiven, given_by_others, givens, held, keep_given, meant_by_others, set_given, set_prior,
    set_seen,
};
pub use list::{AssignmentFilter, list};
pub use request::{
    AssignmentRequest, NewRequest, RequestStep, add_request, note_request, provisioner, request_of, requests,
};
pub use write::{
    NewAssignment, Settled, assigned, clear_plan, create, event, events, extend, live_of, provision, put_in_plan,
    redeliver, set_ending, set_problem, set_state, settle,
};

/// An assignment as lists and screens show it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentRow {
    pub assignment: i64,
    /// Its identity in files.
    pub key: String,
    pub package: i64,
    pub package_name: String,
    pub catalog: i64,
    pub directory: i64,
    pub policy: i64,
    pub policy_name: String,
    pub policy_version: i64,
    pub principal: i64,
    pub principal_name: String,
    /// The account, which tells namesakes apart.
    pub user_name: Option<String>,
    /// The directory holds the person no longer.
    pub principal_gone: bool,
    pub state: AssignmentState,
    /// The finer word of the field.
    pub status: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: Option<DateTime<Utc>>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended, as a sentence.
    pub ended_because: Option<String>,
    /// The rule of its policy holds no longer; it ends then unless the rule holds again.
    pub leaves_at: Option<DateTime<Utc>>,
    /// When it is delivered or taken back next.
    pub deliver_at: Option<DateTime<Utc>>,
    /// What stands in the way of a whole delivery.
    pub problem: Option<String>,
}

/// One thing that happened to an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentEventRow {
    pub at: DateTime<Utc>,
    pub actor: String,
    pub event: String,
    pub state: String,
    pub reason: String,
    pub request: Option<i64>,
}

pub(crate) const ROW: &str = "SELECT a.*, k.display_name AS package_name, k.catalog_id, c.directory_id,
    y.display_name AS policy_name, p.display_name AS principal_name, p.user_name, p.removed_snapshot_id IS NOT NULL AS principal_gone
    FROM assignment a JOIN package k ON k.id = a.package_id JOIN catalog c ON c.id = k.catalog_id
    JOIN policy y ON y.id = a.policy_id JOIN principal p ON p.id = a.principal_id";

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<AssignmentRow> {
    Ok(AssignmentRow {
        assignment: row.get("id")?,
        key: row.get("key")?,
        package: row.get("package_id")?,
        package_name: row.get("package_name")?,
        catalog: row.get("catalog_id")?,
        directory: row.get("directory_id")?,
        policy: row.get("policy_id")?,
        policy_name: row.get("policy_name")?,
        policy_version: row.get("policy_version")?,
        principal: row.get("principal_id")?,
        principal_name: row.get("principal_name")?,
        user_name: row.get("user_name")?,
        principal_gone: row.get("principal_gone")?,
        state: state_of(&row.get::<_, String>("state")?)?,
        status: row.get("status")?,
        starts_at: row.get("starts_at")?,
        ends_at: row.get("ends_at")?,
        delivered_at: row.get("delivered_at")?,
        ended_at: row.get("ended_at")?,
        ended_because: row.get("ended_because")?,
        leaves_at: row.get("leaves_at")?,
        deliver_at: row.get("deliver_at")?,
        problem: row.get("problem")?,
    })
}

fn state_of(word: &str) -> rusqlite::Result<AssignmentState> {
    AssignmentState::from_word(word).ok_or_else(|| {
        let text = format!("“{word}” is not a state of an assignment");
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, text.into())
    })
}

/// One assignment.
pub fn show(connection: &Connection, assignment: i64) -> Result<Option<AssignmentRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE a.id = ?1"))?;
    Ok(statement.query_row([assignment], read).optional()?)
}

/// Several assignments in the order of their ids; those that there are.
pub(crate) fn several(connection: &Connection, ids: &[i64]) -> Result<Vec<AssignmentRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE a.id = ?1"))?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(statement.query_row([id], read).optional()?);
    }
    Ok(found)
}
