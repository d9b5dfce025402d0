//! Reminders: half-way through a window by itself, and whenever an administrator asks. Only to those
//! who were asked and have not finished.

use std::collections::BTreeSet;
use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_domain::notice::{NoticeKind, Refusal, is_reminded, is_reminder_due, own_text};
use countersign_store::notice::{self, Window};
use countersign_store::review::InstanceView;
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

use super::RemindInput;
use super::queue::{Occasion, Queued, is_on};
use crate::call::{Entry, Write};
use crate::desk::Open;
use crate::{Desk, Problem};

/// Whom a reminder reaches.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reminded {
    pub instance: i64,
    /// Notices that wait to be sent.
    pub queued: usize,
    /// People who cannot be told, each with the reason in the list of notices.
    pub skipped: usize,
}

pub(crate) fn remind(write: &Write<'_>, input: RemindInput) -> Result<(Reminded, Entry), Problem> {
    let view = crate::review::one(write.transaction, input.instance)?;
    if !crate::review::status(&view)?.is_open() {
        return Err(countersign_domain::instance::Refusal::NotInProgress.into());
    }
    let text = input.text.unwrap_or_default();
    let text = own_text(&text).map_err(|refusal| Problem::from(refusal).field("text"))?;
    let ordinal = notice::next_ordinal(write.transaction, view.instance, view.stage, NoticeKind::ManualReminder)?;
    let counts = to_unfinished(write, &view, NoticeKind::ManualReminder, ordinal, text)?;
    if counts == Queued::default() {
        return Err(Refusal::NobodyToRemind.into());
    }
    let detail = json!({ "ordinal": ordinal, "notices": counts.to_json(), "text": text });
    let reminded = Reminded {
        instance: view.instance,
        queued: counts.queued,
        skipped: counts.skipped,
    };
    Ok((
        reminded,
        Entry::new(format!("instance:{}", view.instance), detail).of(view.instance),
    ))
}

/// Queues the half-way reminder of a stage, if it is due; each stage once. Answers whether it was.
pub(crate) fn queue_reminder_due(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    window: &Window,
) -> Result<bool, Problem> {
    let on = is_on(&window.definition, "reminderNotificationsEnabled");
    let due = on && is_reminder_due(window.started_at, window.due_at, desk.clock().now());
    if due {
        desk.write(open, actor, "tick.remind", |write| remind_half_way(write, window))?;
    }
    Ok(due)
}

fn remind_half_way(write: &Write<'_>, window: &Window) -> Result<((), Entry), Problem> {
    let view = crate::review::one(write.transaction, window.instance)?;
    let counts = to_unfinished(write, &view, NoticeKind::Reminder, 1, &view.description_for_reviewers)?;
    let notices = counts.queued + counts.skipped;
    notice::remind_once(write.transaction, window.instance, window.stage, notices, write.now)?;
    let detail = json!({ "stage": window.stage, "notices": counts.to_json() });
    Ok((
        (),
        Entry::new(format!("instance:{}", window.instance), detail).of(window.instance),
    ))
}

fn to_unfinished(
    write: &Write<'_>,
    view: &InstanceView,
    kind: NoticeKind,
    ordinal: i64,
    own_text: &str,
) -> Result<Queued, Problem> {
    let occasion = Occasion {
        view,
        kind,
        stage: (view.stage, view.stage_count),
        ordinal,
        due_at: super::queue::stage_due(view),
        own_text,
        detail: "",
        off: false,
    };
    let mut counts = Queued::default();
    for asked in notice::asked(write.transaction, view.instance, true)? {
        if is_reminded(asked.items, asked.undecided) {
            occasion.queue(write, &asked, &mut counts)?;
        }
    }
    Ok(counts)
}

const FINISHED: &str = "This person finished before the reminder was sent.";
/// Ends a transaction in which there turned out to be nothing to do.
const NOTHING: &str = "nothing";

/// Takes waiting reminders out of the queue whose people have nothing left to decide, before what waits is
/// sent or drafted: they have finished, or somebody else is asked now.
pub(crate) fn leave_out_finished(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    instance: Option<i64>,
) -> Result<(), Problem> {
    let instances = open.store.read(|connection| notice::reminding(connection, instance))?;
    for instance in instances {
        let left_out = desk.write(open, actor, "notice.withdraw", |write| {
            let asked = notice::asked(write.transaction, instance, true)?;
            let waiting: BTreeSet<i64> = asked
                .iter()
                .filter(|asked| is_reminded(asked.items, asked.undecided))
                .map(|asked| asked.principal)
                .collect();
            let mut count = 0;
            for recipient in notice::reminded(write.transaction, instance)? {
                if !waiting.contains(&recipient) {
                    count += notice::withdraw_reminder(write.transaction, instance, recipient, FINISHED)?;
                }
            }
            if count == 0 {
                return Err(Problem::new("Nobody is left out.").code(NOTHING));
            }
            let detail = json!({ "finished": count });
            Ok(((), Entry::new(format!("instance:{instance}"), detail).of(instance)))
        });
        if let Err(problem) = left_out
            && problem.code.as_deref() != Some(NOTHING)
        {
            return Err(problem);
        }
    }
    Ok(())
}
