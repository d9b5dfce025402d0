//! What somebody decided so far, on its way to another device of the same person. It is signed as their answers are: by
//! the device, or by the key that came with the packet.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::answer::{Event, MOST_EVENTS};
use crate::approval::MOST_APPROVALS;
use crate::body::{Body, Kind, identity};
use crate::device::DeviceKey;
use crate::hex;
use crate::request::MOST_OFFERS;
use crate::{approval, request};

/// What was said on one packet, all of it, in the order in which it was said: decisions, answers to requests, or requests,
/// as the packet is of one or the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Carried {
    pub packet: String,
    #[serde(with = "hex::bytes")]
    pub packet_hash: [u8; 32],
    /// The keys of the device they come from: who takes them over compares its words. None where the key signs that
    /// came with the packet, which the other device has, too.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<DeviceKey>,
    /// The name of the key that signs, as in an answer.
    pub device: String,
    pub reviewer: i64,
    pub made_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub events: Vec<Event>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub approvals: Vec<Moved<approval::Event>>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub requests: Vec<Moved<request::Event>>,
}

/// Something that was said, and the hash of the return that it went with; none where it was not returned yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Moved<E> {
    pub event: E,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub returned: Option<String>,
}

impl<E> Moved<E> {
    fn check(&self) -> Result<(), String> {
        match &self.returned {
            Some(hash) if hex::from_hex::<32>(hash).is_none() => Err("a return is not named by a hash".into()),
            _ => Ok(()),
        }
    }
}

impl Body for Carried {
    const KIND: Kind = Kind::Carried;

    fn check(&self) -> Result<(), String> {
        identity("the packet", &self.packet)?;
        identity("the device", &self.device)?;
        if self.key.as_ref().is_some_and(|key| key.id() != self.device) {
            return Err("its keys are not those of the device".into());
        }
        if self.events.len() > MOST_EVENTS {
            return Err(format!("at most {MOST_EVENTS} decisions are carried at once"));
        }
        if self.approvals.len() > MOST_APPROVALS || self.requests.len() > MOST_OFFERS {
            return Err("more is carried than a packet holds".into());
        }
        let kinds = [
            self.events.is_empty(),
            self.approvals.is_empty(),
            self.requests.is_empty(),
        ];
        if kinds.iter().filter(|is_none| !**is_none).count() > 1 {
            return Err("a packet is of decisions, of approvals or of requests".into());
        }
        self.approvals.iter().try_for_each(|one| {
            one.check()?;
            one.event.check()
        })?;
        self.requests.iter().try_for_each(|one| {
            one.check()?;
            one.event.check()
        })?;
        self.events.iter().try_for_each(Event::check)
    }
}
