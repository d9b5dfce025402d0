//! The audit log, as far as it belongs to this review (E37).

use super::{Facts, count, stacked, walk};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::GREY;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::record::{RecordSource, Section};

pub(super) fn print(
    press: &mut Press<'_>,
    source: &dyn RecordSource,
    facts: &Facts,
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    press.heading(1, "7  Audit log")?;
    let head = &source.head().log;
    press.paragraph(
        "The log is append-only. Each entry\u{2019}s hash is SHA-256 over the 32 bytes of the hash before it and the \
         entry\u{2019}s own bytes; the first entry follows 32 zero bytes. The entries of this review are in \
         evidence.json with their bytes, so that every hash can be computed again.",
    )?;
    press.field("Entries in the log", &count(head.count))?;
    press.field("Newest entry", &count(head.seq))?;
    press.field("Its hash", &head.hash)?;
    press.field("Entries of this review", &count(facts.totals.entries))?;
    // Each decision's entry number stands with its item, so its line is not printed a second time.
    press.paragraph(
        "Below are the entries that do not record the decision on a single item; those are named in section 3 as \
         \u{201C}log\u{201D} with their number.",
    )?;
    let mut table = Table::new(&[
        ("Entry", 500),
        ("UTC", 500),
        ("Actor", 1200),
        ("Operation", 1000),
        ("What was recorded", 3119),
        ("Hash", 1300),
    ]);
    let (mut shown, mut left) = (0_u64, 0_u64);
    walk!(recorder, Section::Entries, source, for_each_entry, |entry| {
        if facts.decision_entries.binary_search(&entry.seq).is_ok() {
            left += 1;
            return Ok(());
        }
        shown += 1;
        table.row(
            press,
            &[
                vec![part(entry.seq.to_string())],
                vec![part(stacked(entry.at))],
                vec![part(entry.actor.as_str())],
                vec![part(entry.operation.as_str())],
                vec![part(entry.entry.as_str()).ink(GREY)],
                vec![part(entry.hash.as_str()).ink(GREY)],
            ],
        )
    });
    press.y += 100;
    press.paragraph(&format!(
        "{} entries printed here, {} decisions printed with their items.",
        count(shown),
        count(left)
    ))
}
