//! Drafts of what waits, for sending by hand from a mail program: one .eml file a notice, and its
//! deadline beside it as an .ics file.

use std::fs;
use std::path::Path;

use countersign_store::notice::{self, NoticeRow, Outcome};
use lettre::message::Mailbox;
use serde_json::json;

use crate::Problem;
use crate::call::{Entry, Start, Write};
use crate::job::JobStarted;
use crate::mail;
use crate::notice::{DraftInput, leave_out_finished};

const KIND: &str = "notice.draft";
/// Drafts between two commits. A run that is killed writes the files of one batch again, under the
/// same names.
const BATCH: usize = 100;

pub(crate) fn start(start: Start, input: DraftInput) -> Result<JobStarted, Problem> {
    let (view, total, setting) = start.desk.read(&start.open, &start.actor, |read| {
        let view = crate::review::one(read.connection, input.instance)?;
        let total = notice::queued(read.connection, Some(input.instance))?;
        Ok((view, total, mail::configured(read.connection)?))
    })?;
    let from = match (&input.from, &setting) {
        (Some(from), _) => mail::mailbox(from)?,
        (None, Some(setting)) => setting.sender()?,
        (None, None) => return Err(Problem::new("Say who sends the drafts.").field("from")),
    };
    fs::create_dir_all(&input.folder).map_err(|error| {
        Problem::new(format!(
            "The folder {} cannot be made: {error}.",
            input.folder.display()
        ))
        .field("folder")
    })?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn(KIND, view.display_name, &["notice"], move |handle| {
        leave_out_finished(&desk, &open, &actor, Some(input.instance))?;
        let (mut drafted, mut refused, mut after) = (0, 0, 0);
        while drafted + refused < usize::try_from(total).unwrap_or(usize::MAX) {
            handle.go_on()?;
            let batch = desk.write(&open, &actor, KIND, |write| {
                let batch = batch(write, &input, &from, after)?;
                let numbers: Vec<i64> = batch.iter().map(|(row, _)| row.notice).collect();
                let detail = json!({ "drafted": numbers });
                let subject = format!("instance:{}", input.instance);
                Ok((batch, Entry::new(subject, detail).of(input.instance)))
            })?;
            let Some((last, _)) = batch.last() else { break };
            after = last.notice;
            let written = batch.iter().filter(|(_, outcome)| *outcome == Outcome::Drafted).count();
            drafted += written;
            refused += batch.len() - written;
            handle.report("writing drafts", drafted as u64, u64::try_from(total).ok());
        }
        Ok(json!({ "drafted": drafted, "refused": refused, "folder": input.folder.to_string_lossy() }))
    })
}

/// Writes some files and notes them. The files come first: a draft that is noted is there.
fn batch(
    write: &Write<'_>,
    input: &DraftInput,
    from: &Mailbox,
    mut after: i64,
) -> Result<Vec<(NoticeRow, Outcome)>, Problem> {
    let mut written = Vec::new();
    while written.len() < BATCH
        && let Some(row) = notice::claim(write.transaction, Some(input.instance), after, "draft")?
    {
        after = row.notice;
        let outcome = match mail::write(&row, from, write.now, true) {
            Ok(message) => {
                let stem = stem(&row);
                spare(&input.folder, &format!("{stem}.eml"), &row.message_id)?;
                save(&input.folder, &format!("{stem}.eml"), &message.formatted())?;
                if let Some(calendar) = mail::appointment(&row, write.now) {
                    save(&input.folder, &format!("{stem}.ics"), calendar.as_bytes())?;
                }
                Outcome::Drafted
            }
            Err(why) => Outcome::Refused(why),
        };
        notice::settle(write.transaction, row.notice, &outcome, write.now)?;
        written.push((row, outcome));
    }
    Ok(written)
}

/// A file's name of letters that every file system takes: the number makes it the only one.
fn stem(row: &NoticeRow) -> String {
    let name: String = row
        .name
        .chars()
        .map(|one| if one.is_alphanumeric() { one } else { '-' })
        .take(40)
        .collect();
    format!("{:06}-{}-{}", row.notice, row.kind, name.trim_matches('-'))
}

/// A file of that name is replaced only where it is this very notice, written by a run that was killed:
/// another store numbers its notices the same way.
fn spare(folder: &Path, name: &str, message_id: &str) -> Result<(), Problem> {
    let file = folder.join(name);
    match fs::read(&file) {
        Ok(there) if !String::from_utf8_lossy(&there).contains(message_id.trim_matches(['<', '>'])) => Err(
            Problem::new(format!("{} is there already and is another mail.", file.display()))
                .code("exists")
                .field("folder"),
        ),
        _ => Ok(()),
    }
}

fn save(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Problem> {
    let file = folder.join(name);
    fs::write(&file, bytes)
        .map_err(|error| Problem::new(format!("{} cannot be written: {error}.", file.display())).field("folder"))
}
