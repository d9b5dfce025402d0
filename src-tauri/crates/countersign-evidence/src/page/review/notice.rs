//! Who handed items to whom (E22), and who was told what (E20).

use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{count, moment, walk};
use crate::record::{RecordSource, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let w = press.words;
    press.y += 60;
    press.under("handover.title")?;
    let mut table = Table::new(&[
        ("column.utc", 1100),
        ("handover.from", 1400),
        ("handover.to", 1400),
        ("column.items", 500),
        ("column.by", 1300),
        ("column.reason", 1419),
        ("column.log", 500),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Reassignments, source, for_each_reassignment, |one| {
        number += 1;
        table.row(
            press,
            &[
                vec![part(moment(one.at))],
                vec![part(one.from.as_deref().unwrap_or(w.text("handover.nobody")))],
                vec![part(one.to.as_str())],
                vec![part(count(one.items))],
                vec![part(one.by.as_str())],
                vec![part(one.reason.as_str())],
                vec![part(one.entry.map_or_else(String::new, |entry| entry.to_string())).ink(GREY)],
            ],
        )
    });
    if number == 0 {
        press.say("handover.none")?;
    }
    press.y += 60;
    press.under("notice.title")?;
    let mut table = Table::new(&[
        ("column.utc", 1100),
        ("notice.to", 2200),
        ("notice.kind", 1300),
        ("notice.channel", 800),
        ("notice.state", 2219),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Notices, source, for_each_notice, |one| {
        number += 1;
        let ink = match one.state.as_str() {
            "sent" => GREEN,
            "failed" => RED,
            _ => AMBER,
        };
        table.row(
            press,
            &[
                vec![part(moment(one.sent_at.unwrap_or(one.at)))],
                vec![part(one.to.as_str())],
                vec![part(w.known("notice", &one.kind))],
                vec![part(w.known("channel", &one.channel))],
                vec![
                    part(w.known("sent", &one.state)).ink(ink),
                    part(one.because.as_deref().unwrap_or_default()).ink(GREY),
                ],
            ],
        )
    });
    if number == 0 {
        press.say("notice.none")?;
    }
    Ok(())
}
