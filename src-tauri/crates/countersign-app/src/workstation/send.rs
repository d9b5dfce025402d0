//! Copies go out: made where something changed, sent until the other has them, and taken away then.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use countersign_exchange::{Control, Exchange, FileId, Inbox};
use countersign_store::workstation::{self as kept, TermRow, WorkstationRow};
use countersign_store::{StoreError, audit};

use super::station::{SentCopy, Station};
use super::{key, make};
use crate::desk::Open;
use crate::job::exchange::proof_of;
use crate::{Desk, Problem};

/// What is not acknowledged is put there again so often, and counts as old enough to be replaced.
const AGAIN: Duration = Duration::days(1);

pub(super) struct Sender<'a> {
    pub desk: &'a Arc<Desk>,
    pub open: &'a Arc<Open>,
    pub exchange: &'a Exchange,
    pub control: &'a Control,
    /// Somebody asked for it: what changed goes out now.
    pub whole: bool,
}

impl Sender<'_> {
    /// How many copies were put at the place.
    pub fn run(&self) -> Result<u64, Problem> {
        let Some(station) = Station::read(&self.open.home)? else {
            return Ok(0);
        };
        let Some(secret) = key::secret(self.desk, &station, Some(&self.open.store)) else {
            return Ok(0);
        };
        let own = station.key.id();
        let (stations, terms, entries) = self.open.store.read(|connection| {
            let entries = audit::head(connection)?.entries;
            Ok::<_, StoreError>((kept::list(connection)?, kept::terms(connection)?, entries))
        })?;
        let seen = self.open.store.seat().seen();
        let is_over = seen.is_some_and(|seen| terms.first().is_none_or(|last| seen.ends(&last.term())));
        if speaks(&terms, &own) && !is_over {
            let is_handing = terms.first().is_some_and(|term| term.taken_at.is_none());
            for to in stations.iter().filter(|to| to.key_id != own && to.ended_at.is_none()) {
                if self.is_due(&station, to, entries, is_handing)? {
                    make::make(self.desk, self.open, &station, &secret, to)?;
                }
            }
        }
        self.carry()
    }

    fn is_due(&self, station: &Station, to: &WorkstationRow, entries: i64, is_handing: bool) -> Result<bool, Problem> {
        let Some(last) = station.sent.iter().rev().find(|one| one.to == to.key_id) else {
            return Ok(true);
        };
        if entries <= last.entries {
            return Ok(false);
        }
        if is_handing {
            return Ok(true);
        }
        let (every, is_news) = self.open.store.read(|connection| {
            // A look at the place leaves entries of its own; they alone are no news.
            let sql =
                "SELECT EXISTS (SELECT 1 FROM audit WHERE seq > ?1 AND entry ->> '$.operation' <> 'exchange.run')";
            let is_news: bool = connection.query_row(sql, [last.entries], |row| row.get(0))?;
            Ok::<_, StoreError>((super::setting(connection)?, is_news))
        })?;
        let age = self.desk.clock().now() - last.made_at;
        let is_old = age >= Duration::minutes(every) || age < Duration::zero();
        let is_free = last.has_at.is_some() || age >= AGAIN;
        Ok(is_news && (self.whole || (is_old && is_free)))
    }

    fn carry(&self) -> Result<u64, Problem> {
        let mut put = 0;
        let Some(station) = Station::read(&self.open.home)? else {
            return Ok(0);
        };
        let stations = self.open.store.read(kept::list)?;
        for (at, one) in station.sent.iter().enumerate() {
            let is_replaced = station.sent[at + 1..].iter().any(|later| later.to == one.to);
            let is_ended = !stations.iter().any(|to| to.key_id == one.to && to.ended_at.is_none());
            put += u64::from(self.carry_one(one, is_replaced || is_ended)?);
        }
        self.sweep()?;
        Ok(put)
    }

    fn carry_one(&self, one: &SentCopy, is_replaced: bool) -> Result<bool, Problem> {
        let Ok(id) = one.file.parse::<FileId>() else {
            return Ok(false);
        };
        let inbox = Inbox::of(one.seal.as_bytes());
        let path = make::folder(&self.open.home).join(format!("{}.sealed", one.file));
        let wait = |work| {
            self.desk
                .runtime
                .block_on::<std::pin::Pin<Box<dyn Future<Output = _>>>>(work)
        };
        if one.has_at.is_none()
            && one.sent_at.is_some()
            && let Some(proof) = proof_of(&one.content)
            && wait(Box::pin(self.exchange.is_acknowledged(
                &inbox,
                &id,
                &proof,
                self.control,
            )))?
        {
            self.note(&one.file, |copy, now| copy.has_at = Some(now))?;
        } else if one.has_at.is_some() {
            return self.take_back(one, is_replaced).map(|()| false);
        } else if is_replaced {
            return self.take_back(one, true).map(|()| false);
        } else if one.sent_at.is_none_or(|at| self.desk.clock().now() - at >= AGAIN) && path.is_file() {
            let work = self.exchange.send(&inbox, &path, self.control);
            self.desk.runtime.block_on(work)?;
            self.note(&one.file, |copy, now| copy.sent_at = Some(now))?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Takes a copy away, at the place and here; what is known of the last one for somebody stays.
    fn take_back(&self, one: &SentCopy, is_forgotten: bool) -> Result<(), Problem> {
        let path = make::folder(&self.open.home).join(format!("{}.sealed", one.file));
        if path.is_file()
            && let Ok(id) = one.file.parse::<FileId>()
        {
            let inbox = Inbox::of(one.seal.as_bytes());
            self.desk
                .runtime
                .block_on(self.exchange.take_back(&inbox, &id, one.bytes, self.control))?;
            let _ = std::fs::remove_file(&path);
        }
        if is_forgotten {
            Station::change(&self.open.home, |station| {
                station.sent.retain(|copy| copy.file != one.file)
            })?;
        }
        Ok(())
    }

    fn note(&self, file: &str, act: impl Fn(&mut SentCopy, DateTime<Utc>)) -> Result<(), Problem> {
        let now = self.desk.clock().now();
        Station::change(&self.open.home, |station| {
            for copy in station.sent.iter_mut().filter(|copy| copy.file == file) {
                act(copy, now);
            }
        })
    }

    /// What a killed run left.
    fn sweep(&self) -> Result<(), Problem> {
        let Ok(left) = std::fs::read_dir(make::folder(&self.open.home)) else {
            return Ok(());
        };
        let station = Station::read(&self.open.home)?;
        let known = |name: &str| {
            let station = station.as_ref();
            station.is_some_and(|station| station.sent.iter().any(|one| name == format!("{}.sealed", one.file)))
        };
        for entry in left.flatten() {
            if !known(&entry.file_name().to_string_lossy()) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}

/// Whether a workstation's copies count now: it writes, or has handed over and nobody took it yet.
pub(super) fn speaks(terms: &[TermRow], own: &str) -> bool {
    match terms {
        [last, before, ..] if last.taken_at.is_none() => before.key_id == own,
        [last, ..] => last.key_id == own && last.taken_at.is_some(),
        [] => false,
    }
}
