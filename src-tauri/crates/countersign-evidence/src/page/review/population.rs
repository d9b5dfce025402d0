//! The population certificate, the reconciliation and the age of the data (E05–E08, E11).

use super::timeliness;
use crate::EvidenceError;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::certificate::{self, sum};
use crate::page::{chapter, count};
use crate::record::RecordHead;

/// Whether source = loaded = in scope + excluded, for the entries read and for what they grant.
pub(super) fn adds_up(head: &RecordHead) -> bool {
    entries_add_up(head) && grants_add_up(head)
}

fn entries_add_up(head: &RecordHead) -> bool {
    let read = &head.population;
    read.loaded.checked_add(read.excluded.len() as u64) == Some(read.returned)
}

fn grants_add_up(head: &RecordHead) -> bool {
    let sums = &head.reconciliation;
    let by_rule = sums
        .excluded
        .iter()
        .try_fold(0_u64, |sum, rule| sum.checked_add(rule.count));
    sums.source == sums.loaded && by_rule.and_then(|left| left.checked_add(sums.in_scope)) == Some(sums.loaded)
}

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    chapter::open(press, chapter::REVIEW, "chapter.population")?;
    press.say("population.about")?;
    certificate::fields(press, &head.population)?;
    reconciliation(press, head)?;
    timeliness::age(press, head)?;
    excluded(press, head)
}

fn reconciliation(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let (w, read, sums) = (press.words, &head.population, &head.reconciliation);
    press.under("population.reconciliation")?;
    let entries = w.fill(
        "population.entries",
        &[
            ("returned", &count(read.returned)),
            ("loaded", &count(read.loaded)),
            ("excluded", &count(read.excluded.len() as u64)),
        ],
    );
    sum(press, entries_add_up(head), &entries)?;
    let by_rule = sums
        .excluded
        .iter()
        .fold(0_u64, |sum, rule| sum.saturating_add(rule.count));
    let unit = if sums.unit.is_empty() {
        w.text("population.grants")
    } else {
        &sums.unit
    };
    let grants = w.fill(
        "population.sum",
        &[
            ("unit", unit),
            ("source", &count(sums.source)),
            ("loaded", &count(sums.loaded)),
            ("scope", &count(sums.in_scope)),
            ("excluded", &count(by_rule)),
        ],
    );
    sum(press, grants_add_up(head), &grants)?;
    for rule in &sums.excluded {
        press.field(&count(rule.count), &rule.reason)?;
    }
    Ok(())
}

fn excluded(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let read = &head.population;
    press.under("population.excluded")?;
    if read.excluded.is_empty() {
        press.say("none.sentence")?;
    } else {
        let mut table = Table::new(&[("column.entry", 4300), ("column.reason", 3319)]);
        for one in &read.excluded {
            table.row(
                press,
                &[vec![part(one.subject.as_str())], vec![part(one.reason.as_str())]],
            )?;
        }
        press.y += 100;
    }
    press.under("population.orphaned")?;
    if read.orphaned.is_empty() {
        return press.say("none.sentence");
    }
    let mut table = Table::new(&[("population.orphan", 7619)]);
    for one in &read.orphaned {
        table.row(press, &[vec![part(one.as_str())]])?;
    }
    press.y += 100;
    Ok(())
}
