//! The log as a tree: what it proves, and what is found when somebody changed it by force.

use chrono::{DateTime, Duration, Utc};
use countersign_domain::checkpoint::{Checkpoint, SigningKey};
use countersign_domain::merkle::{self, Selection, Tree};
use countersign_store::audit::{self, Broken, Fault, NewEntry};
use countersign_store::rusqlite::{Transaction, params};
use countersign_store::{NewStore, Store, StoreError, checkpoint};
use zeroize::Zeroizing;

const ENTRIES: i64 = 300;

fn start() -> DateTime<Utc> {
    "2026-03-01T09:00:00Z".parse().expect("a moment")
}

struct Lab {
    _folder: tempfile::TempDir,
    store: Store,
}

fn append(transaction: &Transaction<'_>, number: i64, at: DateTime<Utc>) -> Result<i64, StoreError> {
    let new = NewEntry {
        at,
        actor: "Somebody (administrator)",
        assurance: "osAccount",
        device: "machine",
        operation: "thing.change",
        subject: format!("thing:{number}"),
        detail: serde_json::json!({ "number": number, "reason": "Ünïcode, “quoted”" }),
        instance_id: None,
        package_id: None,
    };
    audit::append(transaction, &new)
}

fn key(seed: u8) -> SigningKey {
    SigningKey::new("countersign/log", &Zeroizing::new([seed; 32])).expect("a name")
}

impl Lab {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let new = NewStore {
            organization: "Org",
            practice: true,
            passphrase: None,
            now: start(),
        };
        let store = Store::init(&folder.path().join("store"), &new, |_, _| Ok(())).expect("a store");
        let lab = Self { _folder: folder, store };
        lab.write(|transaction| {
            for number in 1..=ENTRIES {
                append(transaction, number, start() + Duration::minutes(number))?;
            }
            Ok(())
        });
        lab
    }

    fn write(&self, act: impl FnOnce(&Transaction<'_>) -> Result<(), StoreError>) {
        self.store.write::<_, StoreError>(act).expect("written");
    }

    /// Signs the first `size` entries.
    fn checkpoint(&self, size: i64) {
        self.write(|transaction| {
            let number = u64::try_from(size).expect("small");
            let said = Checkpoint {
                origin: "countersign/log".into(),
                size: number,
                root: audit::root_at(transaction, number)?,
                extensions: Vec::new(),
            };
            let id = match checkpoint::current_key(transaction)? {
                Some(key) => key.id,
                None => checkpoint::put_key(transaction, &key(1).verifying_key(), "practice", 1, start())?,
            };
            let note = said.sign(&key(1)).expect("a note");
            checkpoint::put(transaction, id, &said, &note, start())?;
            Ok(())
        });
    }

    /// Changes the store as nobody can who goes through the program.
    fn force(&self, sql: &str) {
        self.write(|transaction| {
            transaction.execute_batch(
                "DROP TRIGGER audit_is_never_updated; DROP TRIGGER audit_is_never_deleted;
                 DROP TRIGGER audit_node_is_never_updated; DROP TRIGGER audit_node_is_never_deleted;
                 DROP TRIGGER checkpoint_is_never_updated; DROP TRIGGER checkpoint_is_never_deleted;",
            )?;
            transaction.execute_batch(sql)?;
            Ok(())
        });
    }

    /// Seals the log anew after it was changed: chain, and the tree where it is asked for.
    fn seal(&self, and_tree: bool) {
        self.write(|transaction| {
            let mut statement = transaction.prepare("SELECT seq, entry FROM audit ORDER BY seq")?;
            let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
            let rows: Vec<(i64, String)> = rows.collect::<Result<_, _>>()?;
            let (mut head, mut tree, mut nodes) = ([0; 32], Tree::default(), Vec::new());
            for (seq, entry) in rows {
                head = audit::chain(&head, entry.as_bytes());
                transaction.execute(
                    "UPDATE audit SET hash = ?2 WHERE seq = ?1",
                    params![seq, head.as_slice()],
                )?;
                tree.add_leaf(merkle::leaf(entry.as_bytes()), |level, index, hash| {
                    nodes.push((level, index, *hash));
                });
            }
            for (level, index, hash) in nodes.into_iter().filter(|_| and_tree) {
                transaction.execute(
                    "UPDATE audit_node SET hash = ?3 WHERE level = ?1 AND idx = ?2",
                    params![level, i64::try_from(index).expect("small"), hash.as_slice()],
                )?;
            }
            Ok(())
        });
    }

    fn verify(&self) -> audit::Verification {
        self.store.read::<_, StoreError>(audit::verify).expect("verified")
    }

    fn broken(&self) -> Broken {
        self.verify().broken.expect("a finding")
    }
}

#[test]
fn every_entry_is_proven_against_every_later_state_of_the_log() {
    let lab = Lab::new();
    lab.checkpoint(0);
    lab.checkpoint(100);
    lab.checkpoint(ENTRIES - 1);
    let seen = lab.verify();
    assert_eq!((seen.broken, seen.entries, seen.checkpoints), (None, ENTRIES, 3));
    let checked = lab.store.read::<_, StoreError>(|connection| {
        let root = |size| audit::root_at(connection, size);
        assert_eq!(root(300)?, seen.root);
        for size in [1u64, 2, 15, 16, 17, 31, 33, 64, 200, 255, 256, 299, 300] {
            for seq in (1..=i64::try_from(size).expect("small")).step_by(7) {
                let proof = audit::inclusion(connection, seq, size)?;
                let leaf = audit::leaf_of(connection, seq)?;
                let index = u64::try_from(seq).expect("small") - 1;
                assert!(merkle::verify_inclusion(&leaf, index, size, &proof, &root(size)?));
                assert!(!merkle::verify_inclusion(
                    &leaf,
                    index,
                    size,
                    &proof,
                    &root(301 - size)?
                ));
            }
            let proof = audit::consistency(connection, size, 300)?;
            assert!(merkle::verify_consistency(
                (size, &root(size)?),
                (300, &root(300)?),
                &proof
            ));
        }
        // Many at once, as evidence has them.
        let chosen: Vec<u64> = (0..300)
            .filter(|index| index % 11 == 3 || (40..70).contains(index))
            .collect();
        let mut hashes = Vec::new();
        for hash in audit::proof(connection, 300, chosen.iter().copied()) {
            hashes.push(hash?);
        }
        assert!(hashes.len() < 100, "{}", hashes.len());
        let mut hashes = hashes.into_iter();
        let mut selection = Selection::new(300);
        for index in chosen {
            let leaf = audit::leaf_of(connection, i64::try_from(index).expect("small") + 1)?;
            selection.add(index, leaf, &mut hashes).expect("in order");
        }
        assert_eq!(selection.root(&mut hashes), Ok(root(300)?));
        // What is not there is refused.
        assert!(root(301).is_err());
        assert!(audit::inclusion(connection, 201, 200).is_err());
        assert!(audit::inclusion(connection, 0, 200).is_err());
        assert!(audit::proof(connection, 301, [0]).next().expect("an answer").is_err());
        assert!(audit::proof(connection, 300, [5, 4]).any(|one| one.is_err()));
        Ok(())
    });
    checked.expect("read");
}

#[test]
fn a_clock_that_was_set_back_is_marked_in_the_entry_and_noted() {
    let lab = Lab::new();
    lab.write(|transaction| {
        append(transaction, 301, start())?;
        append(transaction, 302, start() + Duration::minutes(1))?;
        Ok(())
    });
    let marked: (i64, String) = lab
        .store
        .read::<_, StoreError>(|connection| {
            Ok(connection.query_row(
                "SELECT seq, entry FROM audit WHERE entry ->> '$.clockBack' IS NOT NULL",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?)
        })
        .expect("one entry");
    assert_eq!(marked.0, 301);
    assert!(marked.1.contains(r#""clockBack":18000000,"actor""#), "{}", marked.1);
    let seen = lab.verify();
    assert_eq!((seen.broken, seen.clock_back_total), (None, 1));
    assert_eq!(
        (seen.clock_back[0].seq, seen.clock_back[0].milliseconds),
        (301, 18_000_000)
    );
}

#[test]
fn a_log_that_was_changed_is_found_and_the_entry_is_named() {
    let moved = "UPDATE audit SET seq = -1 WHERE seq = 20; UPDATE audit SET seq = 20 WHERE seq = 30;
                 UPDATE audit SET seq = 30 WHERE seq = -1;";
    let inserted =
        "UPDATE audit SET seq = seq + 1000 WHERE seq >= 50; UPDATE audit SET seq = seq - 999 WHERE seq >= 1050;
                    INSERT INTO audit SELECT 50, entry, hash, NULL FROM audit WHERE seq = 49;";
    for (sql, expected) in [
        (
            "DELETE FROM audit WHERE seq = 40",
            Broken::Gap {
                expected: 40,
                found: 41,
            },
        ),
        (moved, Broken::Entry { seq: 20 }),
        (inserted, Broken::Entry { seq: 50 }),
        (
            "UPDATE audit SET entry = replace(entry, 'quoted', 'quotes') WHERE seq = 77",
            Broken::Entry { seq: 77 },
        ),
        (
            "UPDATE audit_node SET hash = zeroblob(32) WHERE level = 5 AND idx = 2",
            Broken::Node { first: 65, last: 96 },
        ),
        (
            "DELETE FROM audit_node WHERE level = 4 AND idx = 3",
            Broken::Node { first: 49, last: 64 },
        ),
        (
            "INSERT INTO audit_node VALUES (4, 90, zeroblob(32))",
            // Of 300 entries 18 groups of 16 are full, 9 of 32, 4 of 64, 2 of 128 and 1 of 256.
            Broken::Tree {
                nodes: 35,
                expected: 34,
            },
        ),
        (
            "DELETE FROM audit WHERE seq > 290;",
            Broken::Checkpoint {
                id: 1,
                size: 300,
                fault: Fault::Shorter { entries: 290 },
            },
        ),
    ] {
        let lab = Lab::new();
        lab.checkpoint(ENTRIES);
        lab.force(sql);
        assert_eq!(lab.broken(), expected, "{sql}");
    }
}

#[test]
fn a_log_that_was_sealed_anew_is_found_by_its_tree_and_by_its_checkpoints() {
    let lab = Lab::new();
    lab.checkpoint(100);
    lab.force("UPDATE audit SET entry = replace(entry, 'quoted', 'quotes') WHERE seq = 77");
    lab.seal(false);
    assert_eq!(lab.broken(), Broken::Node { first: 65, last: 80 });
    lab.seal(true);
    let rewritten = Broken::Checkpoint {
        id: 1,
        size: 100,
        fault: Fault::Root,
    };
    assert_eq!(lab.broken(), rewritten);
    assert_eq!(
        rewritten.to_string(),
        "Checkpoint 1 over 100 entries shows another history: entries up to 100 were rewritten."
    );
}

#[test]
fn a_checkpoint_that_another_key_signed_is_found() {
    let lab = Lab::new();
    lab.checkpoint(100);
    let forged = Checkpoint {
        origin: "countersign/log".into(),
        size: 100,
        root: lab
            .store
            .read(|connection| audit::root_at(connection, 100))
            .expect("a root"),
        extensions: Vec::new(),
    };
    let note = forged.sign(&key(2)).expect("a note");
    lab.force(&format!("UPDATE checkpoint SET note = '{note}'"));
    let reason = "The checkpoint is not signed by the key “countersign/log”.".to_owned();
    let fault = Fault::Note { reason };
    assert_eq!(
        lab.broken(),
        Broken::Checkpoint {
            id: 1,
            size: 100,
            fault
        }
    );
}

#[test]
fn the_tree_and_the_checkpoints_refuse_to_be_changed() {
    let lab = Lab::new();
    lab.checkpoint(100);
    for sql in [
        "UPDATE audit_node SET hash = zeroblob(32)",
        "DELETE FROM audit_node",
        "UPDATE checkpoint SET size = 1",
        "DELETE FROM checkpoint",
    ] {
        let refused = lab
            .store
            .write::<_, StoreError>(|transaction| Ok(transaction.execute(sql, [])?));
        let said = refused.expect_err(sql).to_string();
        assert!(said.contains("is never changed"), "{said}");
    }
}
