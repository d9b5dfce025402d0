//! What the registers of the store say beside a review: policy exceptions (E35), and guests on the way out.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A policy exception that covers, covered or would cover an item or an assignment (E35).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExceptionRecord {
    /// Id in the register.
    pub exception_id: i64,
    /// The item; the assignment in the record of a package, none where there is no such row.
    pub item_id: i64,
    /// Who may keep it.
    pub person: String,
    /// What.
    pub resource: String,
    /// Which entitlement.
    pub entitlement: String,
    /// The policy it goes against.
    pub policy: String,
    /// Why.
    pub reason: String,
    /// proposed, approved, expired, revoked.
    pub state: String,
    /// Covers its access on the day of the export.
    pub in_force: bool,
    /// Who asked for it.
    pub proposed_by: String,
    /// When.
    pub proposed_on: NaiveDate,
    /// Who agreed to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_on: Option<NaiveDate>,
    /// The last day.
    pub until_on: NaiveDate,
}

/// A denied guest on the way out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GuestRecord {
    /// The item whose denial led to it.
    pub item_id: i64,
    /// Who.
    pub person: String,
    /// User name.
    pub user_name: String,
    /// planned, blocked, due, deleted, kept, byHand.
    pub state: String,
    /// Sign-in blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_at: Option<DateTime<Utc>>,
    /// The account is deleted from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_at: Option<DateTime<Utc>>,
    /// Deleted, kept, or given to a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Who kept the guest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_by: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
