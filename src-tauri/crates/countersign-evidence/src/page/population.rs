//! The population certificate and the reconciliation (E05–E08).

use super::{count, moment};
use crate::EvidenceError;
use crate::layout::canvas::{GREEN, RED};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::record::RecordHead;

pub(super) fn print(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let read = &head.population;
    press.heading(1, "2  Population certificate and reconciliation")?;
    press.paragraph(
        "What was read from the directory, by whom and with which question, before the review began. \
         The items of this review are this population, frozen.",
    )?;
    press.field("Connector", &read.connector)?;
    press.field("Server", &read.server)?;
    press.field("Account", &read.account)?;
    press.field("Base", &read.base)?;
    press.field("Filter", &read.filter)?;
    press.field(
        "Read",
        &format!("{} to {}", moment(read.started_at), moment(read.ended_at)),
    )?;
    let reported = read
        .server_reported
        .map_or_else(|| "the server gives none".to_owned(), count);
    press.field("Pages", &count(read.pages))?;
    press.field(
        "Entries returned",
        &format!("{} (the server\u{2019}s own count: {reported})", count(read.returned)),
    )?;
    press.field("Entries loaded", &count(read.loaded))?;
    for mark in &read.watermarks {
        press.field(&format!("Watermark {}", mark.name), &mark.value)?;
    }
    press.field("SHA-256 of the snapshot", &read.digest)?;
    entries(press, head)?;
    excluded(press, head)
}

fn entries(press: &mut Press<'_>, head: &RecordHead) -> Result<(), EvidenceError> {
    let read = &head.population;
    press.heading(2, "Reconciliation")?;
    let left_out = read.excluded.len() as u64;
    line(
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
    line(
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

fn line(press: &mut Press<'_>, adds_up: bool, words: &str) -> Result<(), EvidenceError> {
    let (verdict, ink) = if adds_up {
        ("adds up", GREEN)
    } else {
        ("DOES NOT ADD UP", RED)
    };
    press.paragraph_in(&format!("{words}: {verdict}."), ink)
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
