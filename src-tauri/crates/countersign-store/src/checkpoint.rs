//! Signed states of the log, and the keys that signed them.

use chrono::{DateTime, Utc};
use countersign_domain::checkpoint::{Checkpoint, VerifyingKey};
use countersign_domain::merkle::Hash;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::StoreError;
use crate::audit::Fault;

/// A key of the log; its secret half is elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogKey {
    pub id: i64,
    pub name: String,
    pub public: [u8; 32],
    /// `keyring`, `store` or `practice`: where the secret half is kept.
    pub keeping: String,
    /// The first entry it may sign for.
    pub from_entry: i64,
    pub made_at: String,
    pub retired_at: Option<String>,
}

/// A checkpoint as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: i64,
    pub at: String,
    pub size: i64,
    pub root: Hash,
    /// The signed note.
    pub note: String,
    pub key: LogKey,
    /// The moment that a time-stamping authority states for it.
    pub stamped_at: Option<String>,
    /// Which one that was.
    pub stamped_by: Option<String>,
}

impl LogKey {
    /// What checks its signatures.
    pub fn verifying(&self) -> Result<VerifyingKey, StoreError> {
        VerifyingKey::new(&self.name, &self.public).map_err(|refusal| StoreError::Value(refusal.to_string()))
    }

    fn of(row: &Row<'_>, at: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(at)?,
            name: row.get(at + 1)?,
            public: row.get(at + 2)?,
            keeping: row.get(at + 3)?,
            from_entry: row.get(at + 4)?,
            made_at: row.get(at + 5)?,
            retired_at: row.get(at + 6)?,
        })
    }
}

impl Kept {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            at: row.get(1)?,
            size: row.get(2)?,
            root: row.get(3)?,
            note: row.get(4)?,
            stamped_at: row.get(5)?,
            stamped_by: row.get(6)?,
            key: LogKey::of(row, 7)?,
        })
    }

    /// What is wrong with it, where the log has this root over as many entries.
    pub(crate) fn fault(&self, root: &Hash) -> Option<Fault> {
        let note = |reason: &str| Fault::Note { reason: reason.into() };
        let opened = self
            .key
            .verifying()
            .map_err(|error| error.to_string())
            .and_then(|key| Checkpoint::open(&self.note, &key).map_err(|refusal| refusal.to_string()));
        match opened {
            Err(reason) => Some(Fault::Note { reason }),
            Ok(said) if said.root != self.root || i64::try_from(said.size) != Ok(self.size) => {
                Some(note("Its note says something else than was kept beside it."))
            }
            Ok(said) if said.origin != self.key.name => Some(note("Its note is of another log.")),
            Ok(said) if said.root != *root => Some(Fault::Root),
            Ok(_) => None,
        }
    }
}

const KEPT: &str = "SELECT c.id, c.at, c.size, c.root, c.note, t.at, t.authority, k.id, k.name, k.public, k.keeping, \
                    k.from_entry, k.made_at, k.retired_at FROM checkpoint c JOIN log_key k ON k.id = c.key_id \
                    LEFT JOIN time_stamp t ON t.checkpoint_id = c.id";
const KEY: &str = "SELECT id, name, public, keeping, from_entry, made_at, retired_at FROM log_key";

/// Every checkpoint, in the order of their sizes: one a day and one for each evidence, so they fit in memory.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Kept>, StoreError> {
    let mut statement = connection.prepare(&format!("{KEPT} ORDER BY c.size, c.id"))?;
    let rows = statement.query_map([], Kept::of)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A page of checkpoints, newest first, and how many there are.
pub fn page(connection: &Connection, offset: i64, limit: i64) -> Result<(Vec<Kept>, i64), StoreError> {
    let mut statement = connection.prepare_cached(&format!("{KEPT} ORDER BY c.id DESC LIMIT ?2 OFFSET ?1"))?;
    let rows = statement.query_map([offset, limit], Kept::of)?;
    let total = connection.query_row("SELECT count(*) FROM checkpoint", [], |row| row.get(0))?;
    Ok((rows.collect::<Result<_, _>>()?, total))
}

/// The newest checkpoint.
pub fn newest(connection: &Connection) -> Result<Option<Kept>, StoreError> {
    one(connection, &format!("{KEPT} ORDER BY c.id DESC LIMIT 1"), 0)
}

/// One checkpoint by its number.
pub fn show(connection: &Connection, id: i64) -> Result<Option<Kept>, StoreError> {
    one(connection, &format!("{KEPT} WHERE c.id = ?1"), id)
}

/// The first checkpoint over so many entries or more.
pub fn covering(connection: &Connection, entry: i64) -> Result<Option<Kept>, StoreError> {
    one(
        connection,
        &format!("{KEPT} WHERE c.size >= ?1 ORDER BY c.size, c.id LIMIT 1"),
        entry,
    )
}

/// The newest checkpoint without a time stamp, above one with it.
pub fn unstamped(connection: &Connection) -> Result<Option<Kept>, StoreError> {
    one(
        connection,
        &format!("{KEPT} WHERE c.id = (SELECT max(id) FROM checkpoint) AND t.at IS NULL"),
        0,
    )
}

fn one(connection: &Connection, sql: &str, with: i64) -> Result<Option<Kept>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = if statement.parameter_count() == 0 {
        statement.query([])?
    } else {
        statement.query([with])?
    };
    Ok(rows.next()?.map(Kept::of).transpose()?)
}

/// The keys, oldest first.
pub fn keys(connection: &Connection) -> Result<Vec<LogKey>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{KEY} ORDER BY id"))?;
    let rows = statement.query_map([], |row| LogKey::of(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The key that signs now; none before the first checkpoint.
pub fn current_key(connection: &Connection) -> Result<Option<LogKey>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{KEY} WHERE retired_at IS NULL ORDER BY id DESC LIMIT 1"))?;
    Ok(statement.query_row([], |row| LogKey::of(row, 0)).optional()?)
}

/// Retires whichever key signs now, and keeps a new one in its place. Answers its number.
pub fn put_key(
    transaction: &Transaction<'_>,
    key: &VerifyingKey,
    keeping: &str,
    from_entry: i64,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let at = text(at);
    transaction.execute("UPDATE log_key SET retired_at = ?1 WHERE retired_at IS NULL", [&at])?;
    transaction.execute(
        "INSERT INTO log_key (name, public, keeping, from_entry, made_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![key.name(), key.to_bytes().as_slice(), keeping, from_entry, at],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Keeps a checkpoint. Answers its number.
pub fn put(
    transaction: &Transaction<'_>,
    key: i64,
    said: &Checkpoint,
    note: &str,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let size = i64::try_from(said.size).map_err(|error| StoreError::Value(error.to_string()))?;
    transaction.execute(
        "INSERT INTO checkpoint (at, size, root, note, key_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![text(at), size, said.root.as_slice(), note, key],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Keeps the answer of a time-stamping authority, as it came.
pub fn put_time_stamp(
    transaction: &Transaction<'_>,
    checkpoint: i64,
    at: DateTime<Utc>,
    authority: &str,
    token: &[u8],
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO time_stamp (checkpoint_id, at, authority, token) VALUES (?1, ?2, ?3, ?4)",
        params![checkpoint, text(at), authority, token],
    )?;
    Ok(())
}

/// The answer of a time-stamping authority about a checkpoint, in DER.
pub fn time_stamp(connection: &Connection, checkpoint: i64) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(connection
        .query_row(
            "SELECT token FROM time_stamp WHERE checkpoint_id = ?1",
            [checkpoint],
            |row| row.get(0),
        )
        .optional()?)
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
