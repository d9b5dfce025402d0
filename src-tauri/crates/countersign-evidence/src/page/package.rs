//! The sections of a package's evidence.

mod assignment;
mod basis;
mod conflict;
mod content;
mod cover;
mod entitlement;
mod policy;
mod population;
mod request;
mod word;

use super::{Facts, closing, contents, log};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::press::Press;
use crate::record::PackageSource;

/// How the record leaves out what follows from the rest of it.
const SHORTENED: &str = "In evidence.json a log entry leaves out the hashes that follow from the entries around it. A \
                         policy stands there once for each of its versions, in words and in the shape in which Microsoft \
                         Graph writes it; requests and assignments name theirs.";

/// Prints everything between the head and the totals of the record.
pub(crate) fn print(
    press: &mut Press<'_>,
    source: &dyn PackageSource,
    facts: &mut Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let head = source.head();
    cover::print(press, head, facts)?;
    contents::print(press, facts)?;
    content::print(press, head)?;
    policy::print(press, head)?;
    population::print(press, head, facts)?;
    assignment::print(press, source, facts, recorder)?;
    request::print(press, source, facts, recorder)?;
    conflict::print(press, head)?;
    facts.named_entries.sort_unstable();
    let slice = log::Slice {
        number: 7,
        of: "package",
        head: &head.log,
        elsewhere: "Below are the entries that are not about a single assignment or request; those are named in \
                    sections 4 and 5 as \u{201C}log\u{201D} with their number.",
        left: "printed with their assignments and requests",
        count: facts.package.entries,
        entries: &|visit| source.for_each_entry(visit),
    };
    log::print(press, &slice, &facts.named_entries, recorder)?;
    closing::print(press, 8, SHORTENED, &head.log, facts)
}
