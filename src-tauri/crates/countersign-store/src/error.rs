//! What can go wrong with a store, in the words of the person who opened it.

use std::path::PathBuf;

/// A problem of the store. Each says what is wrong and where; none leaves anything half changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("There is no store at {0}.")]
    NotAStore(PathBuf),
    #[error("There is a store at {0} already.")]
    Exists(PathBuf),
    #[error("The key does not open this store.")]
    WrongKey,
    #[error("This store was written by a newer Countersign (store version {found}, this program knows {known}).")]
    Newer { found: i64, known: i64 },
    #[error("The store is damaged: {0}")]
    Damaged(String),
    #[error("The disk is full; nothing was changed.")]
    Full,
    #[error("Another program is writing to this store.")]
    Busy,
    #[error("{what} {path}: {source}")]
    File {
        what: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("The store's description store.json is not readable: {0}")]
    Header(String),
    #[error("The key could not be derived: {0}")]
    Key(String),
    #[error("The store refused this: {}.", in_short(.0))]
    Sqlite(#[source] rusqlite::Error),
    #[error("{refusal}")]
    Pen {
        refusal: countersign_domain::pen::Refusal,
        /// What the workstation that writes is called, where it is known.
        holder: Option<String>,
    },
    #[error("The store holds a value that this program cannot read: {0}")]
    Value(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase};
        // Not even the memory shared by readers and writer can be laid out: SQLite has no word of its own
        // for the full disk then.
        if error
            .sqlite_error()
            .is_some_and(|one| one.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
        {
            return Self::Full;
        }
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::Full,
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy,
            Some(DatabaseCorrupt) => Self::Damaged(error.to_string()),
            Some(NotADatabase) => Self::WrongKey,
            _ => Self::Sqlite(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Value(error.to_string())
    }
}

/// What SQLite said, without the statement: that is for the log, not for a person.
fn in_short(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}
