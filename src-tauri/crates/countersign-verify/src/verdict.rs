//! The verdict in words.

use std::fmt::Write;

use countersign_evidence::{Severity, VerifyReport};

/// Some lines for a person: the verdict first, then what it rests on, then what was found.
pub fn words(file: &str, report: &VerifyReport) -> String {
    let mut out = String::new();
    let verdict = if report.valid { "VALID" } else { "NOT VALID" };
    let _ = writeln!(out, "{verdict}  {}", clean(file));
    if report.practice {
        let _ = writeln!(
            out,
            "  It is from a practice store: the people are invented, and it is no evidence."
        );
    }
    let mut fact = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            let _ = writeln!(out, "  {name:<12}{}", clean(value));
        }
    };
    fact("evidence of", report.kind.map(|kind| kind.words()));
    fact("document", report.document_id.as_deref());
    fact("root", report.root.as_deref());
    fact("log head", report.log_head.as_deref());
    if report.redacted {
        let _ = writeln!(
            out,
            "  Personal data are withheld in {} lines; the root is that of the full document.",
            report.withheld
        );
    }
    for one in &report.checked {
        let _ = writeln!(out, "  checked     {}", clean(one));
    }
    for one in &report.findings {
        let mark = match one.severity {
            Severity::Error => "FOUND",
            Severity::Note => "note",
        };
        let _ = writeln!(
            out,
            "  {mark:<12}[{}] {}: {}",
            one.check.word(),
            clean(&one.place),
            clean(&one.message)
        );
    }
    out
}

/// A file cannot steer the terminal it is shown on.
fn clean(text: &str) -> String {
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { '\u{FFFD}' } else { c }).collect()
}
