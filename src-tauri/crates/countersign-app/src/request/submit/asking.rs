//! Who asks, for whom, for what, and whether they may at all.

use countersign_domain::catalog::Task;
use countersign_domain::request::{Act, By, RequestKind};
use countersign_store::request;

use super::{Asking, SubmitInput};
use crate::Problem;
use crate::authority::{may, require};
use crate::call::Write;
use crate::policy::package_of;
use crate::request::person;

pub(super) fn asking(write: &Write<'_>, input: &SubmitInput) -> Result<Asking, Problem> {
    let kind = input.kind.unwrap_or(RequestKind::UserAdd);
    if matches!(kind.by(), By::System | By::Approver) {
        return Err(Problem::new("Nobody makes such a request by hand.").field("kind"));
    }
    let own = write.actor.principal.map(|one| one.0);
    let changed = match input.assignment {
        Some(assignment) if kind.act() != Act::Add => Some(
            request::held(write.transaction, assignment)?
                .ok_or_else(|| Problem::missing("assignment that has not ended", assignment).field("assignment"))?,
        ),
        _ => None,
    };
    let package = match (&changed, input.package, &input.package_key) {
        (Some((_, package, _)), ..) => package_of(write.transaction, *package)?,
        (None, _, Some(key)) => {
            let missing = || {
                Problem::new(format!("There is no access package with the key “{key}”."))
                    .code("missing")
                    .field("packageKey")
            };
            let id = request::by_key(write.transaction, key.trim())?.ok_or_else(missing)?;
            package_of(write.transaction, id)?
        }
        (None, Some(package), None) => {
            let found = package_of(write.transaction, package)?;
            let open = kind.act() != Act::Add
                || !found.hidden
                || may(write.transaction, &write.actor, Task::ViewCatalog, Some(found.catalog))?;
            if !open {
                // As if it were not there: its number must not tell that it is.
                return Err(Problem::missing("access package", package).field("package"));
            }
            found
        }
        (None, None, None) => return Err(Problem::new("Say which access package.").field("package")),
    };
    let target = match (&changed, input.principal) {
        (Some((.., holder)), _) => *holder,
        (None, Some(principal)) => principal,
        (None, None) => own.ok_or_else(|| Problem::new("Say who is to hold the package.").field("principal"))?,
    };
    match kind.by() {
        By::Own if crate::organization::may_ask_for(write, target)? => {}
        By::Own => {
            if own.is_none() {
                return Err(Problem::new("Say which person of the directory you are.").code("actor"));
            }
            if own != Some(target) {
                return Err(Problem::new("This kind of request is made for oneself.")
                    .code("notOwn")
                    .hint("Ask on behalf of the person, or let an administrator assign it.")
                    .field("principal"));
            }
        }
        By::OnBehalf => {
            if own.is_none() {
                return Err(Problem::new("Say which person of the directory you are.").code("actor"));
            }
            if own == Some(target) {
                return Err(Problem::new("On behalf is for somebody else.").field("principal"));
            }
        }
        By::Administrator => {
            let task = match kind.act() {
                Act::Remove => Task::RemoveAssignment,
                Act::Add | Act::Update => Task::Assign,
            };
            require(write.transaction, &write.actor, task, Some(package.catalog))?;
        }
        By::System | By::Approver => {}
    }
    let held = match changed {
        Some((held, ..)) => Some(held),
        None if kind.act() != Act::Add => {
            let held = request::held_by(write.transaction, target, package.package)?;
            let name = person(write.transaction, target, "principal")?.display_name;
            Some(held.ok_or_else(|| {
                Problem::new(format!("{name} does not have “{}”.", package.display_name))
                    .code("notHeld")
                    .field("package")
            })?)
        }
        None => None,
    };
    Ok(Asking {
        kind,
        package,
        requestor: own,
        target,
        held,
    })
}
