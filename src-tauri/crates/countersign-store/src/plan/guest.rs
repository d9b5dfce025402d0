//! Denied guests on their way out.

use chrono::{DateTime, Duration, Utc};
use countersign_domain::plan::GuestState;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use crate::StoreError;
use crate::review::stamp;

/// A denied guest: blocked, and deleted on a day unless they are kept.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuestRow {
    pub guest: i64,
    /// The review that denied them; none where the last access package of a governed guest has ended.
    pub instance: Option<i64>,
    pub plan: i64,
    pub item: Option<i64>,
    pub principal: i64,
    pub principal_name: String,
    pub user_name: Option<String>,
    pub review_name: Option<String>,
    /// `planned`, `blocked`, `due`, `deleted`, `kept` or `byHand`.
    pub status: String,
    pub blocked_at: Option<DateTime<Utc>>,
    /// When the account is deleted.
    pub delete_at: Option<DateTime<Utc>>,
    /// When it was deleted, kept, or given to a person.
    pub ended_at: Option<DateTime<Utc>>,
    pub kept_by: Option<String>,
    pub reason: Option<String>,
}

fn read(row: &Row<'_>) -> rusqlite::Result<GuestRow> {
    Ok(GuestRow {
        guest: row.get("id")?,
        instance: row.get("instance_id")?,
        plan: row.get("plan_id")?,
        item: row.get("item_id")?,
        principal: row.get("principal_id")?,
        principal_name: row.get("principal_name")?,
        user_name: row.get("user_name")?,
        review_name: row.get("review_name")?,
        status: row.get("status")?,
        blocked_at: row.get("blocked_at")?,
        delete_at: row.get("delete_at")?,
        ended_at: row.get("ended_at")?,
        kept_by: row.get("kept_by")?,
        reason: row.get("reason")?,
    })
}

/// Which guests.
#[derive(Debug, Clone, Copy, Default)]
pub struct GuestFilter {
    pub instance: Option<i64>,
    pub principal: Option<i64>,
    /// Only those who can still be kept.
    pub revocable: bool,
}

const FROM: &str = "FROM guest g JOIN principal p ON p.id = g.principal_id
    LEFT JOIN instance n ON n.id = g.instance_id LEFT JOIN review r ON r.id = n.review_id
    WHERE (?1 IS NULL OR g.instance_id = ?1) AND (?2 IS NULL OR g.principal_id = ?2)
      AND (NOT ?3 OR g.status IN ('planned','blocked','due'))";

/// Guests on their way out, the next to be deleted first, and how many there are.
pub fn list(
    connection: &Connection,
    filter: GuestFilter,
    offset: i64,
    limit: i64,
) -> Result<(Vec<GuestRow>, i64), StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT g.*, p.display_name AS principal_name, p.user_name, r.display_name AS review_name {FROM}
         ORDER BY g.status NOT IN ('planned','blocked','due'), g.delete_at, g.id LIMIT ?5 OFFSET ?4"
    ))?;
    let rows = statement.query_map(
        params![filter.instance, filter.principal, filter.revocable, offset, limit],
        read,
    )?;
    let rows = rows.collect::<Result<_, _>>()?;
    let total = connection
        .prepare_cached(&format!("SELECT count(*) {FROM}"))?
        .query_row(params![filter.instance, filter.principal, filter.revocable], |row| {
            row.get(0)
        })?;
    Ok((rows, total))
}

/// The state of a guest in the newest plan that has them, of one instance.
pub fn state(connection: &Connection, instance: i64, principal: i64) -> Result<Option<GuestState>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT status FROM guest WHERE instance_id = ?1 AND principal_id = ?2 ORDER BY id DESC LIMIT 1",
    )?;
    let mut rows = statement.query([instance, principal])?;
    match rows.next()? {
        Some(row) => {
            let word: String = row.get(0)?;
            let state = GuestState::from_word(&word);
            Ok(Some(state.ok_or_else(|| {
                StoreError::Value(format!("“{word}” is not the state of a guest"))
            })?))
        }
        None => Ok(None),
    }
}

/// Puts a guest on the way out, with the plan that was drawn.
pub fn add(
    transaction: &Transaction<'_>,
    instance: i64,
    plan: i64,
    item: i64,
    principal: i64,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO guest (instance_id, plan_id, item_id, principal_id, status) VALUES (?1, ?2, ?3, ?4, 'planned')",
        )?
        .execute([instance, plan, item, principal])?;
    Ok(())
}

/// Puts a governed guest on the way out, whose last access package has ended; `delete_after` are the seconds from
/// the block to the deletion, none where nothing is deleted.
pub fn add_governed(
    transaction: &Transaction<'_>,
    plan: i64,
    principal: i64,
    delete_after: Option<i64>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO guest (plan_id, principal_id, status, delete_after) VALUES (?1, ?2, 'planned', ?3)",
        )?
        .execute(params![plan, principal, delete_after])?;
    Ok(())
}

/// Notes what became of a guest. A block begins the thirty days.
pub fn set_state(
    transaction: &Transaction<'_>,
    plan: i64,
    principal: i64,
    state: GuestState,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    match state {
        GuestState::Blocked => {
            let after: Option<i64> = transaction
                .prepare_cached("SELECT delete_after FROM guest WHERE plan_id = ?1 AND principal_id = ?2")?
                .query_row([plan, principal], |row| row.get(0))
                .optional()?
                .flatten();
            let until = after.map(|seconds| stamp(now + Duration::seconds(seconds)));
            transaction
                .prepare_cached(
                    "UPDATE guest SET status = 'blocked', blocked_at = ?3, delete_at = ?4
                     WHERE plan_id = ?1 AND principal_id = ?2 AND status = 'planned'",
                )?
                .execute(params![plan, principal, stamp(now), until])?
        }
        state => transaction
            .prepare_cached(
                "UPDATE guest SET status = ?3, ended_at = ?4 WHERE plan_id = ?1 AND principal_id = ?2 AND status <> 'kept'",
            )?
            .execute(params![plan, principal, state.word(), stamp(now)])?,
    };
    Ok(())
}

/// Keeps a guest: the account is not deleted, under any plan. Answers the rows that were changed.
pub fn keep(
    transaction: &Transaction<'_>,
    principal: i64,
    reason: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    Ok(transaction.execute(
        "UPDATE guest SET status = 'kept', ended_at = ?2, kept_by = ?3, reason = ?4
         WHERE principal_id = ?1 AND status IN ('planned','blocked','due')",
        params![principal, stamp(now), actor, reason],
    )?)
}

/// Plans, with their instance where they have one, of a guest whose thirty days have passed, or whose deletion was begun before `before` and
/// has no end: instance and plan.
pub fn due(
    connection: &Connection,
    now: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<Vec<(Option<i64>, i64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT g.instance_id, g.plan_id FROM guest g LEFT JOIN instance n ON n.id = g.instance_id
         WHERE g.status = 'due' AND (n.begun_at IS NULL OR n.begun_at <= ?2)
            OR g.status = 'blocked' AND g.delete_at <= ?1 ORDER BY 1, 2",
    )?;
    let rows = statement.query_map([stamp(now), stamp(before)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Makes the deletions of a plan due whose thirty days have passed. Answers how many.
pub fn set_due(transaction: &Transaction<'_>, plan: i64, now: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(transaction.execute(
        "UPDATE guest SET status = 'due' WHERE plan_id = ?1 AND status = 'blocked' AND delete_at <= ?2",
        params![plan, stamp(now)],
    )?)
}
