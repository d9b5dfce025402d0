//! The evidence of a policy exception: what it lets stand, who asked, who agreed, every look at it, and what came of it.

use countersign_evidence::Kind;
use countersign_evidence::report::Report;
use countersign_store::StoreError;
use countersign_store::exception::{self, ExceptionRow};
use countersign_store::rusqlite::{Connection, params};

use super::{Column, Draft, Wanted, setting, spoken};
use crate::call::{Read, Start};
use crate::evidence::ExportExceptionInput;
use crate::job::JobStarted;
use crate::{Desk, Problem};

const EVENTS: &[Column] = &[
    ("When (UTC)", 3, false),
    ("What", 2, false),
    ("Who", 4, true),
    ("Until", 2, false),
    ("Why", 6, true),
];
const MET: &[Column] = &[
    ("Review", 5, false),
    ("Run", 1, false),
    ("Item", 1, false),
    ("Started (UTC)", 3, false),
    ("Decision", 2, false),
    ("Decided by", 3, true),
    ("When (UTC)", 3, false),
    ("Reason", 5, true),
];
const TASKS: &[Column] = &[
    ("Task", 1, false),
    ("Opened (UTC)", 3, false),
    ("Why", 6, true),
    ("State", 2, false),
    ("Closed (UTC)", 3, false),
];

pub(crate) fn start(start: Start, input: ExportExceptionInput) -> Result<JobStarted, Problem> {
    let id = input.exception;
    let row = start
        .desk
        .read(&start.open, &start.actor, |read| one(read.connection, id))?;
    let wanted = Wanted {
        operation: "evidence.exportException",
        kind: Kind::Exception,
        subject: format!("exception:{id}"),
        name: format!("{} keeps {}", row.principal_name, row.resource_name),
        path: input.path,
        replace: input.replace,
    };
    super::spawn(start, wanted, move |read, desk| gather(read, desk, id))
}

fn one(connection: &Connection, id: i64) -> Result<ExceptionRow, Problem> {
    let found = exception::one(connection, id)?;
    Ok(found.ok_or_else(|| Problem::missing("exception", id))?.0)
}

fn gather(read: &Read<'_>, desk: &Desk, id: i64) -> Result<Draft, Problem> {
    let connection = read.connection;
    let row = one(connection, id)?;
    let today = crate::exception::today(connection, read.now)?;
    let in_force = row.state == "approved" && today <= row.until_on;
    let report = Report {
        name: format!("Exception {id}: {} keeps {}", row.principal_name, row.resource_name),
        subject: format!("exception:{id}"),
        about: "What is known of one policy exception, from its proposal to its end.".into(),
        ..Report::default()
    };
    let mut draft = Draft::begin((desk, read.open, &read.actor), connection, &format!("X{id}"), report)?;
    let events = exception::events(connection, id)?;
    let entries = entries(connection, id)?;
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "nobody yet".into());
    draft.answer("State", state(&row.state, in_force));
    draft.answer("In force until", row.until_on.to_string());
    draft.answer(
        "Looked at again on",
        row.review_on
            .map_or_else(|| "no day is set".into(), |on| on.to_string()),
    );
    draft.answer("Acts on it", events.len().to_string());
    draft.answer("Reviews that met it", met(connection, &row)?.len().to_string());
    draft.group(
        "The exception",
        vec![
            setting("Who", row.principal_name.clone()),
            setting("May keep", format!("{} ({})", row.resource_name, row.entitlement)),
            setting("Against", row.policy.clone()),
            setting("Why", row.reason.clone()),
            setting("Until", row.until_on.to_string()),
            setting("Proposed", format!("{} by {}", row.proposed_on, row.proposed_by)),
            setting(
                "Approved",
                match row.approved_on {
                    Some(on) => format!("{on} by {}", or_none(row.approved_by.clone())),
                    None => "not yet".into(),
                },
            ),
        ],
    );
    let about = "Every act on it, oldest first; none is ever changed or taken away.";
    draft.table(
        "What was done",
        about,
        EVENTS,
        count(connection, "exception_event", id)?,
    );
    // One entry of the log for each act, in the same order; where one is missing none is claimed.
    let paired = entries.len() == events.len();
    for (place, event) in events.into_iter().enumerate() {
        let entry = paired.then(|| entries[place]);
        let cells = vec![
            event.at.format("%Y-%m-%d %H:%M:%S").to_string(),
            event.act,
            event.actor,
            event.until_on.to_string(),
            event.reason,
        ];
        draft.row(cells, entry);
    }
    draft.show(entries);
    let met = met(connection, &row)?;
    let about = "Items of reviews about this very access, with what was decided on them.";
    draft.table("Reviews that met it", about, MET, met.len() as u64);
    met.into_iter().for_each(|cells| draft.row(told(&cells), None));
    let about = "Work for a person, opened when it ended while the access still stood.";
    draft.table("Tasks", about, TASKS, count(connection, "task", id)?);
    for cells in tasks(connection, id)? {
        draft.row(told(&cells), None);
    }
    Ok(draft)
}

fn told(cells: &[String]) -> Vec<String> {
    cells.iter().map(|cell| spoken(cell)).collect()
}

fn state(word: &str, in_force: bool) -> String {
    match (word, in_force) {
        ("approved", true) => "in force",
        ("approved" | "expired", _) => "ended",
        ("proposed", _) => "proposed, covers nothing yet",
        _ => "revoked",
    }
    .into()
}

/// `table` is one of two that name their exception.
fn count(connection: &Connection, table: &str, id: i64) -> Result<u64, Problem> {
    let sql = format!("SELECT count(*) FROM {table} WHERE exception_id = ?1");
    Ok(connection
        .query_row(&sql, [id], |row| row.get(0))
        .map_err(StoreError::from)?)
}

/// The entries of the log about it.
fn entries(connection: &Connection, id: i64) -> Result<Vec<i64>, Problem> {
    let mut statement = connection
        .prepare_cached(
            // The second condition is that of the index.
            "SELECT seq FROM audit WHERE entry ->> '$.subject' = ?1 AND entry ->> '$.subject' NOT GLOB 'item:*'
             ORDER BY seq",
        )
        .map_err(StoreError::from)?;
    let rows = statement
        .query_map([format!("exception:{id}")], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(rows)
}

fn met(connection: &Connection, row: &ExceptionRow) -> Result<Vec<Vec<String>>, Problem> {
    let mut statement = connection
        .prepare_cached(include_str!("exception_met.sql"))
        .map_err(StoreError::from)?;
    let rows = statement
        .query_map(params![row.principal, row.resource, row.entitlement], |row| {
            (0..8).map(|column| row.get(column)).collect::<Result<Vec<String>, _>>()
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(rows)
}

fn tasks(connection: &Connection, id: i64) -> Result<Vec<Vec<String>>, Problem> {
    let mut statement = connection
        .prepare_cached(
            "SELECT cast(id AS TEXT), created_at, reason, status, ifnull(closed_at, '') FROM task
             WHERE exception_id = ?1 ORDER BY id",
        )
        .map_err(StoreError::from)?;
    let rows = statement
        .query_map([id], |row| {
            (0..5).map(|column| row.get(column)).collect::<Result<Vec<String>, _>>()
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(rows)
}
