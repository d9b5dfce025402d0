//! How to read and check this document.

use super::{Facts, count};
use crate::EvidenceError;
use crate::layout::press::Press;
use crate::record::{Document, LogHead};
use crate::signature::{SIGNED_BY, SIGNED_WITH};

/// `shortened` is the key of what the record leaves out because it follows from the rest of it.
pub(super) fn print(
    press: &mut Press<'_>,
    title: &str,
    shortened: &'static str,
    (document, log): (&Document, &LogHead),
    facts: &Facts,
) -> Result<(), EvidenceError> {
    press.heading(1, title)?;
    press.under("method.steps")?;
    for step in ["method.step1", "method.step2", "method.step3", "method.step4"] {
        press.say(step)?;
    }
    let root = crate::root::to_hex(&facts.root);
    press.named("method.compareRoot", &root)?;
    press.named("method.compareHead", &log.hash)?;
    if let Some(signed) = &log.checkpoint {
        press.named("method.compareCheckpoint", &format!("{} {}", signed.size, signed.root))?;
    }
    press.under("method.cannot")?;
    press.say("method.forger")?;
    press.under("method.document")?;
    press.say("method.printed")?;
    press.say("method.times")?;
    press.say("method.colours")?;
    press.named("method.spelled", &count(facts.spelled))?;
    press.under("method.profile")?;
    press.say("method.profiles")?;
    // How the root is computed stands on one page.
    press.need(2200)?;
    press.under("method.root")?;
    press.say(shortened)?;
    press.say("method.tree")?;
    press.named("method.lines", &count(facts.lines))?;
    press.named("method.sha256", &facts.record_sha256)?;
    press.named("method.rootOf", &root)?;
    press.under("method.seal")?;
    press.say("method.sealed")?;
    signature(press, document)
}

/// Who signed the file, as its record says; a redacted one only tells of the complete one.
fn signature(press: &mut Press<'_>, document: &Document) -> Result<(), EvidenceError> {
    press.under("method.signature")?;
    let told = |name: &str| document.further.iter().find(|one| one.name == name);
    match (told(SIGNED_BY), told(SIGNED_WITH)) {
        (Some(by), Some(with)) => {
            let key = match document.profile.as_str() {
                "redacted" => "method.signedFull",
                _ => "method.signed",
            };
            press.say_of(key, &[("by", &by.value), ("sha256", &with.value)])
        }
        _ => press.say("method.unsigned"),
    }
}
