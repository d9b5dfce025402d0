//! Notices as the evidence prints them (E20): who was told what, when, and how.

use chrono::{DateTime, Utc};
use countersign_store::notice::{self, NoticeRow};
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::Connection;

use super::queue::{definition, is_on};
use crate::Problem;

/// One notice on one line, such as “start: mail 2026-03-01 08:00”. Times are UTC, as in the whole document.
pub(crate) fn in_words(row: &NoticeRow) -> String {
    let what = match row.kind.as_str() {
        "started" => "start",
        "stageStarted" => "stage start",
        "manualReminder" => "reminder by hand",
        "taskOpened" => "task",
        other => other,
    };
    let stage = if row.stage > 1 {
        format!(" (stage {})", row.stage)
    } else {
        String::new()
    };
    let why = row.last_problem.as_deref().unwrap_or_default().trim_end_matches('.');
    let how = match (row.state.as_str(), row.sent_at) {
        ("sent", Some(at)) => format!("mail {}", minute(at)),
        ("drafted", Some(at)) => format!("draft for a mail program {}", minute(at)),
        ("sending", _) => format!("unknown, maybe sent; queued {}", minute(row.queued_at)),
        ("refused", _) => format!("refused by the mail server: {why}"),
        ("skipped", _) => format!("not sent: {why}"),
        _ => format!("queued {}, not sent yet", minute(row.queued_at)),
    };
    format!("{what}{stage}: {how}")
}

fn minute(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// What the definition says about notices, and what became of them.
pub(crate) fn settings_in_words(connection: &Connection, view: &InstanceView) -> Result<String, Problem> {
    let definition = definition(connection, view)?;
    let word = |switch| if is_on(&definition, switch) { "on" } else { "off" };
    let counts = notice::count_by_state(connection, view.instance)?;
    let counts: Vec<String> = counts.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let became = if counts.is_empty() {
        "no notices".to_owned()
    } else {
        format!("notices: {}", counts.join(", "))
    };
    Ok(format!(
        "mail {}, half-way reminder {}; {became}",
        word("mailNotificationsEnabled"),
        word("reminderNotificationsEnabled")
    ))
}
