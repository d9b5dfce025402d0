//! Decisions that ask for a second look, each by its item number: the program's, those in bulk, late ones,
//! and those of people who are not independent (E18, E19, E21).

use super::privileged::DECISIONS;
use super::seen::{Beside, Numbers, Seen};
use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Table, part};
use crate::page::{Facts, chapter, count, decision_ink, moment, moment_or};
use crate::record::RecordHead;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead, seen: &Seen, facts: &Facts) -> Result<(), EvidenceError> {
    chapter::open(press, chapter::REVIEW, "chapter.special")?;
    let decisions = chapter::at(chapter::REVIEW, "chapter.decisions");
    press.say_of("special.about", &[("decisions", &decisions)])?;
    by_program(press, seen, facts)?;
    bulk(press, seen, facts)?;
    late(press, head, seen)?;
    own(press, seen, facts)?;
    releases(press, head, seen)
}

/// Decisions of the program, and answers that neither approve nor deny, with what was done.
fn by_program(press: &mut Press<'_>, seen: &Seen, facts: &Facts) -> Result<(), EvidenceError> {
    let w = press.words;
    press.under("special.program")?;
    press.say_of(
        "special.programTotal",
        &[
            ("n", &count(facts.totals.system)),
            ("items", &count(facts.totals.items)),
        ],
    )?;
    if seen.treated.is_empty() {
        return press.say("special.programNone");
    }
    let mut table = Table::new(&[
        ("column.decision", 900),
        ("column.by", 900),
        ("column.done", 1900),
        ("column.items", 600),
        ("column.numbers", 3319),
    ]);
    for ((place, system, treatment), numbers) in &seen.treated {
        let decision = DECISIONS[(*place).min(3)];
        let by = if *system {
            part(w.text("mark.program")).ink(AMBER)
        } else {
            part(w.text("mark.people"))
        };
        let done = match treatment.as_str() {
            "" => part(w.text("special.noTreatment")).ink(GREY),
            done => part(done),
        };
        table.row(
            press,
            &[
                vec![part(w.known("decision", decision)).bold().ink(decision_ink(decision))],
                vec![by],
                vec![done],
                vec![part(count(numbers.total)).bold()],
                listed(press, numbers),
            ],
        )?;
    }
    press.y += 60;
    Ok(())
}

/// Item numbers, or where to find them when there are too many to list.
fn listed<'t>(press: &Press<'_>, numbers: &Numbers) -> Cell<'t> {
    vec![match numbers.words() {
        Some(words) => part(words).ink(GREY),
        None => part(press.words.text("special.tooMany")).ink(GREY),
    }]
}

fn bulk(press: &mut Press<'_>, seen: &Seen, facts: &Facts) -> Result<(), EvidenceError> {
    let w = press.words;
    press.under("special.bulk")?;
    if seen.bulk_steps == 0 {
        return press.say("special.bulkNone");
    }
    press.say_of(
        "special.bulkTotal",
        &[
            ("steps", &w.many("count.step", seen.bulk_steps)),
            ("n", &count(facts.totals.bulk)),
            ("items", &count(facts.totals.items)),
        ],
    )?;
    if seen.bulk_steps > seen.bulk.len() as u64 {
        press.say_of("special.bulkFirst", &[("most", &count(seen.bulk.len() as u64))])?;
    }
    let mut table = Table::new(&[
        ("column.batch", 1200),
        ("column.size", 800),
        ("column.items", 800),
        ("decision.approve", 700),
        ("decision.deny", 700),
        ("decision.dontKnow", 700),
        ("column.by", 1319),
        ("column.utc", 900),
        ("column.firstItem", 500),
    ]);
    for step in &seen.bulk {
        let found = part(count(step.found)).ink(if step.found == step.said { GREEN } else { AMBER });
        let to = seen.places.of(step.first);
        let by = match step.by.as_str() {
            "" => part(w.text("mark.program")).ink(AMBER),
            by => part(by),
        };
        table.row(
            press,
            &[
                vec![part(step.id.as_str())],
                vec![part(count(step.said))],
                vec![found],
                vec![part(count(step.outcomes[0]))],
                vec![part(count(step.outcomes[1]))],
                vec![part(count(step.outcomes[2]))],
                vec![by],
                vec![part(moment_or(step.at, "\u{2013}"))],
                vec![part(step.first.to_string()).to(to)],
            ],
        )?;
    }
    press.y += 60;
    Ok(())
}

fn late(press: &mut Press<'_>, head: &RecordHead, seen: &Seen) -> Result<(), EvidenceError> {
    let w = press.words;
    press.under("special.late")?;
    let planned = moment_or(head.timeliness.planned_end, w.text("special.noEnd"));
    if seen.late.total == 0 {
        return press.say_of("special.lateNone", &[("planned", &planned)]);
    }
    press.say_in(
        RED,
        "special.lateTotal",
        &[("n", &w.many("count.item", seen.late.total)), ("planned", &planned)],
    )?;
    match seen.late.words() {
        Some(words) => press.named("column.numbers", &words),
        None => press.say("special.tooMany"),
    }
}

fn own(press: &mut Press<'_>, seen: &Seen, facts: &Facts) -> Result<(), EvidenceError> {
    let w = press.words;
    press.under("special.own")?;
    let total = facts.totals.own_access;
    let values = [("n", &*count(total)), ("items", &*count(facts.totals.items))];
    press.say_in(if total == 0 { GREEN } else { RED }, "special.ownTotal", &values)?;
    if seen.own.is_empty() {
        return Ok(());
    }
    if total > seen.own.len() as u64 {
        press.say_of("special.ownFirst", &[("most", &count(seen.own.len() as u64))])?;
    }
    let mut table = Table::new(&[
        ("column.item", 500),
        ("column.person", 2700),
        ("column.resource", 2719),
        ("column.decision", 1700),
    ]);
    for one in &seen.own {
        let ink = decision_ink(&one.decision);
        table.row(
            press,
            &[
                vec![part(one.item.to_string()).to(seen.places.of(one.item))],
                vec![part(one.person.as_str())],
                vec![part(one.resource.as_str())],
                vec![part(w.known("decision", &one.decision)).ink(ink)],
            ],
        )?;
    }
    press.y += 60;
    Ok(())
}

/// Who was let decide although not independent, and what was said beside a decision.
fn releases(press: &mut Press<'_>, head: &RecordHead, seen: &Seen) -> Result<(), EvidenceError> {
    let w = press.words;
    press.under("special.releases")?;
    if head.releases.is_empty() {
        press.say("special.releasesNone")?;
    } else {
        press.say_of(
            "special.releasesAbout",
            &[("n", &w.many("count.item", head.releases.len() as u64))],
        )?;
        let mut table = Table::new(&[
            ("column.item", 450),
            ("column.person", 1500),
            ("column.reviewer", 1400),
            ("column.obstacle", 1500),
            ("column.releasedBy", 1300),
            ("column.reason", 1469),
        ]);
        for one in &head.releases {
            table.row(
                press,
                &[
                    vec![part(one.item_id.to_string()).to(seen.places.of(one.item_id))],
                    vec![part(one.person.as_str())],
                    vec![part(one.reviewer.as_str())],
                    vec![part(w.known("obstacle", &one.obstacle)).ink(RED)],
                    vec![part(one.released_by.as_str()), part(moment(one.released_at)).ink(GREY)],
                    vec![part(one.reason.as_str())],
                ],
            )?;
        }
        press.y += 60;
    }
    if seen.noted_total == 0 {
        return Ok(());
    }
    press.under("special.noted")?;
    press.say_of(
        "special.notedTotal",
        &[
            ("n", &w.many("count.decision", seen.noted_total)),
            ("listed", &count(seen.noted.len() as u64)),
        ],
    )?;
    let mut table = Table::new(&[
        ("column.item", 450),
        ("column.person", 1700),
        ("column.decision", 900),
        ("column.by", 1500),
        ("column.note", 3069),
    ]);
    for Beside {
        item,
        person,
        by,
        decision,
        what,
        ..
    } in &seen.noted
    {
        table.row(
            press,
            &[
                vec![part(item.to_string()).to(seen.places.of(*item))],
                vec![part(person.as_str())],
                vec![part(w.known("decision", decision)).ink(decision_ink(decision))],
                vec![part(by.as_str())],
                vec![part(what.as_deref().unwrap_or_default())],
            ],
        )?;
    }
    Ok(())
}
