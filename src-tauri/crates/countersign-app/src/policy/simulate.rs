//! A policy tried out: who could ask, who would approve, until when; and for one person, why not.

use chrono::{DateTime, Utc};
use countersign_domain::catalog::Task;
use countersign_domain::policy::{Policy, Question};
use countersign_domain::request::RequestKind;
use countersign_domain::rule::Rule;
use countersign_store::rusqlite::Connection;
use countersign_store::{policy, snapshot};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::explain::{Explained, explain_for};
use super::foresee::{StageForeseen, stages};
use super::{package_of, policy_targets};
use crate::Problem;
use crate::approval::name_of;
use crate::authority::require;
use crate::call::Read;

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
                    snapshot::matching(connection, directory, &rule, |one| people.push(one.0))?;
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
