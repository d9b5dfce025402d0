//! Groups and people as they are at this moment, found by their lasting identity.

use std::collections::HashMap;

use chrono::Utc;
use countersign_domain::snapshot::{Presence, Target};

use super::Ldap;
use super::probe;
use super::read_some::{AT_ONCE, by_key};
use super::search::{Found, Scope, Search};
use super::session::Session;
use super::text::without_uid;
use crate::{Control, DirectoryProblem, dn};

const NO_ACCESS: u32 = 50;
const LISTS: [&str; 3] = ["member", "uniqueMember", "memberUid"];

/// A principal as the directory knows it now.
pub(super) enum Person {
    Here(Found),
    /// Nothing has its identity any more; what its old name means today is `renamed_to_other`.
    Gone {
        name_taken: bool,
    },
}

/// A group as it is now, with its members by what they are compared with.
pub(super) struct Group {
    pub dn: String,
    classes: Vec<String>,
    gid: Option<String>,
    pub lists: HashMap<&'static str, HashMap<String, String>>,
}

impl Group {
    fn from_found(found: &Found) -> Group {
        let lists = LISTS.into_iter().map(|list| {
            let compare = |value: &String| (compared(list, value), value.clone());
            (list, found.all(list).iter().map(compare).collect())
        });
        Group {
            dn: found.dn.clone(),
            classes: found
                .all("objectClass")
                .iter()
                .map(|class| class.to_ascii_lowercase())
                .collect(),
            gid: found.first("gidNumber").map(str::to_owned),
            lists: lists.collect(),
        }
    }

    pub(super) fn is(&self, class: &str) -> bool {
        self.classes.iter().any(|one| one == class)
    }

    /// The values that mean this person, each with its list.
    pub(super) fn values_of(&self, person: &Person, target: &Target) -> Vec<(&'static str, String)> {
        let mut wanted: Vec<(&'static str, String)> = Vec::new();
        let (name, uids) = match person {
            Person::Here(found) => (Some(found.dn.as_str()), found.all("uid")),
            Person::Gone { name_taken: false } => (Some(target.dn.as_str()), &[][..]),
            Person::Gone { name_taken: true } => (None, &[][..]),
        };
        if let Some(name) = name {
            wanted.extend(["member", "uniqueMember"].map(|list| (list, compared(list, name))));
        }
        wanted.extend(uids.iter().map(|uid| ("memberUid", uid.clone())));
        let value = |(list, wanted): (&'static str, String)| Some((list, self.lists.get(list)?.get(&wanted)?.clone()));
        wanted.into_iter().filter_map(value).collect()
    }

    pub(super) fn is_primary_of(&self, person: &Person) -> bool {
        match (person, &self.gid) {
            (Person::Here(found), Some(gid)) => self.is("posixgroup") && found.first("gidNumber") == Some(gid),
            _ => false,
        }
    }
}

fn compared(list: &str, value: &str) -> String {
    match list {
        "memberUid" => value.to_owned(),
        _ => dn::normalise(without_uid(value)).unwrap_or_else(|| format!("text:{value}")),
    }
}

impl Ldap {
    pub(super) async fn confirm_now(
        &self,
        group: &Target,
        members: &[Target],
        control: &Control,
    ) -> Result<Vec<Presence>, DirectoryProblem> {
        let mut session = self.open(control).await?;
        let now = self.group(&mut session, &group.key).await?;
        let people = self.people(&mut session, &members.iter().collect::<Vec<_>>()).await?;
        let read_at = Utc::now();
        let presence = |member: &Target| Presence {
            group: group.clone(),
            member: member.clone(),
            present: match (&now, people.get(&member.key)) {
                (Some(now), Some(person)) => !now.values_of(person, member).is_empty() || now.is_primary_of(person),
                _ => false,
            },
            group_exists: now.is_some(),
            read_at,
        };
        Ok(members.iter().map(presence).collect())
    }

    pub(super) async fn group(&self, session: &mut Session, key: &str) -> Result<Option<Group>, DirectoryProblem> {
        let asked = ["objectClass", "member", "uniqueMember", "memberUid", "gidNumber"];
        let found = self.identified(session, &by_key([key].into_iter()), &asked).await?;
        Ok(found.first().map(Group::from_found))
    }

    /// What has these lasting identities, wherever the server keeps it: whoever was moved out of the part that is read is
    /// not gone, and what they hold stands. Where this account may not look above that part, it is looked for within.
    pub(super) async fn identified(
        &self,
        session: &mut Session,
        filter: &str,
        asked: &[&str],
    ) -> Result<Vec<Found>, DirectoryProblem> {
        let base = &self.setting.base;
        let root = probe::root(session).await?;
        let place = dn::normalise(base).unwrap_or_default();
        let holds = |context: &&String| dn::normalise(context).is_some_and(|context| dn::is_under(&place, &context));
        let context = root.contexts.iter().filter(holds).max_by_key(|context| context.len());
        if let Some(context) = context.filter(|context| *context != base) {
            let search = Search::new(context, Scope::Subtree, filter, asked)?;
            match session.find(&search).await {
                Ok(Some(found)) => return Ok(found),
                Ok(None) | Err(DirectoryProblem::Refused { code: NO_ACCESS, .. }) => {}
                Err(problem) => return Err(problem),
            }
        }
        let search = Search::new(base, Scope::Subtree, filter, asked)?;
        let found = session.find(&search).await?;
        found.ok_or_else(|| DirectoryProblem::WrongBase { base: base.clone() })
    }

    pub(super) async fn people(
        &self,
        session: &mut Session,
        members: &[&Target],
    ) -> Result<HashMap<String, Person>, DirectoryProblem> {
        let asked = ["entryUUID", "nsUniqueId", "uid", "gidNumber"];
        let mut people = HashMap::new();
        for some in members.chunks(AT_ONCE) {
            let filter = by_key(some.iter().map(|member| member.key.as_str()));
            for found in self.identified(session, &filter, &asked).await? {
                if let Some(key) = found.first("entryUUID").or(found.first("nsUniqueId")) {
                    people.insert(key.to_ascii_lowercase(), Person::Here(found));
                }
            }
        }
        for member in members {
            if !people.contains_key(&member.key) {
                let search = Search::new(&member.dn, Scope::Base, "(objectClass=*)", &["entryUUID"])?;
                // A name that the server cannot even parse is nobody's.
                let taken = dn::normalise(&member.dn).is_some()
                    && session.find(&search).await?.is_some_and(|found| !found.is_empty());
                people.insert(member.key.clone(), Person::Gone { name_taken: taken });
            }
        }
        Ok(people)
    }
}
