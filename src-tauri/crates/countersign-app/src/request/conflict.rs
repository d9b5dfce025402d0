//! What stands against somebody's getting a package; the one place where requests ask for it.

use countersign_store::rusqlite::Connection;

use crate::Problem;
use crate::call::Write;
use crate::conflict::{self, ConflictView, Moment};

/// Each as a sentence, when a package is asked for; empty where nothing does. An exception that was only proposed
/// is enough to ask.
pub(crate) fn check(connection: &Connection, package: i64, principal: i64) -> Result<Vec<String>, Problem> {
    let found = conflict::check(connection, package, principal)?;
    Ok(sentences(found.into_iter().filter(|one| one.exception.is_none())))
}

/// Each as a sentence, as of now, when a request is approved or handed over: only an exception in force is enough.
pub(crate) fn check_now(write: &Write<'_>, package: i64, principal: i64) -> Result<Vec<String>, Problem> {
    let found = conflict::check_at(write.transaction, package, principal, Moment::Approval)?;
    let today = crate::exception::today(write.transaction, write.now)?;
    Ok(sentences(found.into_iter().filter(|one| !one.is_covered(today, false))))
}

fn sentences(found: impl Iterator<Item = ConflictView>) -> Vec<String> {
    found.map(|one| one.sentence).collect()
}
