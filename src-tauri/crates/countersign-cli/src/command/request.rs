//! Policies, requests, approvals and one's own access.

use std::path::Path;
use std::sync::Arc;

use countersign_app::{Desk, Problem};
use serde_json::{Value, json};

use super::review::json_file;
use super::{Result, absolute};
use crate::arguments::{
    AccessVerb, ApprovalVerb, ApprovalWord, Page, PolicyVerb, RequestTravelVerb, RequestVerb, Submit,
};
use crate::desk::{call, principal, wait};

pub(super) fn policy(desk: &Arc<Desk>, verb: &PolicyVerb) -> Result<Value> {
    match verb {
        PolicyVerb::Create { package, file } => call(
            desk,
            "policy.create",
            json!({ "package": package, "definition": json_file(file)? }),
        ),
        PolicyVerb::Edit { policy, file, reason } => call(
            desk,
            "policy.edit",
            json!({ "policy": policy, "definition": json_file(file)?, "reason": reason }),
        ),
        PolicyVerb::Delete { policy, reason } => {
            call(desk, "policy.delete", json!({ "policy": policy, "reason": reason }))
        }
        PolicyVerb::List { package } => call(desk, "policy.list", json!({ "package": package })),
        PolicyVerb::Show { policy } => call(desk, "policy.show", json!({ "policy": policy })),
        PolicyVerb::Versions { policy } => call(desk, "policy.version.list", json!({ "policy": policy })),
        PolicyVerb::Simulate {
            package,
            principal: reference,
        } => call(
            desk,
            "policy.simulate",
            json!({ "package": package, "principal": person(desk, reference.as_ref())? }),
        ),
    }
}

fn person(desk: &Arc<Desk>, reference: Option<&String>) -> Result<Option<i64>> {
    reference
        .map(|reference| principal(desk, reference, "user"))
        .transpose()
}

/// A number is a package's; anything else is its key.
fn package(reference: &str) -> (Option<i64>, Option<&str>) {
    match reference.parse() {
        Ok(number) => (Some(number), None),
        Err(_) => (None, Some(reference)),
    }
}

pub(super) fn request(desk: &Arc<Desk>, verb: &RequestVerb) -> Result<Value> {
    match verb {
        RequestVerb::Submit(asked) => submit(desk, asked),
        RequestVerb::Cancel { request, reason } => {
            call(desk, "request.cancel", json!({ "request": request, "reason": reason }))
        }
        RequestVerb::Reprocess { request } => call(desk, "request.reprocess", json!({ "request": request })),
        RequestVerb::List {
            mine,
            target,
            package,
            policy,
            state,
            page,
        } => call(
            desk,
            "request.list",
            json!({ "mine": mine, "target": person(desk, target.as_ref())?, "package": package, "policy": policy,
                    "state": state, "offset": page.offset, "limit": page.limit }),
        ),
        RequestVerb::Show { request } => call(desk, "request.show", json!({ "request": request })),
        RequestVerb::Travel(verb) => travel(desk, verb),
    }
}

/// Requests that travel in packets.
fn travel(desk: &Arc<Desk>, verb: &RequestTravelVerb) -> Result<Value> {
    match verb {
        RequestTravelVerb::HandOut {
            out,
            person: people,
            until,
        } => {
            let input = json!({ "folder": absolute(out), "people": named(desk, people)?, "dueAt": until });
            wait(desk, "request.handOut", input)
        }
        RequestTravelVerb::Packets { page } => paged(desk, "request.packet.list", page),
        RequestTravelVerb::Passphrase { id } => call(desk, "request.packet.passphrase", json!({ "id": id })),
        RequestTravelVerb::Offers { page } => paged(desk, "request.offer.list", page),
        RequestTravelVerb::Write(wish) => call(
            desk,
            "request.write",
            json!({ "offer": wish.offer, "kind": wish.kind.word(), "policy": wish.policy,
                    "justification": wish.justification, "answers": answers(&wish.answers)?,
                    "startsAt": wish.starts, "endsAt": wish.ends }),
        ),
        RequestTravelVerb::Withdraw { offer } => call(desk, "request.withdraw", json!({ "offer": offer })),
        RequestTravelVerb::Return { folder, again } => wait(
            desk,
            "request.return",
            json!({ "folder": absolute(folder), "again": again }),
        ),
        RequestTravelVerb::Carry { device, words, folder } => carry(desk, "request.carry", (device, words, folder)),
        RequestTravelVerb::Disputes {
            person: reference,
            settled,
            page,
        } => call(
            desk,
            "request.dispute.list",
            json!({ "filter": { "person": person(desk, reference.as_ref())?, "settled": settled },
                    "offset": page.offset, "limit": page.limit }),
        ),
        RequestTravelVerb::Settle {
            dispute,
            accept,
            turn_down: _,
            reason,
        } => call(
            desk,
            "request.dispute.settle",
            json!({ "dispute": dispute, "accept": accept, "reason": reason }),
        ),
    }
}

/// Those who are named, by number; none where nobody is.
fn named(desk: &Arc<Desk>, references: &[String]) -> Result<Option<Vec<i64>>> {
    let people = references.iter().map(|one| principal(desk, one, "user"));
    let people: Vec<i64> = people.collect::<Result<_>>()?;
    Ok((!people.is_empty()).then_some(people))
}

fn paged(desk: &Arc<Desk>, name: &str, page: &Page) -> Result<Value> {
    call(desk, name, json!({ "offset": page.offset, "limit": page.limit }))
}

/// What is typed as QUESTION=VALUE, each question once.
fn answers(typed: &[String]) -> Result<Vec<Value>> {
    let mut answers: Vec<(String, Vec<String>)> = Vec::new();
    for answer in typed {
        let (question, value) = answer
            .split_once('=')
            .ok_or_else(|| Problem::new(format!("“{answer}” is not QUESTION=VALUE.")).code("usage"))?;
        match answers.iter_mut().find(|(name, _)| name == question) {
            Some((_, values)) => values.push(value.to_owned()),
            None => answers.push((question.to_owned(), vec![value.to_owned()])),
        }
    }
    Ok(answers
        .into_iter()
        .map(|(question, values)| json!({ "question": question, "values": values }))
        .collect())
}

fn submit(desk: &Arc<Desk>, asked: &Submit) -> Result<Value> {
    let (number, key) = asked.package.as_deref().map_or((None, None), package);
    let outsider = asked.outsider.as_ref().zip(asked.outsider_name.as_ref());
    let outsider = outsider.map(|(mail, name)| json!({ "mail": mail, "displayName": name }));
    call(
        desk,
        "request.submit",
        json!({ "kind": asked.kind.word(), "package": number, "packageKey": key, "policy": asked.policy,
                "principal": person(desk, asked.principal.as_ref())?, "assignment": asked.assignment,
                "justification": asked.justification, "answers": answers(&asked.answers)?, "startsAt": asked.starts, "endsAt": asked.ends,
                "madeAt": asked.made, "again": asked.again, "outsider": outsider }),
    )
}

fn word(decision: ApprovalWord) -> &'static str {
    match decision {
        ApprovalWord::Approve => "approve",
        ApprovalWord::Deny => "deny",
    }
}

pub(super) fn approval(desk: &Arc<Desk>, verb: &ApprovalVerb) -> Result<Value> {
    match verb {
        ApprovalVerb::List { page } => paged(desk, "approval.list", page),
        ApprovalVerb::History { page } => paged(desk, "approval.history", page),
        ApprovalVerb::Missing { page } => paged(desk, "approval.missing", page),
        ApprovalVerb::Answer {
            request,
            decision,
            justification,
            stage,
        } => call(
            desk,
            "approval.answer",
            json!({ "request": request, "decision": word(*decision), "justification": justification, "stage": stage }),
        ),
        ApprovalVerb::Revoke { request, reason } => {
            call(desk, "approval.revoke", json!({ "request": request, "reason": reason }))
        }
        ApprovalVerb::HandOut { out, approver } => {
            let input = json!({ "folder": absolute(out), "approvers": named(desk, approver)? });
            wait(desk, "approval.handOut", input)
        }
        ApprovalVerb::Packets { page } => paged(desk, "approval.packet.list", page),
        ApprovalVerb::Passphrase { id } => call(desk, "approval.packet.passphrase", json!({ "id": id })),
        ApprovalVerb::Received { page } => paged(desk, "approval.received.list", page),
        ApprovalVerb::Decide {
            approval,
            decision,
            justification,
        } => call(
            desk,
            "approval.decide",
            json!({ "approval": approval, "decision": decision.map(word), "justification": justification }),
        ),
        ApprovalVerb::Return { folder, again } => wait(
            desk,
            "approval.return",
            json!({ "folder": absolute(folder), "again": again }),
        ),
        ApprovalVerb::Carry { device, words, folder } => carry(desk, "approval.carry", (device, words, folder)),
        ApprovalVerb::Disputes { request, settled, page } => call(
            desk,
            "approval.dispute.list",
            json!({ "filter": { "request": request, "settled": settled }, "offset": page.offset, "limit": page.limit }),
        ),
        ApprovalVerb::Settle {
            dispute,
            accept,
            turn_down: _,
            reason,
        } => call(
            desk,
            "approval.dispute.settle",
            json!({ "dispute": dispute, "accept": accept, "reason": reason }),
        ),
        ApprovalVerb::Delegate { to, from, until } => call(
            desk,
            "approval.delegate",
            json!({ "to": person(desk, to.as_ref())?, "from": from, "until": until }),
        ),
    }
}

pub(super) fn access(desk: &Arc<Desk>, verb: &AccessVerb) -> Result<Value> {
    match verb {
        AccessVerb::Mine {
            principal: reference,
            ended,
            page,
        } => call(
            desk,
            "access.mine",
            json!({ "principal": person(desk, reference.as_ref())?, "ended": ended, "offset": page.offset, "limit": page.limit }),
        ),
        AccessVerb::Available {
            search,
            principal: reference,
            page,
        } => call(
            desk,
            "access.available",
            json!({ "principal": person(desk, reference.as_ref())?, "search": search, "offset": page.offset, "limit": page.limit }),
        ),
        AccessVerb::Explain {
            package: named,
            principal: reference,
        } => {
            let (number, key) = package(named);
            call(
                desk,
                "access.explain",
                json!({ "package": number, "packageKey": key, "principal": person(desk, reference.as_ref())? }),
            )
        }
    }
}

/// What was said here, to another device of the same person.
fn carry(desk: &Arc<Desk>, operation: &str, (device, words, folder): (&Path, &str, &Path)) -> Result<Value> {
    let input = json!({ "device": absolute(device), "words": words, "folder": absolute(folder) });
    wait(desk, operation, input)
}
