//! How to read and check this document.

use super::{Facts, count};
use crate::EvidenceError;
use crate::layout::press::Press;
use crate::record::LogHead;

/// `shortened` says what the record leaves out because it follows from the rest of it.
pub(super) fn print(
    press: &mut Press<'_>,
    number: u8,
    shortened: &str,
    log: &LogHead,
    facts: &Facts,
) -> Result<(), EvidenceError> {
    press.heading(1, &format!("{number}  Methodology and verification"))?;
    press.heading(2, "What this document is")?;
    press.paragraph(
        "Every page is printed by rule from the record attached as evidence.json, and from nothing else. The same \
         record printed by the same version of the program gives the same file, byte for byte.",
    )?;
    press.paragraph(
        "Times are UTC. Names are printed as the directory holds them, normalized to Unicode NFC. A character that \
         no bundled typeface can draw, or that would hide or reorder others, is printed as its number, like \
         \u{2039}U+202E\u{203A}. Chinese characters are drawn in one regional form.",
    )?;
    press.field("Characters printed as numbers", &count(facts.spelled))?;
    press.heading(2, "The root")?;
    press.paragraph(shortened)?;
    press.paragraph(
        "evidence.json has one part a line. The hash of a line is SHA-256 over a zero byte and the bytes of the line \
         without its line feed. Two hashes are joined by SHA-256 over a one byte, the left and the right hash. The \
         lines are joined as a tree as in RFC 6962, section 2.1: the left part holds the largest power of two of \
         lines that is smaller than their number. The hash of the whole tree is the root.",
    )?;
    press.field("Lines of the record", &count(facts.lines))?;
    press.field("SHA-256 of evidence.json", &facts.record_sha256)?;
    press.field("Root", &crate::root::to_hex(&facts.root))?;
    press.heading(2, "The seal")?;
    press.paragraph(
        "The file ends with a seal that lists every stretch of the file by name, length and SHA-256, and with a hash \
         over the seal itself. One changed byte anywhere breaks it, and the verification says in which page, \
         attachment or structure.",
    )?;
    press.heading(2, "What verification can and cannot show")?;
    press.paragraph(
        "Somebody who has the program could build a different record and a file that agrees with itself. Such a file \
         has a different root, and its log entries do not lead to the head that the organization\u{2019}s store has. So \
         compare the root with one received by another way, or the head with the store.",
    )?;
    press.field("Root to compare", &crate::root::to_hex(&facts.root))?;
    press.field("Log head to compare", &log.hash)
}
