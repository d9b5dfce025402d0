//! Writing the items of a start, and sharing reviewer sets between them.

use std::collections::{HashMap, HashSet};

use countersign_domain::id::PrincipalId;
use countersign_domain::recommendation::Recommendation;
use countersign_domain::reviewer::ReviewerReason;
use rusqlite::{Transaction, params};

use super::{Start, Started};
use crate::{StoreError, snapshot};

pub(super) type SetKey = Vec<(PrincipalId, ReviewerReason)>;

/// Writes items and shares reviewer sets between them.
pub(super) struct Writer<'t> {
    item: rusqlite::CachedStatement<'t>,
    transaction: &'t Transaction<'t>,
    instance: i64,
    first: i64,
    next: i64,
    pub(super) excluded: i64,
    unasked: i64,
    sets: HashMap<SetKey, i64>,
    reviewers: HashSet<i64>,
    self_review: bool,
    /// Named and fallback reviewers: the same for every group.
    named: Vec<i64>,
    /// People who may be asked within this group: whether they are asked depends on whose item it is.
    askable: HashSet<i64>,
    /// For everybody else, the set within one group follows from the manager alone.
    by_manager: HashMap<i64, Option<i64>>,
}

impl<'t> Writer<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>, start: &Start<'_>, first: i64) -> Result<Self, StoreError> {
        let item = transaction.prepare_cached(
            "INSERT INTO item (id, instance_id, principal_id, resource_id, direct, path, reviewer_set_id, recommendation)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        Ok(Self {
            item,
            transaction,
            instance: start.instance,
            first,
            next: first,
            excluded: 0,
            unasked: 0,
            sets: HashMap::new(),
            reviewers: HashSet::new(),
            self_review: start.definition.is_self_review(),
            named: start
                .named
                .iter()
                .map(|(id, _)| *id)
                .chain(start.fallback.iter().copied())
                .collect(),
            askable: HashSet::new(),
            by_manager: HashMap::new(),
        })
    }

    pub(super) fn begin_group(&mut self, owners: &[i64]) {
        self.by_manager.clear();
        self.askable.clear();
        self.askable.extend(self.named.iter().chain(owners));
    }

    /// The set for one person's item; `asked` is called only where no earlier answer can serve.
    pub(super) fn set_of(
        &mut self,
        principal: i64,
        manager: i64,
        asked: impl FnOnce() -> SetKey,
    ) -> Result<Option<i64>, StoreError> {
        let own = self.self_review || manager == principal || self.askable.contains(&principal);
        if !own && let Some(set) = self.by_manager.get(&manager) {
            return Ok(*set);
        }
        let people = asked();
        let set = if people.is_empty() {
            None
        } else {
            Some(self.set(people)?)
        };
        if !own {
            self.by_manager.insert(manager, set);
        }
        Ok(set)
    }

    pub(super) fn set(&mut self, people: SetKey) -> Result<i64, StoreError> {
        if let Some(set) = self.sets.get(&people) {
            return Ok(*set);
        }
        self.transaction
            .prepare_cached("INSERT INTO reviewer_set (instance_id) VALUES (?1)")?
            .execute([self.instance])?;
        let set = self.transaction.last_insert_rowid();
        let mut member = self
            .transaction
            .prepare_cached("INSERT INTO reviewer_set_member (set_id, principal_id, reason) VALUES (?1, ?2, ?3)")?;
        for (person, why) in &people {
            member.execute(params![set, person.0, why.word()])?;
            self.reviewers.insert(person.0);
        }
        self.sets.insert(people, set);
        Ok(set)
    }

    pub(super) fn item(
        &mut self,
        group: i64,
        member: &snapshot::EffectiveMember,
        set: Option<i64>,
        advice: Recommendation,
    ) -> Result<(), StoreError> {
        let path = if member.path.is_empty() {
            None
        } else {
            Some(serde_json::to_string(&*member.path)?)
        };
        self.item.execute(params![
            self.next,
            self.instance,
            member.principal_id,
            group,
            member.direct,
            path,
            set,
            advice.word()
        ])?;
        self.next += 1;
        self.unasked += i64::from(set.is_none());
        Ok(())
    }

    pub(super) fn finish(self) -> Started {
        Started {
            items: self.next - self.first,
            excluded: self.excluded,
            reviewers: i64::try_from(self.reviewers.len()).unwrap_or(i64::MAX),
            unasked: self.unasked,
        }
    }
}
