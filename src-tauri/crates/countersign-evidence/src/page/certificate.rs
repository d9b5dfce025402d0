//! A read of a directory with its certificate, and sums that add up or do not (E05, E06, E08).

use super::{count, moment};
use crate::EvidenceError;
use crate::layout::canvas::{GREEN, RED};
use crate::layout::press::Press;
use crate::record::Population;

/// Who was asked, with which question, and how much came.
pub(super) fn fields(press: &mut Press<'_>, read: &Population) -> Result<(), EvidenceError> {
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
    press.field("SHA-256 of the snapshot", &read.digest)
}

/// A sum with its verdict.
pub(super) fn sum(press: &mut Press<'_>, adds_up: bool, words: &str) -> Result<(), EvidenceError> {
    let (verdict, ink) = if adds_up {
        ("adds up", GREEN)
    } else {
        ("DOES NOT ADD UP", RED)
    };
    press.paragraph_in(&format!("{words}: {verdict}."), ink)
}
