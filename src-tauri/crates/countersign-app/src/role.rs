//! Roles over the whole store, and whose account of the operating system is whose.

use countersign_domain::actor::{Binding, Identity, identities};
use countersign_domain::id::PrincipalId;
use countersign_store::role::{self, BindingRow, Role, RoleRow};
use countersign_store::rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::store::Nothing;

const LONGEST_ACCOUNT: usize = 256;

/// Who holds a role, and which accounts are bound.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    pub roles: Vec<RoleRow>,
    pub bindings: Vec<BindingRow>,
}

/// To a principal, or to an account of the operating system.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct RoleGiveInput {
    pub role: Role,
    pub principal: Option<i64>,
    pub os_account: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleInput {
    pub id: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BindInput {
    pub os_account: String,
    pub principal: i64,
}

fn view(connection: &Connection) -> Result<RoleView, Problem> {
    Ok(RoleView {
        roles: role::roles(connection)?,
        bindings: role::binding_rows(connection)?,
    })
}

pub(crate) fn list(read: &Read<'_>, _: Nothing) -> Result<RoleView, Problem> {
    view(read.connection)
}

/// A name of an account as it is kept.
fn account(name: &str) -> Result<&str, Problem> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_ACCOUNT || name.chars().any(char::is_control) {
        return Err(
            Problem::new("An account of the operating system has a name of 1 to 256 characters.").field("osAccount"),
        );
    }
    Ok(name)
}

fn person(connection: &Connection, principal: i64) -> Result<PrincipalId, Problem> {
    let found = crate::actor::person_of(connection, Some(principal), None)?;
    found
        .map(|one| PrincipalId(one.principal))
        .ok_or_else(|| Problem::missing("person", principal))
}

/// Nobody is administrator and compliance officer at once: who changes things does not check them.
fn apart(connection: &Connection, to: &Identity, given: Option<Role>, bindings: &[Binding]) -> Result<(), Problem> {
    let human = identities([to.clone()], bindings);
    let mut held: Vec<Role> = role::roles(connection)?
        .iter()
        .filter(|one| human.contains(&one.identity()))
        .map(|one| one.role)
        .collect();
    held.extend(given);
    if held.contains(&Role::Administrator) && held.contains(&Role::ComplianceOfficer) {
        return Err(
            Problem::new("One person is not both administrator and compliance officer.")
                .code("state")
                .hint("End the other role first."),
        );
    }
    Ok(())
}

/// Whether a binding may be made: not where it would make an administrator and a compliance officer one person.
pub(crate) fn agree(transaction: &Transaction<'_>, binding: &Binding) -> Result<(), Problem> {
    let mut bindings = role::bindings(transaction)?;
    bindings.push(binding.clone());
    apart(transaction, &Identity::of(binding.principal), None, &bindings)
}

pub(crate) fn give(write: &Write<'_>, input: RoleGiveInput) -> Result<(RoleView, Entry), Problem> {
    let to = match (input.principal, input.os_account.as_deref()) {
        (Some(principal), None) => Identity::of(person(write.transaction, principal)?),
        (None, Some(name)) => Identity::of_account(account(name)?),
        _ => {
            return Err(
                Problem::new("Say who gets the role: a person, or an account of the operating system.")
                    .field("principal"),
            );
        }
    };
    let bindings = role::bindings(write.transaction)?;
    apart(write.transaction, &to, Some(input.role), &bindings)?;
    let by = write.actor.label();
    let given = role::give(write.transaction, input.role, &to, &by, write.now)?;
    let id = given.ok_or_else(|| Problem::new("The role is held already.").code("exists"))?;
    let detail = json!({ "role": input.role, "to": to });
    Ok((view(write.transaction)?, Entry::new(format!("role:{id}"), detail)))
}

pub(crate) fn end(write: &Write<'_>, input: RoleInput) -> Result<(RoleView, Entry), Problem> {
    let roles = role::roles(write.transaction)?;
    let ended = roles
        .iter()
        .find(|one| one.id == input.id)
        .ok_or_else(|| Problem::missing("role", input.id))?;
    let left = |one: &&RoleRow| one.id != ended.id && one.role == Role::Administrator && !one.principal_gone;
    if ended.role == Role::Administrator && !roles.iter().any(|one| left(&one)) {
        return Err(Problem::new("The last administrator cannot be taken away.")
            .code("state")
            .hint("Give the role to somebody else first."));
    }
    role::end(write.transaction, input.id, &write.actor.label(), write.now)?;
    let detail = json!({ "role": ended.role, "of": ended.identity() });
    Ok((
        view(write.transaction)?,
        Entry::new(format!("role:{}", input.id), detail),
    ))
}

pub(crate) fn bind(write: &Write<'_>, input: BindInput) -> Result<(RoleView, Entry), Problem> {
    let binding = Binding {
        os_account: account(&input.os_account)?.to_owned(),
        principal: person(write.transaction, input.principal)?,
    };
    agree(write.transaction, &binding)?;
    let by = write.actor.label();
    let made = role::bind(write.transaction, &binding, "administrator", &by, write.now)?;
    let id = made.ok_or_else(|| Problem::new("The account is bound to this person already.").code("exists"))?;
    let detail = json!({ "osAccount": binding.os_account, "principal": binding.principal });
    Ok((view(write.transaction)?, Entry::new(format!("binding:{id}"), detail)))
}

pub(crate) fn unbind(write: &Write<'_>, input: RoleInput) -> Result<(RoleView, Entry), Problem> {
    let rows = role::binding_rows(write.transaction)?;
    let ended = rows
        .iter()
        .find(|one| one.id == input.id)
        .ok_or_else(|| Problem::missing("binding", input.id))?;
    role::unbind(write.transaction, input.id, &write.actor.label(), write.now)?;
    let detail = json!({ "osAccount": ended.os_account, "principal": ended.principal });
    Ok((
        view(write.transaction)?,
        Entry::new(format!("binding:{}", input.id), detail),
    ))
}
