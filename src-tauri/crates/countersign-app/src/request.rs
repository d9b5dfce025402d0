//! Requests for access packages: made, followed, taken back; every state with its event and its entry in the log.

mod advance;
mod cancel;
pub(crate) mod conflict;
mod eligible;
mod hand_over;
mod submit;
mod tick;
pub(crate) mod travel;

use countersign_domain::approval::{ApprovalOutcome, ApprovalView, StageAnswer, StageState};
use countersign_domain::catalog::Task;
use countersign_domain::id::PrincipalId;
use countersign_domain::policy::{Policy, Question, Visibility};
use countersign_domain::request::RequestState;
use countersign_store::policy::PolicyRow;
use countersign_store::request::{self, ApprovalEvent, ApproverRow, Filter, RequestEventRow, RequestRow, StageRow};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::Problem;
use crate::authority::{may, require, sees_only};
use crate::call::Read;
use crate::principal::page;

pub(crate) use advance::{accept, advance, deny, expire};
pub use cancel::{CancelInput, ReprocessInput};
pub(crate) use cancel::{cancel, reprocess};
pub(crate) use conflict::check_now as conflicts;
pub(crate) use eligible::{Eligible, look, person};
pub(crate) use hand_over::{deliver_bound, revoke as take_back};
pub use submit::SubmitInput;
pub(crate) use submit::{check_length, check_said, check_start, submit};
pub(crate) use tick::tick;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestInput {
    pub request: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct RequestListInput {
    /// Only those the acting person made, or that are for them; what everybody sees who governs nothing.
    pub mine: bool,
    /// For this person.
    pub target: Option<i64>,
    pub package: Option<i64>,
    pub policy: Option<i64>,
    pub state: Option<RequestState>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestPage {
    pub rows: Vec<RequestRow>,
    pub total: i64,
}

/// A request with all that is known of it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestView {
    #[serde(flatten)]
    pub row: RequestRow,
    pub policy_row: Option<PolicyRow>,
    /// What was asked, in the version it was asked under.
    pub questions: Vec<Question>,
    #[ts(type = "unknown")]
    pub answers: Value,
    pub events: Vec<RequestEventRow>,
    pub stages: Vec<StageRow>,
    /// Who was asked and why; left out where the policy does not show it to the person who asks.
    pub approvers: Vec<ApproverRow>,
    pub answered: Vec<ApprovalEvent>,
    /// The acting person's answer is awaited.
    pub awaits_me: bool,
    /// The acting person may cancel it now.
    pub may_cancel: bool,
}

pub(crate) fn one(connection: &Connection, id: i64) -> Result<RequestRow, Problem> {
    request::show(connection, id)?.ok_or_else(|| Problem::missing("request", id).field("request"))
}

/// The policy in the version that the request was made under.
pub(crate) fn rules_of(connection: &Connection, row: &RequestRow) -> Result<Policy, Problem> {
    crate::policy::in_version(connection, row.policy, row.policy_version)
}

pub(crate) fn list(read: &Read<'_>, input: RequestListInput) -> Result<RequestPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let mut filter = Filter {
        target: input.target,
        package: input.package,
        policy: input.policy,
        state: input.state,
        ..Filter::default()
    };
    let own = read.actor.principal.map(|one| one.0);
    if input.mine {
        filter.of = Some(own.unwrap_or(0));
    } else if let Some(catalogs) = sees_only(read.connection, &read.actor)? {
        match (&input.package, catalogs.is_empty()) {
            (Some(package), false) => {
                let package = crate::policy::package_of(read.connection, *package)?;
                require(read.connection, &read.actor, Task::ViewRequest, Some(package.catalog))?;
            }
            (None, false) => filter.catalogs = Some(catalogs),
            // Who governs nothing sees their own.
            (_, true) => filter.of = Some(own.unwrap_or(0)),
        }
    }
    let (rows, total) = request::list(read.connection, &filter, offset, limit)?;
    Ok(RequestPage { rows, total })
}

pub(crate) fn show(read: &Read<'_>, input: RequestInput) -> Result<RequestView, Problem> {
    let connection = read.connection;
    let row = one(connection, input.request)?;
    let own = read.actor.principal.map(|one| one.0);
    let governs = may(connection, &read.actor, Task::ViewRequest, Some(row.catalog))?;
    let asked = own.is_some() && (row.requestor == own || row.target == own);
    let mut approvers = request::approvers(connection, row.request)?;
    let approves = own.is_some_and(|own| approvers.iter().any(|one| one.principal == own));
    if !(governs || asked || approves) {
        return Err(Problem::new(format!("{} may not see this request.", read.actor.display_name)).code("permission"));
    }
    let rules = rules_of(connection, &row)?;
    let mut answered = request::answered(connection, row.request)?;
    if !(governs || approves) {
        let hidden = |position: i64| {
            let at = usize::try_from(position - 1).unwrap_or(usize::MAX);
            let stage = rules.approval.stages.get(at);
            stage.is_some_and(|stage| stage.visibility == Visibility::NotVisible)
        };
        approvers.retain(|one| !hidden(one.position));
        for one in answered.iter_mut().filter(|one| hidden(one.position)) {
            one.actor = "An approver".into();
            one.actor_id = 0;
        }
    }
    let mut events = request::events(connection, row.request)?;
    if !(governs || approves) {
        // The same names stand in the events.
        let names: Vec<i64> = approvers.iter().map(|one| one.principal).collect();
        for event in &mut events {
            let shown = event.actor_id.is_none() || event.actor_id == own || event.actor_id == row.requestor;
            if !shown && event.actor_id.is_some_and(|id| !names.contains(&id)) {
                event.actor = "An approver".into();
                event.actor_id = None;
            }
        }
    }
    let awaits_me = own.is_some_and(|own| approvers.iter().any(|one| one.principal == own && one.open));
    Ok(RequestView {
        policy_row: countersign_store::policy::show(connection, row.policy)?,
        questions: rules.questions,
        answers: request::answers(connection, row.request)?,
        events,
        stages: request::stages(connection, row.request)?,
        approvers,
        answered,
        awaits_me,
        may_cancel: cancel::may_cancel(connection, &read.actor, &row)?,
        row,
    })
}

/// The approval of a request as the domain sees it. Who is nobody of the directory is 0.
pub(crate) fn approval_view(
    connection: &Connection,
    row: &RequestRow,
    rules: &Policy,
) -> Result<ApprovalView, Problem> {
    let approvers = request::approvers(connection, row.request)?;
    let answered = request::answered(connection, row.request)?;
    let mut stages = Vec::new();
    for stage in request::stages(connection, row.request)? {
        let at = usize::try_from(stage.position - 1).unwrap_or(usize::MAX);
        let Some(rule) = rules.approval.stages.get(at) else {
            return Err(Problem::new("The policy has fewer stages than the request.").code("damaged"));
        };
        let mut state = StageState::of(rule);
        state.started_at = stage.started_at;
        state.escalated_at = stage.escalated_at;
        state.timed_out_at = stage.ended_at.filter(|_| stage.result.as_deref() == Some("expired"));
        state.approvers = approvers
            .iter()
            .filter(|one| one.position == stage.position && one.ended_because.is_none())
            .map(|one| countersign_domain::approval::Approver {
                principal: PrincipalId(one.principal),
                kind: one.kind,
            })
            .collect();
        state.answers = answered
            .iter()
            .filter(|one| one.position == stage.position)
            .map(|one| StageAnswer {
                by: PrincipalId(one.actor_id),
                decision: one.decision,
                justification: one.justification.clone(),
                at: one.at,
            })
            .collect();
        stages.push(state);
    }
    Ok(ApprovalView {
        // 0 is nobody of the directory, and must not be taken for the administrator who answers as 0.
        requestor: PrincipalId(row.requestor.unwrap_or(-1)),
        target: PrincipalId(row.target.unwrap_or(-1)),
        stages,
    })
}

/// The stage that is asked, counted from 1.
pub(crate) fn open_stage(view: &ApprovalView) -> Option<i64> {
    match view.outcome() {
        ApprovalOutcome::Open(at) => i64::try_from(at + 1).ok(),
        _ => None,
    }
}
