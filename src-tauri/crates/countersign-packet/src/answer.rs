//! What a reviewer decided, on its way back: a chain of returns per device and packet.

use chrono::{DateTime, Utc};
use countersign_domain::item::{Decision, DecisionSource};
use serde::{Deserialize, Serialize};

use crate::body::{Body, Kind, identity, short};
use crate::hex;
use crate::travel::Link;

/// The most returns of one device to one packet.
pub const MOST_RETURNS: u64 = 100_000;

/// The most decisions of one return.
pub const MOST_EVENTS: usize = 100_000;

/// One return. Its own hash, that of its body, is what the next one names as `previous`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    pub packet: String,
    /// SHA-256 of the packet's body, as [`crate::Header::body`].
    #[serde(with = "hex::bytes")]
    pub packet_hash: [u8; 32],
    /// The id of the device's keys; of the packet's own reply key where it was sealed by passphrase: see
    /// [`reply_id`].
    pub device: String,
    /// The person in the organization's store, as the packet names them.
    pub reviewer: i64,
    /// Which return of this device to this packet, from 1.
    pub sequence: u64,
    /// The hash of the return before; none in the first.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous: Option<String>,
    pub made_at: DateTime<Utc>,
    /// How many items of the packet still have no answer.
    pub open: u64,
    pub events: Vec<Event>,
}

/// One decision, or change of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Event {
    /// 32 hexadecimal digits of chance: the same decision comes by several returns and devices as one.
    pub id: String,
    pub item: i64,
    /// The version of the item that was seen: that of the packet.
    pub version: i64,
    /// `notReviewed` takes an answer back.
    pub decision: Decision,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub justification: String,
    /// By the clock of the device.
    pub decided_at: DateTime<Utc>,
    /// One of `reviewer`, `bulk`, `recommendation`, `undo`.
    pub source: DecisionSource,
    /// The decision of the same person that this one takes the place of, by its id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub replaces: Option<String>,
}

/// The name under which a packet's own reply key answers.
pub fn reply_id(key: &crate::PublicKey) -> String {
    hex::to_hex(&key.0[..16])
}

impl Event {
    pub(crate) fn check(&self) -> Result<(), String> {
        identity("the id of a decision", &self.id)?;
        if let Some(replaces) = &self.replaces {
            identity("the decision that is replaced", replaces)?;
        }
        short("a reason", &self.justification, crate::packet::LONGEST_REASON)?;
        match self.source {
            DecisionSource::Reviewer | DecisionSource::Bulk | DecisionSource::Recommendation | DecisionSource::Undo => {
                Ok(())
            }
            other => Err(format!("a decision cannot come by “{}”", other.word())),
        }
    }
}

impl Body for Answer {
    const KIND: Kind = Kind::Answer;

    fn check(&self) -> Result<(), String> {
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
        .check()?;
        if self.events.len() > MOST_EVENTS {
            return Err(format!("a return holds at most {MOST_EVENTS} decisions"));
        }
        let mut seen = std::collections::HashSet::with_capacity(self.events.len());
        for event in &self.events {
            event.check()?;
            if !seen.insert(event.id.as_str()) {
                return Err("a decision stands twice".into());
            }
        }
        Ok(())
    }
}
