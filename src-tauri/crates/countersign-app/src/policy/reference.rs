//! Everything a policy names is looked up when it is made, and what is not there is named at its path.

use countersign_domain::policy::{Policy, Subject};
use countersign_domain::rule::{self, Rule};
use countersign_store::package::PackageRow;
use countersign_store::rusqlite::Connection;
use countersign_store::{review, snapshot};

use crate::{Problem, resolve};

/// # Errors
/// The first name that means nobody, at its path.
pub(super) fn check(connection: &Connection, package: &PackageRow, rules: &Policy) -> Result<(), Problem> {
    for (at, subject) in rules.targets.specific.iter().enumerate() {
        named(connection, package, subject, &format!("specificAllowedTargets[{at}]"))?;
    }
    for (at, subject) in rules.requestor.on_behalf.iter().enumerate() {
        named(
            connection,
            package,
            subject,
            &format!("requestorSettings.onBehalfRequestors[{at}]"),
        )?;
    }
    for (at, stage) in rules.approval.stages.iter().enumerate() {
        let lists = [
            ("primaryApprovers", &stage.primary),
            ("fallbackPrimaryApprovers", &stage.fallback),
            ("escalationApprovers", &stage.escalation),
            ("fallbackEscalationApprovers", &stage.escalation_fallback),
        ];
        for (name, list) in lists {
            for (position, subject) in list.iter().enumerate() {
                let field = format!("requestApprovalSettings.stages[{at}].{name}[{position}]");
                named(connection, package, subject, &field)?;
                able(connection, subject, &field)?;
            }
        }
    }
    Ok(())
}

fn named(connection: &Connection, package: &PackageRow, subject: &Subject, field: &str) -> Result<(), Problem> {
    match subject {
        Subject::User(key) => {
            resolve::principal(connection, key, "user", &format!("{field}.userId"))?;
        }
        Subject::Group(key) => {
            resolve::principal(connection, key, "group", &format!("{field}.groupId"))?;
        }
        Subject::ServicePrincipal(key) => {
            resolve::principal(
                connection,
                key,
                "servicePrincipal",
                &format!("{field}.servicePrincipalId"),
            )?;
        }
        Subject::Rule(text) => attributes(connection, package, text, &format!("{field}.membershipRule"))?,
        Subject::Organization(key) => {
            super::target::organization(connection, key)?.ok_or_else(|| {
                Problem::new(format!("This store knows no connected organization “{key}”."))
                    .code("unknownOrganization")
                    .field(format!("{field}.connectedOrganizationId"))
            })?;
        }
        _ => {}
    }
    Ok(())
}

/// A rule asks for attributes that somebody has, or that Microsoft Graph knows.
fn attributes(connection: &Connection, package: &PackageRow, text: &str, field: &str) -> Result<(), Problem> {
    Rule::parse(text).map_err(|problem| Problem::new(problem.to_string()).field(field))?;
    let directory = super::target::directory_of(connection, package)?;
    let there = snapshot::attribute_names(connection, directory)?;
    let unknown = rule::unknown(text, &there).map_err(|problem| Problem::new(problem.to_string()).field(field))?;
    match unknown.first() {
        Some(one) => Err(Problem::new(one.to_string())
            .code("unknownAttribute")
            .hint("Check its spelling, or sync the directory with it.")
            .field(field)),
        None => Ok(()),
    }
}

/// Whoever is to approve can sign in.
fn able(connection: &Connection, subject: &Subject, field: &str) -> Result<(), Problem> {
    match subject {
        Subject::User(key) => {
            let field = format!("{field}.userId");
            let person = resolve::principal(connection, key, "user", &field)?;
            if review::is_able(connection, person)? != Some(true) {
                return Err(
                    Problem::new(format!("The account of the approver “{key}” is disabled."))
                        .code("disabledApprover")
                        .field(field),
                );
            }
        }
        Subject::Group(key) => {
            let field = format!("{field}.groupId");
            let group = resolve::principal(connection, key, "group", &field)?;
            let mut someone = false;
            for member in snapshot::effective_member(connection, group)? {
                if review::is_able(connection, member.principal_id)? == Some(true) {
                    someone = true;
                    break;
                }
            }
            if !someone {
                return Err(Problem::new(format!("The group “{key}” has no member who could approve.")).field(field));
            }
        }
        _ => {}
    }
    Ok(())
}
