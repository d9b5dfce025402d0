//! The first controller of a list that answers, and what it says about itself.

use super::ActiveDirectory;
use super::name::extended_names;
use crate::ldap::search::{Found, Scope, Search};
use crate::ldap::session::{Ending, Session};
use crate::ldap::text::clean;
use crate::{Control, DirectoryProblem};

const ACTIVE_DIRECTORY: &str = "1.2.840.113556.1.4.800";
const BUSY: u32 = 51;
const UNAVAILABLE: u32 = 52;

/// A controller that we are signed in at.
pub(super) struct Controller {
    pub session: Session,
    pub url: String,
    pub root: Root,
}

/// What the root of the controller says.
pub(super) struct Root {
    pub product: String,
    /// The domain.
    pub domain: String,
    pub contexts: Vec<String>,
    pub controls: Vec<String>,
    /// The number of the newest change, by this controller's own count.
    pub newest: u64,
    /// Which database the changes are counted in; a controller put back from a copy gets a new one.
    pub database: String,
    synchronized: bool,
}

impl ActiveDirectory {
    /// Connects to the first controller that answers, beginning with `first`.
    pub(super) async fn open(&self, first: Option<&str>, control: &Control) -> Result<Controller, DirectoryProblem> {
        let mut controllers: Vec<&str> = self.setting.controllers().collect();
        controllers.sort_by_key(|url| Some(*url) != first);
        let mut problem = None;
        for url in controllers {
            match self.open_one(url, control).await {
                // A wrong password is not tried elsewhere: every try counts against the account.
                Err(found) if !leads_on(&found) => return Err(found),
                Err(found) => problem = problem.or(Some(found)),
                Ok(controller) => return Ok(controller),
            }
        }
        Err(problem.unwrap_or_else(|| DirectoryProblem::Setting("url names no controller".into())))
    }

    pub(super) async fn open_one(&self, url: &str, control: &Control) -> Result<Controller, DirectoryProblem> {
        let mut session = Session::open(&self.setting.line(url), &self.secret, &control.cancel).await?;
        let root = root(&mut session, url).await?;
        if !root.synchronized {
            return Err(DirectoryProblem::Refused {
                url: url.to_owned(),
                what: "serve".into(),
                code: UNAVAILABLE,
                reason: "it is still taking over the domain from the others".into(),
            });
        }
        Ok(Controller {
            session,
            url: url.to_owned(),
            root,
        })
    }

    pub(super) fn base<'a>(&'a self, controller: &'a Controller) -> &'a str {
        self.setting.base.as_deref().unwrap_or(&controller.root.domain)
    }
}

fn leads_on(problem: &DirectoryProblem) -> bool {
    match problem {
        DirectoryProblem::Unreachable { .. }
        | DirectoryProblem::TimedOut { .. }
        | DirectoryProblem::BrokenOff { .. } => true,
        DirectoryProblem::Refused { code, .. } => matches!(*code, BUSY | UNAVAILABLE),
        _ => false,
    }
}

async fn root(session: &mut Session, url: &str) -> Result<Root, DirectoryProblem> {
    let asked = [
        "defaultNamingContext",
        "namingContexts",
        "dnsHostName",
        "dsServiceName",
        "highestCommittedUSN",
        "isSynchronized",
        "supportedCapabilities",
        "supportedControl",
        "vendorName",
    ];
    let search = Search::new("", Scope::Base, "(objectClass=*)", &asked)?;
    let found = session.find(&search).await?.unwrap_or_default();
    let found = found.into_iter().next().unwrap_or_default();
    let is = found
        .all("supportedCapabilities")
        .iter()
        .any(|one| one == ACTIVE_DIRECTORY);
    let (Some(domain), true) = (found.first("defaultNamingContext"), is) else {
        return Err(DirectoryProblem::Setting(format!(
            "{url} is no controller of an Active Directory; use the kind ldap for it"
        )));
    };
    let maker = match found.first("vendorName") {
        Some(vendor) if vendor.starts_with("Samba") => "Samba Active Directory",
        _ => "Active Directory",
    };
    let host = found.first("dnsHostName").unwrap_or(url);
    Ok(Root {
        product: clean(&format!("{maker} on {host}")).0,
        domain: domain.to_owned(),
        contexts: found.all("namingContexts").to_vec(),
        controls: found.all("supportedControl").to_vec(),
        newest: newest_of(&found),
        database: database(session, found.first("dsServiceName").unwrap_or_default()).await?,
        synchronized: !found
            .first("isSynchronized")
            .is_some_and(|text| text.eq_ignore_ascii_case("false")),
    })
}

fn newest_of(root: &Found) -> u64 {
    let number = root.first("highestCommittedUSN").and_then(|text| text.parse().ok());
    number.unwrap_or(0)
}

/// The `invocationId` as hex; empty where the account may not see it.
async fn database(session: &mut Session, place: &str) -> Result<String, DirectoryProblem> {
    let mut id = String::new();
    if place.is_empty() {
        return Ok(id);
    }
    let search = Search::new(place, Scope::Base, "(objectClass=*)", &["invocationId"])?;
    let take = |mut raw: crate::ldap::search::RawEntry<'_>| {
        while let Some((_, mut values)) = raw.next_attribute()? {
            if let Some(bytes) = values.next()? {
                id = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            }
        }
        Ok(())
    };
    let Ending { .. } = session.each(&search, None, take).await?;
    Ok(id)
}

impl Controller {
    /// The number of the newest change as it is now.
    pub(super) async fn newest_now(&mut self) -> Result<u64, DirectoryProblem> {
        let search = Search::new("", Scope::Base, "(objectClass=*)", &["highestCommittedUSN"])?;
        let found = self.session.find(&search).await?.unwrap_or_default();
        Ok(found.first().map_or(0, newest_of))
    }

    /// A small search with extended names. `None` when the base does not exist.
    pub(super) async fn find(&mut self, search: &Search<'_>) -> Result<Option<Vec<Found>>, DirectoryProblem> {
        let mut all = Vec::new();
        let take = |raw: crate::ldap::search::RawEntry<'_>| Found::from_raw(raw).map(|found| all.push(found));
        match self.session.each(search, Some(&extended_names()), take).await? {
            Ending { code: 0, .. } => Ok(Some(all)),
            Ending { code: 32, .. } => Ok(None),
            ending => Err(self.session.refused("answer a search", &ending)),
        }
    }
}
