//! The population: which resources, and which of the principals that hold something there.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::setting::days_of;
use super::{Problem, query};

/// What is reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    pub resources: Vec<Resource>,
    /// Nested and assigned groups opened to their people (`transitiveMembers`), or who is listed
    /// directly, groups included.
    pub transitive: bool,
    pub principals: PrincipalScope,
}

/// A resource, or all of a kind. References are an immutable id, a DN or a unique name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "reference")]
pub enum Resource {
    Group(String),
    AllGroups,
    /// Microsoft 365 groups only.
    AllUnifiedGroups,
    Application(String),
    AllApplications,
    DirectoryRole(String, Assignment),
    AllDirectoryRoles,
    AzureRole(String),
    AllAzureRoles,
    /// The assignments of an access package, by policy where one is named.
    AccessPackage(String, Option<String>),
    Catalog(String),
}

impl Resource {
    /// A role of the directory or of Azure, or all of a kind.
    pub fn is_role(&self) -> bool {
        matches!(
            self,
            Self::DirectoryRole(..) | Self::AllDirectoryRoles | Self::AzureRole(_) | Self::AllAzureRoles
        )
    }
}

/// Which assignments of a role count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Assignment {
    Eligible,
    Active,
    #[default]
    Both,
}

/// Which principals are looked at; everything absent means everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalScope {
    /// These people only: a person's whole access.
    pub people: Vec<String>,
    pub guests_only: bool,
    /// People alone, where groups could stand among those listed directly.
    pub people_only: bool,
    /// Service principals instead of people.
    pub service_principals: bool,
    /// Only who did not sign in for so many days; accounts younger than that are spared.
    pub inactive_days: Option<u32>,
    /// A membership rule over attributes; who does not match is left out.
    pub rule: Option<String>,
    /// Left out by name, each with its reason, and shown.
    pub exclude: Vec<Exclude>,
}

/// Somebody who is left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exclude {
    pub principal: String,
    pub reason: String,
}

/// What Graph has no word for, beside its own scope.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Own {
    rule: Option<String>,
    exclude: Vec<Exclude>,
}

/// Reads `scope`, and `instanceEnumerationScope` where there is one: its groups in one instance.
pub(super) fn scope(json: Option<&Value>, enumeration: Option<&Value>) -> Result<Scope, Problem> {
    let empty = |field: &str| Problem::new(field, "The scope is empty: say what is reviewed.");
    let json = json.filter(|json| !json.is_null()).ok_or_else(|| empty("scope"))?;
    let mut principals = PrincipalScope {
        inactive_days: inactive(json, "scope")?,
        ..PrincipalScope::default()
    };
    let mut resources = Vec::new();
    let mut transitive = None;
    if let Some(list) = json.get("resourceScopes") {
        for (at, entry) in entries(json.get("principalScopes"), "scope.principalScopes")?
            .iter()
            .enumerate()
        {
            let field = format!("scope.principalScopes[{at}]");
            principals.inactive_days = principals.inactive_days.or(inactive(entry, &field)?);
            query::principals(text(entry), &format!("{field}.query"), &mut principals)?;
        }
        for (at, entry) in entries(Some(list), "scope.resourceScopes")?.iter().enumerate() {
            let field = format!("scope.resourceScopes[{at}].query");
            let one = query::resource(text(entry), &field, &mut principals)?;
            if let Some(opened) = one.transitive
                && *transitive.get_or_insert(opened) != opened
            {
                return Err(Problem::new(
                    field,
                    "Direct and transitive members cannot be mixed in one review.",
                ));
            }
            if !resources.contains(&one.resource) {
                resources.push(one.resource);
            }
        }
        if resources.is_empty() {
            return Err(empty("scope.resourceScopes"));
        }
    } else {
        let query = text(json);
        if query.trim().is_empty() {
            return Err(empty("scope.query"));
        }
        let one = match enumeration.filter(|value| !value.is_null()) {
            Some(groups) => {
                query::members_of_each(query, "scope.query", &mut principals)?;
                query::resource(text(groups), "instanceEnumerationScope.query", &mut principals)?
            }
            None => query::resource(query, "scope.query", &mut principals)?,
        };
        transitive = one.transitive;
        resources.push(one.resource);
    }
    own(json, &mut principals)?;
    Ok(Scope {
        transitive: transitive.unwrap_or_else(|| opens_groups(&resources)),
        resources,
        principals,
    })
}

/// Roles show who is assigned, groups included (access-governance §1.2); what else there is shows people.
fn opens_groups(resources: &[Resource]) -> bool {
    !resources
        .iter()
        .any(|one| matches!(one, Resource::DirectoryRole(..) | Resource::AllDirectoryRoles))
}

fn own(json: &Value, principals: &mut PrincipalScope) -> Result<(), Problem> {
    const FIELD: &str = "scope.@countersign.scope";
    let Some(own) = json.get("@countersign.scope").filter(|value| !value.is_null()) else {
        return Ok(());
    };
    let own: Own = serde_json::from_value(own.clone())
        .map_err(|error| Problem::new(FIELD, format!("This is not understood: {error}.")))?;
    for (at, one) in own.exclude.iter().enumerate() {
        if one.reason.trim().is_empty() {
            return Err(Problem::new(
                format!("{FIELD}.exclude[{at}].reason"),
                "Say why this person is left out; the reason stands in the evidence.",
            ));
        }
    }
    if let Some(rule) = &own.rule {
        crate::rule::Rule::parse(rule).map_err(|error| Problem::new(format!("{FIELD}.rule"), error.to_string()))?;
    }
    principals.rule = own.rule;
    principals.exclude = own.exclude;
    Ok(())
}

fn entries(list: Option<&Value>, field: &str) -> Result<Vec<Value>, Problem> {
    match list {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(entries)) => Ok(entries.clone()),
        Some(_) => Err(Problem::new(field, "A list of scopes is expected here.")),
    }
}

fn text(scope: &Value) -> &str {
    scope.get("query").and_then(Value::as_str).unwrap_or_default()
}

/// `accessReviewInactiveUsersQueryScope`: up to 730 days (access-governance §1.2).
fn inactive(scope: &Value, field: &str) -> Result<Option<u32>, Problem> {
    let Some(given) = scope.get("inactiveDuration").filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let days = given.as_str().and_then(days_of).filter(|days| *days <= 730);
    days.map(Some).ok_or_else(|| {
        Problem::new(
            format!("{field}.inactiveDuration"),
            "An inactivity is a whole number of 1 to 730 days, such as P90D.",
        )
    })
}
