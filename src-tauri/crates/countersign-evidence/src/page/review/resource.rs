//! Control totals by resource, beside those of the run before (E10).

use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::GREY;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{count, walk};
use crate::record::{RecordSource, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    press.heading(2, "Control totals")?;
    let mut table = Table::new(&[
        ("Resource", 3000),
        ("Items", 900),
        ("Run before", 900),
        ("Joined", 900),
        ("Left", 900),
        ("Of these removed", 1019),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Resources, source, for_each_resource, |one| {
        number += 1;
        table.row(
            press,
            &[
                vec![part(one.resource.as_str()), part(one.resource_kind.as_str()).ink(GREY)],
                vec![part(count(one.items))],
                vec![part(one.previous.map_or_else(|| "\u{2013}".into(), count))],
                vec![part(count(one.joined))],
                vec![part(count(one.left))],
                vec![part(count(one.removed))],
            ],
        )
    });
    if number == 0 {
        press.paragraph("None.")?;
    }
    Ok(())
}
