//! The audit log, as far as it belongs to this document (E37).

use super::{count, stacked, walk};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::GREY;
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::record::{LogEntry, LogHead, Section, Visit};

/// The part of the log that belongs to one document.
pub(super) struct Slice<'s> {
    /// Of the section.
    pub(super) number: u8,
    /// What the document is about: "review", "package".
    pub(super) of: &'static str,
    pub(super) head: &'s LogHead,
    /// Which entries are not printed here, and where they are.
    pub(super) elsewhere: &'static str,
    /// What these entries are, after their number.
    pub(super) left: &'static str,
    pub(super) count: u64,
    pub(super) entries: &'s dyn Fn(Visit<'_, LogEntry>) -> Result<(), EvidenceError>,
}

impl Slice<'_> {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        (self.entries)(visit)
    }
}

/// Prints the entries whose numbers are not among the `named`.
pub(super) fn print(
    press: &mut Press<'_>,
    slice: &Slice<'_>,
    named: &[u64],
    recorder: &mut Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    let (of, head) = (slice.of, slice.head);
    press.heading(1, &format!("{}  Audit log", slice.number))?;
    press.paragraph(&format!(
        "The log is append-only. Each entry\u{2019}s hash is SHA-256 over the 32 bytes of the hash before it and the \
         entry\u{2019}s own bytes; the first entry follows 32 zero bytes. The entries of this {of} are in \
         evidence.json with their bytes, so that every hash can be computed again.",
    ))?;
    press.field("Entries in the log", &count(head.count))?;
    press.field("Newest entry", &count(head.seq))?;
    press.field("Its hash", &head.hash)?;
    press.field(&format!("Entries of this {of}"), &count(slice.count))?;
    // The numbers of these entries stand with what they record, so they are not printed a second time.
    press.paragraph(slice.elsewhere)?;
    let mut table = Table::new(&[
        ("Entry", 500),
        ("UTC", 500),
        ("Actor", 1200),
        ("Operation", 1000),
        ("What was recorded", 3119),
        ("Hash", 1300),
    ]);
    let (mut shown, mut left) = (0_u64, 0_u64);
    walk!(recorder, Section::Entries, slice, for_each_entry, |entry| {
        if named.binary_search(&entry.seq).is_ok() {
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
        "{} entries printed here, {} {}.",
        count(shown),
        count(left),
        slice.left
    ))
}
