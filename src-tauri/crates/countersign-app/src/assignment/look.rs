//! Assignments as screens show them.

use chrono::{DateTime, Duration, Utc};
use countersign_domain::assignment::AssignmentState;
use countersign_domain::catalog::Task;
use countersign_store::assignment::{
    self, AssignmentEventRow, AssignmentFilter, AssignmentRequest, AssignmentRow, GivenRow,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::one;
use crate::call::Read;
use crate::principal::page;
use crate::{Problem, authority};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentInput {
    pub assignment: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct AssignmentListInput {
    pub package: Option<i64>,
    pub principal: Option<i64>,
    pub policy: Option<i64>,
    pub state: Option<AssignmentState>,
    /// Those that have not ended and end within so many days, the nearest first.
    pub near_end_days: Option<u32>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentPage {
    pub rows: Vec<AssignmentRow>,
    pub total: i64,
}

/// An assignment with all that is known of it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentView {
    #[serde(flatten)]
    pub row: AssignmentRow,
    pub given: Vec<GivenRow>,
    pub requests: Vec<AssignmentRequest>,
    pub events: Vec<AssignmentEventRow>,
    /// Everything it gives was seen in the directory, or, where it has ended, everything it took was seen gone.
    pub seen: bool,
    /// The latest of these reads.
    pub seen_at: Option<DateTime<Utc>>,
}

pub(crate) fn list(read: &Read<'_>, input: AssignmentListInput) -> Result<AssignmentPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let own = input.principal.is_some() && input.principal == read.actor.principal.map(|one| one.0);
    let filter = AssignmentFilter {
        package: input.package,
        principal: input.principal,
        policy: input.policy,
        state: input.state,
        ends_until: input
            .near_end_days
            .map(|days| read.now + Duration::days(i64::from(days.min(3_660)))),
        // Everybody sees what they have themselves.
        catalogs: match own {
            true => None,
            false => authority::sees_only(read.connection, &read.actor)?,
        },
    };
    let (rows, total) = assignment::list(read.connection, &filter, offset, limit)?;
    Ok(AssignmentPage { rows, total })
}

pub(crate) fn show(read: &Read<'_>, input: AssignmentInput) -> Result<AssignmentView, Problem> {
    let row = one(read.connection, input.assignment)?;
    if Some(row.principal) != read.actor.principal.map(|one| one.0) {
        authority::require(read.connection, &read.actor, Task::ViewAssignment, Some(row.catalog))?;
    }
    let given = assignment::givens(read.connection, row.assignment)?;
    let counted = |one: &&GivenRow| match row.state.is_live() {
        true => one.state.is_given(),
        false => one.state != assignment::GivenState::Kept,
    };
    Ok(AssignmentView {
        requests: assignment::requests(read.connection, row.assignment)?,
        events: assignment::events(read.connection, row.assignment)?,
        seen: given.iter().filter(counted).all(|one| one.seen_at.is_some()),
        seen_at: given.iter().filter_map(|one| one.seen_at).max(),
        given,
        row,
    })
}
