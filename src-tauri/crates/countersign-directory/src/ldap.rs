//! LDAP directories (OpenLDAP and its relatives), spoken to directly: a small client that bounds
//! every message, waits for nothing without end, and never decodes more than it needs.

mod account;
mod apply;
pub(crate) mod ber;
pub(crate) mod decode;
pub(crate) mod filter;
mod group;
mod invite;
pub(crate) mod note;
mod probe;
mod prove;
mod read_changes;
mod read_full;
mod read_some;
pub(crate) mod search;
pub(crate) mod session;
pub(crate) mod setting;
pub(crate) mod sink;
pub(crate) mod text;
mod tls;

use std::path::Path;

use zeroize::Zeroizing;

use crate::{Control, DirectoryProblem};
use session::Session;
pub use setting::{GuestRule, Setting};

/// An LDAP directory: its settings and the password of its account.
pub struct Ldap {
    setting: Setting,
    secret: Zeroizing<String>,
}

impl std::fmt::Debug for Ldap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ldap")
            .field("url", &self.setting.url)
            .finish_non_exhaustive()
    }
}

impl Ldap {
    /// Checks the settings; opens no connection.
    ///
    /// # Errors
    /// Settings that cannot be right, and a missing or empty password: an empty one would be
    /// accepted by servers as an anonymous sign-in (RFC 4513 §5.1.2).
    pub fn new(
        settings: &serde_json::Value,
        secret: Option<Zeroizing<String>>,
        folder: &Path,
    ) -> Result<Ldap, DirectoryProblem> {
        let setting = Setting::parse(settings, folder)?;
        match secret.filter(|secret| !secret.is_empty()) {
            Some(secret) => Ok(Ldap { setting, secret }),
            None => Err(DirectoryProblem::Setting(
                "the password of the account is missing".into(),
            )),
        }
    }

    async fn open(&self, control: &Control) -> Result<Session, DirectoryProblem> {
        Session::open(&self.setting, &self.secret, &control.cancel).await
    }

    fn attributes(&self) -> Vec<&str> {
        let more = self.setting.more_attributes.iter().map(String::as_str);
        let fixed = decode::ATTRIBUTES.iter().copied();
        let mut all: Vec<_> = fixed.chain(more).collect();
        all.extend(
            self.setting
                .guest_rule
                .as_ref()
                .and_then(|rule| rule.attribute.as_deref()),
        );
        all
    }

    fn decoder(&self) -> decode::Decoder {
        let guest = self.setting.guest_rule.clone().unwrap_or_default();
        decode::Decoder::new(guest, self.setting.more_attributes.clone())
    }
}

crate::connector::connector!(Ldap);
