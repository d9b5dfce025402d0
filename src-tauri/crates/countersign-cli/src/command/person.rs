//! People over all directories, and snapshots, from the command line.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::{Result, anything, directory_of};
use crate::arguments::{CorrelationVerb, PersonVerb, RulingVerb, SnapshotVerb};
use crate::desk::{call, principal};

/// An account by a name that it alone has, or by its number: several directories hold the same names.
fn account(desk: &Arc<Desk>, reference: &str) -> Result<i64> {
    let found = principal(desk, reference, "user");
    match (&found, reference.parse::<i64>()) {
        (Err(problem), Ok(number)) if problem.code.as_deref() == Some("unknownPrincipal") => Ok(number),
        _ => found,
    }
}

fn directory(desk: &Arc<Desk>, name: Option<&String>) -> Result<Option<i64>> {
    name.map(|name| directory_of(desk, name)).transpose()
}

pub(super) fn person(desk: &Arc<Desk>, verb: &PersonVerb) -> Result<Value> {
    match verb {
        PersonVerb::List { state, search, page } => call(
            desk,
            "person.list",
            json!({ "state": state, "search": search, "offset": page.offset, "limit": page.limit }),
        ),
        PersonVerb::Show { principal } => call(desk, "person.show", json!({ "principal": account(desk, principal)? })),
        PersonVerb::Access {
            principal,
            at,
            directory: of,
            search,
            page,
        } => call(
            desk,
            "person.access.list",
            json!({ "principal": account(desk, principal)?, "asOf": at.as_of, "snapshot": at.snapshot,
                    "directory": directory(desk, of.as_ref())?, "search": search,
                    "offset": page.offset, "limit": page.limit }),
        ),
        PersonVerb::Ways {
            principal,
            resource,
            entitlement,
            at,
        } => call(
            desk,
            "person.way.list",
            json!({ "principal": account(desk, principal)?, "resource": anything(desk, resource)?,
                    "entitlement": entitlement, "asOf": at.as_of, "snapshot": at.snapshot }),
        ),
    }
}

pub(super) fn correlation(desk: &Arc<Desk>, verb: &CorrelationVerb) -> Result<Value> {
    match verb {
        CorrelationVerb::Show => call(desk, "correlation.show", json!({})),
        CorrelationVerb::Change {
            rules,
            source,
            no_source,
        } => {
            let mut setting = call(desk, "correlation.show", json!({}))?["setting"].clone();
            if let Some(rules) = rules {
                setting["rules"] = json!(rules);
            }
            match directory(desk, source.as_ref())? {
                Some(source) => setting["source"] = json!(source),
                None if *no_source => setting["source"] = Value::Null,
                None => {}
            }
            call(desk, "correlation.change", setting)
        }
        CorrelationVerb::Doubts { directory: of, page } => call(
            desk,
            "correlation.doubt.list",
            json!({ "directory": directory(desk, of.as_ref())?, "offset": page.offset, "limit": page.limit }),
        ),
        CorrelationVerb::Candidates { principal, page } => call(
            desk,
            "correlation.candidate.list",
            json!({ "principal": account(desk, principal)?, "offset": page.offset, "limit": page.limit }),
        ),
    }
}

pub(super) fn ruling(desk: &Arc<Desk>, verb: &RulingVerb) -> Result<Value> {
    match verb {
        RulingVerb::Make {
            one,
            other,
            not,
            reason,
        } => call(
            desk,
            "ruling.make",
            json!({ "one": account(desk, one)?, "other": account(desk, other)?, "same": !not, "reason": reason }),
        ),
        RulingVerb::Lift { ruling } => call(desk, "ruling.lift", json!({ "ruling": ruling })),
        RulingVerb::List { state, page } => call(
            desk,
            "ruling.list",
            json!({ "state": state, "offset": page.offset, "limit": page.limit }),
        ),
    }
}

pub(super) fn snapshot(desk: &Arc<Desk>, verb: &SnapshotVerb) -> Result<Value> {
    match verb {
        SnapshotVerb::List { directory: of, page } => call(
            desk,
            "snapshot.list",
            json!({ "directory": directory(desk, of.as_ref())?, "offset": page.offset, "limit": page.limit }),
        ),
        SnapshotVerb::Compare { from, to } => call(desk, "snapshot.compare", json!({ "from": from, "to": to })),
        SnapshotVerb::Principals {
            from,
            to,
            change,
            after,
            page,
        } => call(
            desk,
            "snapshot.principal.list",
            json!({ "from": from, "to": to, "change": change, "after": after,
                    "offset": page.offset, "limit": page.limit }),
        ),
        SnapshotVerb::Grants {
            from,
            to,
            removed,
            page,
        } => call(
            desk,
            "snapshot.grant.list",
            json!({ "from": from, "to": to, "added": !removed, "offset": page.offset, "limit": page.limit }),
        ),
    }
}
