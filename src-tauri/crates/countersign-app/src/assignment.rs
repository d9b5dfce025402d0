//! Assignments: access packages given, delivered, extended, ended, and what the directory shows of them.

mod ask;
pub(crate) mod automatic;
mod draw;
pub(crate) mod drift;
pub(crate) mod due;
mod foresee;
mod give;
mod hand_over;
mod look;
mod settle;
mod step;
mod take_back;

use chrono::Utc;
use countersign_domain::assignment::{AssignmentState, Refusal};
use countersign_domain::catalog::Task;
use countersign_domain::policy::OwnSettings;
use countersign_domain::request;
use countersign_store::rusqlite::Connection;
use countersign_store::{assignment, policy};

use crate::call::Write;
use crate::{Problem, authority};

pub use ask::{EndInput, EndManyInput, EndedMany, ExtendInput, GiveInput};
pub(crate) use ask::{end_asked, end_many, extend_asked, give_asked, reprocess};
pub(crate) use draw::draw;
pub(crate) use foresee::foresee;
pub use foresee::{AssignmentForeseen, ForeseeInput};
pub(crate) use give::{Give, end, end_reviewed, extend, give, package_changed};
pub use look::{AssignmentInput, AssignmentListInput, AssignmentPage, AssignmentView};
pub(crate) use look::{list, show};
pub(crate) use settle::{confirm, settle};

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.to_string()).code("state")
    }
}

/// The word of a state for screens, as Graph's `status`.
pub(crate) fn status(state: AssignmentState) -> &'static str {
    match state {
        AssignmentState::Delivering => "Delivering",
        AssignmentState::Delivered => "Delivered",
        AssignmentState::PartiallyDelivered => "PartiallyDelivered",
        AssignmentState::DeliveryFailed => "DeliveryFailed",
        AssignmentState::Removing => "Removing",
        AssignmentState::Expired => "Expired",
    }
}

pub(crate) fn one(connection: &Connection, id: i64) -> Result<assignment::AssignmentRow, Problem> {
    assignment::show(connection, id)?.ok_or_else(|| Problem::missing("assignment", id))
}

/// The policy's own settings under the version that an assignment names.
fn own(connection: &Connection, policy: i64, version: i64) -> Result<OwnSettings, Problem> {
    let definition = policy::version(connection, policy, version)?;
    let own = definition.as_ref().and_then(|one| one.get("@countersign.policy"));
    Ok(own
        .and_then(|own| serde_json::from_value(own.clone()).ok())
        .unwrap_or_default())
}

/// Whether what the holder had before is lost with the package: by the package's choice, or the policy's.
fn adopts(connection: &Connection, row: &assignment::AssignmentRow) -> Result<bool, Problem> {
    let package = countersign_store::package::show(connection, row.package)?;
    Ok(package.is_some_and(|package| package.adopts) || own(connection, row.policy, row.policy_version)?.adopt)
}

/// Lets whoever may do a task in the catalog of a package.
fn require(write: &Write<'_>, task: Task, package: i64) -> Result<(), Problem> {
    let found = countersign_store::package::show(write.transaction, package)?
        .ok_or_else(|| Problem::missing("access package", package))?;
    authority::require(write.transaction, &write.actor, task, Some(found.catalog))
}

/// When a delivery that failed so often is tried again by itself.
fn retry_at(attempts: u32, now: chrono::DateTime<Utc>) -> Option<chrono::DateTime<Utc>> {
    request::retry_at(attempts, now)
}
