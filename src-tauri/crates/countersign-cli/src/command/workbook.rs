//! Workbooks.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::json;

use super::{Outcome, Result, absolute};
use crate::arguments::WorkbookVerb;
use crate::desk::{call, principal, wait};

pub(super) fn workbook(desk: &Arc<Desk>, verb: &WorkbookVerb) -> Result<Outcome> {
    match verb {
        WorkbookVerb::Make {
            instance,
            folder,
            reviewer,
        } => {
            let reviewer = reviewer
                .as_ref()
                .map(|reference| principal(desk, reference, "user"))
                .transpose()?;
            let input = json!({ "instance": instance, "folder": absolute(folder), "reviewer": reviewer });
            wait(desk, "packet.workbook", input).map(Outcome::from)
        }
        WorkbookVerb::Take { file, dry_run } => {
            let input = json!({ "path": absolute(file), "dryRun": dry_run });
            let value = wait(desk, "packet.takeWorkbook", input)?;
            let findings = value["problemTotal"].as_u64().unwrap_or(0) > 0;
            Ok(Outcome { value, findings })
        }
        WorkbookVerb::List { instance } => {
            call(desk, "packet.workbooks", json!({ "instance": instance })).map(Outcome::from)
        }
    }
}
