//! Looking at suggested packages: run by run, and one with how each of its people stands.

use chrono::{DateTime, Utc};
use countersign_store::suggestion::{self, RunRow, Standing, SuggestionRow};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::seek::PackageSuggestInput;
use super::{Suggestion, SuggestionOutcome, may, require};
use crate::Problem;
use crate::call::Read;
use crate::principal::page;

/// People of a suggested package whose standing is shown at once: each is looked up entitlement by entitlement.
const MOST_PEOPLE: i64 = 200;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct SuggestionListInput {
    /// The newest one where nothing is said.
    pub run: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct SuggestionInput {
    pub suggestion: i64,
    /// Of its people.
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// One look for packages.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionRun {
    pub run: i64,
    pub directory: i64,
    pub directory_name: String,
    pub catalog: Option<i64>,
    pub catalog_name: Option<String>,
    pub snapshot: i64,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    pub asked: PackageSuggestInput,
    pub outcome: SuggestionOutcome,
}

/// The suggested packages of a run, the best first.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionPage {
    /// Whose packages these are; none where nobody has looked for packages yet.
    pub run: Option<SuggestionRun>,
    /// The runs that are kept, the newest first.
    pub runs: Vec<SuggestionRun>,
    pub rows: Vec<Suggestion>,
    pub total: i64,
}

/// A person of a suggested package, and which of its entitlements they hold now.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionPerson {
    pub principal: i64,
    pub display_name: String,
    pub user_name: Option<String>,
    pub department: Option<String>,
    pub title: Option<String>,
    /// No longer in the directory, or disabled.
    pub gone: bool,
    /// In the order of the package's entitlements.
    pub holds: Vec<bool>,
}

/// A suggested package with some of its people.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionView {
    #[serde(flatten)]
    pub row: Suggestion,
    pub run: SuggestionRun,
    pub rows: Vec<SuggestionPerson>,
    pub total: i64,
}

pub(super) fn read(row: SuggestionRow) -> Result<Suggestion, Problem> {
    Ok(Suggestion {
        suggestion: row.suggestion,
        package: row.package,
        package_name: row.package_name,
        body: serde_json::from_value(row.body)?,
    })
}

fn read_run(row: RunRow) -> Result<SuggestionRun, Problem> {
    Ok(SuggestionRun {
        run: row.run,
        directory: row.directory,
        directory_name: row.directory_name,
        catalog: row.catalog,
        catalog_name: row.catalog_name,
        snapshot: row.snapshot,
        made_at: row.made_at,
        made_by: row.made_by,
        asked: serde_json::from_value(row.options)?,
        outcome: serde_json::from_value(row.outcome)?,
    })
}

fn not_kept(run: i64) -> Problem {
    Problem::missing("run", run).hint("Only the newest runs are kept; look for packages again.")
}

pub(crate) fn list(read_: &Read<'_>, input: SuggestionListInput) -> Result<SuggestionPage, Problem> {
    let connection = read_.connection;
    let mut runs = Vec::new();
    for row in suggestion::runs(connection)? {
        if may(connection, &read_.actor, row.catalog)? {
            runs.push(read_run(row)?);
        }
    }
    let chosen = match input.run {
        Some(run) => {
            let row = suggestion::run(connection, run)?.ok_or_else(|| not_kept(run))?;
            require(connection, &read_.actor, row.catalog)?;
            Some(read_run(row)?)
        }
        None => match runs.first() {
            Some(first) => suggestion::run(connection, first.run)?.map(read_run).transpose()?,
            None => None,
        },
    };
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = match &chosen {
        Some(run) => suggestion::list(connection, run.run, offset, limit)?,
        None => (Vec::new(), 0),
    };
    Ok(SuggestionPage {
        run: chosen,
        runs,
        rows: rows.into_iter().map(read).collect::<Result<_, _>>()?,
        total,
    })
}

/// The suggested package with its run and everybody who would hold it, if the actor may see it.
pub(super) fn one(
    connection: &countersign_store::rusqlite::Connection,
    actor: &countersign_domain::actor::Actor,
    id: i64,
) -> Result<(Suggestion, RunRow, Vec<i64>), Problem> {
    let missing = || {
        Problem::missing("suggested package", id)
            .field("suggestion")
            .hint("Only the newest runs are kept; look for packages again.")
    };
    let (row, people) = suggestion::show(connection, id)?.ok_or_else(missing)?;
    let run = suggestion::run(connection, row.run)?.ok_or_else(missing)?;
    require(connection, actor, run.catalog)?;
    Ok((read(row)?, run, people))
}

pub(crate) fn show(read: &Read<'_>, input: SuggestionInput) -> Result<SuggestionView, Problem> {
    let (row, run, people) = one(read.connection, &read.actor, input.suggestion)?;
    let (offset, limit) = page(input.offset, input.limit);
    let some: Vec<i64> = people
        .iter()
        .skip(usize::try_from(offset).unwrap_or(usize::MAX))
        .take(usize::try_from(limit.min(MOST_PEOPLE)).unwrap_or_default())
        .copied()
        .collect();
    let rows = suggestion::standing(read.connection, &some, &super::accept::roles(&row))?;
    Ok(SuggestionView {
        run: read_run(run)?,
        rows: rows.into_iter().map(person).collect(),
        total: i64::try_from(people.len()).unwrap_or(i64::MAX),
        row,
    })
}

fn person(one: Standing) -> SuggestionPerson {
    SuggestionPerson {
        principal: one.principal,
        display_name: one.display_name,
        user_name: one.user_name,
        department: one.department,
        title: one.title,
        gone: one.gone,
        holds: one.holds,
    }
}
