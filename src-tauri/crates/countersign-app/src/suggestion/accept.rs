//! Making an access package of a suggested one, and giving it to the people who hold all of it already. Nothing
//! changes in the directory by that: what they hold is noted as the package's.

use std::collections::HashSet;
use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_domain::catalog::Task;
use countersign_domain::request::RequestKind;
use countersign_domain::rule::Rule;
use countersign_store::assignment::{self, NewRequest};
use countersign_store::rusqlite::Connection;
use countersign_store::suggestion::{self, Held};
use countersign_store::{catalog, policy, snapshot};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::Suggestion;
use crate::assignment::{Give, give};
use crate::authority::require;
use crate::call::{Entry, Start, Write};
use crate::desk::Open;
use crate::job::Handle;
use crate::package::{PackageCreateInput, put_role};
use crate::{Desk, Problem};

const KIND: &str = "package.accept";
/// So many are given the package in the one write that makes it; more follow in a job.
const AT_ONCE: usize = 1_000;
/// Assignments of one transaction of that job.
const BATCH: usize = 500;
const WHY: &str = "Held already, when the package was made of it.";

/// Who may hold the package.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AcceptPolicy {
    /// Whom somebody gives it directly.
    #[default]
    Direct,
    /// Whom the suggested rule chooses: also those of them who hold nothing of it yet.
    Automatic,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct PackageAcceptInput {
    pub suggestion: i64,
    /// The resources that it does not hold are added to it, if the actor may.
    pub catalog: i64,
    /// The suggested name where nothing is said.
    pub display_name: Option<String>,
    pub description: Option<String>,
    pub hidden: Option<bool>,
    pub policy: Option<AcceptPolicy>,
    /// Gives the package to those of its people who hold all of it now.
    pub assign: Option<bool>,
    /// What they hold is the package's from then on, and lost with it; else it stays with them.
    pub adopts: Option<bool>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackageAccepted {
    pub package: i64,
    pub display_name: String,
    pub policy: i64,
    /// Resources that were added to the catalog for it.
    pub added: usize,
    /// So many have the package now.
    pub assigned: usize,
    /// So many follow in the job.
    pub left: usize,
    /// So many of its people were not given it: they do not hold all of it, or the rule does not choose them.
    pub passed_over: usize,
    /// Gives the package to the others.
    pub job: Option<i64>,
}

pub(super) fn roles(row: &Suggestion) -> Vec<Held> {
    let roles = row.body.entitlements.iter();
    roles.map(|one| (one.resource, one.entitlement.clone())).collect()
}

/// A package as it was made, and the policy under which it is given.
#[derive(Debug, Clone, Copy)]
struct Made {
    package: i64,
    policy: i64,
    version: i64,
    automatic: bool,
}

pub(crate) fn accept(start: Start, input: PackageAcceptInput) -> Result<PackageAccepted, Problem> {
    let assign = input.assign.unwrap_or(false);
    let policy = input.policy.unwrap_or_default();
    let (row, made, people, all) = start.desk.read(&start.open, &start.actor, |read| {
        let (row, run, people) = super::look::one(read.connection, &read.actor, input.suggestion)?;
        let of = crate::catalog::one(read.connection, input.catalog)?;
        if of.directory != run.directory {
            return Err(Problem::new(format!(
                "The catalog “{}” is of another directory than the suggestion.",
                of.display_name
            ))
            .field("catalog"));
        }
        let made = made_before(read.connection, &row, &input)?;
        let automatic = made.map_or(policy == AcceptPolicy::Automatic, |made| made.automatic);
        let rule = match (automatic, &row.body.rule) {
            (false, _) => None,
            (true, Some(rule)) => Some(rule.text.clone()),
            (true, None) => {
                return Err(
                    Problem::new("No rule chooses these people, so none can give the package.").field("policy"),
                );
            }
        };
        let all = people.len();
        if !assign {
            return Ok((row, made, Vec::new(), all));
        }
        // Only now counts: since the suggestion was made people may have lost something.
        let mut holding = suggestion::holding_all(read.connection, &people, &roles(&row))?;
        if let Some(text) = rule {
            let rule = Rule::parse(&text).map_err(|problem| Problem::new(problem.to_string()).field("policy"))?;
            let mut chosen = HashSet::new();
            snapshot::matching(read.connection, run.directory, &rule, |one| {
                chosen.insert(one.0);
            })?;
            // Whom the rule does not choose would lose the package, and what was adopted with it, at its next run.
            holding.retain(|one| chosen.contains(one));
        }
        if let Some(made) = made {
            let mut left = Vec::new();
            for person in holding {
                if assignment::live_of(read.connection, made.package, person)?.is_none() {
                    left.push(person);
                }
            }
            if left.is_empty() {
                return Err(exists(&row));
            }
            holding = left;
        }
        Ok((row, made, holding, all))
    })?;
    let (first, rest) = people.split_at(people.len().min(AT_ONCE));
    let (made, name, added) = start.desk.write(&start.open, &start.actor, KIND, |write| {
        let (made, name, added) = match (made, &row.package_name) {
            (Some(made), Some(name)) => (made, name.clone(), Vec::new()),
            _ => make(write, &row, &input, policy)?,
        };
        if assign {
            require(write.transaction, &write.actor, Task::Assign, Some(input.catalog))?;
        }
        let given = give_all(write, &made, first)?;
        let detail = json!({
            "suggestion": row.suggestion, "package": made.package, "packageName": name, "catalog": input.catalog,
            "entitlements": row.body.entitlements, "added": added, "policy": made.policy,
            "automatic": made.automatic, "adopts": input.adopts.unwrap_or(false), "assign": assign,
            "given": given, "left": rest.len(),
        });
        let entry = Entry::new(format!("package:{}", made.package), detail);
        Ok(((made, name, added.len()), entry))
    })?;
    let mut job = None;
    if !rest.is_empty() {
        let rest = rest.to_vec();
        let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
        let started = start.spawn_about(
            KIND,
            name.clone(),
            Some(made.package),
            &["assignment", "request"],
            move |handle| go_on(&desk, &open, &actor, &made, &rest, handle),
        )?;
        job = Some(started.job);
    }
    Ok(PackageAccepted {
        package: made.package,
        display_name: name,
        policy: made.policy,
        added,
        assigned: first.len(),
        left: rest.len(),
        passed_over: if assign { all - people.len() } else { 0 },
        job,
    })
}

fn exists(row: &Suggestion) -> Problem {
    let name = row.package_name.as_deref().unwrap_or_default();
    Problem::new(format!("“{name}” was made of this suggestion already.")).code("exists")
}

/// The package that was made of it before, where it is asked for again only to give it to those who do not have it
/// yet: the job that gives it to many may have been stopped.
fn made_before(connection: &Connection, row: &Suggestion, input: &PackageAcceptInput) -> Result<Option<Made>, Problem> {
    let Some(id) = row.package else { return Ok(None) };
    let found = crate::package::one(connection, id)?;
    let policies = policy::list(connection, id)?;
    match policies.first() {
        Some(policy) if input.assign == Some(true) && found.catalog == input.catalog => Ok(Some(Made {
            package: id,
            policy: policy.policy,
            version: policy.version,
            automatic: policy.automatic,
        })),
        _ => Err(exists(row)),
    }
}

/// Makes the package with its roles and its policy; answers the resources that were added to the catalog.
fn make(
    write: &Write<'_>,
    row: &Suggestion,
    input: &PackageAcceptInput,
    policy: AcceptPolicy,
) -> Result<(Made, String, Vec<i64>), Problem> {
    let of = crate::catalog::one(write.transaction, input.catalog)?;
    let create = PackageCreateInput {
        catalog: input.catalog,
        display_name: input
            .display_name
            .clone()
            .unwrap_or_else(|| row.body.display_name.clone()),
        description: input.description.clone(),
        hidden: input.hidden,
        adopts: input.adopts,
    };
    let (view, _) = crate::package::create(write, create)?;
    let mut added = Vec::new();
    for one in &row.body.entitlements {
        let in_it = catalog::resource(write.transaction, input.catalog, one.resource)?.is_some();
        if !in_it && crate::catalog::put(write, &of, one.resource, "catalog")? {
            added.push(one.resource);
        }
        put_role(write, &view.row, one.resource, &one.entitlement, "catalog")?;
    }
    let automatic = policy == AcceptPolicy::Automatic;
    let definition = match (policy, &row.body.rule) {
        (AcceptPolicy::Automatic, Some(rule)) => by_rule(&rule.text),
        _ => json!({ "displayName": "Given directly", "allowedTargetScope": "notSpecified",
                     "expiration": { "type": "noExpiration" } }),
    };
    let policy = crate::policy::keep(write, &view.row, &definition)?;
    suggestion::accepted(write.transaction, row.suggestion, view.row.package)?;
    let made = Made {
        package: view.row.package,
        policy,
        version: 1,
        automatic,
    };
    Ok((made, view.row.display_name, added))
}

fn by_rule(rule: &str) -> Value {
    json!({
        "displayName": "By rule", "allowedTargetScope": "specificDirectoryUsers",
        "specificAllowedTargets": [{ "@odata.type": "#microsoft.graph.attributeRuleMembers",
                                     "description": rule, "membershipRule": rule }],
        "automaticRequestSettings": { "requestAccessForAllowedTargets": true,
            "removeAccessWhenTargetLeavesAllowedTargets": true, "gracePeriodBeforeAccessRemoval": "P7D" },
        "expiration": { "type": "noExpiration" },
    })
}

/// Gives the package to these people; who has it by now is left as they are.
fn give_all(write: &Write<'_>, made: &Made, people: &[i64]) -> Result<Vec<Value>, Problem> {
    let mut given = Vec::with_capacity(people.len());
    for person in people {
        if assignment::live_of(write.transaction, made.package, *person)?.is_some() {
            continue;
        }
        let new = NewRequest {
            kind: if made.automatic {
                RequestKind::SystemAdd
            } else {
                RequestKind::AdminAdd
            },
            package: made.package,
            policy: made.policy,
            version: made.version,
            assignment: None,
            requestor_id: write.actor.principal.map(|one| one.0),
            requestor: &write.actor.label(),
            target: *person,
            justification: WHY,
            starts_at: Some(write.now),
            ends_at: None,
        };
        let request = assignment::add_request(write.transaction, &new, write.now)?;
        let id = give(
            write,
            &Give {
                package: made.package,
                policy: made.policy,
                version: made.version,
                principal: *person,
                starts_at: write.now,
                ends_at: None,
                request: Some(request),
            },
        )?;
        given.push(json!([id, person]));
    }
    Ok(given)
}

/// The rest, part by part, each with its entry. Stopped in between, what was given stands.
fn go_on(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    made: &Made,
    people: &[i64],
    handle: &Handle,
) -> Result<Value, Problem> {
    let (mut given, mut seen) = (0, 0);
    for some in people.chunks(BATCH) {
        handle.report("giving the package", seen as u64, Some(people.len() as u64));
        if handle.is_cancelled() {
            break;
        }
        given += desk.write(open, actor, KIND, |write| {
            let given = give_all(write, made, some)?;
            let detail = json!({ "package": made.package, "policy": made.policy, "given": given });
            Ok((given.len(), Entry::new(format!("package:{}", made.package), detail)))
        })?;
        seen += some.len();
    }
    Ok(
        json!({ "package": made.package, "given": given, "left": people.len() - seen, "cancelled": seen < people.len() }),
    )
}
