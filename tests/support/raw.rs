//! The store's own file, opened past the program.

use std::path::Path;

use countersign_store::rusqlite::Connection;
use countersign_store::{Header, Store};

/// Opens the database of the store in this folder, whose passphrase is given where it has one.
pub fn open(folder: &Path, passphrase: Option<&str>) -> Connection {
    let header = Header::read(folder).expect("store.json");
    let key = Store::derive_key(&header, passphrase).expect("a key").expect("a key");
    let connection = Connection::open(folder.join("store.db")).expect("the file");
    let words = format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = 8192; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;",
        key.to_hex().as_str()
    );
    connection.execute_batch(&words).expect("the key");
    connection
}

/// Changes a table of what came in packets past the program.
pub fn force(folder: &Path, passphrase: Option<&str>, table: &str, sql: &str) {
    let words = format!(
        "PRAGMA foreign_keys = OFF; DROP TRIGGER IF EXISTS {table}_stays_as_it_came;
         DROP TRIGGER IF EXISTS {table}_is_never_deleted; {sql}"
    );
    open(folder, passphrase)
        .execute_batch(&words)
        .expect("a change by force");
}
