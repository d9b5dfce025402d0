//! The controls a document answers, and what it is itself (E01–E03).

use super::{day, moment, person};
use crate::EvidenceError;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::record::{ControlRecord, Document};

/// The controls.
pub(super) fn controls(press: &mut Press<'_>, controls: &[ControlRecord]) -> Result<(), EvidenceError> {
    press.under("control.title")?;
    if controls.is_empty() {
        return press.say("control.none");
    }
    let mut table = Table::new(&[
        ("control.control", 2419),
        ("control.framework", 3000),
        ("control.period", 2200),
    ]);
    for one in controls {
        let at = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or_else(|| "\u{2013}".to_owned(), day);
        table.row(
            press,
            &[
                vec![part(one.control_id.as_str()).bold(), part(one.name.as_str())],
                one.framework_references
                    .iter()
                    .map(|place| part(place.as_str()))
                    .collect(),
                vec![part(format!(
                    "{} \u{2013} {}",
                    at(one.period_start),
                    at(one.period_end)
                ))],
            ],
        )?;
    }
    press.y += 80;
    Ok(())
}

/// The document itself: who made it, when, where, with what.
pub(super) fn document(press: &mut Press<'_>, document: &Document) -> Result<(), EvidenceError> {
    let w = press.words;
    press.under("document.title")?;
    press.named("document.id", &document.document_id)?;
    press.named("document.organization", &document.organization)?;
    let store = w.fill(
        "document.storeOf",
        &[
            ("id", &document.store_id),
            ("environment", w.known("environment", &document.environment)),
        ],
    );
    press.named("document.store", &store)?;
    let generated = match document.local_offset.as_str() {
        "" => moment(document.generated_at),
        offset => w.fill(
            "document.at",
            &[("at", &moment(document.generated_at)), ("offset", offset)],
        ),
    };
    press.named("document.generated", &generated)?;
    let by = format!(
        "{}, {}",
        person::name(&document.generated_by, ""),
        person::proof(w, &document.assurance, &document.device)
    );
    press.named("document.by", &by)?;
    press.named("document.account", &document.machine_account)?;
    press.named("document.time", &document.time_source)?;
    press.named("document.product", &format!("Countersign {}", document.product_version))?;
    press.named("document.profile", w.text(super::profile(document)))?;
    for setting in &document.further {
        press.field(&setting.name, &setting.value)?;
    }
    Ok(())
}
