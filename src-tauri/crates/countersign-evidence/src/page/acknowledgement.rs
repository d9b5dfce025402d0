//! Who acknowledged the result and signed off, and how long the document is kept (E32, E33, E36).

use super::{moment, person};
use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREY, RED};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::record::{AcknowledgementRecord, RetentionRecord};

pub(super) fn print(
    press: &mut Press<'_>,
    signed: &[AcknowledgementRecord],
    retention: Option<&RetentionRecord>,
) -> Result<(), EvidenceError> {
    let w = press.words;
    press.under("acknowledgement.title")?;
    if !signed.iter().any(|one| one.kind == "managementAcknowledgement") {
        press.say_in(RED, "acknowledgement.none", &[])?;
    }
    if !signed.is_empty() {
        press.say("acknowledgement.about")?;
        let mut table = Table::new(&[
            ("acknowledgement.act", 1200),
            ("acknowledgement.who", 1700),
            ("acknowledgement.statement", 2200),
            ("acknowledgement.when", 1119),
            ("acknowledgement.digest", 1400),
        ]);
        for one in signed {
            let mut when = vec![part(moment(one.at))];
            when.extend(
                one.entry
                    .map(|entry| part(w.fill("mark.log", &[("n", &entry.to_string())])).ink(GREY)),
            );
            table.row(
                press,
                &[
                    vec![part(w.known("acknowledgement", &one.kind)).bold()],
                    vec![
                        part(person::name(&one.by, &one.by_id)),
                        part(one.role.as_str()).ink(GREY),
                        part(person::proof(w, &one.assurance, &one.device)).ink(GREY),
                    ],
                    vec![part(format!("\u{201C}{}\u{201D}", one.statement))],
                    when,
                    vec![part(one.digest.as_str()).ink(GREY)],
                ],
            )?;
        }
        press.y += 80;
    }
    press.under("retention.title")?;
    let Some(kept) = retention else {
        return press.say_in(AMBER, "retention.none", &[]);
    };
    press.named("retention.class", &kept.class)?;
    let years = w.many("count.year", kept.years.into());
    press.named(
        "retention.for",
        &w.fill(
            "retention.from",
            &[("years", &years), ("on", &kept.from_on.to_string())],
        ),
    )?;
    press.named("retention.destroy", &kept.destroy_after_on.to_string())?;
    press.named(
        "retention.hold",
        kept.legal_hold.as_deref().unwrap_or(w.text("retention.noHold")),
    )
}
