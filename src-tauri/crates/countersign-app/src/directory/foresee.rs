//! What a read would change: the directory is read whole and held against the last snapshot, and nothing is kept.

use std::cell::RefCell;

use countersign_domain::snapshot::PopulationCertificate;
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use countersign_store::snapshot::{self, MergeProblem, Merged, Staging};
use serde::Serialize;
use ts_rs::TS;

use super::{DirectoryInput, connector};
use crate::Problem;
use crate::call::{Start, Stop};
use crate::job::{JobStarted, sync};

/// So many of each are named; the totals are exact.
const NAMED: usize = 200;

/// What the next read would come to.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncForeseen {
    /// What it is held against; none: nothing was read yet, and everything is new.
    pub before: Option<i64>,
    pub added: ForeseenPrincipals,
    pub changed: ForeseenPrincipals,
    pub removed: ForeseenPrincipals,
    pub gained: ForeseenGrants,
    pub lost: ForeseenGrants,
    /// The certificate that the snapshot would have.
    pub certificate: PopulationCertificate,
}

/// The first of those who come, change or go, and how many there are.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForeseenPrincipals {
    pub total: u64,
    pub rows: Vec<ForeseenPrincipal>,
}

/// The first of the entitlements, and how many there are.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForeseenGrants {
    pub total: u64,
    pub rows: Vec<ForeseenGrant>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForeseenPrincipal {
    pub kind: String,
    pub key: String,
    pub display_name: String,
    /// What is written otherwise, of who was there before.
    pub fields: Vec<ForeseenField>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForeseenField {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForeseenGrant {
    pub principal_name: String,
    pub resource_name: String,
    pub entitlement: String,
}

pub(crate) fn start(start: Start, input: DirectoryInput) -> Result<JobStarted, Problem> {
    let (view, connector) = connector(&start, input.directory)?;
    let (desk, open) = (start.desk.clone(), start.open.clone());
    start.spawn_about(
        "directory.foresee",
        view.name,
        Some(input.directory),
        &[],
        move |handle| {
            let mut staging = Staging::create(&open.store, input.directory)?;
            staging.believe();
            let control = handle.control();
            let report = sync::stream(&mut staging, |sink| {
                desk.runtime.block_on(connector.read_full(sink, &control))
            })?;
            handle.go_on()?;
            handle.report("comparing with the last snapshot", 0, None);
            let seen: RefCell<Option<SyncForeseen>> = RefCell::default();
            // The merge itself says what would change; it is rolled back, always.
            let rolled: Result<(), Stop> = open.store.write(|transaction| {
                let merged = snapshot::merge(transaction, &staging, report).map_err(|problem| match problem {
                    MergeProblem::Store(error) => Stop(error.into()),
                    other => Stop(Problem::new(other.to_string())),
                })?;
                let found = open
                    .store
                    .read(|before| look(before, transaction, input.directory, merged).map_err(Stop))?;
                seen.replace(Some(found));
                Err(Stop(Problem::new("Nothing is kept.").code(ROLLED)))
            });
            match (seen.into_inner(), rolled) {
                (Some(found), _) => Ok(serde_json::to_value(found)?),
                (None, Err(stop)) => Err(stop.0),
                (None, Ok(())) => Err(Problem::new("The directory was not compared.")),
            }
        },
    )
}

const ROLLED: &str = "foreseen";

const FIELDS: [&str; 11] = [
    "name",
    "kind",
    "user name",
    "mail",
    "kind of account",
    "enabled",
    "department",
    "title",
    "employee id",
    "manager",
    "distinguished name",
];

type Said = (String, [Option<String>; FIELDS.len()]);

/// Both states at once: the old one through a connection of its own, the new one inside the transaction.
fn look(before: &Connection, after: &Connection, directory: i64, merged: Merged) -> Result<SyncForeseen, Problem> {
    let last: Option<i64> = before
        .query_row(
            "SELECT max(id) FROM snapshot WHERE directory_id = ?1",
            [directory],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    let people = |total: u64, ids: &[i64], at: &Connection| -> Result<_, Problem> {
        let mut rows = Vec::new();
        for id in ids.iter().take(NAMED) {
            if let Some((key, said)) = said(at, *id)? {
                rows.push(row(key, said, Vec::new()));
            }
        }
        Ok(ForeseenPrincipals { total, rows })
    };
    let mut changed = ForeseenPrincipals {
        total: merged.changed,
        rows: Vec::new(),
    };
    for id in merged.first_changed.iter().take(NAMED) {
        if let (Some((_, old)), Some((key, new))) = (said(before, *id)?, said(after, *id)?) {
            let fields = differences(&old, &new);
            changed.rows.push(row(key, new, fields));
        }
    }
    Ok(SyncForeseen {
        before: last,
        added: people(merged.added, &merged.first_added, after)?,
        removed: people(merged.removed, &merged.first_removed, before)?,
        changed,
        gained: grants(after, "\"grant\" g WHERE g.since_snapshot_id = ?1", merged.snapshot)?,
        lost: grants(after, "past_grant g WHERE g.until_snapshot_id = ?1", merged.snapshot)?,
        certificate: merged.certificate,
    })
}

fn row(key: String, said: [Option<String>; FIELDS.len()], fields: Vec<ForeseenField>) -> ForeseenPrincipal {
    let [name, kind, ..] = said;
    ForeseenPrincipal {
        kind: kind.unwrap_or_default(),
        key,
        display_name: name.unwrap_or_default(),
        fields,
    }
}

fn said(connection: &Connection, id: i64) -> Result<Option<Said>, Problem> {
    let mut statement = connection
        .prepare_cached(
            "SELECT p.key, p.display_name, p.kind, p.user_name, p.mail, p.user_type,
                    CASE p.enabled WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END, p.department, p.title, p.employee_id,
                    m.display_name, p.dn
             FROM principal p LEFT JOIN principal m ON m.id = p.manager_id WHERE p.id = ?1",
        )
        .map_err(StoreError::from)?;
    let found = statement
        .query_row([id], |row| {
            let mut said: [Option<String>; FIELDS.len()] = Default::default();
            for (at, one) in said.iter_mut().enumerate() {
                *one = row.get(at + 1)?;
            }
            Ok((row.get(0)?, said))
        })
        .optional()
        .map_err(StoreError::from)?;
    Ok(found)
}

fn differences(old: &[Option<String>; FIELDS.len()], new: &[Option<String>; FIELDS.len()]) -> Vec<ForeseenField> {
    let all = FIELDS.iter().zip(old.iter().zip(new));
    all.filter(|(_, (old, new))| old != new)
        .map(|(field, (old, new))| ForeseenField {
            field: (*field).to_owned(),
            before: old.clone(),
            after: new.clone(),
        })
        .collect()
}

fn grants(connection: &Connection, of: &str, snapshot: i64) -> Result<ForeseenGrants, Problem> {
    let total = connection
        .query_row(&format!("SELECT count(*) FROM {of}"), [snapshot], |row| row.get(0))
        .map_err(StoreError::from)?;
    let mut statement = connection
        .prepare(&format!(
            "WITH first AS (SELECT g.resource_id, g.entitlement, g.principal_id FROM {of} LIMIT ?2)
             SELECT p.display_name, r.display_name, f.entitlement FROM first f
             JOIN principal p ON p.id = f.principal_id JOIN principal r ON r.id = f.resource_id ORDER BY 2, 3, 1"
        ))
        .map_err(StoreError::from)?;
    let rows = statement
        .query_map(params![snapshot, NAMED as i64], |row| {
            Ok(ForeseenGrant {
                principal_name: row.get(0)?,
                resource_name: row.get(1)?,
                entitlement: row.get(2)?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(ForeseenGrants { total, rows })
}
