//! What packets for one person have in common that belong to no review, and the returns to them.

use chrono::{DateTime, Utc};

use crate::answer::MOST_RETURNS;
use crate::body::{Body, identity};
use crate::enrolment::Organization;
use crate::hex;
use crate::packet::{Reply, Reviewer};

/// A packet for one person.
pub trait Addressed: Body {
    fn address(&self) -> Address<'_>;
}

/// What stands in such a packet before what it holds.
#[derive(Clone, Copy)]
pub struct Address<'a> {
    pub id: &'a str,
    pub organization: &'a Organization,
    pub made_at: DateTime<Utc>,
    /// Whom it is for.
    pub reviewer: &'a Reviewer,
    pub supersedes: Option<&'a str>,
    pub reply: Option<&'a Reply>,
    /// How much it holds.
    pub count: usize,
}

/// A return of one person.
pub trait Linked: Body {
    fn link(&self) -> Link<'_>;
}

/// Its place in the chain that a device has for a packet.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    pub packet: &'a str,
    pub packet_hash: [u8; 32],
    pub device: &'a str,
    pub reviewer: i64,
    pub sequence: u64,
    pub previous: Option<&'a str>,
    pub made_at: DateTime<Utc>,
    /// How many events it holds.
    pub count: usize,
}

impl Address<'_> {
    pub(crate) fn check(&self) -> Result<(), String> {
        identity("its id", self.id)?;
        if let Some(supersedes) = self.supersedes {
            identity("the packet it takes the place of", supersedes)?;
            if supersedes == self.id {
                return Err("it takes its own place".into());
            }
        }
        self.organization.check()?;
        self.reviewer.person.check()?;
        match self.reply {
            Some(one) if hex::from_hex::<32>(&one.0).is_none() => Err("the key for answers is none".into()),
            _ => Ok(()),
        }
    }
}

impl Link<'_> {
    pub(crate) fn check(&self) -> Result<(), String> {
        identity("the packet", self.packet)?;
        identity("the device", self.device)?;
        if self.sequence == 0 || (self.sequence == 1) != self.previous.is_none() {
            return Err("only the first return has none before it".into());
        }
        if self.sequence > MOST_RETURNS {
            return Err(format!("a device returns to one packet at most {MOST_RETURNS} times"));
        }
        match self.previous {
            Some(one) if hex::from_hex::<32>(one).is_none() => Err("the return before is not named by a hash".into()),
            _ => Ok(()),
        }
    }
}
