//! The chapters of a review's evidence.

mod charts;
mod configuration;
mod cover;
mod decision;
mod finding;
mod guest;
mod notice;
mod population;
mod privileged;
mod resource;
mod result;
mod reviewer;
mod seen;
mod special;
mod task;
mod timeliness;

use super::chapter::{self, REVIEW};
use super::{Facts, acknowledgement, checklist, closing, contents, exception, log};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::press::Press;
use crate::record::RecordSource;
pub(crate) use seen::Seen;

/// Prints everything between the head and the totals of the record.
pub(crate) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    facts: &mut Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let head = source.head();
    let mut seen = Seen::default();
    cover::print(press, head, facts)?;
    contents::print(press, &head.document, &chapter::lines(press.words, REVIEW), facts)?;
    checklist::print(press, REVIEW, facts)?;
    charts::print(press, head, facts)?;
    configuration::print(press, head)?;
    population::print(press, head)?;
    decision::print(press, source, facts, &mut seen, recorder)?;
    privileged::print(press, &seen, facts)?;
    special::print(press, head, &seen, facts)?;
    result::print(press, source, facts, &mut seen, recorder)?;
    guest::print(press, head)?;
    task::print(press, source, &mut seen, recorder)?;
    exception::print(press, &exception::REVIEW, &head.exceptions)?;
    finding::print(press, source, &mut seen, recorder)?;
    resource::print(press, source, facts, recorder)?;
    reviewer::print(press, source, &mut seen, recorder)?;
    notice::print(press, source, recorder)?;
    chapter::open(press, REVIEW, "chapter.acknowledgement")?;
    timeliness::print(press, head)?;
    acknowledgement::print(press, &head.acknowledgements, head.retention.as_ref())?;
    let slice = log::Slice {
        title: chapter::titled(press.words, REVIEW, "chapter.log"),
        places: vec![("decisions", chapter::at(REVIEW, "chapter.decisions"))],
        of: "log.review",
        head: &head.log,
        elsewhere: "log.elsewhere.review",
        left: "log.left.review",
        count: facts.totals.entries,
        entries: &|visit| source.for_each_entry(visit),
    };
    log::print(press, &slice, &facts.named_entries, recorder)?;
    let method = chapter::titled(press.words, REVIEW, "chapter.method");
    closing::print(
        press,
        &method,
        "method.shortened.review",
        (&head.document, &head.log),
        facts,
    )?;
    if recorder.is_some() {
        facts.seen = seen.figures();
    }
    Ok(())
}
