//! A directory for practice: one JSON file beside the store, read and changed like a real one, so
//! that everything can be tried without a server.

mod access;
mod apply;
mod organization;
mod tree;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use countersign_domain::snapshot::{ApplyOutcome, Change, Presence, ReadMode, ReadReport, Record, Target};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::connector::{Changes, Connector, Later, ProbeReport, Sink};
use crate::{Control, DirectoryProblem};
pub use organization::{organization, organization_at};
pub use tree::{Held, Node, Tree};

const BATCH: usize = 512;

/// A practice directory in a file.
#[derive(Debug)]
pub struct Sample {
    path: PathBuf,
    seed: u64,
    as_of: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Setting {
    /// The file; relative to the folder of the store.
    #[serde(default = "file")]
    file: PathBuf,
    #[serde(default = "seed")]
    seed: u64,
    /// The day from which the dates of people are counted back; without it, a day in January 2026.
    #[serde(default)]
    as_of: Option<DateTime<Utc>>,
}

fn file() -> PathBuf {
    "sample-directory.json".into()
}

fn seed() -> u64 {
    7
}

impl Sample {
    /// Settings: `{ "file": "sample-directory.json", "seed": 7, "asOf": TIME }`, all optional. The file is made
    /// from the seed at its first use.
    ///
    /// # Errors
    /// Settings that cannot be right.
    pub fn new(settings: &serde_json::Value, folder: &Path) -> Result<Sample, DirectoryProblem> {
        let setting: Setting =
            serde_json::from_value(settings.clone()).map_err(|error| DirectoryProblem::Setting(error.to_string()))?;
        Ok(Sample {
            path: folder.join(setting.file),
            seed: setting.seed,
            as_of: setting.as_of,
        })
    }

    fn wrong(&self, reason: impl std::fmt::Display) -> DirectoryProblem {
        DirectoryProblem::Sample {
            path: self.path.display().to_string(),
            reason: reason.to_string(),
        }
    }

    fn load(&self) -> Result<Tree, DirectoryProblem> {
        match std::fs::read(&self.path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| self.wrong(error)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let tree = match self.as_of {
                    Some(today) => organization_at(self.seed, today),
                    None => organization(self.seed),
                };
                self.save(&tree)?;
                Ok(tree)
            }
            Err(error) => Err(self.wrong(error)),
        }
    }

    // Whole or not at all: written beside it, then put in its place.
    fn save(&self, tree: &Tree) -> Result<(), DirectoryProblem> {
        let text = serde_json::to_vec_pretty(tree).map_err(|error| self.wrong(error))?;
        let part = self.path.with_extension("part");
        let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, &self.path));
        written.map_err(|error| self.wrong(error))
    }

    async fn give(&self, nodes: &[&Node], sink: Sink, control: &Control) -> Result<u64, DirectoryProblem> {
        let mut done = 0;
        for some in nodes.chunks(BATCH) {
            if control.cancel.is_cancelled() {
                return Err(DirectoryProblem::Cancelled("The sync"));
            }
            let records = some
                .iter()
                .map(|node| Record::Entry(Box::new(node.to_entry())))
                .collect();
            sink.send(records).await.map_err(|_| DirectoryProblem::SinkClosed)?;
            done += some.len() as u64;
            control.report("read", done, Some(nodes.len() as u64));
        }
        Ok(done)
    }

    async fn read(&self, sink: Sink, control: &Control) -> Result<ReadReport, DirectoryProblem> {
        let started_at = Utc::now();
        let tree = self.load()?;
        let entries = self.give(&tree.nodes.iter().collect::<Vec<_>>(), sink, control).await?;
        Ok(ReadReport {
            server: "Countersign practice directory".into(),
            url: self
                .path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            account: "practice".into(),
            base: tree::BASE.into(),
            filter: "(objectClass=*)".into(),
            attributes: vec!["*".into()],
            mode: ReadMode::Full,
            full_because: None,
            started_at,
            ended_at: Utc::now(),
            pages: 1,
            entries_returned: entries,
            entries_loaded: entries,
            excluded: Vec::new(),
            adjusted: Vec::new(),
            server_reported_count: Some(tree.nodes.len() as u64),
            watermark_before: None,
            watermark_after: None,
            cursor: None,
            names_all_present: true,
            files: Vec::new(),
        })
    }
}

impl Connector for Sample {
    fn probe<'a>(&'a self, _control: &'a Control) -> Later<'a, ProbeReport> {
        Box::pin(async {
            self.load()?;
            Ok(ProbeReport {
                server: "Countersign practice directory".into(),
                account: "practice".into(),
                naming_contexts: vec![tree::BASE.into()],
                controls: Vec::new(),
                incremental: false,
                readable: Vec::new(),
                writable: vec!["who belongs to a group".into()],
                missing: Vec::new(),
                remarks: vec!["This directory is made up; nothing in it is a real person.".into()],
            })
        })
    }

    fn read_full<'a>(&'a self, sink: Sink, control: &'a Control) -> Later<'a, ReadReport> {
        Box::pin(self.read(sink, control))
    }

    fn read_changes<'a>(&'a self, _cursor: &'a str, _sink: Sink, _control: &'a Control) -> Later<'a, Changes> {
        Box::pin(async {
            Ok(Changes::FullNeeded {
                because: "a practice directory is always read whole".into(),
            })
        })
    }

    fn read_some<'a>(&'a self, keys: &'a [String], sink: Sink, control: &'a Control) -> Later<'a, u64> {
        Box::pin(async move {
            let tree = self.load()?;
            let wanted: Vec<_> = tree.nodes.iter().filter(|node| keys.contains(&node.key)).collect();
            self.give(&wanted, sink, control).await
        })
    }

    fn apply<'a>(&'a self, changes: &'a [Change], _control: &'a Control) -> Later<'a, Vec<ApplyOutcome>> {
        Box::pin(async move {
            let mut tree = self.load()?;
            let outcomes = changes.iter().map(|change| tree.apply(change)).collect();
            self.save(&tree)?;
            Ok(outcomes)
        })
    }

    fn confirm<'a>(
        &'a self,
        group: &'a Target,
        members: &'a [Target],
        _control: &'a Control,
    ) -> Later<'a, Vec<Presence>> {
        Box::pin(async move {
            let tree = self.load()?;
            let found = tree.nodes.iter().find(|node| node.key == group.key);
            let presence = |member: &Target| Presence {
                group: group.clone(),
                member: member.clone(),
                present: found.is_some_and(|node| node.members.contains(&member.key)),
                group_exists: found.is_some(),
                read_at: Utc::now(),
            };
            Ok(members.iter().map(presence).collect())
        })
    }

    fn prove<'a>(
        &'a self,
        _person: &'a Target,
        _secret: &'a Zeroizing<String>,
        _control: &'a Control,
    ) -> Later<'a, bool> {
        Box::pin(async {
            Err(DirectoryProblem::NoPassword(
                "a practice directory is made up, and nobody in it has a password",
            ))
        })
    }
}
