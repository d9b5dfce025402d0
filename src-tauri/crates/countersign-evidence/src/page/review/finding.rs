//! What was found that a reader must know about, and what was done about it (E29, E30).

use super::seen::Seen;
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{GREEN, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{chapter, count, person, walk};
use crate::record::{RecordSource, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    seen: &mut Seen,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::REVIEW, "chapter.findings")?;
    press.say("finding.about")?;
    let mut table = Table::new(&[
        ("column.item", 450),
        ("finding.kind", 1100),
        ("column.person", 1600),
        ("column.resource", 1300),
        ("finding.found", 1600),
        ("finding.done", 1569),
    ]);
    let mut number = 0_u64;
    walk!(recorder, Section::Findings, source, for_each_finding, |one| {
        number += 1;
        seen.finding(one);
        let (state, ink) = if one.open {
            ("mark.open", RED)
        } else {
            ("mark.settled", GREEN)
        };
        let to = one.item_id.and_then(|id| seen.places.of(id));
        table.row(
            press,
            &[
                vec![part(one.item_id.map(|id| id.to_string()).unwrap_or_default()).to(to)],
                vec![
                    part(w.known("finding", &one.kind)).bold(),
                    part(w.text(state)).bold().ink(ink),
                ],
                vec![
                    part(person::name(&one.person, "")),
                    part(one.user_name.as_str()).ink(GREY),
                ],
                vec![part(one.resource.as_str())],
                vec![part(one.what.as_str())],
                vec![part(one.treatment.as_str())],
            ],
        )
    });
    if number == 0 {
        return press.say_in(GREEN, "finding.none", &[]);
    }
    press.y += 60;
    press.under("finding.totals")?;
    let mut table = Table::new(&[("finding.kind", 4619), ("finding.all", 1500), ("finding.open", 1500)]);
    for (kind, (all, open)) in &seen.findings {
        let ink = if *open > 0 { RED } else { GREEN };
        table.row(
            press,
            &[
                vec![part(w.known("finding", kind))],
                vec![part(count(*all))],
                vec![part(count(*open)).bold().ink(ink)],
            ],
        )?;
    }
    Ok(())
}
