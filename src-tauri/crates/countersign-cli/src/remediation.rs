//! Tasks, guests and exceptions: what is left to people, and what they may keep.

use std::sync::Arc;

use countersign_app::{Desk, Problem};
use serde_json::{Value, json};

use crate::arguments::{ExceptionVerb, GuestVerb, TaskVerb};
use crate::command::{Result, absolute, anything};
use crate::desk::{call, principal};

pub fn task(desk: &Arc<Desk>, verb: &TaskVerb) -> Result<Value> {
    match verb {
        TaskVerb::List { instance } => call(desk, "task.list", json!({ "instance": instance })),
        TaskVerb::Close { task, note } => call(desk, "task.close", json!({ "task": task, "note": note })),
        TaskVerb::Board { status, page } => call(
            desk,
            "task.board",
            json!({ "status": status, "offset": page.offset, "limit": page.limit }),
        ),
        TaskVerb::ChangeFile {
            task,
            instance,
            kind,
            out,
        } => {
            let file = call(
                desk,
                "task.changeFile",
                json!({ "task": task, "instance": instance, "kind": kind }),
            )?;
            if let Some(out) = out {
                let path = absolute(out);
                std::fs::write(&path, file["text"].as_str().unwrap_or_default())
                    .map_err(|error| Problem::new(format!("{} is not writable: {error}.", path.display())))?;
            }
            Ok(file)
        }
    }
}

pub fn guest(desk: &Arc<Desk>, verb: &GuestVerb) -> Result<Value> {
    match verb {
        GuestVerb::List {
            instance,
            revocable,
            page,
        } => call(
            desk,
            "guest.list",
            json!({ "instance": instance, "revocable": revocable, "offset": page.offset, "limit": page.limit }),
        ),
        GuestVerb::Governed { status, page } => call(
            desk,
            "guest.governed.list",
            json!({ "status": status, "offset": page.offset, "limit": page.limit }),
        ),
        GuestVerb::Govern {
            principal: reference,
            release,
            reason,
        } => call(
            desk,
            "guest.govern",
            json!({ "principal": principal(desk, reference, "user")?, "governed": !release, "reason": reason }),
        ),
        GuestVerb::Keep {
            principal: reference,
            reason,
        } => call(
            desk,
            "guest.keep",
            json!({ "principal": principal(desk, reference, "user")?, "reason": reason }),
        ),
    }
}

pub fn exception(desk: &Arc<Desk>, verb: &ExceptionVerb) -> Result<Value> {
    match verb {
        ExceptionVerb::List { state, page } => call(
            desk,
            "exception.list",
            json!({ "state": state, "offset": page.offset, "limit": page.limit }),
        ),
        ExceptionVerb::Show { exception } => call(desk, "exception.show", json!({ "exception": exception })),
        ExceptionVerb::Propose {
            principal,
            resource,
            entitlement,
            policy,
            reason,
            until,
            review_on,
        } => call(
            desk,
            "exception.propose",
            json!({ "principal": holder(desk, principal)?, "resource": anything(desk, resource)?,
                    "entitlement": entitlement, "policy": policy, "reason": reason, "untilOn": until, "reviewOn": review_on }),
        ),
        ExceptionVerb::Approve { exception } => call(desk, "exception.approve", json!({ "exception": exception })),
        ExceptionVerb::Revoke { exception, reason } => call(
            desk,
            "exception.revoke",
            json!({ "exception": exception, "reason": reason }),
        ),
        ExceptionVerb::Renew {
            exception,
            reason,
            until,
            review_on,
        } => call(
            desk,
            "exception.renew",
            json!({ "exception": exception, "reason": reason, "untilOn": until, "reviewOn": review_on }),
        ),
        ExceptionVerb::Confirm { exception, review_on } => call(
            desk,
            "exception.confirm",
            json!({ "exception": exception, "reviewOn": review_on }),
        ),
    }
}

/// Mostly a person keeps something; a group or an application may, too.
fn holder(desk: &Arc<Desk>, reference: &str) -> Result<i64> {
    match principal(desk, reference, "user") {
        Err(problem) if problem.code.as_deref() == Some("unknownPrincipal") => anything(desk, reference),
        found => found,
    }
}
