//! What stands at one moment: what is signed.

use countersign_domain::acknowledgement::{Digester, Signed};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

/// Items that somebody was asked about in a run, in any of its stages so far.
const MINE: &str = "EXISTS (SELECT 1 FROM reviewer_set_member m WHERE m.principal_id = ?2 AND m.set_id IN
    (i.reviewer_set_id, CASE WHEN i.stage > 1 THEN i.set_1 END, CASE WHEN i.stage > 2 THEN i.set_2 END))";

/// How many items somebody was asked about, and how many of those they are asked about now are not decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    pub items: u64,
    pub undecided: u64,
}

/// How much of a run is somebody's.
pub fn asked(connection: &Connection, instance: i64, principal: i64) -> Result<Asked, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT count(*), coalesce(sum(i.decision = 'notReviewed' AND EXISTS (SELECT 1 FROM reviewer_set_member m
                WHERE m.principal_id = ?2 AND m.set_id = i.reviewer_set_id)), 0)
         FROM instance n JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         WHERE n.id = ?1 AND {MINE}"
    ))?;
    Ok(statement.query_row(params![instance, principal], |row| {
        Ok(Asked {
            items: row.get(0)?,
            undecided: row.get(1)?,
        })
    })?)
}

/// Whether somebody was asked about anything in a run, in whatever stage.
pub fn is_reviewer(connection: &Connection, instance: i64, principal: i64) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM reviewer_set_member m JOIN reviewer_set s ON s.id = m.set_id
             WHERE m.principal_id = ?2 AND s.instance_id = ?1 LIMIT 1",
        )?
        .query_row(params![instance, principal], |_| Ok(()))
        .optional()?
        .is_some())
}

/// The state of a run of a review, or of one reviewer's part of it.
pub fn of_instance(
    connection: &Connection,
    store: &str,
    instance: i64,
    reviewer: Option<i64>,
) -> Result<Signed, StoreError> {
    let (mine, of_mine) = match reviewer {
        Some(_) => (MINE, "e.actor_id = ?2"),
        None => ("?2 IS NULL", "?2 IS NULL"),
    };
    let counts = counted(
        connection,
        &format!(
            "SELECT i.decision, count(*) FROM instance n
             JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             WHERE n.id = ?1 AND {mine} GROUP BY 1 ORDER BY 1"
        ),
        (instance, reviewer),
    )?;
    let mut digester = Digester::default();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT e.item_id, e.audit_seq, e.decision FROM instance n
         JOIN decision_event e ON e.item_id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         WHERE n.id = ?1 AND {of_mine} ORDER BY e.item_id, e.id"
    ))?;
    let mut rows = statement.query(params![instance, reviewer])?;
    while let Some(row) = rows.next()? {
        let decision = row
            .get_ref(2)?
            .as_str()
            .map_err(|error| StoreError::Value(error.to_string()))?;
        digester.add(row.get(0)?, row.get(1)?, decision);
    }
    let (events, events_digest) = digester.finish();
    let mut signed = Signed {
        store: store.to_owned(),
        instance: Some(instance),
        reviewer,
        counts,
        events,
        events_digest,
        ..Signed::default()
    };
    if reviewer.is_none() {
        let mut plans = connection.prepare_cached("SELECT hash FROM plan WHERE instance_id = ?1 ORDER BY id")?;
        signed.plans = plans
            .query_map([instance], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        signed.verification = counted(
            connection,
            "SELECT v.state, count(*) FROM verification v JOIN plan p ON p.id = v.plan_id
             WHERE p.instance_id = ?1 AND ?2 IS NULL
               AND v.id = (SELECT max(x.id) FROM verification x WHERE x.item_id = v.item_id) GROUP BY 1 ORDER BY 1",
            (instance, None),
        )?;
    }
    Ok(signed)
}

/// The state of an access package.
pub fn of_package(connection: &Connection, store: &str, package: i64) -> Result<Signed, StoreError> {
    let entry = connection
        .prepare_cached(
            "SELECT k.seq FROM audit_package k JOIN audit l ON l.seq = k.seq
             WHERE k.package_id = ?1 AND l.entry ->> '$.operation' NOT LIKE 'acknowledgement.%'
               AND l.entry ->> '$.operation' NOT LIKE 'evidence.%' ORDER BY k.seq DESC LIMIT 1",
        )?
        .query_row([package], |row| row.get(0))
        .optional()?;
    Ok(Signed {
        store: store.to_owned(),
        package: Some(package),
        counts: counted(
            connection,
            "SELECT state, count(*) FROM assignment WHERE package_id = ?1 AND ?2 IS NULL GROUP BY 1 ORDER BY 1",
            (package, None),
        )?,
        entry,
        ..Signed::default()
    })
}

fn counted(connection: &Connection, sql: &str, of: (i64, Option<i64>)) -> Result<Vec<(String, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![of.0, of.1], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
