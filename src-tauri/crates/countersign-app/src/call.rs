//! One way in: permission, parsing, the one transaction with its audit entry, the answer.

use std::cell::RefCell;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use countersign_domain::actor::{Actor, Permission};
use countersign_domain::item::Decision;
use countersign_store::audit::{self, NewEntry};
use countersign_store::rusqlite::{Connection, Transaction};
use countersign_store::{Store, StoreError};
use serde::Serialize;
use serde_json::Value;

use crate::checkpoint::remember::Remembered;
use crate::desk::{Event, Open};
use crate::operation::{self, Operation, OperationKind};
use crate::{Desk, Problem};

/// What a call answers: the value, and which tables it wrote or read, so that caches can follow.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    pub value: Value,
    pub touched: Vec<String>,
    pub seen: Vec<String>,
}

/// What a read sees.
pub(crate) struct Read<'a> {
    pub open: &'a Open,
    pub connection: &'a Connection,
    pub actor: Actor,
    pub now: DateTime<Utc>,
    /// The cache's mark from before this read began.
    pub generation: u64,
}

/// What a write works in.
pub(crate) struct Write<'a> {
    pub desk: &'a Desk,
    pub open: &'a Open,
    pub transaction: &'a Transaction<'a>,
    pub actor: Actor,
    pub now: DateTime<Utc>,
    /// The number that the audit entry of this write will have.
    pub audit_seq: i64,
    after: RefCell<Vec<After>>,
}

/// What the caches do once a write is committed, and not before.
pub(crate) enum After {
    Forget(i64),
    Decided(i64, Vec<Decided>),
    /// Whatever the others did is done: the caches are as this entry left the store.
    Passed(i64),
    /// A checkpoint was made: it is remembered outside the store, unless what is remembered waits to be explained.
    Remember(Box<Remembered>),
    /// Somebody said why the log is another one than was remembered. Comes after what is to be remembered.
    Explained,
}

/// A decision that was committed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decided {
    pub item: i64,
    /// What the item comes to.
    pub outcome: Decision,
    /// Who answered, and what.
    pub answer: Option<(i64, Decision)>,
}

impl Write<'_> {
    pub fn after(&self, act: After) {
        self.after.borrow_mut().push(act);
    }

    /// Does something as somebody else, in the same transaction and under the same entry.
    pub fn acting<T>(&self, actor: &Actor, act: impl FnOnce(&Write<'_>) -> Result<T, Problem>) -> Result<T, Problem> {
        let other = Write {
            actor: actor.clone(),
            after: RefCell::default(),
            ..*self
        };
        let value = act(&other)?;
        self.after.borrow_mut().extend(other.after.into_inner());
        Ok(value)
    }
}

/// What starts a job.
pub(crate) struct Start {
    pub desk: Arc<Desk>,
    pub open: Arc<Open>,
    pub actor: Actor,
}

/// What a write leaves in the log, beside what the desk knows already.
pub(crate) struct Entry {
    pub subject: String,
    pub detail: Value,
    pub instance: Option<i64>,
    pub package: Option<i64>,
}

impl Entry {
    pub fn new(subject: impl Into<String>, detail: Value) -> Self {
        Self {
            subject: subject.into(),
            detail,
            instance: None,
            package: None,
        }
    }

    /// The instance whose slice of the log it belongs to, if there is one.
    pub fn of(mut self, instance: impl Into<Option<i64>>) -> Self {
        self.instance = instance.into();
        self
    }

    /// An access package whose slice of the log it belongs to, where the subject does not say it: one that names a
    /// package, a policy, a request, an assignment or a plan is found by itself.
    pub fn of_package(mut self, package: impl Into<Option<i64>>) -> Self {
        self.package = package.into();
        self
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

/// What a compliance officer is told who would change something.
pub(crate) fn changes_nothing(actor: &Actor) -> Problem {
    Problem::new(format!(
        "{} is a compliance officer, and changes nothing.",
        actor.display_name
    ))
    .code("permission")
    .hint("Whoever has the task does it; a compliance officer reads everything and draws evidence.")
}

/// A problem on its way out of a transaction, which it rolls back.
pub(crate) struct Stop(pub Problem);

/// What a workstation does that does not write the store: it looks for copies, and tries the place.
const WITHOUT_WRITING: &[&str] = &["exchange.run", "exchange.probe"];

impl Desk {
    /// Calls an operation by name. Blocking: a window calls it off its main thread.
    ///
    /// # Errors
    /// Every refusal and every fault, as a [`Problem`]; nothing was changed then.
    pub fn call(self: &Arc<Self>, name: &str, input: Value) -> Result<Answer, Problem> {
        let operation = operation::find(name)
            .ok_or_else(|| Problem::new(format!("There is no operation “{name}”.")).code("unknown"))?;
        crate::lock::pass(self, operation.name)?;
        if operation.kind == OperationKind::Desk && operation.permission != Permission::Anybody {
            self.admit(&*self.opened()?, operation)?;
        }
        let value = (operation.run)(self, operation, input)?;
        let mut touched: Vec<String> = operation.touches.iter().map(|&table| table.to_owned()).collect();
        if operation.kind == OperationKind::Write {
            // Every write leaves an entry, so the log is one of the tables it touched.
            touched.push("audit".to_owned());
        }
        if !touched.is_empty() {
            self.tell(&Event::Touched {
                tables: touched.clone(),
            });
        }
        let seen = operation.sees.iter().map(|&table| table.to_owned()).collect();
        Ok(Answer { value, touched, seen })
    }

    /// Who sits at the desk.
    pub(crate) fn seated(&self) -> Option<Actor> {
        self.open_now().and_then(|open| open.actor())
    }

    /// Who acts, if they may, and have shown who they are as far as the settings ask for it.
    pub(crate) fn admit(&self, open: &Open, operation: &Operation) -> Result<Actor, Problem> {
        let nobody = || Problem::new("Say first who you are.").code("actor");
        let actor = open.actor().ok_or_else(nobody)?;
        let changes = matches!(operation.kind, OperationKind::Write | OperationKind::Job);
        let officer = actor.compliance_officer && !actor.administrator;
        let audits = matches!(operation.permission, Permission::Audit | Permission::Attest);
        if officer && changes && !audits {
            return Err(changes_nothing(&actor));
        }
        let reads_all = officer && operation.kind == OperationKind::Read;
        if changes && !WITHOUT_WRITING.contains(&operation.name) {
            open.store.may_write()?;
        }
        if !reads_all && !operation.permission.is_held_by(Some(&actor)) {
            return Err(Problem::new(format!("{} may not do this.", actor.display_name))
                .code("permission")
                // An administrator is refused only what a person of the directory does.
                .hint(if actor.administrator {
                    "Say which person of the directory you are."
                } else {
                    "Ask an administrator of this store."
                }));
        }
        if changes || actor.reads_all() {
            crate::actor::demand(open, &actor, operation.permission)?;
        }
        Ok(actor)
    }

    /// Runs `act` in one transaction and appends its audit entry in the same one.
    pub(crate) fn write<T>(
        &self,
        open: &Open,
        actor: &Actor,
        operation: &str,
        act: impl FnOnce(&Write<'_>) -> Result<(T, Entry), Problem>,
    ) -> Result<T, Problem> {
        self.write_unless(
            open,
            actor,
            operation,
            |_| Ok(None::<()>),
            |()| Err(Problem::new("Nothing is there.")),
            act,
        )
    }

    /// The same for somebody who acted on another device.
    pub(crate) fn write_from<T>(
        &self,
        open: &Open,
        (actor, device): (&Actor, &str),
        operation: &str,
        act: impl FnOnce(&Write<'_>) -> Result<(T, Entry), Problem>,
    ) -> Result<T, Problem> {
        let nothing = |()| Err(Problem::new("Nothing is there."));
        self.write_at(open, (actor, device), operation, |_| Ok(None::<()>), nothing, act)
    }

    /// The same, unless there is already what the write would make: then nothing is written and no entry left.
    pub(crate) fn write_unless<T, P>(
        &self,
        open: &Open,
        actor: &Actor,
        operation: &str,
        find: impl FnOnce(&Connection) -> Result<Option<P>, Problem>,
        take: impl FnOnce(P) -> Result<T, Problem>,
        act: impl FnOnce(&Write<'_>) -> Result<(T, Entry), Problem>,
    ) -> Result<T, Problem> {
        let from = (actor, self.environment.device.as_str());
        self.write_at(open, from, operation, find, take, act)
    }

    /// The same for the act by which this workstation takes the store over; `act` asks itself whether it may.
    pub(crate) fn write_taking<T>(
        &self,
        open: &Open,
        actor: &Actor,
        operation: &str,
        act: impl FnOnce(&Write<'_>) -> Result<(T, Entry), Problem>,
    ) -> Result<T, Problem> {
        let device = self.environment.device.as_str();
        let written = open
            .store
            .write_taking(|transaction| self.enter(open, transaction, (actor, device), operation, act));
        self.after(open, written)
    }

    fn write_at<T, P>(
        &self,
        open: &Open,
        (actor, device): (&Actor, &str),
        operation: &str,
        find: impl FnOnce(&Connection) -> Result<Option<P>, Problem>,
        take: impl FnOnce(P) -> Result<T, Problem>,
        act: impl FnOnce(&Write<'_>) -> Result<(T, Entry), Problem>,
    ) -> Result<T, Problem> {
        let store: &Store = &open.store;
        let written = store.write(|transaction| {
            if let Some(found) = find(transaction).map_err(Stop)? {
                return Ok((take(found).map_err(Stop)?, Vec::new()));
            }
            self.enter(open, transaction, (actor, device), operation, act)
        });
        self.after(open, written)
    }

    /// Does the act, and appends its entry.
    fn enter<T>(
        &self,
        open: &Open,
        transaction: &Transaction<'_>,
        (actor, device): (&Actor, &str),
        operation: &str,
        act: impl FnOnce(&Write<'_>) -> Result<(T, Entry), Problem>,
    ) -> Result<(T, Vec<After>), Stop> {
        let now = self.clock().now();
        let audit_seq = audit::head(transaction)?.entries + 1;
        let write = Write {
            desk: self,
            open,
            transaction,
            actor: actor.clone(),
            now,
            audit_seq,
            after: RefCell::default(),
        };
        let (value, entry) = act(&write).map_err(Stop)?;
        let mut after = write.after.into_inner();
        after.push(After::Passed(audit_seq));
        audit::append(
            transaction,
            &NewEntry {
                at: now,
                actor: &actor.label(),
                assurance: actor.assurance.word(),
                device,
                operation,
                subject: entry.subject,
                detail: entry.detail,
                instance_id: entry.instance,
                package_id: entry.package,
            },
        )?;
        Ok((value, after))
    }

    /// What the caches do once it is committed.
    fn after<T>(&self, open: &Open, written: Result<(T, Vec<After>), Stop>) -> Result<T, Problem> {
        let (value, after) = written.map_err(|stop| stop.0)?;
        let mut unexplained = None;
        for act in after {
            match act {
                After::Forget(instance) => open.indexes.forget(instance),
                After::Decided(instance, items) => open.indexes.decided(instance, &items),
                After::Passed(seq) => open.indexes.passed(seq),
                After::Remember(state) if open.rollback().is_none() => self.remember(open, &state),
                After::Remember(state) => unexplained = Some(state),
                After::Explained => {
                    *open.rollback.write().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
                    if let Some(state) = unexplained.take() {
                        self.remember(open, &state);
                    }
                }
            }
        }
        Ok(value)
    }

    /// Looks with one consistent view of the store.
    pub(crate) fn read<T>(
        &self,
        open: &Open,
        actor: &Actor,
        look: impl FnOnce(&Read<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let generation = open.indexes.generation();
        let seen: Result<T, Stop> = open.store.read(|connection| {
            let read = Read {
                open,
                connection,
                actor: actor.clone(),
                now: self.clock().now(),
                generation,
            };
            look(&read).map_err(Stop)
        });
        seen.map_err(|stop| stop.0)
    }
}
