//! The rows of the record: items, changes, tasks, reviewers, audit entries.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Setting, SignalRecord};

pub(crate) fn is_false(value: &bool) -> bool {
    !*value
}

/// One item with its decision and how it came about (E09, E12–E19).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ItemRecord {
    /// Id of the item.
    pub item_id: i64,
    /// Whose access.
    pub person: Person,
    /// To what.
    pub resource: String,
    /// Immutable id of the resource.
    pub resource_id: String,
    /// group, application, …
    pub resource_kind: String,
    /// member, owner, a role.
    pub entitlement: String,
    /// Privileged access.
    #[serde(skip_serializing_if = "is_false")]
    pub privileged: bool,
    /// Groups the access comes through, outermost last; empty means direct.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// direct, nested, ruled, eligible, active (E13).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment: Option<String>,
    /// Held since: the end of the read that first showed it, where it is held directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// What was recommended, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<Recommendation>,
    /// approve, deny, dontKnow, notReviewed.
    pub decision: String,
    /// Who decided; none where nobody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Party>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// The reason given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    /// Set by the program (default on silence), not by a person (E18).
    #[serde(skip_serializing_if = "is_false")]
    pub system: bool,
    /// The bulk step it was part of (E19).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bulk: Option<Bulk>,
    /// What was done where nobody said approve or deny, in words (E29).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treatment: Option<String>,
    /// Every decision event, oldest first, the final one included (E16).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<DecisionEvent>,
}

/// The person whose access is reviewed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Person {
    /// Display name.
    pub name: String,
    /// User name.
    pub user_name: String,
    /// Immutable id.
    pub id: String,
    /// member, guest, service, group.
    pub kind: String,
    /// Account enabled, where the directory says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether and how employed, where the directory says (E12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employment: Option<String>,
    /// Department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Manager's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
}

/// A recommendation, with what it rests on (E17).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Recommendation {
    /// approve, deny, none.
    pub advice: String,
    /// The rule.
    pub rule: String,
    /// Its inputs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Setting>,
    /// Whether the decision followed it; none while undecided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followed: Option<bool>,
}

/// Who did something.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Party {
    /// Display name.
    pub name: String,
    /// Immutable id.
    pub id: String,
    /// owner, manager, fallback, …
    #[serde(skip_serializing_if = "String::is_empty")]
    pub role: String,
}

/// A bulk step.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Bulk {
    /// Id of the step.
    pub id: String,
    /// Items in it.
    pub size: u64,
}

/// One decision event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DecisionEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for the program itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Party>,
    /// What was decided.
    pub decision: String,
    /// The reason given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    /// The program, not a person.
    #[serde(skip_serializing_if = "is_false")]
    pub system: bool,
    /// The stage it was made in; none in a review of one stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<u32>,
    /// Said beside it: why somebody who is not independent decided, what it was carried from (E21).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The bulk step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bulk: Option<Bulk>,
    /// How it was shown who decided: stated, osAccount, directoryBind, signIn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance: Option<String>,
    /// The machine it was decided on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Sequence number of the audit entry that records it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
}

/// One change of the plan with receipt and confirming read (E26, E27).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChangeRecord {
    /// Id.
    pub change_id: i64,
    /// The item it carries out.
    pub item_id: i64,
    /// Whose access.
    pub person: String,
    /// User name.
    pub user_name: String,
    /// From what.
    pub resource: String,
    /// Which entitlement.
    pub entitlement: String,
    /// What is done, in words.
    pub action: String,
    /// waiting, applied, alreadySo, refused, byHand, kept.
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
    /// The read that saw it gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_gone_at: Option<DateTime<Utc>>,
    /// The path through which it was still effective.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub still_through: Vec<String>,
    /// The read that found it so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub still_at: Option<DateTime<Utc>>,
    /// It was seen gone once and there again.
    #[serde(skip_serializing_if = "is_false")]
    pub came_back: bool,
    /// What else the person loses by it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// A remediation task (E28).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TaskRecord {
    /// Id.
    pub task_id: i64,
    /// The item.
    pub item_id: i64,
    /// Whose access.
    pub person: String,
    /// From what.
    pub resource: String,
    /// What is to be done.
    pub action: String,
    /// Why no connector can do it.
    pub reason: String,
    /// Who is to do it.
    pub owner: String,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Groups the access comes through, outermost last; empty means direct.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// open, waiting (for the confirming read), closed, reopened.
    pub state: String,
    /// Somebody said it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noted_at: Option<DateTime<Utc>>,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noted_by: Option<String>,
    /// Closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// By.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<String>,
    /// Opened again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopened_at: Option<DateTime<Utc>>,
    /// What showed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopened_by: Option<String>,
    /// What the person says was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

/// A reviewer who was asked (E20).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReviewerRecord {
    /// Display name.
    pub name: String,
    /// Immutable id.
    pub id: String,
    /// Why this person was asked.
    pub because: String,
    /// Items assigned.
    pub items: u64,
    /// Items this person decided.
    pub decided: u64,
    /// Of these, approved.
    pub approved: u64,
    /// Of these, denied.
    pub denied: u64,
    /// First answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_at: Option<DateTime<Utc>>,
    /// Last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_at: Option<DateTime<Utc>>,
    /// What the person is to the resources and people: owner since, manager of (E23).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relation: Vec<String>,
    /// How the person worked (E24).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signal: Option<SignalRecord>,
    /// When and how the person was told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
}

/// One entry of the audit log that belongs to this document (E37).
///
/// `hash = SHA-256(prev ‖ entry)`, where `prev` is the 32 raw bytes of the hash before, and 32 zero
/// bytes for the first entry of a store.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LogEntry {
    /// Sequence number.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// Which operation.
    pub operation: String,
    /// The canonical entry, verbatim.
    pub entry: String,
    /// Hash before, hex. In the file left out where the entry before stands right above.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prev: String,
    /// Hash of this entry, hex.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hash: String,
}
