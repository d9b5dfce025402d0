//! Every way by which somebody holds an access, and what becomes of each if it is denied.

use countersign_domain::definition::Nested;
use countersign_domain::plan::{Denied, Reason, Removal, steps};
use countersign_store::rusqlite::Connection;
use countersign_store::{StoreError, plan, snapshot};
use serde::Serialize;
use ts_rs::TS;

use super::elsewhere;

/// More ways than anybody reads; where there are more, a task says so.
pub(crate) const WAYS: usize = 50;

/// One access, and how it was seen when the review started.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Access<'a> {
    pub resource: i64,
    pub entitlement: &'a str,
    pub principal: i64,
    pub direct: bool,
    pub person_gone: bool,
}

/// One way, as a screen shows it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RemovalView {
    /// What is done, or what a person must do.
    pub step: String,
    /// Names of the groups between resource and person, nearest to the resource first; empty when direct.
    pub path: Vec<String>,
    /// Whether a plan can do it from here.
    pub possible: bool,
    pub reason: Option<Reason>,
    /// The list that is changed.
    pub list: i64,
    pub list_name: String,
    /// What else the person would lose by it.
    pub also: Vec<String>,
}

pub(crate) fn removals(
    connection: &Connection,
    access: Access<'_>,
    nested: Nested,
) -> Result<Vec<Removal>, StoreError> {
    let paths = snapshot::all_paths(connection, access.resource, access.entitlement, access.principal, WAYS)?;
    let ways = paths
        .ways
        .iter()
        .map(|way| way.iter().map(|(id, _)| plan::place(connection, *id)).collect())
        .collect::<Result<_, StoreError>>()?;
    Ok(steps(&Denied {
        resource: plan::place(connection, access.resource)?,
        ways,
        more: paths.more,
        direct: access.direct,
        person_gone: access.person_gone,
        nested,
    }))
}

pub(crate) fn names(removal: &Removal) -> Vec<String> {
    removal.way.iter().map(|place| place.name.clone()).collect()
}

/// What else the person loses where a removal is made in another list than the resource's own.
pub(crate) fn also(connection: &Connection, removal: &Removal, resource: i64) -> Result<Vec<String>, StoreError> {
    if removal.way.is_empty() {
        return Ok(Vec::new());
    }
    let way: Vec<i64> = removal.way.iter().map(|place| place.id.0).collect();
    plan::also(connection, removal.cut.id.0, &way, resource)
}

pub(crate) fn view(
    connection: &Connection,
    access: Access<'_>,
    nested: Nested,
) -> Result<Vec<RemovalView>, StoreError> {
    removals(connection, access, nested)?
        .into_iter()
        .map(|removal| {
            let there = elsewhere::of(connection, access.principal, &removal)?;
            Ok(RemovalView {
                step: there.as_ref().map_or_else(|| removal.sentence(), elsewhere::sentence),
                path: names(&removal),
                possible: removal.reason.is_none() || there.is_some(),
                reason: removal.reason.filter(|_| there.is_none()),
                list: removal.cut.id.0,
                also: also(connection, &removal, access.resource)?,
                list_name: removal.cut.name,
            })
        })
        .collect()
}
