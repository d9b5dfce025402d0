//! Backup and restore of a whole store.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::store::FILE;
use crate::{Header, Store, StoreError, StoreKey, connection};

/// Copies a database page by page into a new file under the same key.
pub(crate) fn copy(from: &Connection, to: &Path, key: &StoreKey) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Exists(to.to_owned()));
    }
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
        Ok(())
    })();
    if copied.is_err() {
        let _ = std::fs::remove_file(to);
    }
    copied
}

impl Store {
    /// Writes a whole copy of this store into an empty or new folder; the same key opens it.
    pub fn backup(&self, folder: &Path) -> Result<(), StoreError> {
        if folder.join(FILE).exists() {
            return Err(StoreError::Exists(folder.to_owned()));
        }
        std::fs::create_dir_all(folder).map_err(|source| StoreError::File {
            what: "Cannot make the folder",
            path: folder.to_owned(),
            source,
        })?;
        let source = connection::open_reader(&self.path(), self.key())?;
        copy(&source, &folder.join(FILE), self.key())?;
        self.header().write(folder)
    }

    /// Makes `folder` a store again from a backup. The backup is opened and checked first; a store
    /// that stands in `folder` is never overwritten.
    pub fn restore(from: &Path, folder: &Path, key: StoreKey) -> Result<Self, StoreError> {
        let header = Header::read(from)?;
        if folder.join(crate::header::FILE).exists() || folder.join(FILE).exists() {
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
