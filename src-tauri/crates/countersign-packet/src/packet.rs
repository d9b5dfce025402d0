//! One reviewer's part of one stage of one run of a review, with everything needed to decide.
//!
//! People, groups and resources stand once, in tables; items name them by their place in these.

mod check;

pub(crate) use check::LONGEST_REASON;

use chrono::{DateTime, Utc};
use countersign_domain::item::{Decision, DecisionSource};
use countersign_domain::recommendation::{Insight, Recommendation};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::enrolment::{Organization, Person};

/// The most items of one packet.
pub const MOST_ITEMS: usize = 100_000;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Packet {
    /// 32 hexadecimal digits; of chance, so that nobody guesses another's.
    pub id: String,
    pub organization: Organization,
    pub made_at: DateTime<Utc>,
    pub reviewer: Reviewer,
    pub review: Review,
    pub stage: Stage,
    /// The packet whose place this one takes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub supersedes: Option<String>,
    /// The key that signs the answers, where the reviewer has no device that was accepted: whoever could open
    /// this packet may answer it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reply: Option<Reply>,
    pub principals: Vec<Principal>,
    pub resources: Vec<Resource>,
    pub items: Vec<Item>,
}

/// Who is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reviewer {
    /// The number of the person in the organization's store.
    pub principal: i64,
    pub person: Person,
}

/// Which review it is, and which run of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Review {
    pub review: i64,
    pub instance: i64,
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub description: String,
    /// Which run of the series, from 1.
    pub number: i64,
    pub started_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due_at: Option<DateTime<Utc>>,
    pub directory: String,
    /// When the directory was read on whose state is decided, and the digest of what was read.
    pub read_at: DateTime<Utc>,
    pub snapshot_digest: String,
    /// SHA-256 over the lines of all items of this run, as `FORMAT.md` says: everybody's packets name the same.
    pub root: String,
    pub look_back_days: i64,
    /// Whether the directory keeps sign-ins at all.
    pub sign_ins_kept: bool,
}

/// The stage that is going on, and what in its settings bears on deciding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stage {
    pub number: i64,
    pub of: i64,
    pub started_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due_at: Option<DateTime<Utc>>,
    pub self_review: bool,
    /// Whether it shows recommendations.
    pub recommendations: bool,
    /// Whether it shows what earlier stages came to.
    pub history: bool,
    /// When a reason must be given: the word of the definition's rule.
    pub justification: String,
    /// How several answers become one: the word of the outcome strategy.
    pub strategy: String,
}

/// The secret half of a key that one packet's answers are signed with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reply(pub String);

impl Reply {
    /// The key whose seed this is.
    pub fn new(secret: &crate::SignSecret) -> Self {
        Self(crate::hex::to_hex(&*secret.seed()))
    }

    pub fn to_secret(&self) -> Option<crate::SignSecret> {
        crate::SignSecret::from_hex(&self.0)
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reply")
    }
}

/// A person, group or service principal, as at the start of the run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Principal {
    pub id: i64,
    /// `user`, `group` or `servicePrincipal`.
    pub kind: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub manager: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub created_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_sign_in_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_sign_in_field: Option<String>,
}

/// What access is to, in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resource {
    pub id: i64,
    pub kind: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
    /// Names of its owners.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub owners: Vec<String>,
}

/// One access to decide on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Item {
    /// Its number in the organization's store, and the version that is handed out.
    pub item: i64,
    pub version: i64,
    /// Places in `principals` and `resources`.
    pub principal: u32,
    pub resource: u32,
    pub entitlement: String,
    pub direct: bool,
    /// The groups in between, nearest to the resource first: places in `principals`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub path: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<DateTime<Utc>>,
    /// None where the stage shows none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub recommendation: Option<Recommendation>,
    /// What rules beyond the one of sign-ins said, each with what it looked at.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub insights: Vec<Insight>,
    /// What earlier stages came to, where the stage shows it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub earlier: Vec<Earlier>,
    /// Policy exceptions in force that cover it, each in one sentence.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub exceptions: Vec<String>,
    /// Why this reviewer may not decide it, or may although they are not independent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub independence: Option<Independence>,
    /// What this reviewer answered already.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answer: Option<Standing>,
}

/// What somebody decided before, in an earlier stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Earlier {
    pub stage: i64,
    pub decision: Decision,
    pub by: String,
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub justification: String,
}

/// The relation between the reviewer and the access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Independence {
    /// It is their own access: they may not decide it.
    OwnAccess,
    /// They gave it: they may not decide it.
    OwnProvision,
    /// One of both, and an administrator let them.
    Released,
}

/// The answer that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Standing {
    pub decision: Decision,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub justification: String,
    pub at: DateTime<Utc>,
    pub source: DecisionSource,
}
