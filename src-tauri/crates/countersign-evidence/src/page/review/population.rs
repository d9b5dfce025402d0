//! The population certificate and the reconciliation (E05–E08).

use crate::EvidenceError;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::certificate::{self, sum};
use crate::page::count;
use crate::record::RecordHead;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let read = &head.population;
    press.heading(1, "2  Population certificate and reconciliation")?;
    press.paragraph(
        "What was read from the directory, by whom and with which question, before the review began. \
         The items of this review are this population, frozen.",
    )?;
    certificate::fields(press, read)?;
    entries(press, head)?;
    excluded(press, head)
}

fn entries(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let read = &head.population;
    press.heading(2, "Reconciliation")?;
    let left_out = read.excluded.len() as u64;
    sum(
        press,
        read.returned == read.loaded + left_out,
        &format!(
            "Entries: returned {} = loaded {} + excluded {}",
            count(read.returned),
            count(read.loaded),
            count(left_out)
        ),
    )?;
    let sums = &head.reconciliation;
    let by_rule: u64 = sums.excluded.iter().map(|rule| rule.count).sum();
    let unit = if sums.unit.is_empty() { "Grants" } else { &sums.unit };
    sum(
        press,
        sums.source == sums.loaded && sums.loaded == sums.in_scope + by_rule,
        &format!(
            "{unit}: source {} = loaded {} = in scope {} + excluded by rule {}",
            count(sums.source),
            count(sums.loaded),
            count(sums.in_scope),
            count(by_rule)
        ),
    )?;
    for rule in &sums.excluded {
        press.field(&count(rule.count), &rule.reason)?;
    }
    Ok(())
}

fn excluded(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let read = &head.population;
    press.heading(2, "Entries excluded")?;
    if read.excluded.is_empty() {
        press.paragraph("None.")?;
    } else {
        let mut table = Table::new(&[("Entry", 4300), ("Reason", 3319)]);
        for one in &read.excluded {
            table.row(
                press,
                &[vec![part(one.subject.as_str())], vec![part(one.reason.as_str())]],
            )?;
        }
        press.y += 100;
    }
    press.heading(2, "Members without an entry")?;
    if read.orphaned.is_empty() {
        return press.paragraph("None.");
    }
    let mut table = Table::new(&[("Member named by a group; no such entry was found", 7619)]);
    for one in &read.orphaned {
        table.row(press, &[vec![part(one.as_str())]])?;
    }
    press.y += 100;
    Ok(())
}
