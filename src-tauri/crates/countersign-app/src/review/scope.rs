//! From a definition's references to groups and people of the last snapshot.

use countersign_domain::definition::{Definition, ResourceScope};
use countersign_domain::reviewer::{ReviewerReason, ReviewerRule};
use countersign_store::StoreError;
use countersign_store::rusqlite::Connection;

use crate::{Problem, resolve};

/// A definition's references as principals.
pub(crate) struct Resolved {
    pub directory: i64,
    pub groups: Vec<i64>,
    pub named: Vec<(i64, ReviewerReason)>,
    pub owners: bool,
    pub managers: bool,
    pub fallback: Vec<i64>,
}

pub(crate) fn resolve_all(connection: &Connection, definition: &Definition) -> Result<Resolved, Problem> {
    let groups = match &definition.scope.resource {
        ResourceScope::Groups(references) => {
            let several = references.len() > 1;
            references
                .iter()
                .enumerate()
                .map(|(at, reference)| {
                    let field = if several {
                        format!("scope.resourceScopes[{at}].query")
                    } else {
                        "scope.query".into()
                    };
                    resolve::principal(connection, reference, "group", &field)
                })
                .collect::<Result<Vec<_>, _>>()?
        }
        ResourceScope::AllGroups => all_groups(connection)?,
    };
    let directory = directory_of(connection, &groups)?;
    let mut resolved = Resolved {
        directory,
        groups,
        named: Vec::new(),
        owners: false,
        managers: false,
        fallback: Vec::new(),
    };
    for (at, rule) in definition.reviewers.iter().enumerate() {
        let field = format!("reviewers[{at}].query");
        match rule {
            ReviewerRule::Owners => resolved.owners = true,
            ReviewerRule::Managers => resolved.managers = true,
            named => resolved.named.extend(people(connection, named, &field)?),
        }
    }
    for (at, rule) in definition.fallback_reviewers.iter().enumerate() {
        let field = format!("fallbackReviewers[{at}].query");
        resolved
            .fallback
            .extend(people(connection, rule, &field)?.into_iter().map(|(id, _)| id));
    }
    Ok(resolved)
}

/// The people a rule names: one, or a group's members, who can sign in.
pub(crate) fn people(
    connection: &Connection,
    rule: &ReviewerRule,
    field: &str,
) -> Result<Vec<(i64, ReviewerReason)>, Problem> {
    match rule {
        ReviewerRule::User(reference) => {
            let person = resolve::principal(connection, reference, "user", field)?;
            let enabled: Option<bool> = connection
                .query_row("SELECT enabled FROM principal WHERE id = ?1", [person], |row| {
                    row.get(0)
                })
                .map_err(StoreError::from)?;
            if enabled == Some(false) {
                return Err(
                    Problem::new(format!("The account of the reviewer “{reference}” is disabled."))
                        .code("disabledReviewer")
                        .field(field),
                );
            }
            Ok(vec![(person, ReviewerReason::Named)])
        }
        ReviewerRule::GroupMembers(reference) => {
            let group = resolve::principal(connection, reference, "group", field)?;
            let members = countersign_store::snapshot::effective_member(connection, group)?;
            let mut able = connection
                .prepare_cached("SELECT kind = 'user' AND coalesce(enabled, 1) = 1 FROM principal WHERE id = ?1")
                .map_err(StoreError::from)?;
            let mut people = Vec::new();
            for member in members {
                if able
                    .query_row([member.principal_id], |row| row.get(0))
                    .map_err(StoreError::from)?
                {
                    people.push((member.principal_id, ReviewerReason::GroupMember));
                }
            }
            if people.is_empty() {
                return Err(
                    Problem::new(format!("The group “{reference}” has no member who could review.")).field(field),
                );
            }
            Ok(people)
        }
        ReviewerRule::Owners | ReviewerRule::Managers => Ok(Vec::new()),
    }
}

fn all_groups(connection: &Connection) -> Result<Vec<i64>, Problem> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM principal WHERE kind = 'group' AND removed_snapshot_id IS NULL")
        .map_err(StoreError::from)?;
    let groups: Vec<i64> = statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    if groups.is_empty() {
        return Err(Problem::new("The directory holds no group.")
            .field("scope.query")
            .hint("Sync the directory first."));
    }
    Ok(groups)
}

/// A review reads one directory: its snapshot is the population that the evidence certifies.
fn directory_of(connection: &Connection, groups: &[i64]) -> Result<i64, Problem> {
    let mut statement = connection
        .prepare_cached("SELECT directory_id FROM principal WHERE id = ?1")
        .map_err(StoreError::from)?;
    let mut found = None;
    for group in groups {
        let directory: i64 = statement
            .query_row([group], |row| row.get(0))
            .map_err(StoreError::from)?;
        if *found.get_or_insert(directory) != directory {
            return Err(Problem::new("The groups of a review come from one directory.").field("scope"));
        }
    }
    found.ok_or_else(|| Problem::new("The scope is empty: say which groups are reviewed.").field("scope"))
}
