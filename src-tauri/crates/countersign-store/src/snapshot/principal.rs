//! The principals of a merge: who keeps their id, who is new, who changed.

use std::collections::{BTreeSet, HashMap};

use countersign_domain::snapshot::Mark;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Row, ToSql, Transaction, params};

use super::merge::MergeProblem;
use super::reread::optional;
use super::{Staging, digest};
use crate::StoreError;

/// A staged entry with the id it has in the store.
pub(super) struct Staged {
    pub id: i64,
    /// Where it stands among the staged entries.
    seq: i64,
    pub bucket: i64,
    pub group: bool,
    pub new: bool,
    /// Of one that is new: the digest of its grants, and its manager, which its row is written with.
    pub relations: ([u8; 32], Option<i64>),
}

/// Of those who came, went or changed, so many are named.
pub(super) const SHOWN: usize = 1_000;

pub(super) struct Principals<'a> {
    tx: &'a Transaction<'a>,
    staging: &'a Staging,
    snapshot: i64,
    /// In the order in which they were staged.
    pub staged: Vec<Staged>,
    by_mark: HashMap<Mark, usize>,
    key_of: HashMap<i64, Mark>,
    /// Of those who are new, one after the other from this number on.
    new_from: i64,
    new_keys: Vec<Mark>,
    buckets: BTreeSet<i64>,
    new_marks: Vec<(Mark, i64)>,
    pub added: u64,
    pub changed: u64,
    /// The first of either, as many as a person looks at.
    pub first_added: Vec<i64>,
    pub first_changed: Vec<i64>,
}

impl<'a> Principals<'a> {
    pub(super) fn new(tx: &'a Transaction<'a>, staging: &'a Staging, snapshot: i64) -> Self {
        Principals {
            tx,
            staging,
            snapshot,
            staged: Vec::new(),
            by_mark: HashMap::new(),
            key_of: HashMap::new(),
            new_from: 0,
            new_keys: Vec::new(),
            buckets: BTreeSet::new(),
            new_marks: Vec::new(),
            added: 0,
            changed: 0,
            first_added: Vec::new(),
            first_changed: Vec::new(),
        }
    }

    /// The buckets whose digest must be renewed.
    pub(super) fn bucket_mut(&mut self) -> &mut BTreeSet<i64> {
        &mut self.buckets
    }

    /// Marks a principal as gone.
    pub(super) fn remove(&mut self, id: i64) -> Result<(), StoreError> {
        let bucket = self
            .tx
            .prepare_cached("UPDATE principal SET removed_snapshot_id = ?2 WHERE id = ?1 RETURNING bucket")?
            .query_row([id, self.snapshot], |row| row.get(0))?;
        self.buckets.insert(bucket);
        self.tx
            .prepare_cached("DELETE FROM reference WHERE principal_id = ?1")?
            .execute([id])?;
        self.tx
            .prepare_cached("DELETE FROM claim WHERE principal_id = ?1")?
            .execute([id])?;
        Ok(())
    }

    /// Gives every staged entry its id and makes its names known, before any reference is followed.
    pub(super) fn identify(&mut self, full: bool) -> Result<(), MergeProblem> {
        let directory = self.staging.directory;
        let mut known = self.tx.prepare_cached(
            "SELECT id, marks, removed_snapshot_id FROM principal WHERE directory_id = ?1 AND key = ?2",
        )?;
        let mut below = self.tx.prepare_cached(
            "SELECT 1 FROM principal WHERE directory_id = ?1 AND parent = ?2 AND removed_snapshot_id IS NULL LIMIT 1",
        )?;
        let mut forget = self
            .tx
            .prepare_cached("DELETE FROM reference WHERE principal_id = ?1")?;
        let mut next: i64 = self
            .tx
            .query_row("SELECT coalesce(max(id), 0) FROM principal", [], |row| row.get(0))?;
        self.new_from = next + 1;
        let mut entries = self
            .staging
            .conn
            .prepare("SELECT key, marks, is_group, seq FROM entry ORDER BY seq")
            .map_err(StoreError::from)?;
        let mut key_of = self
            .staging
            .conn
            .prepare("SELECT key FROM entry WHERE seq = ?1")
            .map_err(StoreError::from)?;
        let mut rows = entries.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let (key, marks): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let found = known.query_row(params![directory, key], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, Vec<u8>>(1)?,
                    row.get::<_, Option<i64>>(2)?,
                ))
            });
            let (id, new) = match optional(found)? {
                Some((id, old, removed)) => {
                    let renamed = old.get(..16) != marks.get(..16);
                    if !full && removed.is_none() && renamed && below.exists(params![directory, old.get(..16)])? {
                        return Err(MergeProblem::NeedsFull);
                    }
                    if removed.is_some() || old != marks {
                        forget.execute([id])?;
                        self.remember(id, &marks);
                    }
                    (id, false)
                }
                None => {
                    next += 1;
                    self.remember(next, &marks);
                    (next, true)
                }
            };
            let mark = Mark::of(&key);
            match new {
                true => self.new_keys.push(mark),
                false => {
                    self.key_of.insert(id, mark);
                }
            }
            for one in to_marks(&marks) {
                // Of several with one name the first by key has it, in whatever order they are read.
                let first = self.by_mark.entry(one).or_insert(self.staged.len());
                if let Some(other) = self.staged.get(*first)
                    && key < key_of.query_row([other.seq], |row| row.get::<_, String>(0))?
                {
                    *first = self.staged.len();
                }
            }
            self.staged.push(Staged {
                id,
                seq: row.get(3)?,
                bucket: digest::bucket(&key),
                group: row.get(2)?,
                new,
                relations: ([0; 32], None),
            });
        }
        // In the order of the table, so that it grows at one end.
        self.new_marks.sort_unstable();
        let mut put = self
            .tx
            .prepare_cached("INSERT OR IGNORE INTO reference VALUES (?1, ?2, ?3)")?;
        for (mark, id) in &self.new_marks {
            put.execute(params![directory, mark.0, id])?;
        }
        Ok(())
    }

    fn remember(&mut self, id: i64, marks: &[u8]) {
        self.new_marks.extend(to_marks(marks).map(|mark| (mark, id)));
    }

    /// Once all is written only the counts are asked for, and the indexes that are made then need the room.
    pub(super) fn forget_names(&mut self) {
        self.staged = Vec::new();
        self.by_mark = HashMap::new();
        self.key_of = HashMap::new();
        self.new_keys = Vec::new();
        self.new_marks = Vec::new();
    }

    /// The principal with this name, among what was staged or what stands in the store.
    pub(super) fn find(&mut self, mark: Mark) -> Result<Option<i64>, StoreError> {
        if let Some(n) = self.by_mark.get(&mark) {
            return Ok(Some(self.staged[*n].id));
        }
        let mut one = self.tx.prepare_cached(
            "SELECT p.id, p.key FROM reference r JOIN principal p ON p.id = r.principal_id
             WHERE r.directory_id = ?1 AND r.mark = ?2 ORDER BY p.key LIMIT 1",
        )?;
        let found = optional(one.query_row(params![self.staging.directory, mark.0], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        }))?;
        Ok(found.map(|(id, key)| {
            self.key_of.insert(id, Mark::of(&key));
            id
        }))
    }

    /// The mark of the key of a principal.
    pub(super) fn key(&mut self, id: i64) -> Result<Mark, StoreError> {
        let new = usize::try_from(id - self.new_from).ok();
        if let Some(mark) = new.and_then(|n| self.new_keys.get(n)).or_else(|| self.key_of.get(&id)) {
            return Ok(*mark);
        }
        let key: String = self
            .tx
            .prepare_cached("SELECT key FROM principal WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        let mark = Mark::of(&key);
        self.key_of.insert(id, mark);
        Ok(mark)
    }

    /// Writes the rows of all staged entries that are new or differ; whom they name was found out before, so that a row
    /// is written once.
    pub(super) fn write(&mut self) -> Result<(), StoreError> {
        let directory = self.staging.directory;
        let mut before = self.tx.prepare_cached(
            "SELECT digest, last_sign_in_at, marks, removed_snapshot_id IS NULL FROM principal WHERE id = ?1",
        )?;
        let mut insert = self.tx.prepare_cached(include_str!("insert.sql"))?;
        let mut update = self.tx.prepare_cached(include_str!("update.sql"))?;
        let conn = &self.staging.conn;
        let mut entries = conn.prepare("SELECT key, marks, digest, last_sign_in_at FROM entry ORDER BY seq")?;
        // In the order of insert.sql.
        let mut bodies = conn.prepare(
            "SELECT kind, dn, display_name, user_name, mail, user_type, enabled, department, title, employee_id, created_at,
                    last_sign_in_field, attributes, parent FROM body WHERE seq = ?1",
        )?;
        let mut rows = entries.query([])?;
        for staged in &mut self.staged {
            let Some(row) = rows.next()? else { break };
            if !staged.new {
                let same = before.query_row([staged.id], |old| {
                    Ok(old.get_ref(0)? == row.get_ref(2)?
                        && old.get_ref(1)? == row.get_ref(3)?
                        && old.get_ref(2)? == row.get_ref(1)?
                        && old.get::<_, bool>(3)?)
                })?;
                if same {
                    continue;
                }
            }
            self.buckets.insert(staged.bucket);
            let (count, first, statement) = match staged.new {
                true => (&mut self.added, &mut self.first_added, &mut insert),
                false => (&mut self.changed, &mut self.first_changed, &mut update),
            };
            *count += 1;
            if first.len() < SHOWN {
                first.push(staged.id);
            }
            let mut body = bodies.query([staged.seq])?;
            let body = body
                .next()?
                .ok_or_else(|| StoreError::Value("a staged entry has no body".into()))?;
            put(statement, directory, self.snapshot, staged, row, body)?;
        }
        Ok(())
    }
}

/// Both rows as staged are bound as they lie there, copied once.
fn put(
    statement: &mut rusqlite::Statement<'_>,
    directory: i64,
    snapshot: i64,
    staged: &Staged,
    entry: &Row<'_>,
    body: &Row<'_>,
) -> Result<(), StoreError> {
    let (relations, manager) = staged.relations;
    // The last two are of a new row alone: of others they were brought up to date before.
    let wanted = statement.parameter_count();
    let mut n = 0;
    let mut bind = |value: &dyn ToSql| -> Result<(), StoreError> {
        n += 1;
        if n <= wanted {
            statement.raw_bind_parameter(n, value)?;
        }
        Ok(())
    };
    bind(&staged.id)?;
    bind(&directory)?;
    bind(&cell(entry, 0)?)?;
    for n in 0..11 {
        bind(&cell(body, n)?)?;
    }
    bind(&cell(entry, 3)?)?;
    bind(&cell(body, 11)?)?;
    bind(&cell(body, 12)?)?;
    bind(&snapshot)?;
    bind(&cell(entry, 2)?)?;
    bind(&staged.bucket)?;
    bind(&cell(entry, 1)?)?;
    bind(&cell(body, 13)?)?;
    bind(&relations)?;
    bind(&manager)?;
    statement.raw_execute()?;
    Ok(())
}

fn cell<'r>(row: &'r Row<'_>, n: usize) -> rusqlite::Result<ToSqlOutput<'r>> {
    row.get_ref(n).map(ToSqlOutput::Borrowed)
}

fn to_marks(bytes: &[u8]) -> impl Iterator<Item = Mark> {
    bytes.chunks_exact(16).map(|bytes| {
        let mut mark = [0; 16];
        mark.copy_from_slice(bytes);
        Mark(mark)
    })
}
