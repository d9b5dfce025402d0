//! `store check`: is every page, every reference and every log entry as it was written?

use serde::Serialize;

use crate::{Store, StoreError, audit};

/// What a check looked at and found. No findings means sound.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    pub pages: i64,
    pub audit_entries: i64,
    pub findings: Vec<CheckFinding>,
}

/// One thing that is not as it was written.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckFinding {
    /// `page`, `structure`, `reference` or `audit`.
    pub kind: &'static str,
    pub message: String,
}

impl Store {
    /// Checks page seals (HMAC), B-tree structure, foreign keys and the audit log's hash chain.
    pub fn check(&self) -> Result<CheckReport, StoreError> {
        self.settle();
        self.read(|connection| {
            let mut findings = Vec::new();
            let mut collect = |kind: &'static str, sql: &str| -> Result<(), StoreError> {
                let mut statement = connection.prepare(sql)?;
                let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
                for row in rows {
                    let message = row?;
                    if message != "ok" {
                        findings.push(CheckFinding { kind, message });
                    }
                }
                Ok(())
            };
            collect("page", "PRAGMA cipher_integrity_check")?;
            collect("structure", "PRAGMA integrity_check(100)")?;
            collect(
                "reference",
                "SELECT 'a row of ' || \"table\" || ' refers to a missing ' || parent
                 FROM pragma_foreign_key_check LIMIT 100",
            )?;
            let log = audit::verify(connection)?;
            findings.extend(log.broken.into_iter().map(|broken| CheckFinding {
                kind: "audit",
                message: broken.to_string(),
            }));
            let pages = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            Ok(CheckReport {
                pages,
                audit_entries: log.entries,
                findings,
            })
        })
    }
}
