//! What closes a record: the control it answers, who acknowledged it, how long it is kept, the signed log (E01, E11,
//! E21, E32–E37).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A control of the organization that this document answers (E01).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ControlRecord {
    /// Its id in the organization.
    pub control_id: String,
    /// Its name.
    pub name: String,
    /// Frameworks and the places in them, such as `PCI DSS 4.0.1 7.2.4`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub framework_references: Vec<String>,
    /// The period it had to be carried out in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_start: Option<DateTime<Utc>>,
    /// Its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_end: Option<DateTime<Utc>>,
    /// Whether it was carried out inside the period, grace included (E34).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_period: Option<bool>,
}

/// How old the data was when it was decided on (E11).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DataAge {
    /// The read of the directory ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<DateTime<Utc>>,
    /// First decision by a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_decision_at: Option<DateTime<Utc>>,
    /// Last decision by a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_decision_at: Option<DateTime<Utc>>,
    /// Spans in which the machine had no connection or the program did not run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offline: Vec<OfflineSpan>,
}

/// A span without a connection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OfflineSpan {
    /// From.
    pub from: DateTime<Utc>,
    /// Until.
    pub until: DateTime<Utc>,
    /// What shows it, in words.
    pub because: String,
}

/// Somebody who is not independent was let decide (E21).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReleaseRecord {
    /// The item.
    pub item_id: i64,
    /// Whose access.
    pub person: String,
    /// Who was let decide.
    pub reviewer: String,
    /// Why they are not independent.
    pub obstacle: String,
    /// Released by.
    pub released_by: String,
    /// When.
    pub released_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A signed act: management acknowledges, a reviewer or the owner of the control signs off (E32, E33).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AcknowledgementRecord {
    /// managementAcknowledgement, reviewerSignOff, controlOwnerSignOff.
    pub kind: String,
    /// Who.
    pub by: String,
    /// Immutable id.
    pub by_id: String,
    /// The role they signed in, such as a title.
    pub role: String,
    /// What they signed.
    pub statement: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How it was shown who they are: stated, osAccount, directoryBind, signIn.
    pub assurance: String,
    /// The machine.
    pub device: String,
    /// SHA-256 over what was signed for, hex: the state of the review at that moment.
    pub digest: String,
    /// Sequence number of the audit entry that records it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
}

/// How long the document is kept (E36).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RetentionRecord {
    /// The class.
    pub class: String,
    /// Years.
    pub years: u32,
    /// Counted from.
    pub from_on: NaiveDate,
    /// Not to be destroyed before.
    pub destroy_after_on: NaiveDate,
    /// Why it must be kept longer, where it must.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_hold: Option<String>,
}

/// The signed state of the log (E37).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CheckpointRecord {
    /// The signed note, in the form of C2SP tlog-checkpoint.
    pub note: String,
    /// Entries it covers.
    pub size: u64,
    /// Root of the Merkle tree over them, hex.
    pub root: String,
    /// Name of the key.
    pub key_name: String,
    /// The public key, base64.
    pub public_key: String,
    /// Every key the log was signed with, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<KeyRecord>,
    /// RFC 3161 time stamp over the note, base64 of its DER.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_stamp: Option<String>,
    /// The moment it states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_stamped_at: Option<DateTime<Utc>>,
}

/// A key that signed the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KeyRecord {
    /// Its name.
    pub name: String,
    /// The public key, base64.
    pub public_key: String,
    /// First entry it may sign for.
    pub from_entry: u64,
    /// Replaced by the next one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<DateTime<Utc>>,
}
