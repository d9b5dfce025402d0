//! My access: what I have and why, what I could ask for, and what waits for me.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use countersign_domain::catalog::Task;
use countersign_domain::policy::Policy;
use countersign_store::access::{self, AvailableRow, HeldRow};
use countersign_store::rusqlite::Connection;
use countersign_store::{policy, request};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::authority::may;
use crate::call::Read;
use crate::policy::{Explained, package_of, tokens_of};
use crate::principal::page;
use crate::request::person;

/// An access that ends within these days is near its end.
const NEAR_DAYS: i64 = 14;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct AccessMineInput {
    /// Somebody else, for those who may see all requests.
    pub principal: Option<i64>,
    /// What was held once, instead of what is held.
    pub ended: bool,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct AccessAvailableInput {
    pub principal: Option<i64>,
    /// Part of the name or the description of a package, or of the name of something it gives.
    pub search: Option<String>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct AccessExplainInput {
    pub package: Option<i64>,
    pub package_key: Option<String>,
    pub principal: Option<i64>,
}

/// What a person has, and what goes on for them.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccessMine {
    pub principal: i64,
    pub display_name: String,
    pub rows: Vec<AccessHeld>,
    pub total: i64,
    /// Requests of theirs that are not decided or delivered yet.
    pub requests: i64,
    /// Requests that wait for their answer.
    pub approvals: i64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccessHeld {
    #[serde(flatten)]
    pub row: HeldRow,
    /// It ends within 14 days.
    pub near_end: bool,
    pub may_extend: bool,
    pub may_give_back: bool,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccessAvailable {
    pub rows: Vec<AvailableRow>,
    pub total: i64,
}

/// Whose access: the acting person's, or for those who may see all, somebody else's.
fn whose(read: &Read<'_>, principal: Option<i64>) -> Result<i64, Problem> {
    let own = read.actor.principal.map(|one| one.0);
    match (principal, own) {
        (None, Some(own)) => Ok(own),
        (None, None) => Err(Problem::new("Say which person of the directory you are.")
            .code("actor")
            .hint("Or name the person whose access you want to see.")),
        (Some(asked), own) if own == Some(asked) => Ok(asked),
        (Some(asked), _) if may(read.connection, &read.actor, Task::ViewRequest, None)? => Ok(asked),
        _ => Err(Problem::new(format!("{} sees only their own access.", read.actor.display_name)).code("permission")),
    }
}

pub(crate) fn mine(read: &Read<'_>, input: AccessMineInput) -> Result<AccessMine, Problem> {
    let principal = whose(read, input.principal)?;
    let who = person(read.connection, principal, "principal")?;
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = access::held(read.connection, principal, input.ended, offset, limit)?;
    let mut held = Vec::with_capacity(rows.len());
    for row in rows {
        let may = changes(read.connection, &row)?;
        held.push(AccessHeld {
            near_end: may.live && is_near(row.ends_at, read.now),
            may_extend: may.extend,
            may_give_back: may.give_back,
            row,
        });
    }
    Ok(AccessMine {
        principal,
        display_name: who.display_name,
        rows: held,
        total,
        requests: access::open_requests(read.connection, principal)?,
        approvals: request::awaiting_count(read.connection, principal)?,
    })
}

/// What may be asked of an access that is held.
pub(crate) struct Changes {
    pub live: bool,
    /// The policy it is held under, as it is now.
    pub policy: Option<(policy::PolicyRow, Policy)>,
    pub extend: bool,
    pub give_back: bool,
}

pub(crate) fn changes(connection: &Connection, row: &HeldRow) -> Result<Changes, Problem> {
    let policy = match policy::show(connection, row.policy)? {
        Some(policy) => {
            let rules = crate::policy::understand(connection, &policy.definition)?;
            Some((policy, rules))
        }
        None => None,
    };
    let live = row.state != "expired" && row.state != "removing";
    let allows = policy.as_ref().map(|(_, rules)| &rules.requestor);
    Ok(Changes {
        live,
        extend: live && row.ends_at.is_some() && allows.is_some_and(|one| one.self_update),
        give_back: live && allows.is_some_and(|one| one.self_remove),
        policy,
    })
}

fn is_near(ends_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    ends_at.is_some_and(|end| end - now <= Duration::days(NEAR_DAYS))
}

/// The packages a person could ask for by themselves now, by name.
pub(crate) fn available(read: &Read<'_>, input: AccessAvailableInput) -> Result<AccessAvailable, Problem> {
    let principal = whose(read, input.principal)?;
    let who = person(read.connection, principal, "principal")?;
    let of = page(input.offset, input.limit);
    let (rows, total) = open_to(read.connection, &who, input.search.as_deref(), of)?;
    Ok(AccessAvailable { rows, total })
}

/// A page of the packages that this person could ask for, by name, and how many there are.
pub(crate) fn open_to(
    connection: &Connection,
    who: &policy::Person,
    search: Option<&str>,
    (offset, limit): (i64, i64),
) -> Result<(Vec<AvailableRow>, i64), Problem> {
    let tokens: BTreeSet<String> = if who.gone || !who.enabled {
        BTreeSet::new()
    } else {
        tokens_of(connection, who, &policy::target_rules(connection)?)?
    };
    Ok(access::available(connection, who, &tokens, search, offset, limit)?)
}

/// What asking for one package would mean; if it cannot be asked for, exactly why.
pub(crate) fn explain(read: &Read<'_>, input: AccessExplainInput) -> Result<Explained, Problem> {
    let id = match (input.package, &input.package_key) {
        (_, Some(key)) => request::by_key(read.connection, key.trim())?
            .ok_or_else(|| Problem::new(format!("There is no access package with the key “{key}”.")).code("missing"))?,
        (Some(package), None) => package,
        (None, None) => return Err(Problem::new("Say which access package.").field("package")),
    };
    let package = package_of(read.connection, id)?;
    let governs = may(read.connection, &read.actor, Task::ViewCatalog, Some(package.catalog))?;
    if package.hidden && input.package_key.is_none() && !governs {
        return Err(Problem::missing("access package", id).field("package"));
    }
    let own = read.actor.principal.map(|one| one.0);
    let principal = match (input.principal, own) {
        (Some(principal), _) => principal,
        (None, Some(own)) => own,
        (None, None) => return Err(Problem::new("Say for whom.").field("principal")),
    };
    crate::policy::explain(read, &package, principal)
}
