//! Secrets: store keys, bind passwords and the mail server's, in the operating system's keyring.
//!
//! Where no keyring exists, a store with a passphrase keeps its other secrets inside its own
//! encrypted file. A store whose key is published (practice) never does: it would be in clear.

use countersign_store::rusqlite::{OptionalExtension, params};
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
    pub(crate) fn put_secret(&self, open: &Open, directory: &str, secret: &str) -> Result<Option<String>, Problem> {
        self.put_secret_of(open, &of_directory(directory), secret)
    }

    /// Fetches a directory's secret; `None` when it was given none.
    pub(crate) fn get_secret(&self, open: &Open, directory: &str) -> Result<Option<Zeroizing<String>>, Problem> {
        self.get_secret_of(open, &of_directory(directory))
    }

    /// Keeps the secret of one use, such as `mail`. Answers the name of the setting that the caller
    /// writes in its own transaction, where the store itself is the keeper.
    pub(crate) fn put_secret_of(&self, open: &Open, of: &str, secret: &str) -> Result<Option<String>, Problem> {
        let id = &open.store.header().id;
        match self.environment.keeper.unavailable() {
            None => {
                self.environment
                    .keeper
                    .put(&format!("{id}/{of}"), secret)
                    .map_err(|reason| no_keyring(&reason))?;
                Ok(None)
            }
            Some(_) if matches!(open.store.header().key, KeyKeeping::Passphrase(_)) => Ok(Some(setting_name(of))),
            Some(reason) => Err(no_keyring(&reason)),
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
        if let Some(kept) = kept {
            return Ok(Some(Zeroizing::new(kept)));
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

fn of_directory(directory: &str) -> String {
    format!("directory/{directory}")
}

pub(crate) fn setting_name(of: &str) -> String {
    format!("secret/{of}")
}
