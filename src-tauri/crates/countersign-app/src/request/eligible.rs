//! Whether a person may ask for a package, under which policy, and if not exactly why.

use countersign_domain::id::PolicyId;
use countersign_domain::policy::{self as rule, Applicable, Policy, Subject, TargetScope};
use countersign_domain::request::RequestKind;
use countersign_store::catalog::{self, CatalogRow};
use countersign_store::package::PackageRow;
use countersign_store::policy::{Person, PolicyRow};
use countersign_store::rusqlite::Connection;
use countersign_store::{policy, request};

use crate::Problem;
use crate::policy::{of_package, policy_targets, tokens_of};

/// What a person may ask for.
pub(crate) struct Eligible {
    pub person: Person,
    pub policies: Vec<Offered>,
    /// The policies to choose from; several are a tie.
    pub choose: Vec<i64>,
    /// Policies that are not offered, and why.
    pub hidden: Vec<(i64, String)>,
    /// What stands against it whatever the policy: each a sentence.
    pub against: Vec<Against>,
    pub conflicts: Vec<String>,
}

/// A policy with what it means.
pub(crate) struct Offered {
    pub row: PolicyRow,
    pub rules: Policy,
}

/// A reason, and the code a caller may branch on.
#[derive(Debug, Clone)]
pub(crate) struct Against {
    pub code: &'static str,
    pub message: String,
}

impl Eligible {
    pub fn policy(&self, policy: i64) -> Option<&Offered> {
        self.policies.iter().find(|one| one.row.policy == policy)
    }
}

/// A person of the store.
pub(crate) fn person(connection: &Connection, principal: i64, field: &str) -> Result<Person, Problem> {
    policy::person(connection, principal)?.ok_or_else(|| Problem::missing("person", principal).field(field))
}

/// Looks at everything that decides whether a request of this kind for a person could be made.
pub(crate) fn look(
    connection: &Connection,
    package: &PackageRow,
    person: Person,
    kind: RequestKind,
) -> Result<Eligible, Problem> {
    let catalog =
        catalog::show(connection, package.catalog)?.ok_or_else(|| Problem::missing("catalog", package.catalog))?;
    let policies: Vec<Offered> = of_package(connection, package.package)?
        .into_iter()
        .map(|(row, rules)| Offered { row, rules })
        .collect();
    let against = against(connection, package, &catalog, &person, kind)?;
    let conflicts = super::conflict::check(connection, package.package, person.principal)?;
    let mut matched = Vec::with_capacity(policies.len());
    let mut because = Vec::new();
    for one in &policies {
        let why = why_not(connection, &catalog, one, &person, kind)?;
        matched.push(why.is_none());
        because.push(why);
    }
    let list: Vec<(PolicyId, &Policy, bool)> = policies
        .iter()
        .zip(&matched)
        .map(|(one, matched)| (PolicyId(one.row.policy), &one.rules, *matched))
        .collect();
    let Applicable { choose, hidden } = rule::applicable(&list);
    let hidden = hidden
        .into_iter()
        .map(|one| {
            let own = policies
                .iter()
                .position(|offered| offered.row.policy == one.policy.0)
                .and_then(|at| because[at].clone());
            let text = match (one.because, own) {
                (rule::Because::NotMatched, Some(own)) => own,
                (rule::Because::LessSpecific(by), _) => {
                    let by = policies.iter().find(|offered| offered.row.policy == by.0);
                    format!(
                        "“{}” is more specific for this person.",
                        by.map_or("Another policy", |by| by.row.display_name.as_str())
                    )
                }
                (because, _) => because.to_string(),
            };
            (one.policy.0, text)
        })
        .collect();
    Ok(Eligible {
        person,
        policies,
        choose: choose.into_iter().map(|id| id.0).collect(),
        hidden,
        against,
        conflicts,
    })
}

fn against(
    connection: &Connection,
    package: &PackageRow,
    catalog: &CatalogRow,
    person: &Person,
    kind: RequestKind,
) -> Result<Vec<Against>, Problem> {
    let name = &person.display_name;
    let mut found = Vec::new();
    let mut put = |code, message: String| found.push(Against { code, message });
    if person.gone {
        put("gone", format!("{name} is not in the directory any more."));
    } else if !person.enabled {
        put("disabled", format!("The account of {name} is disabled."));
    }
    if !matches!(person.kind.as_str(), "user" | "servicePrincipal") {
        put(
            "notAPerson",
            format!("{name} is not a person, so they hold no package."),
        );
    }
    if person.directory != catalog.directory {
        put(
            "otherDirectory",
            format!(
                "{name} is of another directory than the package; it is for people of {}.",
                catalog.directory_name
            ),
        );
    }
    if !catalog.published && !matches!(kind, RequestKind::AdminAdd | RequestKind::SystemAdd) {
        put(
            "unpublished",
            format!(
                "The catalog “{}” is not published, so nothing in it can be asked for.",
                catalog.display_name
            ),
        );
    }
    if request::held_by(connection, person.principal, package.package)?.is_some() {
        put(
            "held",
            format!(
                "{name} has “{}” already; it can be extended or given back.",
                package.display_name
            ),
        );
    } else if let Some(pending) = request::going_on(connection, person.principal, package.package)? {
        put(
            "pending",
            format!(
                "Request {pending} for {name} and “{}” is not decided or delivered yet.",
                package.display_name
            ),
        );
    }
    Ok(found)
}

/// Why a policy is not for this person and this kind of request; none where it is.
fn why_not(
    connection: &Connection,
    catalog: &CatalogRow,
    one: &Offered,
    person: &Person,
    kind: RequestKind,
) -> Result<Option<String>, Problem> {
    let rules = &one.rules;
    if rules.automatic.is_some() {
        return Ok(Some("This policy assigns by its rule; nobody asks under it.".into()));
    }
    if rules.targets.scope == TargetScope::NotSpecified {
        return Ok(Some(rule::Because::AdministratorsOnly.to_string()));
    }
    if !rules.allows(kind) {
        return Ok(Some(match kind {
            RequestKind::UserAdd => "Under this policy nobody asks for themselves.".into(),
            RequestKind::OnBehalfAdd => "Under this policy nobody asks for somebody else.".into(),
            _ => "This policy does not allow this.".into(),
        }));
    }
    let outside = matches!(
        rules.targets.scope,
        TargetScope::AllExternalUsers
            | TargetScope::AllConfiguredConnectedOrganizationUsers
            | TargetScope::SpecificConnectedOrganizationUsers
    );
    if outside && !catalog.external {
        return Ok(Some(format!(
            "The catalog “{}” is closed to outsiders.",
            catalog.display_name
        )));
    }
    let targets = policy_targets(connection, rules)?;
    let texts: Vec<String> = targets
        .iter()
        .filter_map(|target| target.strip_prefix("rule:").map(str::to_owned))
        .collect();
    let tokens = tokens_of(connection, person, &texts)?;
    if targets.iter().any(|target| tokens.contains(target)) {
        return Ok(None);
    }
    Ok(Some(sentence(connection, rules, person)?))
}

/// Whether the scope of a policy takes a person in, whatever they want.
pub(crate) fn in_scope(connection: &Connection, rules: &Policy, person: &Person) -> Result<bool, Problem> {
    let targets = policy_targets(connection, rules)?;
    let texts: Vec<String> = targets
        .iter()
        .filter_map(|target| target.strip_prefix("rule:").map(str::to_owned))
        .collect();
    let tokens = tokens_of(connection, person, &texts)?;
    Ok(targets.iter().any(|target| tokens.contains(target)))
}

fn sentence(connection: &Connection, rules: &Policy, person: &Person) -> Result<String, Problem> {
    let name = &person.display_name;
    Ok(match rules.targets.scope {
        TargetScope::AllMemberUsers => format!("It is for members only; {name} is a guest."),
        TargetScope::AllExternalUsers => format!("It is for people from outside; {name} is a member."),
        TargetScope::AllConfiguredConnectedOrganizationUsers => {
            format!("It is for people of connected organizations; {name} belongs to none that is configured.")
        }
        TargetScope::AllDirectoryServicePrincipals | TargetScope::AllDirectoryAgentIdentities => {
            format!("It is for applications; {name} is a person.")
        }
        TargetScope::NotSpecified | TargetScope::AllDirectoryUsers => format!("It is not for {name}."),
        _ => {
            let mut named = Vec::new();
            for subject in rules.targets.specific.iter().take(5) {
                named.push(match subject {
                    Subject::Group(key) => match crate::resolve::principal(connection, key, "group", "") {
                        Ok(group) => {
                            format!("members of {}", crate::approval::name_of(connection, group)?)
                        }
                        Err(_) => format!("members of a group “{key}” that the directory holds no longer"),
                    },
                    Subject::User(key) | Subject::ServicePrincipal(key) => {
                        match crate::resolve::principal(connection, key, "user", "") {
                            Ok(user) => crate::approval::name_of(connection, user)?,
                            Err(_) => format!("“{key}”, whom the directory holds no longer"),
                        }
                    }
                    Subject::Rule(text) => format!("those who meet {text}"),
                    Subject::Organization(key) => format!("people of the organization “{key}”"),
                    _ => "others".into(),
                });
            }
            let more = rules.targets.specific.len().saturating_sub(5);
            if more > 0 {
                named.push(format!("{more} more"));
            }
            format!("It is for {}; {name} is not among them.", named.join(", "))
        }
    })
}
