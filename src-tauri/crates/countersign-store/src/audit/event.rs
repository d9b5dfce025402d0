//! The decision events that an entry seals: a Merkle root over one line per event, so that one of a bulk can be shown
//! without the others.

use countersign_domain::merkle::{self, Hash, Tree};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Rows, params};

use super::bytes;
use crate::StoreError;
use crate::item::line;
use crate::travel::Travel;

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

/// All that came back in packets, in the order in which entries sealed it, with what became of it when it came: what was
/// a dispute then may have been taken since, by an entry of its own.
pub(super) const HEARD: &str =
    "SELECT t.audit_seq, t.uid, t.origin_item, t.version, t.decision, t.justification, t.source, t.decided_at,
    t.replaces, iif(e.audit_seq <> t.audit_seq, 'dispute', t.outcome)
    FROM taken_event t LEFT JOIN decision_event e ON e.id = t.event_id ORDER BY t.id";

/// What came back of requests, or of approvals, with the columns that its line is made of.
pub(super) fn travelled_sql(of: Travel) -> String {
    let (table, columns) = match of {
        Travel::Approval => (
            "taken_approval",
            "request_id, stage, approver_id, device, assurance, uid, decision, justification, decided_at, arrived_at, outcome",
        ),
        Travel::Request => (
            "taken_request",
            "package_id, person_id, device, assurance, uid, withdraws, content, made_at, arrived_at, outcome, request_id",
        ),
    };
    format!("SELECT audit_seq, {columns} FROM {table}")
}

/// The root over the line of one thing that came back of requests, or of approvals; its entry keeps it.
pub fn travelled_root(connection: &Connection, of: Travel, id: i64) -> Result<Hash, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{} WHERE id = ?1", travelled_sql(of)))?;
    let (_, line) = statement.query_row([id], |row| Ok(travelled(row)))??;
    let mut tree = Tree::default();
    tree.add(line.as_bytes());
    Ok(tree.root())
}

/// The line of an answer that came back, taken or not, which the root over all of its entry is made of.
pub fn heard_line(one: &Heard<'_>) -> Result<String, StoreError> {
    Ok(serde_json::to_string(&(
        one.uid,
        one.item,
        one.version,
        one.decision,
        one.justification,
        one.source,
        one.decided_at,
        one.replaces,
        one.outcome,
    ))?)
}

/// An answer that came back.
pub struct Heard<'a> {
    pub uid: &'a str,
    /// As the answer names it.
    pub item: i64,
    pub version: i64,
    pub decision: &'a str,
    pub justification: &'a str,
    pub source: &'a str,
    pub decided_at: &'a str,
    pub replaces: Option<&'a str>,
    pub outcome: &'a str,
}

/// Rows in the order of the entries that sealed them, one read ahead.
pub(super) struct Sealed<'s> {
    rows: Rows<'s>,
    read: fn(&Row<'_>) -> Result<(i64, String), StoreError>,
    next: Option<(i64, String)>,
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

/// The entry and the line of a decision event.
pub(super) fn decided(row: &Row<'_>) -> Result<(i64, String), StoreError> {
    let event = SealedEvent::of(row)?;
    Ok((event.seq, event.line()?))
}

/// The entry and the line of an answer that came back.
pub(super) fn heard(row: &Row<'_>) -> Result<(i64, String), StoreError> {
    let word = |column| bytes(row, column).map(String::from_utf8_lossy);
    let replaces: Option<String> = row.get(8)?;
    let line = heard_line(&Heard {
        uid: &word(1)?,
        item: row.get(2)?,
        version: row.get(3)?,
        decision: &word(4)?,
        justification: &word(5)?,
        source: &word(6)?,
        decided_at: &word(7)?,
        replaces: replaces.as_deref(),
        outcome: &word(9)?,
    })?;
    Ok((row.get(0)?, line))
}

/// The entry and the line of a request, or of an answer to one, that came back: what was said, and what became of it.
pub(super) fn travelled(row: &Row<'_>) -> Result<(i64, String), StoreError> {
    let values = (1..row.as_ref().column_count()).map(|column| {
        Ok(match row.get_ref(column)? {
            ValueRef::Integer(number) => number.into(),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
            _ => serde_json::Value::Null,
        })
    });
    let values: Vec<serde_json::Value> = values.collect::<Result<_, StoreError>>()?;
    Ok((row.get(0)?, serde_json::Value::from(values).to_string()))
}

impl<'s> Sealed<'s> {
    pub(super) fn new(
        rows: Rows<'s>,
        read: fn(&Row<'_>) -> Result<(i64, String), StoreError>,
    ) -> Result<Self, StoreError> {
        let mut sealed = Self { rows, read, next: None };
        sealed.advance()?;
        Ok(sealed)
    }

    /// The entry of the next row that no entry was asked about yet.
    pub(super) fn next_seq(&self) -> Option<i64> {
        self.next.as_ref().map(|(seq, _)| *seq)
    }

    fn advance(&mut self) -> Result<(), StoreError> {
        self.next = self.rows.next()?.map(self.read).transpose()?;
        Ok(())
    }

    /// The root over an entry's rows; none where it has none. Rows of an earlier entry that was not asked about
    /// belong to no entry at all, and spoil the root.
    pub(super) fn root_of(&mut self, seq: i64) -> Result<Option<Hash>, StoreError> {
        let mut tree = Tree::default();
        while let Some((_, line)) = self.next.take_if(|(of, _)| *of <= seq) {
            tree.add(line.as_bytes());
            self.advance()?;
        }
        Ok((tree.leaves() > 0).then(|| tree.root()))
    }
}
