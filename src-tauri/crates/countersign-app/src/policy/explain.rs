//! What one person could ask for, under which policy, and if not exactly why.

use chrono::{DateTime, Utc};
use countersign_domain::catalog::Task;
use countersign_domain::policy::Question;
use countersign_domain::request::RequestKind;
use countersign_store::package::PackageRow;
use countersign_store::request;
use serde::Serialize;
use ts_rs::TS;

use super::count;
use super::foresee::{StageForeseen, stages};
use crate::Problem;
use crate::approval::About;
use crate::authority::may;
use crate::call::Read;
use crate::request::{Eligible, look, person};

/// What a person could ask for, and if not exactly why.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    pub principal: i64,
    pub display_name: String,
    pub package: i64,
    pub package_name: String,
    pub may: bool,
    /// Why not, each a sentence; empty where they may.
    pub reasons: Vec<String>,
    /// The policies to choose from; several are equally specific.
    pub choose: Vec<PolicyChoice>,
    pub hidden: Vec<PolicyHidden>,
    pub conflicts: Vec<String>,
    pub assignment: Option<i64>,
    pub request: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyChoice {
    pub policy: i64,
    pub display_name: String,
    pub description: String,
    pub version: i64,
    pub needs_approval: bool,
    pub needs_justification: bool,
    pub custom_schedule: bool,
    pub questions: Vec<Question>,
    pub stages: Vec<StageForeseen>,
    /// If it began now; none does not end.
    pub ends_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyHidden {
    pub policy: i64,
    pub display_name: String,
    pub because: String,
}

/// What the acting person could ask for, or for those who may see requests anybody.
pub(crate) fn explain(read: &Read<'_>, package: &PackageRow, principal: i64) -> Result<Explained, Problem> {
    let own = read.actor.principal.is_some_and(|one| one.0 == principal);
    if !own && !may(read.connection, &read.actor, Task::ViewRequest, Some(package.catalog))? {
        return explain_for(read, package, principal, RequestKind::OnBehalfAdd);
    }
    explain_for(read, package, principal, RequestKind::UserAdd)
}

pub(super) fn explain_for(
    read: &Read<'_>,
    package: &PackageRow,
    principal: i64,
    kind: RequestKind,
) -> Result<Explained, Problem> {
    let connection = read.connection;
    let eligible = look(connection, package, person(connection, principal, "principal")?, kind)?;
    let reasons = reasons(&eligible, package);
    let about = About {
        requestor: match kind {
            RequestKind::OnBehalfAdd => read.actor.principal.map_or(0, |one| one.0),
            _ => principal,
        },
        target: principal,
        package: package.package,
    };
    let mut choose = Vec::new();
    for policy in &eligible.choose {
        let Some(one) = eligible.policy(*policy) else { continue };
        choose.push(PolicyChoice {
            policy: *policy,
            display_name: one.row.display_name.clone(),
            description: one.rules.description.clone(),
            version: one.row.version,
            needs_approval: one.rules.needs_approval(kind),
            needs_justification: one.rules.approval.requestor_justification,
            custom_schedule: one.rules.requestor.custom_schedule,
            questions: one.rules.questions.clone(),
            stages: stages(connection, &one.rules, package, Some(about))?,
            ends_at: one.rules.end_of(read.now, None).ok().flatten(),
        });
    }
    let hidden = eligible
        .hidden
        .iter()
        .map(|(policy, because)| PolicyHidden {
            policy: *policy,
            display_name: eligible
                .policy(*policy)
                .map_or_else(String::new, |one| one.row.display_name.clone()),
            because: because.clone(),
        })
        .collect();
    Ok(Explained {
        principal,
        display_name: eligible.person.display_name.clone(),
        package: package.package,
        package_name: package.display_name.clone(),
        may: reasons.is_empty(),
        reasons,
        choose,
        hidden,
        conflicts: eligible.conflicts,
        assignment: request::held_by(connection, principal, package.package)?.map(|held| held.assignment),
        request: request::going_on(connection, principal, package.package)?,
    })
}

/// Everything that stands in the way, in sentences.
pub(crate) fn reasons(eligible: &Eligible, package: &PackageRow) -> Vec<String> {
    let mut reasons: Vec<String> = eligible.against.iter().map(|one| one.message.clone()).collect();
    reasons.extend(eligible.conflicts.iter().cloned());
    if eligible.choose.is_empty() {
        if eligible.policies.is_empty() {
            reasons.push(format!(
                "“{}” has no policy, so nobody can ask for it.",
                package.display_name
            ));
        } else {
            reasons.push(format!(
                "None of {} is for {}.",
                count(
                    i64::try_from(eligible.policies.len()).unwrap_or(i64::MAX),
                    "policy of the package",
                    "policies of the package"
                ),
                eligible.person.display_name
            ));
            for (policy, because) in &eligible.hidden {
                let name = eligible.policy(*policy).map_or("", |one| one.row.display_name.as_str());
                reasons.push(format!("“{name}”: {because}"));
            }
        }
    }
    reasons
}
