//! Work that outlives a call: it shows how far it is, can be cancelled, and ends as done or as a problem.

pub(crate) mod carry_out;
pub(crate) mod decide_all;
pub(crate) mod deliver;
pub(crate) mod door;
pub(crate) mod draft_notice;
pub(crate) mod exchange;
pub(crate) mod export;
mod look;
pub(crate) mod send_notice;
pub(crate) mod start_review;
pub(crate) mod sync;
pub(crate) mod verify;

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use countersign_directory::{Cancel, Control};
use countersign_domain::actor::Actor;
use countersign_store::rusqlite::params;
use countersign_store::{StoreError, audit};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::call::{Entry, Start};
use crate::desk::{Event, Open};
use crate::{Desk, Problem};
use look::shown;
pub(crate) use look::{cancel, list, show};

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum JobState {
    Running,
    Done,
    Problem,
    Cancelled,
}

/// A job as a person sees it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    pub id: i64,
    /// The operation that started it.
    pub kind: String,
    pub subject: String,
    /// The number of what it works on, where the name of that is not its own: two runs of a series share theirs.
    pub about: Option<i64>,
    pub state: JobState,
    pub phase: String,
    pub done: u64,
    pub total: Option<u64>,
    pub problem: Option<Problem>,
    #[ts(type = "unknown")]
    pub result: Option<Value>,
    pub started_at: DateTime<Utc>,
    /// What its owner types elsewhere, while it waits for that; nobody else sees it.
    pub code: Option<JobCode>,
}

/// A code that a running job waits for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobCode {
    pub code: String,
    /// Where it is typed.
    pub address: String,
    pub until: DateTime<Utc>,
}

#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobStarted {
    pub job: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobInput {
    pub job: i64,
}

pub(crate) struct Job {
    view: Mutex<JobView>,
    owner: Option<Actor>,
    cancel: Cancel,
    cancelled: AtomicBool,
    told: Mutex<Option<Instant>>,
}

static NEXT: AtomicI64 = AtomicI64::new(1);
/// The window hears of a job's progress at most this often.
const TELL_EVERY: Duration = Duration::from_millis(100);
/// Finished jobs that are remembered.
const REMEMBERED: usize = 50;

impl Job {
    pub fn view(&self) -> JobView {
        self.view
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    pub fn is_running(&self) -> bool {
        self.view().state == JobState::Running
    }

    fn does_the_same(&self, other: &Self) -> bool {
        let (one, two) = (self.view(), other.view());
        one.kind == two.kind && one.about == two.about && (one.about.is_some() || one.subject == two.subject)
    }
}

/// What a running job holds: its way to say how far it is, and to hear that it should stop.
#[derive(Clone)]
pub(crate) struct Handle {
    desk: Arc<Desk>,
    job: Arc<Job>,
}

impl Handle {
    pub fn is_cancelled(&self) -> bool {
        self.job.cancelled.load(Ordering::Relaxed)
    }

    /// A refusal to go on, once somebody cancelled.
    pub fn go_on(&self) -> Result<(), Problem> {
        if self.is_cancelled() {
            Err(Problem::new("This was cancelled.").code("cancelled"))
        } else {
            Ok(())
        }
    }

    pub fn report(&self, phase: &str, done: u64, total: Option<u64>) {
        {
            let mut view = self.job.view.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if view.phase != phase {
                phase.clone_into(&mut view.phase);
            }
            (view.done, view.total) = (done, total);
        }
        let mut told = self.job.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if told.is_none_or(|at| at.elapsed() >= TELL_EVERY) {
            *told = Some(Instant::now());
            drop(told);
            self.desk.tell(&Event::Job {
                job: Box::new(shown(&self.desk, &self.job)),
            });
        }
    }

    /// Shows its owner a code to be typed elsewhere.
    pub fn show_code(&self, code: JobCode) {
        self.job
            .view
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .code = Some(code);
        self.desk.tell(&Event::Job {
            job: Box::new(shown(&self.desk, &self.job)),
        });
    }

    /// The same two ends, in the form that the directory crate takes.
    pub fn control(&self) -> Control {
        let handle = self.clone();
        Control::new(self.job.cancel.clone(), move |progress| {
            handle.report(progress.phase, progress.done, progress.total);
        })
    }
}

impl Start {
    /// Runs `work` on a thread of its own. A panic in it ends as a problem of this job alone.
    pub(crate) fn spawn(
        &self,
        kind: &str,
        subject: String,
        touches: &'static [&'static str],
        work: impl FnOnce(&Handle) -> Result<Value, Problem> + Send + 'static,
    ) -> Result<JobStarted, Problem> {
        self.spawn_about(kind, subject, None, touches, work)
    }

    /// The same, where `about` and not the subject's name says whether the same work is going on already.
    pub(crate) fn spawn_about(
        &self,
        kind: &str,
        subject: String,
        about: Option<i64>,
        touches: &'static [&'static str],
        work: impl FnOnce(&Handle) -> Result<Value, Problem> + Send + 'static,
    ) -> Result<JobStarted, Problem> {
        let owner = Some(self.actor.clone());
        let of = Work {
            kind,
            subject: subject.clone(),
            about,
            owner,
            touches,
        };
        let (desk, open, actor, kind) = (
            self.desk.clone(),
            self.open.clone(),
            self.actor.clone(),
            kind.to_owned(),
        );
        self.desk.spawn(of, move |handle| {
            let before = open.store.read(audit::head)?.entries;
            let result = work(handle)?;
            leave_entry(&desk, &open, &actor, &kind, subject, before)?;
            Ok(result)
        })
    }
}

/// Work that was done stands in the log under its own name, also where all it did was to look.
fn leave_entry(
    desk: &Desk,
    open: &Open,
    actor: &Actor,
    kind: &str,
    subject: String,
    before: i64,
) -> Result<(), Problem> {
    let sql = "SELECT 1 FROM audit WHERE seq > ?1 AND entry ->> '$.operation' = ?2";
    let is_there = open.store.read(|connection| {
        let mut statement = connection.prepare_cached(sql)?;
        Ok::<_, StoreError>(statement.exists(params![before, kind])?)
    })?;
    if is_there || open.store.may_write().is_err() {
        return Ok(());
    }
    desk.write(open, actor, kind, |_| {
        Ok(((), Entry::new(subject, serde_json::json!({}))))
    })
}

/// What a job is, beside what it does.
pub(crate) struct Work<'a> {
    pub kind: &'a str,
    pub subject: String,
    pub about: Option<i64>,
    /// Whose it is; none: of whoever sits at the desk, as nobody did when it began.
    pub owner: Option<Actor>,
    pub touches: &'static [&'static str],
}

impl Desk {
    pub(crate) fn spawn(
        self: &Arc<Self>,
        of: Work<'_>,
        work: impl FnOnce(&Handle) -> Result<Value, Problem> + Send + 'static,
    ) -> Result<JobStarted, Problem> {
        let Work {
            kind,
            subject,
            about,
            owner,
            touches,
        } = of;
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let job = Arc::new(Job {
            view: Mutex::new(JobView {
                id,
                kind: kind.to_owned(),
                subject,
                about,
                state: JobState::Running,
                phase: "starting".to_owned(),
                done: 0,
                total: None,
                problem: None,
                result: None,
                started_at: self.clock().now(),
                code: None,
            }),
            owner,
            cancel: Cancel::default(),
            cancelled: AtomicBool::new(false),
            told: Mutex::new(None),
        });
        {
            let mut jobs = self.jobs();
            if jobs
                .values()
                .any(|other| other.is_running() && other.does_the_same(&job))
            {
                return Err(Problem::new("The same work is going on already.").code("running"));
            }
            jobs.insert(id, job.clone());
            while jobs.len() > REMEMBERED {
                let Some(oldest) = jobs
                    .values()
                    .filter(|one| !one.is_running())
                    .map(|one| one.view().id)
                    .min()
                else {
                    break;
                };
                jobs.remove(&oldest);
            }
        }
        let handle = Handle {
            desk: self.clone(),
            job,
        };
        std::thread::Builder::new()
            .name(format!("job-{id}"))
            .spawn(move || {
                let ended = std::panic::catch_unwind(AssertUnwindSafe(|| work(&handle))).unwrap_or_else(|_| {
                    Err(Problem::new("This work ended unexpectedly; what it had committed stands.").code("panic"))
                });
                handle.finish(ended, touches);
            })
            .map_err(|error| Problem::new(format!("The machine gives no thread: {error}.")))?;
        Ok(JobStarted { job: id })
    }
}

impl Desk {
    /// Waits until a job of this program has ended, whoever sits at the desk: a program that ends before its jobs do
    /// would break them off. Nothing for a job that is not remembered.
    pub fn await_job(&self, id: i64) -> Option<JobView> {
        let job = self.jobs().get(&id).cloned()?;
        while job.is_running() {
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(job.view())
    }

    /// The newest job of this kind about this, if it is remembered.
    pub(crate) fn job_about(&self, kind: &str, about: i64) -> Option<JobView> {
        let jobs = self.jobs();
        let of = jobs.values().filter(|job| job.view().about == Some(about));
        of.map(|job| job.view())
            .filter(|view| view.kind == kind)
            .max_by_key(|view| view.id)
    }
}

impl Handle {
    fn finish(&self, ended: Result<Value, Problem>, touches: &'static [&'static str]) {
        {
            let mut view = self.job.view.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            view.code = None;
            match ended {
                Ok(result) => {
                    view.state = JobState::Done;
                    view.result = Some(result);
                }
                Err(problem) if problem.code.as_deref() == Some("cancelled") => view.state = JobState::Cancelled,
                Err(problem) => {
                    view.state = JobState::Problem;
                    view.problem = Some(problem);
                }
            }
        }
        self.desk.tell(&Event::Touched {
            tables: touches
                .iter()
                .map(|&table| table.to_owned())
                .chain(["job".to_owned(), "audit".to_owned()])
                .collect(),
        });
        self.desk.tell(&Event::Job {
            job: Box::new(shown(&self.desk, &self.job)),
        });
    }
}
