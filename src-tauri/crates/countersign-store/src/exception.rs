//! The register of policy exceptions.

use chrono::{DateTime, NaiveDate, Utc};
use countersign_domain::actor::Actor;
use countersign_domain::exception::{Access, Exception, State};
use countersign_domain::id::PrincipalId;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// One line of the register.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionRow {
    pub exception: i64,
    pub principal: i64,
    pub principal_name: String,
    pub resource: i64,
    pub resource_name: String,
    pub entitlement: String,
    pub policy: String,
    /// The pair of incompatible things that it lets stand together, where it is about one.
    pub incompatible: Option<i64>,
    pub reason: String,
    pub until_on: NaiveDate,
    pub review_on: Option<NaiveDate>,
    /// `proposed`, `approved`, `expired` or `revoked`.
    pub state: String,
    pub proposed_by: String,
    pub proposed_on: NaiveDate,
    pub approved_by: Option<String>,
    pub approved_on: Option<NaiveDate>,
}

/// Something that happened to an exception.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionEvent {
    pub at: DateTime<Utc>,
    pub actor: String,
    /// `proposed`, `approved`, `revoked`, `renewed`, `confirmed` or `expired`.
    pub act: String,
    pub reason: String,
    pub until_on: NaiveDate,
}

const ROW: &str = "SELECT e.*, p.display_name AS principal_name, r.display_name AS resource_name, r.key AS resource_key
    FROM exception e JOIN principal p ON p.id = e.principal_id JOIN principal r ON r.id = e.resource_id";

fn read(row: &Row<'_>) -> Result<(ExceptionRow, Exception), StoreError> {
    let word: String = row.get("state")?;
    let state =
        State::from_word(&word).ok_or_else(|| StoreError::Value(format!("“{word}” is not a state of an exception")))?;
    let proposed_by: Actor = serde_json::from_str(&row.get::<_, String>("proposed_by")?)?;
    let approved_by: Option<Actor> = row
        .get::<_, Option<String>>("approved_by")?
        .map(|text| serde_json::from_str(&text))
        .transpose()?;
    let rule = Exception {
        access: Access {
            principal: PrincipalId(row.get("principal_id")?),
            resource: row.get("resource_key")?,
            entitlement: row.get("entitlement")?,
        },
        policy: row.get("policy")?,
        reason: row.get("reason")?,
        until_on: row.get("until_on")?,
        review_on: row.get("review_on")?,
        state,
        proposed_by,
        proposed_on: row.get("proposed_on")?,
        approved_by,
        approved_on: row.get("approved_on")?,
    };
    let shown = ExceptionRow {
        exception: row.get("id")?,
        principal: rule.access.principal.0,
        principal_name: row.get("principal_name")?,
        resource: row.get("resource_id")?,
        resource_name: row.get("resource_name")?,
        entitlement: rule.access.entitlement.clone(),
        policy: rule.policy.clone(),
        incompatible: row.get("incompatible_id")?,
        reason: rule.reason.clone(),
        until_on: rule.until_on,
        review_on: rule.review_on,
        state: word,
        proposed_by: rule.proposed_by.label(),
        proposed_on: rule.proposed_on,
        approved_by: rule.approved_by.as_ref().map(Actor::label),
        approved_on: rule.approved_on,
    };
    Ok((shown, rule))
}

fn all(
    connection: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<(ExceptionRow, Exception)>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROW} {sql}"))?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// One exception: as shown, and as the rules see it.
pub fn one(connection: &Connection, exception: i64) -> Result<Option<(ExceptionRow, Exception)>, StoreError> {
    Ok(all(connection, "WHERE e.id = ?1", [exception])?.pop())
}

/// The register, what ends first before the rest, with the exact count.
pub fn list(
    connection: &Connection,
    state: Option<State>,
    own: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<(Vec<ExceptionRow>, i64), StoreError> {
    let word = state.map(State::word);
    let found = all(
        connection,
        "WHERE (?1 IS NULL OR e.state = ?1)
         AND (?2 IS NULL OR e.principal_id = ?2 OR e.proposed_by ->> '$.principal' = ?2)
         ORDER BY e.state = 'revoked', e.until_on, e.id LIMIT ?4 OFFSET ?3",
        params![word, own, offset, limit],
    )?;
    let total = connection
        .prepare_cached(
            "SELECT count(*) FROM exception WHERE (?1 IS NULL OR state = ?1)
                         AND (?2 IS NULL OR principal_id = ?2 OR proposed_by ->> '$.principal' = ?2)",
        )?
        .query_row(params![word, own], |row| row.get(0))?;
    Ok((found.into_iter().map(|(row, _)| row).collect(), total))
}

/// Those in force that cover one access on a day.
pub fn covering(
    connection: &Connection,
    principal: i64,
    resource: i64,
    entitlement: &str,
    on: NaiveDate,
) -> Result<Vec<ExceptionRow>, StoreError> {
    let found = all(
        connection,
        "WHERE e.principal_id = ?1 AND e.resource_id = ?2 AND e.entitlement = ?3 AND e.state = 'approved'
           AND e.until_on >= ?4 ORDER BY e.until_on DESC, e.id",
        params![principal, resource, entitlement, on],
    )?;
    Ok(found.into_iter().map(|(row, _)| row).collect())
}

/// Those in force on a day that let somebody hold both sides of a pair.
pub fn excepting(
    connection: &Connection,
    principal: i64,
    incompatible: i64,
    on: NaiveDate,
) -> Result<Vec<ExceptionRow>, StoreError> {
    let found = all(
        connection,
        "WHERE e.principal_id = ?1 AND e.incompatible_id = ?2 AND e.state = 'approved' AND e.until_on >= ?3
         ORDER BY e.until_on DESC, e.id",
        params![principal, incompatible, on],
    )?;
    Ok(found.into_iter().map(|(row, _)| row).collect())
}

/// All exceptions that touch an item of an instance, each with the item, whatever their state.
pub fn touching(connection: &Connection, instance: i64) -> Result<Vec<(i64, ExceptionRow)>, StoreError> {
    let mut statement = connection.prepare_cached(
        // CROSS: through the items once, each looked up in a register that is small.
        "SELECT i.id, e.id FROM instance n
         CROSS JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
         CROSS JOIN exception e ON e.principal_id = i.principal_id AND e.resource_id = i.resource_id
                               AND e.entitlement = i.entitlement
         WHERE n.id = ?1 AND EXISTS (SELECT 1 FROM exception) ORDER BY i.id, e.id",
    )?;
    let pairs: Vec<(i64, i64)> = statement
        .query_map([instance], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for (item, exception) in pairs {
        if let Some((row, _)) = one(connection, exception)? {
            found.push((item, row));
        }
    }
    Ok(found)
}

/// Those whose last day has passed and that nobody has noted yet.
pub fn ended(connection: &Connection, today: NaiveDate) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM exception WHERE state IN ('proposed','approved') AND until_on < ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([today], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Puts a new exception into the register.
pub fn add(transaction: &Transaction<'_>, resource: i64, new: &Exception) -> Result<i64, StoreError> {
    transaction.execute(
        "INSERT INTO exception (principal_id, resource_id, entitlement, policy, reason, until_on, review_on, state,
                                proposed_by, proposed_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            new.access.principal.0,
            resource,
            new.access.entitlement,
            new.policy,
            new.reason,
            new.until_on,
            new.review_on,
            new.state.word(),
            serde_json::to_string(&new.proposed_by)?,
            new.proposed_on,
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Says which pair of incompatible things an exception lets stand together.
pub fn set_incompatible(transaction: &Transaction<'_>, exception: i64, incompatible: i64) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE exception SET incompatible_id = ?2 WHERE id = ?1",
        params![exception, incompatible],
    )?;
    Ok(())
}

/// Keeps what an act made of an exception.
pub fn put(transaction: &Transaction<'_>, exception: i64, now: &Exception) -> Result<(), StoreError> {
    let approved_by = now.approved_by.as_ref().map(serde_json::to_string).transpose()?;
    transaction.execute(
        "UPDATE exception SET reason = ?2, until_on = ?3, review_on = ?4, state = ?5, proposed_by = ?6, proposed_on = ?7,
                approved_by = ?8, approved_on = ?9 WHERE id = ?1",
        params![
            exception,
            now.reason,
            now.until_on,
            now.review_on,
            now.state.word(),
            serde_json::to_string(&now.proposed_by)?,
            now.proposed_on,
            approved_by,
            now.approved_on,
        ],
    )?;
    Ok(())
}

/// Notes what happened, for good.
pub fn record(
    transaction: &Transaction<'_>,
    exception: i64,
    act: &str,
    actor: &str,
    reason: &str,
    until_on: NaiveDate,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO exception_event (exception_id, at, actor, act, reason, until_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![exception, stamp(at), actor, act, reason, until_on],
    )?;
    Ok(())
}

/// Everything that ever happened to one, oldest first.
pub fn events(connection: &Connection, exception: i64) -> Result<Vec<ExceptionEvent>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT at, actor, act, reason, until_on FROM exception_event WHERE exception_id = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([exception], |row| {
        Ok(ExceptionEvent {
            at: row.get(0)?,
            actor: row.get(1)?,
            act: row.get(2)?,
            reason: row.get(3)?,
            until_on: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The directory a principal belongs to.
pub fn directory_of(connection: &Connection, principal: i64) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT directory_id FROM principal WHERE id = ?1")?;
    Ok(statement.query_row([principal], |row| row.get(0)).optional()?)
}
