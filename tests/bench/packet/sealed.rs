//! Verifying the log of what came back, beside reading and hashing the same rows.

use std::path::Path;

use countersign_store::rusqlite::types::ValueRef;
use countersign_store::{Store, StoreError, audit};
use sha2::{Digest, Sha256};

use crate::Outcome;
use crate::measure::{ratio, shown, timed};
use crate::table::{Reach, Row};

pub(super) fn measure(path: &Path) -> Outcome<Row> {
    let said = |error: StoreError| error.to_string();
    let store = super::store(path).map_err(said)?;
    let (hashed, hashing) = timed(|| hash(&store));
    let count = hashed.map_err(said)?;
    let (seen, verifying) = timed(|| store.read(audit::verify));
    if let Some(broken) = seen.map_err(said)?.broken {
        return Err(broken.to_string());
    }
    Ok(Row::new(
        format!("verifying a log that seals {count} decisions and returned answers"),
        shown(verifying),
    )
    .beside(
        format!("reading and hashing the same rows: {}", shown(hashing)),
        ratio(verifying, hashing),
        Reach::AtMost(3.0),
    ))
}

/// Reads every decision and every answer that came back, and hashes each; how many there are.
fn hash(store: &Store) -> Result<u64, StoreError> {
    store.read(|connection| {
        let mut count = 0;
        for table in ["decision_event", "taken_event"] {
            let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY id"))?;
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let mut hash = Sha256::new();
                for column in 0..columns {
                    match row.get_ref(column)? {
                        ValueRef::Text(text) => hash.update(text),
                        ValueRef::Integer(number) => hash.update(number.to_be_bytes()),
                        _ => {}
                    }
                }
                std::hint::black_box(hash.finalize());
                count += 1;
            }
        }
        Ok(count)
    })
}
