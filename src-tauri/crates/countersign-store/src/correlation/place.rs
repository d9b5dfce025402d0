//! Finding the people: turn by turn, rule by rule, each a statement over sets.

use std::collections::HashMap;

use countersign_domain::correlation::CorrelationSetting;
use rusqlite::{Connection, params};

use crate::StoreError;

/// Empties the tables of the work and fills in what is asked for.
pub(super) fn prepare(conn: &Connection, setting: &CorrelationSetting) -> Result<(), StoreError> {
    conn.execute_batch(include_str!("scratch.sql"))?;
    let mut put = conn.prepare_cached("INSERT OR IGNORE INTO asked_rule VALUES (?1, ?2)")?;
    for (place, rule) in (0_i64..).zip(&setting.rules) {
        put.execute(params![rule.word(), place])?;
    }
    // The source of people first, then who has left there: they still bind their accounts elsewhere together. In
    // other directories who is gone comes last.
    conn.execute(
        "INSERT INTO turn
         SELECT row_number() OVER (ORDER BY CASE WHEN id IS ?1 THEN 1 - present ELSE 3 - present END, id), id, present
         FROM directory CROSS JOIN (SELECT 1 AS present UNION ALL SELECT 0)",
        [setting.source],
    )?;
    Ok(())
}

/// Gives everybody who is near a person.
pub(super) fn place(conn: &Connection, setting: &CorrelationSetting) -> Result<(), StoreError> {
    conn.execute_batch(
        "INSERT INTO scope SELECT p.id, p.id, t.turn FROM near n CROSS JOIN principal p ON p.id = n.id
         CROSS JOIN turn t ON t.directory_id = p.directory_id AND t.present = (p.removed_snapshot_id IS NULL)
         WHERE p.kind = 'user' AND p.bucket >= 0",
    )?;
    unite(conn)?;
    conn.execute_batch(
        "INSERT OR IGNORE INTO barred SELECT s.unit, r.other_id FROM ruling r CROSS JOIN scope s ON s.principal_id = r.one_id
         WHERE r.lifted_at IS NULL AND r.same = 0;
         INSERT OR IGNORE INTO barred SELECT s.unit, r.one_id FROM ruling r CROSS JOIN scope s ON s.principal_id = r.other_id
         WHERE r.lifted_at IS NULL AND r.same = 0;",
    )?;
    let turns: Vec<(i64, bool)> = conn
        .prepare_cached("SELECT turn, present FROM turn WHERE turn IN (SELECT turn FROM scope) ORDER BY turn")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (at, (turn, present)) in turns.into_iter().enumerate() {
        for rule in setting.rules.iter().filter(|_| at > 0) {
            meet(conn, turn, present, rule.word())?;
        }
        conn.prepare_cached(
            "INSERT INTO placed
             SELECT m.principal_id, o.unit, CASE WHEN m.principal_id <> o.unit THEN 'ruling' END, NULL,
                    CASE WHEN m.principal_id <> o.unit THEN o.unit END
             FROM scope o CROSS JOIN scope m ON m.unit = o.unit WHERE o.turn = ?1 AND o.unit = o.principal_id
               AND NOT EXISTS (SELECT 1 FROM placed q WHERE q.principal_id = o.unit)",
        )?
        .execute([turn])?;
    }
    Ok(())
}

/// One rule in one turn: who is met is joined, unless that would be a guess.
fn meet(conn: &Connection, turn: i64, present: bool, rule: &str) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM hit")?.execute([])?;
    conn.prepare_cached(include_str!("hit.sql"))?
        .execute(params![turn, rule])?;
    conn.prepare_cached(
        "INSERT OR IGNORE INTO doubted SELECT unit, ?1, min(value), 'several' FROM hit
         GROUP BY unit HAVING max(persons) > 1 OR min(person) <> max(person)",
    )?
    .execute([rule])?;
    // Of those that are gone, a person may have had several. A second account that somebody was ruled to have, such
    // as an administrator's or a program's, leaves room for the first, unless it has this very value too.
    if present {
        conn.prepare_cached(
            "INSERT OR IGNORE INTO doubted SELECT h.unit, ?2, min(h.value), 'taken' FROM hit h
             WHERE h.persons = 1 AND EXISTS (
               SELECT 1 FROM placed q CROSS JOIN scope s ON s.principal_id = q.principal_id
               WHERE q.person_id = h.person AND s.turn = ?1
                 AND (q.rule IS NOT 'ruling' OR EXISTS (
                   SELECT 1 FROM account_value v
                   WHERE v.value = h.value AND v.rule = ?2 AND v.principal_id = q.principal_id)))
             GROUP BY h.unit",
        )?
        .execute(params![turn, rule])?;
        conn.prepare_cached(
            "INSERT OR IGNORE INTO doubted SELECT h.unit, ?1, min(h.value), 'shared' FROM hit h
             WHERE h.persons = 1 AND EXISTS (
               SELECT 1 FROM hit o WHERE o.person = h.person AND o.persons = 1 AND o.unit <> h.unit)
             GROUP BY h.unit",
        )?
        .execute([rule])?;
    }
    conn.prepare_cached(
        "INSERT INTO placed
         SELECT m.principal_id, h.person, CASE WHEN m.principal_id = h.unit THEN ?1 ELSE 'ruling' END,
                CASE WHEN m.principal_id = h.unit THEN h.value END,
                CASE WHEN m.principal_id = h.unit THEN h.with_id ELSE h.unit END
         FROM (SELECT unit, min(value) AS value, min(person) AS person, min(with_id) AS with_id FROM hit
               WHERE unit NOT IN (SELECT unit FROM doubted) GROUP BY unit) h
           CROSS JOIN scope m ON m.unit = h.unit",
    )?
    .execute([rule])?;
    Ok(())
}

/// Accounts that rulings call one person's become one unit, known by the first of them.
fn unite(conn: &Connection) -> Result<(), StoreError> {
    let pairs: Vec<[(i64, i64); 2]> = conn
        .prepare_cached(
            "SELECT a.turn, a.principal_id, b.turn, b.principal_id FROM ruling r
             CROSS JOIN scope a ON a.principal_id = r.one_id CROSS JOIN scope b ON b.principal_id = r.other_id
             WHERE r.lifted_at IS NULL AND r.same = 1 ORDER BY r.id",
        )?
        .query_map([], |row| Ok([(row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?)]))?
        .collect::<Result<_, _>>()?;
    let mut first: HashMap<(i64, i64), (i64, i64)> = HashMap::new();
    fn root(first: &HashMap<(i64, i64), (i64, i64)>, mut one: (i64, i64)) -> (i64, i64) {
        while let Some(next) = first.get(&one) {
            one = *next;
        }
        one
    }
    for [one, other] in pairs {
        let (one, other) = (root(&first, one), root(&first, other));
        if one != other {
            first.insert(one.max(other), one.min(other));
        }
    }
    let mut put = conn.prepare_cached("UPDATE scope SET unit = ?2 WHERE principal_id = ?1")?;
    for one in first.keys() {
        put.execute([one.1, root(&first, *one).1])?;
    }
    Ok(())
}

/// Keeps what is new, and answers how many accounts were looked at and of how many something else is said.
pub(super) fn keep(conn: &Connection, setting: &CorrelationSetting) -> Result<(i64, i64), StoreError> {
    conn.execute(
        "INSERT INTO live_owner
         SELECT q.person_id, max(p.removed_snapshot_id IS NULL AND p.enabled IS NOT 0)
         FROM placed q JOIN principal p ON p.id = q.principal_id WHERE p.directory_id = ?1 GROUP BY q.person_id",
        [setting.source],
    )?;
    conn.execute(include_str!("fresh.sql"), [setting.source])?;
    // Whoever is looked at and no account any more loses their row too.
    let gone = conn.execute(
        "DELETE FROM correlation WHERE principal_id IN (SELECT id FROM near)
         AND principal_id NOT IN (SELECT principal_id FROM fresh)",
        [],
    )?;
    let put = conn.execute(
        "INSERT OR REPLACE INTO correlation
         SELECT * FROM (SELECT * FROM fresh EXCEPT SELECT c.* FROM correlation c JOIN near n ON n.id = c.principal_id)",
        [],
    )?;
    let looked_at = conn.query_row("SELECT count(*) FROM scope", [], |row| row.get(0))?;
    Ok((looked_at, i64::try_from(gone + put).unwrap_or(i64::MAX)))
}
