//! What was found that a reader must know about, and what was done about it (E29, E30).

use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::GREY;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::walk;
use crate::record::{RecordSource, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    press.heading(2, "Findings")?;
    let mut table = Table::new(&[
        ("Item", 450),
        ("Person", 1700),
        ("Resource", 1500),
        ("Found", 2000),
        ("Done", 1969),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Findings, source, for_each_finding, |one| {
        number += 1;
        table.row(
            press,
            &[
                vec![part(one.item_id.map(|id| id.to_string()).unwrap_or_default())],
                vec![part(one.person.as_str()), part(one.user_name.as_str()).ink(GREY)],
                vec![part(one.resource.as_str())],
                vec![part(one.what.as_str())],
                vec![part(one.treatment.as_str())],
            ],
        )
    });
    if number == 0 {
        press.paragraph("Nothing was found.")?;
    }
    Ok(())
}
