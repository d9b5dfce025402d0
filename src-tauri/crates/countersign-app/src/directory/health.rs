//! How a connection stands: what it said of itself, when it is read, and what came of every read.

use chrono::{DateTime, Utc};
use countersign_directory::ProbeReport;
use countersign_store::rusqlite::Connection;
use countersign_store::snapshot;
use countersign_store::sync::{self, SyncRow};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::schedule::{self, ScheduleView};
use super::sign_in;
use super::{AddInput, DirectoryInput, DirectoryView, connector, one};
use crate::Problem;
use crate::call::{Entry, Read, Start};
use crate::job::JobStarted;
use crate::principal::page;

/// A directory with everything that tells whether its connection is in order.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryHealth {
    pub directory: DirectoryView,
    pub schedule: ScheduleView,
    /// What it said when it was asked last; none: it never was.
    pub probe: Option<ProbeView>,
    /// The newest read, whatever came of it.
    pub last: Option<SyncRow>,
    /// Reads refused in a row, that one among them.
    pub refused: u32,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProbeView {
    pub at: DateTime<Utc>,
    pub actor: String,
    #[ts(type = "unknown")]
    pub report: Option<Value>,
    #[ts(type = "{ message: string, hint: string | null } | null")]
    pub problem: Option<Value>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct SyncListInput {
    pub directory: i64,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncPage {
    pub rows: Vec<SyncRow>,
    pub total: i64,
}

pub(crate) fn show(read: &Read<'_>, input: DirectoryInput) -> Result<DirectoryHealth, Problem> {
    let directory = one(read.connection, input.directory)?;
    let probe = sync::probed(read.connection, input.directory)?.map(|one| ProbeView {
        at: one.at,
        actor: one.actor,
        report: one.report,
        problem: one.problem,
    });
    Ok(DirectoryHealth {
        schedule: schedule::of(read, input.directory)?,
        probe,
        last: last(read.connection, input.directory)?,
        refused: sync::refused(read.connection, input.directory)?,
        directory,
    })
}

fn last(connection: &Connection, directory: i64) -> Result<Option<SyncRow>, Problem> {
    Ok(sync::list(connection, directory, (0, 1))?.0.pop())
}

/// Every read that was begun, the newest first.
pub(crate) fn history(read: &Read<'_>, input: SyncListInput) -> Result<SyncPage, Problem> {
    one(read.connection, input.directory)?;
    let (rows, total) = sync::list(read.connection, input.directory, page(input.offset, input.limit))?;
    Ok(SyncPage { rows, total })
}

/// Asks a directory who we are there, and keeps what it says.
pub(crate) fn probe(start: Start, input: DirectoryInput) -> Result<JobStarted, Problem> {
    let (view, connector) = connector(&start, input.directory)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn("directory.probe", view.name, &["probe"], move |handle| {
        let asked = desk.runtime.block_on(connector.probe(&handle.control()));
        let answer: Result<Value, Problem> = match asked {
            Ok(report) => Ok(serde_json::to_value(report)?),
            Err(problem) => Err(problem.into()),
        };
        if let Err(problem) = &answer
            && problem.code.as_deref() == Some("cancelled")
        {
            return answer;
        }
        let told = answer
            .as_ref()
            .map_err(|problem| json!({ "message": problem.message, "hint": problem.hint }));
        desk.write(&open, &actor, "directory.probe", |write| {
            let kept = told.as_ref().copied();
            sync::put_probe(write.transaction, input.directory, write.now, &actor.label(), kept)?;
            let detail =
                json!({ "directory": view.directory, "problem": told.as_ref().err().map(|one| &one["message"]) });
            Ok(((), Entry::new(format!("directory:{}", input.directory), detail)))
        })?;
        answer
    })
}

/// Asks a directory that is not kept yet, or one with other settings, and keeps nothing.
pub(crate) fn try_out(start: Start, input: AddInput) -> Result<JobStarted, Problem> {
    let secret = input.secret.map(zeroize::Zeroizing::new).filter(|one| !one.is_empty());
    let mut keep = None;
    let secret = match secret {
        // With settings that are about to be changed, the secret that is kept is meant.
        None => {
            let known = start.open.store.read(snapshot::directories)?;
            match known.iter().find(|one| one.name == input.name.trim()) {
                // What a sign-in left behind is not tried elsewhere: it belongs to the tenant and application it is of.
                Some(one)
                    if sign_in::is_person(&input.kind, &input.settings)
                        && sign_in::differs(&one.settings, &input.settings) =>
                {
                    None
                }
                Some(one) => {
                    let before = (one.name.as_str(), &one.settings);
                    keep = Some(sign_in::keeper(&start.desk, &start.open, (one.id, &one.name)));
                    super::change::kept_secret(&start.desk, &start.open, before, &input.settings)?
                }
                None => None,
            }
        }
        Some(_) if sign_in::is_person(&input.kind, &input.settings) => return Err(sign_in::takes_no_secret()),
        given => given,
    };
    let folder = &start.open.home;
    let connector = countersign_directory::connect_keeping(&input.kind, &input.settings, secret, folder, keep)
        .map_err(|problem| Problem::from(problem).field("settings"))?;
    let desk = start.desk.clone();
    let subject = match input.name.trim() {
        "" => "a new directory".to_owned(),
        name => name.to_owned(),
    };
    start.spawn("directory.try", subject, &[], move |handle| {
        let report: ProbeReport = desk.runtime.block_on(connector.probe(&handle.control()))?;
        Ok(serde_json::to_value(report)?)
    })
}
