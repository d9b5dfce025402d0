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

use countersign_domain::snapshot::{ApplyOutcome, Change, Presence, ReadReport, Target};
use zeroize::Zeroizing;

use crate::connector::{Changes, Connector, Later, ProbeReport, Sink};
use crate::{Control, DirectoryProblem};
pub use setting::Setting;

/// A domain: its settings and the password of the account.
pub struct ActiveDirectory {
    setting: Setting,
    secret: Zeroizing<String>,
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
            Some(secret) => Ok(ActiveDirectory { setting, secret }),
            None => Err(DirectoryProblem::Setting(
                "the password of the account is missing".into(),
            )),
        }
    }
}

impl Connector for ActiveDirectory {
    fn probe<'a>(&'a self, control: &'a Control) -> Later<'a, ProbeReport> {
        Box::pin(self.probe_now(control))
    }

    fn read_full<'a>(&'a self, sink: Sink, control: &'a Control) -> Later<'a, ReadReport> {
        Box::pin(self.read_full_now(sink, control))
    }

    fn read_changes<'a>(&'a self, cursor: &'a str, sink: Sink, control: &'a Control) -> Later<'a, Changes> {
        Box::pin(self.read_changes_now(cursor, sink, control))
    }

    fn read_some<'a>(&'a self, keys: &'a [String], sink: Sink, control: &'a Control) -> Later<'a, u64> {
        Box::pin(self.read_some_now(keys, sink, control))
    }

    fn apply<'a>(&'a self, changes: &'a [Change], control: &'a Control) -> Later<'a, Vec<ApplyOutcome>> {
        Box::pin(self.apply_now(changes, control))
    }

    fn confirm<'a>(
        &'a self,
        group: &'a Target,
        members: &'a [Target],
        control: &'a Control,
    ) -> Later<'a, Vec<Presence>> {
        Box::pin(self.confirm_now(group, members, control))
    }

    fn prove<'a>(&'a self, person: &'a Target, secret: &'a Zeroizing<String>, control: &'a Control) -> Later<'a, bool> {
        Box::pin(self.prove_now(person, secret, control))
    }
}
