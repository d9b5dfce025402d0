//! What a workstation knows of itself, in a file beside the store and not in it: the store is a copy that is replaced.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use countersign_domain::pen::Term;
use countersign_packet::DeviceKey;
use serde::{Deserialize, Serialize};

use crate::Problem;
use crate::exchange::Kept;

const FILE: &str = "workstation.json";
const LOCK: &str = "workstation.lock";
const SEEN: &str = "workstation.seen.json";
/// How a workstation's keys are kept whose secret halves lie here in clear.
pub(crate) const PRACTICE: &str = "practice";
/// Files that came and are remembered as dealt with.
const MET: usize = 200;

/// A workstation and its part of the store.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Station {
    pub name: String,
    pub key: DeviceKey,
    /// `keyring`; `store`, sealed under the store's key; `practice`, here in clear.
    pub keeping: String,
    /// The secret halves of the key, where no keyring has them.
    #[serde(default)]
    pub secret: Option<String>,
    /// Eight words of the workstation whose copies count although no copy here names it.
    #[serde(default)]
    pub trusts: Option<String>,
    /// Where the exchange happens, seen from this machine; none: where the store says.
    #[serde(default)]
    pub exchange: Option<Kept>,
    /// The place's secret, in practice alone.
    #[serde(default)]
    pub exchange_secret: Option<String>,
    /// The folder of the copy that counts, below `copy`; none: the store lies where the workstation does.
    #[serde(default)]
    pub current: Option<String>,
    /// When the copy was made, and by which workstation.
    #[serde(default)]
    pub as_of: Option<DateTime<Utc>>,
    #[serde(default)]
    pub from: Option<String>,
    #[serde(default)]
    pub sent: Vec<SentCopy>,
    #[serde(default)]
    pub met: Vec<String>,
    /// The copy before the current one, where it is kept aside; empty: the store that lay here itself.
    #[serde(default)]
    pub keep: Option<String>,
    #[serde(default)]
    pub fork: Option<Fork>,
    /// A workstation that goes on writing in a term that is over.
    #[serde(default)]
    pub over: Option<Over>,
    /// The folder in which it lies; another one with this file in it is a copy.
    #[serde(default)]
    pub home: Option<PathBuf>,
}

/// A copy on its way to another workstation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SentCopy {
    /// The id of the other's keys, and to whom it is sealed.
    pub to: String,
    pub seal: String,
    /// SHA-256 of the sealed file, and of what was said in it.
    pub file: String,
    pub content: String,
    pub bytes: u64,
    pub entries: i64,
    pub term: i64,
    pub made_at: DateTime<Utc>,
    #[serde(default)]
    pub sent_at: Option<DateTime<Utc>>,
    /// When the other said that it has it.
    #[serde(default)]
    pub has_at: Option<DateTime<Utc>>,
}

/// A copy whose log and the one here part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationFork")]
pub struct Fork {
    /// Entries that both logs begin with.
    pub common: i64,
    /// Entries here, and in the copy.
    pub entries: i64,
    pub copied: i64,
    /// Whose copy it is, in which term, and when it was made.
    pub from: String,
    pub term: i64,
    #[ts(type = "string")]
    pub made_at: DateTime<Utc>,
    /// The copy by its name at the place.
    pub file: String,
    /// Why what is here was set aside; then the copy takes its place.
    pub aside: Option<String>,
}

/// A workstation that goes on writing in a term that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "WorkstationOver")]
pub struct Over {
    pub from: String,
    pub term: i64,
    /// Entries that it has and that are not here.
    pub entries: i64,
    #[ts(type = "string")]
    pub made_at: DateTime<Utc>,
}

fn fault(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(format!("{} cannot be used: {error}.", path.display()))
}

impl Station {
    /// What a folder says of its workstation; none: it is none.
    pub fn read(home: &Path) -> Result<Option<Self>, Problem> {
        let path = home.join(FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fault(&path, &error)),
        };
        serde_json::from_slice(&bytes).map(Some).map_err(|_| {
            Problem::new(format!("{} is damaged.", path.display()))
                .code("damaged")
                .hint("Take it from a backup of the folder, or let this machine follow anew in another folder.")
        })
    }

    /// Whether its keys lie here in clear.
    pub fn is_practice(&self) -> bool {
        self.keeping == PRACTICE
    }

    /// Writes it anew: whole, or as it was.
    pub fn write(&self, home: &Path) -> Result<(), Problem> {
        put(&home.join(FILE), &serde_json::to_vec_pretty(self)?)
    }

    /// The folder of which this one is a copy, where that is still this workstation; a folder that was moved is none.
    pub fn original(&self, home: &Path) -> Option<PathBuf> {
        let there = self.home.as_ref()?;
        let is_same =
            matches!((fs::canonicalize(home), fs::canonicalize(there)), (Ok(here), Ok(there)) if here == there);
        let lies_there = |there: &PathBuf| {
            let station = Self::read(there).ok().flatten();
            station.is_some_and(|station| station.key == self.key)
        };
        (!is_same && lies_there(there)).then(|| there.clone())
    }

    /// Notes where it lies, at first and after it was moved.
    pub fn settle(&self, home: &Path) -> Result<(), Problem> {
        let here = fs::canonicalize(home).ok();
        if here.is_none() || self.home == here || self.original(home).is_some() {
            return Ok(());
        }
        Self::change(home, |station| station.home = here)
    }

    /// Changes it, one program at a time.
    pub fn change<T>(home: &Path, act: impl FnOnce(&mut Self) -> T) -> Result<T, Problem> {
        if Self::read(home)?.is_none() {
            return Err(no_station());
        }
        let path = home.join(LOCK);
        let lock = File::create(&path).map_err(|error| fault(&path, &error))?;
        lock.lock().map_err(|error| fault(&path, &error))?;
        let mut station = Self::read(home)?.ok_or_else(no_station)?;
        let done = act(&mut station);
        let many = station.met.len();
        station.met.drain(..many.saturating_sub(MET));
        station.write(home)?;
        Ok(done)
    }

    /// Where the store lies.
    pub fn store(&self, home: &Path) -> PathBuf {
        match &self.current {
            Some(name) => home.join("copy").join(name),
            None => home.to_owned(),
        }
    }
}

pub(crate) fn no_station() -> Problem {
    Problem::new("This is no workstation of a store with several yet.")
        .code("noWorkstation")
        .hint("Give it a name: “workstation name”.")
}

/// Where the latest term that others showed is written down.
pub(crate) fn seen_path(home: &Path) -> PathBuf {
    home.join(SEEN)
}

/// Writes down a term that others showed: from now on nothing is written here.
pub(crate) fn put_seen(home: &Path, term: &Term) -> Result<(), Problem> {
    // A late copy shows an earlier term than one that was met already.
    if store_seen(home).is_some_and(|seen| !term.ends(&seen)) {
        return Ok(());
    }
    put(&seen_path(home), &serde_json::to_vec(term)?)
}

fn store_seen(home: &Path) -> Option<Term> {
    serde_json::from_slice(&fs::read(seen_path(home)).ok()?).ok()
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let part = path.with_extension("part");
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)?;
        if let Some(Ok(folder)) = path.parent().map(File::open) {
            let _ = folder.sync_all();
        }
        Ok(())
    };
    write().map_err(|error| fault(path, &error))
}
