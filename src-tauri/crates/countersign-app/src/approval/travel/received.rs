//! The approver's own machine: a packet of approvals is opened, listed, and answered without a network.

use countersign_domain::actor::Binding;
use countersign_domain::approval::{Decision, Refusal};
use countersign_packet::Header;
use countersign_packet::approval::Approvals;
use countersign_store::answer::NewPerson;
use countersign_store::approval::{self as kept, NewReceived, Received, ReceivedRow};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::Problem;
use crate::answer::open::Run;
use crate::answer::origin::{is_known, know};
use crate::call::{Entry, Read, Write};
use crate::principal::page;

const LONGEST_REASON: usize = 4_000;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
#[ts(rename = "ApprovalReceivedInput")]
pub struct ReceivedInput {
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

/// What came in packets, what is not answered first; `total` is exact.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApprovalReceivedPage")]
pub struct ReceivedPage {
    pub rows: Vec<ReceivedRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "ApprovalDecideInput")]
pub struct DecideInput {
    /// As `approval.received.list` numbers it.
    pub approval: i64,
    /// None takes back what was answered and not returned yet.
    pub decision: Option<Decision>,
    pub justification: Option<String>,
}

/// `approval.received.list`: one's own, or all for whoever reads everything.
pub(crate) fn list(read: &Read<'_>, input: ReceivedInput) -> Result<ReceivedPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let only = crate::sight::only_own(&read.actor);
    let (rows, total) = kept::received_list(read.connection, only, offset, limit)?;
    Ok(ReceivedPage { rows, total })
}

/// `approval.decide`: kept here until it is returned; whether it counts is found where the request is.
pub(crate) fn decide(write: &Write<'_>, input: DecideInput) -> Result<(ReceivedRow, Entry), Problem> {
    let missing = || Problem::missing("approval", input.approval);
    let row = kept::received(write.transaction, input.approval)?.ok_or_else(missing)?;
    if write.actor.principal.map(|one| one.0) != Some(row.approver) {
        return Err(Problem::new(format!("This is answered by {}.", row.approver_name)).code("permission"));
    }
    if row.returned {
        return Err(Problem::new("This answer was returned already.")
            .code("returned")
            .hint("Tell the organization, if it was wrong: they can take an approval back."));
    }
    if row.gone && row.decision.is_none() {
        return Err(Problem::new("A newer packet does not ask this any more.").code("state"));
    }
    let justification = input.justification.unwrap_or_default().trim().to_owned();
    if justification.chars().count() > LONGEST_REASON {
        let long = format!("A reason has at most {LONGEST_REASON} characters.");
        return Err(Problem::new(long).field("justification"));
    }
    match input.decision {
        None => kept::take_back(write.transaction, &row)?,
        Some(_) if justification.is_empty() && row.content["justified"] == true => {
            return Err(Refusal::JustificationRequired.into());
        }
        Some(decision) => kept::decide(write.transaction, &row, (decision, &justification), write.now)?,
    }
    let detail = json!({ "packet": row.packet, "of": row.request, "stage": row.stage, "decision": input.decision,
                         "justification": justification, "packageName": row.content["package"],
                         "targetName": row.content["target"] });
    let row = kept::received(write.transaction, input.approval)?.ok_or_else(missing)?;
    Ok((row, Entry::new(format!("openedApproval:{}", input.approval), detail)))
}

/// Takes a packet of approvals in.
pub(crate) fn open(run: &Run<'_>, header: &Header, packet: &Approvals) -> Result<Value, Problem> {
    let organization = &packet.organization;
    run.admit(header, organization, &packet.reviewer)?;
    let hash = header.hash();
    let is_here = run.desk.read(run.open, run.actor, |read| {
        let is_here = here(read.connection, packet, &hash)?.is_some();
        if !is_here {
            is_known(read.connection, organization, run.accept)?;
        }
        Ok(is_here)
    })?;
    let reply = run.keep_reply(&packet.id, packet.reply.as_ref(), is_here)?;
    let approvals = packet.approvals.iter().map(|one| {
        Ok(Received {
            request: one.request,
            stage: one.stage,
            content: serde_json::to_string(one)?,
            due_at: one.due_at,
        })
    });
    let approvals: Vec<Received> = approvals.collect::<Result<_, Problem>>()?;
    let head = json!({ "organization": organization, "reviewer": packet.reviewer, "reply": packet.reply.is_some() });
    let head = head.to_string();
    run.desk.write_unless(
        run.open,
        run.actor,
        crate::answer::open::KIND,
        |connection| Ok(here(connection, packet, &hash)?.filter(|_| reply.is_none())),
        |approver| Ok(told(approver, packet, 0, true)),
        |write| {
            if let Some(reply) = &reply {
                reply.write(write.transaction)?;
            }
            if let Some(approver) = here(write.transaction, packet, &hash)? {
                let detail = json!({ "packet": packet.id, "hash": hash, "replyKey": "kept again" });
                return Ok((told(approver, packet, 0, true), Entry::new("approvals", detail)));
            }
            let known = know(write, organization, run.accept)?;
            if kept::newer(
                write.transaction,
                &organization.store,
                packet.reviewer.principal,
                packet.made_at,
            )? {
                return Err(Problem::new("A newer packet of approvals was opened here already.").code("superseded"));
            }
            let person = &packet.reviewer.person;
            let new = NewPerson {
                origin: packet.reviewer.principal,
                kind: "user".into(),
                display_name: person.display_name.clone(),
                user_name: person.user_name.clone(),
                mail: person.mail.clone(),
                enabled: Some(true),
                ..NewPerson::default()
            };
            let origin = (organization.store.as_str(), organization.name.as_str());
            let approver = kept::person_of(write.transaction, origin, &new, write.now)?;
            let received = NewReceived {
                packet: &packet.id,
                hash: &hash,
                origin: &organization.store,
                origin_name: &organization.name,
                approver,
                made_at: packet.made_at,
                head: &head,
                approvals: &approvals,
                now: write.now,
            };
            let carried = kept::open(write.transaction, &received)?;
            let bound = run.seat(write, approver)?;
            let entry = entry(packet, &hash, carried, (known, bound));
            Ok((told(approver, packet, carried, false), entry))
        },
    )
}

/// Whose it is, where it was opened before; another one of its name is refused.
fn here(connection: &Connection, packet: &Approvals, hash: &str) -> Result<Option<i64>, Problem> {
    match kept::opened(connection, &packet.id)? {
        Some(found) if found.hash != hash => {
            Err(Problem::new("Another packet of the same name was opened here before.").code("conflict"))
        }
        found => Ok(found.map(|found| found.approver)),
    }
}

fn told(approver: i64, packet: &Approvals, carried: usize, again: bool) -> Value {
    json!({ "reviewer": approver, "approvals": packet.approvals.len(), "kept": carried, "again": again })
}

fn entry(packet: &Approvals, hash: &str, carried: usize, (known, bound): (bool, Option<Binding>)) -> Entry {
    let mut detail = json!({
        "packet": packet.id, "hash": hash, "origin": packet.organization.store, "organization": packet.organization.name,
        "key": packet.organization.key.id(), "accepted": known, "approvals": packet.approvals.len(), "kept": carried,
    });
    if let Some(bound) = bound {
        detail["bound"] = json!({ "osAccount": bound.os_account, "principal": bound.principal });
    }
    Entry::new("approvals", detail)
}
