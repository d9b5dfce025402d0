//! What an assignment rests on, in lines: requests, stages of approval, events.

use super::word;
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
    let who = match request.program {
        true => "PROGRAM",
        false => request.requestor.name.as_str(),
    };
    let mut line = format!(
        "Request {}, {}: {} {who}",
        request.request_id,
        word::kind(&request.kind),
        moment(request.at),
    );
    if let Some(made) = request.made_at {
        line.push_str(&format!(" (made {} without network)", moment(made)));
    }
    if !request.justification.is_empty() {
        line.push_str(&format!(", \u{201C}{}\u{201D}", request.justification));
    }
    for (preposition, at) in [("from", request.starts_at), ("until", request.ends_at)] {
        if let Some(at) = at {
            line.push_str(&format!(", {preposition} {}", moment(at)));
        }
    }
    if let Some(policy) = head
        .policies
        .iter()
        .find(|one| one.policy_id == request.policy_id && one.version == request.policy_version)
    {
        line.push_str(&format!(", under {} version {}", policy.name, policy.version));
    }
    line.push_str(&format!("; {}", word::state(&request.state)));
    out.push(part(line));
    if let Some(problem) = &request.problem {
        out.push(part(problem.as_str()).ink(RED));
    }
    if let Some(exception) = request.exception_id {
        out.push(part(format!("Let pass by policy exception {exception}, see section 6.")).ink(AMBER));
    }
    for answer in &request.answers {
        out.push(
            part(format!(
                "    Answered \u{201C}{}\u{201D}: {}",
                answer.name, answer.value
            ))
            .ink(GREY),
        );
    }
    if request.stages.is_empty() && request.adds() && !request.program && request.went_through() {
        let why = match request.kind.as_str() {
            "adminAdd" => "    Given without approval, by whoever may assign directly.",
            _ => "    The policy asks for no approval.",
        };
        out.push(part(why).ink(GREY));
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
        out.push(part(format!("        Fallback approvers: {why}")).ink(AMBER));
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
            "        {said} by {} {}{reason} (log {})",
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
        Some(why) => format!("; no longer: {}", word::within(why)),
        None => String::new(),
    };
    format!("{} ({}{kind}{ended})", one.name, word::within(&one.because))
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
                    reason => format!(" ({})", word::within(reason)),
                };
                format!("{} {}{by}{reason}", moment(event.at), word::event(&event.event))
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
