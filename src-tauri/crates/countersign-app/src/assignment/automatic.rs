//! Policies that assign by a rule: who gains a package, who keeps it, and who loses it after a time of grace.

mod foresee;
mod hold;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use countersign_domain::policy::{Automatic, Policy, parse};
use countersign_domain::request::RequestKind;
use countersign_store::assignment::{self, AutomaticPolicy, Holder, NewHold, NewRequest};
use countersign_store::rusqlite::Connection;
use countersign_store::{StoreError, snapshot};
use serde::Serialize;
use serde_json::{Value, json};

use super::give::note;
use super::{Give, give, one};
use crate::call::{Entry, Stop, Write};
use crate::desk::Open;
use crate::{Desk, Problem};

pub(crate) use foresee::foresee;
pub use foresee::{PolicyForeseeInput, PolicyForeseen};
pub use hold::CountersignInput;
pub(crate) use hold::{countersign, holds};

/// Assignments that one transaction makes or marks.
const BATCH: usize = 500;

/// What the rules of a directory came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Assigned {
    pub gained: usize,
    /// The grace of so many has begun.
    pub leaving: usize,
    /// The rule fits so many again.
    pub returned: usize,
    /// Policies whose run waits for a second person.
    pub held: Vec<i64>,
    pub problems: Vec<String>,
}

/// What a rule comes to now.
#[derive(Debug, Default)]
struct Outcome {
    /// People who gain the package.
    gains: Vec<i64>,
    /// Assignments of the policy whose people the rule fits no longer.
    loses: Vec<Holder>,
    /// Assignments of the policy that stay.
    stays: Vec<Holder>,
    /// The grace had begun, and the rule fits again.
    returns: Vec<Holder>,
    /// Had begun before.
    leaving: Vec<Holder>,
    /// The rule fits people from whom the package is being taken back right now.
    later: bool,
}

fn compare(connection: &Connection, of: &AutomaticPolicy, automatic: &Automatic) -> Result<Outcome, StoreError> {
    let mut matching = Vec::new();
    snapshot::matching(connection, of.directory, &automatic.rule, |one| matching.push(one.0))?;
    let fits: BTreeSet<i64> = matching.iter().copied().collect();
    let mut outcome = Outcome::default();
    let mut have = BTreeSet::new();
    for holder in assignment::holders(connection, of.package)? {
        have.insert(holder.principal);
        let fits = fits.contains(&holder.principal);
        match holder {
            one if one.removing => outcome.later |= fits,
            // What was given otherwise is not the rule's to take.
            one if one.policy != of.policy => {}
            one if fits => {
                if one.leaving {
                    outcome.returns.push(one);
                }
                outcome.stays.push(one);
            }
            one if one.leaving => outcome.leaving.push(one),
            one => outcome.loses.push(one),
        }
    }
    if automatic.add {
        outcome.gains = matching.into_iter().filter(|one| !have.contains(one)).collect();
    }
    if !automatic.remove {
        outcome.stays.append(&mut outcome.loses);
    }
    Ok(outcome)
}

/// Looks at every automatic policy that was not looked at in the newest snapshot of its directory, or was changed
/// since.
pub(crate) fn run(desk: &Arc<Desk>, open: &Open, system: &Actor, directory: Option<i64>) -> Result<Assigned, Problem> {
    let stale = open
        .store
        .read(|connection| assignment::automatic_policies(connection, directory, true))?;
    let mut assigned = Assigned::default();
    for of in &stale {
        if let Err(problem) = run_one(desk, open, system, of, &mut assigned) {
            // One rule that cannot be followed hinders no other.
            assigned
                .problems
                .push(format!("“{}”: {}", of.display_name, problem.message));
        }
    }
    Ok(assigned)
}

fn run_one(
    desk: &Arc<Desk>,
    open: &Open,
    system: &Actor,
    of: &AutomaticPolicy,
    assigned: &mut Assigned,
) -> Result<(), Problem> {
    let looked = open.store.read(|connection| {
        let snapshot: Option<i64> = connection
            .query_row(
                "SELECT max(id) FROM snapshot WHERE directory_id = ?1",
                [of.directory],
                |row| row.get(0),
            )
            .map_err(StoreError::from)?;
        let Some(snapshot) = snapshot else { return Ok(None) };
        let policy = understood(connection, &of.definition).map_err(Stop)?;
        let Some(automatic) = policy.automatic.clone() else {
            return Ok(None);
        };
        let outcome = compare(connection, of, &automatic)?;
        let hash = assignment::hash_of_run(of, &outcome.loses);
        let hold = assignment::automatic_holds(connection, Some(of.policy))?.pop();
        let by = assignment::version_by(connection, of.policy, of.version)?;
        Ok(Some((snapshot, policy, automatic, outcome, hash, hold, by)))
    });
    let Some((snapshot, policy, automatic, outcome, hash, hold, by)) = looked.map_err(|stop: Stop| stop.0)? else {
        return Ok(());
    };
    let returned: Vec<i64> = outcome.returns.iter().map(|one| one.assignment).collect();
    assigned.returned += mark(desk, open, system, of, &returned, None)?;
    let holders = outcome.loses.len() + outcome.leaving.len() + outcome.stays.len();
    let same = hold
        .as_ref()
        .is_some_and(|hold| hold.version == of.version && hold.hash == hash);
    let signed = same && hold.as_ref().is_some_and(|hold| hold.signed_at.is_some());
    if policy.own.holds(outcome.loses.len(), holders) && !signed {
        assigned.held.push(of.policy);
        return desk.write(open, system, "policy.hold", |write| {
            if !same {
                let new = NewHold {
                    policy: of.policy,
                    version: of.version,
                    snapshot,
                    removals: outcome.loses.len(),
                    holders,
                    hash: &hash,
                    caused_by: by.as_deref().unwrap_or_default(),
                };
                assignment::hold_automatic(write.transaction, &new, write.now)?;
            }
            assignment::evaluated(write.transaction, of.policy, of.version, snapshot)?;
            let detail = json!({ "policy": of.policy, "version": of.version, "snapshot": snapshot,
                                 "removals": outcome.loses.len(), "holders": holders, "hash": hash });
            Ok(((), Entry::new(format!("policy:{}", of.policy), detail)))
        });
    }
    for some in outcome.gains.chunks(BATCH) {
        assigned.gained += desk.write(open, system, "policy.assign", |write| assign(write, of, &policy, some))?;
    }
    let leaves_at = automatic.grace.after(desk.clock().now());
    let leaving: Vec<i64> = outcome.loses.iter().map(|one| one.assignment).collect();
    assigned.leaving += mark(desk, open, system, of, &leaving, Some(leaves_at))?;
    desk.write(open, system, "policy.evaluate", |write| {
        assignment::end_hold(write.transaction, of.policy, write.now)?;
        if !outcome.later {
            assignment::evaluated(write.transaction, of.policy, of.version, snapshot)?;
        }
        let detail = json!({ "policy": of.policy, "version": of.version, "snapshot": snapshot,
                             "gained": outcome.gains.len(), "leaving": leaving.len(), "returned": returned.len(),
                             "signedBy": hold.as_ref().filter(|_| signed).and_then(|hold| hold.signed_by.clone()) });
        Ok(((), Entry::new(format!("policy:{}", of.policy), detail)))
    })
}

/// The policy, as it is to be understood here.
fn understood(connection: &Connection, definition: &Value) -> Result<Policy, Problem> {
    let zone = crate::review::zone(connection)?;
    Ok(parse(definition, zone)?)
}

fn assign(write: &Write<'_>, of: &AutomaticPolicy, policy: &Policy, people: &[i64]) -> Result<(usize, Entry), Problem> {
    let ends_at = policy
        .end_of(write.now, None)
        .map_err(|refusal| Problem::new(refusal.to_string()))?;
    let (mut given, mut conflicting) = (Vec::new(), Vec::new());
    for person in people {
        if assignment::live_of(write.transaction, of.package, *person)?.is_some() {
            continue;
        }
        // A rule gives nobody what does not go together; the next read asks again.
        let conflicts = crate::request::conflict::check(write.transaction, of.package, *person)?;
        if !conflicts.is_empty() {
            conflicting.push(json!([person, conflicts]));
            continue;
        }
        let request = assignment::add_request(
            write.transaction,
            &NewRequest {
                kind: RequestKind::SystemAdd,
                package: of.package,
                policy: of.policy,
                version: of.version,
                assignment: None,
                requestor_id: None,
                requestor: &write.actor.label(),
                target: *person,
                justification: "The rule of the policy fits.",
                starts_at: Some(write.now),
                ends_at,
            },
            write.now,
        )?;
        let id = give(
            write,
            &Give {
                package: of.package,
                policy: of.policy,
                version: of.version,
                principal: *person,
                starts_at: write.now,
                ends_at,
                request: Some(request),
            },
        )?;
        given.push(json!([id, person]));
    }
    let detail = json!({ "policy": of.policy, "version": of.version, "package": of.package, "given": given,
                         "conflicting": conflicting });
    Ok((given.len(), Entry::new(format!("policy:{}", of.policy), detail)))
}

/// Begins the grace of assignments, or ends it.
fn mark(
    desk: &Arc<Desk>,
    open: &Open,
    system: &Actor,
    of: &AutomaticPolicy,
    assignments: &[i64],
    leaves_at: Option<DateTime<Utc>>,
) -> Result<usize, Problem> {
    for some in assignments.chunks(BATCH) {
        desk.write(open, system, "policy.grace", |write| {
            for id in some {
                let row = one(write.transaction, *id)?;
                assignment::set_leaves_at(write.transaction, *id, leaves_at)?;
                let (event, text) = match leaves_at {
                    Some(at) => (
                        "leave",
                        format!(
                            "The rule of the policy fits no longer; the access is taken back on {}.",
                            at.format("%Y-%m-%d %H:%M UTC")
                        ),
                    ),
                    None => ("stay", "The rule of the policy fits again.".to_owned()),
                };
                note(write, *id, event, row.state, &text, None)?;
            }
            let detail = json!({ "policy": of.policy, "assignments": some, "leavesAt": leaves_at });
            Ok(((), Entry::new(format!("policy:{}", of.policy), detail)))
        })?;
    }
    Ok(assignments.len())
}

/// Counts of a run for the answer of a sync or a tick.
impl Assigned {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn to_map(&self) -> BTreeMap<&'static str, usize> {
        BTreeMap::from([
            ("gained", self.gained),
            ("leaving", self.leaving),
            ("returned", self.returned),
            ("held", self.held.len()),
        ])
    }
}
