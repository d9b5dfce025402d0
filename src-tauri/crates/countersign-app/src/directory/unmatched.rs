//! Whom the rows of a table name and nobody of the import is: listed, with what they hold, and with whoever of
//! another directory goes by that name.

use std::collections::HashMap;

use countersign_store::StoreError;
use countersign_store::rusqlite::params;
use serde::Serialize;
use ts_rs::TS;

use super::health::SyncListInput;
use super::one;
use crate::Problem;
use crate::call::Read;
use crate::principal::page;

/// The keys that the connector for files gives to such people.
const FROM: &str = "unmatched:";
const TO: &str = "unmatched;";

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnmatchedPage {
    pub rows: Vec<UnmatchedRow>,
    pub total: i64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnmatchedRow {
    pub principal: i64,
    /// What the table shows, and how it names them.
    pub display_name: String,
    pub named: String,
    /// Entitlements held under that name.
    pub held: i64,
    /// People of other directories whose mail address, account or employee id it is; the first, and how many.
    pub meant: Option<UnmatchedMeant>,
    pub meant_count: i64,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnmatchedMeant {
    pub principal: i64,
    pub display_name: String,
    pub directory_name: String,
    /// `mail`, `userName` or `employeeId`.
    pub by: String,
}

pub(crate) fn list(read: &Read<'_>, input: SyncListInput) -> Result<UnmatchedPage, Problem> {
    one(read.connection, input.directory)?;
    let (offset, limit) = page(input.offset, input.limit);
    let mut statement = read
        .connection
        .prepare_cached(
            "SELECT p.id, p.display_name, coalesce(p.user_name, p.dn),
                    (SELECT count(*) FROM \"grant\" g WHERE g.principal_id = p.id)
             FROM principal p WHERE p.directory_id = ?1 AND p.key >= ?2 AND p.key < ?3 AND p.removed_snapshot_id IS NULL
             ORDER BY p.display_name, p.id LIMIT ?5 OFFSET ?4",
        )
        .map_err(StoreError::from)?;
    let mut rows: Vec<UnmatchedRow> = statement
        .query_map(params![input.directory, FROM, TO, offset, limit], |row| {
            Ok(UnmatchedRow {
                principal: row.get(0)?,
                display_name: row.get(1)?,
                named: row.get(2)?,
                held: row.get(3)?,
                meant: None,
                meant_count: 0,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    let total = read
        .connection
        .query_row(
            "SELECT count(*) FROM principal WHERE directory_id = ?1 AND key >= ?2 AND key < ?3
             AND removed_snapshot_id IS NULL",
            params![input.directory, FROM, TO],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    find(read, input.directory, &mut rows)?;
    Ok(UnmatchedPage { rows, total })
}

/// One walk over the people of the other directories, for all rows of the page.
fn find(read: &Read<'_>, directory: i64, rows: &mut [UnmatchedRow]) -> Result<(), Problem> {
    let plain = |text: &str| text.trim().to_lowercase();
    let mut wanted: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        wanted.entry(plain(&row.named)).or_default().push(at);
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let mut statement = read
        .connection
        .prepare_cached(
            "SELECT p.id, p.display_name, d.name, p.mail, p.user_name, p.employee_id FROM principal p
             JOIN directory d ON d.id = p.directory_id WHERE p.directory_id <> ?1 AND p.kind = 'user'
             AND p.removed_snapshot_id IS NULL AND NOT (p.key >= ?2 AND p.key < ?3) ORDER BY p.id",
        )
        .map_err(StoreError::from)?;
    let mut people = statement
        .query(params![directory, FROM, TO])
        .map_err(StoreError::from)?;
    while let Some(person) = people.next().map_err(StoreError::from)? {
        for (at, by) in [(3, "mail"), (4, "userName"), (5, "employeeId")] {
            let name: Option<&str> = person
                .get_ref(at)
                .map_err(StoreError::from)?
                .as_str_or_null()
                .ok()
                .flatten();
            let Some(found) = name.and_then(|name| wanted.get(&plain(name))) else {
                continue;
            };
            for row in found {
                let row = &mut rows[*row];
                row.meant_count += 1;
                if row.meant.is_none() {
                    row.meant = Some(UnmatchedMeant {
                        principal: person.get(0).map_err(StoreError::from)?,
                        display_name: person.get(1).map_err(StoreError::from)?,
                        directory_name: person.get(2).map_err(StoreError::from)?,
                        by: by.to_owned(),
                    });
                }
            }
            // One person counts once, by the first of its names.
            break;
        }
    }
    Ok(())
}
