//! Writing the items of a start, and sharing reviewer sets between them.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use countersign_domain::id::PrincipalId;
use countersign_domain::recommendation::Recommendation;
use countersign_domain::reviewer::ReviewerReason;
use rusqlite::{Transaction, params};

use super::{Start, Started};
use crate::{StoreError, snapshot};

pub(super) type SetKey = Vec<(PrincipalId, ReviewerReason)>;

/// Items written by one statement: a statement costs more than a row.
const AT_ONCE: usize = 50;

/// An item on its way into the ledger.
struct Waiting {
    principal: i64,
    resource: i64,
    entitlement: Rc<str>,
    direct: bool,
    path: Option<String>,
    sets: [Option<i64>; 3],
    advice: &'static str,
    insight: Option<String>,
}

/// Inserts so many items: the instance is ?1, the first id ?2, and ten values follow for each.
fn insert(items: usize) -> String {
    let row = |at: usize| {
        let values: Vec<String> = (0..10).map(|n| format!("?{}", 3 + at * 10 + n)).collect();
        format!("(?2 + {at}, ?1, {})", values.join(", "))
    };
    let rows: Vec<String> = (0..items).map(row).collect();
    format!(
        "INSERT INTO item (id, instance_id, principal_id, resource_id, entitlement, direct, path, reviewer_set_id,
                           set_2, set_3, recommendation, insight)
         VALUES {}",
        rows.join(", ")
    )
}

/// What one stage needs to find the people to ask.
#[derive(Default)]
struct StageSets {
    self_review: bool,
    owners: bool,
    /// Named and fallback reviewers: the same for every resource.
    named: Vec<i64>,
    /// People who may be asked about this resource: whether they are asked depends on whose item it is.
    askable: HashSet<i64>,
    /// For everybody else, the set within one resource follows from the manager alone.
    by_manager: HashMap<i64, Option<i64>>,
}

/// Writes items and shares reviewer sets between them.
pub(super) struct Writer<'t> {
    item: rusqlite::Statement<'t>,
    waiting: Vec<Waiting>,
    transaction: &'t Transaction<'t>,
    instance: i64,
    first: i64,
    next: i64,
    unasked: Vec<i64>,
    sets: HashMap<SetKey, i64>,
    reviewers: HashSet<i64>,
    stages: Vec<StageSets>,
}

impl<'t> Writer<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>, start: &Start<'_>, first: i64) -> Result<Self, StoreError> {
        let stage = |asked: &super::Asked| StageSets {
            self_review: asked.self_review,
            owners: asked.owners,
            named: asked
                .named
                .iter()
                .map(|(id, _)| *id)
                .chain(asked.fallback.iter().copied())
                .collect(),
            ..StageSets::default()
        };
        Ok(Self {
            item: transaction.prepare(&insert(AT_ONCE))?,
            waiting: Vec::with_capacity(AT_ONCE),
            transaction,
            instance: start.instance,
            first,
            next: first,
            unasked: vec![0; start.stages.len()],
            sets: HashMap::new(),
            reviewers: HashSet::new(),
            stages: start.stages.iter().map(stage).collect(),
        })
    }

    pub(super) fn begin_resource(&mut self, owners: &[i64]) {
        for stage in &mut self.stages {
            stage.by_manager.clear();
            stage.askable.clear();
            stage.askable.extend(&stage.named);
            if stage.owners {
                stage.askable.extend(owners);
            }
        }
    }

    /// The set of one stage for one person's item; `asked` is called only where no earlier answer can serve.
    pub(super) fn set_of(
        &mut self,
        stage: usize,
        principal: i64,
        manager: i64,
        asked: impl FnOnce() -> SetKey,
    ) -> Result<Option<i64>, StoreError> {
        let own = {
            let stage = &self.stages[stage];
            stage.self_review || manager == principal || stage.askable.contains(&principal)
        };
        if !own && let Some(set) = self.stages[stage].by_manager.get(&manager) {
            return Ok(*set);
        }
        let people = asked();
        let set = if people.is_empty() {
            None
        } else {
            Some(self.set(people)?)
        };
        if !own {
            self.stages[stage].by_manager.insert(manager, set);
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
        resource: i64,
        holder: &snapshot::Holder,
        sets: [Option<i64>; 3],
        advice: Recommendation,
        insight: Option<String>,
    ) -> Result<i64, StoreError> {
        let path = if holder.path.is_empty() {
            None
        } else {
            Some(serde_json::to_string(&*holder.path)?)
        };
        for (unasked, set) in self.unasked.iter_mut().zip(&sets) {
            *unasked += i64::from(set.is_none());
        }
        self.waiting.push(Waiting {
            principal: holder.principal_id,
            resource,
            entitlement: Rc::clone(&holder.entitlement),
            direct: holder.direct,
            path,
            sets,
            advice: advice.word(),
            insight,
        });
        let item = self.next;
        self.next += 1;
        if self.waiting.len() == AT_ONCE {
            let first = self.next - AT_ONCE as i64;
            write(&mut self.item, self.instance, first, &self.waiting)?;
            self.waiting.clear();
        }
        Ok(item)
    }

    /// Writes what is waiting still.
    pub(super) fn finish(self, excluded: i64) -> Result<Started, StoreError> {
        if !self.waiting.is_empty() {
            let mut rest = self.transaction.prepare(&insert(self.waiting.len()))?;
            let first = self.next - self.waiting.len() as i64;
            write(&mut rest, self.instance, first, &self.waiting)?;
        }
        Ok(Started {
            items: self.next - self.first,
            excluded,
            reviewers: i64::try_from(self.reviewers.len()).unwrap_or(i64::MAX),
            unasked: self.unasked,
            carried: None,
        })
    }
}

fn write(
    statement: &mut rusqlite::Statement<'_>,
    instance: i64,
    first: i64,
    items: &[Waiting],
) -> Result<(), StoreError> {
    statement.raw_bind_parameter(1, instance)?;
    statement.raw_bind_parameter(2, first)?;
    for (at, item) in items.iter().enumerate() {
        let value = 3 + at * 10;
        statement.raw_bind_parameter(value, item.principal)?;
        statement.raw_bind_parameter(value + 1, item.resource)?;
        statement.raw_bind_parameter(value + 2, &*item.entitlement)?;
        statement.raw_bind_parameter(value + 3, item.direct)?;
        statement.raw_bind_parameter(value + 4, &item.path)?;
        statement.raw_bind_parameter(value + 5, item.sets[0])?;
        statement.raw_bind_parameter(value + 6, item.sets[1])?;
        statement.raw_bind_parameter(value + 7, item.sets[2])?;
        statement.raw_bind_parameter(value + 8, item.advice)?;
        statement.raw_bind_parameter(value + 9, &item.insight)?;
    }
    statement.raw_execute()?;
    Ok(())
}
