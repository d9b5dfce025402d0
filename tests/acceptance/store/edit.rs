//! A random run: single cells changed, rows taken out, put in and changed over, by force and in every place that the
//! log answers for. Not one passes its verification, or the comparison with a checkpoint that was kept elsewhere.

use std::collections::BTreeMap;

use countersign_domain::merkle::{Hash, Tree, leaf};
use countersign_store::rusqlite::types::Value;
use countersign_store::rusqlite::{Connection, params_from_iter};
use countersign_store::{audit, checkpoint};
use countersign_tests::cli::Cli;

use super::{decided, raw, sample};

const EDITS: usize = 900;

/// What the log answers for: the columns of each table, and which rows. Whether a row of items is missing the log does
/// not say, nor what an item's other columns hold; reviews of several stages keep their decisions in another way.
const COVERED: [(&str, &[&str], &str); 5] = [
    ("audit", &["seq", "entry", "hash"], "1"),
    ("audit_node", &["level", "idx", "hash"], "1"),
    ("checkpoint", &["id", "size", "root", "note", "key_id"], "1"),
    (
        "decision_event",
        &[
            "item_id",
            "at",
            "actor_id",
            "actor",
            "decision",
            "justification",
            "source",
            "stage",
            "note",
            "audit_seq",
        ],
        "1",
    ),
    (
        "item",
        &["decision", "standing", "stage"],
        "instance_id IN (SELECT id FROM instance WHERE stage_count = 1)",
    ),
];

struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) % most.max(1) as u64) as usize
    }

    /// Another value than this one, of its kind.
    fn other(&mut self, value: &Value) -> Value {
        let bytes = |chance: &mut Self, mut bytes: Vec<u8>| {
            let at = chance.below(bytes.len());
            match chance.below(3) {
                0 if !bytes.is_empty() => bytes[at] ^= 1 << chance.below(7),
                1 if !bytes.is_empty() => drop(bytes.remove(at)),
                _ => bytes.insert(at, b'x'),
            }
            bytes
        };
        match value {
            Value::Integer(number) => Value::Integer(number + [1, -1, 7, 1_000_000][self.below(4)]),
            Value::Text(text) => match String::from_utf8(bytes(self, text.clone().into_bytes())) {
                Ok(text) => Value::Text(text),
                Err(_) => Value::Text(format!("{text} ")),
            },
            Value::Blob(blob) if blob.len() == 32 => {
                let mut blob = blob.clone();
                blob[self.below(32)] ^= 1 << self.below(8);
                Value::Blob(blob)
            }
            Value::Blob(blob) => Value::Blob(bytes(self, blob.clone())),
            Value::Null => Value::Integer(1),
            Value::Real(number) => Value::Real(number + 1.0),
        }
    }
}

/// The store past the program, with nothing that refuses.
fn open(cli: &Cli) -> Connection {
    let connection = raw(cli);
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
        .expect("no rules");
    let triggers: Vec<String> = {
        let mut all = connection
            .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            .expect("triggers");
        let names = all.query_map([], |row| row.get(0)).expect("names");
        names.map(|name| name.expect("a name")).collect()
    };
    for trigger in triggers {
        connection
            .execute_batch(&format!("DROP TRIGGER {trigger}"))
            .expect("dropped");
    }
    // They are made of the entries, and would refuse one that is no JSON.
    connection
        .execute_batch("DROP INDEX audit_by_subject;")
        .expect("dropped");
    connection
}

fn rows(connection: &Connection, table: &str, columns: &str, wanted: &str) -> Vec<(i64, Vec<Value>)> {
    let key = if table == "audit_node" {
        "level * 1000000 + idx"
    } else {
        "rowid"
    };
    let sql = format!("SELECT {key}, {columns} FROM {table} WHERE {wanted} ORDER BY 1");
    let mut statement = connection.prepare(&sql).expect("a table");
    let width = statement.column_count();
    let rows = statement.query_map([], |row| {
        let cells = (1..width).map(|at| row.get(at)).collect::<Result<_, _>>()?;
        Ok((row.get(0)?, cells))
    });
    rows.expect("rows").map(|row| row.expect("a row")).collect()
}

fn one(table: &str) -> &'static str {
    if table == "audit_node" {
        "level * 1000000 + idx = ?1"
    } else {
        "rowid = ?1"
    }
}

/// Makes one edit; answers what it was, or none where it changes nothing.
fn edit(connection: &Connection, chance: &mut Chance) -> Option<String> {
    let (table, columns, wanted) = COVERED[chance.below(COVERED.len())];
    let all = rows(connection, table, &columns.join(", "), wanted);
    let (row, cells) = &all[chance.below(all.len())];
    let at = chance.below(columns.len());
    let change = |row: i64, column: &str, value: &Value| {
        let sql = format!("UPDATE {table} SET {column} = ?2 WHERE {}", one(table));
        connection.execute(&sql, params_from_iter([&Value::Integer(row), value]))
    };
    // Items that are missing are not the log's to tell, nor are more of them; and a second copy of a genuine checkpoint
    // says nothing false.
    let kind = match (table, columns[at]) {
        ("item", _) | ("checkpoint", "id") => 0,
        _ => chance.below(4),
    };
    let (what, done) = match kind {
        0 => {
            let value = match chance.below(3) {
                0 => all[chance.below(all.len())].1[at].clone(),
                _ => chance.other(&cells[at]),
            };
            if value == cells[at] {
                return None;
            }
            (
                format!("{}: {:?} became {value:?}", columns[at], cells[at]),
                change(*row, columns[at], &value),
            )
        }
        1 => {
            let sql = format!("DELETE FROM {table} WHERE {}", one(table));
            ("taken out".to_owned(), connection.execute(&sql, [row]))
        }
        2 => {
            // A copy with one cell changed.
            let mut copy = cells.clone();
            copy[at] = chance.other(&copy[at]);
            let places = (1..=copy.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
            let at_all = if table == "checkpoint" {
                (", at", ", '2026-01-01T00:00:00.000Z'")
            } else {
                ("", "")
            };
            let sql = format!(
                "INSERT INTO {table} ({}{}) VALUES ({places}{})",
                columns.join(", "),
                at_all.0,
                at_all.1
            );
            (
                format!("put in with {}: {:?}", columns[at], copy[at]),
                connection.execute(&sql, params_from_iter(&copy)),
            )
        }
        _ => {
            let (other, theirs) = &all[chance.below(all.len())];
            if theirs[at] == cells[at] || columns[at] == "seq" {
                return None;
            }
            let done = change(*row, columns[at], &theirs[at]).and_then(|_| change(*other, columns[at], &cells[at]));
            (format!("{} changed over with row {other}", columns[at]), done)
        }
    };
    // What a UNIQUE forbids cannot be done by force either.
    done.ok().filter(|rows| *rows > 0)?;
    Some(format!("{table} row {row}: {what}"))
}

/// What tells that the store is not what it was: its own verification, or a checkpoint that was kept.
fn is_found(connection: &Connection, kept: &(u64, Hash)) -> bool {
    let own = audit::verify(connection).map_or(true, |verified| verified.broken.is_some());
    own || {
        let entries = audit::head(connection).expect("a head").entries;
        u64::try_from(entries).unwrap_or_default() < kept.0
            || audit::root_at(connection, kept.0).map_or(true, |root| root != kept.1)
    }
}

/// A store with some history, and its newest checkpoint as it was kept elsewhere.
fn lived() -> (Cli, Connection, (u64, Hash)) {
    let cli = sample();
    cli.ok(&["audit", "checkpoint"]);
    let instance = decided(&cli);
    for item in cli.items(&instance).iter().take(6) {
        cli.ok(&[
            "item",
            "decide",
            &item["item"].to_string(),
            "--decision",
            "deny",
            "--justification",
            "Left",
            "--as",
            "p0161",
        ]);
    }
    cli.ok(&["audit", "checkpoint"]);
    let review = cli.ok(&["review", "list"])["rows"][0]["review"].to_string();
    cli.ok(&["review", "stop", &review]);
    cli.ok(&["audit", "checkpoint"]);
    let connection = open(&cli);
    let newest = checkpoint::newest(&connection).expect("reads").expect("a checkpoint");
    let kept = (u64::try_from(newest.size).expect("a size"), newest.root);
    let verified = audit::verify(&connection).expect("reads");
    assert_eq!((verified.broken.as_ref(), verified.checkpoints), (None, 3));
    assert!(
        verified.entries > 16,
        "{} entries: no hash of the tree is kept",
        verified.entries
    );
    assert!(!is_found(&connection, &kept));
    (cli, connection, kept)
}

#[test]
fn not_one_of_some_hundred_random_edits_of_what_the_log_covers_passes() {
    let (_cli, connection, kept) = lived();
    let mut chance = Chance(5);
    let (mut counts, mut nothing) = (BTreeMap::new(), 0);
    for _ in 0..EDITS {
        connection.execute_batch("SAVEPOINT one").expect("begins");
        match edit(&connection, &mut chance) {
            Some(what) => {
                assert!(is_found(&connection, &kept), "nothing tells of it: {what}");
                let table = what.split(' ').next().expect("a table").to_owned();
                *counts.entry(table).or_insert(0) += 1;
            }
            None => nothing += 1,
        }
        connection.execute_batch("ROLLBACK TO one; RELEASE one").expect("ends");
    }
    assert!(!is_found(&connection, &kept), "every edit was undone");
    println!("edits that were found: {counts:?}; {nothing} changed nothing");
    for (table, _, _) in COVERED {
        assert!(
            counts.get(table).is_some_and(|count| *count > 40),
            "{table}: {counts:?}"
        );
    }
}

/// Everything that follows from the entries, made anew: the chain and the kept hashes of the tree.
fn seal_anew(connection: &Connection) {
    let entries = rows(connection, "audit", "entry", "1");
    let mut hash = [0; 32];
    let mut nodes = Vec::new();
    let mut tree = Tree::default();
    for (seq, cells) in entries {
        let Value::Text(entry) = &cells[0] else {
            panic!("no text")
        };
        hash = audit::chain(&hash, entry.as_bytes());
        let update = connection.execute("UPDATE audit SET hash = ?2 WHERE seq = ?1", (seq, hash));
        update.expect("sealed");
        tree.add_leaf(leaf(entry.as_bytes()), |level, index, hash| {
            if level >= 4 {
                nodes.push((level, index, *hash));
            }
        });
    }
    connection.execute("DELETE FROM audit_node", []).expect("emptied");
    for (level, index, hash) in nodes {
        let index = i64::try_from(index).expect("an index");
        let put = connection.execute("INSERT INTO audit_node VALUES (?1, ?2, ?3)", (level, index, hash));
        put.expect("kept");
    }
}

#[test]
fn a_log_rewritten_cut_or_grown_and_sealed_anew_is_found_by_its_checkpoints_and_by_one_kept_elsewhere() {
    let (_cli, connection, kept) = lived();
    let last = i64::try_from(kept.0).expect("a size");
    let from = |seq: i64| {
        format!("DELETE FROM decision_event WHERE audit_seq >= {seq}; DELETE FROM audit WHERE seq >= {seq};")
    };
    let renumber = |by: i64| {
        format!(
            "UPDATE audit SET seq = seq + {by} + 1000000 WHERE seq > 3; UPDATE audit SET seq = seq - 1000000 WHERE seq > 1000000;
             UPDATE audit SET entry = json_set(entry, '$.seq', seq);
             UPDATE decision_event SET audit_seq = audit_seq + {by} WHERE audit_seq > 3;"
        )
    };
    let reworded = "UPDATE audit SET entry = replace(entry, 'carol', 'mallory') WHERE seq = 2;".to_owned();
    let removed = format!("DELETE FROM audit WHERE seq = 3; {}", renumber(-1));
    let inserted = format!(
        "{} INSERT INTO audit (seq, entry, hash) SELECT 4, json_set(entry, '$.seq', 4), hash FROM audit WHERE seq = 3;",
        renumber(1)
    );
    let reordered = "UPDATE audit SET seq = -2 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = -2;
                     UPDATE audit SET entry = json_set(entry, '$.seq', seq) WHERE seq IN (2, 3);".to_owned();
    let clock =
        "UPDATE audit SET entry = json_set(entry, '$.at', '2020-01-01T00:00:00.000Z') WHERE seq = 5;".to_owned();
    for (what, sql) in [
        ("reworded", reworded),
        ("removed", removed),
        ("inserted", inserted),
        ("reordered", reordered),
        ("set back", clock),
        ("cut off", from(last)),
        ("cut off early", from(8)),
    ] {
        for without in ["", "DELETE FROM checkpoint;"] {
            connection.execute_batch("SAVEPOINT one").expect("begins");
            connection
                .execute_batch(&sql)
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            connection.execute_batch(without).expect("gone");
            seal_anew(&connection);
            let verified = audit::verify(&connection).expect("reads");
            if without.is_empty() {
                let said = verified.broken.map(|broken| broken.to_string()).unwrap_or_default();
                assert!(
                    said.starts_with("Checkpoint ") || said.starts_with("The decisions recorded"),
                    "{what}: {said}"
                );
            }
            assert!(is_found(&connection, &kept), "{what}: nothing tells of it");
            connection.execute_batch("ROLLBACK TO one; RELEASE one").expect("ends");
        }
    }
    // A checkpoint that was taken away is missed by the entry that records it.
    connection
        .execute_batch("DELETE FROM checkpoint WHERE id = 1")
        .expect("gone");
    let said = audit::verify(&connection)
        .expect("reads")
        .broken
        .map(|broken| broken.to_string());
    let seq: i64 = connection
        .query_row(
            "SELECT seq FROM audit WHERE entry ->> '$.subject' = 'checkpoint:1'",
            [],
            |row| row.get(0),
        )
        .expect("an entry");
    assert_eq!(
        said,
        Some(format!(
            "Checkpoint 1, which entry {seq} of the audit log records, is gone."
        ))
    );
}
