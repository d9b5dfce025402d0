//! From denied items to a plan on record.

use chrono::{DateTime, Utc};
use countersign_domain::id::PrincipalId;
use countersign_domain::plan::{GroupImpact, Hold};
use rusqlite::{Connection, Transaction, params};
use sha2::{Digest, Sha256};

use crate::review::InstanceView;
use crate::{StoreError, key};

/// A denied item with the names by which a directory knows it.
#[derive(Debug, Clone)]
pub struct DeniedRow {
    pub item: i64,
    pub principal: i64,
    pub resource: i64,
    pub direct: bool,
    /// Names of the groups in between, nearest to the resource first.
    pub through: Vec<String>,
    pub group_key: String,
    pub group_dn: String,
    pub member_key: String,
    pub member_dn: String,
}

/// A plan about to be put on record.
#[derive(Debug, Clone)]
pub struct Drawn<'a> {
    pub instance: i64,
    pub now: DateTime<Utc>,
    pub actor: &'a countersign_domain::actor::Actor,
    pub changes: &'a [DeniedRow],
    pub task_count: usize,
    pub holds: &'a [Hold],
}

/// All denied items of an instance, in their order.
pub fn denied(connection: &Connection, instance: &InstanceView) -> Result<Vec<DeniedRow>, StoreError> {
    let mut statement = connection.prepare_cached(include_str!("denied.sql"))?;
    let mut rows = statement.query([instance.instance])?;
    let mut denied = Vec::new();
    while let Some(row) = rows.next()? {
        let through: Option<String> = row.get(4)?;
        denied.push(DeniedRow {
            item: row.get(0)?,
            principal: row.get(1)?,
            resource: row.get(2)?,
            direct: row.get(3)?,
            through: through.map_or(Ok(Vec::new()), |json| serde_json::from_str(&json))?,
            group_key: row.get(5)?,
            group_dn: row.get(6)?,
            member_key: row.get(7)?,
            member_dn: row.get(8)?,
        });
    }
    Ok(denied)
}

/// For each group that loses members: how many it has now, and how many go.
pub fn impacts(connection: &Connection, changes: &[DeniedRow]) -> Result<Vec<GroupImpact>, StoreError> {
    let mut removals: std::collections::BTreeMap<i64, u64> = std::collections::BTreeMap::new();
    for change in changes {
        *removals.entry(change.resource).or_default() += 1;
    }
    let mut look = connection.prepare_cached(
        "SELECT p.display_name, (SELECT count(*) FROM \"grant\" g
                                 WHERE g.resource_id = p.id AND g.entitlement = 'member')
         FROM principal p WHERE p.id = ?1",
    )?;
    removals
        .into_iter()
        .map(|(resource, removals)| {
            let (display_name, members) =
                look.query_row([resource], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u64>(1)?)))?;
            Ok(GroupImpact {
                resource: PrincipalId(resource),
                display_name,
                members,
                removals,
            })
        })
        .collect()
}

/// Puts a plan on record and answers its id. It cannot be changed afterwards.
pub fn draw(transaction: &Transaction<'_>, drawn: &Drawn<'_>) -> Result<i64, StoreError> {
    let mut digest = Sha256::new();
    for (position, change) in drawn.changes.iter().enumerate() {
        let line = serde_json::to_string(&(position, change.item, &change.group_key, &change.member_key))?;
        digest.update(line.as_bytes());
        digest.update(b"\n");
    }
    transaction.execute(
        "INSERT INTO plan (instance_id, drawn_at, drawn_by, actor, change_count, task_count, holds, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            drawn.instance,
            crate::review::stamp(drawn.now),
            drawn.actor.label(),
            serde_json::to_string(drawn.actor)?,
            drawn.changes.len(),
            drawn.task_count,
            serde_json::to_string(drawn.holds)?,
            key::to_hex(&digest.finalize()),
        ],
    )?;
    let plan = transaction.last_insert_rowid();
    let mut insert = transaction.prepare_cached(
        "INSERT INTO change (plan_id, position, item_id, resource_id, group_key, group_dn, member_key, member_dn)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (position, change) in drawn.changes.iter().enumerate() {
        insert.execute(params![
            plan,
            position,
            change.item,
            change.resource,
            change.group_key,
            change.group_dn,
            change.member_key,
            change.member_dn
        ])?;
    }
    Ok(plan)
}
