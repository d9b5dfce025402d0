//! Every assignment as a dossier: whose, from when until when, by what, and how it is proven.

use chrono::{DateTime, Utc};

use super::{basis, entitlement};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREEN, GREY, Ink, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Column, Table, part};
use crate::page::person::{self as named, about};
use crate::page::{Facts, chapter, count, moment, stacked, walk};
use crate::record::package::{AssignmentRecord, PackageHead};
use crate::record::{PackageSource, Person, Section};
use crate::word::Words;

const COLUMNS: &[Column] = &[
    ("column.number", 380),
    ("column.person", 2100),
    ("assignment.from", 520),
    ("assignment.until", 520),
    ("column.state", 1250),
    ("policy.policy", 900),
    ("assignment.basis", 900),
    ("assignment.shown", 1049),
];

/// Room for a row with the first lines below it, in tenths of a point.
pub(super) const TOGETHER: i32 = 700;
/// Pages between two bookmarks.
const BOOKMARK: u32 = 50;

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn PackageSource,
    facts: &mut Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::PACKAGE, "chapter.holders")?;
    press.say("assignment.about")?;
    let first_pass = recorder.is_some();
    let mut table = Table::new(COLUMNS);
    let (mut number, mut marked) = (0_u64, press.page);
    walk!(recorder, Section::Assignments, source, for_each_assignment, |one| {
        number += 1;
        row(press, &mut table, source.head(), one)?;
        if press.page >= marked + BOOKMARK {
            marked = press.page;
            let id = one.assignment_id.to_string();
            press.bookmark(w.fill("assignment.bookmark", &[("id", &id), ("n", &count(number))]));
        }
        if first_pass {
            facts.named_entries.extend(&one.log);
            for request in &one.requests {
                basis::name_entries(request, facts);
            }
        }
        Ok(())
    });
    if number == 0 {
        press.say("assignment.none")?;
    }
    Ok(())
}

fn row(
    press: &mut Press<'_>,
    table: &mut Table,
    head: &PackageHead,
    one: &AssignmentRecord,
) -> Result<(), EvidenceError> {
    let w = press.words;
    let until = match (one.ended_at, one.ends_at) {
        (Some(at), _) => vec![part(stacked(at))],
        (None, Some(at)) => vec![part(stacked(at)), part(w.text("assignment.toCome")).ink(GREY)],
        (None, None) => vec![part(w.text("assignment.noEnd")).ink(GREY)],
    };
    let came_by: Cell<'_> = match one.basis.kind.as_deref() {
        Some("request") => vec![part(w.text("basis.request"))],
        Some("administrator") => vec![part(w.text("basis.administrator"))],
        Some("rule") => {
            let mut cell = vec![part(w.text("basis.rule"))];
            cell.extend(
                one.basis
                    .snapshot
                    .map(|read| part(w.fill("basis.readOf", &[("n", &read.to_string())])).ink(GREY)),
            );
            cell
        }
        _ => vec![part(w.text("basis.unknown")).bold().ink(RED)],
    };
    // A row does not stand at the foot of a page with everything about it overleaf.
    press.need(TOGETHER)?;
    table.row(
        press,
        &[
            vec![part(one.assignment_id.to_string())],
            person(w, &one.person),
            vec![part(stacked(one.starts_at))],
            until,
            state(w, one),
            vec![
                part(one.policy.as_str()),
                part(w.fill("policy.inVersion", &[("n", &one.policy_version.to_string())])).ink(GREY),
            ],
            came_by,
            proof(w, one),
        ],
    )?;
    let mut below: Cell<'_> = Vec::new();
    for request in &one.requests {
        basis::lines(w, request, head, &mut below);
    }
    for given in &one.entitlements {
        entitlement::lines(w, given, one.has_ended(), &mut below);
    }
    basis::events(w, "", &one.events, &mut below);
    basis::log(w, &one.log, &mut below);
    if below.is_empty() {
        return Ok(());
    }
    table.notes(press, &below)
}

/// Name, account and what else is known of a person.
pub(super) fn person<'p>(w: &'static Words, person: &'p Person) -> Cell<'p> {
    let about = about(w, person);
    vec![
        part(named::name(&person.name, &person.id)).bold(),
        part(about).ink(GREY),
    ]
}

fn state<'a>(w: &'static Words, one: &'a AssignmentRecord) -> Cell<'a> {
    let ink: Ink = match one.state.as_str() {
        "delivered" => GREEN,
        "partiallyDelivered" | "delivering" | "removing" => AMBER,
        "deliveryFailed" => RED,
        _ => GREY,
    };
    let mut cell = vec![part(w.known("held", &one.state)).bold().ink(ink)];
    cell.extend(
        one.delivered_at
            .map(|at| part(w.fill("assignment.delivered", &[("at", &moment(at))])).ink(GREY)),
    );
    cell.extend(one.ended_because.as_ref().map(|why| part(why.as_str())));
    cell.extend(one.problem.as_ref().map(|why| part(why.as_str()).ink(AMBER)));
    cell
}

fn proof(w: &'static Words, one: &AssignmentRecord) -> Cell<'static> {
    let newest = one.entitlements.iter().filter_map(|given| given.seen_at).max();
    let reads: Vec<i64> = one
        .entitlements
        .iter()
        .filter_map(|given| if one.has_ended() { given.gone_in } else { given.there_in })
        .collect();
    let (words, ink) = match () {
        () if one.is_held() && one.is_seen_there() => ("proof.there", GREEN),
        () if one.is_held() => ("proof.notThere", AMBER),
        () if one.is_seen_gone() => ("proof.gone", GREEN),
        () if one.has_ended() => ("proof.notGone", RED),
        () => ("proof.nothing", GREY),
    };
    let mut cell = vec![part(w.text(words)).bold().ink(ink)];
    if ink == GREEN {
        cell.extend(newest.map(|at: DateTime<Utc>| part(moment(at)).ink(GREY)));
        cell.extend(
            reads
                .iter()
                .max()
                .map(|read| part(w.fill("proof.read", &[("n", &read.to_string())])).ink(GREY)),
        );
    }
    cell
}
