//! Who asked for the access, and who agreed.

use countersign_store::policy::PolicyVersion;
use countersign_store::request::{ApprovalEvent, ApproverRow, RequestEventRow, RequestRow, StageRow};
use countersign_store::rusqlite::{Connection, params};
use countersign_store::{policy, request};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use super::focus::Focus;
use super::{DossierAbout, DossierAssignment, numbers};
use crate::Problem;

/// A request with its approval, and the policy in the version it was decided under.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierRequest {
    #[serde(flatten)]
    pub row: RequestRow,
    #[ts(type = "unknown")]
    pub answers: Value,
    pub policy_in_force: Option<PolicyVersion>,
    pub stages: Vec<StageRow>,
    pub approvers: Vec<ApproverRow>,
    pub answered: Vec<ApprovalEvent>,
    pub events: Vec<RequestEventRow>,
}

pub(super) fn gather(
    connection: &Connection,
    focus: &Focus,
    assignments: &[DossierAssignment],
) -> Result<Vec<DossierRequest>, Problem> {
    let mut ids = numbers(
        connection,
        "SELECT r.id FROM request r JOIN package k ON k.id = r.package_id WHERE r.target_id = ?1 AND k.principal_id = ?2",
        params![focus.principal, focus.access.resource],
    )?;
    for one in assignments {
        ids.extend(numbers(
            connection,
            "SELECT id FROM request WHERE assignment_id = ?1",
            [one.row.assignment],
        )?);
    }
    if focus.about == DossierAbout::Request {
        ids.push(focus.id);
    }
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(row) = request::show(connection, id)? else {
            continue;
        };
        let versions = policy::versions(connection, row.policy)?;
        found.push(DossierRequest {
            answers: request::answers(connection, id)?,
            policy_in_force: versions.into_iter().find(|one| one.version == row.policy_version),
            stages: request::stages(connection, id)?,
            approvers: request::approvers(connection, id)?,
            answered: request::answered(connection, id)?,
            events: request::events(connection, id)?,
            row,
        });
    }
    Ok(found)
}
