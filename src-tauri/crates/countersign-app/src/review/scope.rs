//! From a definition's references to resources and people of the last snapshot.

use countersign_domain::definition::{Assignment, Definition, Resource, Stage};
use countersign_domain::reviewer::{ReviewerReason, ReviewerRule};
use countersign_domain::rule::Rule;
use countersign_store::StoreError;
use countersign_store::review::{Asked, InScope};
use countersign_store::rusqlite::{Connection, OptionalExtension, params};

use crate::{Problem, resolve};

/// A definition's references as principals.
pub(crate) struct Resolved {
    pub directory: i64,
    pub resources: Vec<InScope>,
    pub stages: Vec<Asked>,
    pub people: Vec<i64>,
    pub rule: Option<Rule>,
    pub excluded: Vec<(i64, String)>,
}

pub(crate) fn resolve_all(connection: &Connection, definition: &Definition) -> Result<Resolved, Problem> {
    let scope = &definition.scope;
    let several = scope.resources.len() > 1;
    let mut resources = Vec::new();
    for (at, resource) in scope.resources.iter().enumerate() {
        let field = if several {
            format!("scope.resourceScopes[{at}].query")
        } else {
            "scope.query".into()
        };
        resources.extend(in_scope(connection, resource, &field)?);
    }
    let directory = directory_of(connection, &resources)?;
    let people = scope
        .principals
        .people
        .iter()
        .map(|person| resolve::principal(connection, person, "user", "scope.principalScopes"))
        .collect::<Result<_, _>>()?;
    let excluded = scope
        .principals
        .exclude
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let field = format!("scope.@countersign.scope.exclude[{at}].principal");
            Ok((
                resolve::principal(connection, &one.principal, "user", &field)?,
                one.reason.trim().to_owned(),
            ))
        })
        .collect::<Result<_, Problem>>()?;
    let rule = match &scope.principals.rule {
        Some(text) => Some(
            Rule::parse(text)
                .map_err(|error| Problem::new(error.to_string()).field("scope.@countersign.scope.rule"))?,
        ),
        None => None,
    };
    if scope.principals.inactive_days.is_some() && !keeps_sign_ins(connection, directory)? {
        return Err(
            Problem::new("This directory keeps no sign-ins, so nobody is known to be inactive.")
                .code("noSignIns")
                .field("scope.inactiveDuration"),
        );
    }
    let mut stages = Vec::new();
    for (at, stage) in definition.stages.iter().enumerate() {
        let prefix = if definition.stages.len() > 1 {
            format!("stageSettings[{at}].")
        } else {
            String::new()
        };
        stages.push(asked(connection, stage, &prefix)?);
    }
    owners_or_fallback(connection, &resources, &stages)?;
    Ok(Resolved {
        directory,
        resources,
        stages,
        people,
        rule,
        excluded,
    })
}

fn asked(connection: &Connection, stage: &Stage, prefix: &str) -> Result<Asked, Problem> {
    let mut asked = Asked {
        self_review: stage.is_self_review(),
        ..Asked::default()
    };
    for (at, rule) in stage.reviewers.iter().enumerate() {
        match rule {
            ReviewerRule::Owners => asked.owners = true,
            ReviewerRule::Managers => asked.managers = true,
            named => asked
                .named
                .extend(people(connection, named, &format!("{prefix}reviewers[{at}].query"))?),
        }
    }
    for (at, rule) in stage.fallback_reviewers.iter().enumerate() {
        let field = format!("{prefix}fallbackReviewers[{at}].query");
        asked
            .fallback
            .extend(people(connection, rule, &field)?.into_iter().map(|(id, _)| id));
    }
    Ok(asked)
}

/// An owner review of one resource that has no owner, and no fallback: nobody would be asked about
/// anything, so it is said when the review is made.
fn owners_or_fallback(connection: &Connection, resources: &[InScope], stages: &[Asked]) -> Result<(), Problem> {
    let [only] = resources else { return Ok(()) };
    for stage in stages {
        let asks_others = stage.self_review || stage.managers || !stage.named.is_empty() || !stage.fallback.is_empty();
        if asks_others || !stage.owners {
            continue;
        }
        let owned: bool = connection
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM \"grant\" g JOIN principal p ON p.id = g.principal_id
                  WHERE g.resource_id = ?1 AND g.entitlement = 'owner' AND p.kind = 'user'
                    AND p.removed_snapshot_id IS NULL AND coalesce(p.enabled, 1) = 1)",
                [only.resource],
                |row| row.get(0),
            )
            .map_err(StoreError::from)?;
        if !owned {
            return Err(Problem::new(
                "This resource has no owner who could review, and there is no fallback reviewer.",
            )
            .code("noOwner")
            .field("fallbackReviewers")
            .hint("Name a fallback reviewer, or ask somebody else."));
        }
    }
    Ok(())
}

fn in_scope(connection: &Connection, resource: &Resource, field: &str) -> Result<Vec<InScope>, Problem> {
    const ALL: &[&str] = &[];
    let one = |reference: &str, kind: &str, entitlements| {
        let resource = resolve::principal(connection, reference, kind, field)?;
        Ok(vec![InScope {
            resource,
            group: kind == "group",
            entitlements,
            policy: None,
        }])
    };
    match resource {
        Resource::Group(reference) => one(reference, "group", ALL),
        Resource::Application(reference) => one(reference, "servicePrincipal", ALL),
        Resource::AzureRole(reference) => one(reference, "azureRole", ALL),
        Resource::DirectoryRole(reference, assignment) => one(
            reference,
            "directoryRole",
            match assignment {
                Assignment::Eligible => &["eligible"],
                Assignment::Active => &["active"],
                Assignment::Both => &["active", "eligible"],
            },
        ),
        Resource::AllGroups => all(connection, "group", "", "group", field),
        Resource::AllUnifiedGroups => all(
            connection,
            "group",
            "AND attributes ->> '$.groupType[0]' = 'm365' AND attributes ->> '$.dynamic' IS NULL",
            "Microsoft 365 group",
            field,
        ),
        // An application is a service principal that somebody is assigned to.
        Resource::AllApplications => all(
            connection,
            "servicePrincipal",
            "AND EXISTS (SELECT 1 FROM \"grant\" g WHERE g.resource_id = principal.id AND g.entitlement <> 'owner')",
            "application with assignments",
            field,
        ),
        Resource::AllDirectoryRoles => all(connection, "directoryRole", "", "directory role", field),
        Resource::AllAzureRoles => all(connection, "azureRole", "", "Azure role", field),
        Resource::AccessPackage(reference, policy) => package(connection, reference, policy.as_deref(), field),
        Resource::Catalog(reference) => catalog(connection, reference, field),
    }
}

/// Who holds an access package, or was assigned it by one of its policies.
fn package(
    connection: &Connection,
    reference: &str,
    policy: Option<&str>,
    field: &str,
) -> Result<Vec<InScope>, Problem> {
    let found: Option<(i64, i64)> = connection
        .query_row(
            "SELECT id, principal_id FROM package WHERE key = ?1 AND deleted_at IS NULL",
            [reference],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    let (id, resource) = found.ok_or_else(|| {
        Problem::new(format!("This store holds no access package “{reference}”."))
            .code("unknownPackage")
            .field(field)
    })?;
    let policy = policy
        .map(|policy| {
            connection
                .query_row(
                    "SELECT id FROM policy WHERE key = ?1 AND package_id = ?2 AND deleted_at IS NULL",
                    params![policy, id],
                    |row| row.get(0),
                )
                .optional()
                .map_err(StoreError::from)?
                .ok_or_else(|| {
                    Problem::new(format!("This access package has no policy “{policy}”."))
                        .code("unknownPolicy")
                        .field(field)
                })
        })
        .transpose()?;
    Ok(vec![InScope {
        resource,
        group: false,
        entitlements: &[],
        policy,
    }])
}

/// Every resource of a catalog (access-governance §1.2).
fn catalog(connection: &Connection, reference: &str, field: &str) -> Result<Vec<InScope>, Problem> {
    let known: bool = connection
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM catalog WHERE key = ?1 AND deleted_at IS NULL)",
            [reference],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    if !known {
        return Err(Problem::new(format!("This store holds no catalog “{reference}”."))
            .code("unknownCatalog")
            .field(field));
    }
    let mut statement = connection
        .prepare_cached(
            "SELECT p.id, p.kind FROM catalog c JOIN catalog_resource r ON r.catalog_id = c.id
             JOIN principal p ON p.id = r.resource_id
             WHERE c.key = ?1 AND p.removed_snapshot_id IS NULL ORDER BY p.id",
        )
        .map_err(StoreError::from)?;
    let found: Vec<InScope> = statement
        .query_map([reference], |row| {
            Ok(InScope {
                resource: row.get(0)?,
                group: row.get::<_, String>(1)? == "group",
                entitlements: &[],
                policy: None,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    if found.is_empty() {
        return Err(Problem::new("This catalog holds no resource that is still there.")
            .code("emptyScope")
            .field(field)
            .hint("Add a resource to the catalog first."));
    }
    Ok(found)
}

fn all(connection: &Connection, kind: &str, also: &str, what: &str, field: &str) -> Result<Vec<InScope>, Problem> {
    let sql = format!("SELECT id FROM principal WHERE kind = ?1 AND removed_snapshot_id IS NULL {also} ORDER BY id");
    let mut statement = connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let found: Vec<InScope> = statement
        .query_map([kind], |row| {
            Ok(InScope {
                resource: row.get(0)?,
                group: kind == "group",
                entitlements: &[],
                policy: None,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    if found.is_empty() {
        return Err(Problem::new(format!("The directory holds no {what}."))
            .code("emptyScope")
            .field(field)
            .hint("Sync the directory first."));
    }
    Ok(found)
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
            if countersign_store::review::is_able(connection, person)? != Some(true) {
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
            let mut people = Vec::new();
            for member in countersign_store::snapshot::effective_member(connection, group)? {
                if countersign_store::review::is_able(connection, member.principal_id)? == Some(true) {
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

fn keeps_sign_ins(connection: &Connection, directory: i64) -> Result<bool, Problem> {
    let found = connection
        .query_row(
            "SELECT 1 FROM principal WHERE directory_id = ?1 AND removed_snapshot_id IS NULL
             AND last_sign_in_at IS NOT NULL LIMIT 1",
            [directory],
            |_| Ok(()),
        )
        .optional()
        .map_err(StoreError::from)?;
    Ok(found.is_some())
}

/// A review reads one directory: its snapshot is the population that the evidence certifies.
fn directory_of(connection: &Connection, resources: &[InScope]) -> Result<i64, Problem> {
    let mut statement = connection
        .prepare_cached("SELECT directory_id FROM principal WHERE id = ?1")
        .map_err(StoreError::from)?;
    let mut found = None;
    for one in resources {
        let directory: i64 = statement
            .query_row([one.resource], |row| row.get(0))
            .map_err(StoreError::from)?;
        if *found.get_or_insert(directory) != directory {
            return Err(Problem::new("The resources of a review come from one directory.").field("scope"));
        }
    }
    found.ok_or_else(|| Problem::new("The scope is empty: say what is reviewed.").field("scope"))
}
