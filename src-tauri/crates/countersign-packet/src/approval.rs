//! Approvals of access packages: what waits for an approver, on its way to them; and what they answered, on its way back.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use countersign_domain::approval::Decision;
use serde::{Deserialize, Serialize};

use crate::body::{Body, Kind, identity, short};
use crate::enrolment::Organization;
use crate::hex;
use crate::packet::{LONGEST_REASON, Reply, Reviewer};
use crate::travel::{Address, Addressed, Link, Linked};

/// The most approvals of one packet, and the most answers of one return.
pub const MOST_APPROVALS: usize = 10_000;

/// Everything that waits for one approver, with what they see of it at the organization's own desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Approvals {
    /// 32 hexadecimal digits; of chance, so that nobody guesses another's.
    pub id: String,
    pub organization: Organization,
    pub made_at: DateTime<Utc>,
    /// Who is asked.
    pub reviewer: Reviewer,
    /// The packet whose place this one takes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub supersedes: Option<String>,
    /// The key that signs the answers, where the approver has no device that was accepted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reply: Option<Reply>,
    pub approvals: Vec<Waiting>,
}

/// One request that waits, in the stage that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Waiting {
    /// Its number in the organization's store.
    pub request: i64,
    /// The stage that is asked, from 1, and how many there are.
    pub stage: i64,
    pub stages: i64,
    /// What is asked for: the word of the ledger, such as `userAdd`.
    pub kind: String,
    pub package: String,
    pub policy: String,
    /// Who asks, and for whom.
    pub requestor: String,
    pub target: String,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub justification: String,
    /// What the policy asks, and what was answered.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub questions: Vec<Question>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub starts_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ends_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub asked_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due_at: Option<DateTime<Utc>>,
    /// The stage was handed to the alternates too.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub escalated: bool,
    /// Why this person is asked.
    pub reason: String,
    /// Whether an answer needs a reason.
    pub justified: bool,
    /// What the stages before came to.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub earlier: Vec<Earlier>,
}

/// A question of the policy with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    pub text: String,
    pub answer: String,
}

/// What was answered in a stage before.
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

/// One return of an approver: a link of the chain that their device has for this packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Approval {
    pub packet: String,
    /// SHA-256 of the packet's body, as [`crate::Header::body`].
    #[serde(with = "hex::bytes")]
    pub packet_hash: [u8; 32],
    /// The id of the device's keys; of the packet's own reply key where it was sealed by passphrase.
    pub device: String,
    /// The person in the organization's store, as the packet names them.
    pub reviewer: i64,
    /// Which return of this device to this packet, from 1.
    pub sequence: u64,
    /// The hash of the return before; none in the first.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous: Option<String>,
    pub made_at: DateTime<Utc>,
    /// How many approvals of the packet still have no answer.
    pub open: u64,
    pub events: Vec<Event>,
}

/// One answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Event {
    /// 32 hexadecimal digits: the same answer counts once, however often it comes.
    pub id: String,
    pub request: i64,
    /// The stage that was seen.
    pub stage: i64,
    pub decision: Decision,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub justification: String,
    /// By the clock of the device.
    pub decided_at: DateTime<Utc>,
}

impl Event {
    pub(crate) fn check(&self) -> Result<(), String> {
        identity("the id of an answer", &self.id)?;
        stage(self.request, self.stage, 3)?;
        short("a reason", &self.justification, LONGEST_REASON)
    }
}

fn stage(request: i64, stage: i64, of: i64) -> Result<(), String> {
    if request < 1 || !(1..=of).contains(&stage) || of > 3 {
        return Err(format!("there is no stage {stage} of request {request}"));
    }
    Ok(())
}

impl Waiting {
    fn check(&self) -> Result<(), String> {
        stage(self.request, self.stage, self.stages)?;
        for (name, text) in [
            ("the kind of a request", &self.kind),
            ("the name of a package", &self.package),
            ("the name of a policy", &self.policy),
            ("the name of who asks", &self.requestor),
            ("the name of whom it is for", &self.target),
        ] {
            short(name, text, 1_000)?;
        }
        short("a reason", &self.justification, 20_000)?;
        short("why somebody is asked", &self.reason, 20_000)?;
        for one in &self.questions {
            short("a question", &one.text, 20_000)?;
            short("the answer to a question", &one.answer, 20_000)?;
        }
        for one in &self.earlier {
            short("who answered before", &one.by, 1_000)?;
            short("a reason", &one.justification, 20_000)?;
        }
        match self.questions.len() > 1_000 || self.earlier.len() > 1_000 {
            true => Err(format!("request {} has no end", self.request)),
            false => Ok(()),
        }
    }
}

impl Addressed for Approvals {
    fn address(&self) -> Address<'_> {
        Address {
            id: &self.id,
            organization: &self.organization,
            made_at: self.made_at,
            reviewer: &self.reviewer,
            supersedes: self.supersedes.as_deref(),
            reply: self.reply.as_ref(),
            count: self.approvals.len(),
        }
    }
}

impl Linked for Approval {
    fn link(&self) -> Link<'_> {
        Link {
            packet: &self.packet,
            packet_hash: self.packet_hash,
            device: &self.device,
            reviewer: self.reviewer,
            sequence: self.sequence,
            previous: self.previous.as_deref(),
            made_at: self.made_at,
            count: self.events.len(),
        }
    }
}

impl Body for Approvals {
    const KIND: Kind = Kind::Approvals;

    fn check(&self) -> Result<(), String> {
        self.address().check()?;
        if self.approvals.len() > MOST_APPROVALS {
            return Err(format!("a packet holds at most {MOST_APPROVALS} approvals"));
        }
        let mut seen = HashSet::with_capacity(self.approvals.len());
        for one in &self.approvals {
            if !seen.insert(one.request) {
                return Err(format!("request {} stands twice", one.request));
            }
            one.check()?;
        }
        Ok(())
    }
}

impl Body for Approval {
    const KIND: Kind = Kind::Approval;

    fn check(&self) -> Result<(), String> {
        self.link().check()?;
        if self.events.len() > MOST_APPROVALS {
            return Err(format!("a return holds at most {MOST_APPROVALS} answers"));
        }
        let mut seen = HashSet::with_capacity(self.events.len());
        for event in &self.events {
            event.check()?;
            if !seen.insert(&event.id) {
                return Err("an answer stands twice".into());
            }
        }
        Ok(())
    }
}
