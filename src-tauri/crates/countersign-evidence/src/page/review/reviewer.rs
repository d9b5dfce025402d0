//! Who was asked, why, what came back, and how they worked (E20, E23, E24).

use super::seen::Seen;
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Table, part};
use crate::page::{chapter, count, percent, person, stacked, walk};
use crate::record::{RecordSource, ReviewerRecord, Section, SignalRecord};
use crate::word::Words;

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    seen: &mut Seen,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::REVIEW, "chapter.reviewers")?;
    press.say("reviewer.about")?;
    let mut table = Table::new(&[
        ("column.reviewer", 1700),
        ("reviewer.because", 1500),
        ("column.items", 500),
        ("reviewer.decided", 750),
        ("decision.approve", 500),
        ("decision.deny", 450),
        ("reviewer.first", 520),
        ("reviewer.last", 520),
        ("reviewer.work", 1179),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Reviewers, source, for_each_reviewer, |asked| {
        number += 1;
        seen.reviewer(asked);
        table.row(press, &row(w, asked))?;
        if asked.notices.is_empty() {
            return Ok(());
        }
        let told = w.fill("reviewer.told", &[("list", &asked.notices.join("; "))]);
        table.note(press, &vec![part(told).ink(GREY)])
    });
    if number == 0 {
        press.say("reviewer.none")?;
    }
    Ok(())
}

fn row<'a>(w: &'static Words, asked: &'a ReviewerRecord) -> Vec<Cell<'a>> {
    let share = format!("{} ({})", count(asked.decided), percent(asked.decided, asked.items));
    let whole = asked.decided >= asked.items;
    let mut because = vec![part(asked.because.as_str())];
    because.extend(asked.relation.iter().map(|relation| part(relation.as_str()).ink(GREY)));
    vec![
        vec![
            part(person::name(&asked.name, &asked.id)),
            part(asked.id.as_str()).ink(GREY),
        ],
        because,
        vec![part(count(asked.items))],
        vec![part(share).ink(if whole { GREEN } else { RED })],
        vec![part(count(asked.approved))],
        vec![part(count(asked.denied))],
        vec![match asked.first_at {
            Some(at) => part(stacked(at)),
            None => part(w.text("reviewer.noAnswer")).ink(RED),
        }],
        asked.last_at.map_or_else(Vec::new, |at| vec![part(stacked(at))]),
        asked.signal.as_ref().map_or_else(Vec::new, |signal| work(w, signal)),
    ]
}

/// Figures only; they accuse nobody.
fn work(w: &'static Words, signal: &SignalRecord) -> Cell<'static> {
    let tenths = |permille: u64| format!("{:.1} %", permille as f64 / 10.0);
    let mut cell = Vec::new();
    cell.extend(
        signal
            .median_seconds
            .map(|seconds| part(w.fill("signal.median", &[("n", &count(seconds))])).ink(GREY)),
    );
    for (key, value) in [
        ("signal.minute", count(signal.most_in_a_minute)),
        ("signal.approved", tenths(signal.approved_permille)),
        ("signal.sameReason", tenths(signal.same_reason_permille)),
        ("signal.bulk", count(signal.in_bulk)),
    ] {
        cell.push(part(w.fill(key, &[("n", &value)])).ink(GREY));
    }
    cell
}
