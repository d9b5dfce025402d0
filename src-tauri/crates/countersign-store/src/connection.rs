//! One way to open the file: keyed, checked, with the same settings everywhere.

use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::{StoreError, StoreKey};

/// KiB of pages that a connection keeps in the clear.
pub(crate) const USUAL: i64 = 16_000;
/// Acts with room for this many KiB of pages. For work that goes through a whole directory or review
/// in several orders at once: with less, pages are read in or written out many times, and each time
/// they are enciphered and sealed, which costs more than the work itself.
///
/// # Errors
/// Those of `act`.
pub fn with_room<T, E: From<StoreError>>(
    connection: &Connection,
    kib: i64,
    act: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    set_room(connection, kib)?;
    let done = act();
    set_room(connection, USUAL)?;
    done
}

/// SQLite takes KiB as a negative number, and a positive one as pages.
pub(crate) fn set_room(connection: &Connection, kib: i64) -> Result<(), StoreError> {
    Ok(connection.pragma_update(None, "cache_size", -kib)?)
}

/// Room for a transaction that writes a whole directory or a whole review.
pub(crate) const LARGE: i64 = 64_000;

/// Room for everybody and every group of a large directory.
pub(crate) const TABLE: i64 = 40_000;

/// SQLite calls itself ready before the cipher is: a thread that opens its first database while another opens its own finds
/// no cipher. So the first one is opened alone, whoever comes first.
static CIPHER: Once = Once::new();

/// Opens a keyed connection. `create` also sets what only a new file can be given.
pub(crate) fn open(path: &Path, key: &StoreKey, create: bool) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    // What keeps this one from opening keeps the next from it as well, which says it.
    CIPHER.call_once(|| drop(Connection::open_in_memory()));
    let connection = Connection::open_with_flags(path, flags)?;
    apply_key(&connection, "main", key)?;
    // The first read decides whether the key fits: SQLCipher answers "not a database" if it does not.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;",
    )?;
    set_room(&connection, USUAL)?;
    rusqlite::vtab::array::load_module(&connection)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Gives a database of a connection its key, as a raw key: Argon2id did the stretching already.
pub(crate) fn apply_key(connection: &Connection, schema: &str, key: &StoreKey) -> Result<(), StoreError> {
    let hex = key.to_hex();
    // Pages are sealed with HMAC-SHA-256, which processors compute by themselves and twice as fast as the
    // cipher's usual SHA-512; a page is sealed whenever it is written, and checked whenever it is read.
    // The cipher would write its own lines to standard error, beside the problem that says it better.
    let pragma = zeroize::Zeroizing::new(format!(
        "PRAGMA cipher_log_level = NONE; PRAGMA {schema}.key = \"x'{}'\"; PRAGMA {schema}.cipher_page_size = 8192;
         PRAGMA {schema}.cipher_hmac_algorithm = HMAC_SHA256;",
        hex.as_str()
    ));
    connection.execute_batch(&pragma)?;
    Ok(())
}

/// A reader sees everything and can write nothing.
pub(crate) fn open_reader(path: &Path, key: &StoreKey) -> Result<Connection, StoreError> {
    let connection = open(path, key, false)?;
    connection.execute_batch("PRAGMA query_only = ON;")?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::sync::Barrier;

    use super::*;

    /// A process opens its first store once, so it takes many processes to see many first times.
    #[test]
    fn the_first_stores_of_a_process_may_be_opened_at_once() {
        for _ in 0..40 {
            let mut first = Command::new(std::env::current_exe().expect("this program"));
            first.args(["--exact", "connection::tests::open_at_once", "--ignored"]);
            let said = first.output().expect("a process");
            assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
        }
    }

    #[test]
    #[ignore = "the process that opens"]
    fn open_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = StoreKey::random().expect("a key");
        let together = Barrier::new(8);
        std::thread::scope(|scope| {
            for n in 0..8 {
                let (folder, key, together) = (&folder, &key, &together);
                scope.spawn(move || {
                    together.wait();
                    open(&folder.path().join(format!("{n}.db")), key, true).expect("a store");
                });
            }
        });
    }
}
