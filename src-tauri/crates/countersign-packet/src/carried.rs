//! What somebody decided so far, on its way to another device of the same person. It is signed as their answers are: by
//! the device, or by the key that came with the packet.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::answer::{Event, MOST_EVENTS};
use crate::body::{Body, Kind, identity};
use crate::device::DeviceKey;
use crate::hex;

/// The decisions on one packet, all of them, in the order in which they were made.
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
    pub events: Vec<Event>,
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
        self.events.iter().try_for_each(Event::check)
    }
}
