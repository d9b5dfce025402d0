//! Separation of duties from the command line.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::package::package_of;
use super::{Outcome, Result, absolute};
use crate::arguments::ConflictVerb;
use crate::desk::{call, principal, wait};

pub(super) fn conflict(desk: &Arc<Desk>, verb: &ConflictVerb) -> Result<Outcome> {
    let package = |reference: &Option<String>| reference.as_deref().map(|one| package_of(desk, one)).transpose();
    let person = |reference: &str| principal(desk, reference, "user");
    let value = match verb {
        ConflictVerb::Pairs { package: of, page } => call(
            desk,
            "package.incompatible.list",
            json!({ "package": package(of)?, "offset": page.offset, "limit": page.limit }),
        )?,
        ConflictVerb::Forbid {
            package: of,
            other,
            group,
            reason,
        } => call(
            desk,
            "package.incompatible.add",
            json!({ "package": package_of(desk, of)?, "otherPackage": package(other)?,
                    "group": group.as_deref().map(|one| principal(desk, one, "group")).transpose()?, "reason": reason }),
        )?,
        ConflictVerb::Allow { incompatible, reason } => call(
            desk,
            "package.incompatible.remove",
            json!({ "incompatible": incompatible, "reason": reason }),
        )?,
        ConflictVerb::Check {
            package: of,
            principal: reference,
        } => {
            let input = json!({ "package": package_of(desk, of)?, "principal": person(reference)? });
            let value = call(desk, "conflict.check", input)?;
            let findings = value.as_array().is_some_and(|all| !all.is_empty());
            return Ok(Outcome { value, findings });
        }
        ConflictVerb::Look => wait(desk, "conflict.look", json!({}))?,
        ConflictVerb::List {
            status,
            package: of,
            principal: reference,
            incompatible,
            page,
        } => {
            let value = call(
                desk,
                "conflict.list",
                json!({ "status": status, "package": package(of)?, "incompatible": incompatible,
                        "principal": reference.as_deref().map(person).transpose()?,
                        "offset": page.offset, "limit": page.limit }),
            )?;
            let open = |row: &Value| row["endedAt"].is_null() && row["exceptionState"] != "approved";
            let findings = value["rows"].as_array().is_some_and(|rows| rows.iter().any(open));
            return Ok(Outcome { value, findings });
        }
        ConflictVerb::Export {
            out,
            status,
            package: of,
        } => wait(
            desk,
            "conflict.export",
            json!({ "path": absolute(out), "status": status, "package": package(of)? }),
        )?,
        ConflictVerb::Except {
            incompatible,
            principal: reference,
            package: of,
            reason,
            until,
            review_on,
        } => call(
            desk,
            "conflict.except",
            json!({ "incompatible": incompatible, "principal": person(reference)?, "package": package(of)?,
                    "reason": reason, "untilOn": until, "reviewOn": review_on }),
        )?,
        ConflictVerb::Review {
            name,
            incompatible,
            package: of,
            fallback,
            days,
        } => call(
            desk,
            "conflict.review",
            json!({ "displayName": name, "incompatible": incompatible, "package": package(of)?,
                    "fallback": person(fallback)?, "durationInDays": days }),
        )?,
    };
    Ok(value.into())
}
