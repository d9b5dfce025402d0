//! The newest read of the directory, the reads that prove, and whether ledger and record add up (E05–E08).

use crate::EvidenceError;
use crate::layout::canvas::GREY;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::certificate::{self, sum};
use crate::page::{Facts, chapter, count, moment};
use crate::record::package::{PackageHead, Tally};

pub(super) fn print(press: &mut Press<'_>, head: &PackageHead, facts: &Facts) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::PACKAGE, "chapter.reads")?;
    match &head.population {
        None => press.say("read.never")?,
        Some(read) => {
            press.say("read.newest")?;
            certificate::fields(press, read)?;
        }
    }
    press.under("population.reconciliation")?;
    let totals = &facts.package;
    let sums = &head.reconciliation;
    tally(press, "tally.assignments", &sums.assignments, totals.assignments)?;
    tally(press, "tally.requests", &sums.requests, totals.requests)?;
    sum(
        press,
        sums.held == totals.held,
        &w.fill(
            "tally.held",
            &[("stored", &count(sums.held)), ("recorded", &count(totals.held))],
        ),
    )?;
    press.under("read.proofs")?;
    if head.reads.is_empty() {
        return press.say("read.noProof");
    }
    press.say("read.proofsAbout")?;
    let mut table = Table::new(&[
        ("read.read", 600),
        ("read.mode", 900),
        ("read.began", 1400),
        ("read.ended", 1400),
        ("read.hash", 3319),
    ]);
    for read in &head.reads {
        table.row(
            press,
            &[
                vec![part(read.snapshot.to_string())],
                vec![part(w.known("mode", &read.mode))],
                vec![part(moment(read.started_at))],
                vec![part(moment(read.ended_at))],
                vec![part(read.digest.as_str()).ink(GREY)],
            ],
        )?;
    }
    press.y += 100;
    Ok(())
}

fn tally(press: &mut Press<'_>, what: &'static str, tally: &Tally, rows: u64) -> Result<(), EvidenceError> {
    sum(
        press,
        tally.adds_up(rows),
        &press.words.fill(
            what,
            &[
                ("stored", &count(tally.stored)),
                ("recorded", &count(rows)),
                ("left", &count(tally.left())),
            ],
        ),
    )?;
    for rule in &tally.left_out {
        press.field(&count(rule.count), &rule.reason)?;
    }
    Ok(())
}
