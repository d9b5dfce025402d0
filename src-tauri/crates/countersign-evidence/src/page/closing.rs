//! How to read and check this document.

use super::{Facts, count};
use crate::EvidenceError;
use crate::layout::press::Press;
use crate::record::LogHead;

/// `shortened` is the key of what the record leaves out because it follows from the rest of it.
pub(super) fn print(
    press: &mut Press<'_>,
    title: &str,
    shortened: &'static str,
    log: &LogHead,
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
    press.under("method.root")?;
    press.say(shortened)?;
    press.say("method.tree")?;
    press.named("method.lines", &count(facts.lines))?;
    press.named("method.sha256", &facts.record_sha256)?;
    press.named("method.rootOf", &root)?;
    press.under("method.seal")?;
    press.say("method.sealed")
}
