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
        ("column.reviewer", 2100),
        ("reviewer.because", 2000),
        ("column.items", 550),
        ("reviewer.decided", 800),
        ("decision.approve", 550),
        ("decision.deny", 500),
        ("reviewer.first", 559),
        ("reviewer.last", 560),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Reviewers, source, for_each_reviewer, |asked| {
        number += 1;
        seen.reviewer(asked);
        table.row(press, &row(w, asked))?;
        let mut below: Cell<'_> = Vec::new();
        if let Some(signal) = &asked.signal {
            below.push(part(w.fill("reviewer.worked", &[("list", &work(w, signal))])).ink(GREY));
        }
        if !asked.notices.is_empty() {
            below.push(part(w.fill("reviewer.told", &[("list", &asked.notices.join("; "))])).ink(GREY));
        }
        match below.is_empty() {
            true => Ok(()),
            false => table.note(press, &below),
        }
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
    ]
}

/// Figures only; they accuse nobody.
fn work(w: &'static Words, signal: &SignalRecord) -> String {
    let tenths = |permille: u64| format!("{:.1} %", permille as f64 / 10.0);
    let median = signal
        .median_seconds
        .map(|seconds| w.fill("signal.median", &[("n", &count(seconds))]));
    let figures = [
        ("signal.minute", count(signal.most_in_a_minute)),
        ("signal.approved", tenths(signal.approved_permille)),
        ("signal.sameReason", tenths(signal.same_reason_permille)),
        ("signal.bulk", count(signal.in_bulk)),
    ];
    let figures = figures.into_iter().map(|(key, value)| w.fill(key, &[("n", &value)]));
    median.into_iter().chain(figures).collect::<Vec<_>>().join("; ")
}
