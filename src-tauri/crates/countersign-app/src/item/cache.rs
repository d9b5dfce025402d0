//! The columns of instances that are being looked at, and the last list cut from each.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

use countersign_store::audit;
use countersign_store::item::{Filter, ItemIndex, List, Sort};

use crate::Problem;
use crate::call::{Decided, Read, Write};
use crate::desk::Open;

type Shared = Arc<RwLock<ItemIndex>>;

/// Instances kept in memory at one time.
const KEPT: usize = 16;
/// Lists kept for paging: a filter is paged through many times.
const LISTS: usize = 8;

/// The columns of one instance.
struct Held {
    index: Shared,
    /// How many entries the log had when they were read, and all of this desk since then whose changes are in them. Where
    /// the log has more, nothing says that they still are what is stored.
    as_of: i64,
}

#[derive(Default)]
struct Kept {
    indexes: HashMap<i64, Held>,
    lists: Vec<((i64, Filter, Sort), Arc<List>)>,
    /// SQLite's mark of the last change by another connection's process.
    foreign: Option<i64>,
}

impl Kept {
    fn hold(&mut self, instance: i64, index: Shared, as_of: i64) {
        if self.indexes.len() >= KEPT {
            self.indexes.clear();
            self.lists.clear();
        }
        self.indexes.insert(instance, Held { index, as_of });
    }
}

/// Columns and lists of one open store.
#[derive(Default)]
pub(crate) struct IndexCache {
    kept: Mutex<Kept>,
    /// Counts the changes of this desk, so that columns read before a change are not kept after it.
    generation: AtomicU64,
}

impl IndexCache {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Forgets everything when another program wrote to the store.
    fn follow(&self, open: &Open) {
        let Some(version) = open.store.foreign_version() else {
            return;
        };
        let mut kept = self.kept();
        if kept.foreign != Some(version) {
            *kept = Kept {
                foreign: Some(version),
                ..Kept::default()
            };
        }
    }

    /// The mark to take before a read begins.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    pub fn get(&self, read: &Read<'_>, instance: i64) -> Result<Shared, Problem> {
        self.follow(read.open);
        if let Some(held) = self.kept().indexes.get(&instance) {
            return Ok(held.index.clone());
        }
        let as_of = audit::head(read.connection)?.entries;
        let index = Arc::new(RwLock::new(ItemIndex::load(read.connection, instance)?));
        let mut kept = self.kept();
        if read.generation == self.generation() {
            kept.hold(instance, index.clone(), as_of);
        }
        Ok(index)
    }

    /// What of an instance is chosen, as it is stored before this write changes anything. What is kept serves where it
    /// has every entry of the log, since nobody else writes meanwhile.
    pub fn choose(&self, write: &Write<'_>, instance: i64, filter: &Filter, sort: Sort) -> Result<Vec<i64>, Problem> {
        let as_of = write.audit_seq - 1;
        let known = {
            let kept = self.kept();
            let held = kept.indexes.get(&instance).filter(|held| held.as_of == as_of);
            held.map(|held| held.index.clone())
        };
        let index = match known {
            Some(index) => index,
            None => {
                let index = Arc::new(RwLock::new(ItemIndex::load(write.transaction, instance)?));
                self.kept().hold(instance, index.clone(), as_of);
                index
            }
        };
        let index = index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(index.select(filter, sort))
    }

    /// A filtered, sorted list and its counts.
    pub fn select(&self, read: &Read<'_>, instance: i64, filter: &Filter, sort: Sort) -> Result<Arc<List>, Problem> {
        let index = self.get(read, instance)?;
        let key = (instance, filter.clone(), sort);
        if let Some((_, list)) = self.kept().lists.iter().find(|(one, _)| *one == key) {
            return Ok(list.clone());
        }
        let list = Arc::new(
            index
                .read()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .list(filter, sort),
        );
        let mut kept = self.kept();
        if read.generation != self.generation() {
            return Ok(list);
        }
        if kept.lists.len() >= LISTS {
            kept.lists.remove(0);
        }
        kept.lists.push((key, list.clone()));
        Ok(list)
    }

    /// Keeps the columns in step with decisions of this desk that were committed.
    pub fn decided(&self, instance: i64, items: &[Decided]) {
        let index = {
            let mut kept = self.kept();
            self.generation.fetch_add(1, Ordering::SeqCst);
            kept.lists.retain(|((of, ..), _)| *of != instance);
            kept.indexes.get(&instance).map(|held| held.index.clone())
        };
        if let Some(index) = index {
            let mut index = index.write().unwrap_or_else(std::sync::PoisonError::into_inner);
            for one in items {
                index.set_decision(one.item, one.outcome, one.answer);
            }
        }
    }

    /// An entry of this desk was committed, and what it changed is in the columns.
    pub fn passed(&self, seq: i64) {
        for held in self.kept().indexes.values_mut() {
            if held.as_of == seq - 1 {
                held.as_of = seq;
            }
        }
    }

    pub fn forget(&self, instance: i64) {
        let mut kept = self.kept();
        self.generation.fetch_add(1, Ordering::SeqCst);
        kept.indexes.remove(&instance);
        kept.lists.retain(|((of, ..), _)| *of != instance);
    }
}
