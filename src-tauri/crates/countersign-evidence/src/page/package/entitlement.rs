//! One entitlement of one assignment, in lines: how it came, how it went, which reads showed it.

use super::basis::indented;
use super::word::within;
use crate::layout::canvas::{AMBER, GREEN, GREY, Ink, RED};
use crate::layout::table::{Cell, part};
use crate::page::moment;
use crate::record::package::{ChangeStep, EntitlementRecord, HandStep};
use crate::word::Words;

/// The lines of one entitlement.
pub(super) fn lines<'t>(w: &'static Words, given: &'t EntitlementRecord, ended: bool, out: &mut Cell<'t>) {
    let (words, ink) = state(given, ended);
    let mut line = w.fill(
        "given.line",
        &[
            ("resource", &given.resource),
            ("kind", w.known("kind", &given.resource_kind)),
            ("entitlement", &given.entitlement),
            ("state", w.text(words)),
        ],
    );
    if given.prior {
        line.push_str(w.text(if given.adopted { "given.adopted" } else { "given.prior" }));
    }
    if let Some(reason) = &given.reason {
        line.push_str(&format!("; {}", within(reason)));
    }
    if let Some(read) = given.there_in {
        line.push_str(&w.fill("given.thereIn", &[("n", &read.to_string())]));
    }
    if let Some(at) = given.seen_at {
        let key = if given.is_taken() {
            "given.seenGone"
        } else {
            "given.seenThere"
        };
        line.push_str(&w.fill(key, &[("at", &moment(at))]));
    }
    if let Some(read) = given.gone_in {
        line.push_str(&w.fill("given.goneIn", &[("n", &read.to_string())]));
    }
    out.push(part(line).ink(ink));
    out.extend(
        given
            .changes
            .iter()
            .map(|step| part(change(w, step)).ink(change_ink(step))),
    );
    out.extend(given.by_hand.iter().map(|step| {
        let ink = if step.state == "closed" { GREY } else { AMBER };
        part(by_hand(w, step)).ink(ink)
    }));
}

fn state(given: &EntitlementRecord, ended: bool) -> (&'static str, Ink) {
    match given.state.as_str() {
        "held" if ended && given.is_seen_gone() => ("given.gone", GREEN),
        "held" if ended => ("given.notTaken", RED),
        "held" if given.is_seen_there() => ("given.held", GREEN),
        "held" => ("given.notSeen", AMBER),
        "waiting" => ("given.waits", AMBER),
        "byHand" => ("given.byHand", AMBER),
        "refused" => ("given.refused", RED),
        "kept" => ("given.kept", GREY),
        "taken" if given.is_seen_gone() => ("given.taken", GREEN),
        "taken" => ("given.takenNotSeen", AMBER),
        _ => ("given.unknown", RED),
    }
}

fn change(w: &'static Words, step: &ChangeStep) -> String {
    let what = if step.takes { "step.taken" } else { "step.given" };
    let mut line = indented(
        &w.fill(
            what,
            &[
                ("change", &step.change_id.to_string()),
                ("plan", &step.plan_id.to_string()),
                ("at", &moment(step.drawn_at)),
                ("who", &step.drawn_by),
            ],
        ),
        2,
    );
    if let Some(at) = step.attempted_at {
        let often = if step.attempts > 1 {
            w.fill("step.attempt", &[("n", &step.attempts.to_string())])
        } else {
            String::new()
        };
        line.push_str(&w.fill("step.attempted", &[("at", &moment(at)), ("often", &often)]));
    }
    line.push_str("; ");
    line.push_str(w.known("step", &step.state));
    if let Some(at) = step.at {
        line.push_str(&format!(" {}", moment(at)));
    }
    if let Some(by) = &step.by {
        line.push(' ');
        line.push_str(&w.fill("event.byWho", &[("who", by)]));
    }
    for text in [&step.result_code, &step.message].into_iter().flatten() {
        line.push_str(&format!(", {text}"));
    }
    line
}

fn change_ink(step: &ChangeStep) -> Ink {
    match step.state.as_str() {
        "applied" | "alreadySo" => GREY,
        "refused" => RED,
        _ => AMBER,
    }
}

fn by_hand(w: &'static Words, step: &HandStep) -> String {
    let mut line = indented(
        &w.fill(
            "hand.line",
            &[
                ("id", &step.task_id.to_string()),
                ("owner", &step.owner),
                ("at", &moment(step.opened_at)),
                ("reason", within(&step.reason)),
                ("state", w.known("task", &step.state)),
            ],
        ),
        2,
    );
    if let Some(at) = step.closed_at {
        line.push_str(&format!(" {}", moment(at)));
    }
    if let Some(by) = &step.closed_by {
        line.push_str(&format!(", {by}"));
    }
    if let Some(proof) = &step.proof {
        line.push_str(&format!(", \u{201C}{proof}\u{201D}"));
    }
    line
}
