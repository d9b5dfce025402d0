//! The newest read of the directory, the reads that prove, and whether ledger and record add up (E05–E08).

use crate::EvidenceError;
use crate::layout::canvas::GREY;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::certificate::{self, sum};
use crate::page::{Facts, count, moment};
use crate::record::package::{PackageHead, Tally};

pub(super) fn print(press: &mut Press<'_>, head: &PackageHead, facts: &Facts) -> Result<(), EvidenceError> {
    press.heading(1, "3  Reads of the directory and reconciliation")?;
    match &head.population {
        None => press.paragraph("The directory was not read before this export.")?,
        Some(read) => {
            press.paragraph(
                "The newest read of the directory before this export: by whom, with which question, how complete.",
            )?;
            certificate::fields(press, read)?;
        }
    }
    press.heading(2, "Reconciliation")?;
    let totals = &facts.package;
    let sums = &head.reconciliation;
    tally(
        press,
        "Assignments of the package",
        &sums.assignments,
        totals.assignments,
    )?;
    tally(press, "Requests for it", &sums.requests, totals.requests)?;
    sum(
        press,
        sums.held == totals.held,
        &format!(
            "Held now: {} in the ledger = {} recorded",
            count(sums.held),
            count(totals.held)
        ),
    )?;
    press.heading(2, "Reads that prove what is recorded here")?;
    if head.reads.is_empty() {
        return press.paragraph("No row names a whole read of the directory.");
    }
    press.paragraph(
        "Rows name these whole reads by their number. Beside them a changed list is read back alone; such a read has \
         only its time.",
    )?;
    let mut table = Table::new(&[
        ("Read", 600),
        ("Kind", 900),
        ("Began", 1400),
        ("Ended", 1400),
        ("SHA-256 of what was read", 3319),
    ]);
    for read in &head.reads {
        table.row(
            press,
            &[
                vec![part(read.snapshot.to_string())],
                vec![part(read.mode.as_str())],
                vec![part(moment(read.started_at))],
                vec![part(moment(read.ended_at))],
                vec![part(read.digest.as_str()).ink(GREY)],
            ],
        )?;
    }
    press.y += 100;
    Ok(())
}

fn tally(press: &mut Press<'_>, what: &str, tally: &Tally, rows: u64) -> Result<(), EvidenceError> {
    sum(
        press,
        tally.adds_up(rows),
        &format!(
            "{what}: {} in the ledger = recorded {} + left out {}",
            count(tally.stored),
            count(rows),
            count(tally.left())
        ),
    )?;
    for rule in &tally.left_out {
        press.field(&count(rule.count), &rule.reason)?;
    }
    Ok(())
}
