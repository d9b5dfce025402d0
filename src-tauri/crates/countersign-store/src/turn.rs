//! Whose turn it is to read a directory, or to change it: one at a time, whatever programs have the store open.

use std::fs::{File, TryLockError};

use crate::{Store, StoreError};

/// The turn to read one directory, or to change it; over when this is dropped, or the program ends, however it ends.
#[derive(Debug)]
pub struct Turn {
    // The operating system gives it back.
    _lock: File,
}

impl Store {
    /// Takes the turn to read a directory; none: another read of it, here or in another program, has it.
    ///
    /// # Errors
    /// The store's folder cannot be written.
    pub fn turn(&self, directory: i64) -> Result<Option<Turn>, StoreError> {
        self.lock(format!("directory-{directory}.lock"))
    }

    /// Takes the turn to carry out plans of a directory; none: another run, here or in another program, has it.
    ///
    /// # Errors
    /// The store's folder cannot be written.
    pub fn turn_to_change(&self, directory: i64) -> Result<Option<Turn>, StoreError> {
        self.lock(format!("change-{directory}.lock"))
    }

    fn lock(&self, name: String) -> Result<Option<Turn>, StoreError> {
        let path = self.folder().join(name);
        let file = |source| StoreError::File {
            what: "Cannot lock",
            path: path.clone(),
            source,
        };
        let lock = File::create(&path).map_err(file)?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Turn { _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(file(source)),
        }
    }
}
