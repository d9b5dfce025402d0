//! The dossier of one assignment: whose, from when until when, why, and what became of every entitlement.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::RequestRecord;
use crate::record::{Person, is_false};

/// One assignment with how it came about and how it ended.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AssignmentRecord {
    /// Its number in the store.
    pub assignment_id: i64,
    /// Its identity in files.
    pub key: String,
    /// Who holds or held the package.
    pub person: Person,
    /// delivering, delivered, partiallyDelivered, deliveryFailed, removing, expired; at the export.
    pub state: String,
    /// Held from.
    pub starts_at: DateTime<Utc>,
    /// To be held until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// Everything it gives was delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<DateTime<Utc>>,
    /// Ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_because: Option<String>,
    /// What stands in the way of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Number of the policy it was given under.
    pub policy_id: i64,
    /// Name of the policy in that version.
    pub policy: String,
    /// The version.
    pub policy_version: u64,
    /// What it rests on.
    pub basis: Basis,
    /// Every request about it, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<RequestRecord>,
    /// What it gives or gave.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entitlements: Vec<EntitlementRecord>,
    /// What happened to it, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventRecord>,
    /// Sequence numbers of the audit entries about it alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<u64>,
}

/// What an assignment rests on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Basis {
    /// request, administrator, rule; none where the ledger does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// By a rule: the read of the directory in which the rule was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<i64>,
}

/// One entitlement of one assignment (E26, E27).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EntitlementRecord {
    /// On what.
    pub resource: String,
    /// Its immutable id.
    pub resource_id: String,
    /// group, application, …
    pub resource_kind: String,
    /// member, owner, a role.
    pub entitlement: String,
    /// waiting, held, byHand, refused, kept (because of something else), taken.
    pub state: String,
    /// Why it is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Held before any package gave it.
    #[serde(skip_serializing_if = "is_false")]
    pub prior: bool,
    /// Held before, and by an explicit choice lost with the package.
    #[serde(skip_serializing_if = "is_false")]
    pub adopted: bool,
    /// The list was read back and showed it so: held, or taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<DateTime<Utc>>,
    /// The first whole read of the directory that showed it there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub there_in: Option<i64>,
    /// The first whole read of the directory, after it was taken, that showed it gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone_in: Option<i64>,
    /// Changes in the directory, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeStep>,
    /// What a person had to change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_hand: Vec<HandStep>,
}

/// One change in the directory with its receipt.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChangeStep {
    /// Its number.
    pub change_id: i64,
    /// Its plan.
    pub plan_id: i64,
    /// Access is taken, not given.
    #[serde(skip_serializing_if = "is_false")]
    pub takes: bool,
    /// Drawn.
    pub drawn_at: DateTime<Utc>,
    /// By.
    pub drawn_by: String,
    /// Attempts; more than one where one was broken off.
    pub attempts: u64,
    /// The last of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempted_at: Option<DateTime<Utc>>,
    /// waiting, applied, alreadySo, refused, byHand.
    pub state: String,
    /// What the directory answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_code: Option<String>,
    /// Its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// Who carried it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// A task for a person (E28).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HandStep {
    /// Its number.
    pub task_id: i64,
    /// Why no connector can do it.
    pub reason: String,
    /// Who is to do it.
    pub owner: String,
    /// open, waiting, closed, reopened.
    pub state: String,
    /// Opened.
    pub opened_at: DateTime<Utc>,
    /// What the person says was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// Closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// By.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<String>,
}

/// Something that happened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EventRecord {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// The program, not a person (E18).
    #[serde(skip_serializing_if = "is_false")]
    pub program: bool,
    /// What.
    pub event: String,
    /// What it came to.
    pub state: String,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl AssignmentRecord {
    /// Held at the export, even in part.
    pub fn is_held(&self) -> bool {
        matches!(self.state.as_str(), "delivered" | "partiallyDelivered")
    }

    /// Over, whether everything is taken or not.
    pub fn has_ended(&self) -> bool {
        matches!(self.state.as_str(), "removing" | "expired")
    }

    /// What is to be gone when the assignment has ended: all it gave but what something else keeps.
    pub fn to_take(&self) -> impl Iterator<Item = &EntitlementRecord> {
        let ended = self.has_ended();
        self.entitlements
            .iter()
            .filter(move |one| one.is_taken() || (ended && one.state != "kept"))
    }

    /// Over, and a read showed everything gone.
    pub fn is_seen_gone(&self) -> bool {
        self.has_ended() && self.to_take().all(EntitlementRecord::is_seen_gone)
    }

    /// Held, and a read showed everything there.
    pub fn is_seen_there(&self) -> bool {
        self.is_held()
            && self
                .entitlements
                .iter()
                .filter(|one| !one.is_taken() && one.state != "kept")
                .all(EntitlementRecord::is_seen_there)
    }
}

impl EntitlementRecord {
    /// Taken back.
    pub fn is_taken(&self) -> bool {
        self.state == "taken"
    }

    /// A read showed that it is there.
    pub fn is_seen_there(&self) -> bool {
        self.there_in.is_some() || (self.state == "held" && self.seen_at.is_some())
    }

    /// A read showed that it is gone.
    pub fn is_seen_gone(&self) -> bool {
        self.gone_in.is_some() || (self.is_taken() && self.seen_at.is_some())
    }
}
