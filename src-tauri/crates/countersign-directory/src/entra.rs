//! Entra ID, by Microsoft Graph v1.0: a small client of its own that composes every address in one file, asks so many
//! questions at once and no more, and waits as long as it is told to.

mod address;
mod apply;
mod assertion;
mod azure;
mod confirm;
mod cursor;
mod decode;
mod device;
mod exchange;
mod gather;
mod governance;
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
mod wash;

use std::path::Path;

use countersign_domain::snapshot::Target;
use zeroize::Zeroizing;

use crate::{Control, DirectoryProblem};
pub use device::{CodeToType, SignedIn, sign_in};
pub use governance::{Governed, governed};
pub use session::Keep;
use session::Session;
pub use setting::{Cloud, Setting, SignIn};
use token::Proof;

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
    /// Settings: `{ "tenant", "clientId", "cloud"?, "signIn"?, "certificateFile"?, "caFile"?, "atOnce"?, "connectFor"?,
    /// "answerFor"?, "applications"?, "roles"?, "subscriptions"?, "baseUrl"? }`. The secret is the client secret, the key of the
    /// certificate, or what a person's sign-in left behind, which `keep` is told when it changes. Opens no connection.
    ///
    /// # Errors
    /// Settings that cannot be right, and a missing secret.
    pub fn new(
        settings: &serde_json::Value,
        secret: Option<Zeroizing<String>>,
        folder: &Path,
        keep: Option<Keep>,
    ) -> Result<Entra, DirectoryProblem> {
        let setting = Setting::parse(settings, folder)?;
        let proof = Proof::new(&setting, secret.filter(|secret| !secret.is_empty()))?;
        Ok(Entra {
            session: Session::new(setting, proof, keep)?,
        })
    }
}

crate::connector::connector!(Entra);

impl Entra {
    async fn prove_now(
        &self,
        _person: &Target,
        _secret: &Zeroizing<String>,
        _control: &Control,
    ) -> Result<bool, DirectoryProblem> {
        Err(DirectoryProblem::NoPassword(
            "Entra ID takes passwords on its own page alone",
        ))
    }
}
