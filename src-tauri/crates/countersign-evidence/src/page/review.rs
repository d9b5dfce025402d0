//! The sections of a review's evidence.

mod configuration;
mod cover;
mod decision;
mod finding;
mod guest;
mod notice;
mod population;
mod resource;
mod result;
mod reviewer;
mod task;

use super::{Facts, closing, contents, exception, log};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::press::Press;
use crate::record::RecordSource;

/// How the record leaves out what follows from the rest of it.
const SHORTENED: &str = "In evidence.json the last event of an item is named by its log entry alone where it says what \
                         the item says, and a log entry leaves out the hashes that follow from the entries around it.";

/// Prints everything between the head and the totals of the record.
pub(crate) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    facts: &mut Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let head = source.head();
    cover::print(press, head, facts)?;
    contents::print(press, facts)?;
    configuration::print(press, head)?;
    population::print(press, head)?;
    decision::print(press, source, facts, recorder)?;
    result::print(press, source, facts, recorder)?;
    guest::print(press, head)?;
    task::print(press, source, recorder)?;
    let none = "No exception in the register touches an item of this review.";
    let about = "Every exception in the register that names the access of an item, in force or not. One that has ended \
                 covers nothing from the day after.";
    exception::print(press, exception::ITEMS, (none, about), &head.exceptions)?;
    finding::print(press, source, recorder)?;
    resource::print(press, source, recorder)?;
    reviewer::print(press, source, recorder)?;
    notice::print(press, source, recorder)?;
    let slice = log::Slice {
        number: 7,
        of: "review",
        head: &head.log,
        elsewhere: "Below are the entries that do not record the decision on a single item; those are named in section \
                    3 as \u{201C}log\u{201D} with their number.",
        left: "decisions printed with their items",
        count: facts.totals.entries,
        entries: &|visit| source.for_each_entry(visit),
    };
    log::print(press, &slice, &facts.named_entries, recorder)?;
    closing::print(press, 8, SHORTENED, &head.log, facts)
}
