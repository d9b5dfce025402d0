//! Who may write a store that several workstations hold: one at a time, term by term.
//!
//! A term is a number and the workstation whose it is. It stands in the store itself, so that a copy of the store says
//! who writes it; whoever is not that workstation only reads. Of two terms the later number counts, and of two with one
//! number the greater name: both sides of a quarrel come to the same.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// The right to write a store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Term {
    pub number: i64,
    /// The workstation by the id of its keys.
    pub holder: String,
    /// Whether it said that it writes from here on; until then nobody does.
    pub taken: bool,
}

impl Term {
    /// What is compared: that it was taken makes it no other term.
    fn rank(&self) -> (i64, &str) {
        (self.number, &self.holder)
    }

    /// Whether this term ends that of the other.
    pub fn ends(&self, other: &Self) -> bool {
        self.rank() > other.rank()
    }
}

/// Why a workstation may not write, or not take or give the term.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("This store is written on another workstation; here it is read only.")]
    Elsewhere { holder: String },
    #[error("This store was handed over to this workstation, which has not taken it over yet.")]
    NotTaken,
    #[error("This store was taken over by another workstation in term {number}; what is here is not written any more.")]
    Ended { number: i64, holder: String },
    #[error("This folder is a copy of {of}, which is the workstation; here it is read only.")]
    Copied { of: String },
    #[error("This store is written here already.")]
    Already,
    #[error("Say why the store is taken over from a workstation that did not hand it over.")]
    NoReason,
    #[error("A store is handed over to another workstation, not to the one that writes it.")]
    Itself,
    #[error("What is written down beside the store of the latest term cannot be read, so nobody can take a later one.")]
    Unknown,
}

/// What one workstation knows of the term.
#[derive(Debug, Clone, Copy)]
pub struct Knows<'a> {
    /// The workstation itself; none: a copy that is no workstation's.
    pub own: Option<&'a str>,
    /// The last term in the store; none: the store has one workstation alone, and whoever opens it writes.
    pub kept: Option<&'a Term>,
    /// The latest term it was shown by others.
    pub seen: Option<&'a Term>,
}

impl Knows<'_> {
    /// Whether it may write the store now.
    ///
    /// # Errors
    /// Somebody else writes, or nobody does.
    pub fn may_write(&self) -> Result<(), Refusal> {
        let Some(kept) = self.kept else { return Ok(()) };
        if let Some(seen) = self.seen.filter(|seen| seen.ends(kept)) {
            return Err(Refusal::Ended {
                number: seen.number,
                holder: seen.holder.clone(),
            });
        }
        if self.own != Some(kept.holder.as_str()) {
            return Err(Refusal::Elsewhere {
                holder: kept.holder.clone(),
            });
        }
        if kept.taken { Ok(()) } else { Err(Refusal::NotTaken) }
    }

    /// The term after this one, for another workstation. From the moment it is written here, nobody writes.
    ///
    /// # Errors
    /// This workstation does not write, or is the other itself.
    pub fn hand_over(&self, to: &str) -> Result<Term, Refusal> {
        self.may_write()?;
        if self.own == Some(to) {
            return Err(Refusal::Itself);
        }
        Ok(Term {
            number: self.kept.map_or(0, |kept| kept.number) + 1,
            holder: to.to_owned(),
            taken: false,
        })
    }

    /// The term in which this workstation writes: the one that was handed to it, or, where it was not, a new one, for
    /// which somebody gives a reason.
    ///
    /// # Errors
    /// It writes already, or there is neither a hand-over nor a reason.
    pub fn take_over(&self, has_reason: bool) -> Result<Term, Refusal> {
        let own = self.own.ok_or(Refusal::Elsewhere { holder: String::new() })?;
        let number = match self.may_write() {
            Ok(()) => return Err(Refusal::Already),
            Err(Refusal::NotTaken) => self.kept.map_or(1, |kept| kept.number),
            Err(_) if !has_reason => return Err(Refusal::NoReason),
            Err(_) => {
                let known = self.kept.into_iter().chain(self.seen).map(|one| one.number);
                let next = known.max().unwrap_or(0).checked_add(1);
                next.ok_or(Refusal::Unknown)?
            }
        };
        Ok(Term {
            number,
            holder: own.to_owned(),
            taken: true,
        })
    }
}

/// What a copy of the store is to a workstation that has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// Its log goes on from the one here: it takes its place.
    Goes,
    /// It has nothing that is not here: late, or the same once more.
    Late,
    /// It is written by a workstation whose term is over.
    Over,
    /// Its log and the one here part: each has entries that the other has not. Nothing is merged.
    Parts,
}

/// Compares a copy with what is here: the terms, how many entries each log has, and how many both begin with.
pub fn meet(here: &Knows<'_>, entries: i64, copy: &Term, copied: i64, common: i64) -> Meeting {
    let known = [here.kept, here.seen]
        .into_iter()
        .flatten()
        .max_by_key(|one| one.rank());
    if copied <= common {
        return Meeting::Late;
    }
    if known.is_some_and(|known| known.ends(copy)) {
        return Meeting::Over;
    }
    if entries <= common {
        Meeting::Goes
    } else {
        Meeting::Parts
    }
}

#[cfg(test)]
mod test;
