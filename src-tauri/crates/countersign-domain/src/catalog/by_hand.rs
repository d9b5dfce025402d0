//! What a person does where a package gives or takes what no connector of this program changes.

use crate::plan::Reason;

/// The sentence said when such a resource is put into a catalog or a package; `place` is its name.
pub fn by_hand(reason: Reason, place: &str) -> String {
    match reason {
        Reason::Dynamic => format!(
            "A rule chooses the members of “{place}”; whoever is to have it gets a task: change the rule or the person’s attributes."
        ),
        Reason::Synced => {
            format!(
                "“{place}” comes from another directory; giving it and taking it away are tasks for a person there."
            )
        }
        Reason::MailEnabled => {
            format!("“{place}” belongs to the mail system; giving it and taking it away are tasks for a person there.")
        }
        Reason::Disconnected => {
            format!("Nothing connects “{place}”; giving it and taking it away are tasks for a person.")
        }
        Reason::ReadOnly => format!(
            "This directory cannot be changed from here; giving “{place}” and taking it away are tasks for a person."
        ),
        _ => format!(
            "Only members of groups are changed from here; giving this on “{place}” and taking it away are tasks for a person."
        ),
    }
}
