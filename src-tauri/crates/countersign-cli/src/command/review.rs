//! Reviews from the command line.

use std::path::Path;
use std::sync::Arc;

use countersign_app::{Desk, Problem};
use serde_json::{Value, json};

use super::Result;
use crate::arguments::ReviewVerb;
use crate::desk::{call, principal, wait};

/// The newest instance of a review.
fn instance_of(desk: &Arc<Desk>, review: i64) -> Result<i64> {
    let view = call(desk, "review.show", json!({ "review": review }))?;
    let instances = view["instances"].as_array();
    instances
        .and_then(|all| all.last()?["instance"].as_i64())
        .ok_or_else(|| Problem::new(format!("Review {review} has no instance.")))
}

pub(super) fn json_file(file: &Path) -> Result<Value> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Problem::new(format!("{} is not readable: {error}.", file.display())))?;
    serde_json::from_str(&text).map_err(|error| Problem::new(format!("{} is not JSON: {error}.", file.display())))
}

pub(super) fn review(desk: &Arc<Desk>, verb: &ReviewVerb) -> Result<Value> {
    match verb {
        ReviewVerb::Foresee { file } => call(desk, "review.foresee", json!({ "definition": json_file(file)? })),
        ReviewVerb::Create { file } => call(desk, "review.create", json!({ "definition": json_file(file)? })),
        ReviewVerb::Edit { review, file, reason } => call(
            desk,
            "review.edit",
            json!({ "review": review, "definition": json_file(file)?, "reason": reason }),
        ),
        ReviewVerb::StopStage { review } => call(
            desk,
            "review.stopStage",
            json!({ "instance": instance_of(desk, *review)? }),
        ),
        ReviewVerb::Extend { review, to, reason } => call(
            desk,
            "instance.edit",
            json!({ "instance": instance_of(desk, *review)?, "dueOn": to, "reason": reason }),
        ),
        ReviewVerb::Reassign {
            review,
            from,
            to,
            reason,
        } => call(
            desk,
            "review.reassign",
            json!({ "instance": instance_of(desk, *review)?, "from": principal(desk, from, "user")?,
                    "to": principal(desk, to, "user")?, "reason": reason }),
        ),
        ReviewVerb::Release { item, reviewer, reason } => call(
            desk,
            "review.release",
            json!({ "item": item, "reviewer": principal(desk, reviewer, "user")?, "reason": reason }),
        ),
        ReviewVerb::List { page } => call(
            desk,
            "review.list",
            json!({ "offset": page.offset, "limit": page.limit }),
        ),
        ReviewVerb::Show { review } => call(desk, "review.show", json!({ "review": review })),
        ReviewVerb::Start { review } => wait(desk, "review.start", json!({ "review": review })),
        ReviewVerb::Stop { review } => call(desk, "review.stop", json!({ "instance": instance_of(desk, *review)? })),
        ReviewVerb::Reset { review } => call(desk, "review.reset", json!({ "instance": instance_of(desk, *review)? })),
        ReviewVerb::Progress { review } => call(
            desk,
            "review.progress",
            json!({ "instance": instance_of(desk, *review)? }),
        ),
        ReviewVerb::Remind { review, text } => call(
            desk,
            "review.remind",
            json!({ "instance": instance_of(desk, *review)?, "text": text }),
        ),
        ReviewVerb::Apply { review } => {
            let instance = instance_of(desk, *review)?;
            let drawn = call(desk, "plan.draw", json!({ "instance": instance }))?;
            wait(desk, "plan.carryOut", json!({ "plan": drawn["plan"] }))
        }
        ReviewVerb::Delete { review } => call(desk, "review.delete", json!({ "review": review })),
    }
}
