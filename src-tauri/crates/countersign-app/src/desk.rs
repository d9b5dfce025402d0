//! The desk itself: what is open, who sits at it, what runs.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

use chrono::{DateTime, Utc};
use countersign_domain::actor::Actor;
use countersign_store::Store;
use serde::Serialize;
use ts_rs::TS;

use crate::checkpoint::Rollback;
use crate::item::IndexCache;
use crate::job::{Job, JobView};
use crate::secret::{Keeper, OsKeyring};
use crate::{Clock, Problem};

/// What the desk takes from the machine it stands on.
pub struct Environment {
    pub clock: Clock,
    /// The account of the operating system; the administrator's name.
    pub os_account: String,
    /// The name of this machine.
    pub device: String,
    /// Where the list of recent stores is kept; none keeps no list.
    pub configuration: Option<PathBuf>,
    pub(crate) keeper: Box<dyn Keeper>,
}

impl Environment {
    /// The machine as it is.
    pub fn of_machine() -> Self {
        let os_account = ["USER", "LOGNAME", "USERNAME"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
            .unwrap_or_else(|| "administrator".to_owned());
        Self {
            clock: Clock::default(),
            os_account,
            device: name_of_machine(),
            configuration: configuration_folder(),
            keeper: Box::new(OsKeyring),
        }
    }

    /// The machine with a clock that stands still; the stores it opens must be practice stores.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            clock: Clock::fixed(now),
            ..Self::of_machine()
        }
    }
}

/// As the operating system has it; `machine` where it has none.
fn name_of_machine() -> String {
    let named = || {
        ["COMPUTERNAME", "HOSTNAME"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok())
    };
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(named)
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "machine".to_owned())
}

fn configuration_folder() -> Option<PathBuf> {
    let named = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    named("XDG_CONFIG_HOME")
        .or_else(|| named("APPDATA"))
        .or_else(|| named("HOME").map(|home| home.join(".config")))
        .map(|folder| folder.join("countersign"))
}

/// What the desk tells the window without being asked.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Event {
    /// Rows of these tables changed.
    Touched { tables: Vec<String> },
    /// A job moved.
    Job { job: Box<JobView> },
}

/// A store that is open, and who sits at it.
pub(crate) struct Open {
    pub store: Arc<Store>,
    pub actor: RwLock<Option<Actor>>,
    pub indexes: IndexCache,
    /// What is wrong with its log, against what is remembered of it outside.
    pub rollback: RwLock<Option<Rollback>>,
}

impl Open {
    /// A store with nobody before it yet.
    pub fn new(store: Arc<Store>) -> Self {
        Self {
            store,
            actor: RwLock::new(None),
            indexes: IndexCache::default(),
            rollback: RwLock::new(None),
        }
    }

    /// What is wrong with its log, if anything is.
    pub fn rollback(&self) -> Option<Rollback> {
        self.rollback
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }
}

type Listener = Box<dyn Fn(&Event) + Send + Sync>;

/// The one place where everything a person can do is done.
pub struct Desk {
    pub(crate) environment: Environment,
    open: RwLock<Option<Arc<Open>>>,
    jobs: Mutex<HashMap<i64, Arc<Job>>>,
    listeners: RwLock<Vec<Listener>>,
    pub(crate) runtime: tokio::runtime::Runtime,
}

impl Desk {
    /// A desk with nothing on it.
    ///
    /// # Errors
    /// The operating system gives no threads.
    pub fn new(environment: Environment) -> Result<Arc<Self>, Problem> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| Problem::new(format!("The machine gives no threads: {error}.")))?;
        Ok(Arc::new(Self {
            environment,
            open: RwLock::new(None),
            jobs: Mutex::new(HashMap::new()),
            listeners: RwLock::new(Vec::new()),
            runtime,
        }))
    }

    pub fn clock(&self) -> &Clock {
        &self.environment.clock
    }

    /// Calls `listener` for every event, from whatever thread it happens on.
    pub fn listen(&self, listener: impl Fn(&Event) + Send + Sync + 'static) {
        self.listeners
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(Box::new(listener));
    }

    pub(crate) fn tell(&self, event: &Event) {
        for listener in self
            .listeners
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .iter()
        {
            listener(event);
        }
    }

    /// The open store, or the problem that there is none.
    pub(crate) fn opened(&self) -> Result<Arc<Open>, Problem> {
        self.open_now().ok_or_else(|| {
            Problem::new("No store is open.")
                .code("closedStore")
                .hint("Open a store first.")
        })
    }

    pub(crate) fn open_now(&self) -> Option<Arc<Open>> {
        self.open
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn put_open(&self, open: Option<Open>) {
        *self.open.write().unwrap_or_else(std::sync::PoisonError::into_inner) = open.map(Arc::new);
    }

    pub(crate) fn jobs(&self) -> MutexGuard<'_, HashMap<i64, Arc<Job>>> {
        self.jobs.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
