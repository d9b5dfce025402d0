//! Secrets: store keys, bind passwords and the mail server's, in the operating system's keyring.
//!
//! Where no keyring exists, a store with a passphrase keeps its other secrets inside its own
//! encrypted file. A store whose key is published (practice) never does: it would be in clear.

use countersign_store::rusqlite::{OptionalExtension, Transaction, params};
use countersign_store::{KeyKeeping, StoreError};
use zeroize::Zeroizing;

use crate::desk::Open;
use crate::{Desk, Problem};

const SERVICE: &str = "countersign";

/// A place that keeps secrets by name.
pub(crate) trait Keeper: Send + Sync {
    /// Why it cannot be used, if it cannot.
    fn unavailable(&self) -> Option<String>;
    fn put(&self, name: &str, secret: &str) -> Result<(), String>;
    fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, String>;
    /// Takes a secret away; that it was not there is no fault.
    fn forget(&self, name: &str);
}

/// The keyring of the operating system.
pub(crate) struct OsKeyring;

impl Keeper for OsKeyring {
    fn unavailable(&self) -> Option<String> {
        // Without a session bus the Secret Service cannot be there; asking would only wait for it.
        if cfg!(target_os = "linux") && std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_none() {
            return Some("this session has no D-Bus, so no Secret Service".into());
        }
        keyring::Entry::store_status().as_ref().err().map(ToString::to_string)
    }

    fn put(&self, name: &str, secret: &str) -> Result<(), String> {
        let entry = keyring::Entry::new(SERVICE, name).map_err(|error| error.to_string())?;
        entry.set_password(secret).map_err(|error| error.to_string())
    }

    fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, String> {
        let entry = keyring::Entry::new(SERVICE, name).map_err(|error| error.to_string())?;
        match entry.get_password() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn forget(&self, name: &str) {
        if let Ok(entry) = keyring::Entry::new(SERVICE, name) {
            // What a keyring will not let go of stays where it was safe before.
            let _ = entry.delete_credential();
        }
    }
}

fn no_keyring(reason: &str) -> Problem {
    Problem::new(format!("The keyring of this machine is not usable: {reason}."))
        .code("noKeyring")
        .hint("Start a keyring (such as GNOME Keyring), or make the store with a passphrase.")
}

/// What the store itself keeps of a secret: the name of its setting, and its value, which is sealed once more, because
/// the pages of an open store stand open in memory. No value where the keyring keeps it: an older one goes.
#[must_use = "an older secret in the store is read before the keyring's"]
pub(crate) struct Sealed {
    name: String,
    value: Option<String>,
}

impl Sealed {
    pub(crate) fn of(open: &Open, of: &str, secret: &str) -> Result<Self, Problem> {
        let name = setting_name(of);
        let value = Some(open.store.seal(&name, secret)?);
        Ok(Self { name, value })
    }

    /// Whether the store is the keeper.
    pub(crate) fn is_here(&self) -> bool {
        self.value.is_some()
    }

    pub(crate) fn write(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        match &self.value {
            Some(value) => transaction.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                params![self.name, value],
            )?,
            None => transaction.execute("DELETE FROM setting WHERE name = ?1", params![self.name])?,
        };
        Ok(())
    }
}

impl Desk {
    pub(crate) fn put_key(&self, id: &str, hex: &str) -> Result<(), Problem> {
        if let Some(reason) = self.environment.keeper.unavailable() {
            return Err(no_keyring(&reason));
        }
        self.environment
            .keeper
            .put(&format!("{id}/key"), hex)
            .map_err(|reason| no_keyring(&reason))
    }

    pub(crate) fn get_key(&self, id: &str) -> Result<Zeroizing<String>, Problem> {
        if let Some(reason) = self.environment.keeper.unavailable() {
            return Err(no_keyring(&reason));
        }
        self.environment
            .keeper
            .get(&format!("{id}/key"))
            .map_err(|reason| no_keyring(&reason))?
            .ok_or_else(|| {
                Problem::new("The keyring of this machine does not hold the key of this store.")
                    .code("wrongKey")
                    .hint("Open it on the machine and account where it was made.")
            })
    }

    /// Keeps a directory's secret.
    pub(crate) fn put_secret(&self, open: &Open, directory: &str, secret: &str) -> Result<Sealed, Problem> {
        self.put_secret_of(open, &of_directory(directory), secret)
    }

    /// Fetches a directory's secret; `None` when it was given none.
    pub(crate) fn get_secret(&self, open: &Open, directory: &str) -> Result<Option<Zeroizing<String>>, Problem> {
        self.get_secret_of(open, &of_directory(directory))
    }

    /// Takes a directory's secret away; answers as [`Desk::forget_secret_of`] does.
    pub(crate) fn forget_secret(&self, open: &Open, directory: &str) -> String {
        self.forget_secret_of(open, &of_directory(directory))
    }

    /// Whether the store itself holds a directory's secret, which is read before the keyring's.
    pub(crate) fn is_in_store(&self, open: &Open, directory: &str) -> bool {
        matches!(drawn(open, &of_directory(directory)), Ok(Some(_)))
    }

    /// # Errors
    /// There is no place for a secret: no keyring, and a store without a passphrase.
    pub(crate) fn can_keep(&self, open: &Open) -> Result<(), Problem> {
        match self.environment.keeper.unavailable() {
            Some(reason) if !matches!(open.store.header().key, KeyKeeping::Passphrase(_)) => Err(no_keyring(&reason)),
            _ => Ok(()),
        }
    }

    /// Keeps the secret of one use, such as `mail`. Answers what the caller writes in its own transaction, whoever is
    /// the keeper.
    pub(crate) fn put_secret_of(&self, open: &Open, of: &str, secret: &str) -> Result<Sealed, Problem> {
        let id = &open.store.header().id;
        let keeper = &self.environment.keeper;
        // One that is locked, or does not answer, keeps nothing either.
        let put = match keeper.unavailable() {
            None => keeper.put(&format!("{id}/{of}"), secret),
            Some(reason) => Err(reason),
        };
        match put {
            Ok(()) => Ok(Sealed {
                name: setting_name(of),
                value: None,
            }),
            Err(_) if matches!(open.store.header().key, KeyKeeping::Passphrase(_)) => Sealed::of(open, of, secret),
            Err(reason) => Err(no_keyring(&reason)),
        }
    }

    /// Takes the secret of one use out of the keyring, and answers the name of the setting that the caller
    /// deletes in its own transaction, in case the store itself was the keeper.
    pub(crate) fn forget_secret_of(&self, open: &Open, of: &str) -> String {
        if self.environment.keeper.unavailable().is_none() {
            self.environment
                .keeper
                .forget(&format!("{}/{of}", open.store.header().id));
        }
        setting_name(of)
    }

    /// Fetches the secret of one use; `None` when it was given none.
    pub(crate) fn get_secret_of(&self, open: &Open, of: &str) -> Result<Option<Zeroizing<String>>, Problem> {
        let name = setting_name(of);
        let kept: Option<String> = open.store.read(|connection| {
            connection
                .query_row("SELECT value FROM setting WHERE name = ?1", params![name], |row| {
                    row.get(0)
                })
                .optional()
                .map_err(StoreError::from)
        })?;
        if let Some(kept) = kept {
            let opened = open.store.unseal(&name, &kept);
            return opened.map(Some).ok_or_else(|| {
                Problem::new("A secret that this store keeps is damaged.")
                    .code("secret")
                    .hint("Give it once more.")
            });
        }
        if self.environment.keeper.unavailable().is_some() {
            return Ok(None);
        }
        let id = &open.store.header().id;
        self.environment
            .keeper
            .get(&format!("{id}/{of}"))
            .map_err(|reason| no_keyring(&reason))
    }
}

/// A secret as its setting holds it: one that the store drew for itself when it was made, or one that is sealed.
pub(crate) fn drawn(open: &Open, of: &str) -> Result<Option<Zeroizing<String>>, Problem> {
    let kept: Option<String> = open.store.read(|connection| {
        connection
            .query_row(
                "SELECT value FROM setting WHERE name = ?1",
                params![setting_name(of)],
                |row| row.get(0),
            )
            .optional()
            .map_err(StoreError::from)
    })?;
    Ok(kept.map(Zeroizing::new))
}

fn of_directory(directory: &str) -> String {
    format!("directory/{directory}")
}

pub(crate) fn setting_name(of: &str) -> String {
    format!("secret/{of}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, Mutex};

    use chrono::{DateTime, Utc};
    use serde_json::json;

    use super::*;
    use crate::Environment;

    /// A keyring that is there or is not, and may be locked.
    #[derive(Default)]
    struct Ring {
        is_there: AtomicBool,
        is_locked: AtomicBool,
        kept: Mutex<HashMap<String, String>>,
    }

    impl Keeper for Arc<Ring> {
        fn unavailable(&self) -> Option<String> {
            (!self.is_there.load(Ordering::SeqCst)).then(|| "it is not there".into())
        }

        fn put(&self, name: &str, secret: &str) -> Result<(), String> {
            if self.is_locked.load(Ordering::SeqCst) {
                return Err("it is locked".into());
            }
            self.kept.lock().expect("a lock").insert(name.into(), secret.into());
            Ok(())
        }

        fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, String> {
            let kept = self.kept.lock().expect("a lock");
            Ok(kept.get(name).cloned().map(Zeroizing::new))
        }

        fn forget(&self, name: &str) {
            self.kept.lock().expect("a lock").remove(name);
        }
    }

    #[test]
    fn a_secret_that_is_given_anew_counts_whoever_kept_the_one_before() {
        let folder = std::env::temp_dir().join(format!("countersign-secret-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let ring = Arc::new(Ring::default());
        let now: DateTime<Utc> = "2026-11-02T08:00:00Z".parse().expect("a moment");
        let mut environment = Environment::at(now);
        environment.configuration = None;
        environment.keeper = Box::new(Arc::clone(&ring));
        let desk = Desk::new(environment).expect("a desk");
        let new = json!({ "path": folder, "organization": "Example", "practice": true,
                          "passphrase": "four words of mine alone" });
        desk.call("store.init", new).expect("a store");
        let open = desk.opened().expect("it is open");
        let give = |secret: &str| {
            let sealed = desk.put_secret_of(&open, "mail", secret).expect("a keeper");
            let written: Result<(), StoreError> = open.store.write(|transaction| sealed.write(transaction));
            written.expect("it is written");
            sealed.is_here()
        };
        let kept = || {
            let found = desk.get_secret_of(&open, "mail").expect("a keeper");
            found.map(|secret| secret.to_string())
        };
        assert!(give("first"), "without a keyring the store keeps it");
        ring.is_there.store(true, Ordering::SeqCst);
        assert_eq!(kept().as_deref(), Some("first"));
        assert!(!give("second"));
        assert_eq!(kept().as_deref(), Some("second"));
        ring.is_there.store(false, Ordering::SeqCst);
        assert_eq!(kept(), None, "nothing older is left in the store");
        assert!(give("third"));
        assert_eq!(kept().as_deref(), Some("third"));
        ring.is_there.store(true, Ordering::SeqCst);
        ring.is_locked.store(true, Ordering::SeqCst);
        assert!(give("fourth"), "what a locked keyring does not take, the store keeps");
        assert_eq!(kept().as_deref(), Some("fourth"));
        // So do the keys of a workstation.
        desk.call("workstation.name", json!({ "name": "Office" }))
            .expect("a name");
        drop(open);
        let _ = std::fs::remove_dir_all(&folder);
    }
}
