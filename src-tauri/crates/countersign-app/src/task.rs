//! Remediation tasks.

use countersign_store::plan::{self, TaskRow};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::review::InstanceInput;
use crate::store::Nothing;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CloseInput {
    pub task: i64,
    /// What was done.
    pub note: String,
}

pub(crate) fn list(read: &Read<'_>, input: InstanceInput) -> Result<Vec<TaskRow>, Problem> {
    crate::review::one(read.connection, input.instance)?;
    Ok(plan::tasks(read.connection, input.instance)?)
}

pub(crate) fn close(write: &Write<'_>, input: CloseInput) -> Result<(Nothing, Entry), Problem> {
    let note = input.note.trim();
    if note.is_empty() {
        return Err(Problem::new("Say what was done.").field("note"));
    }
    let instance = plan::close(write.transaction, input.task, note, write.now, &write.actor.label())?
        .ok_or_else(|| Problem::missing("open task", input.task))?;
    Ok((
        Nothing {},
        Entry::new(format!("task:{}", input.task), json!({ "note": note })).of(instance),
    ))
}
