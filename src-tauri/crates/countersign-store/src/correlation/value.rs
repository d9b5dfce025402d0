//! The values by which accounts are compared, and what a change of them can reach.

use std::collections::BTreeMap;

use countersign_domain::correlation::{Account, CorrelationRule};
use rusqlite::{Connection, params};

use super::Scope;
use crate::StoreError;

/// Brings the values of whatever changed up to date, and fills `near` with all it can have reached.
pub(super) fn reach(conn: &Connection, scope: Scope<'_>) -> Result<(), StoreError> {
    let unvalued: Vec<i64> = conn
        .prepare(
            "SELECT DISTINCT s.directory_id FROM snapshot s
             WHERE s.directory_id NOT IN (SELECT directory_id FROM valued_directory)",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for directory in &unvalued {
        conn.execute(
            "INSERT OR IGNORE INTO near SELECT id FROM principal WHERE directory_id = ?1 AND kind = 'user' AND bucket >= 0",
            [directory],
        )?;
        conn.execute("INSERT INTO valued_directory VALUES (?1)", [directory])?;
    }
    match scope {
        Scope::All => {}
        Scope::Snapshot { directory, snapshot } => {
            conn.execute(
                "INSERT OR IGNORE INTO near
                 SELECT id FROM principal WHERE since_snapshot_id = ?2 AND directory_id = ?1
                 UNION SELECT principal_id FROM past_principal WHERE until_snapshot_id = ?2",
                params![directory, snapshot],
            )?;
        }
        Scope::Of(ids) => {
            let mut put = conn.prepare_cached("INSERT OR IGNORE INTO near VALUES (?1)")?;
            for id in ids {
                put.execute([id])?;
            }
        }
    }
    let changed: Vec<i64> = conn
        .prepare("SELECT id FROM near ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    // By what they had in common before, and by what they have now.
    if matches!(scope, Scope::All) {
        conn.execute_batch(
            "INSERT OR IGNORE INTO near SELECT id FROM principal WHERE kind = 'user' AND bucket >= 0;
             INSERT OR IGNORE INTO near SELECT principal_id FROM correlation;",
        )?;
    } else {
        conn.execute_batch(include_str!("near.sql"))?;
    }
    if !matches!(scope, Scope::Of(_)) || !unvalued.is_empty() {
        renew(conn, &changed)?;
        if !matches!(scope, Scope::All) {
            conn.execute_batch(include_str!("near.sql"))?;
        }
    }
    Ok(())
}

/// Works out the values of these accounts anew. A program's account has none: it is nobody's by what it is called.
fn renew(conn: &Connection, ids: &[i64]) -> Result<(), StoreError> {
    let mut forget = conn.prepare_cached("DELETE FROM account_value WHERE principal_id = ?1")?;
    let mut put = conn.prepare_cached("INSERT OR IGNORE INTO account_value VALUES (?1, ?2, ?3)")?;
    let mut one = conn.prepare_cached(
        "SELECT key, user_name, mail, employee_id, attributes FROM principal
         WHERE id = ?1 AND kind = 'user' AND bucket >= 0",
    )?;
    let mut values = Vec::new();
    for id in ids {
        forget.execute([id])?;
        let mut rows = one.query([id])?;
        let Some(row) = rows.next()? else { continue };
        let text = |column: usize| -> Result<Option<String>, rusqlite::Error> { row.get(column) };
        let (key, user_name, mail, employee_id): (String, _, _, _) = (row.get(0)?, text(1)?, text(2)?, text(3)?);
        let attributes = match row.get_ref(4)?.as_str() {
            Ok("{}") | Err(_) => BTreeMap::new(),
            Ok(json) => serde_json::from_str::<BTreeMap<String, Vec<String>>>(json)?,
        };
        if attributes
            .get("serviceAccount")
            .is_some_and(|list| list.first().is_some_and(|one| one == "true"))
        {
            continue;
        }
        let account = Account {
            key: &key,
            user_name: user_name.as_deref(),
            mail: mail.as_deref(),
            employee_id: employee_id.as_deref(),
            attributes: &attributes,
        };
        for rule in CorrelationRule::ALL {
            values.extend(account.values(rule).into_iter().map(|value| (value, rule.word(), *id)));
        }
        if values.len() > 50_000 {
            write(&mut put, &mut values)?;
        }
    }
    write(&mut put, &mut values)
}

/// In the order of the table, so that it is gone through once.
fn write(
    put: &mut rusqlite::CachedStatement<'_>,
    values: &mut Vec<(String, &'static str, i64)>,
) -> Result<(), StoreError> {
    values.sort_unstable();
    for (value, rule, id) in values.drain(..) {
        put.execute(params![value, rule, id])?;
    }
    Ok(())
}
