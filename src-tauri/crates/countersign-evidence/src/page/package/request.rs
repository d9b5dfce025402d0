//! Requests that no assignment came of: denied, not answered, withdrawn, still open.

use super::{assignment, basis, word};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Table, part};
use crate::page::{Facts, stacked, walk};
use crate::record::{PackageSource, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn PackageSource,
    facts: &mut Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    press.heading(1, "5  Requests that gave nothing")?;
    press.paragraph(
        "Requests in the period that no assignment came of: denied, not answered in time, withdrawn, or still open.",
    )?;
    let first_pass = recorder.is_some();
    let mut table = Table::new(&[
        ("No.", 380),
        ("For", 2300),
        ("Asked by", 1700),
        ("Asked (UTC)", 600),
        ("Over (UTC)", 600),
        ("State", 2039),
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
                    .map_or_else(|| vec![part("\u{2013}")], assignment::person),
                vec![part(one.requestor.name.as_str()), part(word::kind(&one.kind)).ink(GREY)],
                vec![part(stacked(one.at))],
                one.completed_at.map_or_else(Vec::new, |at| vec![part(stacked(at))]),
                vec![part(word::state(&one.state)).bold().ink(ink)],
            ],
        )?;
        let mut below: Cell<'_> = Vec::new();
        basis::lines(one, source.head(), &mut below);
        table.notes(press, &below)?;
        if first_pass {
            basis::name_entries(one, facts);
        }
        Ok(())
    });
    if number == 0 {
        press.paragraph("None.")?;
    }
    Ok(())
}
