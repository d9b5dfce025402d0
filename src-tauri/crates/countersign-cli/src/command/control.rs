//! Controls, frameworks and findings from the command line.

use std::path::Path;
use std::sync::Arc;

use countersign_app::{Desk, Problem};
use serde_json::{Value, json};

use super::review::json_file;
use super::{Outcome, Result, absolute};
use crate::arguments::{ControlVerb, FindingVerb, FrameworkVerb};
use crate::desk::{call, principal, wait};

pub(super) fn control(desk: &Arc<Desk>, verb: &ControlVerb) -> Result<Outcome> {
    let value = match verb {
        ControlVerb::Create { file } => call(desk, "control.create", json!({ "draft": draft(desk, file)? }))?,
        ControlVerb::Edit { control, file } => {
            let input = json!({ "control": control_of(desk, control)?, "draft": draft(desk, file)? });
            call(desk, "control.edit", input)?
        }
        ControlVerb::Delete { control } => {
            call(desk, "control.delete", json!({ "control": control_of(desk, control)? }))?
        }
        ControlVerb::List { search, page } => {
            let input = json!({ "search": search, "offset": page.offset, "limit": page.limit });
            call(desk, "control.list", input)?
        }
        ControlVerb::Show { control, from, to } => {
            let input = json!({ "control": control_of(desk, control)?, "from": from, "to": to });
            call(desk, "control.show", input)?
        }
        ControlVerb::Coverage { from, to, page } => {
            let input = json!({ "from": from, "to": to, "offset": page.offset, "limit": page.limit });
            let value = call(desk, "control.coverage", input)?;
            let findings = value["periods"]["missing"] != 0;
            return Ok(Outcome { value, findings });
        }
        ControlVerb::Calendar { days, page } => {
            let input = json!({ "days": days, "offset": page.offset, "limit": page.limit });
            call(desk, "control.calendar", input)?
        }
        ControlVerb::ExportOscal { out, from, to, replace } => {
            let input = json!({ "path": absolute(out), "from": from, "to": to, "replace": replace });
            wait(desk, "control.exportOscal", input)?
        }
    };
    Ok(value.into())
}

/// A draft from a file; its owner may be named there as people are named elsewhere.
fn draft(desk: &Arc<Desk>, file: &Path) -> Result<Value> {
    let mut draft = json_file(file)?;
    if let Some(owner) = draft["owner"].as_str() {
        draft["owner"] = json!(principal(desk, owner, "user")?);
    }
    Ok(draft)
}

/// A control by its number, or by the organization's own id of it.
fn control_of(desk: &Arc<Desk>, reference: &str) -> Result<i64> {
    let page = call(desk, "control.list", json!({ "search": reference, "limit": 1000 }))?;
    let is_it = |row: &&Value| {
        row["code"]
            .as_str()
            .is_some_and(|code| code.eq_ignore_ascii_case(reference))
    };
    let found = page["rows"].as_array().and_then(|rows| rows.iter().find(is_it));
    match found
        .and_then(|row| row["control"].as_i64())
        .or_else(|| reference.parse().ok())
    {
        Some(control) => Ok(control),
        None => Err(Problem::new(format!("No control has the id “{reference}”."))
            .code("missing")
            .hint("See “control list”.")),
    }
}

pub(super) fn framework(desk: &Arc<Desk>, verb: &FrameworkVerb) -> Result<Value> {
    match verb {
        FrameworkVerb::List => call(desk, "framework.list", json!({})),
        FrameworkVerb::Show { framework } => call(desk, "framework.show", json!({ "framework": framework })),
        FrameworkVerb::Export { framework, out } => {
            let file = call(desk, "framework.export", json!({ "framework": framework }))?;
            let Some(out) = out else { return Ok(file) };
            std::fs::write(out, file["text"].as_str().unwrap_or_default())
                .map_err(|error| Problem::new(format!("{} cannot be written: {error}.", out.display())))?;
            Ok(json!({ "file": absolute(out) }))
        }
        FrameworkVerb::Import { file } => {
            let text = std::fs::read_to_string(file)
                .map_err(|error| Problem::new(format!("{} cannot be read: {error}.", file.display())))?;
            call(desk, "framework.import", json!({ "text": text }))
        }
    }
}

pub(super) fn finding(desk: &Arc<Desk>, verb: &FindingVerb) -> Result<Outcome> {
    let FindingVerb::List {
        kind,
        severity,
        owner,
        soon,
        stale,
        page,
    } = verb;
    let owner = owner.as_deref().map(|one| principal(desk, one, "user")).transpose()?;
    let input = json!({ "kind": kind, "severity": severity, "owner": owner, "soonDays": soon, "staleDays": stale,
                        "offset": page.offset, "limit": page.limit });
    let value = call(desk, "finding.list", input)?;
    let findings = value["total"] != 0;
    Ok(Outcome { value, findings })
}
