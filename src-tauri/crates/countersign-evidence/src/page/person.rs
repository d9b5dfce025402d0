//! A person as the pages of every kind of evidence name them.

use crate::record::Person;

/// Account and what else is known, beside the name.
pub(super) fn about(person: &Person) -> String {
    let mut about = person.user_name.clone();
    let kind = (person.kind != "member" && !person.kind.is_empty()).then_some(person.kind.as_str());
    let disabled = (person.enabled == Some(false)).then_some("DISABLED");
    let department = person.department.as_deref().filter(|name| !name.is_empty());
    for word in [kind, disabled, department].into_iter().flatten() {
        about.push_str(", ");
        about.push_str(word);
    }
    if let Some(manager) = person.manager.as_deref().filter(|name| !name.is_empty()) {
        about.push_str("; manager ");
        about.push_str(manager);
    }
    about
}
