//! Every version of a policy that was in force, in plain words (E04).

use crate::EvidenceError;
use crate::layout::press::Press;
use crate::page::{chapter, moment, moment_or};
use crate::record::package::PackageHead;

pub(super) fn print(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::PACKAGE, "chapter.policies")?;
    press.say("policy.about")?;
    if head.policies.is_empty() {
        return press.say("policy.none");
    }
    for one in &head.policies {
        let version = [("name", &*one.name), ("version", &*one.version.to_string())];
        press.heading(2, &w.fill("policy.version", &version))?;
        let until = moment_or(one.until, w.text("policy.still"));
        press.named("policy.inForce", &format!("{} \u{2013} {until}", moment(one.from)))?;
        press.named("policy.by", &one.by)?;
        if !one.reason.is_empty() {
            press.named("policy.because", &one.reason)?;
        }
        press.named("policy.policy", &format!("{} ({})", one.policy_id, one.key))?;
        for setting in &one.words {
            press.field(&setting.name, &setting.value)?;
        }
    }
    Ok(())
}
