//! The first controller of a list that answers, and what it says about itself.

use std::sync::PoisonError;

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

/// Which controller answered, and the database that it counts its changes in.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    url: String,
    database: String,
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
    /// Connects to the first controller that answers, beginning with `first`, else with the one that answered last:
    /// another may not have heard yet of what was changed there.
    pub(super) async fn open(&self, first: Option<&str>, control: &Control) -> Result<Controller, DirectoryProblem> {
        let last = self.answered();
        let first = first.or(last.as_ref().map(|last| last.url.as_str()));
        let mut controllers: Vec<&str> = self.setting.controllers().collect();
        controllers.sort_by_key(|url| Some(*url) != first);
        let mut problem = None;
        for url in controllers {
            match self.open_one(url, control).await {
                // A wrong password is not tried elsewhere: every try counts against the account.
                Err(found) if !leads_on(&found) => return Err(found),
                Err(found) => problem = problem.or(Some(found)),
                Ok(controller) => {
                    let answered = Answered {
                        url: controller.url.clone(),
                        database: controller.root.database.clone(),
                    };
                    *self.answered.lock().unwrap_or_else(PoisonError::into_inner) = Some(answered);
                    return Ok(controller);
                }
            }
        }
        Err(problem.unwrap_or_else(|| DirectoryProblem::Setting("url names no controller".into())))
    }

    fn answered(&self) -> Option<Answered> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Connects to the controller that answered last and to no other: what two of them say is not put together.
    pub(super) async fn open_same(&self, control: &Control) -> Result<Controller, DirectoryProblem> {
        let Some(last) = self.answered() else {
            return self.open(None, control).await;
        };
        let controller = self.open_one(&last.url, control).await?;
        match controller.root.database == last.database {
            true => Ok(controller),
            false => Err(refused_for_now(&last.url, "it is another one than a moment ago")),
        }
    }

    pub(super) async fn open_one(&self, url: &str, control: &Control) -> Result<Controller, DirectoryProblem> {
        let mut session = Session::open(&self.setting.line(url), &self.secret, &control.cancel).await?;
        let root = root(&mut session, url).await?;
        if !root.synchronized {
            return Err(refused_for_now(
                url,
                "it is still taking over the domain from the others",
            ));
        }
        Ok(Controller {
            session,
            url: url.to_owned(),
            root,
        })
    }

    /// Where lasting identities are looked for: in the whole domain. Whoever was moved out of the part that is read is
    /// not gone, and what they hold stands.
    pub(super) fn everywhere(controller: &Controller) -> &str {
        &controller.root.domain
    }

    pub(super) fn base<'a>(&'a self, controller: &'a Controller) -> &'a str {
        self.setting.base.as_deref().unwrap_or(&controller.root.domain)
    }
}

fn refused_for_now(url: &str, reason: &str) -> DirectoryProblem {
    DirectoryProblem::Refused {
        url: url.to_owned(),
        what: "serve".into(),
        code: UNAVAILABLE,
        reason: reason.into(),
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

    /// Whether it has taken over what another database had counted; `None` where the account may not see it.
    pub(super) async fn has_heard_of(&mut self, database: &str, newest: u64) -> Result<Option<bool>, DirectoryProblem> {
        let domain = self.root.domain.clone();
        let search = Search::new(&domain, Scope::Base, "(objectClass=*)", &["replUpToDateVector"])?;
        let mut heard = None;
        let take = |mut raw: crate::ldap::search::RawEntry<'_>| {
            while let Some((_, mut values)) = raw.next_attribute()? {
                heard = values.next()?.and_then(|bytes| counted(bytes, database));
            }
            Ok(())
        };
        let Ending { .. } = self.session.each(&search, None, take).await?;
        Ok(heard.map(|heard| heard >= newest))
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

/// How far a vector of what was taken over (`replUpToDateVector`, MS-DRSR) has come with one database; 0 where it names
/// others alone.
fn counted(vector: &[u8], database: &str) -> Option<u64> {
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    let size = match number(vector.get(..4)?) {
        1 => 24,
        2 => 32,
        _ => return None,
    };
    for one in vector.get(16..)?.chunks_exact(size) {
        let id: String = one[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        if id == database {
            return Some(number(&one[16..24]));
        }
    }
    Some(0)
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn a_vector_says_how_far_a_controller_has_come_with_another() {
        let head = |version: u8| [[version, 0, 0, 0], [0; 4], [1, 0, 0, 0], [0; 4]].concat();
        let cursor = [vec![0xab; 16], vec![0x6b, 0x0f, 0, 0, 0, 0, 0, 0]].concat();
        let (one, two) = ("ab".repeat(16), "cd".repeat(16));
        let short = [head(1), cursor.clone()].concat();
        assert_eq!(counted(&short, &one), Some(3947));
        assert_eq!(counted(&short, &two), Some(0));
        let long = [head(2), cursor.clone(), vec![9; 8]].concat();
        assert_eq!(counted(&long, &one), Some(3947));
        assert_eq!(counted(&long[..40], &one), Some(0), "cut short");
        assert_eq!(counted(&[head(7), cursor].concat(), &one), None);
        assert_eq!(counted(&[], &one), None);
    }
}
