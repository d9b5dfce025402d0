//! What an assignment rests on, in lines: requests, stages of approval, events.

use crate::layout::canvas::{AMBER, BLACK, GREEN, GREY, RED};
use crate::layout::table::{Cell, part};
use crate::page::{Facts, moment};
use crate::record::package::{ApproverRecord, EventRecord, PackageHead, RequestRecord, StageRecord};

/// Notes the log entries that stand with a request.
pub(super) fn name_entries(request: &RequestRecord, facts: &mut Facts) {
    facts.named_entries.extend(&request.log);
    facts
        .named_entries
        .extend(request.all_answers().map(|answer| answer.entry));
}

/// The lines of one request.
pub(super) fn lines<'t>(request: &'t RequestRecord, head: &PackageHead, out: &mut Cell<'t>) {
    let who = match request.requestor.name.as_str() {
        "" => "PROGRAM",
        name => name,
    };
    let mut line = format!(
        "Request {}, {}: {} {}{who}",
        request.request_id,
        kind_words(&request.kind),
        moment(request.at),
        if request.program && who != "PROGRAM" {
            "PROGRAM, "
        } else {
            ""
        },
    );
    if let Some(made) = request.made_at {
        line.push_str(&format!(" (made {} without network)", moment(made)));
    }
    if !request.justification.is_empty() {
        line.push_str(&format!(", \u{201C}{}\u{201D}", request.justification));
    }
    for (word, at) in [("from", request.starts_at), ("until", request.ends_at)] {
        if let Some(at) = at {
            line.push_str(&format!(", {word} {}", moment(at)));
        }
    }
    if let Some(policy) = head
        .policies
        .iter()
        .find(|one| one.policy_id == request.policy_id && one.version == request.policy_version)
    {
        line.push_str(&format!(", under {} version {}", policy.name, policy.version));
    }
    line.push_str(&format!("; {}", state_words(&request.state)));
    out.push(part(line));
    if let Some(problem) = &request.problem {
        out.push(part(problem.as_str()).ink(RED));
    }
    if let Some(exception) = request.exception_id {
        out.push(part(format!("Let pass by policy exception {exception}, see section 6.")).ink(AMBER));
    }
    for answer in &request.answers {
        out.push(part(format!("    {} \u{2013} {}", answer.name, answer.value)).ink(GREY));
    }
    if request.stages.is_empty() && !request.program && request.went_through() {
        out.push(part("    No approval was asked for.").ink(GREY));
    }
    for one in &request.stages {
        stage(one, out);
    }
    events("    ", &request.events, out);
    log(&request.log, out);
}

fn stage<'t>(one: &'t StageRecord, out: &mut Cell<'t>) {
    let (words, ink) = match (one.result.as_deref(), one.state.as_str()) {
        (Some("approve"), _) => ("APPROVED", GREEN),
        (Some("deny"), _) => ("DENIED", RED),
        (Some("expired"), _) | (_, "expired") => ("NOT ANSWERED IN TIME", AMBER),
        (_, "notStarted") => ("not begun", GREY),
        _ => ("open", AMBER),
    };
    let mut line = format!("    Stage {}: {words}", one.position);
    for (word, at) in [
        ("began", one.started_at),
        ("due", one.due_at),
        ("escalated", one.escalated_at),
        ("ended", one.ended_at),
    ] {
        if let Some(at) = at {
            line.push_str(&format!("; {word} {}", moment(at)));
        }
    }
    out.push(part(line).ink(ink));
    if let Some(why) = &one.fallback {
        out.push(part(format!("        Fallback approvers, because {why}")).ink(AMBER));
    }
    if !one.approvers.is_empty() {
        let asked: Vec<String> = one.approvers.iter().map(asked).collect();
        out.push(part(format!("        Asked: {}", asked.join("; "))).ink(GREY));
    }
    for answer in &one.answers {
        let said = if answer.decision == "approve" {
            "approved"
        } else {
            "denied"
        };
        let reason = match answer.justification.as_str() {
            "" => String::new(),
            reason => format!(", \u{201C}{reason}\u{201D}"),
        };
        let line = format!(
            "        {} {said} {}{reason} (log {})",
            answer.by.name,
            moment(answer.at),
            answer.entry
        );
        out.push(part(line).ink(BLACK));
    }
}

fn asked(one: &ApproverRecord) -> String {
    let kind = match one.kind.as_str() {
        "primary" => "",
        "fallback" => ", fallback",
        "escalation" => ", alternate",
        "escalationFallback" => ", alternate\u{2019}s fallback",
        _ => ", other",
    };
    let ended = match &one.ended_because {
        Some(why) => format!("; no longer: {why}"),
        None => String::new(),
    };
    format!("{} ({}{kind}{ended})", one.name, one.because)
}

/// Events of people, then those of the program, a line each.
pub(super) fn events(indent: &str, events: &[EventRecord], out: &mut Cell<'_>) {
    for program in [false, true] {
        let said: Vec<String> = events
            .iter()
            .filter(|event| event.program == program)
            .map(|event| {
                let by = if program {
                    String::new()
                } else {
                    format!(" by {}", event.by)
                };
                let reason = match event.reason.as_str() {
                    "" => String::new(),
                    reason => format!(" ({reason})"),
                };
                format!("{} {}{by}{reason}", moment(event.at), event.event)
            })
            .collect();
        if !said.is_empty() {
            let who = if program { "PROGRAM" } else { "People" };
            out.push(part(format!("{indent}{who}: {}", said.join("; "))).ink(if program { AMBER } else { GREY }));
        }
    }
}

/// The numbers of log entries.
pub(super) fn log(entries: &[u64], out: &mut Cell<'_>) {
    if !entries.is_empty() {
        let numbers: Vec<String> = entries.iter().map(u64::to_string).collect();
        out.push(part(format!("    log {}", numbers.join(", "))).ink(GREY));
    }
}

/// What was asked for, in words.
pub(super) fn kind_words(kind: &str) -> &str {
    match kind {
        "userAdd" => "asked for it",
        "userUpdate" => "asked for more time",
        "userRemove" => "gave it back",
        "onBehalfAdd" => "asked for it for somebody else",
        "onBehalfUpdate" => "asked for more time for somebody else",
        "onBehalfRemove" => "gave it back for somebody else",
        "adminAdd" => "given directly",
        "adminUpdate" => "changed directly",
        "adminRemove" => "taken back directly",
        "systemAdd" => "given by a rule",
        "systemUpdate" => "changed by a rule",
        "systemRemove" => "taken back by a rule, an end or a review",
        "approverRemove" => "taken back by an approver",
        other => other,
    }
}

/// Where it stands, in words.
pub(super) fn state_words(state: &str) -> &str {
    match state {
        "submitted" => "submitted",
        "pendingApproval" => "waits for approval",
        "scheduled" => "approved, waits for its start",
        "delivering" => "being carried out",
        "delivered" => "carried out",
        "partiallyDelivered" => "carried out in part",
        "deliveryFailed" => "could not be carried out",
        "denied" => "denied",
        "expired" => "not answered in time",
        "canceled" => "withdrawn",
        other => other,
    }
}
