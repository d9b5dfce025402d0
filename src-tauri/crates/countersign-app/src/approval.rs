//! Approvals: who is asked, what they answer, and what silence brings.

mod answer;
mod delegate;
mod people;
mod stage;
pub(crate) mod travel;

use countersign_store::request::{self, PendingRow, RequestRow};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::principal::page;

pub use answer::{AnswerInput, RevokeApprovalInput};
pub(crate) use answer::{answer, revoke};
pub use delegate::{DelegateInput, Substitute};
pub(crate) use delegate::{delegate, substitutes};
pub(crate) use people::{About, alternates, first, may_stand_for, name_of};
pub(crate) use stage::{begin, escalate, remind, replace, time_out};

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct ApprovalListInput {
    /// Those the acting person answered, instead of those that wait for them.
    pub history: bool,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// What waits for the acting person, or what they answered.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalPage {
    pub rows: Vec<PendingRow>,
    pub total: i64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalHistory {
    pub rows: Vec<RequestRow>,
    pub total: i64,
}

/// Of an administrator who is nobody in the directory: what nobody else can answer.
pub(crate) fn list(read: &Read<'_>, input: ApprovalListInput) -> Result<ApprovalPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = match read.actor.principal {
        Some(person) => request::awaiting(read.connection, person.0, offset, limit)?,
        None => (Vec::new(), 0),
    };
    Ok(ApprovalPage { rows, total })
}

pub(crate) fn history(read: &Read<'_>, input: ApprovalListInput) -> Result<ApprovalHistory, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = match read.actor.principal {
        Some(person) => request::history(read.connection, person.0, offset, limit)?,
        None => (Vec::new(), 0),
    };
    Ok(ApprovalHistory { rows, total })
}

/// Requests that nobody is left to approve; an administrator answers them.
pub(crate) fn missing(read: &Read<'_>, input: ApprovalListInput) -> Result<ApprovalHistory, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let waiting = request::waiting_for_an_approver(read.connection)?;
    let total = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    let mut rows = Vec::new();
    let skip = usize::try_from(offset).unwrap_or(0);
    let take = usize::try_from(limit).unwrap_or(0);
    for one in waiting.into_iter().skip(skip).take(take) {
        rows.push(crate::request::one(read.connection, one.request)?);
    }
    Ok(ApprovalHistory { rows, total })
}
