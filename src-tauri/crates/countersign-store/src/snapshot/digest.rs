//! The digest of a snapshot: what two reads of the same directory must agree on, bit by bit.
//!
//! Each present principal has two SHA-256: one over what it is (not its last sign-in, which every
//! sign-in moves), one over its direct grants and its manager, by the lasting keys of the others.
//! A principal falls into one of 4096 buckets by the first 12 bits of the SHA-256 of its key. A
//! bucket's digest is over key and both digests of its principals, sorted by key; the snapshot's is
//! over the numbers and digests of all buckets that are not empty. Orphans are counted beside it:
//! a server may clean them up at any moment without a word.

use std::collections::BTreeSet;

use countersign_domain::snapshot::{Entry, Mark};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::StoreError;

/// The bucket of a key.
pub(super) fn bucket(key: &str) -> i64 {
    let Mark(mark) = Mark::of(key);
    i64::from(mark[0]) << 4 | i64::from(mark[1] >> 4)
}

/// What the entry is, without its references and its last sign-in.
pub(super) fn own(entry: &Entry) -> Result<[u8; 32], StoreError> {
    let text = serde_json::to_vec(&(
        &entry.key,
        entry.kind.to_text(),
        &entry.dn,
        &entry.display_name,
        &entry.user_name,
        &entry.mail,
        entry.user_type.map(|one| one.to_text()),
        entry.enabled,
        &entry.department,
        &entry.title,
        &entry.employee_id,
        entry.created_at.map(|at| at.timestamp()),
        &entry.attributes,
    ))?;
    Ok(Sha256::digest(text).into())
}

/// The grants on a resource and the manager of a person, by the marks of their keys.
pub(super) fn relations(
    mut members: Vec<Mark>,
    mut owners: Vec<Mark>,
    mut holdings: Vec<(&str, Mark)>,
    manager: Option<Mark>,
) -> [u8; 32] {
    members.sort_unstable();
    owners.sort_unstable();
    holdings.sort_unstable();
    let mut hash = Sha256::new();
    for list in [members, owners, manager.into_iter().collect()] {
        hash.update((list.len() as u64).to_be_bytes());
        list.iter().for_each(|Mark(mark)| hash.update(mark));
    }
    for (entitlement, Mark(mark)) in &holdings {
        hash.update((entitlement.len() as u64).to_be_bytes());
        hash.update(entitlement);
        hash.update(mark);
    }
    hash.finalize().into()
}

/// Brings the digests of these buckets up to date (all of them for `None`) and answers the digest of
/// the snapshot as lower-case hex.
pub(super) fn renew(conn: &Connection, directory: i64, buckets: Option<&BTreeSet<i64>>) -> Result<String, StoreError> {
    let mut put = conn.prepare_cached("INSERT OR REPLACE INTO snapshot_bucket VALUES (?1, ?2, ?3)")?;
    let mut drop_one = conn.prepare_cached("DELETE FROM snapshot_bucket WHERE directory_id = ?1 AND bucket = ?2")?;
    match buckets {
        Some(buckets) => {
            // Left to itself, SQLite walks the whole directory by key for every bucket, to save a sort of
            // some 25 rows.
            let mut rows_of = conn.prepare_cached(
                "SELECT key, digest, grant_digest FROM principal INDEXED BY principal_by_bucket
                 WHERE directory_id = ?1 AND bucket = ?2 AND removed_snapshot_id IS NULL ORDER BY key",
            )?;
            for bucket in buckets.iter().filter(|bucket| **bucket >= 0) {
                let mut rows = rows_of.query(params![directory, bucket])?;
                let (mut hash, mut empty) = (Sha256::new(), true);
                while let Some(row) = rows.next()? {
                    add(
                        &mut hash,
                        row.get_ref(0)?.as_str(),
                        row.get_ref(1)?.as_blob(),
                        row.get_ref(2)?.as_blob(),
                    )?;
                    empty = false;
                }
                if empty {
                    drop_one.execute(params![directory, bucket])?;
                } else {
                    put.execute(params![directory, bucket, hash.finalize().as_slice()])?;
                }
            }
        }
        None => {
            conn.execute("DELETE FROM snapshot_bucket WHERE directory_id = ?1", [directory])?;
            // A sort of a hundred thousand short rows is cheap; reading them in the order of an index
            // means to read, check and decipher a page for nearly every one.
            let mut rows = conn.prepare_cached(
                "SELECT key, digest, grant_digest, bucket FROM principal NOT INDEXED
                 WHERE directory_id = ?1 AND removed_snapshot_id IS NULL AND bucket >= 0 ORDER BY bucket, key",
            )?;
            let mut rows = rows.query([directory])?;
            let mut open: Option<(i64, Sha256)> = None;
            while let Some(row) = rows.next()? {
                let bucket: i64 = row.get(3)?;
                if open.as_ref().is_none_or(|(found, _)| *found != bucket)
                    && let Some((done, hash)) = open.replace((bucket, Sha256::new()))
                {
                    put.execute(params![directory, done, hash.finalize().as_slice()])?;
                }
                if let Some((_, hash)) = &mut open {
                    add(
                        hash,
                        row.get_ref(0)?.as_str(),
                        row.get_ref(1)?.as_blob(),
                        row.get_ref(2)?.as_blob(),
                    )?;
                }
            }
            if let Some((done, hash)) = open {
                put.execute(params![directory, done, hash.finalize().as_slice()])?;
            }
        }
    }
    let mut all =
        conn.prepare_cached("SELECT bucket, digest FROM snapshot_bucket WHERE directory_id = ?1 ORDER BY bucket")?;
    let mut rows = all.query([directory])?;
    let mut hash = Sha256::new();
    while let Some(row) = rows.next()? {
        hash.update(row.get::<_, i64>(0)?.to_be_bytes());
        hash.update(
            row.get_ref(1)?
                .as_blob()
                .map_err(|error| StoreError::Value(error.to_string()))?,
        );
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

type Cell<'a, T> = rusqlite::types::FromSqlResult<&'a T>;

fn add(
    hash: &mut Sha256,
    key: Cell<'_, str>,
    own: Cell<'_, [u8]>,
    relations: Cell<'_, [u8]>,
) -> Result<(), StoreError> {
    let wrong = |error: rusqlite::types::FromSqlError| StoreError::Value(error.to_string());
    let key = key.map_err(wrong)?;
    hash.update((key.len() as u64).to_be_bytes());
    hash.update(key);
    hash.update(own.map_err(wrong)?);
    hash.update(relations.map_err(wrong)?);
    Ok(())
}
