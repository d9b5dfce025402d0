//! What is asked for on the person's own machine, checked against what the packet says of it: by the rules of the desk.

use chrono::{DateTime, Utc};
use countersign_domain::policy::{Answer, Expiration};
use countersign_domain::request::{Act, RequestKind};
use countersign_packet::request::{Held, Offer, Terms};
use serde::{Deserialize, Serialize};

use super::write::WriteInput;
use crate::Problem;
use crate::request::{check_length, check_said, check_start};

/// What is asked for, as it is kept until it is returned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wish {
    pub kind: RequestKind,
    #[serde(default)]
    pub policy: Option<i64>,
    #[serde(default)]
    pub version: Option<i64>,
    #[serde(default)]
    pub assignment: Option<i64>,
    #[serde(default)]
    pub justification: String,
    #[serde(default)]
    pub answers: Vec<Answer>,
    #[serde(default)]
    pub starts_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub ends_at: Option<DateTime<Utc>>,
}

impl Wish {
    /// # Errors
    /// What the desk would refuse, too, as far as the packet knows.
    pub fn of(offer: &Offer, input: &WriteInput, now: DateTime<Utc>) -> Result<Self, Problem> {
        let kind = input.kind.unwrap_or(RequestKind::UserAdd);
        if !matches!(
            kind,
            RequestKind::UserAdd | RequestKind::UserUpdate | RequestKind::UserRemove
        ) {
            return Err(Problem::new("In a packet, a person asks for themselves.").field("kind"));
        }
        if let Some(asked) = &offer.asked {
            let why = format!("Request {} for “{}” goes on already.", asked.request, offer.name);
            return Err(Problem::new(why).code("pending"));
        }
        let justification = input.justification.as_deref().unwrap_or_default().trim().to_owned();
        check_length(&justification)?;
        let (terms, assignment) = match kind.act() {
            Act::Add => (Some(to_add(offer, input, now)?), None),
            act => {
                let held = to_change(offer, act, input, now)?;
                (held.terms.as_ref(), Some(held.assignment))
            }
        };
        if let Some(terms) = terms {
            let said = (justification.as_str(), input.answers.as_slice());
            check_said(kind.act(), terms.justified, &terms.questions, said)?;
        }
        Ok(Self {
            kind,
            policy: terms.filter(|_| assignment.is_none()).map(|one| one.policy),
            version: terms.map(|one| one.version),
            assignment,
            justification,
            answers: input.answers.clone(),
            starts_at: input.starts_at,
            ends_at: input.ends_at,
        })
    }
}

fn to_add<'a>(offer: &'a Offer, input: &WriteInput, now: DateTime<Utc>) -> Result<&'a Terms, Problem> {
    let name = &offer.name;
    if offer.held.is_some() {
        return Err(Problem::new(format!("You have “{name}” already; it can be extended or given back.")).code("held"));
    }
    let terms = match (input.policy, offer.policies.as_slice()) {
        (Some(policy), several) => several.iter().find(|one| one.policy == policy).ok_or_else(|| {
            Problem::new(format!("“{name}” has no policy {policy}."))
                .code("missing")
                .field("policy")
        })?,
        (None, [only]) => only,
        (None, several) => {
            let names = several.iter().map(|one| format!("{} “{}”", one.policy, one.name));
            let names: Vec<String> = names.collect();
            let message = format!(
                "Several policies are equally for this person; choose one: {}.",
                names.join(", ")
            );
            return Err(Problem::new(message).code("choosePolicy").field("policy"));
        }
    };
    check_start(input.starts_at, terms.own_dates, now)?;
    let start = input.starts_at.unwrap_or(now);
    terms.expiration.end_of(terms.own_dates, start, input.ends_at)?;
    Ok(terms)
}

fn to_change<'a>(offer: &'a Offer, act: Act, input: &WriteInput, now: DateTime<Utc>) -> Result<&'a Held, Problem> {
    let name = &offer.name;
    let held = offer
        .held
        .as_ref()
        .ok_or_else(|| Problem::new(format!("You do not have “{name}”.")).code("notHeld"))?;
    let (allowed, what) = match act {
        Act::Remove => (held.give_back, "given back"),
        Act::Add | Act::Update => (held.extend, "extended"),
    };
    if !allowed {
        return Err(Problem::new(format!("“{name}” is not {what} on request."))
            .code("notEligible")
            .hint("Ask an administrator."));
    }
    if act == Act::Update {
        let (expiration, own_dates) = match &held.terms {
            Some(terms) => (terms.expiration, terms.own_dates),
            None => (Expiration::Never, false),
        };
        expiration.extended(own_dates, held.ends_at, now, input.ends_at)?;
    }
    Ok(held)
}
