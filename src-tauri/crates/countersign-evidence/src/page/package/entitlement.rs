//! One entitlement of one assignment, in lines: how it came, how it went, which reads showed it.

use super::word;
use crate::layout::canvas::{AMBER, GREEN, GREY, Ink, RED};
use crate::layout::table::{Cell, part};
use crate::page::moment;
use crate::record::package::{ChangeStep, EntitlementRecord, HandStep};

/// The lines of one entitlement.
pub(super) fn lines<'t>(given: &'t EntitlementRecord, ended: bool, out: &mut Cell<'t>) {
    let (words, ink) = state(given, ended);
    let mut line = format!(
        "On {} ({}), {}: {words}",
        given.resource, given.resource_kind, given.entitlement
    );
    if given.prior {
        line.push_str(if given.adopted {
            "; held before any package, adopted by it"
        } else {
            "; held before any package, never lost with it"
        });
    }
    if let Some(reason) = &given.reason {
        line.push_str(&format!("; {}", word::within(reason)));
    }
    if let Some(read) = given.there_in {
        line.push_str(&format!("; seen there in read {read}"));
    }
    if let Some(at) = given.seen_at {
        let how = if given.is_taken() { "gone" } else { "there" };
        line.push_str(&format!("; list read back {}, seen {how}", moment(at)));
    }
    if let Some(read) = given.gone_in {
        line.push_str(&format!("; seen gone in read {read}"));
    }
    out.push(part(line).ink(ink));
    out.extend(
        given
            .changes
            .iter()
            .map(|step| part(change(step)).ink(change_ink(step))),
    );
    out.extend(given.by_hand.iter().map(|step| {
        let ink = if step.state == "closed" { GREY } else { AMBER };
        part(by_hand(step)).ink(ink)
    }));
}

fn state(given: &EntitlementRecord, ended: bool) -> (&'static str, Ink) {
    match given.state.as_str() {
        "held" if ended && given.is_seen_gone() => ("gone", GREEN),
        "held" if ended => ("NOT TAKEN BACK YET", RED),
        "held" if given.is_seen_there() => ("held", GREEN),
        "held" => ("given, not seen there yet", AMBER),
        "waiting" => ("waits for its change", AMBER),
        "byHand" => ("left to a person", AMBER),
        "refused" => ("REFUSED", RED),
        "kept" => ("kept, because of something else", GREY),
        "taken" if given.is_seen_gone() => ("taken back", GREEN),
        "taken" => ("taken back, NOT SEEN GONE YET", AMBER),
        _ => ("not known", RED),
    }
}

fn change(step: &ChangeStep) -> String {
    let what = if step.takes { "Taken" } else { "Given" };
    let mut line = format!(
        "        {what} by change {} of plan {}, drawn {} by {}",
        step.change_id,
        step.plan_id,
        moment(step.drawn_at),
        step.drawn_by
    );
    if let Some(at) = step.attempted_at {
        let often = if step.attempts > 1 {
            format!(", attempt {}", step.attempts)
        } else {
            String::new()
        };
        line.push_str(&format!("; attempted {}{often}", moment(at)));
    }
    let outcome = match step.state.as_str() {
        "applied" => "applied",
        "alreadySo" => "was so already",
        "refused" => "REFUSED",
        "byHand" => "left to a person",
        _ => "waits",
    };
    line.push_str(&format!("; {outcome}"));
    if let Some(at) = step.at {
        line.push_str(&format!(" {}", moment(at)));
    }
    if let Some(by) = &step.by {
        line.push_str(&format!(" by {by}"));
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

fn by_hand(step: &HandStep) -> String {
    let mut line = format!(
        "        Task {} for {}, opened {} ({}): {}",
        step.task_id,
        step.owner,
        moment(step.opened_at),
        word::within(&step.reason),
        step.state
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
