//! What an assignment rests on, in lines: requests, stages of approval, events.

use super::word::within;
use crate::layout::canvas::{AMBER, BLACK, GREEN, GREY, RED};
use crate::layout::table::{Cell, part};
use crate::page::{Facts, moment, person};
use crate::record::package::{ApproverRecord, EventRecord, PackageHead, RequestRecord, StageRecord};
use crate::word::Words;

/// Notes the log entries that stand with a request.
pub(super) fn name_entries(request: &RequestRecord, facts: &mut Facts) {
    facts.named_entries.extend(&request.log);
    facts
        .named_entries
        .extend(request.all_answers().map(|answer| answer.entry));
}

/// The lines of one request.
pub(super) fn lines<'t>(w: &'static Words, request: &'t RequestRecord, head: &PackageHead, out: &mut Cell<'t>) {
    let who = match request.program {
        true => w.text("mark.program"),
        false => person::name(&request.requestor.name, &request.requestor.id),
    };
    let mut line = w.fill(
        "request.line",
        &[
            ("id", &request.request_id.to_string()),
            ("kind", w.known("request", &request.kind)),
            ("at", &moment(request.at)),
            ("who", who),
        ],
    );
    if let Some(made) = request.made_at {
        line.push(' ');
        line.push_str(&w.fill("request.made", &[("at", &moment(made))]));
    }
    if !request.justification.is_empty() {
        line.push_str(&format!(", \u{201C}{}\u{201D}", request.justification));
    }
    if !request.program {
        line.push_str(&proof(w, request.assurance.as_deref(), request.device.as_deref()));
    }
    for (key, at) in [("request.from", request.starts_at), ("request.until", request.ends_at)] {
        if let Some(at) = at {
            line.push_str(&w.fill(key, &[("at", &moment(at))]));
        }
    }
    if let Some(policy) = head
        .policies
        .iter()
        .find(|one| one.policy_id == request.policy_id && one.version == request.policy_version)
    {
        line.push_str(&w.fill(
            "request.under",
            &[("name", &policy.name), ("version", &policy.version.to_string())],
        ));
    }
    line.push_str(&format!("; {}", w.known("state", &request.state)));
    out.push(part(line));
    if let Some(problem) = &request.problem {
        out.push(part(problem.as_str()).ink(RED));
    }
    if let Some(exception) = request.exception_id {
        out.push(part(w.fill("request.excepted", &[("n", &exception.to_string())])).ink(AMBER));
    }
    for answer in &request.answers {
        out.push(
            part(w.fill(
                "request.answered",
                &[("question", &answer.name), ("answer", &answer.value)],
            ))
            .ink(GREY),
        );
    }
    if request.stages.is_empty() && request.adds() && !request.program && request.went_through() {
        let why = match request.kind.as_str() {
            "adminAdd" => "request.direct",
            _ => "request.noApproval",
        };
        out.push(part(indented(w.text(why), 1)).ink(GREY));
    }
    for one in &request.stages {
        stage(w, one, out);
    }
    events(w, "    ", &request.events, out);
    log(w, &request.log, out);
}

fn stage<'t>(w: &'static Words, one: &'t StageRecord, out: &mut Cell<'t>) {
    let (words, ink) = match (one.result.as_deref(), one.state.as_str()) {
        (Some("approve"), _) => ("stage.approved", GREEN),
        (Some("deny"), _) => ("stage.denied", RED),
        (Some("expired"), _) | (_, "expired") => ("stage.expired", AMBER),
        (_, "notStarted") => ("stage.notBegun", GREY),
        _ => ("stage.open", AMBER),
    };
    let mut line = indented(
        &w.fill(
            "stage.line",
            &[("n", &one.position.to_string()), ("state", w.text(words))],
        ),
        1,
    );
    for (key, at) in [
        ("stage.began", one.started_at),
        ("stage.due", one.due_at),
        ("stage.escalated", one.escalated_at),
        ("stage.ended", one.ended_at),
    ] {
        if let Some(at) = at {
            line.push_str(&w.fill(key, &[("at", &moment(at))]));
        }
    }
    out.push(part(line).ink(ink));
    if let Some(why) = &one.fallback {
        out.push(part(indented(&w.fill("stage.fallback", &[("why", why)]), 2)).ink(AMBER));
    }
    if !one.approvers.is_empty() {
        let asked: Vec<String> = one.approvers.iter().map(|one| asked(w, one)).collect();
        out.push(part(indented(&w.fill("stage.asked", &[("list", &asked.join("; "))]), 2)).ink(GREY));
    }
    for answer in &one.answers {
        let said = if answer.decision == "approve" {
            "answer.approved"
        } else {
            "answer.denied"
        };
        let reason = match answer.justification.as_str() {
            "" => String::new(),
            reason => format!(", \u{201C}{reason}\u{201D}"),
        };
        let line = w.fill(
            said,
            &[
                ("who", person::name(&answer.by.name, &answer.by.id)),
                ("at", &moment(answer.at)),
                ("reason", &reason),
                (
                    "proof",
                    &proof(w, answer.assurance.as_deref(), answer.device.as_deref()),
                ),
                ("log", &answer.entry.to_string()),
            ],
        );
        out.push(part(indented(&line, 2)).ink(BLACK));
    }
}

/// How it was shown who somebody is, and on which machine, where either is known.
fn proof(w: &'static Words, assurance: Option<&str>, device: Option<&str>) -> String {
    match (assurance, device) {
        (None, None) => String::new(),
        (shown, device) => {
            let said = person::proof(w, shown.unwrap_or_default(), device.unwrap_or_default());
            format!(", {said}")
        }
    }
}

fn asked(w: &'static Words, one: &ApproverRecord) -> String {
    let kind = match one.kind.as_str() {
        "primary" => String::new(),
        kind => format!(", {}", w.known("approver", kind)),
    };
    let ended = match &one.ended_because {
        Some(why) => w.fill("approver.ended", &[("why", within(why))]),
        None => String::new(),
    };
    format!(
        "{} ({}{kind}{ended})",
        person::name(&one.name, &one.id),
        within(&one.because)
    )
}

/// Events of people, then those of the program, a line each.
pub(super) fn events(w: &'static Words, indent: &str, events: &[EventRecord], out: &mut Cell<'_>) {
    for program in [false, true] {
        let said: Vec<String> = events
            .iter()
            .filter(|event| event.program == program)
            .map(|event| {
                let by = if program {
                    String::new()
                } else {
                    format!(" {}", w.fill("event.byWho", &[("who", &event.by)]))
                };
                let reason = match event.reason.as_str() {
                    "" => String::new(),
                    reason => format!(" ({})", within(reason)),
                };
                format!("{} {}{by}{reason}", moment(event.at), w.known("event", &event.event))
            })
            .collect();
        if !said.is_empty() {
            let who = w.text(if program { "mark.program" } else { "mark.people" });
            out.push(part(format!("{indent}{who}: {}", said.join("; "))).ink(if program { AMBER } else { GREY }));
        }
    }
}

/// The numbers of log entries.
pub(super) fn log(w: &'static Words, entries: &[u64], out: &mut Cell<'_>) {
    if !entries.is_empty() {
        let numbers: Vec<String> = entries.iter().map(u64::to_string).collect();
        out.push(part(indented(&w.fill("mark.log", &[("n", &numbers.join(", "))]), 1)).ink(GREY));
    }
}

/// A line so many steps further in.
pub(super) fn indented(line: &str, steps: usize) -> String {
    format!("{}{line}", "    ".repeat(steps))
}
