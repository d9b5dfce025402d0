//! The Merkle tree over the entries: entry n is leaf n - 1, its bytes as they lie in the store.

use countersign_domain::merkle::{self, Gaps, Hash, Refusal};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::bytes;
use crate::StoreError;

/// Hashes are kept from this level up, where one covers 16 entries: a sixteenth of the writing, and what is below is
/// made anew from entries that lie side by side.
pub(super) const LOWEST: u32 = 4;

/// Keeps the hashes of the subtrees that the entry `seq`, just written, completes.
pub(super) fn grow(transaction: &Transaction<'_>, seq: i64) -> Result<(), StoreError> {
    let width = 1i64 << LOWEST;
    if seq % width != 0 {
        return Ok(());
    }
    let (mut level, mut index) = (LOWEST, seq / width - 1);
    let mut hash = from_entries(transaction, level, index)?;
    loop {
        transaction
            .prepare_cached("INSERT INTO audit_node (level, idx, hash) VALUES (?1, ?2, ?3)")?
            .execute(params![level, index, hash.as_slice()])?;
        if index & 1 == 0 {
            return Ok(());
        }
        hash = merkle::node(&kept(transaction, level, index - 1)?, &hash);
        (level, index) = (level + 1, index >> 1);
    }
}

/// The hash of a subtree made from its entries.
fn from_entries(connection: &Connection, level: u32, index: i64) -> Result<Hash, StoreError> {
    let (first, count) = ((index << level) + 1, 1i64 << level);
    let mut statement =
        connection.prepare_cached("SELECT entry FROM audit WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq")?;
    let mut rows = statement.query(params![first, first + count - 1])?;
    let mut tree = merkle::Tree::default();
    while let Some(row) = rows.next()? {
        tree.add(bytes(row, 0)?);
    }
    if i64::try_from(tree.leaves()) != Ok(count) {
        return Err(StoreError::Damaged(format!(
            "entries of the audit log are missing between {first} and {}",
            first + count - 1
        )));
    }
    Ok(tree.root())
}

fn kept(connection: &Connection, level: u32, index: i64) -> Result<Hash, StoreError> {
    connection
        .prepare_cached("SELECT hash FROM audit_node WHERE level = ?1 AND idx = ?2")?
        .query_row(params![level, index], |row| row.get(0))
        .optional()?
        .ok_or_else(|| {
            StoreError::Damaged(format!(
                "the hash over entries {} to {} of the audit log is missing",
                (index << level) + 1,
                (index + 1) << level
            ))
        })
}

/// The hash of any complete subtree.
fn node(connection: &Connection) -> impl FnMut(u32, u64) -> Result<Hash, StoreError> {
    move |level, index| {
        let index = i64::try_from(index).map_err(|error| StoreError::Value(error.to_string()))?;
        if level < LOWEST {
            from_entries(connection, level, index)
        } else {
            kept(connection, level, index)
        }
    }
}

/// Refuses a size beyond the log.
fn within(connection: &Connection, size: u64) -> Result<(), StoreError> {
    let entries = super::head(connection)?.entries;
    if i64::try_from(size).is_ok_and(|size| size <= entries) {
        Ok(())
    } else {
        Err(StoreError::Value(format!(
            "the audit log has {entries} entries, not {size}"
        )))
    }
}

/// The root over the first `size` entries.
pub fn root_at(connection: &Connection, size: u64) -> Result<Hash, StoreError> {
    within(connection, size)?;
    merkle::root(size, node(connection))
}

/// The hash of one entry as a leaf of the tree.
pub fn leaf_of(connection: &Connection, seq: i64) -> Result<Hash, StoreError> {
    from_entries(connection, 0, seq - 1)
}

/// The proof that entry `seq` is among the first `size`.
pub fn inclusion(connection: &Connection, seq: i64, size: u64) -> Result<Vec<Hash>, StoreError> {
    within(connection, size)?;
    let index = u64::try_from(seq - 1).ok().filter(|index| *index < size);
    let index = index.ok_or_else(|| StoreError::Value(format!("entry {seq} is not among the first {size}")))?;
    merkle::inclusion(index, size, node(connection))
}

/// The proof that the log of `earlier` entries is the beginning of that of `later`.
pub fn consistency(connection: &Connection, earlier: u64, later: u64) -> Result<Vec<Hash>, StoreError> {
    within(connection, later)?;
    merkle::consistency(earlier, later, node(connection))
}

/// The hashes that prove many entries at once, one after the other as [`merkle::Selection`] takes them. `indexes` are
/// the leaves (entry numbers less one) in ascending order.
pub fn proof(
    connection: &Connection,
    size: u64,
    indexes: impl IntoIterator<Item = u64>,
) -> impl Iterator<Item = Result<Hash, StoreError>> {
    let checked = within(connection, size);
    let (refused, size) = match checked {
        Ok(()) => (None, size),
        Err(error) => (Some(Err(error)), 0),
    };
    let several = refused.is_none();
    let gaps = several.then(|| Gaps::new(size, indexes)).into_iter().flatten();
    refused.into_iter().chain(gaps.map(move |gap| {
        let gap = gap.map_err(|refusal: Refusal| StoreError::Value(refusal.to_string()))?;
        gap.hash(node(connection))
    }))
}
