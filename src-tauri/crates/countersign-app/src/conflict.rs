//! Separation of duties: what does not go together, who holds both all the same, and what stands against a
//! request.

mod except;
mod export;
mod incompatible;
mod look;
mod review;

use std::fmt::Write as _;

use chrono::NaiveDate;
use countersign_domain::catalog::Task;
use countersign_domain::conflict::{self as rule, Because, Conflict, Other};
use countersign_domain::id::PackageId;
use countersign_store::StoreError;
use countersign_store::conflict::{self, ConflictFilter, ConflictRow, ConflictStatus, Facts, LookView};
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::call::{Read, Write};
use crate::principal::page;
use crate::{Problem, authority};

pub(crate) use countersign_store::conflict::Moment;
pub use except::ExceptInput;
pub(crate) use except::{except, stands};
pub use export::ExportInput;
pub(crate) use export::export;
pub use incompatible::{
    IncompatibleAddInput, IncompatibleAdded, IncompatibleInput, IncompatibleListInput, IncompatiblePage,
};
pub(crate) use incompatible::{add, list as incompatibles, remove};
pub(crate) use look::{after_sync, look, when_stale};
pub use review::ReviewInput;
pub(crate) use review::review;

/// One thing that stands against somebody's getting a package.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConflictView {
    /// The pair that says so.
    pub incompatible: i64,
    pub package: i64,
    pub package_name: String,
    /// What is held or asked for: one of these two.
    pub other_package: Option<i64>,
    pub group: Option<i64>,
    pub other_name: String,
    /// Why the two do not go together.
    pub reason: String,
    pub because: Because,
    /// The same as a sentence.
    pub sentence: String,
    /// How the person holds it: a line for each right, from their own grant to the resource.
    pub path: Vec<String>,
    pub exception: Option<CoverView>,
}

/// An exception about a conflict.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CoverView {
    pub exception: i64,
    /// `proposed` or `approved`.
    pub state: String,
    pub until_on: NaiveDate,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ConflictCheckInput")]
pub struct CheckInput {
    pub package: i64,
    pub principal: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct ConflictListInput {
    #[ts(optional = nullable, as = "Option<ConflictStatus>")]
    pub status: ConflictStatus,
    pub incompatible: Option<i64>,
    pub principal: Option<i64>,
    /// On either side. Whoever is no administrator names one, of a catalog that they may view.
    pub package: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConflictPage {
    pub rows: Vec<ConflictRow>,
    pub total: i64,
    /// The look that found them; none was made yet where this is missing.
    pub look: Option<LookView>,
    /// Something has changed since: a pair, or what a directory holds.
    pub stale: bool,
}

/// What stands against a person's getting a package, when it is asked for. An exception about it is named in the
/// conflict; whether it is enough says [`ConflictView::is_covered`].
pub(crate) fn check(connection: &Connection, package: i64, principal: i64) -> Result<Vec<ConflictView>, Problem> {
    check_at(connection, package, principal, Moment::Request)
}

/// As [`check`], at another moment of a request's life.
pub(crate) fn check_at(
    connection: &Connection,
    package: i64,
    principal: i64,
    moment: Moment,
) -> Result<Vec<ConflictView>, Problem> {
    let facts = conflict::facts(connection, package, principal, moment)?;
    if facts.incompatible.is_empty() {
        return Ok(Vec::new());
    }
    rule::conflicts(
        PackageId(package),
        &facts.held,
        &facts.effective,
        &facts.incompatible,
        &facts.roles,
    )
    .into_iter()
    .map(|one| view(connection, &facts, one, principal))
    .collect()
}

impl ConflictView {
    /// Whether an exception lets it pass: one in force, or, while it is only `asked` for, one that was proposed.
    pub(crate) fn is_covered(&self, today: NaiveDate, asked: bool) -> bool {
        let covers = |cover: &CoverView| cover.until_on >= today && (asked || cover.state == "approved");
        self.exception.as_ref().is_some_and(covers)
    }
}

/// What stands against delivering an assignment now, as one text; none where nothing does or exceptions in force
/// cover it.
pub(crate) fn at_delivery(
    write: &Write<'_>,
    package: i64,
    principal: i64,
    assignment: i64,
) -> Result<Option<String>, Problem> {
    let found = check_at(write.transaction, package, principal, Moment::Delivery { assignment })?;
    if found.is_empty() {
        return Ok(None);
    }
    let today = crate::exception::today(write.transaction, write.now)?;
    let open: Vec<String> = found
        .into_iter()
        .filter(|one| !one.is_covered(today, false))
        .map(|one| one.sentence)
        .collect();
    Ok((!open.is_empty()).then(|| open.join(" ")))
}

fn view(connection: &Connection, facts: &Facts, found: Conflict, principal: i64) -> Result<ConflictView, Problem> {
    let row = row_of(facts, &found)
        .map(|row| conflict::one(connection, row))
        .transpose()?
        .flatten()
        .ok_or_else(|| Problem::new("A pair of incompatible packages is no longer there."))?;
    let name = |sql: &str, id: i64| -> Result<String, Problem> {
        let mut statement = connection.prepare_cached(sql).map_err(StoreError::from)?;
        Ok(statement.query_row([id], |row| row.get(0)).map_err(StoreError::from)?)
    };
    const PACKAGE: &str = "SELECT display_name FROM package WHERE id = ?1";
    let package_name = name(PACKAGE, found.package.0)?;
    let (other_package, group, other_name) = match found.with {
        Other::Package(other) => (Some(other.0), None, name(PACKAGE, other.0)?),
        Other::Group(group) => (
            None,
            Some(group.0),
            name("SELECT display_name FROM principal WHERE id = ?1", group.0)?,
        ),
    };
    let asked_for = matches!(found.with, Other::Package(other) if facts.asked_for.contains(&other));
    Ok(ConflictView {
        sentence: sentence(&found, &package_name, &other_name, &row.other_name, asked_for),
        exception: cover(connection, principal, row.incompatible)?,
        incompatible: row.incompatible,
        package: found.package.0,
        package_name,
        other_package,
        group,
        other_name,
        reason: row.reason,
        because: found.because,
        path: found.path,
    })
}

/// The pair a conflict follows from.
fn row_of(facts: &Facts, found: &Conflict) -> Option<i64> {
    let says = |pair: &rule::Incompatible| match (found.because, found.with, pair.other) {
        (Because::GivesMembership, Other::Package(held), Other::Group(group)) => {
            let gives = facts.roles.get(&found.package);
            pair.one == held && gives.is_some_and(|roles| roles.iter().any(|role| role.resource == group))
        }
        (Because::GivesMembership, ..) => false,
        (_, with, other) => {
            pair.one == found.package && other == with
                || matches!((with, other), (Other::Package(with), Other::Package(other))
                            if pair.one == with && other == found.package)
        }
    };
    let at = facts.incompatible.iter().position(says)?;
    facts.rows.get(at).copied()
}

fn sentence(found: &Conflict, package: &str, other: &str, group: &str, asked_for: bool) -> String {
    let mut text = format!("“{package}” does not go together with “{other}”: ");
    match found.because {
        Because::Assigned if asked_for => text.push_str("the person has asked for that access package."),
        Because::Assigned => text.push_str("the person has that access package."),
        Because::HoldsAllRoles => {
            let _ = write!(
                text,
                "the person holds everything it gives, by {}.",
                found.path.join("; ")
            );
        }
        Because::GroupMember => {
            let _ = write!(
                text,
                "the person is a member of that group, by {}.",
                found.path.join("; ")
            );
        }
        Because::GivesMembership => {
            text = format!(
                "“{package}” makes the person a member of “{group}”, which does not go together with “{other}”, that the person has."
            );
        }
    }
    text
}

fn cover(connection: &Connection, principal: i64, incompatible: i64) -> Result<Option<CoverView>, Problem> {
    let found = connection
        .prepare_cached(
            "SELECT id, state, until_on FROM exception
             WHERE principal_id = ?1 AND incompatible_id = ?2 AND state IN ('proposed','approved')
             ORDER BY state = 'proposed', until_on DESC LIMIT 1",
        )
        .and_then(|mut statement| {
            statement
                .query_row(params![principal, incompatible], |row| {
                    Ok(CoverView {
                        exception: row.get(0)?,
                        state: row.get(1)?,
                        until_on: row.get(2)?,
                    })
                })
                .optional()
        })
        .map_err(StoreError::from)?;
    Ok(found)
}

/// What would stand against it; for oneself, or in a catalog whose requests one may view.
pub(crate) fn checked(read: &Read<'_>, input: CheckInput) -> Result<Vec<ConflictView>, Problem> {
    let catalog = catalog_of(read.connection, input.package)?;
    let own = read.actor.principal.is_some_and(|own| own.0 == input.principal);
    if !own {
        authority::require(read.connection, &read.actor, Task::ViewRequest, Some(catalog))?;
    }
    check(read.connection, input.package, input.principal)
}

pub(crate) fn list(read: &Read<'_>, input: ConflictListInput) -> Result<ConflictPage, Problem> {
    allow(read, input.package)?;
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = conflict::list(read.connection, input.filter(), offset, limit)?;
    Ok(ConflictPage {
        rows,
        total,
        look: conflict::last_look(read.connection)?,
        stale: conflict::is_stale(read.connection, read.now)?,
    })
}

impl ConflictListInput {
    fn filter(&self) -> ConflictFilter {
        ConflictFilter {
            status: self.status,
            incompatible: self.incompatible,
            principal: self.principal,
            package: self.package,
        }
    }
}

/// Administrators see all conflicts, others those of a package in a catalog that they may view.
fn allow(read: &Read<'_>, package: Option<i64>) -> Result<(), Problem> {
    let catalog = package
        .map(|package| catalog_of(read.connection, package))
        .transpose()?;
    match catalog {
        None if !read.actor.reads_all() => Err(Problem::new("Say of which access package.")
            .code("permission")
            .field("package")
            .hint("Only administrators of this store see all conflicts.")),
        catalog => authority::require(read.connection, &read.actor, Task::ViewAssignment, catalog),
    }
}

fn catalog_of(connection: &Connection, package: i64) -> Result<i64, Problem> {
    let found = countersign_store::package::show(connection, package)?;
    found
        .map(|row| row.catalog)
        .ok_or_else(|| Problem::missing("access package", package).field("package"))
}
