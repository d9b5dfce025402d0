//! The first page: the whole answer in words and figures, for somebody who reads no other.

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::chart::Pattern;
use crate::layout::press::{BOTTOM, Press};
use crate::page::frame::{self, Answer, PIECE, answer};
use crate::page::{Facts, chapter, count, day, moment, percent, short};
use crate::record::RecordHead;
use crate::word::Words;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead, facts: &Facts) -> Result<(), EvidenceError> {
    let w = press.words;
    let below = match &head.controls[..] {
        [] => head.document.organization.clone(),
        [control, ..] => format!(
            "{} \u{2013} {} {}",
            head.document.organization, control.control_id, control.name
        ),
    };
    frame::band(press, "glance.review", &head.review.name, &below)?;
    let method = frame::method(chapter::REVIEW);
    let retention = head.retention.as_ref();
    let answers = [
        what(w, head),
        population(w, head, facts),
        who(w, facts),
        result(w, head, facts),
        done(w, head, facts),
        open(w, facts),
        time(w, head),
        frame::acknowledged(press, &head.acknowledgements),
        frame::protected(press, &head.document, &head.log, retention, &method),
    ];
    frame::answers(press, &answers);
    let totals = &facts.totals;
    let outcomes = [
        ("decision.approve", totals.approve, Pattern::Solid, GREEN),
        ("decision.deny", totals.deny, Pattern::Upright, RED),
        ("decision.dontKnow", totals.dont_know, Pattern::Dots, AMBER),
        ("decision.notReviewed", totals.not_reviewed, Pattern::Hollow, GREY),
    ];
    let (document, log) = (&head.document, &head.log);
    frame::strip(press, "glance.decisions", &outcomes, totals.items, document, log, facts);
    press.y = BOTTOM;
    Ok(())
}

fn what(w: &'static Words, head: &RecordHead) -> Answer {
    let scope = short(head.configuration.scope.trim_end_matches('.'), PIECE);
    let mut text = w.fill("glance.scope", &[("scope", &scope)]);
    if let (Some(from), Some(to)) = (head.review.period_start, head.review.period_end) {
        text.push(' ');
        text.push_str(&w.fill("glance.period", &[("from", &day(from)), ("to", &day(to))]));
    }
    if let [control, more @ ..] = &head.controls[..] {
        text.push(' ');
        let name = short(&control.name, 80);
        text.push_str(&w.fill("glance.control", &[("id", &control.control_id), ("name", &name)]));
        if !more.is_empty() {
            text.push(' ');
            text.push_str(&w.many("glance.moreControls", more.len() as u64));
        }
    }
    answer("glance.what", text, true)
}

fn population(w: &'static Words, head: &RecordHead, facts: &Facts) -> Answer {
    let sums = &head.reconciliation;
    let by_rule: u64 = sums.excluded.iter().map(|rule| rule.count).sum();
    let whole = super::population::adds_up(head) && sums.in_scope == facts.totals.items;
    let key = if whole { "glance.whole" } else { "glance.notWhole" };
    let unit = if sums.unit.is_empty() {
        w.text("population.grants")
    } else {
        &sums.unit
    };
    let mut text = w.fill(
        key,
        &[
            ("unit", &short(unit, 80)),
            ("source", &count(sums.source)),
            ("loaded", &count(sums.loaded)),
            ("scope", &count(sums.in_scope)),
            ("excluded", &count(by_rule)),
            ("items", &count(facts.totals.items)),
        ],
    );
    let read = &head.population;
    text.push(' ');
    text.push_str(&w.fill(
        "glance.read",
        &[("server", &short(&read.server, 80)), ("at", &moment(read.ended_at))],
    ));
    answer("glance.population", text, whole)
}

fn who(w: &'static Words, facts: &Facts) -> Answer {
    let (totals, seen) = (&facts.totals, &facts.seen);
    let [all, part, none] = seen.answered;
    let decided: u64 = seen.by_people[..3].iter().sum();
    let mut text = format!(
        "{} {}",
        w.many("glance.asked", totals.reviewers),
        w.fill(
            "glance.answered",
            &[
                ("all", &count(all)),
                ("part", &count(part)),
                ("none", &count(none)),
                ("decided", &count(decided)),
                ("items", &count(totals.items)),
                ("share", &percent(decided, totals.items)),
                ("program", &count(totals.system)),
            ],
        )
    );
    text.push(' ');
    match totals.own_access {
        0 => text.push_str(w.text("glance.notOwn")),
        own => text.push_str(&w.many("glance.own", own)),
    }
    answer("glance.who", text, totals.own_access == 0 && none == 0)
}

fn result(w: &'static Words, head: &RecordHead, facts: &Facts) -> Answer {
    let totals = &facts.totals;
    let same = totals.items == head.reconciliation.in_scope;
    let mut text = w.fill(
        if same { "glance.result" } else { "glance.resultDiffers" },
        &[
            ("items", &count(totals.items)),
            ("scope", &count(head.reconciliation.in_scope)),
            ("approve", &count(totals.approve)),
            ("deny", &count(totals.deny)),
            ("unknown", &count(totals.dont_know)),
            ("silent", &count(totals.not_reviewed)),
        ],
    );
    if totals.privileged > 0 {
        text.push(' ');
        text.push_str(&w.many("glance.privileged", totals.privileged));
    }
    answer("glance.outcome", text, same)
}

fn done(w: &'static Words, head: &RecordHead, facts: &Facts) -> Answer {
    let totals = &facts.totals;
    if head.plan.is_none() && totals.changes == 0 {
        let key = if totals.deny == 0 {
            "glance.nothingToDo"
        } else {
            "glance.noPlan"
        };
        return answer("glance.done", w.text(key).to_owned(), totals.deny == 0);
    }
    let mut text = w.many("glance.planned", totals.changes);
    text.push(' ');
    text.push_str(&w.fill("glance.applied", &[("applied", &count(totals.applied))]));
    text.push(' ');
    let gone = [
        ("gone", &*count(totals.seen_gone)),
        ("still", &*count(totals.still_effective)),
    ];
    match &head.verification {
        Some(read) => {
            let at = moment(read.read_at);
            text.push_str(&w.fill("glance.gone", &[("at", &at), gone[0], gone[1]]));
        }
        None => text.push_str(w.text("glance.notReadAgain")),
    }
    answer(
        "glance.done",
        text,
        totals.still_effective == 0 && head.verification.is_some(),
    )
}

fn open(w: &'static Words, facts: &Facts) -> Answer {
    let (totals, seen) = (&facts.totals, &facts.seen);
    let not_gone = totals.changes.saturating_sub(totals.seen_gone);
    let left: Vec<String> = [
        ("glance.openChange", not_gone),
        ("glance.openBack", seen.came_back),
        ("glance.openTask", totals.tasks_open),
        ("glance.openFinding", totals.findings_open),
        ("glance.openSilent", totals.not_reviewed),
        ("glance.openLate", seen.late.total),
    ]
    .into_iter()
    .filter(|(_, number)| *number > 0)
    .map(|(key, number)| w.many(key, number))
    .collect();
    match left.is_empty() {
        true => answer("glance.open", w.text("glance.nothingOpen").to_owned(), true),
        false => answer(
            "glance.open",
            w.fill("glance.openList", &[("list", &left.join("; "))]),
            false,
        ),
    }
}

fn time(w: &'static Words, head: &RecordHead) -> Answer {
    let time = &head.timeliness;
    let mut good = true;
    let mut text = match (time.planned_end, time.ended_at) {
        (Some(planned), Some(ended)) => {
            good = ended <= planned;
            let key = if good { "glance.inTime" } else { "glance.late" };
            w.fill(key, &[("planned", &moment(planned)), ("ended", &moment(ended))])
        }
        (None, Some(ended)) => w.fill("glance.ended", &[("ended", &moment(ended))]),
        (Some(planned), None) => {
            good = false;
            w.fill("glance.running", &[("planned", &moment(planned))])
        }
        (None, None) => w.text("glance.noEnd").to_owned(),
    };
    if let Some(why) = &time.late_because {
        text.push(' ');
        text.push_str(&w.fill("glance.because", &[("why", &short(why.trim_end_matches('.'), PIECE))]));
    }
    match (time.applied_at, time.apply_due_on) {
        (Some(at), Some(due)) => {
            let late = at.date_naive() > due;
            good &= !late;
            text.push(' ');
            let key = if late {
                "glance.appliedLate"
            } else {
                "glance.appliedInTime"
            };
            text.push_str(&w.fill(key, &[("at", &day(at)), ("due", &due.to_string())]));
        }
        (Some(at), None) => {
            text.push(' ');
            text.push_str(&w.fill("glance.appliedOn", &[("at", &day(at))]));
        }
        _ => {}
    }
    let inside: Vec<bool> = head.controls.iter().filter_map(|control| control.in_period).collect();
    if !inside.is_empty() {
        let all = inside.iter().all(|inside| *inside);
        good &= all;
        text.push(' ');
        text.push_str(w.text(if all { "glance.inPeriod" } else { "glance.outOfPeriod" }));
    }
    answer("glance.time", text, good)
}
