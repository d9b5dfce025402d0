//! Control totals by resource, beside those of the run before (E10).

use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREEN, GREY};
use crate::layout::press::Press;
use crate::layout::table::{Cell, Table, part};
use crate::page::{Facts, chapter, count, frame, walk};
use crate::record::{RecordSource, ResourceRecord, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    facts: &Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::REVIEW, "chapter.resources")?;
    press.say("resource.about")?;
    let mut table = Table::new(&[
        ("column.resource", 2700),
        ("column.items", 800),
        ("resource.before", 900),
        ("resource.joined", 800),
        ("resource.left", 800),
        ("resource.removed", 800),
        ("resource.explained", 819),
    ]);
    let (mut number, mut items) = (0_u64, 0_u64);
    walk!(recorder, Section::Resources, source, for_each_resource, |one| {
        number += 1;
        items += one.items;
        table.row(
            press,
            &[
                vec![
                    part(one.resource.as_str()),
                    part(w.known("kind", &one.resource_kind)).ink(GREY),
                ],
                vec![part(count(one.items)).bold()],
                vec![part(
                    one.previous.map_or_else(|| w.text("resource.first").to_owned(), count),
                )],
                vec![part(count(one.joined))],
                vec![part(count(one.left))],
                vec![part(count(one.removed))],
                explained(press, one),
            ],
        )
    });
    if number == 0 {
        return press.say("resource.none");
    }
    press.y += 60;
    let same = items == facts.totals.items;
    let values = [("n", &*count(items)), ("items", &*count(facts.totals.items))];
    press.say_in(
        frame::verdict(same),
        if same { "resource.sum" } else { "resource.differs" },
        &values,
    )
}

/// Before, with what joined and without what left, is what is there now.
fn explained(press: &Press<'_>, one: &ResourceRecord) -> Cell<'static> {
    let w = press.words;
    let now = one
        .previous
        .and_then(|before| before.checked_add(one.joined)?.checked_sub(one.left));
    vec![match (one.previous, now) {
        (None, _) => part("\u{2013}").ink(GREY),
        (_, Some(now)) if now == one.items => part(w.text("yes")).ink(GREEN),
        _ => part(w.text("no")).bold().ink(AMBER),
    }]
}
