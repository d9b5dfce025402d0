//! Everything a person holds, over all their accounts: now, or as past snapshots knew it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{DateTime, SecondsFormat, Utc};
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use countersign_store::snapshot::{self, Held};
use countersign_store::{StoreError, correlation};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::of;
use crate::Problem;
use crate::call::Read;
use crate::principal::page;

/// Ways that are shown of one access.
const WAYS: usize = 50;

/// Where nothing is said of the time, now.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct AccessListInput {
    /// Any account of the person.
    pub principal: i64,
    /// As the newest snapshot of each directory by this moment had it …
    pub as_of: Option<DateTime<Utc>>,
    /// … or as the ledger stood when this snapshot was taken in.
    pub snapshot: Option<i64>,
    /// Of the accounts of this directory alone.
    pub directory: Option<i64>,
    /// Part of the name of a resource.
    pub search: Option<String>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccessPage {
    pub rows: Vec<AccessRow>,
    pub total: i64,
    /// How many of them come directly.
    pub direct: i64,
    /// An account is in more groups than were followed; what comes by the others is missing here.
    pub more: bool,
}

/// A group on the way.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccessStep {
    pub principal: i64,
    pub display_name: String,
}

/// One entitlement that one account of the person holds, by one shortest way.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccessRow {
    pub account: i64,
    pub account_name: String,
    pub directory: i64,
    pub directory_name: String,
    pub resource: i64,
    pub resource_name: String,
    pub resource_kind: String,
    /// Its holder can change the rights of others.
    pub privileged: bool,
    pub entitlement: String,
    /// The groups between, nearest to the resource first; empty where the account holds it itself.
    pub path: Vec<AccessStep>,
    pub direct: bool,
    /// It comes in other ways too.
    pub other_ways: bool,
    /// The access packages by which it was given.
    pub packages: Vec<String>,
    /// When the first snapshot that saw it was read.
    pub since: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct WayListInput {
    /// The account that holds it.
    pub principal: i64,
    pub resource: i64,
    pub entitlement: String,
    pub as_of: Option<DateTime<Utc>>,
    pub snapshot: Option<i64>,
}

/// Every way by which an account holds something, shortest first.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Ways {
    pub ways: Vec<Vec<AccessStep>>,
    /// There are more than these.
    pub more: bool,
}

/// The time that is asked about.
enum At {
    Now,
    /// A snapshot, and when it was read.
    Snapshot(i64, String),
    Moment(String),
}

impl At {
    fn asked(connection: &Connection, as_of: Option<DateTime<Utc>>, snapshot: Option<i64>) -> Result<Self, Problem> {
        Ok(match (as_of, snapshot) {
            (None, None) => At::Now,
            (Some(_), Some(_)) => {
                return Err(Problem::new("Ask for a moment or for a snapshot, not for both.").field("snapshot"));
            }
            (None, Some(snapshot)) => {
                let read_at: Option<String> = connection
                    .query_row("SELECT ended_at FROM snapshot WHERE id = ?1", [snapshot], |row| {
                        row.get(0)
                    })
                    .optional()
                    .map_err(StoreError::from)?;
                let missing = || Problem::missing("snapshot", snapshot).field("snapshot");
                At::Snapshot(snapshot, read_at.ok_or_else(missing)?)
            }
            (Some(at), None) => At::Moment(at.to_rfc3339_opts(SecondsFormat::Millis, true)),
        })
    }

    /// As of which snapshot the grants of a directory count; the outer `None` where it was not read yet.
    fn of(&self, connection: &Connection, directory: i64) -> Result<Option<Option<i64>>, Problem> {
        Ok(match self {
            At::Now => Some(None),
            At::Snapshot(snapshot, _) => Some(Some(*snapshot)),
            At::Moment(at) => snapshot::snapshot_at(connection, directory, at)?.map(Some),
        })
    }

    fn text(&self) -> Option<&str> {
        match self {
            At::Now => None,
            At::Snapshot(_, at) | At::Moment(at) => Some(at),
        }
    }
}

/// Every entitlement of every account, by directory and name of the resource.
pub(crate) fn list(read: &Read<'_>, input: AccessListInput) -> Result<AccessPage, Problem> {
    let connection = read.connection;
    let (person, _) = of(connection, &read.actor, input.principal)?;
    let at = At::asked(connection, input.as_of, input.snapshot)?;
    let search = input
        .search
        .as_deref()
        .map(str::trim)
        .unwrap_or_default()
        .to_lowercase();
    let mut resources = Resources::default();
    let (mut found, mut more) = (Vec::new(), false);
    for (place, account) in correlation::accounts(connection, person)?.into_iter().enumerate() {
        if input.directory.is_some_and(|directory| directory != account.directory) {
            continue;
        }
        let Some(as_of) = at.of(connection, account.directory)? else {
            continue;
        };
        let holdings = snapshot::holdings(connection, account.principal, as_of)?;
        more |= holdings.more;
        let account = std::rc::Rc::new(account);
        for held in holdings.held {
            let resource = resources.get(connection, held.resource)?;
            if search.is_empty() || resource.name.to_lowercase().contains(&search) {
                found.push((place, resource.name.to_lowercase(), held, account.clone()));
            }
        }
    }
    found.sort_by(|one, other| {
        let key = |of: &(usize, String, Held, _)| (of.0, of.1.clone(), of.2.resource, of.2.entitlement.clone());
        key(one).cmp(&key(other))
    });
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let total = count(found.len());
    let direct = count(found.iter().filter(|(_, _, held, _)| held.direct).count());
    let (offset, limit) = page(input.offset, input.limit);
    let part = found
        .into_iter()
        .skip(usize::try_from(offset).unwrap_or(usize::MAX))
        .take(usize::try_from(limit).unwrap_or(0));
    let mut rows = Vec::new();
    for (_, _, held, account) in part {
        let resource = resources.get(connection, held.resource)?.clone();
        let mut path = Vec::with_capacity(held.path.len());
        for step in &held.path {
            path.push(AccessStep {
                principal: *step,
                display_name: resources.get(connection, *step)?.name.clone(),
            });
        }
        rows.push(AccessRow {
            account: account.principal,
            account_name: account
                .user_name
                .clone()
                .unwrap_or_else(|| account.display_name.clone()),
            directory: account.directory,
            directory_name: account.directory_name.clone(),
            resource: held.resource,
            resource_name: resource.name,
            resource_kind: resource.kind,
            privileged: resource.privileged,
            packages: packages(connection, account.principal, &held, at.text())?,
            entitlement: held.entitlement,
            path,
            direct: held.direct,
            other_ways: held.holders > 1,
            since: read_at(connection, held.since)?,
        });
    }
    Ok(AccessPage {
        rows,
        total,
        direct,
        more,
    })
}

pub(crate) fn ways(read: &Read<'_>, input: WayListInput) -> Result<Ways, Problem> {
    let connection = read.connection;
    of(connection, &read.actor, input.principal)?;
    let at = At::asked(connection, input.as_of, input.snapshot)?;
    let directory: i64 = connection
        .query_row(
            "SELECT directory_id FROM principal WHERE id = ?1",
            [input.principal],
            |row| row.get(0),
        )
        .map_err(StoreError::from)?;
    let Some(as_of) = at.of(connection, directory)? else {
        return Ok(Ways {
            ways: Vec::new(),
            more: false,
        });
    };
    let access = (input.resource, input.entitlement.as_str(), input.principal);
    let paths = snapshot::paths_at(connection, access, as_of, WAYS)?;
    let step = |(principal, display_name)| AccessStep {
        principal,
        display_name,
    };
    let ways = paths.ways.into_iter().map(|way| way.into_iter().map(step).collect());
    Ok(Ways {
        ways: ways.collect(),
        more: paths.more,
    })
}

#[derive(Clone)]
struct Resource {
    name: String,
    kind: String,
    privileged: bool,
}

/// What a page says of resources, each looked up once.
#[derive(Default)]
struct Resources(HashMap<i64, Resource>);

impl Resources {
    fn get(&mut self, connection: &Connection, id: i64) -> Result<&Resource, Problem> {
        let entry = match self.0.entry(id) {
            Entry::Occupied(known) => return Ok(known.into_mut()),
            Entry::Vacant(entry) => entry,
        };
        let found = connection
            .prepare_cached(
                "SELECT display_name, kind, json_extract(attributes, '$.privileged[0]') = 'true' FROM principal WHERE id = ?1",
            )
            .and_then(|mut statement| {
                statement.query_row([id], |row| {
                    Ok(Resource {
                        name: row.get(0)?,
                        kind: row.get(1)?,
                        privileged: row.get::<_, Option<bool>>(2)?.unwrap_or(false),
                    })
                })
            })
            .map_err(StoreError::from)?;
        Ok(entry.insert(found))
    }
}

/// The access packages that give this to the account, or gave it then.
fn packages(connection: &Connection, account: i64, held: &Held, at: Option<&str>) -> Result<Vec<String>, Problem> {
    const NOW: &str = "v.state IN ('held','byHand') AND ?4 IS NULL";
    const THEN: &str = "a.delivered_at <= ?4 AND (a.ended_at IS NULL OR a.ended_at > ?4)";
    let sql = format!(
        "SELECT DISTINCT k.display_name FROM given v JOIN assignment a ON a.id = v.assignment_id
         JOIN package k ON k.id = a.package_id
         WHERE v.principal_id = ?1 AND v.resource_id = ?2 AND v.entitlement = ?3 AND {} ORDER BY 1",
        if at.is_some() { THEN } else { NOW }
    );
    let mut statement = connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let names = statement
        .query_map(params![account, held.resource, held.entitlement, at], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(names)
}

fn read_at(connection: &Connection, snapshot: i64) -> Result<Option<DateTime<Utc>>, Problem> {
    let found = connection
        .prepare_cached("SELECT ended_at FROM snapshot WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([snapshot], |row| row.get(0)).optional())
        .map_err(StoreError::from)?;
    Ok(found)
}
