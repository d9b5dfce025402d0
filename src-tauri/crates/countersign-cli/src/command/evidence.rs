//! `countersign evidence …`.

use std::sync::Arc;

use countersign_app::{Desk, Problem};
use serde_json::{Value, json};

use super::{Outcome, Result, absolute, package};
use crate::arguments::EvidenceVerb;
use crate::desk::{call, wait};

/// Whether it needs no store.
pub(super) fn is_alone(verb: &EvidenceVerb) -> bool {
    !matches!(
        verb,
        EvidenceVerb::Export { .. }
            | EvidenceVerb::Exception { .. }
            | EvidenceVerb::Period { .. }
            | EvidenceVerb::List { .. }
    )
}

/// What is done with a file alone.
pub(super) fn alone(desk: &Arc<Desk>, verb: &EvidenceVerb, json: bool) -> Result<Outcome> {
    match verb {
        EvidenceVerb::Verify {
            file,
            root,
            checkpoint,
            quick,
        } => {
            let note = checkpoint.as_ref().map(std::fs::read_to_string).transpose();
            let note = note.map_err(|error| Problem::new(format!("The checkpoint cannot be read: {error}.")))?;
            let value = call(
                desk,
                "evidence.verify",
                json!({ "path": absolute(file), "root": root, "checkpoint": note, "quick": quick }),
            )?;
            let findings = value["valid"] != true;
            Ok(Outcome { value, findings })
        }
        EvidenceVerb::Redact { file, out } => call(
            desk,
            "evidence.redact",
            json!({ "path": absolute(file), "out": absolute(out) }),
        )
        .map(Outcome::from),
        EvidenceVerb::Prove { file, item, out } => call(
            desk,
            "evidence.prove",
            json!({ "path": absolute(file), "item": item, "out": absolute(out) }),
        )
        .map(Outcome::from),
        EvidenceVerb::Schema => {
            let text = call(desk, "evidence.schema", json!({}))?["schema"].take();
            match text.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok()) {
                Some(value) if json => Ok(value.into()),
                _ => Ok(text.into()),
            }
        }
        _ => Ok(Value::Null.into()),
    }
}

fn profile(redacted: bool) -> &'static str {
    if redacted { "redacted" } else { "full" }
}

pub(super) fn evidence(desk: &Arc<Desk>, verb: &EvidenceVerb) -> Result<Value> {
    let package_of = |reference: &Option<String>| {
        reference
            .as_deref()
            .map(|reference| package::package_of(desk, reference))
            .transpose()
    };
    match verb {
        EvidenceVerb::Export {
            instance,
            package,
            from,
            to,
            out,
            redacted,
        } => match package_of(package)? {
            Some(package) => wait(
                desk,
                "evidence.exportPackage",
                json!({ "package": package, "from": from, "to": to, "path": absolute(out), "profile": profile(*redacted) }),
            ),
            None => wait(
                desk,
                "evidence.export",
                json!({ "instance": instance, "path": absolute(out), "profile": profile(*redacted) }),
            ),
        },
        EvidenceVerb::Period { from, to, out } => wait(
            desk,
            "evidence.exportPeriod",
            json!({ "from": from, "to": to, "path": absolute(out) }),
        ),
        EvidenceVerb::Exception { exception, out } => wait(
            desk,
            "evidence.exportException",
            json!({ "exception": exception, "path": absolute(out) }),
        ),
        EvidenceVerb::List { instance, package } => call(
            desk,
            "evidence.list",
            json!({ "instance": instance, "package": package_of(package)? }),
        ),
        // Answered before a store is opened.
        _ => Ok(Value::Null),
    }
}
