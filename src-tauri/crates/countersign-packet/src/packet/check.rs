//! Whether a packet fits together: every place named exists, nothing stands twice, nothing is endless.

use std::collections::HashSet;

use super::{Item, MOST_ITEMS, Packet};
use crate::body::{Body, Kind, identity, short};
use crate::hex::from_hex;

/// The most characters of a reason; the same as where it is typed.
pub(crate) const LONGEST_REASON: usize = 4_000;

impl Body for Packet {
    const KIND: Kind = Kind::Packet;

    fn check(&self) -> Result<(), String> {
        identity("its id", &self.id)?;
        if let Some(supersedes) = &self.supersedes {
            identity("the packet it takes the place of", supersedes)?;
            if *supersedes == self.id {
                return Err("it takes its own place".into());
            }
        }
        self.organization.check()?;
        self.reviewer.person.check()?;
        if from_hex::<32>(&self.review.root).is_none() {
            return Err("the root is not 64 hexadecimal digits".into());
        }
        if self.reply.as_ref().is_some_and(|one| from_hex::<32>(&one.0).is_none()) {
            return Err("the key for answers is none".into());
        }
        if !(1..=3).contains(&self.stage.of) || !(1..=self.stage.of).contains(&self.stage.number) {
            return Err(format!("there is no stage {} of {}", self.stage.number, self.stage.of));
        }
        short("the name of the review", &self.review.name, 1_000)?;
        short("the description of the review", &self.review.description, 20_000)?;
        self.tables()?;
        let mut seen = HashSet::with_capacity(self.items.len());
        for item in &self.items {
            if !seen.insert(item.item) {
                return Err(format!("item {} stands twice", item.item));
            }
            self.item(item)?;
        }
        Ok(())
    }
}

impl Packet {
    fn tables(&self) -> Result<(), String> {
        let longest = self.items.len().max(self.principals.len()).max(self.resources.len());
        if longest > MOST_ITEMS {
            return Err(format!("a packet holds at most {MOST_ITEMS} items"));
        }
        let mut seen = HashSet::new();
        if !self.principals.iter().all(|one| seen.insert(one.id)) {
            return Err("a person stands twice".into());
        }
        seen.clear();
        if !self.resources.iter().all(|one| seen.insert(one.id)) {
            return Err("a resource stands twice".into());
        }
        Ok(())
    }

    fn item(&self, item: &Item) -> Result<(), String> {
        let there = |place: u32, length: usize| usize::try_from(place).is_ok_and(|place| place < length);
        let people = self.principals.len();
        if !there(item.principal, people)
            || !there(item.resource, self.resources.len())
            || !item.path.iter().all(|step| there(*step, people))
        {
            return Err(format!("item {} names somebody who is not there", item.item));
        }
        if item.version < 0 || item.item < 1 {
            return Err(format!("item {} has no such number or version", item.item));
        }
        short("an entitlement", &item.entitlement, 1_000)?;
        match &item.answer {
            Some(answer) => short("a reason", &answer.justification, LONGEST_REASON),
            None => Ok(()),
        }
    }
}
