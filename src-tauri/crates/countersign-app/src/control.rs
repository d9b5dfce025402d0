//! Controls of the organization: what it promised to review, when it is due, and whether it was done.

mod calendar;
pub(crate) mod coverage;
mod reference;

use chrono::{DateTime, NaiveDate, Utc};
use countersign_domain::control::{self as rule, Control, Draft, Scope};
use countersign_store::StoreError;
use countersign_store::control::{self, ControlRow};
use countersign_store::rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub(crate) use calendar::calendar;
pub use calendar::{CalendarInput, CalendarPage};
pub(crate) use coverage::coverage;
pub use coverage::{CoverageInput, CoveragePage};
pub(crate) use reference::of_review;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::framework::{self, Loaded};
use crate::principal::page;
use crate::store::Nothing;
use coverage::CoverageCell;

/// Controls of one organization.
const MOST: i64 = 5_000;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ControlInput {
    pub control: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ControlCreateInput {
    pub draft: Draft,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ControlEditInput {
    pub control: i64,
    pub draft: Draft,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ControlShowInput {
    pub control: i64,
    /// The days whose periods are shown; the last two years and the next where nothing is said.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct ControlListInput {
    /// Part of an id or a name.
    pub search: Option<String>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ControlPage {
    pub rows: Vec<ControlLine>,
    pub total: i64,
}

/// A control, and what it refers to in words.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ControlLine {
    pub control: i64,
    pub owner_name: String,
    /// Such as `PCI DSS 4.0.1 7.2.4`.
    pub framework_references: Vec<String>,
    /// What it covers, in words.
    pub covered: Vec<String>,
    #[ts(flatten)]
    #[serde(flatten)]
    pub draft: Draft,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ControlView {
    #[serde(flatten)]
    pub line: ControlLine,
    pub cells: Vec<CoverageCell>,
}

pub(crate) fn one(connection: &Connection, id: i64) -> Result<ControlRow, Problem> {
    control::one(connection, id)?.ok_or_else(|| Problem::missing("control", id))
}

/// What a kept control says, as the rules see it.
pub(crate) fn ruled(connection: &Connection, row: &ControlRow) -> Result<Control, Problem> {
    Ok(rule::check(row.draft.clone(), crate::review::zone(connection)?)?)
}

pub(crate) fn line(connection: &Connection, frameworks: &[Loaded], row: ControlRow) -> Result<ControlLine, Problem> {
    Ok(ControlLine {
        control: row.control,
        owner_name: row.owner_name,
        framework_references: row
            .draft
            .references
            .iter()
            .map(|one| framework::words(frameworks, one))
            .collect(),
        covered: row
            .draft
            .covers
            .iter()
            .map(|scope| words(connection, scope))
            .collect::<Result<_, _>>()?,
        draft: row.draft,
        created_at: row.created_at,
        created_by: row.created_by,
    })
}

fn words(connection: &Connection, scope: &Scope) -> Result<String, Problem> {
    Ok(match scope {
        Scope::Review { review } => {
            control::review_name(connection, *review)?.unwrap_or_else(|| format!("Deleted review {review}"))
        }
        Scope::Package { package } => match control::package(connection, *package)? {
            Some((name, _)) => name,
            None => format!("Deleted access package {package}"),
        },
        Scope::Rule {
            resource_kind,
            name_holds,
            ..
        } if name_holds.is_empty() => format!("Every {resource_kind}"),
        Scope::Rule {
            resource_kind,
            name_holds,
            ..
        } => format!("Every {resource_kind} named “{name_holds}”"),
    })
}

/// Looks whether what a control names is there.
fn checked(write: &Write<'_>, draft: Draft, except: Option<i64>) -> Result<Control, Problem> {
    let control = rule::check(draft, crate::review::zone(write.transaction)?)?;
    let draft = &control.draft;
    if control::is_taken(write.transaction, &draft.code, except)? {
        let message = format!("Another control has the id “{}”.", draft.code);
        return Err(Problem::new(message).code("exists").field("code"));
    }
    let owner = write
        .transaction
        .query_row(
            "SELECT 1 FROM principal WHERE id = ?1 AND kind = 'user' AND removed_snapshot_id IS NULL",
            [draft.owner],
            |_| Ok(()),
        )
        .optional()
        .map_err(StoreError::from)?;
    owner.ok_or_else(|| Problem::missing("person", draft.owner).field("owner"))?;
    framework::check(write.transaction, &draft.references)?;
    for scope in &draft.covers {
        let missing = match scope {
            Scope::Review { review } if control::review_name(write.transaction, *review)?.is_none() => {
                Some(Problem::missing("review", review))
            }
            Scope::Package { package } if control::package(write.transaction, *package)?.is_none() => {
                Some(Problem::missing("access package", package))
            }
            Scope::Rule {
                directory: Some(directory),
                ..
            } => {
                let name = write
                    .transaction
                    .query_row("SELECT 1 FROM directory WHERE id = ?1", [directory], |_| Ok(()))
                    .optional()
                    .map_err(StoreError::from)?;
                name.is_none().then(|| Problem::missing("directory", directory))
            }
            _ => None,
        };
        if let Some(problem) = missing {
            return Err(problem.field("covers"));
        }
    }
    Ok(control)
}

pub(crate) fn create(write: &Write<'_>, input: ControlCreateInput) -> Result<(ControlView, Entry), Problem> {
    let control = checked(write, input.draft, None)?;
    let (_, total) = control::list(write.transaction, None, 0, 0)?;
    if total >= MOST {
        return Err(Problem::new(format!("There are {MOST} controls already.")).code("state"));
    }
    let id = control::add(write.transaction, &control, write.now, &write.actor.label())?;
    let entry = Entry::new(format!("control:{id}"), json!({ "after": control.draft }));
    Ok((view(write.transaction, id, None, None, write.now)?, entry))
}

pub(crate) fn edit(write: &Write<'_>, input: ControlEditInput) -> Result<(ControlView, Entry), Problem> {
    let before = one(write.transaction, input.control)?.draft;
    let control = checked(write, input.draft, Some(input.control))?;
    control::put(write.transaction, input.control, &control)?;
    let detail = json!({ "before": before, "after": control.draft });
    let entry = Entry::new(format!("control:{}", input.control), detail);
    Ok((view(write.transaction, input.control, None, None, write.now)?, entry))
}

pub(crate) fn delete(write: &Write<'_>, input: ControlInput) -> Result<(Nothing, Entry), Problem> {
    let before = one(write.transaction, input.control)?.draft;
    control::delete(write.transaction, input.control, write.now)?;
    let entry = Entry::new(format!("control:{}", input.control), json!({ "before": before }));
    Ok((Nothing {}, entry))
}

pub(crate) fn list(read: &Read<'_>, input: ControlListInput) -> Result<ControlPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let search = input.search.as_deref().filter(|text| !text.trim().is_empty());
    let (rows, total) = control::list(read.connection, search, offset, limit)?;
    let frameworks = framework::all(read.connection)?;
    let rows = rows
        .into_iter()
        .map(|row| line(read.connection, &frameworks, row))
        .collect::<Result<_, _>>()?;
    Ok(ControlPage { rows, total })
}

pub(crate) fn show(read: &Read<'_>, input: ControlShowInput) -> Result<ControlView, Problem> {
    view(read.connection, input.control, input.from, input.to, read.now)
}

fn view(
    connection: &Connection,
    id: i64,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<ControlView, Problem> {
    let row = one(connection, id)?;
    let (from, to) = coverage::range(connection, from, to, now)?;
    let ledger = coverage::Ledger::load(connection, std::slice::from_ref(&row), from)?;
    let cells = ledger.cells(connection, &row, from, to, now)?;
    let frameworks = framework::all(connection)?;
    Ok(ControlView {
        line: line(connection, &frameworks, row)?,
        cells,
    })
}
