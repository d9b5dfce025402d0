//! The whole log made anew from its entries: chain, tree, checkpoints and the decisions it seals, streaming.

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};

use countersign_domain::merkle::{self, Hash, Tree, from_hex};
use rusqlite::{Connection, params};
use serde::Deserialize;

use super::event::{self, Sealed};
use super::tree::LOWEST;
use super::{AuditEntry, Broken, bytes, chain, moment};
use crate::StoreError;
use crate::checkpoint::Kept;
use crate::travel::Travel;

/// Notes that are listed; their number is exact all the same.
const NOTES: usize = 100;

/// What [`verify`] saw.
#[derive(Debug)]
pub struct Verification {
    pub entries: i64,
    /// The last hash of the chain.
    pub head: Hash,
    /// The root of the tree.
    pub root: Hash,
    /// Where the log breaks first, if it does.
    pub broken: Option<Broken>,
    /// Checkpoints that were compared.
    pub checkpoints: i64,
    /// Where the clock was set back: the first hundred, and how many there are.
    pub clock_back: Vec<ClockBack>,
    pub clock_back_total: i64,
}

/// An entry whose moment lies before that of the entry above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockBack {
    pub seq: i64,
    pub milliseconds: i64,
}

/// Recomputes the chain, the tree and the roots of the decisions and returned answers it seals from the entries; compares
/// them with what is kept and with every checkpoint, and each item with the last decision kept about it.
pub fn verify(connection: &Connection) -> Result<Verification, StoreError> {
    let mut events = connection.prepare(&event::all())?;
    let mut heard = connection.prepare(event::HEARD)?;
    let of = |of| format!("{} ORDER BY audit_seq, id", event::travelled_sql(of));
    let mut approvals = connection.prepare(&of(Travel::Approval))?;
    let mut requests = connection.prepare(&of(Travel::Request))?;
    let mut walk = Walk {
        connection,
        events: Sealed::new(events.query([])?, event::decided)?,
        heard: [
            Sealed::new(heard.query([])?, event::heard)?,
            Sealed::new(approvals.query([])?, event::travelled)?,
            Sealed::new(requests.query([])?, event::travelled)?,
        ],
        levels: Vec::new(),
        kept: BTreeSet::new(),
        gone: None,
        newest: None,
        checkpoints: crate::checkpoint::all(connection)?.into(),
        compared: 0,
        tree: Tree::default(),
        entries: 0,
        head: [0; 32],
        before: String::new(),
        clock_back: Vec::new(),
        clock_back_total: 0,
    };
    walk.kept = walk.checkpoints.iter().map(|one| one.id).collect();
    let mut statement = connection.prepare("SELECT seq, entry, hash FROM audit ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut broken = walk.checkpoint()?;
    while broken.is_none() {
        let Some(row) = rows.next()? else { break };
        broken = walk.entry(row.get(0)?, bytes(row, 1)?, bytes(row, 2).unwrap_or_default())?;
    }
    if broken.is_none() {
        broken = walk.end()?;
    }
    Ok(Verification {
        entries: walk.entries,
        head: walk.head,
        root: walk.tree.root(),
        broken,
        checkpoints: walk.compared,
        clock_back: walk.clock_back,
        clock_back_total: walk.clock_back_total,
    })
}

struct Walk<'c> {
    connection: &'c Connection,
    events: Sealed<'c>,
    /// What came back in packets: of reviews, of approvals and of requests.
    heard: [Sealed<'c>; 3],
    levels: Vec<Level>,
    /// In the order of their sizes.
    checkpoints: VecDeque<Kept>,
    /// All of them by their ids; and the first that an entry names and that is not among them, with that entry.
    kept: BTreeSet<i64>,
    gone: Option<(i64, i64)>,
    /// Id and size of the last that was compared.
    newest: Option<(i64, i64)>,
    compared: i64,
    tree: Tree,
    entries: i64,
    head: Hash,
    /// The moment of the entry before.
    before: String,
    clock_back: Vec<ClockBack>,
    clock_back_total: i64,
}

/// What of an entry is needed here.
#[derive(Deserialize)]
struct Seen<'a> {
    seq: i64,
    #[serde(borrow)]
    at: Cow<'a, str>,
    #[serde(borrow, default)]
    subject: Cow<'a, str>,
    #[serde(borrow, default)]
    detail: Detail<'a>,
}

#[derive(Default, Deserialize)]
struct Detail<'a> {
    #[serde(borrow, default)]
    events: Events<'a>,
    /// The root over what came back in packets.
    #[serde(borrow, default)]
    heard: Option<Cow<'a, str>>,
}

#[derive(Default, Deserialize)]
struct Events<'a> {
    #[serde(borrow, default)]
    digest: Option<Cow<'a, str>>,
}

impl<'a> Seen<'a> {
    fn of(text: &'a [u8]) -> Option<Self> {
        if let Ok(seen) = serde_json::from_slice(text) {
            return Some(seen);
        }
        // A detail need not be an object.
        let entry: AuditEntry = serde_json::from_slice(text).ok()?;
        let root = |value: &serde_json::Value| value.as_str().map(|root| Cow::Owned(root.to_owned()));
        Some(Self {
            seq: entry.seq,
            at: Cow::Owned(entry.at),
            subject: Cow::Owned(entry.subject),
            detail: Detail {
                events: Events {
                    digest: root(&entry.detail["events"]["digest"]),
                },
                heard: root(&entry.detail["heard"]),
            },
        })
    }
}

impl Walk<'_> {
    fn entry(&mut self, seq: i64, text: &[u8], kept: &[u8]) -> Result<Option<Broken>, StoreError> {
        if seq != self.entries + 1 {
            return Ok(Some(Broken::Gap {
                expected: self.entries + 1,
                found: seq,
            }));
        }
        let hash = chain(&self.head, text);
        let seen = Seen::of(text).filter(|seen| seen.seq == seq && hash == kept);
        let Some(seen) = seen else {
            return Ok(Some(Broken::Entry { seq }));
        };
        // An act over many items that decided none seals the root of nothing.
        let is_sealed = |said: Option<&str>, sealed: Option<Hash>| match said {
            None => sealed.is_none(),
            Some(root) => from_hex(root) == Some(sealed.unwrap_or_else(merkle::empty)),
        };
        if !is_sealed(seen.detail.events.digest.as_deref(), self.events.root_of(seq)?) {
            return Ok(Some(Broken::Decision { seq }));
        }
        let mut heard = None;
        for one in &mut self.heard {
            let root = one.root_of(seq)?;
            // One entry is about one of the three.
            if heard.is_some() && root.is_some() {
                return Ok(Some(Broken::Heard { seq }));
            }
            heard = heard.or(root);
        }
        if !is_sealed(seen.detail.heard.as_deref(), heard) {
            return Ok(Some(Broken::Heard { seq }));
        }
        self.note_clock(seq, &seen.at);
        let named = seen.subject.strip_prefix("checkpoint:").and_then(|id| id.parse().ok());
        if let Some(id) = named.filter(|id| !self.kept.contains(id)) {
            self.gone = self.gone.or(Some((id, seq)));
        }
        let mut closed = Vec::new();
        self.tree.add_leaf(merkle::leaf(text), |level, index, hash| {
            if level >= LOWEST {
                closed.push((level, index, *hash));
            }
        });
        (self.entries, self.head) = (seq, hash);
        for (level, index, hash) in closed {
            if self.kept(level, index)? != Some(hash) {
                let last = i64::try_from((index + 1) << level).unwrap_or(i64::MAX);
                return Ok(Some(Broken::Node {
                    first: last - (1 << level) + 1,
                    last,
                }));
            }
        }
        self.checkpoint()
    }

    /// Moments of one form are in order where their texts are.
    fn note_clock(&mut self, seq: i64, at: &str) {
        if at < self.before.as_str() {
            self.clock_back_total += 1;
            let of = |at: &str| moment(&format!("\"\"\"\"\"{at}\""));
            if let (Some(before), Some(now)) = (of(&self.before), of(at))
                && self.clock_back.len() < NOTES
            {
                self.clock_back.push(ClockBack {
                    seq,
                    milliseconds: (before - now).num_milliseconds(),
                });
            }
        }
        at.clone_into(&mut self.before);
    }

    /// The kept hash of a subtree; the subtrees of a level are asked for in their order.
    fn kept(&mut self, level: u32, index: u64) -> Result<Option<Hash>, StoreError> {
        let at = (level - LOWEST) as usize;
        if self.levels.len() <= at {
            self.levels.resize_with(at + 1, Level::default);
        }
        self.levels[at].take(self.connection, level, index)
    }

    /// Compares the checkpoints over as many entries as were seen.
    fn checkpoint(&mut self) -> Result<Option<Broken>, StoreError> {
        while let Some(one) = self.checkpoints.pop_front_if(|one| one.size == self.entries) {
            self.compared += 1;
            self.newest = Some((one.id, one.size));
            if let Some(fault) = one.fault(&self.tree.root()) {
                return Ok(Some(Broken::Checkpoint {
                    id: one.id,
                    size: one.size,
                    fault,
                }));
            }
        }
        Ok(None)
    }

    /// What is left over when the entries are.
    fn end(&mut self) -> Result<Option<Broken>, StoreError> {
        if let Some(seq) = self.events.next_seq() {
            return Ok(Some(Broken::Decision { seq }));
        }
        if let Some(seq) = self.heard.iter().find_map(Sealed::next_seq) {
            return Ok(Some(Broken::Heard { seq }));
        }
        let nodes: i64 = self
            .connection
            .query_row("SELECT count(*) FROM audit_node", [], |row| row.get(0))?;
        let expected = (LOWEST..63).map(|level| self.entries >> level).sum();
        if nodes != expected {
            return Ok(Some(Broken::Tree { nodes, expected }));
        }
        if let Some((checkpoint, seq)) = self.gone {
            return Ok(Some(Broken::Gone { checkpoint, seq }));
        }
        if let Some(one) = self.checkpoints.pop_front() {
            return Ok(Some(Broken::Checkpoint {
                id: one.id,
                size: one.size,
                fault: super::Fault::Shorter { entries: self.entries },
            }));
        }
        if let Some((id, size)) = self.newest.filter(|(_, size)| *size == self.entries) {
            return Ok(Some(Broken::Checkpoint {
                id,
                size,
                fault: super::Fault::Unrecorded,
            }));
        }
        Ok(crate::item::first_changed(self.connection)?.map(|item| Broken::Item { item }))
    }
}

/// Kept hashes of one level, some read ahead.
#[derive(Default)]
struct Level {
    ahead: VecDeque<(i64, Hash)>,
}

impl Level {
    fn take(&mut self, connection: &Connection, level: u32, index: u64) -> Result<Option<Hash>, StoreError> {
        let index = i64::try_from(index).unwrap_or(i64::MAX);
        if self.ahead.is_empty() {
            let mut statement = connection.prepare_cached(
                "SELECT idx, hash FROM audit_node WHERE level = ?1 AND idx >= ?2 ORDER BY idx LIMIT 500",
            )?;
            let rows = statement.query_map(params![level, index], |row| Ok((row.get(0)?, row.get(1)?)))?;
            self.ahead = rows.collect::<Result<_, _>>()?;
        }
        let next = self.ahead.pop_front();
        Ok(next.filter(|(found, _)| *found == index).map(|(_, hash)| hash))
    }
}
