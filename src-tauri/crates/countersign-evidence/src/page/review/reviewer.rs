//! Who was asked, why, and what came back (E20, E24).

use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{count, stacked, walk};
use crate::record::{RecordSource, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    press.heading(1, "6  Reviewers")?;
    let mut table = Table::new(&[
        ("Reviewer", 1900),
        ("Asked because", 1400),
        ("Items", 500),
        ("Decided", 800),
        ("Approve", 500),
        ("Deny", 450),
        ("First (UTC)", 550),
        ("Last (UTC)", 550),
        ("Notices", 969),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Reviewers, source, for_each_reviewer, |asked| {
        number += 1;
        let share = asked.decided as f64 * 100.0 / asked.items.max(1) as f64;
        let ink = if asked.decided == asked.items { GREEN } else { RED };
        table.row(
            press,
            &[
                vec![part(asked.name.as_str()), part(asked.id.as_str()).ink(GREY)],
                vec![part(asked.because.as_str())],
                vec![part(count(asked.items))],
                vec![part(format!("{} ({share:.1} %)", count(asked.decided))).ink(ink)],
                vec![part(count(asked.approved))],
                vec![part(count(asked.denied))],
                vec![
                    asked
                        .first_at
                        .map_or_else(|| part("no answer").ink(RED), |at| part(stacked(at))),
                ],
                asked.last_at.map_or_else(Vec::new, |at| vec![part(stacked(at))]),
                asked
                    .notices
                    .iter()
                    .map(|notice| part(notice.as_str()).ink(GREY))
                    .collect(),
            ],
        )
    });
    if number == 0 {
        press.paragraph("Nobody was asked.")?;
    }
    Ok(())
}
