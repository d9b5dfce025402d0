//! Who is told what, and when: the kinds of notices, the half-way moment, and the identity that keeps
//! one notice from being sent twice (access-governance §1.8).

mod calendar;
mod text;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

pub use calendar::{Appointment, to_calendar};
pub use text::{Subject, Text, compose, in_short, line};

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum NoticeKind {
    /// The review has started: decisions are awaited.
    Started,
    /// Half of the time is over and decisions are still awaited.
    Reminder,
    /// An administrator reminds.
    ManualReminder,
    /// A further stage has started.
    StageStarted,
    /// The review has ended.
    Completed,
    /// Items were handed to another reviewer.
    Reassigned,
    /// A change must be made by hand.
    TaskOpened,
    /// Somebody asks for an access package, and this person may approve.
    ApprovalAsked,
    /// Nobody answered, so this person may approve too.
    ApprovalEscalated,
    /// Half of the time to approve is over.
    ApprovalReminder,
    /// Nobody is left who could approve; the administrators are asked.
    ApproverMissing,
    RequestApproved,
    RequestDenied,
    RequestExpired,
    AccessDelivered,
    /// The access ends soon, and may be extended.
    AccessEnding,
    AccessEnded,
}

impl NoticeKind {
    pub const ALL: [Self; 17] = [
        Self::Started,
        Self::Reminder,
        Self::ManualReminder,
        Self::StageStarted,
        Self::Completed,
        Self::Reassigned,
        Self::TaskOpened,
        Self::ApprovalAsked,
        Self::ApprovalEscalated,
        Self::ApprovalReminder,
        Self::ApproverMissing,
        Self::RequestApproved,
        Self::RequestDenied,
        Self::RequestExpired,
        Self::AccessDelivered,
        Self::AccessEnding,
        Self::AccessEnded,
    ];

    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Reminder => "reminder",
            Self::ManualReminder => "manualReminder",
            Self::StageStarted => "stageStarted",
            Self::Completed => "completed",
            Self::Reassigned => "reassigned",
            Self::TaskOpened => "taskOpened",
            Self::ApprovalAsked => "approvalAsked",
            Self::ApprovalEscalated => "approvalEscalated",
            Self::ApprovalReminder => "approvalReminder",
            Self::ApproverMissing => "approverMissing",
            Self::RequestApproved => "requestApproved",
            Self::RequestDenied => "requestDenied",
            Self::RequestExpired => "requestExpired",
            Self::AccessDelivered => "accessDelivered",
            Self::AccessEnding => "accessEnding",
            Self::AccessEnded => "accessEnded",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// The longest text of one's own in a notice, in characters; Entra's limit (§1.8).
pub const OWN_TEXT_LIMIT: usize = 256;

/// Why a notice is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The text of a notice has at most {OWN_TEXT_LIMIT} characters.")]
    TextTooLong,
    #[error("Everybody who was asked has finished, so there is nobody to remind.")]
    NobodyToRemind,
}

/// A text of the administrator's own, trimmed.
///
/// # Errors
/// It is longer than [`OWN_TEXT_LIMIT`].
pub fn own_text(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.chars().count() > OWN_TEXT_LIMIT {
        return Err(Refusal::TextTooLong);
    }
    Ok(text)
}

/// The moment half-way between the start and the end of a window.
pub fn half_way(started_at: DateTime<Utc>, due_at: DateTime<Utc>) -> DateTime<Utc> {
    started_at + (due_at - started_at) / 2
}

/// Whether the reminder of a window is due: from its half-way moment on, and never after its end.
pub fn is_reminder_due(started_at: DateTime<Utc>, due_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    half_way(started_at, due_at) <= now && now < due_at
}

/// Whether a person is reminded: asked, and not finished. Entra reminds everybody (§1.8); people who
/// have finished learn to ignore reminders that way, so they are left alone here.
pub fn is_reminded(items: i64, undecided: i64) -> bool {
    items > 0 && undecided > 0
}

/// Whether a text can be a mail address at all. The mail server has the last word.
pub fn is_address(text: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|one| !one.is_control() && !one.is_whitespace() && !"<>,;:\"\\()[]".contains(one))
    };
    match text.rsplit_once('@') {
        Some((user, domain)) => text.len() <= 254 && plain(user) && plain(domain) && !user.contains('@'),
        None => false,
    }
}

/// What makes a notice this notice and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity<'a> {
    /// The id of the store.
    pub store: &'a str,
    /// Which table `instance` is a number of: empty for a run of a review, else `request` or `assignment`.
    pub of: &'static str,
    pub instance: i64,
    pub stage: i64,
    pub kind: NoticeKind,
    /// Tells repeated notices of one kind apart, counted from 1.
    pub ordinal: i64,
    /// The principal told; 0 stands for the administrators of the store.
    pub recipient: i64,
}

impl Identity<'_> {
    /// The Message-ID (RFC 5322 §3.6.4), the same whenever this notice is written. `.invalid` is
    /// reserved (RFC 2606), so the id can be nobody else's.
    pub fn message_id(&self) -> String {
        let name = format!(
            "{}/{}{}/{}/{}/{}/{}",
            self.store,
            self.of,
            self.instance,
            self.stage,
            self.kind.word(),
            self.ordinal,
            self.recipient
        );
        format!("<{}@countersign.invalid>", hex(&Sha256::digest(name)[..20]))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_reminder_is_due_from_half_way_until_the_end_and_not_after() {
        let (start, due) = (at("2026-03-01T00:00:00Z"), at("2026-03-15T00:00:00Z"));
        assert_eq!(half_way(start, due), at("2026-03-08T00:00:00Z"));
        assert!(!is_reminder_due(start, due, at("2026-03-07T23:59:59Z")));
        assert!(is_reminder_due(start, due, at("2026-03-08T00:00:00Z")));
        assert!(is_reminder_due(start, due, at("2026-03-14T23:59:59Z")));
        assert!(!is_reminder_due(start, due, due));
    }

    #[test]
    fn only_those_are_reminded_who_were_asked_and_have_not_finished() {
        assert!(is_reminded(3, 1));
        assert!(!is_reminded(3, 0));
        assert!(!is_reminded(0, 0));
    }

    #[test]
    fn a_message_id_is_stable_and_differs_in_every_part() {
        let one = Identity {
            store: "store",
            of: "",
            instance: 1,
            stage: 1,
            kind: NoticeKind::Started,
            ordinal: 1,
            recipient: 7,
        };
        let others = [
            Identity { store: "other", ..one },
            Identity { instance: 2, ..one },
            Identity { of: "request", ..one },
            Identity { stage: 2, ..one },
            Identity {
                kind: NoticeKind::Reminder,
                ..one
            },
            Identity { ordinal: 2, ..one },
            Identity { recipient: 8, ..one },
        ];
        assert_eq!(one.message_id(), one.message_id());
        for other in others {
            assert_ne!(one.message_id(), other.message_id(), "{other:?}");
        }
    }

    #[test]
    fn an_address_that_could_begin_a_header_is_none() {
        for good in ["anna@example.org", "zoë@example.org", "a.b+c@sub.example.org"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "anna",
            "@example.org",
            "anna@",
            "anna@example.org\r\nBcc: eve@example.org",
            "a b@example.org",
            "<anna@example.org>",
            "anna@example.org, eve@example.org",
            "a@b@example.org",
        ] {
            assert!(!is_address(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_text_of_one_s_own_has_at_most_256_characters() {
        assert_eq!(own_text(&"ü".repeat(256)).map(str::len), Ok(512));
        assert_eq!(own_text(&"ü".repeat(257)), Err(Refusal::TextTooLong));
        assert_eq!(own_text("  please  "), Ok("please"));
    }
}
