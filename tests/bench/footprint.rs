//! What a program and all it started take from the machine, and when it began.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::Outcome;

/// The kernel's ticks of a second, as programs see them.
const TICKS: f64 = 100.0;

/// A running program, by the number of its first process.
pub struct Footprint(u32);

impl Footprint {
    /// The running process of this program; the newest, if there are several.
    pub fn of(program: &Path) -> Outcome<Footprint> {
        let program = fs::canonicalize(program).map_err(|error| format!("{}: {error}", program.display()))?;
        let found = processes().into_keys().filter(|id| {
            let exe = fs::read_link(format!("/proc/{id}/exe"));
            exe.is_ok_and(|exe| exe == program)
        });
        found
            .max_by_key(|id| began(*id))
            .map(Footprint)
            .ok_or_else(|| format!("{} does not run.", program.display()))
    }

    /// When it was started.
    pub fn began(&self) -> Outcome<SystemTime> {
        let up = fs::read_to_string("/proc/uptime").unwrap_or_default();
        let up: f64 = up
            .split(' ')
            .next()
            .and_then(|text| text.parse().ok())
            .ok_or("the machine does not say how long it is up.")?;
        let since = began(self.0).ok_or("the window has ended.")? as f64 / TICKS;
        Ok(SystemTime::now() - Duration::from_secs_f64((up - since).max(0.0)))
    }

    /// Memory in KiB over all its processes; what several share is divided among them (PSS).
    pub fn memory(&self) -> u64 {
        let parents = processes();
        let mut own = BTreeSet::from([self.0]);
        loop {
            let more: Vec<u32> = parents
                .iter()
                .filter(|(id, parent)| own.contains(parent) && !own.contains(id))
                .map(|(id, _)| *id)
                .collect();
            if more.is_empty() {
                break;
            }
            own.extend(more);
        }
        own.iter().map(|id| proportional(*id)).sum()
    }
}

fn proportional(id: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("Pss:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

/// Every process with its parent.
fn processes() -> BTreeMap<u32, u32> {
    let ids = fs::read_dir("/proc").into_iter().flatten().flatten();
    ids.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|id: u32| Some((id, u32::try_from(field(id, 1)?).ok()?)))
        .collect()
}

/// In ticks since the machine started.
fn began(id: u32) -> Option<u64> {
    field(id, 19)
}

/// A number of `/proc/ID/stat` after the name, which may itself hold spaces and brackets.
fn field(id: u32, at: usize) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    text.rsplit_once(')')?.1.split_whitespace().nth(at)?.parse().ok()
}
