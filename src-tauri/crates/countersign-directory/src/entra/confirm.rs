//! Looks freshly who is in a group.

use std::collections::HashSet;

use chrono::Utc;
use countersign_domain::snapshot::{Presence, Target};

use super::id::Id;
use super::page::{Page, Walk};
use super::shape::Link;
use super::{Entra, address};
use crate::{Control, DirectoryProblem};

impl Entra {
    pub(super) async fn confirm_now(
        &self,
        group: &Target,
        members: &[Target],
        control: &Control,
    ) -> Result<Vec<Presence>, DirectoryProblem> {
        let wanted: HashSet<Id> = members.iter().filter_map(|member| Id::parse(&member.key)).collect();
        let mut found = HashSet::new();
        let mut exists = false;
        if let Some(id) = Id::parse(&group.key) {
            let mut walk = Walk::new(address::members(&id));
            loop {
                match walk.page::<Link>(&self.session, &control.cancel).await? {
                    Page::Some(some) => {
                        exists = true;
                        found.extend(
                            some.iter()
                                .filter_map(|link| Id::parse(&link.id))
                                .filter(|id| wanted.contains(id)),
                        );
                    }
                    Page::End => break,
                    Page::Gone if !exists => break,
                    Page::Gone | Page::Stale => {
                        return Err(DirectoryProblem::Unclear {
                            url: address::members(&id).subject(self.session.setting()),
                            reason: "the list ends before its end".into(),
                        });
                    }
                }
            }
        }
        let read_at = Utc::now();
        let presence = |member: &Target| Presence {
            group: group.clone(),
            member: member.clone(),
            present: Id::parse(&member.key).is_some_and(|id| found.contains(&id)),
            group_exists: exists,
            read_at,
        };
        Ok(members.iter().map(presence).collect())
    }
}
