//! Whom a policy is for, and what a person is to all policies, as texts that meet.

use std::collections::BTreeSet;

use countersign_domain::id::PrincipalId;
use countersign_domain::organization::{self, ConnectedOrganization, OrganizationState, Outsider};
use countersign_domain::policy::{Policy, Subject, TargetScope};
use countersign_domain::rule::Rule;
use countersign_store::StoreError;
use countersign_store::package::PackageRow;
use countersign_store::policy::Person;
use countersign_store::rusqlite::{Connection, OptionalExtension};
use countersign_store::snapshot;
use serde_json::json;

use crate::{Problem, resolve};

/// The directory whose people a package is for.
pub(crate) fn directory_of(connection: &Connection, package: &PackageRow) -> Result<i64, Problem> {
    let catalog = countersign_store::catalog::show(connection, package.catalog)?
        .ok_or_else(|| Problem::missing("catalog", package.catalog))?;
    Ok(catalog.directory)
}

/// A connected organization by its key.
pub(super) fn organization(connection: &Connection, key: &str) -> Result<Option<i64>, Problem> {
    let found = connection
        .prepare_cached("SELECT id FROM organization WHERE key = ?1 AND deleted_at IS NULL")
        .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
        .map_err(StoreError::from)?;
    Ok(found)
}

/// Whom a policy is for. What it names and the directory holds no longer is for nobody.
pub(crate) fn policy_targets(connection: &Connection, rules: &Policy) -> Result<Vec<String>, Problem> {
    let all = match rules.targets.scope {
        TargetScope::NotSpecified => return Ok(Vec::new()),
        TargetScope::AllMemberUsers => "members",
        TargetScope::AllDirectoryUsers => "all",
        TargetScope::AllExternalUsers => "guests",
        TargetScope::AllConfiguredConnectedOrganizationUsers => "organizations",
        TargetScope::AllDirectoryServicePrincipals | TargetScope::AllDirectoryAgentIdentities => "services",
        TargetScope::SpecificDirectoryUsers
        | TargetScope::SpecificConnectedOrganizationUsers
        | TargetScope::SpecificDirectoryServicePrincipals => {
            let mut targets = Vec::new();
            for subject in &rules.targets.specific {
                targets.extend(subject_target(connection, subject)?);
            }
            return Ok(targets);
        }
    };
    Ok(vec![all.to_owned()])
}

fn subject_target(connection: &Connection, subject: &Subject) -> Result<Option<String>, Problem> {
    let found = |key: &str, kind: &str| match resolve::principal(connection, key, kind, "") {
        Ok(id) => Ok(Some(id)),
        Err(problem) if problem.code.as_deref() == Some("unknownPrincipal") => Ok(None),
        Err(problem) => Err(problem),
    };
    Ok(match subject {
        Subject::User(key) => found(key, "user")?.map(|id| format!("user:{id}")),
        Subject::ServicePrincipal(key) => found(key, "servicePrincipal")?.map(|id| format!("user:{id}")),
        Subject::Group(key) => found(key, "group")?.map(|id| format!("group:{id}")),
        Subject::Rule(text) => Some(format!("rule:{text}")),
        Subject::Organization(key) => organization(connection, key)?.map(|id| format!("organization:{id}")),
        _ => None,
    })
}

/// What a person is, as far as policies ask: the same texts, with those of these rules that the person meets.
pub(crate) fn tokens_of(
    connection: &Connection,
    person: &Person,
    rules: &[String],
) -> Result<BTreeSet<String>, Problem> {
    let mut tokens = BTreeSet::from([format!("user:{}", person.principal)]);
    if person.kind == "servicePrincipal" {
        tokens.insert("services".to_owned());
        return Ok(tokens);
    }
    tokens.insert("all".to_owned());
    tokens.extend(person.groups.iter().map(|group| format!("group:{group}")));
    if person.guest {
        tokens.insert("guests".to_owned());
        for (id, configured) in organizations_of(connection, person)? {
            tokens.insert(format!("organization:{id}"));
            if configured {
                tokens.insert("organizations".to_owned());
            }
        }
    } else {
        tokens.insert("members".to_owned());
    }
    for text in rules {
        // What was understood when the policy was made is understood now.
        if let Ok(rule) = Rule::parse(text)
            && snapshot::matching_one(connection, PrincipalId(person.principal), &rule)?
        {
            tokens.insert(format!("rule:{text}"));
        }
    }
    Ok(tokens)
}

/// The connected organizations a guest belongs to, and whether each is configured.
fn organizations_of(connection: &Connection, person: &Person) -> Result<Vec<(i64, bool)>, Problem> {
    let Some(mail) = person.mail.as_deref() else {
        return Ok(Vec::new());
    };
    let mut statement = connection
        .prepare_cached(
            "SELECT id, display_name, state, sources FROM organization WHERE deleted_at IS NULL ORDER BY id",
        )
        .map_err(StoreError::from)?;
    let all: Vec<(i64, String, String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    let outsider = Outsider {
        mail: Some(mail),
        tenant_id: None,
    };
    let mut found = Vec::new();
    for (id, display_name, state, sources) in all {
        let sources: serde_json::Value = serde_json::from_str(&sources)?;
        let json = json!({ "displayName": display_name, "state": state, "identitySources": sources });
        if let Ok(one @ ConnectedOrganization { .. }) = organization::parse(&json)
            && one.owns(outsider)
        {
            found.push((id, one.state == OrganizationState::Configured));
        }
    }
    Ok(found)
}
