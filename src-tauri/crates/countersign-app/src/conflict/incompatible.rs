//! What does not go together with a package: said, listed in both directions, and taken back.

use countersign_domain::catalog::Task;
use countersign_store::StoreError;
use countersign_store::conflict::{self, IncompatibleRow};
use countersign_store::package;
use countersign_store::rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::call::{Entry, Read, Write};
use crate::principal::page;
use crate::store::Nothing;
use crate::{Problem, authority};

const LONGEST_REASON: usize = 2_000;
/// Bridges that are named; there are seldom two.
const NAMED: i64 = 20;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct IncompatibleAddInput {
    pub package: i64,
    /// One of these two.
    pub other_package: Option<i64>,
    pub group: Option<i64>,
    /// Why the two do not go together.
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IncompatibleInput {
    pub incompatible: i64,
    /// Why they go together from now on.
    pub reason: String,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct IncompatibleListInput {
    /// What does not go together with this package, whichever side it was said of; without it, all pairs.
    pub package: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IncompatiblePage {
    pub rows: Vec<IncompatibleRow>,
    pub total: i64,
}

/// A package that gives both sides of a pair.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Bridge {
    pub package: i64,
    pub display_name: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IncompatibleAdded {
    #[serde(flatten)]
    pub row: IncompatibleRow,
    /// Packages that give both sides: whoever gets one holds both, under the approval of that package.
    pub bridges: Vec<Bridge>,
    /// What follows, as sentences for whoever said it.
    pub remarks: Vec<String>,
}

pub(crate) fn list(read: &Read<'_>, input: IncompatibleListInput) -> Result<IncompatiblePage, Problem> {
    let catalog = input
        .package
        .map(|package| super::catalog_of(read.connection, package))
        .transpose()?;
    if catalog.is_some() || !read.actor.reads_all() {
        authority::require(read.connection, &read.actor, Task::ViewCatalog, catalog)?;
    }
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = conflict::incompatibles(read.connection, input.package, offset, limit)?;
    Ok(IncompatiblePage { rows, total })
}

fn reason(text: &str) -> Result<&str, Problem> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_REASON {
        let message = format!("Say in at most {LONGEST_REASON} characters why.");
        return Err(Problem::new(message).field("reason"));
    }
    Ok(text)
}

pub(crate) fn add(write: &Write<'_>, input: IncompatibleAddInput) -> Result<(IncompatibleAdded, Entry), Problem> {
    let connection = write.transaction;
    let catalog = super::catalog_of(connection, input.package)?;
    authority::require(connection, &write.actor, Task::EditIncompatible, Some(catalog))?;
    let reason = reason(&input.reason)?;
    match (input.other_package, input.group) {
        (Some(other), None) if other == input.package => {
            return Err(Problem::new("A package always goes together with itself.").field("otherPackage"));
        }
        (Some(other), None) => {
            if package::show(connection, other)?.is_none() {
                return Err(Problem::missing("access package", other).field("otherPackage"));
            }
        }
        (None, Some(group)) => {
            let found: Option<i64> = connection
                .query_row(
                    "SELECT id FROM principal WHERE id = ?1 AND kind = 'group' AND removed_snapshot_id IS NULL",
                    [group],
                    |row| row.get(0),
                )
                .optional()
                .map_err(StoreError::from)?;
            if found.is_none() {
                return Err(Problem::missing("group", group).field("group"));
            }
        }
        _ => {
            return Err(
                Problem::new("Say what it does not go together with: another access package, or a group.")
                    .field("otherPackage"),
            );
        }
    }
    if let Some(before) = conflict::between(connection, input.package, input.other_package, input.group)? {
        return Err(
            Problem::new("These two do not go together already; it is read in both directions.")
                .code("exists")
                .hint(format!("See pair {before}.")),
        );
    }
    let label = write.actor.label();
    let id = conflict::add(
        connection,
        input.package,
        input.other_package,
        input.group,
        reason,
        &label,
        write.now,
    )?;
    let row = conflict::one(connection, id)?.ok_or_else(|| Problem::missing("pair", id))?;
    let bridges: Vec<Bridge> = conflict::bridges(connection, id, NAMED)?
        .into_iter()
        .map(|(package, display_name)| Bridge { package, display_name })
        .collect();
    let detail = json!({ "incompatible": id, "package": row.package_name, "otherPackage": input.other_package,
                         "group": input.group, "other": row.other_name, "reason": reason });
    let remarks = remarks(&row, &bridges);
    let added = IncompatibleAdded { row, bridges, remarks };
    Ok((added, Entry::new(format!("package:{}", input.package), detail)))
}

fn remarks(row: &IncompatibleRow, bridges: &[Bridge]) -> Vec<String> {
    let mut said = vec![format!(
        "Who has “{}” cannot get “{}”, nor the other way round; who holds both already keeps both, and is listed by the next look.",
        row.package_name, row.other_name
    )];
    if row.other_package.is_some() {
        said.push(match bridges {
            [] => "Somebody who must hold both can be given an exception, or a third access package that gives both, with a stricter approval of its own.".into(),
            named => {
                let names: Vec<String> = named.iter().map(|one| format!("“{}”", one.display_name)).collect();
                format!("Whoever gets {} still holds both, under its own approval.", names.join(" or "))
            }
        });
    }
    said
}

pub(crate) fn remove(write: &Write<'_>, input: IncompatibleInput) -> Result<(Nothing, Entry), Problem> {
    let connection = write.transaction;
    let row = conflict::one(connection, input.incompatible)?
        .ok_or_else(|| Problem::missing("pair", input.incompatible).field("incompatible"))?;
    authority::require(connection, &write.actor, Task::EditIncompatible, Some(row.catalog))?;
    let reason = reason(&input.reason)?;
    conflict::remove(connection, input.incompatible, write.now)?;
    let detail = json!({ "incompatible": input.incompatible, "package": row.package_name, "other": row.other_name,
                         "before": row.reason, "reason": reason, "conflicts": row.conflict_count });
    Ok((Nothing {}, Entry::new(format!("package:{}", row.package), detail)))
}
