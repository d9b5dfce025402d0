//! Assignments from the command line.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::package::package_of;
use super::{Result, directory_of};
use crate::arguments::AssignmentVerb;
use crate::desk::{call, principal, wait};

pub(super) fn assignment(desk: &Arc<Desk>, verb: &AssignmentVerb) -> Result<Value> {
    let package = |one: &Option<String>| one.as_ref().map(|one| package_of(desk, one)).transpose();
    let person = |one: &Option<String>| one.as_ref().map(|one| principal(desk, one, "user")).transpose();
    match verb {
        AssignmentVerb::List {
            package: of,
            principal: whose,
            policy,
            state,
            near_end,
            page,
        } => call(
            desk,
            "assignment.list",
            json!({ "package": package(of)?, "principal": person(whose)?, "policy": policy, "state": state,
                    "nearEndDays": near_end, "offset": page.offset, "limit": page.limit }),
        ),
        AssignmentVerb::Show { assignment } => call(desk, "assignment.show", json!({ "assignment": assignment })),
        AssignmentVerb::Foresee {
            assignment,
            package: of,
            principal: whose,
        } => call(
            desk,
            "assignment.foresee",
            json!({ "assignment": assignment, "package": package(of)?, "principal": person(whose)? }),
        ),
        AssignmentVerb::Give {
            package: of,
            principal: whose,
            policy,
            until,
            justification,
        } => {
            let input = json!({ "package": package_of(desk, of)?, "principal": principal(desk, whose, "user")?,
                                "policy": policy, "endsAt": until, "justification": justification });
            let given = call(desk, "assignment.give", input)?;
            delivered(desk, &given["assignment"])
        }
        AssignmentVerb::Extend {
            assignment,
            until,
            reason,
        } => call(
            desk,
            "assignment.extend",
            json!({ "assignment": assignment, "endsAt": until, "reason": reason }),
        ),
        AssignmentVerb::End { assignments, reason } => match assignments.as_slice() {
            [only] => {
                let input = json!({ "assignment": only, "reason": reason });
                let ended = call(desk, "assignment.end", input)?;
                delivered(desk, &ended["assignment"])
            }
            several => {
                let input = json!({ "assignments": several, "reason": reason });
                let ended = call(desk, "assignment.endMany", input)?;
                deliver(desk);
                Ok(ended)
            }
        },
        AssignmentVerb::Reprocess { assignment } => {
            let again = call(desk, "assignment.reprocess", json!({ "assignment": assignment }))?;
            delivered(desk, &again["assignment"])
        }
        AssignmentVerb::Deliver { directory } => {
            let id = directory.as_ref().map(|name| directory_of(desk, name)).transpose()?;
            wait(desk, "assignment.deliver", json!({ "directory": id }))
        }
    }
}

/// Delivers what is due. What stands in the way is said; the next tick tries it again.
fn deliver(desk: &Arc<Desk>) {
    if let Err(problem) = wait(desk, "assignment.deliver", json!({}))
        && problem.code.as_deref() != Some("running")
    {
        eprintln!("It is not delivered yet: {}", problem.message);
    }
}

/// The assignment as it is when what is due was delivered.
fn delivered(desk: &Arc<Desk>, assignment: &Value) -> Result<Value> {
    deliver(desk);
    call(desk, "assignment.show", json!({ "assignment": assignment }))
}
