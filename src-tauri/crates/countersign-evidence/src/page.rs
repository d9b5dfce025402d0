//! The pages, section by section. Each section prints itself from the record alone.
//!
//! What every document has stands here; what one kind of document has, in a folder of its own.

pub(crate) mod package;
pub(crate) mod report;
pub(crate) mod review;

mod acknowledgement;
mod bar;
mod certificate;
mod chapter;
mod checklist;
mod closing;
mod contents;
mod control;
mod exception;
mod frame;
mod log;
mod person;
mod say;

use std::borrow::Cow;

use chrono::{DateTime, Datelike, Timelike, Utc};

use crate::EvidenceError;
use crate::export::recorder::Recorder;
use crate::layout::canvas::{AMBER, GREEN, GREY, Ink, RED};
use crate::layout::press::{Heading, Press};
use crate::record::{Counted, Document, Evidence, PackageTotals, ReportTotals, Totals};
use crate::root::Hash;
use crate::word::Words;

/// What the second pass knows and the first finds out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub(crate) totals: Totals,
    pub(crate) package: PackageTotals,
    pub(crate) report: ReportTotals,
    pub(crate) counted: Counted,
    pub(crate) root: Hash,
    pub(crate) lines: u64,
    pub(crate) record_sha256: String,
    pub(crate) headings: Vec<Heading>,
    pub(crate) spelled: u64,
    /// Sequence numbers of the audit entries that stand with the row they record, sorted.
    pub(crate) named_entries: Vec<u64>,
    /// What a review's first page and charts tell beyond its totals.
    pub(crate) seen: review::Seen,
}

/// Prints the whole document. With a recorder (first pass) the record is written along the way.
pub(crate) fn print(
    press: &mut Press<'_>,
    evidence: &dyn Evidence,
    facts: &mut Facts,
    mut recorder: Option<&mut Recorder<'_, '_>>,
) -> Result<(), EvidenceError> {
    if let Some(recorder) = &mut recorder {
        recorder.head(evidence)?;
    }
    evidence.print(press, facts, &mut recorder)?;
    if let Some(recorder) = &mut recorder {
        recorder.finish()?;
    }
    press.end_page()
}

/// Walks one list of the record, noting each row in the first pass.
macro_rules! walk {
    ($recorder:expr, $section:expr, $source:expr, $method:ident, |$row:ident| $body:expr) => {{
        if let Some(recorder) = $recorder.as_deref_mut() {
            recorder.open($section)?;
        }
        $source.$method(&mut |$row| {
            if let Some(recorder) = $recorder.as_deref_mut() {
                recorder.$method($row)?;
            }
            $body
        })?;
        if let Some(recorder) = $recorder.as_deref_mut() {
            recorder.close($section)?;
        }
    }};
}
pub(crate) use walk;

/// Who made a document; a mark where the name is withheld.
pub(crate) fn by(document: &Document) -> &str {
    person::name(&document.generated_by, "")
}

/// The words of its profile; whatever is not redacted is complete.
fn profile(document: &Document) -> &'static str {
    match document.profile.as_str() {
        "redacted" => "profile.redacted",
        _ => "profile.full",
    }
}

/// A moment as printed: UTC to the second.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    spelled_moment(at, ' ', " UTC")
}

/// `2026-09-01?08:00:00?`, without the cost of reading a pattern for each of 300 000 moments.
pub(crate) fn spelled_moment(at: DateTime<Utc>, between: char, behind: &str) -> String {
    let mut out = String::with_capacity(24);
    let two = |out: &mut String, value: u32| {
        out.push(char::from(b'0' + (value / 10 % 10) as u8));
        out.push(char::from(b'0' + (value % 10) as u8));
    };
    match u32::try_from(at.year()) {
        Ok(year) if year < 10_000 => {
            two(&mut out, year / 100);
            two(&mut out, year);
        }
        // Far outside any real review; a pattern knows how to sign such years.
        _ => out.push_str(&at.format("%Y").to_string()),
    }
    for (mark, value) in [
        ('-', at.month()),
        ('-', at.day()),
        (between, at.hour()),
        (':', at.minute()),
        (':', at.second()),
    ] {
        out.push(mark);
        two(&mut out, value);
    }
    out.push_str(behind);
    out
}

fn moment_or(at: Option<DateTime<Utc>>, otherwise: &str) -> String {
    at.map_or_else(|| otherwise.to_owned(), moment)
}

/// The day of a moment, UTC.
fn day(at: DateTime<Utc>) -> String {
    let mut text = spelled_moment(at, ' ', "");
    text.truncate(text.find(' ').unwrap_or(text.len()));
    text
}

/// A moment on two short lines, for a narrow column headed "UTC".
fn stacked(at: DateTime<Utc>) -> String {
    spelled_moment(at, '\n', "")
}

/// A count with thin groups of three: 1 234 567.
pub(crate) fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// A share in percent, to a tenth. What is not everything is never rounded to it, nor what is something to nothing.
fn percent(number: u64, of: u64) -> String {
    let share = number as f64 * 100.0 / of.max(1) as f64;
    match () {
        () if number > 0 && share < 0.05 => "< 0.1 %".to_owned(),
        () if number < of && share >= 99.95 => "> 99.9 %".to_owned(),
        () => format!("{share:.1} %"),
    }
}

/// Free text of a person on the one page that must hold everything; it stands in full further on.
fn short(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}\u{2026}", text[..end].trim_end())),
    }
}

fn yes_no(words: &'static Words, value: bool) -> &'static str {
    words.text(if value { "yes" } else { "no" })
}

/// The ink that goes with a decision.
fn decision_ink(decision: &str) -> Ink {
    match decision {
        "approve" => GREEN,
        "deny" => RED,
        "dontKnow" => AMBER,
        _ => GREY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_says_all_only_of_all_and_nothing_only_of_nothing() {
        let shares = [
            (0, 9),
            (1, 90_000),
            (1, 3),
            (2_499, 2_500),
            (89_999, 90_000),
            (9, 9),
            (0, 0),
        ];
        let told = shares.map(|(number, of)| percent(number, of));
        assert_eq!(
            told,
            ["0.0 %", "< 0.1 %", "33.3 %", "> 99.9 %", "> 99.9 %", "100.0 %", "0.0 %"]
        );
    }
}
