//! Makes a staged read the newest snapshot, in one transaction: all of it or nothing.

use std::collections::BTreeSet;

use countersign_domain::snapshot::{Exclusion, KindCount, Mark, PopulationCertificate, ReadMode, ReadReport};
use rusqlite::{Connection, Transaction, params};

use super::principal::{Principals, SHOWN};
use super::relation::Relations;
use super::{Staging, digest, to_text};
use crate::{StoreError, connection};

/// Below so many principals a directory may shrink as it likes.
const SMALL: u64 = 20;

/// What a merge did.
#[derive(Debug, Clone)]
pub struct Merged {
    pub snapshot: i64,
    pub certificate: PopulationCertificate,
    pub added: u64,
    pub changed: u64,
    pub removed: u64,
    /// The first thousand of each, by number.
    pub first_added: Vec<i64>,
    pub first_changed: Vec<i64>,
    pub first_removed: Vec<i64>,
}

/// Why a staged read did not become a snapshot; the last one stands.
#[derive(Debug, thiserror::Error)]
pub enum MergeProblem {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Not a fault: the caller reads everything and merges that.
    #[error("A place in the directory was renamed, which changes everything below it; a full read is needed.")]
    NeedsFull,
    #[error(
        "The directory says that {gone} of {of} principals are gone, more than half; if that is right, run a full sync."
    )]
    TooManyGone { gone: u64, of: u64 },
}

impl From<rusqlite::Error> for MergeProblem {
    fn from(error: rusqlite::Error) -> Self {
        MergeProblem::Store(error.into())
    }
}

/// Merges a staged read. Ids and `since` of what was known stay; what is gone is kept as past.
///
/// # Errors
/// [`MergeProblem`]; the transaction must then be rolled back, which [`crate::Store::write`] does.
pub fn merge(tx: &Transaction<'_>, staging: &Staging, report: ReadReport) -> Result<Merged, MergeProblem> {
    let room = match is_empty(tx)? {
        // Everything is written in order, and nothing of it is looked for.
        true => connection::USUAL,
        false => connection::LARGE,
    };
    connection::with_room(tx, room, || take_in(tx, staging, report))
}

fn take_in(tx: &Transaction<'_>, staging: &Staging, report: ReadReport) -> Result<Merged, MergeProblem> {
    let directory = staging.directory;
    let full = report.mode == ReadMode::Full;
    let gone = gone_ids(tx, staging, report.names_all_present)?;
    let before: u64 = tx.query_row(
        "SELECT count(*) FROM principal WHERE directory_id = ?1 AND removed_snapshot_id IS NULL AND bucket >= 0",
        [directory],
        |row| row.get(0),
    )?;
    if !staging.believed && report.names_all_present && before >= SMALL && gone.len() as u64 * 2 > before {
        return Err(MergeProblem::TooManyGone {
            gone: gone.len() as u64,
            of: before,
        });
    }
    tx.execute(
        "INSERT INTO snapshot (directory_id, mode, started_at, ended_at, digest, certificate) VALUES (?1, ?2, ?3, ?4, '', '{}')",
        params![directory, if full { "full" } else { "incremental" }, to_text(report.started_at), to_text(report.ended_at)],
    )?;
    let snapshot = tx.last_insert_rowid();
    let indexes = set_aside_indexes(tx)?;
    let mut principals = Principals::new(tx, staging, snapshot);
    let mut relations = Relations::new(tx, staging, snapshot);
    for id in &gone {
        relations.drop_all(*id, principals.bucket_mut())?;
        principals.remove(*id)?;
    }
    principals.identify(full)?;
    relations.renew(&mut principals)?;
    principals.write()?;
    principals.forget_names();
    restore_indexes(tx, &indexes)?;
    let buckets: &BTreeSet<i64> = principals.bucket_mut();
    let digest = digest::renew(tx, directory, (!full || buckets.len() < 400).then_some(buckets))?;
    let population = count(tx, directory, full, &relations)?;
    let (added, changed, removed) = (principals.added, principals.changed, gone.len() as u64);
    let certificate = certify(tx, staging, report, population, removed, digest)?;
    tx.execute(
        "UPDATE snapshot SET digest = ?2, certificate = ?3 WHERE id = ?1",
        params![
            snapshot,
            certificate.0.digest,
            serde_json::to_string(&certificate.0).map_err(StoreError::from)?
        ],
    )?;
    tx.execute(
        "UPDATE directory SET cursor = ?2 WHERE id = ?1",
        params![directory, certificate.1],
    )?;
    Ok(Merged {
        snapshot,
        certificate: certificate.0,
        added,
        changed,
        removed,
        first_added: principals.first_added,
        first_changed: principals.first_changed,
        first_removed: gone.into_iter().take(SHOWN).collect(),
    })
}

/// Whether no directory brought anything yet.
fn is_empty(tx: &Transaction<'_>) -> Result<bool, StoreError> {
    Ok(tx.query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM \"grant\" g JOIN principal r ON r.id = g.resource_id WHERE r.bucket >= 0)
            AND NOT EXISTS (SELECT 1 FROM principal WHERE bucket >= 0) AND NOT EXISTS (SELECT 1 FROM reference)",
        [],
        |row| row.get(0),
    )?)
}

/// An index that is made again once its table is full.
struct Index {
    of_principal: bool,
    sql: String,
}

/// Filling an empty table and sorting once is much cheaper than keeping its indexes in order. Answers how they are made
/// again; nothing where the tables are not empty.
fn set_aside_indexes(tx: &Transaction<'_>) -> Result<Vec<Index>, StoreError> {
    if !is_empty(tx)? {
        return Ok(Vec::new());
    }
    let mut found = tx.prepare(
        "SELECT name, sql, tbl_name = 'principal' FROM sqlite_schema
         WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('grant', 'principal', 'reference') ORDER BY name",
    )?;
    let found = found
        .query_map([], |row| {
            let (sql, of_principal) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, Index { of_principal, sql }))
        })?
        .collect::<Result<Vec<(String, Index)>, _>>()?;
    for (name, _) in &found {
        tx.execute_batch(&format!("DROP INDEX \"{name}\""))?;
    }
    Ok(found.into_iter().map(|(_, index)| index).collect())
}

/// Makes the indexes again. Each goes through its table once; many are of the principals, which then stay in the clear
/// from one to the next.
fn restore_indexes(tx: &Transaction<'_>, indexes: &[Index]) -> Result<(), StoreError> {
    for index in indexes {
        let room = if index.of_principal {
            connection::TABLE
        } else {
            connection::USUAL
        };
        connection::set_room(tx, room)?;
        tx.execute_batch(&index.sql)?;
    }
    Ok(())
}

/// The principals that the staged read says are gone.
pub(super) fn gone_ids(conn: &Connection, staging: &Staging, names_all_present: bool) -> Result<Vec<i64>, StoreError> {
    let mut gone = Vec::new();
    if names_all_present {
        let mut rows = conn.prepare_cached(
            "SELECT id, key FROM principal WHERE directory_id = ?1 AND removed_snapshot_id IS NULL AND bucket >= 0",
        )?;
        let mut rows = rows.query([staging.directory])?;
        while let Some(row) = rows.next()? {
            let mark = Mark::of(&row.get::<_, String>(1)?);
            if !staging.keys.contains_key(&mark) && !staging.mentioned.contains(&mark) {
                gone.push(row.get(0)?);
            }
        }
        return Ok(gone);
    }
    let mut one = conn.prepare_cached(
        "SELECT id FROM principal WHERE directory_id = ?1 AND key = ?2 AND removed_snapshot_id IS NULL",
    )?;
    let mut keys = staging.conn.prepare_cached("SELECT key FROM gone ORDER BY key")?;
    let mut keys = keys.query([])?;
    while let Some(key) = keys.next()? {
        let mut rows = one.query(params![staging.directory, key.get::<_, String>(0)?])?;
        if let Some(row) = rows.next()? {
            gone.push(row.get(0)?);
        }
    }
    Ok(gone)
}

fn count(tx: &Transaction<'_>, directory: i64, full: bool, relations: &Relations<'_>) -> Result<KindCount, StoreError> {
    let mut population = KindCount::default();
    let mut rows = tx.prepare(
        // By its kind a package is left out: the index that is read tells it, and not the place in the digest.
        "SELECT kind, user_type, count(*) FROM principal INDEXED BY principal_by_kind
         WHERE directory_id = ?1 AND removed_snapshot_id IS NULL AND kind <> 'accessPackage' GROUP BY kind, user_type",
    )?;
    let mut rows = rows.query([directory])?;
    while let Some(row) = rows.next()? {
        let (kind, user_type, count): (String, Option<String>, u64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        match (kind.as_str(), user_type.as_deref()) {
            ("user", Some("guest")) => population.guest += count,
            ("user", _) => population.user += count,
            ("group", _) => population.group += count,
            ("servicePrincipal", _) => population.service_principal += count,
            ("directoryRole", _) => population.directory_role += count,
            ("azureRole", _) => population.azure_role += count,
            _ => population.container += count,
        }
    }
    if full {
        (population.membership, population.ownership, population.holding) = tx.query_row(
            // Counted before whose they are is asked: once for each resource, not for each grant.
            "SELECT coalesce(sum(g.n) FILTER (WHERE g.entitlement = 'member'), 0),
                    coalesce(sum(g.n) FILTER (WHERE g.entitlement = 'owner'), 0),
                    coalesce(sum(g.n) FILTER (WHERE g.entitlement NOT IN ('member', 'owner')), 0)
             FROM (SELECT resource_id, entitlement, count(*) n FROM \"grant\" GROUP BY resource_id, entitlement) g
             CROSS JOIN principal p ON p.id = g.resource_id WHERE p.directory_id = ?1 AND p.bucket >= 0",
            [directory],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
    } else if let Some((_, last)) = super::last_certificate(tx, directory)? {
        // Counting a million rows again for a few changes would cost more than the changes.
        let moved = |last: u64, by: i64| last.saturating_add_signed(by);
        population.membership = moved(last.population.membership, relations.member_change);
        population.ownership = moved(last.population.ownership, relations.owner_change);
        population.holding = moved(last.population.holding, relations.holding_change);
    }
    Ok(population)
}

fn certify(
    tx: &Transaction<'_>,
    staging: &Staging,
    report: ReadReport,
    population: KindCount,
    removed: u64,
    digest: String,
) -> Result<(PopulationCertificate, Option<String>), StoreError> {
    let orphans = tx.query_row(
        "SELECT count(*) FROM orphan o CROSS JOIN principal p ON p.id = o.resource_id WHERE p.directory_id = ?1 AND o.entitlement <> 'manager'",
        [staging.directory],
        |row| row.get(0),
    )?;
    let mut excluded = report.excluded;
    if staging.twice > 0 {
        let reason = "the server sent it twice; the later one was taken".to_owned();
        excluded.push(Exclusion {
            reason,
            count: staging.twice,
            examples: Vec::new(),
        });
    }
    let certificate = PopulationCertificate {
        server: report.server,
        url: report.url,
        account: report.account,
        base: report.base,
        filter: report.filter,
        attributes: report.attributes,
        mode: report.mode,
        full_because: report.full_because,
        started_at: report.started_at,
        ended_at: report.ended_at,
        pages: report.pages,
        entries_returned: report.entries_returned,
        entries_loaded: report.entries_loaded.saturating_sub(staging.twice),
        excluded,
        adjusted: report.adjusted,
        server_reported_count: report.server_reported_count,
        orphans,
        removed,
        population,
        files: report.files,
        watermark_before: report.watermark_before,
        watermark_after: report.watermark_after,
        digest,
    };
    Ok((certificate, report.cursor))
}
