//! Requests for access packages: what a person may ask for, on its way to them; and what they ask for, on its way back.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use countersign_domain::policy::{Answer, Expiration, LONGEST_ANSWER, Question, QuestionKind};
use countersign_domain::request::RequestKind;
use serde::{Deserialize, Serialize};

use crate::body::{Body, Kind, identity, short};
use crate::enrolment::Organization;
use crate::hex;
use crate::packet::{LONGEST_REASON, Reply, Reviewer};
use crate::travel::{Address, Addressed, Link, Linked};

/// The most packages of one packet, and the most requests of one return.
pub const MOST_OFFERS: usize = 10_000;
/// The most questions of a policy, choices of a question, and policies to choose from.
const MOST_OF_ONE: usize = 1_000;

/// What one person may ask for, with what they would see of it at the organization's own desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Offers {
    /// 32 hexadecimal digits; of chance, so that nobody guesses another's.
    pub id: String,
    pub organization: Organization,
    pub made_at: DateTime<Utc>,
    /// Who may ask.
    pub reviewer: Reviewer,
    /// The packet whose place this one takes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub supersedes: Option<String>,
    /// The key that signs the requests, where the person has no device that was accepted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reply: Option<Reply>,
    /// What comes back after this is not taken by itself any more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due_at: Option<DateTime<Utc>>,
    pub offers: Vec<Offer>,
}

/// One package: to ask for, held, or asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Offer {
    /// Its number in the organization's store.
    pub package: i64,
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub description: String,
    pub catalog: String,
    /// What it gives, by name.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub gives: Vec<String>,
    /// Under what it is asked for; several are equally for this person. Empty where it cannot be asked for now.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub policies: Vec<Terms>,
    /// The person has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub held: Option<Held>,
    /// They asked for it, and it is not decided or delivered yet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub asked: Option<Asked>,
}

/// A policy, as far as it concerns who asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms {
    pub policy: i64,
    pub version: i64,
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub description: String,
    /// Whether it needs a reason.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub justified: bool,
    /// Whether the person may name a later start and an earlier end.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub own_dates: bool,
    pub expiration: Expiration,
    /// How many stages of approvers are asked; 0: nobody.
    pub stages: i64,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub questions: Vec<Question>,
}

/// How a package is held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Held {
    pub assignment: i64,
    pub starts_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ends_at: Option<DateTime<Utc>>,
    /// The policy it is held under; none where it says nothing of asking any more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub terms: Option<Terms>,
    /// Whether the person may ask for more time with it, and give it back.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub extend: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub give_back: bool,
}

/// A request that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Asked {
    pub request: i64,
    /// The word of the ledger, such as `pendingApproval`.
    pub state: String,
    pub created_at: DateTime<Utc>,
}

/// One return of a person: a link of the chain that their device has for this packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Request {
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
    pub events: Vec<Event>,
}

/// One request, or the withdrawal of one that was returned before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Event {
    /// 32 hexadecimal digits: the same request counts once, however often it comes.
    pub id: String,
    /// The package, as the packet numbers it.
    pub package: i64,
    /// `userAdd`, `userUpdate` or `userRemove`; of a withdrawal, as in what is withdrawn.
    pub kind: RequestKind,
    /// The id of the request that is taken back; nothing of what follows is said then, but the moment.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub withdraws: Option<String>,
    /// The policy, and its version that was seen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub policy: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub version: Option<i64>,
    /// What is extended or given back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub assignment: Option<i64>,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub justification: String,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub answers: Vec<Answer>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub starts_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ends_at: Option<DateTime<Utc>>,
    /// By the clock of the device.
    pub made_at: DateTime<Utc>,
}

impl Terms {
    fn check(&self) -> Result<(), String> {
        short("the name of a policy", &self.name, 1_000)?;
        short("the description of a policy", &self.description, 20_000)?;
        if !(0..=3).contains(&self.stages) {
            return Err(format!("policy {} has no such stages", self.policy));
        }
        if matches!(self.expiration, Expiration::After(period) if period.is_zero()) {
            return Err(format!("what policy {} gives ends as it begins", self.policy));
        }
        if self.questions.len() > MOST_OF_ONE {
            return Err(format!("policy {} asks without end", self.policy));
        }
        for one in &self.questions {
            short("the id of a question", &one.id, 1_000)?;
            short("a question", &one.text, 20_000)?;
            match &one.kind {
                QuestionKind::Text { pattern, .. } => {
                    short("a pattern", pattern.as_deref().unwrap_or_default(), 20_000)?;
                }
                QuestionKind::Choice { choices, .. } => {
                    if choices.len() > MOST_OF_ONE {
                        return Err(format!("policy {} asks without end", self.policy));
                    }
                    for choice in choices {
                        short("a choice", &choice.value, 20_000)?;
                        short("a choice", &choice.text, 20_000)?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Offer {
    fn check(&self) -> Result<(), String> {
        short("the name of a package", &self.name, 1_000)?;
        short("the name of a catalog", &self.catalog, 1_000)?;
        short("the description of a package", &self.description, 20_000)?;
        for one in &self.gives {
            short("what a package gives", one, 2_000)?;
        }
        if let Some(asked) = &self.asked {
            short("the state of a request", &asked.state, 100)?;
        }
        if self.policies.len() > MOST_OF_ONE {
            return Err(format!("package {} has no end", self.package));
        }
        let held = self.held.as_ref().and_then(|held| held.terms.as_ref());
        self.policies.iter().chain(held).try_for_each(Terms::check)
    }
}

impl Event {
    pub(crate) fn check(&self) -> Result<(), String> {
        identity("the id of a request", &self.id)?;
        use RequestKind::{UserAdd, UserRemove, UserUpdate};
        if !matches!(self.kind, UserAdd | UserUpdate | UserRemove) {
            return Err(format!("a request cannot come as “{}”", self.kind.word()));
        }
        if let Some(withdraws) = &self.withdraws {
            identity("the request that is taken back", withdraws)?;
            let bare = Self {
                policy: None,
                version: None,
                assignment: None,
                justification: String::new(),
                answers: Vec::new(),
                starts_at: None,
                ends_at: None,
                ..self.clone()
            };
            if *self != bare {
                return Err("what is taken back is not asked for in the same breath".into());
            }
        }
        short("a reason", &self.justification, LONGEST_REASON)?;
        if self.answers.len() > MOST_OF_ONE {
            return Err("the answers have no end".into());
        }
        for one in &self.answers {
            short("the id of a question", &one.question, 1_000)?;
            if one.values.len() > MOST_OF_ONE {
                return Err("an answer has no end".into());
            }
            for value in &one.values {
                short("an answer", value, LONGEST_ANSWER)?;
            }
        }
        Ok(())
    }
}

impl Addressed for Offers {
    fn address(&self) -> Address<'_> {
        Address {
            id: &self.id,
            organization: &self.organization,
            made_at: self.made_at,
            reviewer: &self.reviewer,
            supersedes: self.supersedes.as_deref(),
            reply: self.reply.as_ref(),
            count: self.offers.len(),
        }
    }
}

impl Linked for Request {
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

impl Body for Offers {
    const KIND: Kind = Kind::Offers;

    fn check(&self) -> Result<(), String> {
        self.address().check()?;
        if self.offers.len() > MOST_OFFERS {
            return Err(format!("a packet holds at most {MOST_OFFERS} packages"));
        }
        let mut seen = HashSet::with_capacity(self.offers.len());
        for one in &self.offers {
            if !seen.insert(one.package) {
                return Err(format!("package {} stands twice", one.package));
            }
            one.check()?;
        }
        Ok(())
    }
}

impl Body for Request {
    const KIND: Kind = Kind::Request;

    fn check(&self) -> Result<(), String> {
        self.link().check()?;
        if self.events.len() > MOST_OFFERS {
            return Err(format!("a return holds at most {MOST_OFFERS} requests"));
        }
        let mut seen = HashSet::with_capacity(self.events.len());
        for event in &self.events {
            event.check()?;
            if !seen.insert(&event.id) {
                return Err("a request stands twice".into());
            }
        }
        Ok(())
    }
}
