//! Who holds an access package, and what a change of it would mean for them.

use rusqlite::{Connection, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;

/// People named as examples; the counts are exact.
const SAMPLES: usize = 20;
const LIVE: &str = "a.state IN ('delivering','delivered','partiallyDelivered','deliveryFailed')";

/// How many holders a change concerns, with some of their names.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PackageEffect")]
pub struct Effect {
    pub count: i64,
    pub sample: Vec<Sample>,
}

/// One of them.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PackageEffectSample")]
pub struct Sample {
    pub principal: i64,
    pub display_name: String,
}

/// Assignments whose holder is meant to have the package.
pub fn holder_count(connection: &Connection, package: i64) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT count(*) FROM assignment a WHERE a.package_id = ?1 AND {LIVE}"
    ))?;
    Ok(statement.query_row([package], |row| row.get(0))?)
}

const HELD: &str = "EXISTS (SELECT 1 FROM \"grant\" g
    WHERE g.resource_id = ?2 AND g.entitlement = ?3 AND g.principal_id = a.principal_id)";
const OTHER: &str = "EXISTS (SELECT 1 FROM assignment b JOIN package_role r ON r.package_id = b.package_id
    WHERE b.principal_id = a.principal_id AND b.package_id <> a.package_id
      AND b.state IN ('delivering','delivered','partiallyDelivered','deliveryFailed')
      AND r.resource_id = ?2 AND r.entitlement = ?3 AND r.removed_at IS NULL)";
const PRIOR: &str = "EXISTS (SELECT 1 FROM given q WHERE q.principal_id = a.principal_id
    AND q.resource_id = ?2 AND q.entitlement = ?3 AND q.assignment_id = a.id AND q.prior AND NOT q.adopted
    AND q.state IN ('waiting','held','byHand','refused'))";

/// Of the holders of a package: who would be given an entitlement that is added to it, and who holds it already.
pub fn gain(
    connection: &Connection,
    package: i64,
    resource: i64,
    entitlement: &str,
) -> Result<(Effect, Effect), StoreError> {
    let of = |condition: &str| effect(connection, package, resource, entitlement, condition);
    Ok((of(&format!("NOT {HELD}"))?, of(HELD)?))
}

/// Of the holders of a package: who would lose an entitlement that is taken out of it, who keeps it through
/// another package, and who keeps it because they held it before.
pub fn loss(
    connection: &Connection,
    package: i64,
    resource: i64,
    entitlement: &str,
) -> Result<(Effect, Effect, Effect), StoreError> {
    let of = |condition: &str| effect(connection, package, resource, entitlement, condition);
    Ok((
        of(&format!("NOT {OTHER} AND NOT {PRIOR}"))?,
        of(OTHER)?,
        of(&format!("NOT {OTHER} AND {PRIOR}"))?,
    ))
}

fn effect(
    connection: &Connection,
    package: i64,
    resource: i64,
    entitlement: &str,
    condition: &str,
) -> Result<Effect, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT a.principal_id, p.display_name FROM assignment a JOIN principal p ON p.id = a.principal_id
         WHERE a.package_id = ?1 AND {LIVE} AND {condition} ORDER BY p.display_name COLLATE NOCASE, p.id"
    ))?;
    let mut rows = statement.query(params![package, resource, entitlement])?;
    let mut effect = Effect::default();
    while let Some(row) = rows.next()? {
        effect.count += 1;
        if effect.sample.len() < SAMPLES {
            effect.sample.push(Sample {
                principal: row.get(0)?,
                display_name: row.get(1)?,
            });
        }
    }
    Ok(effect)
}
