//! A read of a directory with its certificate, and sums that add up or do not (E05, E06, E08).

use super::{count, frame, moment};
use crate::EvidenceError;
use crate::layout::press::Press;
use crate::record::Population;

/// Who was asked, with which question, and how much came.
pub(super) fn fields(press: &mut Press<'_>, read: &Population) -> Result<(), EvidenceError> {
    let w = press.words;
    press.named("read.connector", &read.connector)?;
    press.named("read.server", &read.server)?;
    press.named("read.account", &read.account)?;
    press.named("read.base", &read.base)?;
    press.named("read.filter", &read.filter)?;
    let span = [("from", &*moment(read.started_at)), ("to", &*moment(read.ended_at))];
    press.named("read.when", &w.fill("read.span", &span))?;
    press.named("read.pages", &count(read.pages))?;
    let reported = read
        .server_reported
        .map_or_else(|| w.text("read.noCount").to_owned(), count);
    let returned = [("n", &*count(read.returned)), ("reported", &*reported)];
    press.named("read.returned", &w.fill("read.returnedOf", &returned))?;
    press.named("read.loaded", &count(read.loaded))?;
    for mark in &read.watermarks {
        press.field(&w.fill("read.watermark", &[("name", &mark.name)]), &mark.value)?;
    }
    press.named("read.digest", &read.digest)
}

/// A sum with its verdict.
pub(super) fn sum(press: &mut Press<'_>, adds_up: bool, words: &str) -> Result<(), EvidenceError> {
    let key = if adds_up { "sum.right" } else { "sum.wrong" };
    press.say_in(frame::verdict(adds_up), key, &[("sum", words)])
}
