//! One answer that came back, through the same door as a decision at the desk.

mod clear_up;

use std::collections::HashSet;

use chrono::SecondsFormat;
use countersign_domain::item::{Answer as Said, Decision, DecisionSource, Refusal};
use countersign_domain::merkle::{Tree, to_hex};
use countersign_domain::outcome::Strategy;
use countersign_packet::Answer;
use countersign_packet::answer::Event;
use countersign_store::answer::{self, Last, Taken};
use countersign_store::audit::{Heard, heard_line};
use countersign_store::item::{Digester, Event as Row, Found, Mark, record};
use countersign_store::rusqlite::Connection;

use super::{Source, Sum};
use crate::Problem;
use crate::actor::identity;
use crate::answer::place::{DAY, Order, Spot, order, says_the_same};
use crate::call::{Decided, Write};
use crate::item::{admit_as, event_as};

/// What becomes of an answer.
enum Fate {
    Apply(Found),
    Same,
    Older,
    Dispute(&'static str, String),
}

/// The answers of one transaction.
pub(super) struct Taking<'a> {
    write: &'a Write<'a>,
    source: &'a Source,
    answer: i64,
    /// The packet that is answered, and which return to it this is.
    packet: &'a str,
    sequence: i64,
    label: String,
    /// The settings ask for more than the passphrase of a packet shows.
    weak: bool,
    sum: Sum,
    decided: Vec<Decided>,
    digester: Digester,
    heard: Tree,
    /// Nothing came back from this person before: what has come since, by its name.
    is_first: bool,
    names: HashSet<&'a str>,
    /// Something of this person's is in dispute, or was.
    is_disputed: bool,
    /// The first and the last event that was kept.
    kept: Option<(i64, i64)>,
}

/// What a transaction came to.
pub(super) struct Done {
    pub sum: Sum,
    pub decided: Vec<Decided>,
    pub count: usize,
    pub digest: String,
    /// The root over all that was heard, taken or not.
    pub heard: String,
    /// The first and the last event that was kept.
    pub kept: Option<(i64, i64)>,
}

impl<'a> Taking<'a> {
    pub(super) fn new(
        write: &'a Write<'a>,
        source: &'a Source,
        answer: i64,
        body: &'a Answer,
    ) -> Result<Self, Problem> {
        let demanded = identity(write.transaction, write.open.is_practice())?.decide;
        Ok(Self {
            weak: source.device.is_none() && source.actor.assurance < demanded,
            write,
            source,
            answer,
            packet: &body.packet,
            sequence: i64::try_from(body.sequence).unwrap_or(i64::MAX),
            label: source.actor.label(),
            sum: Sum::default(),
            decided: Vec::new(),
            digester: Digester::default(),
            heard: Tree::default(),
            is_first: !answer::has_taken(write.transaction, source.handed.reviewer)?,
            names: HashSet::new(),
            is_disputed: answer::has_disputed(write.transaction, source.handed.reviewer)?,
            kept: None,
        })
    }

    pub(super) fn finish(self) -> Done {
        Done {
            count: self.decided.len(),
            sum: self.sum,
            decided: self.decided,
            digest: self.digester.finish(),
            heard: to_hex(&self.heard.root()),
            kept: self.kept,
        }
    }

    fn connection(&self) -> &'a Connection {
        self.write.transaction
    }

    fn reviewer(&self) -> i64 {
        self.source.handed.reviewer
    }

    pub(super) fn event(&mut self, place: usize, event: &'a Event) -> Result<(), Problem> {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        let known = match self.is_first {
            true if !self.names.contains(event.id.as_str()) => None,
            _ => answer::is_taken(self.connection(), &event.id, self.reviewer())?,
        };
        let fate = match known {
            Some((item, decision, reason))
                if item == event.item && decision == event.decision.word() && reason == event.justification =>
            {
                self.sum.known += 1;
                return Ok(());
            }
            Some(_) => Fate::Dispute("conflict", "Another answer came under the same name before.".into()),
            None => self.fate(place, event)?,
        };
        let (item, (outcome, row)) = match &fate {
            Fate::Apply(found) => (Some(event.item), ("applied", Some(self.apply(found, event)?))),
            Fate::Same => (Some(event.item), ("same", None)),
            Fate::Older => (Some(event.item), ("older", None)),
            // Only an item that was handed out is one of ours.
            Fate::Dispute(..) => {
                let is_ours = self.source.handed.items.contains_key(&event.item);
                (is_ours.then_some(event.item), ("dispute", None))
            }
        };
        let said = event.decided_at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let line = heard_line(&Heard {
            uid: &event.id,
            item: event.item,
            version: event.version,
            decision: event.decision.word(),
            justification: &event.justification,
            source: event.source.word(),
            decided_at: &said,
            replaces: event.replaces.as_deref(),
            outcome,
        })?;
        self.heard.add(line.as_bytes());
        if self.is_first {
            self.names.insert(&event.id);
        }
        let taken = answer::put_taken(
            self.write.transaction,
            &Taken {
                answer: self.answer,
                item,
                origin_item: event.item,
                reviewer: self.reviewer(),
                stage: self.source.handed.stage,
                device: &self.source.device_id,
                place,
                uid: &event.id,
                replaces: event.replaces.as_deref(),
                decision: event.decision,
                justification: &event.justification,
                source: event.source,
                version: event.version,
                decided_at: event.decided_at,
                arrived_at: self.write.now,
                outcome,
                event: row,
                audit_seq: self.write.audit_seq,
            },
        )?;
        self.kept = Some((self.kept.map_or(taken, |(first, _)| first), taken));
        match fate {
            Fate::Apply(_) => self.sum.taken += 1,
            Fate::Same => self.sum.same += 1,
            Fate::Older => self.sum.older += 1,
            Fate::Dispute(reason, detail) => {
                let instance = self.source.handed.instance;
                answer::raise(
                    self.write.transaction,
                    taken,
                    instance,
                    (reason, &detail),
                    self.write.now,
                )?;
                self.is_disputed = true;
                *self.sum.disputes.entry(reason).or_default() += 1;
                return Ok(());
            }
        }
        if self.is_disputed {
            self.clear_up(event.item)?;
        }
        Ok(())
    }

    /// The checks, in the order in which a person would want to hear of them.
    fn fate(&self, place: i64, event: &Event) -> Result<Fate, Problem> {
        let dispute = |reason, detail: String| Ok(Fate::Dispute(reason, detail));
        let handed = &self.source.handed;
        let Some(version) = handed.items.get(&event.item) else {
            return dispute("unknownItem", format!("Item {} was not in the packet.", event.item));
        };
        let device = self.source.device.as_ref();
        if let Some((reason, detail)) =
            device.and_then(|one| one.objection(handed.reviewer, event.decided_at, "decided"))
        {
            return dispute(reason, detail);
        }
        if self.weak {
            let detail = "The settings ask for more proof of who decides than the passphrase of a packet.";
            return dispute("refused", detail.into());
        }
        if event.version != *version {
            let detail = format!(
                "The packet handed out version {version} of the item, and version {} came back.",
                event.version
            );
            return dispute("refused", detail);
        }
        if handed
            .superseded
            .as_ref()
            .is_some_and(|newer| newer.get(&event.item) != Some(version))
        {
            return dispute(
                "superseded",
                "A newer packet was made, and the item had changed by then, or was not in it any more.".into(),
            );
        }
        if handed.deleted {
            return dispute("late", "The review was deleted.".into());
        }
        let taking_back = event.source == DecisionSource::Undo && event.decision == Decision::NotReviewed;
        let said = Said {
            decision: if taking_back {
                Decision::DontKnow
            } else {
                event.decision
            },
            justification: if taking_back { "undo" } else { &event.justification },
            version: None,
        };
        let found = match admit_as(self.write, &self.source.actor, event.item, &said)? {
            Ok(found) if found.stage != handed.stage => {
                return dispute("late", format!("Stage {} is over.", handed.stage));
            }
            Ok(found) => found,
            Err(Refusal::Closed) => return dispute("late", "The stage was over when it arrived.".into()),
            Err(Refusal::NotAsked) => {
                return dispute(
                    "notAsked",
                    format!(
                        "{} is not asked about this item any more.",
                        self.source.actor.display_name
                    ),
                );
            }
            Err(refusal) => return dispute("refused", refusal.to_string()),
        };
        if found.instance != handed.instance {
            return dispute("unknownItem", format!("Item {} is not of this review.", event.item));
        }
        self.stands(place, event, found)
    }

    /// Against what was said meanwhile.
    fn stands(&self, place: i64, event: &Event, found: Found) -> Result<Fate, Problem> {
        let handed = &self.source.handed;
        if found.state.version == 0 {
            // Whatever is said of an item counts its version up.
            return Ok(Fate::Apply(found));
        }
        let (connection, reviewer, stage) = (self.connection(), self.reviewer(), handed.stage);
        if answer::reset_of(connection, event.item, stage)? > handed.handed_out {
            return Ok(Fate::Dispute(
                "reset",
                "The review was reset after the packet was made.".into(),
            ));
        }
        if let Some(last) = answer::last_of(connection, event.item, stage, reviewer)? {
            let spot = Spot {
                device: &self.source.device_id,
                packet: self.packet,
                sequence: self.sequence,
                place,
                counts: self.source.device.is_some(),
                handed_out: handed.handed_out,
            };
            match order(
                connection,
                reviewer,
                (&event.id, event.replaces.as_deref()),
                spot,
                &last,
            )? {
                Order::Later => {}
                Order::Earlier => return Ok(Fate::Older),
                Order::Apart if says_the_same(event, &last) => return Ok(Fate::Same),
                Order::Apart => {
                    return Ok(Fate::Dispute(
                        "conflict",
                        format!(
                            "The same person answered “{}” elsewhere, and neither answer knew of the other.",
                            said(last.decision)
                        ),
                    ));
                }
            }
        }
        if found.strategy == Strategy::LastAnswer
            && let Some(last) = answer::last_of_others(connection, event.item, stage, reviewer)?
            && last.audit_seq > handed.handed_out
        {
            return Ok(self.against_others(event, found, &last));
        }
        Ok(Fate::Apply(found))
    }

    /// Where the last answer stands, whoever gave it: the one that was said later, in whatever order they arrive.
    fn against_others(&self, event: &Event, found: Found, last: &Last) -> Fate {
        let off = self.is_off(event);
        if !off && (event.decided_at, self.label.as_str()) > (last.said_at, last.actor.as_str()) {
            return Fate::Apply(found);
        }
        if says_the_same(event, last) {
            return Fate::Same;
        }
        let why = if off {
            "its own clock is more than a day off, so nothing says which of both was later"
        } else {
            "that was later"
        };
        let detail = format!("{} answered “{}”, and {why}.", last.actor, said(last.decision));
        Fate::Dispute("overruled", detail)
    }

    /// Whether the clock of the device cannot have been right: before the packet was made, or after the answer arrived.
    fn is_off(&self, event: &Event) -> bool {
        event.decided_at < self.source.handed.made_at - DAY || event.decided_at > self.write.now + DAY
    }

    fn apply(&mut self, found: &Found, event: &Event) -> Result<i64, Problem> {
        let row = event_as(
            self.write,
            &self.source.actor,
            (found, event.item),
            event.decision,
            event.justification.trim().to_owned(),
            event.source,
        )?;
        let mut row = row;
        if self.is_off(event) {
            let said = event.decided_at.format("%Y-%m-%d %H:%M UTC");
            let note = format!("The clock of the device was off: it said {said}.");
            row.note = if row.note.is_empty() {
                note
            } else {
                format!("{} {note}", row.note)
            };
        }
        self.put(row)
    }

    fn put(&mut self, row: Row) -> Result<i64, Problem> {
        let mark = Mark {
            at: self.write.now,
            actor_id: Some(self.reviewer()),
            actor: &self.label,
            audit_seq: self.write.audit_seq,
        };
        self.decided.push(Decided {
            item: row.item,
            outcome: row.outcome,
            answer: Some((self.reviewer(), row.decision)),
        });
        let rows = [row];
        record(self.write.transaction, &mark, &rows)?;
        self.digester.add(&mark, &rows)?;
        Ok(answer::last_event(self.connection()))
    }
}

/// A decision as a person reads it.
fn said(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "approve",
        Decision::Deny => "deny",
        Decision::DontKnow => "don't know",
        Decision::NotReviewed => "not reviewed",
    }
}
