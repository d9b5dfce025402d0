//! The slice of the audit log: its order, its chain, its entries against their rows.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::record::Findings;
use crate::EvidenceError;
use crate::record::wire::Tail;
use crate::record::wire::leaf::EntryText;
use crate::record::{LogHead, parse};
use crate::root::{Hash, from_hex};

/// What everybody may see of an entry.
#[derive(Deserialize)]
pub(super) struct EntryRow<'a> {
    pub(super) seq: u64,
    at: DateTime<Utc>,
    #[serde(borrow)]
    operation: Cow<'a, str>,
    #[serde(borrow, default)]
    prev: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    hash: Option<Cow<'a, str>>,
}

/// What an entry says of itself.
#[derive(Deserialize)]
struct Own<'a> {
    seq: u64,
    at: DateTime<Utc>,
    #[serde(borrow)]
    operation: Cow<'a, str>,
}

/// The entries so far.
#[derive(Default)]
pub(super) struct Chain {
    above: Option<(u64, Option<Hash>)>,
    clock: Option<(u64, DateTime<Utc>)>,
    set_back: u64,
    /// Number and leaf hash of each entry, for the proof.
    pub(super) leaves: Vec<(u64, Hash)>,
}

impl Chain {
    pub(super) fn add(
        &mut self,
        line: u64,
        row: &EntryRow<'_>,
        tail: Tail<'_>,
        leaf: Option<Hash>,
        head: &LogHead,
        found: &mut Findings<'_>,
    ) -> Result<(), EvidenceError> {
        let seq = row.seq;
        self.leaves.push((seq, leaf.unwrap_or_default()));
        self.time(line, row, found);
        if self.above.is_some_and(|(above, _)| above >= seq) {
            found.note(line, format!("Log entry {seq} is out of order."));
        }
        let follows = self.above.filter(|(above, _)| above.checked_add(1) == Some(seq));
        let prev = row.prev.as_deref().map(from_hex);
        let before = match (follows, prev) {
            (Some((_, above)), None) => above,
            (Some((_, above)), Some(prev)) if prev.is_some() && (above.is_none() || prev == above) => prev,
            (None, Some(Some(prev))) => Some(prev),
            _ => {
                found.note(line, format!("Log entry {seq} does not follow the entry before it."));
                None
            }
        };
        let stated = row.hash.as_deref().map(from_hex);
        let hash = match tail {
            Tail::Personal(personal) => {
                let text: EntryText<'_> = parse(line, personal)?;
                if !row.agrees(&text.entry) {
                    found.note(
                        line,
                        format!("The line of log entry {seq} says something else than the entry."),
                    );
                }
                let hash: Hash = Sha256::new()
                    .chain_update(before.unwrap_or_default())
                    .chain_update(text.entry.as_bytes())
                    .finalize()
                    .into();
                if stated.is_some_and(|stated| stated != Some(hash)) {
                    found.note(line, format!("The bytes of log entry {seq} do not give its hash."));
                }
                Some(hash)
            }
            // Without its text the chain shows only where a hash is stated; the proof holds the entry instead.
            _ => stated.flatten(),
        };
        if seq == head.seq && hash.is_some() && from_hex(&head.hash) != hash {
            found.note(line, "The newest log entry does not give the head of the log.".into());
        }
        self.above = Some((seq, hash));
        Ok(())
    }

    /// A clock that was set back is no fault of the record, but a reader must know.
    fn time(&mut self, line: u64, row: &EntryRow<'_>, found: &mut Findings<'_>) {
        if let Some((above, at)) = self.clock
            && row.at < at
        {
            self.set_back += 1;
            if self.set_back <= 5 {
                let seconds = (at - row.at).num_seconds();
                found.report.note(
                    format!("line {line} of the record"),
                    format!(
                        "The clock was set back by {seconds} seconds between log entries {above} and {}.",
                        row.seq
                    ),
                );
            }
        }
        self.clock = Some((row.seq, row.at));
    }
}

impl EntryRow<'_> {
    fn agrees(&self, entry: &str) -> bool {
        serde_json::from_str::<Own<'_>>(entry)
            .is_ok_and(|own| own.seq == self.seq && own.at == self.at && own.operation == self.operation)
    }
}
