//! The requests behind an assignment: what becomes of them when it is given, delivered, ended.

use chrono::{DateTime, Utc};
use countersign_domain::request::{Act, RequestEvent, RequestKind, RequestState, next};
use countersign_store::assignment::{self, AssignmentRequest, AssignmentRow, NewRequest, RequestStep};

use crate::Problem;
use crate::call::Write;

/// What happens to a request, why, and when it is tried again.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reason<'a> {
    pub text: &'a str,
    pub attempts: u32,
    pub retry_at: Option<DateTime<Utc>>,
}

/// One step of a request; what its state does not allow is left as it is.
pub(super) fn step(
    write: &Write<'_>,
    request: i64,
    event: RequestEvent,
    assignment: Option<i64>,
    reason: Reason<'_>,
) -> Result<(), Problem> {
    let found =
        assignment::request_of(write.transaction, request)?.ok_or_else(|| Problem::missing("request", request))?;
    let Ok(state) = next(found.state, event) else {
        return Ok(());
    };
    let step = RequestStep {
        request,
        event: event.word(),
        state,
        reason: reason.text,
        assignment,
        attempts: reason.attempts,
        retry_at: reason.retry_at,
    };
    let actor = (write.actor.principal.map(|one| one.0), write.actor.label());
    assignment::note_request(write.transaction, &step, (actor.0, &actor.1), write.now)?;
    Ok(())
}

/// A request is carried out from now on.
pub(super) fn begin(write: &Write<'_>, request: i64, assignment: i64) -> Result<(), Problem> {
    step(
        write,
        request,
        RequestEvent::Deliver,
        Some(assignment),
        Reason::default(),
    )?;
    // Somebody may have moved it on already.
    write
        .transaction
        .execute(
            "UPDATE request SET assignment_id = ?2 WHERE id = ?1 AND assignment_id IS NOT ?2",
            [request, assignment],
        )
        .map_err(countersign_store::StoreError::from)?;
    Ok(())
}

/// The requests about an assignment of one kind that are being carried out.
pub(super) fn in_delivery(write: &Write<'_>, assignment: i64, act: Act) -> Result<Vec<AssignmentRequest>, Problem> {
    let mut found = assignment::requests(write.transaction, assignment)?;
    found.retain(|one| one.state == RequestState::Delivering && one.kind.act() == act);
    Ok(found)
}

/// Those that failed, last of all requests of their kind, and may be tried again.
pub(super) fn failed(write: &Write<'_>, assignment: i64, act: Act) -> Result<Option<AssignmentRequest>, Problem> {
    let found = assignment::requests(write.transaction, assignment)?;
    let last = found.into_iter().rfind(|one| one.kind.act() == act);
    Ok(last.filter(|one| {
        matches!(
            one.state,
            RequestState::PartiallyDelivered | RequestState::DeliveryFailed
        )
    }))
}

/// A request that the system, or an administrator without more words, makes about an assignment.
pub(super) fn make(
    write: &Write<'_>,
    row: &AssignmentRow,
    kind: RequestKind,
    why: &str,
    ends_at: Option<DateTime<Utc>>,
) -> Result<i64, Problem> {
    Ok(assignment::add_request(
        write.transaction,
        &NewRequest {
            kind,
            package: row.package,
            policy: row.policy,
            version: row.policy_version,
            assignment: Some(row.assignment),
            requestor_id: write.actor.principal.map(|one| one.0),
            requestor: &write.actor.label(),
            target: row.principal,
            justification: why,
            starts_at: None,
            ends_at,
        },
        write.now,
    )?)
}
