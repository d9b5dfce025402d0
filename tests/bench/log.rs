//! The audit log at a million entries: making it, verifying it beside hashing the same bytes, and one proof.

use std::time::Duration;

use chrono::{Duration as Span, Utc};
use countersign_domain::merkle;
use countersign_store::audit::{self, NewEntry};
use countersign_store::{NewStore, Store, StoreError, checkpoint};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::measure::{quantile, ratio, shown, timed};
use crate::place::Place;
use crate::table::{Reach, Row};
use crate::{Outcome, Size};

const PROOFS: usize = 2_000;
/// Entries in one transaction, while the log is filled.
const AT_ONCE: usize = 20_000;

fn said(error: StoreError) -> String {
    error.to_string()
}

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("log");
    let new = NewStore {
        organization: "Log",
        practice: true,
        passphrase: None,
        now: Utc::now(),
    };
    let store = Store::init(&folder, &new, |_, _| Ok(())).map_err(said)?;
    let entries = size.of(1_000_000);
    let (filled, filling) = timed(|| fill(&store, entries));
    filled?;
    let (hashed, hashing) = timed(|| hash(&store));
    let bytes = hashed?;
    let (seen, verifying) = timed(|| store.read(audit::verify));
    let seen = seen.map_err(said)?;
    if let Some(broken) = seen.broken {
        return Err(broken.to_string());
    }
    let proofs = prove(&store, entries, &seen.root)?;
    let one = quantile(&proofs, 0.99);
    let rows = vec![
        Row::new(
            format!("verifying a log of {entries} entries, {} MB", bytes / 1_000_000),
            shown(verifying),
        )
        .beside(
            format!("reading and hashing the same bytes: {}", shown(hashing)),
            ratio(verifying, hashing),
            Reach::AtMost(3.0),
        ),
        Row::new(
            "one inclusion proof, made and checked, p99".to_owned(),
            format!("{:.3} ms", one.as_secs_f64() * 1e3),
        )
        .within("≤ 1 ms", one <= Duration::from_millis(1)),
        Row::new(
            "  median".to_owned(),
            format!("{:.3} ms", quantile(&proofs, 0.5).as_secs_f64() * 1e3),
        ),
        Row::new(
            "  appending an entry to chain and tree, without the commit".to_owned(),
            format!("{:.1} µs", filling.as_secs_f64() * 1e6 / entries as f64),
        ),
    ];
    drop(store);
    let _ = std::fs::remove_dir_all(&folder);
    Ok(rows)
}

fn fill(store: &Store, entries: usize) -> Outcome<()> {
    let start = Utc::now();
    for first in (0..entries).step_by(AT_ONCE) {
        let filled: Result<(), StoreError> = store.write(|transaction| {
            for number in first..(first + AT_ONCE).min(entries) {
                let new = NewEntry {
                    at: start + Span::milliseconds(number as i64),
                    actor: "Erika Mustermann (principal 4711)",
                    assurance: "directoryBind",
                    device: "workstation-17",
                    operation: "exception.confirm",
                    subject: format!("exception:{number}"),
                    detail: json!({
                        "exception": number, "justification": "Still needed for the year's end, as agreed with the owner.",
                        "untilOn": "2027-03-31", "before": { "untilOn": "2026-12-31", "state": "approved" },
                    }),
                    instance_id: None,
                    package_id: None,
                };
                audit::append(transaction, &new)?;
            }
            Ok(())
        });
        filled.map_err(said)?;
    }
    Ok(())
}

/// Every entry read and put through SHA-256 once: what no verification can do without.
fn hash(store: &Store) -> Outcome<u64> {
    let hashed: Result<u64, StoreError> = store.read(|connection| {
        let mut statement = connection.prepare("SELECT entry FROM audit ORDER BY seq")?;
        let mut rows = statement.query([])?;
        let (mut sha, mut bytes) = (Sha256::new(), 0);
        while let Some(row) = rows.next()? {
            let entry = row.get_ref(0)?.as_bytes().unwrap_or_default();
            sha.update(entry);
            bytes += entry.len() as u64;
        }
        std::hint::black_box(sha.finalize());
        Ok(bytes)
    });
    hashed.map_err(said)
}

fn prove(store: &Store, entries: usize, root: &merkle::Hash) -> Outcome<Vec<Duration>> {
    let size = entries as u64;
    let mut times = Vec::with_capacity(PROOFS);
    for at in 0..PROOFS as u64 {
        let index = at * 7_919_191 % size;
        let seq = index as i64 + 1;
        let (proven, took) = timed(|| {
            let proven: Result<bool, StoreError> = store.read(|connection| {
                checkpoint::newest(connection)?;
                let proof = audit::inclusion(connection, seq, size)?;
                let leaf = audit::leaf_of(connection, seq)?;
                Ok(merkle::verify_inclusion(&leaf, index, size, &proof, root))
            });
            proven
        });
        if !proven.map_err(said)? {
            return Err(format!("entry {seq} is not proven"));
        }
        times.push(took);
    }
    Ok(times)
}
