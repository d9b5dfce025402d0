//! Forward-only migrations, each in one transaction, after a backup of what was there.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::{StoreError, StoreKey, backup};

/// The schema, step by step. A step that has shipped is never edited.
const STEPS: &[&[&str]] = &[&[
    include_str!("migration/audit.sql"),
    include_str!("snapshot/schema.sql"),
    include_str!("migration/review.sql"),
    include_str!("migration/plan.sql"),
    include_str!("migration/notice.sql"),
    include_str!("migration/exception.sql"),
    include_str!("migration/catalog.sql"),
    include_str!("migration/policy.sql"),
    include_str!("migration/request.sql"),
    include_str!("migration/assignment.sql"),
    include_str!("migration/organization.sql"),
    include_str!("migration/conflict.sql"),
    include_str!("migration/suggestion.sql"),
    include_str!("migration/control.sql"),
    include_str!("migration/role.sql"),
    include_str!("migration/acknowledgement.sql"),
    include_str!("migration/retention.sql"),
    include_str!("migration/evidence_key.sql"),
    include_str!("migration/history.sql"),
    include_str!("migration/sample.sql"),
    include_str!("migration/device.sql"),
    include_str!("migration/sync.sql"),
    include_str!("migration/past_principal.sql"),
    include_str!("migration/correlation.sql"),
    include_str!("migration/exchange.sql"),
    include_str!("migration/workbook.sql"),
    include_str!("migration/answer.sql"),
    include_str!("migration/workstation.sql"),
    include_str!("migration/approval.sql"),
    include_str!("migration/request_packet.sql"),
]];

/// Brings the file to the newest version this program knows; refuses a newer one. A new file gets no backup.
pub(crate) fn run(writer: &mut Connection, path: &Path, key: &StoreKey) -> Result<(), StoreError> {
    walk(writer, path, key, STEPS)
}

fn walk(writer: &mut Connection, path: &Path, key: &StoreKey, steps: &[&[&str]]) -> Result<(), StoreError> {
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let found: i64 = writer.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if found > 0 && found < known {
        backup::copy(writer, &path.with_extension(format!("before-{known}.db")), key)?;
    }
    for version in found..known {
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let step = usize::try_from(version)
            .map_err(|_| StoreError::Damaged(format!("the store version {version} is negative")))?;
        for sql in steps[step] {
            transaction.execute_batch(sql)?;
        }
        transaction.execute_batch(&format!("PRAGMA user_version = {}", version + 1))?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection;

    /// The newest schema, with nothing in it.
    fn newest() -> Connection {
        let writer = Connection::open_in_memory().expect("a store in memory");
        for sql in STEPS.iter().copied().flatten() {
            writer.execute_batch(sql).expect("a step");
        }
        writer
    }

    /// For `CHECK (word IN ('a','b','c'))` SQLite makes a table of the words for each row that is written, which takes
    /// longer than writing it. With two words, and with `=` and `OR`, it compares.
    #[test]
    fn a_check_compares_and_makes_no_table_for_each_row() {
        let writer = newest();
        let names = |kind: &str| -> Vec<String> {
            let names = format!("SELECT name FROM sqlite_schema WHERE type = '{kind}' AND sql IS NOT NULL");
            let mut statement = writer.prepare(&names).expect("a query");
            let names = statement.query_map([], |row| row.get(0)).expect("rows");
            names.collect::<Result<_, _>>().expect("names")
        };
        // An index over some of the rows has its own words, which its queries repeat.
        for index in names("index") {
            writer.execute_batch(&format!("DROP INDEX {index}")).expect("no index");
        }
        let tables = names("table");
        assert!(tables.len() > 100, "{}", tables.len());
        for table in tables {
            let sql = format!("EXPLAIN INSERT INTO \"{table}\" DEFAULT VALUES");
            let mut statement = writer.prepare(&sql).expect("a query");
            let codes = statement.query_map([], |row| row.get::<_, String>(1)).expect("rows");
            let codes: Vec<String> = codes.collect::<Result<_, _>>().expect("codes");
            let made = codes.iter().any(|code| code == "OpenEphemeral");
            assert!(!made, "{table}");
        }
    }

    /// Where rows wait for the entry that they name, SQLite looks for those that name it as the entry is written: without
    /// an index it reads the whole table, once for each entry.
    #[test]
    fn rows_that_wait_for_their_entry_are_found_by_an_index() {
        let writer = newest();
        let tables = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%DEFERRABLE%'";
        let mut statement = writer.prepare(tables).expect("a query");
        let tables = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
        let mut looked = 0;
        for table in tables {
            let table = table.expect("a table");
            let keys = format!("SELECT \"from\" FROM pragma_foreign_key_list('{table}') WHERE \"table\" = 'audit'");
            let mut statement = writer.prepare(&keys).expect("a query");
            let columns = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
            for column in columns {
                let column = column.expect("a column");
                let sql = format!("EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 1");
                let plan: String = writer.query_row(&sql, [], |row| row.get(3)).expect("a plan");
                assert!(plan.starts_with("SEARCH"), "{table}.{column}: {plan}");
                looked += 1;
            }
        }
        assert!(looked > 10, "{looked}");
    }

    #[test]
    fn what_a_killed_migration_left_does_not_hinder_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("store.db");
        let key = StoreKey::random().expect("a key");
        let mut writer = connection::open(&path, &key, true).expect("a file");
        run(&mut writer, &path, &key).expect("the first steps");
        // Killed while the backup was written, and in another attempt after it.
        std::fs::write(folder.path().join("store.before-2.part"), b"half").expect("a half backup");
        std::fs::write(folder.path().join("store.before-2.part-wal"), b"half").expect("its log");
        std::fs::write(folder.path().join("store.before-2.db"), b"an older one").expect("a backup");
        let steps = [STEPS[0], &["CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT"]];
        walk(&mut writer, &path, &key, &steps).expect("the next attempt goes on");
        let version = |connection: &Connection| -> i64 {
            connection
                .query_row("PRAGMA user_version", [], |row| row.get(0))
                .expect("a version")
        };
        assert_eq!(version(&writer), 2);
        let before = connection::open(&folder.path().join("store.before-2.db"), &key, false).expect("the backup opens");
        assert_eq!(version(&before), 1);
        assert!(!folder.path().join("store.before-2.part").exists());
    }
}
