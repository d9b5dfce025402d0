//! Whether a password is somebody's: a simple bind (RFC 4513 §5.1.3) on a connection of its own.

use countersign_domain::snapshot::Target;
use zeroize::Zeroizing;

use super::Ldap;
use super::read_some::by_key;
use super::search::{Scope, Search};
use super::session::Session;
use super::setting::Setting;
use crate::{Control, DirectoryProblem};

/// No attribute at all (RFC 4511 §4.5.1.8).
const NOTHING: [&str; 1] = ["1.1"];

impl Ldap {
    pub(super) async fn prove_now(
        &self,
        person: &Target,
        secret: &Zeroizing<String>,
        control: &Control,
    ) -> Result<bool, DirectoryProblem> {
        if secret.is_empty() {
            return Ok(false);
        }
        // By the lasting identity: the name of the last read may be another person's by now.
        let filter = format!(
            "(&{}{})",
            by_key([person.key.as_str()].into_iter()),
            self.setting.filter()
        );
        let search = Search::new(&self.setting.base, Scope::Subtree, &filter, &NOTHING)?;
        let mut session = self.open(control).await?;
        let found = session.find(&search).await?.unwrap_or_default();
        let [entry] = found.as_slice() else { return Ok(false) };
        // A name of nobody would be an anonymous sign-in, whatever the password.
        if entry.dn.is_empty() {
            return Ok(false);
        }
        let setting = Setting {
            bind_dn: entry.dn.clone(),
            ..self.setting.clone()
        };
        match Session::open(&setting, secret, &control.cancel).await {
            Ok(_) => Ok(true),
            Err(DirectoryProblem::WrongPassword { .. }) => Ok(false),
            Err(other) => Err(other),
        }
    }
}
