//! Other settings for a directory, and another secret.

use countersign_store::StoreError;
use countersign_store::rusqlite::params;
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;
use zeroize::Zeroizing;

use super::{DirectoryView, one, sign_in};
use crate::call::{Entry, Write};
use crate::desk::Open;
use crate::{Desk, Problem};

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DirectoryChangeInput", optional_fields)]
pub struct ChangeInput {
    pub directory: i64,
    #[ts(type = "unknown")]
    pub settings: Value,
    /// The bind password or the client secret; none: the one that is kept.
    pub secret: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DirectorySecretInput")]
pub struct SecretInput {
    pub directory: i64,
    /// The bind password or the client secret; an empty one takes away what is kept.
    pub secret: String,
}

/// What says to whom a secret is shown, and how that server proves who it is.
const WHOM: [&str; 10] = [
    "url",
    "startTls",
    "allowPlaintext",
    "caFile",
    "caPem",
    "serverName",
    "tenant",
    "signIn",
    "cloud",
    "baseUrl",
];

/// The secret that is kept, for settings under which the same server is asked as before. A kept secret is not shown to
/// another server than the one that it was given for.
pub(super) fn kept_secret(
    desk: &Desk,
    open: &Open,
    (name, before): (&str, &Value),
    settings: &Value,
) -> Result<Option<Zeroizing<String>>, Problem> {
    let secret = desk.get_secret(open, name)?;
    match WHOM.iter().any(|one| sign_in::said(before, one) != sign_in::said(settings, one)) {
        true if secret.is_some() => Err(Problem::new(
            "The password was given for another server, or another kind of sign-in, than these settings name: give it once more.",
        )
        .code("secret")
        .field("secret")),
        _ => Ok(secret),
    }
}

/// Puts settings in the place of the old ones. The next read is a whole one: what changed since the last means
/// nothing under other settings.
pub(crate) fn change(write: &Write<'_>, input: ChangeInput) -> Result<(DirectoryView, Entry), Problem> {
    let before = one(write.transaction, input.directory)?;
    let given = input.secret.map(Zeroizing::new).filter(|secret| !secret.is_empty());
    let is_person = sign_in::is_person(&before.kind, &input.settings);
    if is_person && given.is_some() {
        return Err(sign_in::takes_no_secret());
    }
    // Another person, application or tenant signs in anew; what is kept is good for none of them.
    let signs_in_anew = is_person && sign_in::differs(&before.settings, &input.settings);
    let secret = match &given {
        None if signs_in_anew => None,
        Some(secret) => Some(secret.clone()),
        None => kept_secret(
            write.desk,
            write.open,
            (&before.name, &before.settings),
            &input.settings,
        )?,
    };
    countersign_directory::connect(&before.kind, &input.settings, secret, &write.open.home)
        .map_err(|problem| Problem::from(problem).field("settings"))?;
    write
        .transaction
        .execute(
            "UPDATE directory SET settings = ?2, cursor = NULL WHERE id = ?1",
            params![input.directory, input.settings.to_string()],
        )
        .map_err(StoreError::from)?;
    if signs_in_anew {
        forget(write, &before.name)?;
    }
    if let Some(secret) = &given {
        keep(write, &before.name, secret)?;
    }
    let detail = json!({ "directory": before.name, "before": before.settings, "settings": input.settings,
                         "secret": given.is_some() });
    Ok((
        one(write.transaction, input.directory)?,
        Entry::new(format!("directory:{}", input.directory), detail),
    ))
}

/// Keeps another secret. The log says that it was done, and nothing of the secret.
pub(crate) fn set_secret(write: &Write<'_>, input: SecretInput) -> Result<(DirectoryView, Entry), Problem> {
    let view = one(write.transaction, input.directory)?;
    let secret = Zeroizing::new(input.secret);
    let gone = secret.is_empty();
    if gone {
        forget(write, &view.name)?;
    } else if sign_in::is_person(&view.kind, &view.settings) {
        return Err(sign_in::takes_no_secret());
    } else {
        keep(write, &view.name, &secret)?;
    }
    let detail = json!({ "directory": view.name, "kept": !gone });
    Ok((view, Entry::new(format!("directory:{}", input.directory), detail)))
}

fn forget(write: &Write<'_>, name: &str) -> Result<(), Problem> {
    let setting = write.desk.forget_secret(write.open, name);
    write
        .transaction
        .execute("DELETE FROM setting WHERE name = ?1", [setting])
        .map_err(StoreError::from)?;
    Ok(())
}

pub(super) fn keep(write: &Write<'_>, name: &str, secret: &Zeroizing<String>) -> Result<(), Problem> {
    let setting = write.desk.put_secret(write.open, name, secret)?;
    Ok(setting.write(write.transaction)?)
}
