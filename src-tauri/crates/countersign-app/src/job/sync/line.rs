//! The line that every read leaves in the list of reads, whatever came of it.

use std::cell::Cell;
use std::time::Instant;

use chrono::{DateTime, Utc};
use countersign_domain::actor::{Actor, Assurance};
use countersign_store::StoreError;
use countersign_store::rusqlite::Transaction;
use countersign_store::snapshot::Merged;
use countersign_store::sync::{self, Ending, NewSync};
use serde_json::{Value, json};

use crate::call::Entry;
use crate::desk::Open;
use crate::{Desk, Problem};

/// A read that has begun.
pub(crate) struct Line {
    pub began_at: DateTime<Utc>,
    began: Instant,
    directory: i64,
    actor: String,
    by_schedule: bool,
    is_written: Cell<bool>,
}

impl Line {
    pub fn begin(began_at: DateTime<Utc>, actor: &Actor, directory: i64) -> Self {
        Self {
            began_at,
            began: Instant::now(),
            directory,
            actor: actor.label(),
            by_schedule: actor.assurance == Assurance::Program,
            is_written: Cell::new(false),
        }
    }

    fn new_sync<'a>(&'a self, ending: Ending<'a>) -> NewSync<'a> {
        NewSync {
            directory: self.directory,
            began_at: self.began_at,
            took_for: u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX >> 1),
            actor: &self.actor,
            by_schedule: self.by_schedule,
            ending,
        }
    }

    /// Within the transaction that makes the snapshot.
    pub fn done(&self, tx: &Transaction<'_>, merged: &Merged) -> Result<(), StoreError> {
        let ending = Ending::Done {
            snapshot: merged.snapshot,
            added: merged.added,
            changed: merged.changed,
            removed: merged.removed,
        };
        sync::put(tx, &self.new_sync(ending))?;
        self.is_written.set(true);
        Ok(())
    }

    /// That transaction was rolled back.
    pub fn not_done(&self) {
        self.is_written.set(false);
    }

    /// A read that made no snapshot is written down with what hindered it. What came of it goes on as it was.
    pub fn end(&self, desk: &Desk, open: &Open, actor: &Actor, came: Result<Value, Problem>) -> Result<Value, Problem> {
        let Err(problem) = &came else { return came };
        if self.is_written.get() || problem.code.as_deref() == Some("missing") {
            return came;
        }
        let told = json!({ "message": problem.message, "hint": problem.hint });
        let is_cancelled = problem.code.as_deref() == Some("cancelled");
        let ending = match is_cancelled {
            true => Ending::Cancelled,
            false => Ending::Refused(&told),
        };
        // Where not even this can be written, the problem of the read is what the person must hear of.
        let _ = desk.write(open, actor, "directory.syncRefused", |write| {
            sync::put(write.transaction, &self.new_sync(ending))?;
            let detail = json!({ "cancelled": is_cancelled, "problem": problem.message });
            Ok(((), Entry::new(format!("directory:{}", self.directory), detail)))
        });
        came
    }
}
