//! Policies of access packages: made, changed in versions, deleted, and tried out before anybody is surprised.

mod explain;
mod foresee;
mod reference;
mod review;
mod simulate;
mod target;

use countersign_domain::catalog::Task;
use countersign_domain::definition;
use countersign_domain::policy::{self as rule, Policy};
use countersign_store::package::{self, PackageRow};
use countersign_store::policy::{self, NewPolicy, PolicyRow, PolicyVersion};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::Problem;
use crate::authority::require;
use crate::call::{Entry, Read, Write};
use crate::store::Nothing;

pub use explain::Explained;
pub(crate) use explain::{explain, reasons as why_nothing};
pub(crate) use simulate::simulate;
pub use simulate::{SimulateInput, Simulated};
pub(crate) use target::{policy_targets, tokens_of};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyCreateInput")]
pub struct CreateInput {
    pub package: i64,
    /// Microsoft Graph's `accessPackageAssignmentPolicy`.
    #[ts(type = "unknown")]
    pub definition: Value,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyEditInput")]
pub struct EditInput {
    pub policy: i64,
    /// The whole policy, as Graph's PUT wants it.
    #[ts(type = "unknown")]
    pub definition: Value,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyInput {
    pub policy: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyListInput {
    pub package: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct PolicyDeleteInput {
    pub policy: i64,
    pub reason: Option<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyPage {
    pub rows: Vec<PolicyRow>,
    pub total: i64,
}

/// A policy, understood.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyView {
    #[serde(flatten)]
    pub row: PolicyRow,
    pub rules: Policy,
    /// What is allowed and may surprise.
    pub warnings: Vec<PolicyWarning>,
    /// What other programs do under it and this one does not.
    pub cannot_do: Vec<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyWarning {
    pub field: String,
    pub message: String,
}

impl From<definition::Problem> for PolicyWarning {
    fn from(problem: definition::Problem) -> Self {
        Self {
            field: problem.field,
            message: problem.message,
        }
    }
}

pub(crate) fn package_of(connection: &Connection, package: i64) -> Result<PackageRow, Problem> {
    package::show(connection, package)?.ok_or_else(|| Problem::missing("access package", package).field("package"))
}

fn one(connection: &Connection, policy: i64) -> Result<PolicyRow, Problem> {
    policy::show(connection, policy)?.ok_or_else(|| Problem::missing("policy", policy).field("policy"))
}

/// A stored definition, understood again.
pub(crate) fn understand(connection: &Connection, definition: &Value) -> Result<Policy, Problem> {
    Ok(rule::parse(definition, crate::review::zone(connection)?)?)
}

/// The policies of a package with what they mean, in the order they were made.
pub(crate) fn of_package(connection: &Connection, package: i64) -> Result<Vec<(PolicyRow, Policy)>, Problem> {
    policy::list(connection, package)?
        .into_iter()
        .map(|row| {
            let rules = understand(connection, &row.definition)?;
            Ok((row, rules))
        })
        .collect()
}

/// The policy as it was in one version: what was asked for under it is decided under it.
pub(crate) fn in_version(connection: &Connection, policy: i64, version: i64) -> Result<Policy, Problem> {
    let definition = policy::version(connection, policy, version)?
        .ok_or_else(|| Problem::missing("version of the policy", version))?;
    understand(connection, &definition)
}

fn view(connection: &Connection, row: PolicyRow) -> Result<PolicyView, Problem> {
    let rules = understand(connection, &row.definition)?;
    Ok(PolicyView {
        warnings: rules.warnings().into_iter().map(PolicyWarning::from).collect(),
        cannot_do: rules.cannot_do(),
        row,
        rules,
    })
}

pub(crate) fn list(read: &Read<'_>, input: PolicyListInput) -> Result<PolicyPage, Problem> {
    let package = package_of(read.connection, input.package)?;
    require(read.connection, &read.actor, Task::ViewCatalog, Some(package.catalog))?;
    let rows = policy::list(read.connection, input.package)?;
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(PolicyPage { rows, total })
}

pub(crate) fn show(read: &Read<'_>, input: PolicyInput) -> Result<PolicyView, Problem> {
    let row = one(read.connection, input.policy)?;
    let package = package_of(read.connection, row.package)?;
    require(read.connection, &read.actor, Task::ViewCatalog, Some(package.catalog))?;
    view(read.connection, row)
}

pub(crate) fn versions(read: &Read<'_>, input: PolicyInput) -> Result<Vec<PolicyVersion>, Problem> {
    let row = one(read.connection, input.policy)?;
    let package = package_of(read.connection, row.package)?;
    require(read.connection, &read.actor, Task::ViewCatalog, Some(package.catalog))?;
    Ok(policy::versions(read.connection, input.policy)?)
}

/// What a definition means for a package, everything it names being there.
struct Checked {
    rules: Policy,
    targets: Vec<String>,
}

fn check(write: &Write<'_>, package: &PackageRow, definition: &Value) -> Result<Checked, Problem> {
    let rules = understand(write.transaction, definition)?;
    rules.check(write.now)?;
    reference::check(write.transaction, package, &rules)?;
    let targets = if rules.requestor.self_add && rules.automatic.is_none() {
        policy_targets(write.transaction, &rules)?
    } else {
        Vec::new()
    };
    Ok(Checked { rules, targets })
}

fn task(automatic: bool) -> Task {
    if automatic {
        Task::EditAutomaticPolicy
    } else {
        Task::EditPolicy
    }
}

pub(crate) fn create(write: &Write<'_>, input: CreateInput) -> Result<(PolicyView, Entry), Problem> {
    let package = package_of(write.transaction, input.package)?;
    require(write.transaction, &write.actor, Task::EditPolicy, Some(package.catalog))?;
    let policy = keep(write, &package, &input.definition)?;
    let detail = json!({ "package": package.package, "packageName": package.display_name, "version": 1,
                         "definition": input.definition });
    let view = view(write.transaction, one(write.transaction, policy)?)?;
    Ok((view, Entry::new(format!("policy:{policy}"), detail)))
}

/// Checks a policy and keeps it, with its review; answers its id. An id in the definition is kept as its key.
pub(crate) fn keep(write: &Write<'_>, package: &PackageRow, definition: &Value) -> Result<i64, Problem> {
    let checked = check(write, package, definition)?;
    require(
        write.transaction,
        &write.actor,
        task(checked.rules.automatic.is_some()),
        Some(package.catalog),
    )?;
    let key = match definition["id"].as_str().map(str::trim).filter(|id| !id.is_empty()) {
        Some(id) if policy::key_is_taken(write.transaction, id)? => {
            return Err(Problem::new(format!("There is a policy with the id “{id}” already."))
                .code("exists")
                .field("id"));
        }
        Some(id) => id.to_owned(),
        None => countersign_store::new_identifier()?,
    };
    one_automatic(write, package, &checked.rules, None)?;
    let new = NewPolicy {
        key: &key,
        package: package.package,
        display_name: &checked.rules.display_name,
        automatic: checked.rules.automatic.is_some(),
        definition,
    };
    let policy = policy::create(write.transaction, &new, &write.actor, write.now)?;
    policy::set_targets(write.transaction, policy, package.package, &checked.targets)?;
    let row = one(write.transaction, policy)?;
    review::keep(write, package, &row, &checked.rules, "")?;
    Ok(policy)
}

/// A package has one automatic policy at most (access-governance §2.5).
fn one_automatic(write: &Write<'_>, package: &PackageRow, rules: &Policy, own: Option<i64>) -> Result<(), Problem> {
    if rules.automatic.is_none() {
        return Ok(());
    }
    let other = policy::list(write.transaction, package.package)?
        .into_iter()
        .find(|row| row.automatic && Some(row.policy) != own);
    match other {
        Some(other) => Err(Problem::new(format!(
            "“{}” assigns this package by a rule already; a package has one such policy.",
            other.display_name
        ))
        .code("exists")
        .field("automaticRequestSettings")),
        None => Ok(()),
    }
}

pub(crate) fn edit(write: &Write<'_>, input: EditInput) -> Result<(PolicyView, Entry), Problem> {
    let before = one(write.transaction, input.policy)?;
    let package = package_of(write.transaction, before.package)?;
    require(
        write.transaction,
        &write.actor,
        task(before.automatic),
        Some(package.catalog),
    )?;
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(
            Problem::new("Say why the policy is changed; the reason is kept with the version.").field("reason"),
        );
    }
    let checked = check(write, &package, &input.definition)?;
    let automatic = checked.rules.automatic.is_some();
    require(write.transaction, &write.actor, task(automatic), Some(package.catalog))?;
    one_automatic(write, &package, &checked.rules, Some(input.policy))?;
    let new = NewPolicy {
        key: &before.key,
        package: package.package,
        display_name: &checked.rules.display_name,
        automatic,
        definition: &input.definition,
    };
    let version = policy::replace(write.transaction, input.policy, &new, reason, &write.actor, write.now)?;
    policy::set_targets(write.transaction, input.policy, package.package, &checked.targets)?;
    review::keep(write, &package, &before, &checked.rules, reason)?;
    let pending = policy::going_on(write.transaction, input.policy, package.package)?;
    let detail = json!({ "package": package.package, "packageName": package.display_name, "version": version,
                         "reason": reason, "before": before.definition, "after": input.definition,
                         // They stay under the version they were made under.
                         "requestsGoingOn": pending });
    let view = view(write.transaction, one(write.transaction, input.policy)?)?;
    Ok((view, Entry::new(format!("policy:{}", input.policy), detail)))
}

pub(crate) fn delete(write: &Write<'_>, input: PolicyDeleteInput) -> Result<(Nothing, Entry), Problem> {
    let row = one(write.transaction, input.policy)?;
    let package = package_of(write.transaction, row.package)?;
    require(
        write.transaction,
        &write.actor,
        task(row.automatic),
        Some(package.catalog),
    )?;
    if row.assignment_count > 0 {
        return Err(Problem::new(format!(
            "Under this policy {} the package.",
            count(row.assignment_count, "person holds", "people hold")
        ))
        .code("state")
        .hint("End their assignments first, or let nobody ask by it any more."));
    }
    let pending = policy::going_on(write.transaction, input.policy, row.package)?;
    if pending > 0 {
        return Err(Problem::new(format!(
            "Under this policy {} not decided or delivered yet.",
            count(pending, "request is", "requests are")
        ))
        .code("state")
        .hint("Decide or cancel them first."));
    }
    end(write, &row)?;
    let detail = json!({ "displayName": row.display_name, "package": row.package, "packageName": package.display_name,
                         "version": row.version, "definition": row.definition, "reason": input.reason });
    Ok((Nothing {}, Entry::new(format!("policy:{}", input.policy), detail)))
}

/// Ends a policy under which nobody holds anything or asks for anything, and the review of its holders.
pub(crate) fn end(write: &Write<'_>, row: &PolicyRow) -> Result<(), Problem> {
    review::end(write, row)?;
    policy::delete(write.transaction, row.policy, write.now)?;
    Ok(())
}

/// “one person”, “3 people”.
pub(crate) fn count(number: i64, one: &str, many: &str) -> String {
    match number {
        1 => format!("one {one}"),
        number => format!("{number} {many}"),
    }
}
