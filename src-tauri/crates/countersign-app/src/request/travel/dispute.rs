//! Requests that came in packets and were not taken as they came. Listed until somebody settles them, and kept for good.

use countersign_domain::actor::{Actor, Identity};
use countersign_domain::id::PrincipalId;
use countersign_packet::request::Event;
use countersign_store::offer::{self as kept, RequestDisputeFilter, RequestDisputeRow};
use countersign_store::travel::settle as settle_once;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::SORT;
use super::take::{input, take_back};
use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::principal::page;
use crate::request::submit;
use crate::travel;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
#[ts(rename = "RequestDisputeListInput")]
pub struct DisputeListInput {
    #[ts(optional = nullable, as = "Option<RequestDisputeFilter>")]
    pub filter: RequestDisputeFilter,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// Disputes, the oldest first; `total` is exact.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RequestDisputePage")]
pub struct DisputePage {
    pub rows: Vec<RequestDisputeRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RequestDisputeSettleInput")]
pub struct DisputeSettleInput {
    pub dispute: i64,
    /// Taken all the same, where the desk takes it now; else turned down.
    pub accept: bool,
    pub reason: String,
}

pub(crate) fn list(read: &Read<'_>, input: DisputeListInput) -> Result<DisputePage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = kept::disputes(read.connection, &input.filter, offset, limit)?;
    Ok(DisputePage { rows, total })
}

/// Accepted, it goes through the same door as a request at the desk, as the request of whoever asked.
pub(crate) fn settle(write: &Write<'_>, input: DisputeSettleInput) -> Result<(RequestDisputeRow, Entry), Problem> {
    let reason = travel::reason_of(&input.reason)?;
    let missing = || Problem::missing("dispute", input.dispute);
    let row = kept::dispute(write.transaction, input.dispute)?.ok_or_else(missing)?;
    travel::may_settle(write, row.person, "request", row.settlement.as_deref())?;
    let request = match input.accept {
        true => Some(accept(write, &row)?),
        false => None,
    };
    if let Some(request) = request {
        kept::accepted(write.transaction, row.dispute, request)?;
    }
    let settlement = if input.accept { "accepted" } else { "turnedDown" };
    let label = write.actor.label();
    settle_once(
        write.transaction,
        SORT.of,
        row.dispute,
        settlement,
        (&label, reason),
        write.now,
        write.audit_seq,
    )?;
    let detail = json!({
        "dispute": row.dispute, "person": row.person, "personName": row.person_name, "package": row.package,
        "packageName": row.package_name, "of": row.content, "why": row.reason, "packet": row.packet,
        "device": row.device, "askedAt": row.made_at, "arrivedAt": row.arrived_at, "reason": reason,
        "accepted": input.accept, "request": request,
    });
    let subject = match (request, &row.package_name) {
        (Some(request), _) => format!("request:{request}"),
        (None, Some(_)) => format!("package:{}", row.package),
        (None, None) => SORT.packet.to_owned(),
    };
    let settled = kept::dispute(write.transaction, input.dispute)?.ok_or_else(missing)?;
    Ok((settled, Entry::new(subject, detail)))
}

/// The request that it comes to.
fn accept(write: &Write<'_>, row: &RequestDisputeRow) -> Result<i64, Problem> {
    let state = |message: &str| Err(Problem::new(message).code("state"));
    if row.reason == "unknownPackage" {
        return state("The packet did not hold this package, so there is nothing to take.");
    }
    if kept::withdrawn(write.transaction, &row.uid, row.person)? {
        return state("Whoever asked for this has taken it back.");
    }
    let event: Event = serde_json::from_value(row.content.clone())?;
    let person = Actor {
        principal: Some(PrincipalId(row.person)),
        display_name: row.person_name.clone(),
        identities: vec![Identity::of(PrincipalId(row.person))],
        ..Actor::default()
    };
    let came = match &event.withdraws {
        Some(withdraws) => match kept::came(write.transaction, withdraws, row.person)? {
            Some((_, Some(request))) => Some(request),
            _ => return state("Nothing was made of the request that this takes back."),
        },
        None => None,
    };
    let made = write.acting(&person, |write| match came {
        Some(request) => take_back(write, request).map(|_| request),
        None => Ok(submit(write, input(&event, write.now))?.0.request),
    });
    made.map_err(|problem| match problem.hint {
        Some(_) => problem,
        None => problem.hint("Turn it down; it stays in the list of settled disputes."),
    })
}
