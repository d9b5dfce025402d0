//! Every assignment as a dossier: whose, from when until when, by what, and how it is proven.

use chrono::{DateTime, Utc};

use super::{basis, entitlement};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREEN, GREY, Ink, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Column, Table, part};
use crate::page::person::about;
use crate::page::{Facts, count, moment, stacked, walk};
use crate::record::package::{AssignmentRecord, PackageHead};
use crate::record::{PackageSource, Person, Section};

const COLUMNS: &[Column] = &[
    ("No.", 380),
    ("Person", 2100),
    ("From (UTC)", 520),
    ("Until (UTC)", 520),
    ("State", 1250),
    ("Policy", 900),
    ("Came by", 900),
    ("Shown by a read", 1049),
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
    press.heading(1, "4  Who held it")?;
    press.paragraph(
        "One row for each assignment, at the state of this export. Below it stand its requests with every stage of \
         approval, each entitlement with its changes in the directory, their receipts and the reads that showed them, \
         and what else happened; PROGRAM marks what no person did.",
    )?;
    let first_pass = recorder.is_some();
    let mut table = Table::new(COLUMNS);
    let (mut number, mut marked) = (0_u64, press.page);
    walk!(recorder, Section::Assignments, source, for_each_assignment, |one| {
        number += 1;
        row(press, &mut table, source.head(), one)?;
        if press.page >= marked + BOOKMARK {
            marked = press.page;
            press.bookmark(format!("From assignment {} (no. {})", one.assignment_id, count(number)));
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
        press.paragraph("Nobody held the package in the period.")?;
    }
    Ok(())
}

fn row(
    press: &mut Press<'_>,
    table: &mut Table,
    head: &PackageHead,
    one: &AssignmentRecord,
) -> Result<(), EvidenceError> {
    let until = match (one.ended_at, one.ends_at) {
        (Some(at), _) => vec![part(stacked(at))],
        (None, Some(at)) => vec![part(stacked(at)), part("to come").ink(GREY)],
        (None, None) => vec![part("no end").ink(GREY)],
    };
    let came_by: Cell<'_> = match one.basis.kind.as_deref() {
        Some("request") => vec![part("request")],
        Some("administrator") => vec![part("directly, by an administrator")],
        Some("rule") => {
            let mut cell = vec![part("automatically, by the rule of the policy")];
            cell.extend(
                one.basis
                    .snapshot
                    .map(|read| part(format!("looked at in read {read}")).ink(GREY)),
            );
            cell
        }
        _ => vec![part("NOT KNOWN").bold().ink(RED)],
    };
    // A row does not stand at the foot of a page with everything about it overleaf.
    press.need(TOGETHER)?;
    table.row(
        press,
        &[
            vec![part(one.assignment_id.to_string())],
            person(&one.person),
            vec![part(stacked(one.starts_at))],
            until,
            state(one),
            vec![
                part(one.policy.as_str()),
                part(format!("version {}", one.policy_version)).ink(GREY),
            ],
            came_by,
            proof(one),
        ],
    )?;
    let mut below: Cell<'_> = Vec::new();
    for request in &one.requests {
        basis::lines(request, head, &mut below);
    }
    for given in &one.entitlements {
        entitlement::lines(given, one.has_ended(), &mut below);
    }
    basis::events("", &one.events, &mut below);
    basis::log(&one.log, &mut below);
    if below.is_empty() {
        return Ok(());
    }
    table.notes(press, &below)
}

/// Name, account and what else is known of a person.
pub(super) fn person(person: &Person) -> Cell<'_> {
    let about = about(person);
    vec![part(person.name.as_str()).bold(), part(about).ink(GREY)]
}

fn state(one: &AssignmentRecord) -> Cell<'_> {
    let (words, ink): (&str, Ink) = match one.state.as_str() {
        "delivered" => ("Held", GREEN),
        "partiallyDelivered" => ("Held in part", AMBER),
        "delivering" => ("Being delivered", AMBER),
        "deliveryFailed" => ("Not delivered", RED),
        "removing" => ("Ended, being removed", AMBER),
        "expired" => ("Ended", GREY),
        other => (other, GREY),
    };
    let mut cell = vec![part(words).bold().ink(ink)];
    cell.extend(
        one.delivered_at
            .map(|at| part(format!("delivered {}", moment(at))).ink(GREY)),
    );
    cell.extend(one.ended_because.as_ref().map(|why| part(why.as_str())));
    cell.extend(one.problem.as_ref().map(|why| part(why.as_str()).ink(AMBER)));
    cell
}

fn proof(one: &AssignmentRecord) -> Cell<'_> {
    let newest = one.entitlements.iter().filter_map(|given| given.seen_at).max();
    let reads: Vec<i64> = one
        .entitlements
        .iter()
        .filter_map(|given| if one.has_ended() { given.gone_in } else { given.there_in })
        .collect();
    let (words, ink) = match () {
        () if one.is_held() && one.is_seen_there() => ("Seen there", GREEN),
        () if one.is_held() => ("NOT SEEN THERE YET", AMBER),
        () if one.is_seen_gone() => ("Seen gone", GREEN),
        () if one.has_ended() => ("NOT SEEN GONE", RED),
        () => ("Nothing to show yet", GREY),
    };
    let mut cell = vec![part(words).bold().ink(ink)];
    if ink == GREEN {
        cell.extend(newest.map(|at: DateTime<Utc>| part(moment(at)).ink(GREY)));
        cell.extend(reads.iter().max().map(|read| part(format!("read {read}")).ink(GREY)));
    }
    cell
}
