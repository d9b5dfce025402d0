//! A dossier: everything that is known of one access, from the request to the removal, for an auditor.
//!
//! It is gathered by people and places, not by the row it was asked about: how the person had the access and since
//! when, who asked for it and who agreed, under which version of which policy, what was handed over and what the
//! directory answered, every review of it with what was recommended and what was decided, the plan and its second
//! signature, the receipts, the reads that saw it gone, the tasks and exceptions, and the entries of the audit log that
//! sealed all that, each with its hash and the one before it.

mod assignment;
mod file;
mod focus;
mod log;
mod person;
mod request;
mod review;

use chrono::{DateTime, Utc};
use countersign_store::exception::{ExceptionEvent, ExceptionRow};
use countersign_store::plan::{self, TaskRow};
use countersign_store::rusqlite::{Connection, params};
use countersign_store::{StoreError, exception, history};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use assignment::DossierAssignment;
pub(crate) use file::canonical;
pub use focus::{DossierAbout, DossierAccess};
pub use log::DossierEntry;
pub use person::{DossierHeld, DossierPerson};
pub use request::DossierRequest;
pub use review::DossierReview;

use crate::Problem;
use crate::call::Read;
use crate::desk::Open;

/// The format of a dossier as a document; its description lies in `dossier/schema.json`.
pub(crate) const SCHEMA: &str = "countersign.dossier/1";
/// That description.
pub(crate) const SCHEMA_FILE: &str = include_str!("dossier/schema.json");

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierInput {
    pub about: DossierAbout,
    /// The number of the item, assignment, request, exception or change.
    pub id: i64,
}

/// Everything about one access. Times are in UTC; numbers are those of the store.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Dossier {
    pub schema: String,
    pub organization: String,
    /// From a practice store: no evidence.
    pub practice: bool,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    pub about: DossierAbout,
    pub id: i64,
    /// What it is about, in one sentence.
    pub sentence: String,
    /// None where the access was asked for by somebody without an account.
    pub person: Option<DossierPerson>,
    pub access: DossierAccess,
    /// Since when and until when reads of the directory showed the grant itself, the oldest first.
    pub held: Vec<DossierHeld>,
    pub requests: Vec<DossierRequest>,
    pub assignments: Vec<DossierAssignment>,
    /// Every review of the access, the oldest first.
    pub reviews: Vec<DossierReview>,
    pub tasks: Vec<TaskRow>,
    pub exceptions: Vec<DossierException>,
    /// Entries of the audit log that sealed what stands above, in their order.
    pub log: Vec<DossierEntry>,
    /// What one might look for here and does not find, and why.
    pub remarks: Vec<String>,
}

/// An exception with everything that happened to it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DossierException {
    #[serde(flatten)]
    pub row: ExceptionRow,
    pub events: Vec<ExceptionEvent>,
}

pub(crate) fn show(read: &Read<'_>, input: DossierInput) -> Result<Dossier, Problem> {
    history::gather(&read.open.store)?;
    let by = read.actor.label();
    gather(read.connection, read.open, (read.now, &by), input.about, input.id)
}

/// Gathers a dossier. The history must have been gathered.
pub(crate) fn gather(
    connection: &Connection,
    open: &Open,
    (made_at, made_by): (DateTime<Utc>, &str),
    about: DossierAbout,
    id: i64,
) -> Result<Dossier, Problem> {
    let focus = focus::find(connection, about, id)?;
    let reviews = review::gather(connection, &focus)?;
    let assignments = assignment::gather(connection, &focus)?;
    let requests = request::gather(connection, &focus, &assignments)?;
    let exceptions = exceptions(connection, &focus)?;
    let header = open.store.header();
    let mut dossier = Dossier {
        schema: SCHEMA.to_owned(),
        organization: header.organization.clone(),
        practice: header.practice,
        made_at,
        made_by: made_by.to_owned(),
        about,
        id,
        sentence: focus.sentence.clone(),
        person: person::gather(connection, &focus, &reviews)?,
        held: person::held(connection, &focus)?,
        access: focus.access.clone(),
        tasks: tasks(connection, &focus)?,
        requests,
        assignments,
        reviews,
        exceptions,
        log: Vec::new(),
        remarks: Vec::new(),
    };
    dossier.log = log::gather(connection, &dossier)?;
    dossier.remarks = remarks(&dossier);
    Ok(dossier)
}

fn numbers(
    connection: &Connection,
    sql: &str,
    values: impl countersign_store::rusqlite::Params,
) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(values, |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn tasks(connection: &Connection, focus: &focus::Focus) -> Result<Vec<TaskRow>, Problem> {
    let ids = numbers(
        connection,
        "SELECT id FROM task WHERE principal_id = ?1 AND resource_id = ?2 AND entitlement = ?3 ORDER BY id",
        params![focus.principal, focus.access.resource, focus.access.entitlement],
    )?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(plan::task(connection, id)?);
    }
    Ok(found)
}

fn exceptions(connection: &Connection, focus: &focus::Focus) -> Result<Vec<DossierException>, Problem> {
    let ids = numbers(
        connection,
        "SELECT id FROM exception WHERE principal_id = ?1 AND resource_id = ?2 AND entitlement = ?3 ORDER BY id",
        params![focus.principal, focus.access.resource, focus.access.entitlement],
    )?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some((row, _)) = exception::one(connection, id)? {
            let events = exception::events(connection, id)?;
            found.push(DossierException { row, events });
        }
    }
    Ok(found)
}

/// What is not there is said, so that nobody has to guess whether it was left out.
fn remarks(dossier: &Dossier) -> Vec<String> {
    let mut said = Vec::new();
    let package = dossier.access.kind == "accessPackage";
    if dossier.requests.is_empty() {
        said.push(match package {
            true => "No request is known: the package was given without one.".to_owned(),
            false => "No request is known: the access was not given by an access package.".to_owned(),
        });
    }
    if dossier.held.is_empty() && !package {
        said.push(
            "No read of the directory showed this grant directly; it came through other groups, or not at all."
                .to_owned(),
        );
    }
    if dossier.reviews.is_empty() {
        said.push("No review has looked at this access.".to_owned());
    }
    let denied = dossier
        .reviews
        .iter()
        .filter(|review| review.detail.row.decision == "deny");
    for review in denied {
        if review.changes.is_empty() {
            said.push(format!(
                "{}, run {}: denied, and no change was drawn for it.",
                review.review_name, review.number
            ));
        } else if !review.seen.iter().any(|seen| seen.state == "gone") {
            said.push(format!(
                "{}, run {}: denied, and no later read has shown it gone.",
                review.review_name, review.number
            ));
        }
    }
    if dossier.exceptions.is_empty() {
        said.push("No exception was ever proposed for it.".to_owned());
    }
    said
}
