//! Further rows of a review's record: what was found, totals by resource, hand-overs, notices.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::is_false;

/// Something a reader must know about, with what was done about it (E29, E30).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FindingRecord {
    /// disabledAccount, leftOrganization, cameBack, conflict, orphan, administratorDecided, late, dontKnow, notReviewed.
    pub kind: String,
    /// The item, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<i64>,
    /// Whose access.
    pub person: String,
    /// User name.
    pub user_name: String,
    /// To what.
    pub resource: String,
    /// What was found, in one sentence.
    pub what: String,
    /// What was done about it, in one sentence.
    pub treatment: String,
    /// Nothing was done yet.
    #[serde(skip_serializing_if = "is_false")]
    pub open: bool,
}

/// The control total of one resource, beside the run before (E10).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResourceRecord {
    /// The resource.
    pub resource: String,
    /// Immutable id.
    pub resource_id: String,
    /// group, application, …
    pub resource_kind: String,
    /// Items of this run.
    pub items: u64,
    /// Items of the run before; none where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<u64>,
    /// New since the run before.
    pub joined: u64,
    /// No longer there.
    pub left: u64,
    /// Of those that left, taken away by the run before.
    pub removed: u64,
}

/// Items were handed from one reviewer to another (E22).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReassignmentRecord {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Who had them; none where nobody was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Who has them now.
    pub to: String,
    /// How many items.
    pub items: u64,
    /// Why.
    pub reason: String,
    /// Sequence number of the audit entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
}

/// Somebody was told something (E20).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NoticeRecord {
    /// To whom.
    pub to: String,
    /// start, reminder, end, …
    pub kind: String,
    /// mail, desktop, draft, none.
    pub channel: String,
    /// Queued.
    pub at: DateTime<Utc>,
    /// Handed to the mail server, or shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    /// sent, waiting, failed, withdrawn, unknown, noted.
    pub state: String,
    /// Why it was not sent, where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// How a reviewer worked (E24); it accuses nobody.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SignalRecord {
    /// Median seconds between two decisions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_seconds: Option<u64>,
    /// Most decisions within one minute.
    pub most_in_a_minute: u64,
    /// Of 1 000 decisions, approved.
    pub approved_permille: u64,
    /// Of 1 000 reasons, the commonest one.
    pub same_reason_permille: u64,
    /// Decided in bulk.
    pub in_bulk: u64,
}
