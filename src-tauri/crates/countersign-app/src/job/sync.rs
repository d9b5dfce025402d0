//! Syncing a directory: streamed into a staging file, then made the newest snapshot in one transaction.
//!
//! Whatever goes wrong before that transaction leaves the last snapshot standing.

mod line;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use countersign_directory::{Changes, Connector, DirectoryProblem, Sink};
use countersign_domain::actor::Actor;
use countersign_domain::snapshot::{ReadReport, Record};
use countersign_store::snapshot::{self, MergeProblem, Merged, Staging};
use countersign_store::{Store, StoreError, Turn, correlation};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::call::{Entry, Start, Stop};
use crate::desk::Open;
use crate::directory::{self, SyncInput};
use crate::job::{Handle, JobStarted, JobState};
use crate::{Desk, Problem};
pub(crate) use line::Line;

/// Batches between the reader and the staging file.
const AHEAD: usize = 8;
/// Rounds of reading again what a server did not tell; each asks only for what is new to it.
const ROUNDS: usize = 20;
/// Between two looks whether another read of the directory has ended.
const AGAIN: Duration = Duration::from_millis(200);

pub(crate) const KIND: &str = "directory.sync";

pub(crate) fn start(start: Start, input: SyncInput) -> Result<JobStarted, Problem> {
    let view = start
        .open
        .store
        .read(|connection| directory::one(connection, input.directory).map_err(Stop))
        .map_err(|stop| stop.0)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let tables = &[
        "directory",
        "snapshot",
        "sync",
        "principal",
        "grant",
        "task",
        "verification",
        "correlation",
    ];
    start.spawn_about(KIND, view.name, Some(input.directory), tables, move |handle| {
        run(&desk, &open, &actor, input.directory, input.full, handle)
    })
}

/// Syncs and answers the counts; an incremental read where the directory and the last one allow it.
/// Whatever comes of it is written down.
pub(crate) fn run(
    desk: &Arc<Desk>,
    open: &Arc<Open>,
    actor: &Actor,
    directory: i64,
    full: bool,
    handle: &Handle,
) -> Result<Value, Problem> {
    let line = Line::begin(desk.clock().now(), actor, directory);
    line.end(
        desk,
        open,
        actor,
        read(desk, open, actor, directory, full, handle, &line),
    )
}

fn read(
    desk: &Arc<Desk>,
    open: &Arc<Open>,
    actor: &Actor,
    directory: i64,
    full: bool,
    handle: &Handle,
    line: &Line,
) -> Result<Value, Problem> {
    let begin = Start {
        desk: desk.clone(),
        open: open.clone(),
        actor: actor.clone(),
    };
    let (view, connector) = directory::connector(&begin, directory)?;
    let turn = turn(&open.store, directory, handle)?;
    let cursor: Option<String> = open.store.read(|connection| {
        connection
            .query_row("SELECT cursor FROM directory WHERE id = ?1", [directory], |row| {
                row.get(0)
            })
            .map_err(StoreError::from)
    })?;
    let sync = Sync {
        desk,
        open,
        actor,
        connector: &*connector,
        directory,
        name: &view.name,
        handle,
        line,
    };
    let began_at = line.began_at;
    let mut because = None;
    if let Some(cursor) = cursor.filter(|_| !full) {
        match sync.changes(&cursor)? {
            Ok(answer) => {
                drop(turn);
                return sync.watched(answer, began_at, false);
            }
            Err(reason) => because = Some(reason),
        }
    }
    let is_behind = because.as_ref().is_some_and(|because| because.is_behind);
    let answer = sync.full(because.map(|because| because.text), full)?;
    // What follows from the snapshot may ask for the next read itself.
    drop(turn);
    sync.watched(answer, began_at, is_behind)
}

/// One read of a directory at a time, in whatever program: the turn comes when the other's has ended.
fn turn(store: &Store, directory: i64, handle: &Handle) -> Result<Turn, Problem> {
    loop {
        if let Some(turn) = store.turn(directory)? {
            return Ok(turn);
        }
        handle.report("waiting until another read of it has ended", 0, None);
        handle.go_on()?;
        std::thread::sleep(AGAIN);
    }
}

/// Why only a full read will do.
struct Because {
    text: String,
    /// What answers may show what is over.
    is_behind: bool,
}

impl From<String> for Because {
    fn from(text: String) -> Self {
        Self { text, is_behind: false }
    }
}

struct Sync<'a> {
    desk: &'a Arc<Desk>,
    open: &'a Open,
    actor: &'a Actor,
    connector: &'a dyn Connector,
    directory: i64,
    name: &'a str,
    handle: &'a Handle,
    line: &'a Line,
}

impl Sync<'_> {
    /// What the new snapshot says of what was denied and removed, and of tasks.
    fn watched(&self, mut answer: Value, began_at: DateTime<Utc>, is_behind: bool) -> Result<Value, Problem> {
        if let Some(snapshot) = answer["snapshot"].as_i64() {
            answer["invited"] = crate::organization::bind(self.desk, self.open, self.actor, self.directory)?;
            let (desk, open, directory) = (self.desk, self.open, self.directory);
            // What came back, or was never done, is not told by a server that has not heard that it was taken away.
            if !is_behind {
                answer["watch"] = crate::watch::look(desk, open, self.actor, directory, snapshot, began_at)?;
                answer["assignment"] = crate::assignment::drift::look(desk, open, self.actor, directory, snapshot)?;
            }
            let assigned = crate::assignment::automatic::run(desk, open, &crate::tick::system(), Some(directory))?;
            answer["automatic"] = serde_json::to_value(&assigned)?;
        }
        if let Some(seen) = crate::conflict::after_sync(self.desk, self.open, self.actor, self.handle)? {
            answer["conflicts"] = seen;
        }
        Ok(answer)
    }

    fn store(&self) -> &Store {
        &self.open.store
    }

    fn full(&self, because: Option<String>, asked: bool) -> Result<Value, Problem> {
        let mut staging = Staging::create(self.store(), self.directory)?;
        if asked {
            staging.believe();
        }
        let control = self.handle.control();
        let mut report = self.stream(&mut staging, |sink| {
            self.desk.runtime.block_on(self.connector.read_full(sink, &control))
        })?;
        report.full_because = report.full_because.or(because);
        self.handle.go_on()?;
        match self.merge(&staging, report)? {
            Some(merged) => Ok(self.answer(&merged)),
            None => Err(Problem::new("The directory changed while it was read; sync it again.")),
        }
    }

    /// The inner error says why only a full read will do.
    fn changes(&self, cursor: &str) -> Result<Result<Value, Because>, Problem> {
        let mut staging = Staging::create(self.store(), self.directory)?;
        let control = self.handle.control();
        let read = self.stream(&mut staging, |sink| {
            self.desk
                .runtime
                .block_on(self.connector.read_changes(cursor, sink, &control))
        })?;
        let report = match read {
            Changes::Read(report) => *report,
            Changes::FullNeeded { because } => return Ok(Err(because.into())),
            Changes::Behind { because: text } => return Ok(Err(Because { text, is_behind: true })),
        };
        for _ in 0..ROUNDS {
            self.handle.go_on()?;
            let keys = self
                .store()
                .read(|connection| snapshot::to_reread(connection, &mut staging, report.names_all_present))?;
            if keys.is_empty() {
                break;
            }
            self.stream(&mut staging, |sink| {
                self.desk
                    .runtime
                    .block_on(self.connector.read_some(&keys, sink, &control))
            })?;
        }
        self.handle.go_on()?;
        Ok(match self.merge(&staging, report)? {
            Some(merged) => Ok(self.answer(&merged)),
            None => Err(MergeProblem::NeedsFull.to_string().into()),
        })
    }

    fn stream<T>(
        &self,
        staging: &mut Staging,
        read: impl FnOnce(Sink) -> Result<T, DirectoryProblem>,
    ) -> Result<T, Problem> {
        stream(staging, read)
    }

    /// `None` when the merge asks for a full read.
    fn merge(&self, staging: &Staging, mut report: ReadReport) -> Result<Option<Merged>, Problem> {
        if self.desk.clock().is_fixed() {
            // A practice store lives at the time it was given, its snapshots too.
            (report.started_at, report.ended_at) = (self.desk.clock().now(), self.desk.clock().now());
        }
        self.handle.report("taking the snapshot in", 0, None);
        let mut needs_full = false;
        let merged = self.desk.write(self.open, self.actor, "directory.sync", |write| {
            let merged = snapshot::merge(write.transaction, staging, report).map_err(|problem| match problem {
                MergeProblem::Store(error) => error.into(),
                MergeProblem::NeedsFull => {
                    needs_full = true;
                    Problem::new(problem.to_string())
                }
                MergeProblem::TooManyGone { .. } => Problem::new(problem.to_string()).code("tooManyGone"),
            })?;
            self.line.done(write.transaction, &merged)?;
            // Whose account is whose follows from the snapshot, and stands with it or not at all.
            let scope = correlation::Scope::Snapshot {
                directory: self.directory,
                snapshot: merged.snapshot,
            };
            let correlated = correlation::correlate(write.transaction, scope)?;
            let detail = json!({
                "directory": self.name, "snapshot": merged.snapshot, "certificate": merged.certificate,
                "added": merged.added, "changed": merged.changed, "removed": merged.removed,
                "correlated": correlated,
            });
            Ok((merged, Entry::new(format!("directory:{}", self.directory), detail)))
        });
        match merged {
            Ok(merged) => Ok(Some(merged)),
            Err(_) if needs_full => {
                self.line.not_done();
                Ok(None)
            }
            Err(problem) => {
                self.line.not_done();
                Err(problem)
            }
        }
    }

    fn answer(&self, merged: &Merged) -> Value {
        let certificate = &merged.certificate;
        json!({
            "snapshot": merged.snapshot,
            "mode": certificate.mode,
            "fullBecause": certificate.full_because,
            "entriesReturned": certificate.entries_returned,
            "entriesLoaded": certificate.entries_loaded,
            "population": certificate.population,
            "orphans": certificate.orphans,
            "added": merged.added,
            "changed": merged.changed,
            "removed": merged.removed,
            "digest": certificate.digest,
        })
    }
}

/// Reads on this thread while another puts the batches into the staging file.
pub(crate) fn stream<T>(
    staging: &mut Staging,
    read: impl FnOnce(Sink) -> Result<T, DirectoryProblem>,
) -> Result<T, Problem> {
    let (sink, mut batches) = mpsc::channel::<Vec<Record>>(AHEAD);
    std::thread::scope(|scope| {
        let putting = scope.spawn(move || -> Result<(), StoreError> {
            while let Some(batch) = batches.blocking_recv() {
                staging.put(&batch)?;
            }
            Ok(())
        });
        let read = read(sink);
        let put = putting
            .join()
            .unwrap_or_else(|_| Err(StoreError::Value("the staging of a sync ended unexpectedly".into())));
        // A full disk ends the read too; the disk is what the person must hear of.
        put?;
        Ok(read?)
    })
}

impl Desk {
    /// Whether this program is reading a directory now.
    pub(crate) fn is_syncing(&self, directory: i64) -> bool {
        self.job_about(KIND, directory)
            .is_some_and(|job| job.state == JobState::Running)
    }
}

/// For callers inside the app that only have a [`Stop`].
impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}
