//! The first page: who held it, how they came by it, what is proven, for somebody who reads no other.

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::chart::Pattern;
use crate::layout::press::{BOTTOM, Press};
use crate::page::frame::{self, Answer, PIECE, answer};
use crate::page::{Facts, chapter, count, moment, moment_or, short};
use crate::record::PackageTotals;
use crate::record::package::PackageHead;
use crate::word::Words;

pub(super) fn print(press: &mut Press<'_>, head: &PackageHead, facts: &Facts) -> Result<(), EvidenceError> {
    let (w, totals) = (press.words, &facts.package);
    let below = match &head.controls[..] {
        [] => head.document.organization.clone(),
        [control, ..] => format!(
            "{} \u{2013} {} {}",
            head.document.organization, control.control_id, control.name
        ),
    };
    frame::band(press, "glance.package", &head.package.name, &below)?;
    let method = frame::method(chapter::PACKAGE);
    let answers = [
        what(w, head),
        population(w, head, totals),
        came(w, totals),
        asked(w, totals),
        delivered(w, totals),
        open(w, head, totals),
        apart(w, head),
        frame::acknowledged(press, &head.acknowledgements),
        frame::protected(press, &head.document, &head.log, head.retention.as_ref(), &method),
    ];
    frame::answers(press, &answers);
    let outcomes = [
        ("holding.held", totals.held, Pattern::Solid, GREEN),
        (
            "holding.underWay",
            totals.under_way + totals.failed,
            Pattern::Dots,
            AMBER,
        ),
        ("holding.endedGone", totals.seen_gone, Pattern::Hollow, GREY),
        (
            "holding.endedThere",
            totals.ended.saturating_sub(totals.seen_gone),
            Pattern::Upright,
            RED,
        ),
    ];
    let (document, log) = (&head.document, &head.log);
    frame::strip(
        press,
        "glance.holders",
        &outcomes,
        totals.assignments,
        document,
        log,
        facts,
    );
    press.y = BOTTOM;
    Ok(())
}

fn what(w: &'static Words, head: &PackageHead) -> Answer {
    let package = &head.package;
    let text = w.fill(
        "glance.bundle",
        &[
            ("name", &short(&package.name, PIECE)),
            ("catalog", &short(&head.catalog.name, 80)),
            ("from", &moment_or(package.from, w.text("package.itsMaking"))),
            ("to", &moment(package.until)),
        ],
    );
    answer("glance.what", text, true)
}

fn population(w: &'static Words, head: &PackageHead, totals: &PackageTotals) -> Answer {
    let sums = &head.reconciliation;
    let whole = sums.assignments.adds_up(totals.assignments)
        && sums.requests.adds_up(totals.requests)
        && sums.held == totals.held;
    let key = if whole {
        "glance.ledgerWhole"
    } else {
        "glance.ledgerNotWhole"
    };
    let mut text = w.fill(
        key,
        &[
            ("stored", &count(sums.assignments.stored)),
            ("recorded", &count(totals.assignments)),
            ("left", &count(sums.assignments.left())),
            ("requests", &count(totals.requests)),
        ],
    );
    text.push(' ');
    match &head.population {
        None => text.push_str(w.text("glance.neverRead")),
        Some(read) => text.push_str(&w.fill(
            "glance.lastRead",
            &[("server", &short(&read.server, 80)), ("at", &moment(read.ended_at))],
        )),
    }
    answer("glance.population", text, whole)
}

fn came(w: &'static Words, totals: &PackageTotals) -> Answer {
    let text = w.fill(
        "glance.came",
        &[
            ("n", &count(totals.assignments)),
            ("request", &count(totals.by_request)),
            ("administrator", &count(totals.by_administrator)),
            ("rule", &count(totals.by_rule)),
        ],
    );
    answer("glance.how", text, true)
}

fn asked(w: &'static Words, totals: &PackageTotals) -> Answer {
    let mut text = w.fill(
        "glance.requests",
        &[
            ("n", &count(totals.requests)),
            (
                "people",
                &count(totals.requests.saturating_sub(totals.requests_by_program)),
            ),
            ("program", &count(totals.requests_by_program)),
            ("approved", &count(totals.approved)),
            ("denied", &count(totals.denied)),
            ("expired", &count(totals.requests_expired)),
            ("canceled", &count(totals.canceled)),
        ],
    );
    text.push(' ');
    match totals.own_answers {
        0 => text.push_str(w.text("glance.notOwnRequest")),
        own => text.push_str(&w.many("glance.ownRequest", own)),
    }
    answer("glance.approval", text, totals.own_answers == 0)
}

fn delivered(w: &'static Words, totals: &PackageTotals) -> Answer {
    let text = w.fill(
        "glance.delivered",
        &[
            ("held", &count(totals.held)),
            ("there", &count(totals.seen_there)),
            ("ended", &count(totals.ended)),
            ("gone", &count(totals.seen_gone)),
            ("people", &count(totals.events_by_people)),
            ("program", &count(totals.events_by_program)),
        ],
    );
    answer("glance.done", text, totals.not_proven() == 0)
}

fn open(w: &'static Words, head: &PackageHead, totals: &PackageTotals) -> Answer {
    let conflicts = head.conflicts.iter().flat_map(|one| &one.holders);
    let bare = conflicts.filter(|holder| holder.exception_id.is_none()).count() as u64;
    let left: Vec<String> = [
        ("glance.openProof", totals.not_proven()),
        ("glance.openPart", totals.held_partly),
        ("glance.openFailed", totals.failed),
        ("glance.openConflict", bare),
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

fn apart(w: &'static Words, head: &PackageHead) -> Answer {
    let holders = head.conflicts.iter().map(|one| one.holders.len() as u64).sum::<u64>();
    let in_force = head.exceptions.iter().filter(|one| one.in_force).count() as u64;
    let text = format!(
        "{} {}",
        match holders {
            0 => w.text("glance.noConflict").to_owned(),
            holders => w.many("glance.conflicts", holders),
        },
        w.many("glance.exceptions", in_force)
    );
    answer("glance.duties", text, holders == 0)
}
