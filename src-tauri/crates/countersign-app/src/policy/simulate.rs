//! A policy tried out: who could ask, who would approve, until when; and for one person, why not.

use chrono::{DateTime, Utc};
use countersign_domain::approval::ApproverKind;
use countersign_domain::catalog::Task;
use countersign_domain::policy::{Period, Policy, Question, Subject};
use countersign_domain::request::RequestKind;
use countersign_domain::rule::Rule;
use countersign_store::package::PackageRow;
use countersign_store::rusqlite::Connection;
use countersign_store::{policy, request, snapshot};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{count, package_of, policy_targets};
use crate::Problem;
use crate::approval::{About, alternates, first, name_of};
use crate::authority::{may, require};
use crate::call::Read;
use crate::request::{Eligible, look, person};

/// So many people are shown by name.
const SAMPLE: usize = 10;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "PolicySimulateInput")]
pub struct SimulateInput {
    pub package: i64,
    /// What it would be for this person.
    pub principal: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Simulated {
    pub package: i64,
    pub package_name: String,
    /// Whether the catalog lets anybody ask at all, and why not.
    pub closed: Option<String>,
    pub policies: Vec<PolicySimulated>,
    /// None where nobody was named.
    pub person: Option<Explained>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicySimulated {
    pub policy: i64,
    pub display_name: String,
    /// Could ask under it, if no more specific policy is for them. Exact.
    pub people: i64,
    pub sample: Vec<PersonName>,
    pub stages: Vec<StageForeseen>,
    pub ends_at: Option<DateTime<Utc>>,
    pub questions: Vec<Question>,
    /// For whom nobody asks by themselves, and why.
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonName {
    pub principal: i64,
    pub display_name: String,
}

/// A stage as it would be.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StageForeseen {
    pub position: i64,
    pub approvers: Vec<ApproverForeseen>,
    /// Asked too after the escalation.
    pub alternates: Vec<ApproverForeseen>,
    /// Where the approvers depend on the person who asks: what they are to them.
    pub relative: Vec<String>,
    /// Why the fallback is asked, or nobody.
    pub why: Option<String>,
    pub time_out: Period,
    pub escalate_after: Option<Period>,
    pub justification: bool,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApproverForeseen {
    pub principal: i64,
    pub display_name: String,
    pub kind: ApproverKind,
    pub reason: String,
}

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

pub(crate) fn simulate(read: &Read<'_>, input: SimulateInput) -> Result<Simulated, Problem> {
    let connection = read.connection;
    let package = package_of(connection, input.package)?;
    require(connection, &read.actor, Task::ViewCatalog, Some(package.catalog))?;
    let catalog = countersign_store::catalog::show(connection, package.catalog)?
        .ok_or_else(|| Problem::missing("catalog", package.catalog))?;
    let mut policies = Vec::new();
    for (row, rules) in super::of_package(connection, input.package)? {
        let people = who(connection, catalog.directory, &rules)?;
        let note = if rules.automatic.is_some() {
            Some("It assigns by its rule; nobody asks under it.".into())
        } else if !rules.requestor.self_add {
            Some("Under this policy nobody asks for themselves.".into())
        } else {
            None
        };
        let mut sample = Vec::new();
        for principal in people.iter().take(SAMPLE) {
            sample.push(PersonName {
                principal: *principal,
                display_name: name_of(connection, *principal)?,
            });
        }
        policies.push(PolicySimulated {
            policy: row.policy,
            display_name: row.display_name,
            people: i64::try_from(people.len()).unwrap_or(i64::MAX),
            sample,
            stages: stages(connection, &rules, &package, None)?,
            ends_at: rules.end_of(read.now, None).ok().flatten(),
            questions: rules.questions.clone(),
            note,
        });
    }
    let person = match input.principal {
        Some(principal) => Some(explain_for(read, &package, principal, RequestKind::UserAdd)?),
        None => None,
    };
    Ok(Simulated {
        package: package.package,
        closed: (!catalog.published).then(|| {
            format!(
                "The catalog “{}” is not published, so nothing in it can be asked for.",
                catalog.display_name
            )
        }),
        package_name: package.display_name,
        policies,
        person,
    })
}

/// Everybody in the scope of a policy who can sign in, by number.
fn who(connection: &Connection, directory: i64, rules: &Policy) -> Result<Vec<i64>, Problem> {
    let mut people = Vec::new();
    for target in policy_targets(connection, rules)? {
        match target.split_once(':') {
            Some(("user", id)) => people.extend(id.parse::<i64>()),
            Some(("group", id)) => {
                let members = snapshot::effective_member(connection, id.parse().unwrap_or_default())?;
                people.extend(members.into_iter().map(|one| one.principal_id));
            }
            Some(("rule", text)) => {
                if let Ok(rule) = Rule::parse(text) {
                    people.extend(policy::meeting(connection, directory, &rule)?);
                }
            }
            _ => {
                let user_type = match target.as_str() {
                    "members" => Some("member"),
                    "all" => None,
                    "services" => continue,
                    _ => Some("guest"),
                };
                people.extend(policy::everybody(connection, directory, user_type)?);
            }
        }
    }
    let able: std::collections::BTreeSet<i64> = policy::everybody(connection, directory, None)?.into_iter().collect();
    people.sort_unstable();
    people.dedup();
    people.retain(|one| able.contains(one));
    Ok(people)
}

/// The stages as they would be; without a person, the approvers that depend on one are told in words.
fn stages(
    connection: &Connection,
    rules: &Policy,
    package: &PackageRow,
    of: Option<About>,
) -> Result<Vec<StageForeseen>, Problem> {
    if !rules.approval.for_add {
        return Ok(Vec::new());
    }
    let nobody = About {
        requestor: 0,
        target: 0,
        package: package.package,
    };
    let mut all = Vec::new();
    for (at, stage) in rules.approval.stages.iter().enumerate() {
        let mut relative = Vec::new();
        let mut known = |list: &[Subject]| -> Vec<Subject> {
            if of.is_some() {
                return list.to_vec();
            }
            relative.extend(list.iter().filter_map(in_words));
            list.iter().filter(|one| in_words(one).is_none()).cloned().collect()
        };
        let (primary, fallback) = (known(&stage.primary), known(&stage.fallback));
        let (escalation, behind) = (known(&stage.escalation), known(&stage.escalation_fallback));
        let about = of.unwrap_or(nobody);
        let asked = first(connection, about, &primary, &fallback)?;
        let later = alternates(connection, about, &escalation, &behind)?;
        let named = |list: Vec<request::NewApprover>| -> Result<Vec<ApproverForeseen>, Problem> {
            list.into_iter()
                .map(|one| {
                    Ok(ApproverForeseen {
                        principal: one.principal,
                        display_name: name_of(connection, one.principal)?,
                        kind: one.kind,
                        reason: one.reason,
                    })
                })
                .collect()
        };
        let approvers = named(asked.approvers)?;
        all.push(StageForeseen {
            position: i64::try_from(at + 1).unwrap_or(i64::MAX),
            alternates: if stage.escalate_after.is_some() {
                named(later.approvers)?
            } else {
                Vec::new()
            },
            // Who is to approve is not known yet, which is no want of approvers.
            why: asked.why.filter(|_| of.is_some() || relative.is_empty()),
            approvers,
            relative,
            time_out: stage.time_out,
            escalate_after: stage.escalate_after,
            justification: stage.justification,
        });
    }
    Ok(all)
}

/// An approver who depends on the person who asks.
fn in_words(subject: &Subject) -> Option<String> {
    Some(match subject {
        Subject::RequestorManager(1) => "the manager of the person who asks".into(),
        Subject::RequestorManager(level) => format!("the manager of the person who asks, at level {level}"),
        Subject::TargetManager(1) => "the manager of the person who is to have it".into(),
        Subject::TargetManager(level) => format!("the manager of the person who is to have it, at level {level}"),
        Subject::InternalSponsors => "the internal sponsors of the person's organization".into(),
        Subject::ExternalSponsors => "the external sponsors of the person's organization".into(),
        Subject::TargetSponsors => "the sponsors of the person".into(),
        _ => return None,
    })
}

/// What the acting person could ask for, or for those who may see requests anybody.
pub(crate) fn explain(read: &Read<'_>, package: &PackageRow, principal: i64) -> Result<Explained, Problem> {
    let own = read.actor.principal.is_some_and(|one| one.0 == principal);
    if !own && !may(read.connection, &read.actor, Task::ViewRequest, Some(package.catalog))? {
        return explain_for(read, package, principal, RequestKind::OnBehalfAdd);
    }
    explain_for(read, package, principal, RequestKind::UserAdd)
}

fn explain_for(read: &Read<'_>, package: &PackageRow, principal: i64, kind: RequestKind) -> Result<Explained, Problem> {
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
