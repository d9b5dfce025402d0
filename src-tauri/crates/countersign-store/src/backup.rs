//! Backup and restore of a whole store.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::draft::Place;
use crate::store::FILE;
use crate::{Header, Store, StoreError, StoreKey, connection};

/// Copies a database page by page into a file under the same key; the file gets its name when it is
/// whole, in the place of any that had the name before.
pub(crate) fn copy(from: &Connection, to: &Path, key: &StoreKey) -> Result<(), StoreError> {
    let name = to;
    let to = &name.with_extension("part");
    let clear = || {
        for suffix in ["", "-wal", "-shm"] {
            let mut leftover = to.clone().into_os_string();
            leftover.push(suffix);
            let _ = std::fs::remove_file(leftover);
        }
    };
    clear();
    let copied = (|| {
        let mut target = connection::open(to, key, true)?;
        let backup = Backup::new(from, &mut target)?;
        loop {
            match backup.step(1_000)? {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
        drop(backup);
        target.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        drop(target);
        std::fs::rename(to, name).map_err(|source| StoreError::File {
            what: "Cannot write",
            path: name.to_owned(),
            source,
        })
    })();
    if copied.is_err() {
        clear();
    }
    copied
}

impl Store {
    /// Writes a whole copy of this store into an empty or new folder; the same key opens it.
    pub fn backup(&self, folder: &Path) -> Result<(), StoreError> {
        let place = Place::take(folder)?;
        let copied = connection::open_reader(&self.path(), self.key())
            .and_then(|source| copy(&source, &place.part().join(FILE), self.key()))
            .and_then(|()| self.header().write(place.part()));
        match copied {
            Ok(()) => place.settle(),
            Err(error) => {
                place.abandon();
                Err(error)
            }
        }
    }

    /// Makes `folder` a store again from a backup. The backup is opened and checked first; a store
    /// that stands in `folder` is never overwritten.
    pub fn restore(from: &Path, folder: &Path, key: StoreKey) -> Result<Self, StoreError> {
        let header = Header::read(from)?;
        if folder.join(crate::header::FILE).exists() {
            return Err(StoreError::Exists(folder.to_owned()));
        }
        let source = Self::open(from, header.clone(), key.clone())?;
        let report = source.check()?;
        if let Some(finding) = report.findings.first() {
            return Err(StoreError::Damaged(format!(
                "the backup is not sound: {}",
                finding.message
            )));
        }
        source.backup(folder)?;
        Self::open(folder, header, key)
    }
}
