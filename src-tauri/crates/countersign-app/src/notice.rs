//! Notices at the desk: queued in the transaction of what they tell, listed, put back on demand.
//! Sending and drafting are jobs: `job/send_notice.rs`, `job/draft_notice.rs`.

mod completed;
mod evidence;
mod mine;
mod package;
mod queue;
mod remind;

use std::path::PathBuf;

use countersign_store::notice::{self, NoticeRow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::principal::page;

pub(crate) use completed::queue_completed;
pub(crate) use evidence::{in_words, settings_in_words};
pub(crate) use mine::mine;
pub use mine::{Mine, MineInput};
pub(crate) use package::{
    queue_approval, queue_approver_missing, queue_delivered, queue_ended, queue_ending, queue_request_approved,
    queue_request_denied, queue_request_expired,
};
pub(crate) use queue::{queue_reassigned, queue_started, queue_tasks_opened};
pub use remind::Reminded;
pub(crate) use remind::{leave_out_finished, queue_reminder_due, remind};

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct NoticeListInput {
    /// Of this instance; none lists all.
    pub instance: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoticePage {
    pub rows: Vec<NoticeRow>,
    pub total: i64,
    /// Of all these, how many wait to be sent.
    pub queued: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoticeInput {
    pub notice: i64,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct SendInput {
    /// Of this instance; none sends all that waits.
    pub instance: Option<i64>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct DraftInput {
    pub instance: i64,
    /// Where the drafts go; made if it is not there.
    pub folder: PathBuf,
    /// The sender; none takes the configured one.
    pub from: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct RemindInput {
    pub instance: i64,
    /// A text of one's own, at most 256 characters.
    pub text: Option<String>,
}

pub(crate) fn list(read: &Read<'_>, input: NoticeListInput) -> Result<NoticePage, Problem> {
    if let Some(instance) = input.instance {
        crate::review::one(read.connection, instance)?;
    }
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = notice::list(read.connection, input.instance, offset, limit)?;
    let queued = notice::queued(read.connection, input.instance)?;
    Ok(NoticePage { rows, total, queued })
}

/// How many notices could be sent now: those that wait, where a mail server is configured.
pub(crate) fn unsent(connection: &countersign_store::rusqlite::Connection) -> Result<i64, Problem> {
    if crate::mail::configured(connection)?.is_none() {
        return Ok(0);
    }
    Ok(notice::queued(connection, None)?)
}

/// Puts a notice back into the queue, because a person says so: one that was refused or skipped, or
/// one of which nobody knows whether it was sent.
pub(crate) fn requeue(write: &Write<'_>, input: NoticeInput) -> Result<(NoticeRow, Entry), Problem> {
    let missing = || Problem::missing("notice", input.notice);
    let before = notice::one(write.transaction, input.notice)?.ok_or_else(missing)?;
    if before.state == "sending" && write.desk.is_sending() {
        return Err(Problem::new("This notice is being sent right now.").code("state"));
    }
    let administrator = crate::mail::configured(write.transaction)?.and_then(|mail| mail.administrator);
    if !notice::again(write.transaction, input.notice, administrator.as_deref())? {
        let why = match before.state.as_str() {
            "queued" => "This notice waits to be sent already.",
            "sent" | "drafted" => "This notice was sent; a reminder can be sent anew.",
            _ => "This notice has no text or no address, so it cannot be sent.",
        };
        return Err(Problem::new(why).code("state"));
    }
    let row = notice::one(write.transaction, input.notice)?.ok_or_else(missing)?;
    let detail = json!({ "notice": row.notice, "before": before.state });
    Ok((
        row,
        Entry::new(format!("notice:{}", input.notice), detail).of(before.instance),
    ))
}
