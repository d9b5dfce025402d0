//! Remediation tasks: opened with a plan or by a read, noted by a person, closed only by a read.

mod change_file;
mod ldif;
mod power_shell;

pub use change_file::{ChangeFile, ChangeFileInput, SaveChangeFileInput, SavedChangeFile};
pub(crate) use change_file::{change_file, save_change_file};

use chrono::Duration;
use countersign_domain::plan::{Reason, Removal};
use countersign_store::plan::{self, DeniedRow, NewTask, TaskCount, TaskRow, TaskStatus};
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::{Connection, OptionalExtension};
use countersign_store::{StoreError, exception, organization, snapshot};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::plan::removal::{WAYS, names};
use crate::principal::page;
use crate::review::InstanceInput;

/// Days a person has for a task that no review's settings speak of.
pub(crate) const TASK_DAYS: u32 = 14;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CloseInput {
    pub task: i64,
    /// What was done.
    pub note: String,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct BoardInput {
    pub status: Option<TaskStatus>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// A page of the tasks of all reviews, with exact counts.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Board {
    pub rows: Vec<TaskRow>,
    pub total: i64,
    pub count: TaskCount,
}

/// A task about to be opened: whose access to what, and the list that a person changes.
#[derive(Debug, Clone)]
pub(crate) struct Todo {
    pub instance: Option<i64>,
    pub plan: Option<i64>,
    pub item: Option<i64>,
    pub exception: Option<i64>,
    pub assignment: Option<i64>,
    pub directory: i64,
    pub principal: i64,
    pub resource: i64,
    pub entitlement: String,
    pub cut: i64,
    pub path: Vec<String>,
    pub reason: Reason,
    pub text: String,
    pub due_days: u32,
}

impl Todo {
    /// For one way of a denied item.
    pub fn of(view: &InstanceView, row: &DeniedRow, step: &Removal, reason: Reason) -> Self {
        let place = &step.cut.name;
        Self::about(view, row, step.cut.id.0, reason, reason.sentence(place)).through(names(step))
    }

    /// For a denied item and the list to change.
    pub fn about(view: &InstanceView, row: &DeniedRow, cut: i64, reason: Reason, text: String) -> Self {
        Self {
            instance: Some(view.instance),
            plan: None,
            item: Some(row.item),
            exception: None,
            assignment: None,
            directory: view.directory.unwrap_or_default(),
            principal: row.principal,
            resource: row.resource,
            entitlement: row.entitlement.clone(),
            cut,
            path: Vec::new(),
            reason,
            text,
            due_days: TASK_DAYS,
        }
    }

    fn through(self, path: Vec<String>) -> Self {
        Self { path, ..self }
    }
}

/// Opens a task, or a closed one again, for the owner of the list to change: else the resource's, else the
/// administrator. Answers it where something changed.
pub(crate) fn open(write: &Write<'_>, todo: &Todo) -> Result<Option<i64>, Problem> {
    let mut statement = write
        .transaction
        .prepare_cached(
            "SELECT p.display_name, p.id FROM \"grant\" g JOIN principal p ON p.id = g.principal_id
             WHERE g.resource_id IN (?1, ?2) AND g.entitlement = 'owner' AND p.kind = 'user' AND p.id <> ?3
               AND p.removed_snapshot_id IS NULL AND coalesce(p.enabled, 1) = 1
             ORDER BY g.resource_id <> ?1, 1 LIMIT 1",
        )
        .map_err(StoreError::from)?;
    let owner: Option<(String, i64)> = statement
        .query_row([todo.cut, todo.resource, todo.principal], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
        .map_err(StoreError::from)?;
    let (owner, owner_id) = owner.map_or(("administrator".to_owned(), None), |(name, id)| (name, Some(id)));
    let task = NewTask {
        instance: todo.instance,
        plan: todo.plan,
        item: todo.item,
        exception: todo.exception,
        assignment: todo.assignment,
        directory: todo.directory,
        principal: todo.principal,
        resource: todo.resource,
        entitlement: &todo.entitlement,
        cut: todo.cut,
        path: &todo.path,
        kind: todo.reason.word(),
        reason: &todo.text,
        owner: &owner,
        owner_id,
        due_on: (write.now + Duration::days(i64::from(todo.due_days))).date_naive(),
        now: write.now,
    };
    Ok(plan::open_task(write.transaction, &task)?)
}

/// Whether what a task asks for is still to be done, by the last snapshot.
pub(crate) fn stands(connection: &Connection, task: &TaskRow, today: chrono::NaiveDate) -> Result<bool, Problem> {
    let reason = Reason::from_word(&task.kind);
    if reason == Some(Reason::GuestKept) {
        let blocked: Option<bool> = connection
            .prepare_cached("SELECT enabled = 0 FROM principal WHERE id = ?1 AND removed_snapshot_id IS NULL")
            .and_then(|mut statement| statement.query_row([task.principal], |row| row.get(0)).optional())
            .map_err(StoreError::from)?
            .flatten();
        return Ok(blocked == Some(true));
    }
    if reason == Some(Reason::Give) {
        return Ok(!plan::holds_directly(
            connection,
            task.resource,
            &task.entitlement,
            task.principal,
        )?);
    }
    if reason == Some(Reason::InviteByHand) {
        // Whoever stands in is gone once a read has shown the account.
        return Ok(organization::awaiting(connection, task.principal)?);
    }
    let paths = snapshot::all_paths(connection, task.resource, &task.entitlement, task.principal, WAYS)?;
    let any = paths.more || !paths.ways.is_empty();
    Ok(match reason {
        Some(Reason::TooManyWays) => paths.more,
        Some(Reason::GuestByHand | Reason::Administrator | Reason::NotAGuest) => any,
        Some(Reason::ExceptionEnded) => {
            let about = task
                .exception
                .map(|id| exception::one(connection, id))
                .transpose()?
                .flatten();
            if let Some(pair) = about.and_then(|(row, _)| row.incompatible) {
                return Ok(crate::conflict::stands(connection, pair, task.principal)?
                    && exception::excepting(connection, task.principal, pair, today)?.is_empty());
            }
            any && exception::covering(connection, task.principal, task.resource, &task.entitlement, today)?.is_empty()
        }
        _ => {
            let ends_in = |way: &Vec<(i64, String)>| way.last().map_or(task.resource, |(id, _)| *id) == task.cut;
            paths.more || paths.ways.iter().any(ends_in)
        }
    })
}

pub(crate) fn list(read: &Read<'_>, input: InstanceInput) -> Result<Vec<TaskRow>, Problem> {
    crate::review::one(read.connection, input.instance)?;
    Ok(plan::tasks(read.connection, input.instance)?)
}

pub(crate) fn board(read: &Read<'_>, input: BoardInput) -> Result<Board, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let own = crate::sight::only_own(&read.actor);
    let (rows, total) = plan::board(read.connection, input.status, own, offset, limit)?;
    let today = crate::exception::today(read.connection, read.now)?;
    Ok(Board {
        rows,
        total,
        count: plan::count_tasks(read.connection, own, today)?,
    })
}

/// Keeps what a person says was done. The task waits for the read that shows it, which alone closes it.
pub(crate) fn close(write: &Write<'_>, input: CloseInput) -> Result<(TaskRow, Entry), Problem> {
    let note = input.note.trim();
    if note.is_empty() {
        return Err(Problem::new("Say what was done.").field("note"));
    }
    let missing = || Problem::missing("open task", input.task);
    if !plan::note_task(write.transaction, input.task, note, write.now, &write.actor.label())? {
        return Err(missing());
    }
    let row = plan::task(write.transaction, input.task)?.ok_or_else(missing)?;
    let mut entry = Entry::new(
        format!("task:{}", input.task),
        json!({ "note": note, "status": "waiting" }),
    );
    entry.instance = row.instance;
    Ok((row, entry))
}
