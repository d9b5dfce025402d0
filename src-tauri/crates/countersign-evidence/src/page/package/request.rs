//! Requests that no assignment came of: denied, not answered, withdrawn, still open.

use super::{assignment, basis};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Table, part};
use crate::page::{Facts, chapter, person, stacked, walk};
use crate::record::{PackageSource, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn PackageSource,
    facts: &mut Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::PACKAGE, "chapter.requests")?;
    press.say("request.about")?;
    let first_pass = recorder.is_some();
    let mut table = Table::new(&[
        ("column.number", 380),
        ("request.whom", 2300),
        ("request.by", 1700),
        ("request.asked", 600),
        ("request.over", 600),
        ("column.state", 2039),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Requests, source, for_each_request, |one| {
        number += 1;
        let ink = match one.state.as_str() {
            "denied" => RED,
            "canceled" => GREY,
            _ => AMBER,
        };
        press.need(assignment::TOGETHER)?;
        table.row(
            press,
            &[
                vec![part(one.request_id.to_string())],
                one.person
                    .as_ref()
                    .map_or_else(|| vec![part("\u{2013}")], |one| assignment::person(w, one)),
                vec![
                    part(person::name(&one.requestor.name, &one.requestor.id)),
                    part(w.known("request", &one.kind)).ink(GREY),
                ],
                vec![part(stacked(one.at))],
                one.completed_at.map_or_else(Vec::new, |at| vec![part(stacked(at))]),
                vec![part(w.known("state", &one.state)).bold().ink(ink)],
            ],
        )?;
        let mut below: Cell<'_> = Vec::new();
        basis::lines(w, one, source.head(), &mut below);
        table.notes(press, &below)?;
        if first_pass {
            basis::name_entries(one, facts);
        }
        Ok(())
    });
    if number == 0 {
        press.say("none.sentence")?;
    }
    Ok(())
}
