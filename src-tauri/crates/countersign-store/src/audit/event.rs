//! The decision events that an entry seals: a Merkle root over one line per event, so that one of a bulk can be shown
//! without the others.

use countersign_domain::merkle::{self, Hash, Tree};
use rusqlite::{Connection, OptionalExtension, Row, Rows, params};

use super::bytes;
use crate::StoreError;
use crate::item::line;

const COLUMNS: &str = "audit_seq, item_id, at, actor, decision, justification, source, stage, note, actor_id";

/// What shows that one decision was recorded by its entry.
#[derive(Debug, Clone)]
pub struct EventProof {
    /// The entry that seals it.
    pub seq: i64,
    /// The line that is hashed: `[item, at, actor, decision, justification, source, stage, note, id of the actor]`.
    pub line: String,
    /// Its place among the events of the entry, from 0, and how many there are.
    pub index: u64,
    pub count: u64,
    /// The hashes beside the way from the line to the root that stands in the entry.
    pub proof: Vec<Hash>,
    pub root: Hash,
}

/// The proof of one event against the root in its entry; none where there is no such event.
pub fn event_proof(connection: &Connection, event: i64) -> Result<Option<EventProof>, StoreError> {
    let found = connection
        .query_row(
            "SELECT e.audit_seq, (SELECT count(*) FROM decision_event b WHERE b.audit_seq = e.audit_seq AND b.id < e.id)
             FROM decision_event e WHERE e.id = ?1",
            [event],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
        )
        .optional()?;
    let Some((seq, before)) = found else {
        return Ok(None);
    };
    let index = u64::try_from(before).unwrap_or_default();
    let mut statement = connection.prepare(&format!(
        "SELECT {COLUMNS} FROM decision_event WHERE audit_seq = ?1 ORDER BY id"
    ))?;
    let mut rows = statement.query(params![seq])?;
    let (mut leaves, mut own) = (Vec::new(), String::new());
    while let Some(row) = rows.next()? {
        let text = SealedEvent::of(row)?.line()?;
        leaves.push(merkle::leaf(text.as_bytes()));
        if leaves.len() as u64 == index + 1 {
            own = text;
        }
    }
    let node = |level: u32, at: u64| -> Result<Hash, std::num::TryFromIntError> {
        let (start, end) = (usize::try_from(at << level)?, usize::try_from((at + 1) << level)?);
        let mut tree = Tree::default();
        leaves[start..end.min(leaves.len())]
            .iter()
            .for_each(|leaf| tree.add_leaf(*leaf, |_, _, _| {}));
        Ok(tree.root())
    };
    let value = |error: std::num::TryFromIntError| StoreError::Value(error.to_string());
    let count = leaves.len() as u64;
    Ok(Some(EventProof {
        seq,
        line: own,
        index,
        count,
        proof: merkle::inclusion(index, count, node).map_err(value)?,
        root: merkle::root(count, node).map_err(value)?,
    }))
}

/// All events in the order of the entries that sealed them.
pub(super) fn all() -> String {
    format!("SELECT {COLUMNS} FROM decision_event ORDER BY audit_seq, id")
}

/// The decision events in the order of the entries that sealed them, one read ahead.
pub(super) struct Sealed<'s> {
    rows: Rows<'s>,
    next: Option<SealedEvent>,
}

struct SealedEvent {
    seq: i64,
    item: i64,
    /// At, actor, decision, justification, source, note.
    words: [String; 6],
    stage: i64,
    actor_id: Option<i64>,
}

impl SealedEvent {
    fn of(row: &Row<'_>) -> Result<Self, StoreError> {
        let word = |column| bytes(row, column).map(|text| String::from_utf8_lossy(text).into_owned());
        Ok(Self {
            seq: row.get(0)?,
            item: row.get(1)?,
            words: [word(2)?, word(3)?, word(4)?, word(5)?, word(6)?, word(8)?],
            stage: row.get(7)?,
            actor_id: row.get(9)?,
        })
    }

    fn line(&self) -> Result<String, StoreError> {
        let [at, actor, decision, justification, source, note] = &self.words;
        line(
            self.item,
            [at, actor, decision, justification, source],
            self.stage,
            note,
            self.actor_id,
        )
    }
}

impl<'s> Sealed<'s> {
    pub(super) fn new(rows: Rows<'s>) -> Result<Self, StoreError> {
        let mut sealed = Self { rows, next: None };
        sealed.advance()?;
        Ok(sealed)
    }

    /// The entry of the next event that no entry was asked about yet.
    pub(super) fn next_seq(&self) -> Option<i64> {
        self.next.as_ref().map(|event| event.seq)
    }

    fn advance(&mut self) -> Result<(), StoreError> {
        self.next = self.rows.next()?.map(SealedEvent::of).transpose()?;
        Ok(())
    }

    /// The root over an entry's events; none where it has none. Events of an earlier entry that was not asked about
    /// belong to no entry at all, and spoil the root.
    pub(super) fn root_of(&mut self, seq: i64) -> Result<Option<Hash>, StoreError> {
        let mut tree = Tree::default();
        while let Some(event) = self.next.take_if(|event| event.seq <= seq) {
            tree.add(event.line()?.as_bytes());
            self.advance()?;
        }
        Ok((tree.leaves() > 0).then(|| tree.root()))
    }
}
