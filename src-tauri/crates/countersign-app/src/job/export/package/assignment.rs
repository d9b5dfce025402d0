//! Assignments, each as a dossier.

use countersign_evidence::package::{AssignmentRecord, Basis, RequestRecord};
use countersign_store::StoreError;
use countersign_store::rusqlite::{self, Connection, Row, params};

use super::entitlement::{self, Of};
use super::period::ASSIGNED;
use super::proof::Reads;
use super::request;
use super::source::{log, person};

/// Walks the assignments of a period in the order in which they were made.
pub(super) fn for_each<E: From<StoreError>>(
    connection: &Connection,
    reads: &Reads,
    values: &(i64, String, String),
    visit: &mut dyn FnMut(&AssignmentRecord) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT a.*, coalesce(v.definition ->> '$.displayName', y.display_name) AS policy_name
         FROM assignment a JOIN policy y ON y.id = a.policy_id
         LEFT JOIN policy_version v ON v.policy_id = a.policy_id AND v.version = a.policy_version
         WHERE {ASSIGNED} ORDER BY a.id"
    );
    let mut statement = connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let (package, from, until) = values;
    let mut rows = statement
        .query(params![package, from, until])
        .map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let mut one = read(connection, row).map_err(StoreError::from)?;
        one.requests = request::of_assignment(connection, one.assignment_id)?;
        let of = of(row).map_err(StoreError::from)?;
        one.entitlements = entitlement::entitlements(connection, reads, &of)?;
        one.basis = basis(reads, &one.requests);
        visit(&one)?;
    }
    Ok(())
}

/// Walks the reads that the assignments of a period name, some of them more than once.
pub(super) fn for_each_read<E: From<StoreError>>(
    connection: &Connection,
    reads: &Reads,
    values: &(i64, String, String),
    visit: &mut dyn FnMut(i64) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!("SELECT a.* FROM assignment a WHERE {ASSIGNED} ORDER BY a.id");
    let mut statement = connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let (package, from, until) = values;
    let mut rows = statement
        .query(params![package, from, until])
        .map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let of = of(row).map_err(StoreError::from)?;
        for one in entitlement::entitlements(connection, reads, &of)? {
            for read in [one.there_in, one.gone_in].into_iter().flatten() {
                visit(read)?;
            }
        }
        let requests = request::of_assignment(connection, of.assignment)?;
        if let Some(read) = basis(reads, &requests).snapshot {
            visit(read)?;
        }
    }
    Ok(())
}

fn of(row: &Row<'_>) -> rusqlite::Result<Of> {
    let state: String = row.get("state")?;
    Ok(Of {
        assignment: row.get("id")?,
        principal: row.get("principal_id")?,
        ended: matches!(state.as_str(), "removing" | "expired"),
    })
}

fn read(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<AssignmentRecord> {
    let id: i64 = row.get("id")?;
    let version: i64 = row.get("policy_version")?;
    let mut events = connection.prepare_cached(
        "SELECT at, actor, event, state, reason FROM assignment_event WHERE assignment_id = ?1 ORDER BY id",
    )?;
    Ok(AssignmentRecord {
        assignment_id: id,
        key: row.get("key")?,
        person: person(connection, row.get("principal_id")?)?,
        state: row.get("state")?,
        starts_at: row.get("starts_at")?,
        ends_at: row.get("ends_at")?,
        delivered_at: row.get("delivered_at")?,
        ended_at: row.get("ended_at")?,
        ended_because: row.get("ended_because")?,
        problem: row.get("problem")?,
        policy_id: row.get("policy_id")?,
        policy: row.get("policy_name")?,
        policy_version: u64::try_from(version).unwrap_or(0),
        events: events.query_map([id], request::event)?.collect::<Result<_, _>>()?,
        log: log(connection, "assignment_id", id)?,
        ..AssignmentRecord::default()
    })
}

/// What gave it: the first request that asked for it.
fn basis(reads: &Reads, requests: &[RequestRecord]) -> Basis {
    let Some(first) = requests.iter().find(|request| request.adds()) else {
        return Basis::default();
    };
    let kind = match first.kind.as_str() {
        "adminAdd" => "administrator",
        "systemAdd" => "rule",
        _ => "request",
    };
    let newest = reads.newest_at(first.at);
    Basis {
        kind: Some(kind.into()),
        snapshot: (kind == "rule" && newest > 0).then_some(newest),
    }
}
