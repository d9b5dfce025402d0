//! Active Directory (Windows and Samba controllers), over the LDAP client beside it.
//!
//! What differs from other LDAP servers: every name is asked for with the identity that lasts
//! (extended names), long lists come in ranges, the primary group stands at the person, and each
//! controller counts its changes for itself.

mod account;
mod apply;
mod controller;
mod decode;
mod group;
mod name;
mod probe;
mod prove;
mod range;
mod read;
mod read_changes;
mod setting;
mod sid;

use std::path::Path;
use std::sync::Mutex;

use zeroize::Zeroizing;

use crate::DirectoryProblem;
pub use setting::Setting;

/// A domain: its settings and the password of the account.
pub struct ActiveDirectory {
    setting: Setting,
    secret: Zeroizing<String>,
    /// The controller that answered last.
    answered: Mutex<Option<controller::Answered>>,
}

impl std::fmt::Debug for ActiveDirectory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ActiveDirectory")
            .field("url", &self.setting.url)
            .finish_non_exhaustive()
    }
}

impl ActiveDirectory {
    /// Checks the settings; opens no connection.
    ///
    /// # Errors
    /// Settings that cannot be right, and a missing or empty password: an empty one would be
    /// accepted as an anonymous sign-in (RFC 4513 §5.1.2).
    pub fn new(
        settings: &serde_json::Value,
        secret: Option<Zeroizing<String>>,
        folder: &Path,
    ) -> Result<ActiveDirectory, DirectoryProblem> {
        let setting = Setting::parse(settings, folder)?;
        match secret.filter(|secret| !secret.is_empty()) {
            Some(secret) => Ok(ActiveDirectory {
                setting,
                secret,
                answered: Mutex::default(),
            }),
            None => Err(DirectoryProblem::Setting(
                "the password of the account is missing".into(),
            )),
        }
    }
}

crate::connector::connector!(ActiveDirectory);
