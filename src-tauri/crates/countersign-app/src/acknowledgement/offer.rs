//! What somebody may sign, and the statement that is put before them.

use chrono::{DateTime, Days, Utc};
use countersign_domain::acknowledgement::{Kind, Refusal, Signed, Standing, may_sign, proposal};
use countersign_domain::actor::Actor;
use countersign_store::acknowledgement::{self as ledger, Of};
use countersign_store::item::Filter;
use countersign_store::rusqlite::Connection;
use serde::Serialize;
use ts_rs::TS;

use super::{AcknowledgementOfInput, Subject};
use crate::Problem;
use crate::call::Read;
use crate::store::Nothing;

/// A run that ended longer ago is not asked about any more.
const ASKED_FOR: Days = Days::new(92);

/// Something to sign.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    pub kind: Kind,
    /// In what role, where the person says no other.
    pub role: String,
    /// It can be signed now.
    pub open: bool,
    /// Why it cannot, where it cannot.
    pub because: Option<String>,
    /// The statement proposed; nothing where it cannot be signed now.
    pub statement: String,
    /// SHA-256 over what stands now; handed back with the signature, so that nobody signs what they did not see.
    pub digest: String,
    pub state: Option<Signed>,
}

/// Something that waits for the acting person's signature.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    pub instance: i64,
    pub review: i64,
    pub name: String,
    pub kind: Kind,
    pub ended_at: Option<DateTime<Utc>>,
}

/// What the acting person could sign about a run or a package and has not signed, also what they cannot sign yet, with
/// the reason.
pub(crate) fn offers(read: &Read<'_>, input: AcknowledgementOfInput) -> Result<Vec<Offer>, Problem> {
    let subject = Subject::of(read.connection, input)?;
    let store = &read.open.store.header().id;
    let mut offers = Vec::new();
    for kind in Kind::ALL {
        let standing = standing_read(read, &subject, kind)?;
        let offer = match may_sign(kind, &standing) {
            Err(Refusal::NotReviewer | Refusal::NotOwner | Refusal::NotManagement | Refusal::Already) => continue,
            Err(refusal) => Offer {
                kind,
                role: kind.role().to_owned(),
                open: false,
                because: Some(refusal.to_string()),
                statement: String::new(),
                digest: String::new(),
                state: None,
            },
            Ok(()) => {
                let state = state(read.connection, store, &subject, kind, &read.actor)?;
                Offer {
                    kind,
                    role: kind.role().to_owned(),
                    open: true,
                    because: None,
                    statement: proposal(kind, &subject.name, &state),
                    digest: state.digest(),
                    state: Some(state),
                }
            }
        };
        offers.push(offer);
    }
    Ok(offers)
}

/// What waits for the acting person: their own part once it is decided, and what they are named for.
pub(crate) fn mine(read: &Read<'_>, _: Nothing) -> Result<Vec<Waiting>, Problem> {
    let mut waiting = Vec::new();
    if read.actor.principal.is_none() {
        return Ok(waiting);
    }
    let since = read.now.checked_sub_days(ASKED_FOR).unwrap_or(read.now);
    for run in ledger::runs(read.connection, since)? {
        let subject = Subject {
            of: Of::Instance(run.instance),
            name: run.name,
            review: Some(run.review),
            package: None,
            has_result: run.ended_at.is_some(),
        };
        for kind in Kind::ALL {
            if may_sign(kind, &standing_read(read, &subject, kind)?).is_ok() {
                waiting.push(Waiting {
                    instance: run.instance,
                    review: run.review,
                    name: subject.name.clone(),
                    kind,
                    ended_at: run.ended_at,
                });
            }
        }
    }
    Ok(waiting)
}

/// What stands now, as the act sees it.
pub(super) fn state(
    connection: &Connection,
    store: &str,
    subject: &Subject,
    kind: Kind,
    actor: &Actor,
) -> Result<Signed, Problem> {
    let reviewer = (kind == Kind::ReviewerSignOff)
        .then(|| actor.principal.map(|principal| principal.0))
        .flatten();
    Ok(match subject.of {
        Of::Instance(instance) => ledger::of_instance(connection, store, instance, reviewer)?,
        Of::Package(package) => ledger::of_package(connection, store, package)?,
    })
}

/// As [`standing`], but counted from the columns in memory while a run goes on.
fn standing_read(read: &Read<'_>, subject: &Subject, kind: Kind) -> Result<Standing, Problem> {
    let (Of::Instance(instance), Kind::ReviewerSignOff, Some(person)) = (subject.of, kind, read.actor.principal) else {
        return standing(read.connection, subject, kind, &read.actor);
    };
    if !ledger::is_reviewer(read.connection, instance, person.0)? {
        return Ok(Standing::default());
    }
    let (mut asked, mut undecided) = (1, 0);
    if !subject.has_result {
        let index = read.open.indexes.get(read, instance)?;
        let index = index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = index.count(&Filter {
            reviewer: Some(person.0),
            ..Filter::default()
        });
        (asked, undecided) = (count.total as u64, count.not_reviewed as u64);
        if asked == 0 {
            return standing(read.connection, subject, kind, &read.actor);
        }
    }
    Ok(Standing {
        has_result: subject.has_result,
        asked,
        undecided,
        named: false,
        signed: ledger::is_signed(read.connection, kind, subject.of, &read.actor.label())?,
    })
}

/// How somebody stands to an act.
pub(super) fn standing(
    connection: &Connection,
    subject: &Subject,
    kind: Kind,
    actor: &Actor,
) -> Result<Standing, Problem> {
    let person = actor.principal.map(|principal| principal.0);
    let mut standing = Standing {
        has_result: subject.has_result,
        signed: ledger::is_signed(connection, kind, subject.of, &actor.label())?,
        ..Standing::default()
    };
    if kind == Kind::ReviewerSignOff {
        if let (Of::Instance(instance), Some(person)) = (subject.of, person) {
            let asked = ledger::asked(connection, instance, person)?;
            (standing.asked, standing.undecided) = (asked.items, asked.undecided);
        }
        return Ok(standing);
    }
    standing.named = match person {
        Some(person) if ledger::is_named(connection, kind, subject.target(), person)? => true,
        // Where nobody is named the administrators own the control; for management there is no such stand-in.
        _ if kind == Kind::ControlOwnerSignOff && actor.administrator => {
            !ledger::is_anybody_named(connection, kind, subject.target())?
        }
        _ => false,
    };
    Ok(standing)
}
