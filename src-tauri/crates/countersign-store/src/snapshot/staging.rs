//! A file of its own for a read that is going on, so that nobody waits for it and a broken-off read
//! leaves no trace: encrypted with the store's key, not synced to disk, gone when dropped.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use countersign_domain::snapshot::{DEFAULT_ACCESS, Entry, Kind, Mark, Record, Reference};
use rusqlite::{Connection, params};

use super::{digest, to_text};
use crate::{Store, StoreError, connection};

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A read on its way into the store.
pub struct Staging {
    pub(super) conn: Connection,
    path: PathBuf,
    pub(super) directory: i64,
    // Every distinct reference gets a small number; a million memberships are then four megabytes.
    numbers: HashMap<Mark, u32>,
    // Every distinct entitlement too.
    entitlement_numbers: HashMap<String, u32>,
    pub(super) entitlements: Vec<String>,
    /// Where each key stands. Entries lie in the order in which they came: in the order of their keys, which a directory
    /// deals out at random, every one would be put on a page of its own.
    pub(super) keys: HashMap<Mark, i64>,
    last: i64,
    /// Whether somebody says that they belong to a group.
    pub(super) claimed: bool,
    pub(super) mentioned: HashSet<Mark>,
    pub(super) asked: HashSet<String>,
    pub(super) twice: u64,
    pub(super) read_again: bool,
    some_gone: bool,
    pub(super) believed: bool,
}

impl Drop for Staging {
    fn drop(&mut self) {
        // SQLite has it open still, which Linux does not mind; what stays is removed at the next open.
        let _ = std::fs::remove_file(&self.path);
    }
}

const SCHEMA: &str = "
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE entry (seq INTEGER PRIMARY KEY, key TEXT NOT NULL, is_group INTEGER NOT NULL, marks BLOB NOT NULL,
  digest BLOB NOT NULL, last_sign_in_at TEXT,
  manager INTEGER, owners BLOB NOT NULL, members BLOB NOT NULL, claims BLOB NOT NULL, holdings BLOB NOT NULL) STRICT;
CREATE TABLE body (seq INTEGER PRIMARY KEY, kind TEXT, dn TEXT, display_name TEXT, user_name TEXT, mail TEXT, user_type TEXT,
  enabled INTEGER, department TEXT, title TEXT, employee_id TEXT, created_at TEXT, last_sign_in_field TEXT, attributes TEXT,
  parent BLOB) STRICT;
CREATE TABLE reference (number INTEGER PRIMARY KEY, mark BLOB NOT NULL, text TEXT NOT NULL) STRICT;
CREATE TABLE gone (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
BEGIN;";

impl Staging {
    /// An empty staging file beside the store.
    pub fn create(store: &Store, directory: i64) -> Result<Staging, StoreError> {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = store
            .folder()
            .join(format!("staging-{}-{number}.db", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let conn = connection::open(&path, store.key(), true)?;
        conn.execute_batch(SCHEMA)?;
        Ok(Staging {
            conn,
            path,
            directory,
            numbers: HashMap::new(),
            entitlement_numbers: HashMap::new(),
            entitlements: Vec::new(),
            keys: HashMap::new(),
            last: 0,
            claimed: false,
            mentioned: HashSet::new(),
            asked: HashSet::new(),
            twice: 0,
            read_again: false,
            some_gone: false,
            believed: false,
        })
    }

    /// A person asked for everything to be read again, or only looks what would come of it: however many are gone, it is
    /// believed. A read that began by itself is not, since an account that lost its rights is shown an empty directory.
    pub fn believe(&mut self) {
        self.believed = true;
    }

    /// Takes in a batch of what a connector read.
    pub fn put(&mut self, records: &[Record]) -> Result<(), StoreError> {
        for record in records {
            match record {
                Record::Entry(entry) => self.put_entry(entry)?,
                Record::Present(key) => {
                    self.mentioned.insert(Mark::of(key));
                }
                Record::Gone(key) => {
                    self.some_gone = true;
                    self.forget(Mark::of(key))?;
                    self.conn
                        .prepare_cached("INSERT OR IGNORE INTO gone VALUES (?1)")?
                        .execute([key])?;
                }
            }
        }
        Ok(())
    }

    /// Answers whether it was there.
    fn forget(&mut self, key: Mark) -> Result<bool, StoreError> {
        let Some(seq) = self.keys.remove(&key) else {
            return Ok(false);
        };
        for sql in ["DELETE FROM entry WHERE seq = ?1", "DELETE FROM body WHERE seq = ?1"] {
            self.conn.prepare_cached(sql)?.execute([seq])?;
        }
        Ok(true)
    }

    fn put_entry(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let key = Mark::of(&entry.key);
        if self.forget(key)? && !self.read_again {
            self.twice += 1;
        }
        self.last += 1;
        self.keys.insert(key, self.last);
        self.claimed |= !entry.member_of.is_empty();
        let manager = entry.manager.iter().map(|one| self.number(one)).next().transpose()?;
        let owners = self.numbers(&entry.owners)?;
        let members = self.numbers(&entry.members)?;
        let claims = self.numbers(&entry.member_of)?;
        let mut holdings = Vec::with_capacity(entry.holdings.len() * 8);
        for holding in &entry.holdings {
            holdings.extend(self.entitlement(&holding.entitlement)?.to_le_bytes());
            holdings.extend(self.number(&holding.principal)?.to_le_bytes());
        }
        let marks: Vec<u8> = entry.marks.iter().flat_map(|Mark(mark)| *mark).collect();
        if self.some_gone {
            self.conn
                .prepare_cached("DELETE FROM gone WHERE key = ?1")?
                .execute([&entry.key])?;
        }
        self.conn
            .prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?
            .execute(params![
                self.last,
                entry.key,
                entry.kind == Kind::Group,
                marks,
                digest::own(entry)?,
                entry.last_sign_in_at.map(to_text),
                manager,
                owners,
                members,
                claims,
                holdings
            ])?;
        self.put_body(entry)
    }

    /// What its row says of it, as the row will say it: read again only for one that is new or changed.
    fn put_body(&self, entry: &Entry) -> Result<(), StoreError> {
        let attributes: BTreeMap<_, _> = entry.attributes.iter().map(|(name, values)| (name, values)).collect();
        self.conn
            .prepare_cached(
                "INSERT INTO body VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                self.last,
                entry.kind.to_text(),
                entry.dn,
                entry.display_name,
                entry.user_name,
                entry.mail,
                entry.user_type.map(|one| one.to_text()),
                entry.enabled,
                entry.department,
                entry.title,
                entry.employee_id,
                entry.created_at.map(to_text),
                entry.last_sign_in_field,
                serde_json::to_string(&attributes)?,
                entry.parent.map(|Mark(mark)| mark),
            ])?;
        Ok(())
    }

    fn numbers(&mut self, references: &[Reference]) -> Result<Vec<u8>, StoreError> {
        let mut bytes = Vec::with_capacity(references.len() * 4);
        for reference in references {
            bytes.extend(self.number(reference)?.to_le_bytes());
        }
        Ok(bytes)
    }

    fn number(&mut self, reference: &Reference) -> Result<u32, StoreError> {
        if let Some(number) = self.numbers.get(&reference.mark) {
            return Ok(*number);
        }
        let number = u32::try_from(self.numbers.len())
            .map_err(|_| StoreError::Value("more than four billion references".into()))?;
        self.numbers.insert(reference.mark, number);
        let mut put = self.conn.prepare_cached("INSERT INTO reference VALUES (?1, ?2, ?3)")?;
        put.execute(params![number, reference.mark.0, reference.text])?;
        Ok(number)
    }

    fn entitlement(&mut self, name: &str) -> Result<u32, StoreError> {
        // A role that is called like one of the three relations of the ledger must not become one.
        let name = match name.trim() {
            "" => DEFAULT_ACCESS,
            "member" => "Member",
            "owner" => "Owner",
            "manager" => "Manager",
            other => other,
        };
        if let Some(number) = self.entitlement_numbers.get(name) {
            return Ok(*number);
        }
        let number = u32::try_from(self.entitlements.len())
            .map_err(|_| StoreError::Value("more than four billion entitlements".into()))?;
        self.entitlement_numbers.insert(name.to_owned(), number);
        self.entitlements.push(name.to_owned());
        Ok(number)
    }

    /// How many entries are staged.
    pub fn entries(&self) -> u64 {
        self.keys.len() as u64
    }
}

/// The numbers of a list, as written by [`Staging::numbers`].
pub(super) fn to_numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .chunks_exact(4)
        .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
