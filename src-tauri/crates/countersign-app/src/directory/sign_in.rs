//! A person signs in to a directory, which is read and changed in their name from then on.

use std::cell::Cell;
use std::sync::Arc;

use countersign_directory::entra;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::change::keep;
use super::{DirectoryInput, one};
use crate::call::{Entry, Start, Stop};
use crate::desk::Open;
use crate::job::{JobCode, JobStarted};
use crate::{Desk, Problem};

pub(crate) const KIND: &str = "directory.signIn";
/// What a sign-in left behind was renewed by the directory.
const RENEWED: &str = "directory.signInRenewed";

/// Whether a person signs in, by these settings.
pub(super) fn is_person(kind: &str, settings: &Value) -> bool {
    kind == "entra" && settings["signIn"] == "deviceCode"
}

pub(super) fn takes_no_secret() -> Problem {
    Problem::new("A person signs in to this directory, so no secret is kept for it but what the sign-in leaves behind.")
        .code("secret")
        .field("secret")
        .hint("Sign in on its page, or with “directory sign-in”.")
}

/// Whether what one sign-in left behind means nothing under the other settings.
pub(super) fn differs(before: &Value, settings: &Value) -> bool {
    let about = ["signIn", "tenant", "clientId", "cloud", "baseUrl", "caFile"];
    about.iter().any(|one| said(before, one) != said(settings, one))
}

/// What settings say, or mean where they say nothing.
pub(super) fn said(settings: &Value, name: &str) -> Value {
    match (settings.get(name).filter(|value| !value.is_null()), name) {
        (Some(value), _) => value.clone(),
        (None, "cloud") => json!("global"),
        (None, "signIn") => json!("application"),
        (None, _) => Value::Null,
    }
}

/// Shows a code, waits until somebody has typed it, and keeps what their sign-in leaves behind.
pub(crate) fn start(start: Start, input: DirectoryInput) -> Result<JobStarted, Problem> {
    let view = start
        .open
        .store
        .read(|connection| one(connection, input.directory).map_err(Stop))
        .map_err(|stop| stop.0)?;
    if !is_person(&view.kind, &view.settings) {
        return Err(
            Problem::new(format!("“{}” is not signed in to by a person.", view.name))
                .code("state")
                .hint("Choose the sign-in by a code in the settings of a tenant of Entra ID."),
        );
    }
    // Said now, and not when somebody has signed in for nothing.
    start.desk.can_keep(&start.open)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let subject = view.name.clone();
    start.spawn_about(KIND, subject, Some(input.directory), &["directory"], move |handle| {
        let show = |code: entra::CodeToType| {
            handle.show_code(JobCode {
                code: code.code,
                address: code.address,
                until: code.until,
            });
        };
        let (control, folder) = (handle.control(), &open.home);
        let signing = entra::sign_in(&view.settings, folder, &control, show);
        let signed = desk.runtime.block_on(signing)?;
        let account = signed.account.clone();
        desk.write(&open, &actor, KIND, |write| {
            let now = one(write.transaction, input.directory)?;
            if !is_person(&now.kind, &now.settings) || differs(&view.settings, &now.settings) {
                return Err(
                    Problem::new("The settings of the directory were changed meanwhile; nothing was kept.")
                        .code("stale")
                        .hint("Sign in once more."),
                );
            }
            keep(write, &now.name, &signed.secret)?;
            let detail = json!({ "directory": now.name, "account": account });
            Ok(((), Entry::new(format!("directory:{}", input.directory), detail)))
        })?;
        Ok(json!({ "directory": input.directory, "account": account }))
    })
}

/// Keeps what a sign-in left behind when the directory renews it, unless somebody has signed in anew meanwhile.
pub(super) fn keeper(desk: &Arc<Desk>, open: &Arc<Open>, (directory, name): (i64, &str)) -> entra::Keep {
    let (desk, open, name) = (desk.clone(), open.clone(), name.to_owned());
    Arc::new(move |before: &Zeroizing<String>, after: &Zeroizing<String>| {
        let sealed = Cell::new(None);
        // Compared and put while nobody else writes: a sign-in, or a secret that is forgotten, comes before or after.
        // Where it cannot be kept, the one before is good until its own end; then the person is asked to sign in.
        let _ = desk.write_unless(
            &open,
            &crate::tick::system(),
            RENEWED,
            |_| {
                if desk.get_secret(&open, &name)?.is_none_or(|kept| kept != *before) {
                    return Ok(Some(()));
                }
                let new = desk.put_secret(&open, &name, after)?;
                if !(new.is_here() || desk.is_in_store(&open, &name)) {
                    return Ok(Some(()));
                }
                sealed.set(Some(new));
                Ok(None)
            },
            Ok,
            |write| {
                if let Some(new) = sealed.take() {
                    new.write(write.transaction)?;
                }
                let detail = json!({ "directory": name });
                Ok(((), Entry::new(format!("directory:{directory}"), detail)))
            },
        );
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_say_what_others_mean_are_the_same_sign_in() {
        let before = json!({ "tenant": "example.com", "signIn": "deviceCode" });
        let after = json!({ "tenant": "example.com", "signIn": "deviceCode", "cloud": "global", "caFile": null, "roles": false });
        assert!(!differs(&before, &after) && is_person("entra", &after));
        for (name, value) in [
            ("cloud", "china"),
            ("tenant", "example.org"),
            ("signIn", "application"),
            ("clientId", "x"),
        ] {
            let mut other = after.clone();
            other[name] = json!(value);
            assert!(differs(&before, &other), "{name}");
        }
    }
}
