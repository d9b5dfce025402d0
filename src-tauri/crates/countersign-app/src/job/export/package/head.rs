//! The parts of the record of which there is one.

use countersign_domain::actor::Actor;
use countersign_evidence::package::{PackageHead, PackageReconciliation, Tally};
use countersign_evidence::{ExclusionCount, LogHead};
use countersign_store::acknowledgement::Of;
use countersign_store::rusqlite::{Connection, params};
use countersign_store::{StoreError, audit};

use super::period::ASSIGNED;
use super::request::{with_recorded_assignment, without_assignment};
use super::{Period, conflict, content, policy};
use crate::audit::hex;
use crate::desk::Open;
use crate::job::export::{closing, head as shared};
use crate::{Desk, Problem};

pub(super) fn head(
    desk: &Desk,
    open: &Open,
    actor: &Actor,
    connection: &Connection,
    period: &Period,
) -> Result<PackageHead, Problem> {
    let package = content::package(connection, period.package)?;
    let log = audit::head(connection)?;
    let newest: Option<i64> = connection
        .query_row(
            "SELECT max(id) FROM snapshot WHERE directory_id = ?1",
            [package.directory],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    let population = match newest {
        Some(snapshot) => Some(shared::certificate(connection, snapshot)?),
        None => None,
    };
    Ok(PackageHead {
        document: shared::document(desk, open, actor, &format!("P{}", period.package), &log)?,
        package: package.record(period),
        catalog: content::catalog(connection, package.catalog)?,
        roles: content::roles(connection, period.package)?,
        policies: policy::versions(connection, period)?,
        population,
        reads: Vec::new(),
        reconciliation: reconciliation(connection, period)?,
        conflicts: conflict::conflicts(connection, period.package, desk.clock().now())?,
        exceptions: conflict::exceptions(connection, period.package, desk.clock().now())?,
        log: LogHead {
            count: u64::try_from(log.entries).unwrap_or(0),
            seq: u64::try_from(log.entries).unwrap_or(0),
            hash: hex(&log.hash),
            checkpoint: crate::checkpoint::record(connection)?,
        },
        controls: Vec::new(),
        acknowledgements: closing::acknowledgements(connection, Of::Package(period.package))?,
        retention: closing::retention(crate::retention::of_package(
            connection,
            period.package,
            Some(period.until),
            desk.clock().now(),
        )?),
    })
}

/// Counted in the ledger by set, while the rows are read one by one: a lost or a doubled row shows.
fn reconciliation(connection: &Connection, period: &Period) -> Result<PackageReconciliation, Problem> {
    let (package, from, until) = period.values();
    let count = |what: &str, condition: &str| -> Result<u64, StoreError> {
        // Every condition names all three values, so that one list fits them all.
        let sql = format!("SELECT count(*) FROM {what} WHERE ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3 AND {condition}");
        let number: i64 = connection
            .prepare_cached(&sql)?
            .query_row(params![package, from, until], |row| row.get(0))?;
        Ok(u64::try_from(number).unwrap_or(0))
    };
    let left = |reason: &str, count: u64| ExclusionCount {
        reason: reason.into(),
        count,
    };
    let assignments = Tally {
        stored: count("assignment a", "a.package_id = ?1")?,
        recorded: count("assignment a", ASSIGNED)?,
        left_out: vec![
            left(
                "assignments that ended before the period",
                count(
                    "assignment a",
                    "a.package_id = ?1 AND a.starts_at < ?3 AND coalesce(a.ended_at, ?3) < ?2",
                )?,
            ),
            left(
                "assignments that began after the period",
                count("assignment a", "a.package_id = ?1 AND a.starts_at >= ?3")?,
            ),
        ],
    };
    let own = "r.package_id = ?1 AND";
    let (with, without) = (with_recorded_assignment(), without_assignment());
    let about_nothing = "NOT EXISTS (SELECT 1 FROM assignment a WHERE a.id = r.assignment_id)";
    let requests = Tally {
        stored: count("request r", "r.package_id = ?1")?,
        recorded: count("request r", &format!("{own} {with}"))? + count("request r", &format!("{own} {without}"))?,
        left_out: vec![
            left(
                "requests about an assignment outside the period",
                count("request r", &format!("{own} NOT ({about_nothing}) AND NOT ({with})"))?,
            ),
            left(
                "requests that gave nothing and were over before the period, or made after it",
                count("request r", &format!("{own} {about_nothing} AND NOT ({without})"))?,
            ),
        ],
    };
    Ok(PackageReconciliation {
        assignments,
        requests,
        held: count(
            "assignment a",
            &format!("{ASSIGNED} AND a.state IN ('delivered','partiallyDelivered')"),
        )?,
    })
}
