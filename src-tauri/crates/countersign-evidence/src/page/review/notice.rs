//! Who handed items to whom (E22), and who was told what (E20).

use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::GREY;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{moment, walk};
use crate::record::{RecordSource, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    press.heading(2, "Hand-overs")?;
    let mut table = Table::new(&[
        ("UTC", 1100),
        ("From", 1500),
        ("To", 1500),
        ("Items", 500),
        ("By", 1400),
        ("Reason", 1619),
    ]);
    walk!(recorder, Section::Reassignments, source, for_each_reassignment, |one| {
        table.row(
            press,
            &[
                vec![part(moment(one.at))],
                vec![part(one.from.as_deref().unwrap_or("nobody"))],
                vec![part(one.to.as_str())],
                vec![part(one.items.to_string())],
                vec![part(one.by.as_str())],
                vec![part(one.reason.as_str())],
            ],
        )
    });
    press.heading(2, "Notices")?;
    let mut table = Table::new(&[
        ("UTC", 1100),
        ("To", 2200),
        ("Notice", 1300),
        ("How", 800),
        ("State", 2219),
    ]);
    walk!(recorder, Section::Notices, source, for_each_notice, |one| {
        table.row(
            press,
            &[
                vec![part(moment(one.sent_at.unwrap_or(one.at)))],
                vec![part(one.to.as_str())],
                vec![part(one.kind.as_str())],
                vec![part(one.channel.as_str())],
                vec![
                    part(one.state.as_str()),
                    part(one.because.as_deref().unwrap_or_default()).ink(GREY),
                ],
            ],
        )
    });
    Ok(())
}
