//! Entra ID, by Microsoft Graph v1.0: a small client of its own that composes every address in one file, asks so many
//! questions at once and no more, and waits as long as it is told to.

mod address;
mod apply;
mod assertion;
mod confirm;
mod cursor;
mod decode;
mod exchange;
mod gather;
mod id;
mod page;
mod probe;
mod read_changes;
mod read_full;
mod role;
mod session;
mod setting;
mod shape;
mod token;
mod wait;

use std::path::Path;

use countersign_domain::snapshot::{ApplyOutcome, Change, Presence, ReadReport, Target};
use zeroize::Zeroizing;

use crate::connector::{Changes, Connector, Later, ProbeReport, Sink};
use crate::{Control, DirectoryProblem};
use session::Session;
pub use setting::{Cloud, Setting};

/// A tenant of Entra ID: its settings, and the secret of the application that reads it.
pub struct Entra {
    session: Session,
}

impl std::fmt::Debug for Entra {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entra")
            .field("tenant", &self.session.setting().tenant)
            .finish_non_exhaustive()
    }
}

impl Entra {
    /// Settings: `{ "tenant", "clientId", "cloud"?, "certificateFile"?, "caFile"?, "atOnce"?, "connectFor"?, "answerFor"?, "applications"?,
    /// "roles"?, "baseUrl"? }`. The secret is the client secret, or the key of the certificate. Opens no connection.
    ///
    /// # Errors
    /// Settings that cannot be right, and a missing secret.
    pub fn new(
        settings: &serde_json::Value,
        secret: Option<Zeroizing<String>>,
        folder: &Path,
    ) -> Result<Entra, DirectoryProblem> {
        let setting = Setting::parse(settings, folder)?;
        match secret.filter(|secret| !secret.is_empty()) {
            Some(secret) => Ok(Entra {
                session: Session::new(setting, secret)?,
            }),
            None => Err(DirectoryProblem::Setting(
                "the client secret of the application is missing".into(),
            )),
        }
    }
}

impl Connector for Entra {
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

    fn prove<'a>(
        &'a self,
        _person: &'a Target,
        _secret: &'a Zeroizing<String>,
        _control: &'a Control,
    ) -> Later<'a, bool> {
        Box::pin(async {
            Err(DirectoryProblem::NoPassword(
                "Entra ID takes passwords on its own page alone",
            ))
        })
    }
}
