//! A person as the pages of every kind of evidence name them.

use crate::record::Person;
use crate::word::Words;

/// A name; where it is withheld, what stands for it.
pub(super) fn name<'n>(name: &'n str, id: &'n str) -> &'n str {
    match (name, id) {
        ("", "") => "\u{2013}",
        ("", id) => id,
        (name, _) => name,
    }
}

/// Account and what else is known, beside the name.
pub(super) fn about(words: &'static Words, person: &Person) -> String {
    let mut about = person.user_name.clone();
    let kind = (person.kind != "member" && !person.kind.is_empty()).then(|| words.known("kind", &person.kind));
    let disabled = (person.enabled == Some(false)).then(|| words.text("mark.disabled"));
    let employment = person
        .employment
        .as_deref()
        .filter(|state| !matches!(*state, "" | "employee"));
    let employment = employment.map(|state| words.known("employment", state));
    let department = person.department.as_deref().filter(|name| !name.is_empty());
    for word in [kind, disabled, employment, department].into_iter().flatten() {
        if !about.is_empty() {
            about.push_str(", ");
        }
        about.push_str(word);
    }
    if let Some(manager) = person.manager.as_deref().filter(|name| !name.is_empty()) {
        about.push_str(&words.fill("person.manager", &[("name", manager)]));
    }
    about
}

/// How it was shown who somebody is, and on which machine.
pub(super) fn proof(words: &'static Words, assurance: &str, device: &str) -> String {
    let shown = match assurance {
        "" => words.text("assurance.none"),
        known => words.known("assurance", known),
    };
    match device {
        "" => shown.to_owned(),
        device => words.fill("person.on", &[("proof", shown), ("device", device)]),
    }
}
