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
use crate::exchange::Contacts;
use crate::finding::FindingCache;
use crate::item::IndexCache;
use crate::job::{Job, JobView};
use crate::lock::Lock;
use crate::secret::{Keeper, OsKeyring};
use crate::{Clock, Problem};

/// What the desk takes from the machine it stands on.
pub struct Environment {
    pub clock: Clock,
    /// The account that the environment names; in practice stores it may be any.
    pub os_account: String,
    /// The account that the operating system itself says this program runs as.
    pub(crate) system_account: String,
    /// The name of this machine.
    pub device: String,
    /// Where the list of recent stores is kept; none keeps no list.
    pub configuration: Option<PathBuf>,
    /// Stores begin locked where the account has a code: it is a window, and not one command.
    pub locks: bool,
    pub(crate) keeper: Box<dyn Keeper>,
}

impl Environment {
    /// The machine as it is.
    pub fn of_machine() -> Self {
        let system_account = account_of_system();
        let os_account = ["USER", "LOGNAME", "USERNAME"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
            .unwrap_or_else(|| system_account.clone());
        Self {
            clock: Clock::default(),
            os_account,
            system_account,
            device: name_of_machine(),
            configuration: configuration_folder(),
            locks: false,
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

impl Environment {
    /// This machine, as if the operating system said that the program ran as this account.
    pub fn as_account(mut self, name: &str) -> Self {
        name.clone_into(&mut self.os_account);
        name.clone_into(&mut self.system_account);
        self
    }

    /// The account in a store. What a variable of the environment says counts in practice stores alone: whoever
    /// starts the program sets it as they like.
    pub(crate) fn account(&self, practice: bool) -> &str {
        if practice {
            &self.os_account
        } else {
            &self.system_account
        }
    }
}

/// From the operating system, not from the environment. Windows takes no account of case.
fn account_of_system() -> String {
    let name = whoami::username().ok().filter(|name| !name.is_empty());
    let name = if cfg!(windows) {
        name.map(|name| name.to_lowercase())
    } else {
        name
    };
    name.unwrap_or_else(|| "an account without a name".to_owned())
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
    /// A copy took the place of the store: whatever was read of it may be otherwise.
    Replaced,
}

/// A store that is open, and who sits at it.
pub(crate) struct Open {
    pub store: Arc<Store>,
    /// The folder a person knows it by; a copy that is followed lies below it.
    pub home: PathBuf,
    actor: RwLock<Option<Actor>>,
    practice: bool,
    pub indexes: IndexCache,
    pub findings: FindingCache,
    pub lock: Mutex<Lock>,
    /// What is wrong with its log, against what is remembered of it outside.
    pub rollback: RwLock<Option<Rollback>>,
    pub contacts: Contacts,
}

impl Open {
    /// A store with nobody before it yet.
    pub fn new(store: Arc<Store>) -> Self {
        let home = store.folder().to_owned();
        Self::at(store, home)
    }

    /// The same, of a store that a workstation has below this folder.
    pub fn at(store: Arc<Store>, home: PathBuf) -> Self {
        let practice = store.header().practice && !crate::store::was_made_real(&store);
        Self {
            store,
            home,
            actor: RwLock::new(None),
            practice,
            indexes: IndexCache::default(),
            findings: FindingCache::default(),
            lock: Mutex::default(),
            rollback: RwLock::new(None),
            contacts: Contacts::default(),
        }
    }

    /// What is wrong with its log, if anything is.
    pub fn rollback(&self) -> Option<Rollback> {
        self.rollback
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// Who sits before it.
    pub fn actor(&self) -> Option<Actor> {
        self.actor
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    pub fn seat(&self, actor: Option<Actor>) {
        *self.actor.write().unwrap_or_else(std::sync::PoisonError::into_inner) = actor;
    }

    pub fn is_practice(&self) -> bool {
        self.practice
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
