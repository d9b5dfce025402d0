//! Groups and people as they are at this moment, found by their lasting identity wherever in the domain they stand.

use std::collections::HashMap;

use chrono::Utc;
use countersign_domain::snapshot::{Presence, Target};

use super::ActiveDirectory;
use super::controller::Controller;
use super::name::{Name, by_key};
use super::read::AT_ONCE;
use super::sid;
use crate::ldap::filter;
use crate::ldap::search::{Found, Scope, Search};
use crate::{Control, DirectoryProblem};

/// A principal as the domain knows it now.
pub(super) struct Here {
    pub dn: String,
    sid: Option<String>,
    primary: Option<String>,
}

impl Here {
    fn from_found(found: &Found) -> (Option<String>, Here) {
        let name = Name::parse(&found.dn);
        let here = Here {
            dn: name.dn,
            sid: name.sid,
            primary: found.first("primaryGroupID").map(str::to_owned),
        };
        (name.guid, here)
    }

    /// Whether this is the primary group of a person: then its list does not hold them.
    pub(super) fn is_primary_of(&self, person: &Here) -> bool {
        let primary = person.sid.as_deref().zip(person.primary.as_deref());
        let primary = primary.and_then(|(sid, number)| sid::primary_group(sid, number));
        primary.is_some() && primary == self.sid
    }
}

impl ActiveDirectory {
    pub(super) async fn confirm_now(
        &self,
        group: &Target,
        members: &[Target],
        control: &Control,
    ) -> Result<Vec<Presence>, DirectoryProblem> {
        let mut controller = self.open(None, control).await?;
        let mut all = self.here(&mut controller, &[group]).await?;
        let group_now = all.remove(&group.key);
        let people = self.here(&mut controller, &members.iter().collect::<Vec<_>>()).await?;
        let mut answers = Vec::with_capacity(members.len());
        for member in members {
            let present = match (&group_now, people.get(&member.key)) {
                (Some(now), Some(person)) => {
                    now.is_primary_of(person) || self.lists(&mut controller, &group.key, &person.dn).await?
                }
                // What was deleted stands in no list.
                _ => false,
            };
            answers.push(Presence {
                group: group.clone(),
                member: member.clone(),
                present,
                group_exists: group_now.is_some(),
                read_at: Utc::now(),
            });
        }
        Ok(answers)
    }

    /// Those of the targets that are still there, by key.
    pub(super) async fn here(
        &self,
        controller: &mut Controller,
        targets: &[&Target],
    ) -> Result<HashMap<String, Here>, DirectoryProblem> {
        let base = ActiveDirectory::everywhere(controller).to_owned();
        let mut here = HashMap::new();
        for some in targets.chunks(AT_ONCE) {
            let filter = by_key(some.iter().map(|target| target.key.as_str()));
            let search = Search::new(&base, Scope::Subtree, &filter, &["primaryGroupID"])?;
            let found = controller.find(&search).await?;
            let found = found.ok_or_else(|| DirectoryProblem::WrongBase { base: base.clone() })?;
            for (key, one) in found.iter().map(Here::from_found) {
                here.extend(key.map(|key| (key, one)));
            }
        }
        Ok(here)
    }

    /// Whether the list of the group with this key holds this name. Asked of the controller, because
    /// the list may be long.
    pub(super) async fn lists(
        &self,
        controller: &mut Controller,
        group: &str,
        member: &str,
    ) -> Result<bool, DirectoryProblem> {
        let base = ActiveDirectory::everywhere(controller).to_owned();
        let filter = format!("(&{}(member={}))", by_key([group].into_iter()), filter::escape(member));
        let search = Search::new(&base, Scope::Subtree, &filter, &["1.1"])?;
        let found = controller.find(&search).await?;
        let found = found.ok_or(DirectoryProblem::WrongBase { base })?;
        Ok(!found.is_empty())
    }
}
