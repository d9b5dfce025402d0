//! Deciding on more items than anybody waits for: many transactions, each with its audit entry, and one
//! batch over all of them. Stopped in between, what was decided stands, and the batch is as large as it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_store::item::{Part, note_part};
use serde_json::{Value, json};

use crate::call::{Entry, Start};
use crate::desk::Open;
use crate::item::{DecideAllInput, Say, seal, to_list, wanted, weigh};
use crate::job::{Handle, JobStarted};
use crate::{Desk, Problem};

const KIND: &str = "item.decideAll";
/// Items between two commits: a second's work, so that others come in between and a cancel is soon heard.
const BATCH: usize = 10_000;
/// Ends a transaction in which nothing turned out to be decided.
const NOTHING: &str = "nothing";

pub(crate) fn start(start: Start, input: DecideAllInput) -> Result<JobStarted, Problem> {
    let instance = input.instance;
    let (view, (items, say)) = start.desk.read(&start.open, &start.actor, |read| {
        Ok((crate::review::one(read.connection, instance)?, wanted(read, input)?))
    })?;
    crate::review::status(&view)?
        .is_open()
        .then_some(())
        .ok_or(countersign_domain::instance::Refusal::NotInProgress)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn_about(
        KIND,
        view.display_name,
        Some(instance),
        &["item", "decision_event"],
        move |handle| {
            let run = Run {
                desk: &desk,
                open: &open,
                actor: &actor,
                instance,
                say: &say,
                handle,
            };
            run.decide(&items)
        },
    )
}

struct Run<'a> {
    desk: &'a Arc<Desk>,
    open: &'a Open,
    actor: &'a Actor,
    instance: i64,
    say: &'a Say,
    handle: &'a Handle,
}

/// How far it is.
#[derive(Default)]
struct Sum {
    /// The first entry of the log, by which all parts are one batch.
    batch: Option<i64>,
    parts: i64,
    decided: usize,
    refused: BTreeMap<String, usize>,
}

impl Run<'_> {
    fn decide(&self, items: &[i64]) -> Result<Value, Problem> {
        let mut sum = Sum::default();
        let mut seen = 0;
        for chunk in items.chunks(BATCH) {
            self.handle.report("deciding", seen as u64, Some(items.len() as u64));
            if self.handle.is_cancelled() {
                break;
            }
            self.part(chunk, items.len(), &mut sum)?;
            seen += chunk.len();
        }
        self.handle.report("deciding", seen as u64, Some(items.len() as u64));
        let cancelled = seen < items.len();
        if cancelled {
            self.note_stop(&sum, seen, items.len())?;
        }
        if sum.decided == 0
            && !cancelled
            && let Some(reason) = sum.refused.keys().next()
        {
            return Err(Problem::new(reason.clone()).code("refused"));
        }
        Ok(
            json!({ "decided": sum.decided, "refused": to_list(sum.refused), "batch": sum.batch,
                   "asked": items.len(), "left": items.len() - seen, "cancelled": cancelled }),
        )
    }

    /// One transaction with its entry; none where nothing of it is decided.
    fn part(&self, chunk: &[i64], asked: usize, sum: &mut Sum) -> Result<(), Problem> {
        let mut refused = BTreeMap::new();
        let written = self.desk.write(self.open, self.actor, KIND, |write| {
            let weighed = weigh(write, self.instance, chunk, self.say)?;
            refused.clone_from(&weighed.refused);
            if weighed.events.is_empty() {
                return Err(Problem::new("Nothing of this part is decided.").code(NOTHING));
            }
            let (decided, mut detail) = seal(write, self.instance, &weighed)?;
            let batch = sum.batch.unwrap_or(write.audit_seq);
            let part = Part {
                audit_seq: write.audit_seq,
                batch,
                total: sum.decided + decided,
            };
            note_part(write.transaction, &part)?;
            detail["batch"] = json!(batch);
            detail["part"] = json!(sum.parts + 1);
            detail["asked"] = json!(asked);
            let entry = Entry::new(format!("instance:{}", self.instance), detail).of(self.instance);
            Ok(((batch, decided), entry))
        });
        for (reason, count) in refused {
            *sum.refused.entry(reason).or_default() += count;
        }
        match written {
            Ok((batch, decided)) => {
                sum.batch = Some(batch);
                sum.parts += 1;
                sum.decided += decided;
                Ok(())
            }
            Err(problem) if problem.code.as_deref() == Some(NOTHING) => Ok(()),
            Err(problem) => Err(problem),
        }
    }

    fn note_stop(&self, sum: &Sum, seen: usize, asked: usize) -> Result<(), Problem> {
        self.desk.write(self.open, self.actor, "item.decideAllStopped", |_| {
            let detail = json!({ "batch": sum.batch, "parts": sum.parts, "decided": sum.decided,
                                 "asked": asked, "left": asked - seen });
            let entry = Entry::new(format!("instance:{}", self.instance), detail).of(self.instance);
            Ok(((), entry))
        })
    }
}
