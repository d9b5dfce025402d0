//! `request.handOut`: a file for each person, with the packages that they may ask for now, have, or have asked for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use countersign_domain::policy::Policy;
use countersign_domain::request::RequestKind;
use countersign_packet::request::{Asked, Held, MOST_OFFERS, Offer, Offers, Terms};
use countersign_store::access::{self, AvailableRow, HeldRow};
use countersign_store::offer as kept;
use countersign_store::policy::PolicyRow;
use countersign_store::request;
use countersign_store::rusqlite::Connection;
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::{HandedOffers, SORT};
use crate::Problem;
use crate::access::{changes, open_to};
use crate::call::{Start, Write};
use crate::job::JobStarted;
use crate::policy::package_of;
use crate::request::{look, one, person};
use crate::travel::{self, Head, Packed};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "RequestHandOutInput")]
pub struct HandOutInput {
    /// Where the files are written, one for each person.
    #[ts(type = "string")]
    pub folder: PathBuf,
    /// For these; everybody with a device that was accepted, or with such a packet, where none are named.
    pub people: Option<Vec<i64>>,
    /// What comes back after this is not taken by itself.
    pub due_at: Option<DateTime<Utc>>,
}

pub(crate) fn start(start: Start, input: HandOutInput) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let people = desk.read(&open, &actor, |read| {
        if input.due_at.is_some_and(|due| due <= read.now) {
            return Err(Problem::new("Requests would be taken until a moment that has passed.").field("dueAt"));
        }
        let Some(mut named) = input.people else {
            return Ok(kept::people(read.connection)?);
        };
        for one in &named {
            let who = person(read.connection, *one, "people")?;
            if who.kind != "user" {
                return Err(Problem::new(format!("{} is not a person.", who.display_name)).field("people"));
            }
        }
        named.sort_unstable();
        named.dedup();
        Ok(named)
    })?;
    if people.is_empty() {
        return Err(Problem::new("Nobody has a device that was accepted.")
            .code("nothing")
            .hint("Name the people; whoever has no device gets a packet under a passphrase."));
    }
    travel::folder(&input.folder)?;
    let (due_at, touches) = (input.due_at, &["offer", "own_key", "outbox"]);
    start.spawn(SORT.hand_out, SORT.title.into(), touches, move |handle| {
        let by = (&*desk, &*open, &actor, handle);
        let made = travel::hand_out(by, &SORT, &input.folder, &people, |write, head| {
            pack(write, head, due_at)
        })?;
        Ok(made.told(&SORT, &input.folder))
    })
}

/// What one person may ask for; within, why there is no packet of it.
fn pack(
    write: &Write<'_>,
    head: Head,
    due_at: Option<DateTime<Utc>>,
) -> Result<Result<Packed<Offers>, String>, Problem> {
    let offers = offers(write.transaction, head.reviewer.principal)?;
    let name = &head.reviewer.person.display_name;
    if offers.is_empty() {
        return Ok(Err(format!("There is nothing that {name} could ask for.")));
    }
    if offers.len() > MOST_OFFERS {
        let many = offers.len();
        return Ok(Err(format!(
            "{many} packages are more than the {MOST_OFFERS} that one packet holds."
        )));
    }
    let due_at = due_at.map(crate::answer::back::to_millis);
    let content = HandedOffers {
        packages: offers.iter().map(|one| one.package).collect(),
        due_at,
    };
    let body = Offers {
        id: head.id,
        organization: head.organization,
        made_at: head.made_at,
        reviewer: head.reviewer,
        supersedes: head.supersedes,
        reply: head.reply,
        due_at,
        offers,
    };
    Ok(Ok(Packed {
        body,
        content: json!(content),
    }))
}

/// By name: what may be asked for, what is held, and what was asked for.
fn offers(connection: &Connection, principal: i64) -> Result<Vec<Offer>, Problem> {
    let who = person(connection, principal, "people")?;
    let most = i64::try_from(MOST_OFFERS + 1).unwrap_or(i64::MAX);
    let mut found = BTreeMap::new();
    for row in open_to(connection, &who, None, (0, most))?.0 {
        if let Some(offer) = to_ask(connection, &row, principal)? {
            found.insert((offer.name.clone(), offer.package), offer);
        }
    }
    for row in access::held(connection, principal, false, 0, most)?.0 {
        let offer = held(connection, &row, principal)?;
        found.insert((offer.name.clone(), offer.package), offer);
    }
    Ok(found.into_values().collect())
}

/// A package that may be asked for or was asked for; none where something stands against it.
fn to_ask(connection: &Connection, row: &AvailableRow, principal: i64) -> Result<Option<Offer>, Problem> {
    let mut offer = Offer {
        package: row.package,
        name: row.package_name.clone(),
        description: row.description.clone(),
        catalog: row.catalog_name.clone(),
        gives: row.gives.clone(),
        policies: Vec::new(),
        held: None,
        asked: asked(connection, row.request)?,
    };
    if offer.asked.is_some() {
        return Ok(Some(offer));
    }
    if row.assignment.is_some() {
        return Ok(None);
    }
    let package = package_of(connection, row.package)?;
    let who = person(connection, principal, "people")?;
    let eligible = look(connection, &package, who, RequestKind::UserAdd)?;
    if !eligible.against.is_empty() || !eligible.conflicts.is_empty() {
        return Ok(None);
    }
    for policy in &eligible.choose {
        if let Some(one) = eligible.policy(*policy) {
            offer.policies.push(terms(&one.row, &one.rules, RequestKind::UserAdd));
        }
    }
    Ok((!offer.policies.is_empty()).then_some(offer))
}

fn asked(connection: &Connection, request: Option<i64>) -> Result<Option<Asked>, Problem> {
    let Some(request) = request else { return Ok(None) };
    let row = one(connection, request)?;
    Ok(Some(Asked {
        request,
        state: row.state.word().to_owned(),
        created_at: row.created_at,
    }))
}

fn held(connection: &Connection, row: &HeldRow, principal: i64) -> Result<Offer, Problem> {
    let package = package_of(connection, row.package)?;
    let may = changes(connection, row)?;
    let going_on = request::going_on(connection, principal, row.package)?;
    Ok(Offer {
        package: row.package,
        name: row.package_name.clone(),
        description: row.description.clone(),
        catalog: package.catalog_name,
        gives: row.gives.clone(),
        policies: Vec::new(),
        held: Some(Held {
            assignment: row.assignment,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            terms: may
                .policy
                .as_ref()
                .map(|(row, rules)| terms(row, rules, RequestKind::UserUpdate)),
            extend: may.extend,
            give_back: may.give_back,
        }),
        asked: asked(connection, going_on)?,
    })
}

fn terms(row: &PolicyRow, rules: &Policy, kind: RequestKind) -> Terms {
    let stages = match rules.needs_approval(kind) {
        true => i64::try_from(rules.approval.stages.len()).unwrap_or(i64::MAX),
        false => 0,
    };
    Terms {
        policy: row.policy,
        version: row.version,
        name: row.display_name.clone(),
        description: rules.description.clone(),
        justified: rules.approval.requestor_justification,
        own_dates: rules.requestor.custom_schedule,
        expiration: rules.expiration,
        stages,
        questions: rules.questions.clone(),
    }
}
