//! What became of the denials (E26, E27).

use super::seen::Seen;
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Table, part};
use crate::page::{Facts, chapter, count, moment, person, stacked, walk};
use crate::record::{ChangeRecord, RecordHead, RecordSource, Section};
use crate::word::Words;

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    facts: &Facts,
    seen: &mut Seen,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::REVIEW, "chapter.results")?;
    plan(press, source.head())?;
    let told = w.fill(
        "result.figures",
        &[
            ("gone", &count(facts.totals.seen_gone)),
            ("still", &count(facts.totals.still_effective)),
            ("changes", &count(facts.totals.changes)),
        ],
    );
    press.named("result.seen", &told)?;
    press.y += 60;
    let mut table = Table::new(&[
        ("column.change", 450),
        ("column.item", 450),
        ("column.person", 1500),
        ("decision.resource", 1500),
        ("result.action", 1100),
        ("result.receipt", 1000),
        ("column.utc", 480),
        ("result.confirming", 1139),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Changes, source, for_each_change, |change| {
        number += 1;
        seen.change(change);
        table.row(
            press,
            &[
                vec![part(change.change_id.to_string())],
                vec![part(change.item_id.to_string())],
                vec![
                    part(person::name(&change.person, "")),
                    part(change.user_name.as_str()).ink(GREY),
                ],
                vec![
                    part(change.resource.as_str()),
                    part(change.entitlement.as_str()).ink(GREY),
                ],
                action(w, change),
                receipt(w, change, source.head()),
                change.at.map_or_else(Vec::new, |at| vec![part(stacked(at))]),
                confirmation(w, change),
            ],
        )
    });
    if number == 0 {
        press.say("result.none")?;
    }
    Ok(())
}

fn plan(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let w = press.words;
    match &head.plan {
        None => press.say("result.noPlan")?,
        Some(plan) => {
            let changes = w.many("count.change", plan.changes);
            press.named(
                "result.plan",
                &w.fill("result.planOf", &[("id", &plan.plan_id), ("changes", &changes)]),
            )?;
            press.named("result.planHash", &plan.hash)?;
            press.named(
                "result.drawn",
                &by(w, Some(plan.drawn_at), Some(&plan.drawn_by), "none"),
            )?;
            let second = plan.countersigned_by.as_deref();
            press.named(
                "result.countersigned",
                &by(w, plan.countersigned_at, second, "result.notAsked"),
            )?;
            let hand = plan.carried_out_by.as_deref();
            press.named(
                "result.carriedOut",
                &by(w, plan.carried_out_at, hand, "result.notCarriedOut"),
            )?;
        }
    }
    match &head.verification {
        None => press.say("result.notRead"),
        Some(read) => {
            press.named("result.verified", &by(w, Some(read.read_at), Some(&read.by), "none"))?;
            press.named("result.readHash", &read.digest)
        }
    }
}

fn by(
    w: &'static Words,
    at: Option<chrono::DateTime<chrono::Utc>>,
    who: Option<&str>,
    otherwise: &'static str,
) -> String {
    match (at, who) {
        (Some(at), Some(who)) => w.fill("event.by", &[("at", &moment(at)), ("who", who)]),
        (Some(at), None) => moment(at),
        _ => w.text(otherwise).to_owned(),
    }
}

fn action<'c>(w: &'static Words, change: &'c ChangeRecord) -> Cell<'c> {
    let mut cell = vec![part(change.action.as_str())];
    if !change.also.is_empty() {
        cell.push(part(w.fill("result.also", &[("list", &change.also.join(", "))])).ink(AMBER));
    }
    cell
}

fn receipt<'c>(w: &'static Words, change: &'c ChangeRecord, head: &RecordHead) -> Cell<'c> {
    let ink = match change.state.as_str() {
        "applied" | "alreadySo" => GREEN,
        "refused" => RED,
        "byHand" | "waiting" | "kept" => AMBER,
        _ => GREY,
    };
    let mut cell = vec![part(w.known("receipt", &change.state)).bold().ink(ink)];
    for text in [&change.result_code, &change.message, &change.by].into_iter().flatten() {
        cell.push(part(text.as_str()).ink(GREY));
    }
    if let (Some(at), Some(end)) = (change.at, head.timeliness.ended_at)
        && let Ok(hours) = u64::try_from((at - end).num_hours())
    {
        let span = match hours {
            0..48 => w.many("count.hour", hours),
            _ => w.many("count.day", hours / 24),
        };
        cell.push(part(w.fill("result.elapsed", &[("span", &span)])).ink(GREY));
    }
    if let (Some(at), Some(due)) = (change.at, head.timeliness.apply_due_on)
        && at.date_naive() > due
    {
        cell.push(
            part(w.fill("result.late", &[("due", &due.to_string())]))
                .bold()
                .ink(RED),
        );
    }
    cell
}

fn confirmation<'c>(w: &'static Words, change: &'c ChangeRecord) -> Cell<'c> {
    let mut cell = Vec::new();
    if let Some(at) = change.seen_gone_at {
        cell.push(part(w.text("result.seenGone")).bold().ink(GREEN));
        cell.push(part(moment(at)).ink(GREY));
    }
    if let Some(at) = change.still_at {
        let through = match change.still_through.is_empty() {
            true => w.text("way.direct").to_owned(),
            false => w.fill("way.through", &[("path", &change.still_through.join(" \u{203A} "))]),
        };
        let words = if change.came_back {
            "result.cameBack"
        } else {
            "result.still"
        };
        cell.push(part(w.text(words)).bold().ink(RED));
        cell.push(part(format!("{through}, {}", moment(at))).ink(GREY));
    }
    if change.came_back && change.still_at.is_none() {
        cell.push(part(w.text("result.hadComeBack")).ink(AMBER));
    }
    if cell.is_empty() {
        cell.push(part(w.text("result.notReadAgain")).ink(AMBER));
    }
    cell
}
