//! The audit log from the command line.

use std::io::Write;
use std::sync::Arc;

use countersign_app::{Desk, Problem};
use serde_json::json;

use super::{Outcome, Result, absolute};
use crate::arguments::AuditVerb;
use crate::desk::{call, wait};

pub(super) fn audit(desk: &Arc<Desk>, verb: &AuditVerb) -> Result<Outcome> {
    let value = match verb {
        AuditVerb::List { instance, page } => call(
            desk,
            "audit.list",
            json!({ "instance": instance, "offset": page.offset, "limit": page.limit }),
        )?,
        AuditVerb::Verify => {
            let value = call(desk, "audit.verify", json!({}))?;
            let findings = value["valid"] != true;
            return Ok(Outcome { value, findings });
        }
        AuditVerb::Checkpoint { out } => {
            let mut file = match out {
                None => None,
                Some(path) => {
                    let refused = |error| Problem::new(format!("{} cannot be written: {error}.", path.display()));
                    Some((std::fs::File::create_new(path).map_err(refused)?, path))
                }
            };
            let value = call(desk, "audit.checkpoint", json!({}))?;
            if let Some((file, path)) = &mut file {
                let note = value["note"].as_str().unwrap_or_default();
                file.write_all(note.as_bytes())
                    .map_err(|error| Problem::new(format!("{} cannot be written: {error}.", path.display())))?;
            }
            value
        }
        AuditVerb::Checkpoints { page } => call(
            desk,
            "audit.checkpoint.list",
            json!({ "offset": page.offset, "limit": page.limit }),
        )?,
        AuditVerb::Prove {
            entry,
            decision,
            checkpoint,
        } => call(
            desk,
            "audit.prove",
            json!({ "entry": entry, "decision": decision, "checkpoint": checkpoint }),
        )?,
        AuditVerb::Consistency { from, to } => call(desk, "audit.consistency", json!({ "from": from, "to": to }))?,
        AuditVerb::Compare { file } => {
            let value = call(desk, "audit.compare", json!({ "path": absolute(file) }))?;
            let findings = value["same"] != true;
            return Ok(Outcome { value, findings });
        }
        AuditVerb::RotateKey { reason, lost } => {
            call(desk, "audit.rotateKey", json!({ "reason": reason, "lost": lost }))?
        }
        AuditVerb::Explain { reason } => call(desk, "audit.explain", json!({ "reason": reason }))?,
        AuditVerb::Timestamp { authority } => {
            if let Some(url) = authority {
                let url = (url != "none").then_some(url);
                let set = call(desk, "audit.timestampAuthority", json!({ "url": url }))?;
                if url.is_none() {
                    return Ok(set.into());
                }
            }
            wait(desk, "audit.timestamp", json!({}))?
        }
    };
    Ok(value.into())
}
