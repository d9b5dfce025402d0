//! Runs that take a package from many: held until a second person signs.

use countersign_store::assignment::{self, AutomaticHold};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use crate::call::{Entry, Read, Write};
use crate::{Problem, authority};

/// The runs that wait for a second person, of the catalogs that the actor sees.
pub(crate) fn holds(read: &Read<'_>, _: crate::store::Nothing) -> Result<Vec<AutomaticHold>, Problem> {
    let sees = authority::sees_only(read.connection, &read.actor)?;
    let mut all = assignment::automatic_holds(read.connection, None)?;
    all.retain(|one| sees.as_ref().is_none_or(|some| some.contains(&one.catalog)));
    Ok(all)
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountersignInput {
    pub policy: i64,
}

/// A second person signs a run that takes the package from many; the next tick does it, if it is still the same.
pub(crate) fn countersign(write: &Write<'_>, input: CountersignInput) -> Result<(AutomaticHold, Entry), Problem> {
    let find = || -> Result<AutomaticHold, Problem> {
        assignment::automatic_holds(write.transaction, Some(input.policy))?
            .pop()
            .ok_or_else(|| Problem::new("No run of this policy waits for a signature.").code("state"))
    };
    let hold = find()?;
    if hold.signed_at.is_some() {
        return Err(Problem::new("This run is signed already.").code("state"));
    }
    let first = assignment::version_actor(write.transaction, hold.policy, hold.version)?
        .ok_or_else(|| Problem::missing("version of policy", hold.policy))?;
    crate::actor::four_eyes(write)?.second_person(&first, &write.actor)?;
    assignment::sign_automatic(write.transaction, &hold, &write.actor.label(), write.now)?;
    let detail = json!({ "policy": hold.policy, "version": hold.version, "removals": hold.removals,
                         "holders": hold.holders, "hash": hold.hash, "causedBy": hold.caused_by });
    Ok((find()?, Entry::new(format!("policy:{}", hold.policy), detail)))
}
