//! What the acting person was told and has not answered, for a word on their desktop.

use countersign_domain::notice::in_short;
use countersign_store::item::Filter;
use countersign_store::notice;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;

/// More than these at once is nobody's to read on a desktop.
const MOST: i64 = 20;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct MineInput {
    /// The newest notice that was shown before; none answers only which is the newest.
    pub after: Option<i64>,
}

/// What is new for the acting person.
#[derive(Debug, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mine {
    /// The newest notice of all.
    pub newest: i64,
    pub rows: Vec<MineRow>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MineRow {
    pub notice: i64,
    pub instance: i64,
    pub kind: String,
    pub subject: String,
    /// Such as “3 items wait for you until 15 March 2026”.
    pub text: String,
}

/// New notices to the acting person about reviews that go on, with what still waits for them there;
/// also where mail is off. Nothing for who is nobody of the directory.
pub(crate) fn mine(read: &Read<'_>, input: MineInput) -> Result<Mine, Problem> {
    let mut mine = Mine {
        newest: notice::newest(read.connection)?,
        rows: Vec::new(),
    };
    let (Some(person), Some(after)) = (read.actor.principal, input.after) else {
        return Ok(mine);
    };
    for row in notice::open_to(read.connection, person.0, after, MOST)? {
        let Some(instance) = row.instance else { continue };
        let index = read.open.indexes.get(read, instance)?;
        let index = index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let filter = Filter {
            reviewer: Some(person.0),
            ..Default::default()
        };
        let waiting = i64::try_from(index.count(&filter).not_reviewed).unwrap_or(i64::MAX);
        if waiting > 0 {
            mine.rows.push(MineRow {
                notice: row.notice,
                instance,
                kind: row.kind,
                subject: row.subject,
                text: in_short(waiting, row.due_at),
            });
        }
    }
    Ok(mine)
}
