//! The sections of a package's evidence.

mod assignment;
mod basis;
mod charts;
mod conflict;
mod content;
mod cover;
mod entitlement;
mod policy;
mod population;
mod request;
mod word;

use super::chapter::{self, PACKAGE};
use super::{Facts, acknowledgement, checklist, closing, contents, log};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::press::Press;
use crate::record::PackageSource;

/// Prints everything between the head and the totals of the record.
pub(crate) fn print(
    press: &mut Press<'_>,
    source: &dyn PackageSource,
    facts: &mut Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let head = source.head();
    cover::print(press, head, facts)?;
    contents::print(press, &head.document, &chapter::lines(press.words, PACKAGE), facts)?;
    checklist::print(press, PACKAGE, facts)?;
    charts::print(press, facts)?;
    content::print(press, head)?;
    policy::print(press, head)?;
    population::print(press, head, facts)?;
    assignment::print(press, source, facts, recorder)?;
    request::print(press, source, facts, recorder)?;
    conflict::print(press, head)?;
    chapter::open(press, PACKAGE, "chapter.acknowledgement")?;
    acknowledgement::print(press, &head.acknowledgements, head.retention.as_ref())?;
    facts.named_entries.sort_unstable();
    let slice = log::Slice {
        title: chapter::titled(press.words, PACKAGE, "chapter.log"),
        places: vec![
            ("holders", chapter::at(PACKAGE, "chapter.holders")),
            ("requests", chapter::at(PACKAGE, "chapter.requests")),
        ],
        of: "log.package",
        head: &head.log,
        elsewhere: "log.elsewhere.package",
        left: "log.left.package",
        count: facts.package.entries,
        entries: &|visit| source.for_each_entry(visit),
    };
    log::print(press, &slice, &facts.named_entries, recorder)?;
    let method = chapter::titled(press.words, PACKAGE, "chapter.method");
    closing::print(
        press,
        &method,
        "method.shortened.package",
        (&head.document, &head.log),
        facts,
    )
}
