//! Whether a password is somebody's: a simple bind (RFC 4513 §5.1.3) on a connection of its own.

use countersign_domain::snapshot::Target;
use zeroize::Zeroizing;

use super::ActiveDirectory;
use super::name::{Name, by_key};
use crate::ldap;
use crate::ldap::search::{Scope, Search};
use crate::ldap::session::Session;
use crate::{Control, DirectoryProblem};

impl ActiveDirectory {
    pub(super) async fn prove_now(
        &self,
        person: &Target,
        secret: &Zeroizing<String>,
        control: &Control,
    ) -> Result<bool, DirectoryProblem> {
        if secret.is_empty() {
            return Ok(false);
        }
        let mut controller = self.open(None, control).await?;
        let base = self.base(&controller).to_owned();
        // By the lasting identity: the name of the last read may be another person's by now.
        let keys = by_key([person.key.as_str()].into_iter());
        let filter = format!("(&{keys}{})", self.setting.filter());
        let search = Search::new(&base, Scope::Subtree, &filter, &["1.1"])?;
        let found = controller.find(&search).await?.unwrap_or_default();
        let [entry] = found.as_slice() else { return Ok(false) };
        let name = Name::parse(&entry.dn).dn;
        // A name of nobody would be an anonymous sign-in, whatever the password.
        if name.is_empty() {
            return Ok(false);
        }
        let line = ldap::Setting {
            bind_dn: name,
            ..self.setting.line(&controller.url)
        };
        match Session::open(&line, secret, &control.cancel).await {
            Ok(_) => Ok(true),
            Err(DirectoryProblem::WrongPassword { .. }) => Ok(false),
            Err(other) => Err(other),
        }
    }
}
