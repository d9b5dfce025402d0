//! The audit log, as far as it belongs to this document, and its signed state (E37).

use super::{count, moment, stacked, walk};
use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREY};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::record::{LogEntry, LogHead, Section, Visit};

/// The part of the log that belongs to one document. The texts but the title are keys.
pub(super) struct Slice<'s> {
    pub(super) title: String,
    /// Chapters that `elsewhere` names, by their numbers.
    pub(super) places: Vec<(&'static str, String)>,
    /// What the document is about, after the number of its entries.
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
    let head = slice.head;
    press.heading(1, &slice.title)?;
    press.say("log.about")?;
    press.named("log.entries", &count(head.count))?;
    press.named("log.newest", &count(head.seq))?;
    press.named("log.hash", &head.hash)?;
    press.named(slice.of, &count(slice.count))?;
    checkpoint(press, head)?;
    press.under("log.slice")?;
    // The numbers of these entries stand with what they record, so they are not printed a second time.
    let places: Vec<(&str, &str)> = slice.places.iter().map(|(name, number)| (*name, &**number)).collect();
    press.say_of(slice.elsewhere, &places)?;
    let mut table = Table::new(&[
        ("log.entry", 500),
        ("column.utc", 500),
        ("log.actor", 1200),
        ("log.operation", 1000),
        ("log.recorded", 3119),
        ("log.hashOf", 1300),
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
    press.say_of(slice.left, &[("shown", &count(shown)), ("left", &count(left))])
}

/// The signed note, and every key the log was signed with.
fn checkpoint(press: &mut Press<'_>, head: &LogHead) -> Result<(), EvidenceError> {
    let w = press.words;
    press.under("checkpoint.title")?;
    let Some(signed) = &head.checkpoint else {
        return press.say_in(AMBER, "checkpoint.none", &[]);
    };
    press.say("checkpoint.about")?;
    press.named("checkpoint.size", &count(signed.size))?;
    press.named("checkpoint.root", &signed.root)?;
    press.named("checkpoint.key", &signed.key_name)?;
    press.named("checkpoint.publicKey", &signed.public_key)?;
    press.named("checkpoint.note", &signed.note)?;
    let stamp = match (&signed.time_stamp, signed.time_stamped_at) {
        (Some(_), Some(at)) => w.fill("checkpoint.stampAt", &[("at", &moment(at))]),
        (Some(_), None) => w.text("checkpoint.stamped").to_owned(),
        (None, _) => w.text("checkpoint.notStamped").to_owned(),
    };
    press.named("checkpoint.stamp", &stamp)?;
    if signed.keys.is_empty() {
        return Ok(());
    }
    press.under("checkpoint.keys")?;
    let mut table = Table::new(&[
        ("checkpoint.key", 2200),
        ("checkpoint.publicKey", 2919),
        ("checkpoint.from", 1100),
        ("checkpoint.retired", 1400),
    ]);
    for key in &signed.keys {
        let retired = key
            .retired_at
            .map_or_else(|| w.text("checkpoint.inUse").to_owned(), moment);
        table.row(
            press,
            &[
                vec![part(key.name.as_str()).bold()],
                vec![part(key.public_key.as_str()).ink(GREY)],
                vec![part(count(key.from_entry))],
                vec![part(retired)],
            ],
        )?;
    }
    press.y += 60;
    Ok(())
}
