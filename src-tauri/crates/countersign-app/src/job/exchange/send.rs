//! What waits is sent; what was sent is asked about, and put there again where the place lost it.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use chrono::{DateTime, Duration, Utc};
use countersign_exchange::{ExchangeProblem, FileId, Inbox, Proof};
use countersign_store::exchange::{self, OutboxRow};
use serde_json::json;

use super::{Count, KIND, Run};
use crate::Problem;
use crate::call::Entry;
use crate::exchange::outgoing_folder;

/// Rows that are looked at together.
const PAGE: i64 = 200;
/// What is not acknowledged is looked at again so often, and put there anew where it is not whole.
const AGAIN: Duration = Duration::days(1);

impl Run<'_> {
    pub(super) fn send_waiting(&self, count: &mut Count) -> Result<(), Problem> {
        let mut after = 0;
        loop {
            let rows = self.rows("waiting", after)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.id;
            for row in &rows {
                if self.send(row, count)? {
                    count.sent += 1;
                }
            }
        }
    }

    fn rows(&self, state: &str, after: i64) -> Result<Vec<OutboxRow>, Problem> {
        let store = &self.open.store;
        Ok(store.read(|connection| exchange::outgoing_of(connection, state, after, PAGE))?)
    }

    /// Sends one file. A fault of the place ends the run; one of the file is noted at its row.
    fn send(&self, row: &OutboxRow, count: &mut Count) -> Result<bool, Problem> {
        let Some(inbox) = inbox_of(row) else { return Ok(false) };
        let path = outgoing_folder(&self.open.store).join(format!("{}.sealed", row.file));
        let mut put = 0;
        let problem = match self.wait(self.exchange.send(&inbox, &path, &self.control)) {
            Ok(sent) if sent.id.to_string() == row.file => {
                put = sent.put;
                None
            }
            Ok(_) => Some("The file beside the store is not the one that was put into the outbox.".to_owned()),
            Err(problem) if problem.is_about_one_file() => Some(problem.to_string()),
            Err(problem) => {
                let message = problem.to_string();
                if problem.code() != Some("cancelled") {
                    self.note_sent(row, put, Some(&message))?;
                }
                return Err(problem.into());
            }
        };
        if let Some(problem) = &problem {
            count.told(format!("{}: {problem}", row.subject));
        }
        self.note_sent(row, put, problem.as_deref())?;
        // One that lay there whole was not sent once more.
        Ok(problem.is_none() && (put > 0 || row.state == "waiting"))
    }

    /// The same trouble twice is written down once.
    fn note_sent(&self, row: &OutboxRow, put: u32, problem: Option<&str>) -> Result<(), Problem> {
        if problem.is_some() && row.last_problem.as_deref() == problem {
            return Ok(());
        }
        self.desk.write(self.open, self.actor, KIND, |write| {
            exchange::set_sent(write.transaction, row.id, problem, write.now)?;
            let detail = json!({ "recipient": row.recipient, "subject": row.subject, "file": row.file,
                                 "there": problem.is_none(), "partsPut": put, "problem": problem });
            Ok(((), Entry::new(format!("outbox:{}", row.id), detail)))
        })
    }

    /// Asks about some of what was sent, in turn; somebody who asks for a look has all of it asked about.
    pub(super) fn ask_about_sent(&self, count: &mut Count) -> Result<(), Problem> {
        let asked = &self.open.contacts.asked;
        let mut after = if self.whole { 0 } else { asked.load(Ordering::Relaxed) };
        loop {
            let rows = self.rows("sent", after)?;
            after = rows.last().map_or(0, |row| row.id);
            for row in &rows {
                self.ask_about(row, count)?;
            }
            if !self.whole {
                asked.store(after, Ordering::Relaxed);
            }
            if after == 0 || !self.whole {
                return Ok(());
            }
        }
    }

    fn ask_about(&self, row: &OutboxRow, count: &mut Count) -> Result<(), Problem> {
        let (Some(inbox), Ok(id)) = (inbox_of(row), row.file.parse::<FileId>()) else {
            return Ok(());
        };
        if let Some(proof) = row.content.as_deref().and_then(proof_of)
            && self.wait(self.exchange.is_acknowledged(&inbox, &id, &proof, &self.control))?
        {
            self.desk.write(self.open, self.actor, KIND, |write| {
                exchange::set_acknowledged(write.transaction, row.id, write.now)?;
                let detail = json!({ "recipient": row.recipient, "subject": row.subject, "acknowledged": true });
                Ok(((), Entry::new(format!("outbox:{}", row.id), detail)))
            })?;
            count.acknowledged += 1;
            return Ok(());
        }
        let now: DateTime<Utc> = self.desk.clock().now();
        let days = i32::try_from(row.attempts.max(1)).unwrap_or(i32::MAX);
        if row.sent_at.is_some_and(|sent_at| now - sent_at >= AGAIN * days) && self.send(row, count)? {
            count.sent += 1;
        }
        Ok(())
    }

    /// What nobody needs any more: taken away at the place, and then beside the store. A file beside the store that no
    /// row knows was put there by a transaction that failed.
    pub(super) fn sweep(&self, count: &mut Count) -> Result<(), Problem> {
        let folder = outgoing_folder(&self.open.store);
        let Ok(entries) = std::fs::read_dir(&folder) else {
            return Ok(());
        };
        let mut names = BTreeMap::new();
        for entry in entries.flatten() {
            let path = entry.path();
            if let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) {
                names.insert(name.to_owned(), path.clone());
            }
        }
        for (file, path) in names {
            let rows = self
                .open
                .store
                .read(|connection| exchange::outgoing_file(connection, &file))?;
            let is_over = rows
                .iter()
                .all(|row| matches!(row.state.as_str(), "acknowledged" | "withdrawn"));
            if !is_over || (rows.is_empty() && is_young(&path)) {
                continue;
            }
            for row in &rows {
                if let (Some(inbox), Ok(id)) = (inbox_of(row), row.file.parse::<FileId>()) {
                    let bytes = u64::try_from(row.bytes).unwrap_or(0);
                    match self.wait(self.exchange.take_back(&inbox, &id, bytes, &self.control)) {
                        Ok(_) => count.cleaned += 1,
                        // Such a place fills up, as trying it told; what matters here goes on.
                        Err(problem @ ExchangeProblem::Refused { .. }) => count.told(problem.to_string()),
                        Err(problem) => return Err(problem.into()),
                    }
                }
            }
            let _ = std::fs::remove_file(&path);
        }
        Ok(())
    }
}

/// Its transaction may still be going on.
fn is_young(path: &std::path::Path) -> bool {
    let age = std::fs::metadata(path)
        .and_then(|found| found.modified())
        .map(|at| at.elapsed());
    !matches!(age, Ok(Ok(age)) if age.as_secs() > 3_600)
}

fn inbox_of(row: &OutboxRow) -> Option<Inbox> {
    row.inbox.parse().ok()
}

/// By the SHA-256 of what was sealed, in digits.
pub(crate) fn proof_of(content: &str) -> Option<Proof> {
    let id: FileId = content.parse().ok()?;
    Some(Proof::of_hash(id.as_bytes()))
}
