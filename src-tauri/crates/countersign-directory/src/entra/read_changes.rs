//! Reads what changed. Graph's lists of changes say which objects to look at, and those are read anew: the lists
//! repeat themselves, keep no order, and tell of a group's members in pieces.

use std::collections::{BTreeSet, HashSet};

use chrono::Utc;
use countersign_domain::snapshot::{Entry, ReadMode, Record};

use super::address::{self, AT_ONCE, Relation, Request};
use super::cursor::Cursor;
use super::decode::Decoder;
use super::gather::{self, Crew};
use super::id::Id;
use super::page::{Page, Walk, whole};
use super::shape::{Changed, Link};
use super::{Entra, role};
use crate::connector::{Changes, Sink};
use crate::ldap::sink::Batch;
use crate::{Control, DirectoryProblem};

/// Beyond so many changes it is faster to read everything.
const MOST: usize = 20_000;

/// Which objects of one kind to look at.
#[derive(Default)]
struct Told {
    changed: BTreeSet<Id>,
    /// Only said to be gone.
    gone: BTreeSet<Id>,
    link: String,
}

impl Entra {
    pub(super) async fn read_changes_now(
        &self,
        cursor: &str,
        sink: Sink,
        control: &Control,
    ) -> Result<Changes, DirectoryProblem> {
        let started_at = Utc::now();
        control.report("connect", 0, None);
        let (session, asked) = (&self.session, self.session.asked());
        let because = |reason: &str| {
            Ok(Changes::FullNeeded {
                because: reason.to_owned(),
            })
        };
        let Some(before) = Cursor::parse(cursor) else {
            return because("what the last read left behind cannot be used any more");
        };
        if before.is_old() {
            return because("the last sign-ins are a week old, and only a full read tells them");
        }
        let setting = session.setting();
        if setting.applications != before.applications.is_some() || setting.reads_roles() != before.roles.is_some() {
            return because("what is to be read was changed in the settings");
        }
        let stale = "the tenant no longer knows what changed since the last read";
        let Some(mut users) = self.told(address::users_now(), &before.users, control).await? else {
            return because(stale);
        };
        let Some(mut groups) = self.told(address::groups_now(), &before.groups, control).await? else {
            return because(stale);
        };
        let applications = match &before.applications {
            None => None,
            Some(link) => match self.told(address::applications_now(), link, control).await? {
                Some(told) => Some(told),
                None => return because(stale),
            },
        };
        if users.changed.len() + groups.changed.len() > MOST {
            return because("so much changed that reading everything is faster");
        }
        let again: BTreeSet<Id> = users.changed.iter().chain(&groups.changed).cloned().collect();
        for key in &before.deleted {
            if let Some(id) = Id::parse(key).filter(|id| users.changed.contains(id)) {
                self.restored(&id, &mut users, &mut groups, control).await?;
            }
        }
        // What changed last time is looked at once more; which kind each is, the answer shows. Of what is said to be
        // gone, some machine of the tenant may still know, so that is not asked for.
        let over = |id: &Id| users.gone.contains(id) || groups.gone.contains(id);
        let last: Vec<Id> = before
            .again
            .iter()
            .filter_map(|key| Id::parse(key))
            .filter(|id| !over(id))
            .collect();
        for id in last {
            users.changed.insert(id.clone());
            groups.changed.insert(id);
        }
        let mut decoder = Decoder::default();
        let mut batch = Batch::new(sink, control, "read changes");
        let apps = applications.as_ref().map(|told| &told.gone);
        for id in users.gone.iter().chain(&groups.gone).chain(apps.into_iter().flatten()) {
            if !users.changed.contains(id) && !groups.changed.contains(id) {
                batch.record(Record::Gone(id.as_str().to_owned()));
            }
        }
        let mut crew = Crew::new();
        self.start_some(&mut crew, control, &users.changed, &groups.changed);
        self.start_rest(&mut crew, control);
        let (mut seen, mut roles) = (BTreeSet::new(), Vec::new());
        let see = |entry: &Entry| {
            seen.extend(Id::parse(&entry.key));
            if role::is_role(&entry.key) {
                roles.push(entry.key.clone());
            }
        };
        crew.take_in(&mut decoder, &mut batch, see).await?;
        // Said to have changed, and not there: deleted since.
        for id in users.changed.union(&groups.changed).filter(|id| !seen.contains(*id)) {
            batch.record(Record::Gone(id.as_str().to_owned()));
        }
        let now: HashSet<&str> = roles.iter().map(String::as_str).collect();
        for key in before.roles.iter().flatten().filter(|key| !now.contains(key.as_str())) {
            batch.record(Record::Gone(key.clone()));
        }
        batch.flush(true).await?;
        let mut after = before.clone();
        after
            .deleted
            .retain(|key| Id::parse(key).is_none_or(|id| !seen.contains(&id)));
        after.deleted.extend(users.gone.iter().map(|id| id.as_str().to_owned()));
        after.again = again.iter().map(|id| id.as_str().to_owned()).collect();
        after.roles = before.roles.as_ref().map(|_| roles);
        (after.users, after.groups) = (users.link, groups.link);
        after.applications = applications.map(|told| told.link);
        let mut report = self.report(ReadMode::Incremental, started_at, asked);
        report.entries_returned = decoder.returned;
        report.entries_loaded = batch.entries;
        report.excluded = decoder.excluded.to_exclusions();
        report.adjusted = decoder.adjusted.to_exclusions();
        report.cursor = after.into_text();
        Ok(Changes::Read(Box::new(report)))
    }

    /// Whoever is restored is again in the groups, and the manager of the people, that named them before.
    async fn restored(
        &self,
        id: &Id,
        users: &mut Told,
        groups: &mut Told,
        control: &Control,
    ) -> Result<(), DirectoryProblem> {
        for relation in [Relation::MemberOf, Relation::OwnedObjects, Relation::DirectReports] {
            let request = address::of_user(id, relation);
            let list: Option<Vec<Link>> = whole(&self.session, request, &control.cancel).await?;
            for link in list.into_iter().flatten() {
                match (Id::parse(&link.id), link.kind.trim_start_matches('#')) {
                    (Some(id), "microsoft.graph.group") => groups.changed.insert(id),
                    (Some(id), "microsoft.graph.user") => users.changed.insert(id),
                    _ => false,
                };
            }
        }
        Ok(())
    }

    /// Starts reading these users and groups anew.
    fn start_some(&self, crew: &mut Crew, control: &Control, users: &BTreeSet<Id>, groups: &BTreeSet<Id>) {
        let (session, cancel) = (&self.session, &control.cancel);
        let Some(tell) = crew.tell() else { return };
        for ids in users.iter().cloned().collect::<Vec<_>>().chunks(AT_ONCE) {
            crew.start(gather::some_users(
                session.clone(),
                cancel.clone(),
                tell.clone(),
                ids.to_vec(),
            ));
        }
        for ids in groups.iter().cloned().collect::<Vec<_>>().chunks(AT_ONCE) {
            let request = address::groups_by_id(ids);
            crew.start(gather::groups(session.clone(), cancel.clone(), tell.clone(), request));
        }
    }

    /// Which objects a list of changes names; `None` where it has lost its place.
    async fn told(&self, like: Request, link: &str, control: &Control) -> Result<Option<Told>, DirectoryProblem> {
        let session = &self.session;
        let mut told = Told::default();
        let mut walk = Walk::from_link(session, &like, link)?;
        loop {
            match walk.page::<Changed>(session, &control.cancel).await? {
                Page::Some(some) => {
                    for one in some {
                        let Some(id) = Id::parse(&one.id) else { continue };
                        match one.removed {
                            Some(_) => told.gone.insert(id),
                            None => told.changed.insert(id),
                        };
                    }
                }
                Page::Gone | Page::Stale => return Ok(None),
                Page::End => break,
            }
        }
        told.link = walk.delta.ok_or_else(|| DirectoryProblem::Unclear {
            url: like.subject(session.setting()),
            reason: "a list of changes does not say where the next one begins".into(),
        })?;
        Ok(Some(told))
    }

    pub(super) async fn read_some_now(
        &self,
        keys: &[String],
        sink: Sink,
        control: &Control,
    ) -> Result<u64, DirectoryProblem> {
        let ids: BTreeSet<Id> = keys.iter().filter_map(|key| Id::parse(key)).collect();
        let mut decoder = Decoder::default();
        let mut batch = Batch::new(sink, control, "read again");
        let mut crew = Crew::new();
        self.start_some(&mut crew, control, &ids, &ids);
        crew.take_in(&mut decoder, &mut batch, |_| {}).await?;
        batch.flush(true).await?;
        Ok(batch.entries)
    }
}
