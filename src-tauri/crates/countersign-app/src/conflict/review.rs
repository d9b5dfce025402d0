//! A review of those who hold what does not go together.

use std::collections::BTreeSet;

use countersign_store::StoreError;
use countersign_store::conflict::{self, ConflictFilter};
use countersign_store::rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Write};
use crate::review::{self, CreateInput, Created};

/// People in one review of conflicts; a larger one is no review of exceptions any more.
const MOST: i64 = 10_000;
const DAYS: u32 = 14;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "ConflictReviewInput")]
pub struct ReviewInput {
    pub display_name: Option<String>,
    /// Conflicts of this pair; without it, of all pairs.
    pub incompatible: Option<i64>,
    /// Of this package, on either side.
    pub package: Option<i64>,
    /// Who reviews people without a manager.
    pub fallback: i64,
    /// How long the review runs; fourteen days where nothing is said.
    pub duration_in_days: Option<u32>,
}

/// Makes a review over what the people in conflict hold on either side, and over nobody else: their managers are
/// asked, and each item says which conflict it is part of.
pub(crate) fn review(write: &Write<'_>, input: ReviewInput) -> Result<(Created, Entry), Problem> {
    let connection = write.transaction;
    let filter = ConflictFilter {
        incompatible: input.incompatible,
        package: input.package,
        ..ConflictFilter::default()
    };
    let (rows, total) = conflict::list(connection, filter, 0, MOST)?;
    if total > MOST {
        return Err(Problem::new(format!(
            "{total} conflicts stand, and a review of conflicts takes at most {MOST}."
        ))
        .field("incompatible")
        .hint("Choose one pair."));
    }
    if rows.is_empty() {
        return Err(Problem::new("No conflict stands by the last look.")
            .code("emptyScope")
            .hint("Look for conflicts first, or choose another pair."));
    }
    let mut resources = BTreeSet::new();
    let mut people = BTreeSet::new();
    for row in &rows {
        people.insert(row.principal);
        for (side, package) in [(&row.one, Some(row.package)), (&row.other, row.other_package)] {
            let Some(package) = package else { continue };
            let shown = countersign_store::package::show(connection, package)?
                .ok_or_else(|| Problem::missing("access package", package))?;
            // Assigned as a package, it is taken back as one; else the rights themselves are looked at.
            if side.len() == 1 && side[0] == format!("access package {}", shown.display_name) {
                resources.insert(shown.resource);
            } else {
                let roles = countersign_store::package::roles(connection, package)?;
                resources.extend(roles.iter().filter(|role| !role.gone).map(|role| role.resource));
            }
        }
        resources.extend(row.group);
    }
    let queries = resources
        .iter()
        .map(|resource| query_of(connection, *resource))
        .collect::<Result<Vec<Value>, _>>()?;
    let person =
        |id: &i64| -> Result<Value, Problem> { Ok(json!({ "query": format!("/users/{}", key(connection, *id)?.0) })) };
    let principals = people.iter().map(person).collect::<Result<Vec<Value>, _>>()?;
    let definition = json!({
        "displayName": input.display_name.as_deref().map(str::trim).filter(|name| !name.is_empty())
            .unwrap_or("Conflicts of duties"),
        "descriptionForReviewers": "Each item is part of a conflict of duties, which it names. Deny the side that is to go.",
        "scope": {
            "@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
            "principalScopes": principals,
            "resourceScopes": queries,
        },
        "reviewers": [{ "query": "./manager", "queryType": "MicrosoftGraph", "queryRoot": "decisions" }],
        "fallbackReviewers": [{ "query": format!("/users/{}", key(connection, input.fallback)?.0) }],
        "settings": {
            "instanceDurationInDays": input.duration_in_days.unwrap_or(DAYS),
            "recommendationsEnabled": true,
            "justificationRequiredOnApproval": true,
            "@countersign.settings": { "helpers": ["conflict"] },
        },
    });
    let (created, mut entry) = review::create(write, CreateInput { definition })?;
    entry.detail["conflicts"] = json!(rows.iter().map(|row| row.conflict).collect::<Vec<_>>());
    Ok((created, entry))
}

fn key(connection: &Connection, principal: i64) -> Result<(String, String), Problem> {
    let mut statement = connection
        .prepare_cached("SELECT key, kind FROM principal WHERE id = ?1")
        .map_err(StoreError::from)?;
    let found = statement
        .query_row([principal], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(StoreError::from)?;
    Ok(found)
}

fn query_of(connection: &Connection, resource: i64) -> Result<Value, Problem> {
    let (key, kind) = key(connection, resource)?;
    let query = match kind.as_str() {
        "group" => format!("/groups/{key}/transitiveMembers"),
        "directoryRole" => format!("/roleManagement/directory/roleDefinitions/{key}"),
        "azureRole" => format!("/providers/Microsoft.Authorization/roleDefinitions/{key}"),
        "accessPackage" => {
            let package: String = connection
                .query_row("SELECT key FROM package WHERE principal_id = ?1", [resource], |row| {
                    row.get(0)
                })
                .map_err(StoreError::from)?;
            format!(
                "/identityGovernance/entitlementManagement/accessPackageAssignments?$filter=(accessPackageId eq '{package}')"
            )
        }
        _ => format!("/servicePrincipals/{key}/appRoleAssignedTo"),
    };
    Ok(json!({ "query": query, "queryType": "MicrosoftGraph" }))
}
