//! What every settling of a dispute asks.

use countersign_domain::id::PrincipalId;

use crate::Problem;
use crate::call::Write;

const LONGEST_REASON: usize = 4_000;

/// The reason of a settlement.
pub(crate) fn reason_of(reason: &str) -> Result<&str, Problem> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Problem::new("Settling a dispute needs a reason.").field("reason"));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Problem::new(format!("A reason has at most {LONGEST_REASON} characters.")).field("reason"));
    }
    Ok(reason)
}

/// Whether the acting person may settle a dispute over what this person said, and it is not settled yet.
pub(crate) fn may_settle(write: &Write<'_>, person: i64, what: &str, settlement: Option<&str>) -> Result<(), Problem> {
    if let Some(settlement) = settlement {
        return Err(Problem::new(format!("This dispute is settled already: {settlement}.")).code("state"));
    }
    if write.actor.is(PrincipalId(person)) {
        return Err(Problem::new(format!("Nobody settles a dispute over their own {what}.")).code("permission"));
    }
    Ok(())
}
