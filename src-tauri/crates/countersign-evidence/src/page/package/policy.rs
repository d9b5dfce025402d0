//! Every version of a policy that was in force, in plain words (E04).

use crate::EvidenceError;
use crate::layout::press::Press;
use crate::page::{moment, moment_or};
use crate::record::package::PackageHead;

pub(super) fn print(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    press.heading(1, "2  Policies in force")?;
    press.paragraph(
        "Every version of a policy that was in force in the period, or under which something recorded here was asked \
         for or given. What was asked for under a version stays under it when the policy changes. The JSON of each \
         version is in evidence.json.",
    )?;
    if head.policies.is_empty() {
        return press.paragraph("The package has no policy.");
    }
    for one in &head.policies {
        press.heading(2, &format!("{}, version {}", one.name, one.version))?;
        press.field(
            "In force",
            &format!("{} \u{2013} {}", moment(one.from), moment_or(one.until, "still")),
        )?;
        press.field("Made by", &one.by)?;
        if !one.reason.is_empty() {
            press.field("Because", &one.reason)?;
        }
        press.field("Policy", &format!("{} ({})", one.policy_id, one.key))?;
        for setting in &one.words {
            press.field(&setting.name, &setting.value)?;
        }
    }
    Ok(())
}
