//! One answer that came back, through the same door as a decision at the desk.

mod clear_up;
mod fate;

use std::collections::HashSet;

use chrono::SecondsFormat;
use countersign_domain::merkle::{Tree, to_hex};
use countersign_packet::Answer;
use countersign_packet::answer::Event;
use countersign_store::answer::{self, Keeper, Taken};
use countersign_store::audit::{Heard, heard_line};
use countersign_store::item::{Digester, Event as Row, Found, Mark, Recorder};
use countersign_store::rusqlite::Connection;

use super::{Source, Sum};
use crate::Problem;
use crate::actor::identity;
use crate::call::{Decided, Write};
use crate::item::event_as;
use fate::Fate;

/// The answers of one transaction.
pub(super) struct Taking<'a> {
    write: &'a Write<'a>,
    source: &'a Source,
    answer: i64,
    /// The packet that is answered, and which return to it this is.
    packet: &'a str,
    sequence: i64,
    label: &'a str,
    /// The settings ask for more than the passphrase of a packet shows.
    weak: bool,
    sum: Sum,
    decided: Vec<Decided>,
    recorder: Recorder<'a>,
    keeper: Keeper<'a>,
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
        label: &'a str,
        (answer, body): (i64, &'a Answer),
    ) -> Result<Self, Problem> {
        let demanded = identity(write.transaction, write.open.is_practice())?.decide;
        let mark = Mark {
            at: write.now,
            actor_id: Some(source.handed.reviewer),
            actor: label,
            audit_seq: write.audit_seq,
        };
        Ok(Self {
            weak: source.device.is_none() && source.actor.assurance < demanded,
            write,
            source,
            answer,
            packet: &body.packet,
            sequence: i64::try_from(body.sequence).unwrap_or(i64::MAX),
            label,
            sum: Sum::default(),
            decided: Vec::new(),
            recorder: Recorder::new(write.transaction, mark)?,
            keeper: Keeper::new(write.transaction)?,
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
        let taken = self.keeper.keep(&Taken {
            answer: self.answer,
            item,
            origin_item: event.item,
            reviewer: self.reviewer(),
            stage: self.source.handed.stage,
            place,
            uid: &event.id,
            replaces: event.replaces.as_deref(),
            decision: event.decision,
            justification: &event.justification,
            source: event.source,
            version: event.version,
            decided_at: &said,
            outcome,
            event: row,
            audit_seq: self.write.audit_seq,
        })?;
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
        let recorded = self.recorder.record(&row)?;
        self.decided.push(Decided {
            item: row.item,
            outcome: row.outcome,
            answer: Some((self.reviewer(), row.decision)),
        });
        self.digester.add(self.recorder.mark(), &[row])?;
        Ok(recorded)
    }
}
