//! Carrying a plan out: note the attempt, commit, ask the directory, keep its answer, commit.
//!
//! A run that is killed anywhere is taken up by the next: changes without a receipt are asked again,
//! and a directory that shows them done answers “already so”.

mod answer;
mod change;

use std::sync::Arc;
use std::time::Duration;

use countersign_domain::actor::Actor;
use countersign_domain::instance::Status;
use countersign_store::Turn;
use countersign_store::plan::{self, ChangeKind, Pending, PlanView, Receipt};
use countersign_store::review::{set_carried_out, set_status};
use serde_json::{Value, json};

use crate::call::{Entry, Start, Stop};
use crate::desk::Open;
use crate::job::door::{self, Doors};
use crate::job::{Handle, JobStarted, deliver, verify};
use crate::plan::CarryOutInput;
use crate::task::TASK_DAYS;
use crate::{Desk, Problem, directory};
pub(crate) use change::by_group;

/// Changes asked for between two commits. Small enough that little is in doubt after a crash, large
/// enough that a group of thousands is changed in few requests.
const BATCH: i64 = 200;

pub(crate) const KIND: &str = "plan.carryOut";
const CARRIED_OUT: &str = "plan.carriedOut";

/// What a person asked for.
pub(crate) fn start(start: Start, input: CarryOutInput) -> Result<JobStarted, Problem> {
    begin(start, input, Occasion::Asked)
}

/// Why a plan is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    Asked,
    /// By itself, at the end of a review: the directory is read again at once.
    Automatic,
    /// The thirty days of blocked guests have passed; a newer plan does not change that.
    GuestsDue,
}

pub(crate) fn begin(start: Start, input: CarryOutInput, occasion: Occasion) -> Result<JobStarted, Problem> {
    let view = start
        .open
        .store
        .read(|connection| crate::plan::one(connection, input.plan).map_err(Stop))
        .map_err(|stop| stop.0)?;
    if view.held && !input.dry_run {
        return Err(
            Problem::new("This plan removes more than the threshold allows and waits for a second signature.")
                .code("held")
                .hint("Another administrator looks at it and countersigns, or the plan is drawn anew."),
        );
    }
    let subject = subject(&start.open, &view, occasion)?;
    let directory = view.directory;
    let (_, connector) = directory::connector(&start, directory)?;
    let elsewhere = door::elsewhere(&start, input.plan)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let kind = if input.dry_run { "plan.dryRun" } else { KIND };
    start.spawn_about(
        kind,
        subject.name,
        Some(input.plan),
        &[
            "plan",
            "receipt",
            "task",
            "instance",
            "guest",
            "verification",
            "assignment",
            "request",
        ],
        move |handle| {
            let doors = Doors {
                home: &*connector,
                elsewhere: &elsewhere,
            };
            let run = Run {
                desk: &desk,
                open: &open,
                actor: &actor,
                doors,
                handle,
                due_days: subject.due_days,
            };
            if input.dry_run {
                return run.look(input.plan, view.change_count);
            }
            let mut done = match run.carry_out(input.plan, view.instance, view.change_count) {
                Err(problem) if problem.code.as_deref() == Some("cancelled") => {
                    run.leave_alone(input.plan, view.instance)?;
                    return Err(problem);
                }
                done => done?,
            };
            if run.ends_assignments(input.plan)? {
                // What the denied packages gave is taken back at once, so that it can be seen gone.
                done["delivery"] = deliver::run(&desk, &open, &actor, directory, doors.home, handle)?;
            }
            if occasion == Occasion::Automatic {
                // What was carried out stands, whether or not it can be seen at once.
                let seen = verify::run(&desk, &open, &actor, input.plan, directory, doors, handle);
                done["verification"] = match seen {
                    Ok(seen) => seen,
                    Err(problem) => json!({ "problem": problem.message }),
                };
            }
            Ok(done)
        },
    )
}

/// Carries a plan out that delivers access packages, as far as it is not carried out yet.
pub(crate) fn run(
    desk: &Arc<Desk>,
    open: &Open,
    actor: &Actor,
    doors: Doors<'_>,
    handle: &Handle,
    plan: i64,
) -> Result<Value, Problem> {
    let view = open
        .store
        .read(|connection| crate::plan::one(connection, plan).map_err(Stop))
        .map_err(|stop| stop.0)?;
    let run = Run {
        desk,
        open,
        actor,
        doors,
        handle,
        due_days: TASK_DAYS,
    };
    run.carry_out(plan, view.instance, view.change_count)
}

struct Run<'a> {
    desk: &'a Arc<Desk>,
    open: &'a Open,
    actor: &'a Actor,
    doors: Doors<'a>,
    handle: &'a Handle,
    /// Days a person has for a task that the directory's answers lead to.
    due_days: u32,
}

/// What a plan is about.
struct Subject {
    name: String,
    due_days: u32,
}

fn subject(open: &Open, view: &PlanView, occasion: Occasion) -> Result<Subject, Problem> {
    let looked = open.store.read(|connection| {
        let Some(instance) = view.instance else {
            return Ok(Subject {
                name: format!("Access packages, plan {}", view.plan),
                due_days: TASK_DAYS,
            });
        };
        let shown = crate::review::one(connection, instance).map_err(Stop)?;
        if plan::latest(connection, instance)? != Some(view.plan) && occasion != Occasion::GuestsDue {
            let newer = Problem::new("A newer plan has taken the place of this one.");
            return Err(Stop(newer.code("state")));
        }
        let (definition, _) = crate::review::definition_of(connection, &shown).map_err(Stop)?;
        Ok(Subject {
            name: shown.display_name,
            due_days: definition.settings.task_due_days,
        })
    });
    looked.map_err(|stop: Stop| stop.0)
}

/// Between two looks whether another run has ended.
const AGAIN: Duration = Duration::from_millis(200);

impl Run<'_> {
    /// One run at a time in a directory, in whatever program: two would ask for the same change, and the answer to the
    /// second would be kept beside that to the first.
    fn turn(&self, plan: i64) -> Result<Turn, Problem> {
        let directory = self
            .open
            .store
            .read(|connection| crate::plan::one(connection, plan).map_err(Stop))
            .map_err(|stop| stop.0)?
            .directory;
        loop {
            if let Some(turn) = self.open.store.turn_to_change(directory)? {
                return Ok(turn);
            }
            self.handle.report("waiting until another run has ended", 0, None);
            self.handle.go_on()?;
            std::thread::sleep(AGAIN);
        }
    }

    fn carry_out(&self, plan: i64, instance: Option<i64>, total: i64) -> Result<Value, Problem> {
        let _turn = self.turn(plan)?;
        self.mark(plan, instance, Status::Applying, KIND)?;
        let total = u64::try_from(total).ok();
        let mut done = 0u64;
        loop {
            self.handle.go_on()?;
            let batch = self
                .open
                .store
                .read(|connection| plan::pending(connection, plan, BATCH))?;
            let Some(first) = batch.first() else { break };
            // What one directory does not answer keeps no receipt of another waiting.
            let same = batch.iter().take_while(|one| one.directory == first.directory).count();
            self.step(plan, instance, &batch[..same])?;
            done += same as u64;
            self.handle.report("changing the directory", done, total);
        }
        let shown = self
            .open
            .store
            .read(|connection| crate::plan::one(connection, plan).map_err(Stop))
            .map_err(|stop| stop.0)?;
        // While blocked guests wait for their day, the review is still being applied.
        let status = match shown.waiting {
            0 => Status::Applied,
            _ => Status::Applying,
        };
        self.mark(plan, instance, status, CARRIED_OUT)?;
        let view = self
            .open
            .store
            .read(|connection| crate::plan::one(connection, plan).map_err(Stop))
            .map_err(|stop| stop.0)?;
        Ok(
            json!({ "plan": plan, "applied": view.applied, "alreadySo": view.already_so, "refused": view.refused, "byHand": view.by_hand, "waiting": view.waiting }),
        )
    }

    fn step(&self, plan: i64, instance: Option<i64>, batch: &[Pending]) -> Result<(), Problem> {
        let ids: Vec<i64> = batch.iter().map(|one| one.change).collect();
        let again = self.desk.write(self.open, self.actor, "plan.attempt", |write| {
            let again = plan::tried(write.transaction, &ids)?;
            plan::attempt(write.transaction, &ids, write.now)?;
            let detail = json!({ "plan": plan, "changes": ids });
            Ok((again, Entry::new(format!("plan:{plan}"), detail).of(instance)))
        })?;
        let outcomes = self.ask(batch)?;
        let mut receipts: Vec<Receipt> = batch
            .iter()
            .zip(outcomes)
            .map(|(one, outcome)| answer::receipt(one.change, outcome, again.contains(&one.change)))
            .collect();
        self.desk.write(self.open, self.actor, "plan.receipt", |write| {
            for (one, receipt) in batch.iter().zip(&mut receipts) {
                if one.kind == ChangeKind::EndAssignment {
                    *receipt = answer::end_assignment(write, instance, one)?;
                }
                answer::say_where(write, one, receipt)?;
            }
            plan::receipt(write.transaction, &receipts, write.now, &self.actor.label())?;
            for (one, receipt) in batch.iter().zip(&receipts) {
                self.conclude(write, instance, plan, one, receipt)?;
            }
            if let Some(instance) = instance {
                crate::notice::queue_tasks_opened(write, instance)?;
            }
            let answered: Vec<Value> = receipts
                .iter()
                .map(|one| json!([one.change, one.outcome, one.code]))
                .collect();
            Ok((
                (),
                Entry::new(format!("plan:{plan}"), json!({ "plan": plan, "receipts": answered })).of(instance),
            ))
        })
    }

    fn ends_assignments(&self, plan: i64) -> Result<bool, Problem> {
        Ok(self
            .open
            .store
            .read(|connection| plan::ends_assignments(connection, plan))?)
    }

    fn mark(&self, plan: i64, instance: Option<i64>, status: Status, operation: &str) -> Result<(), Problem> {
        self.desk.write(self.open, self.actor, operation, |write| {
            if let Some(instance) = instance {
                set_status(write.transaction, instance, status)?;
                if operation == CARRIED_OUT {
                    set_carried_out(write.transaction, instance, plan)?;
                }
            }
            let detail = json!({ "plan": plan, "status": status.word() });
            Ok(((), Entry::new(format!("plan:{plan}"), detail).of(instance)))
        })
    }

    /// Who cancels takes the plan into their own hands: no tick takes it up again.
    fn leave_alone(&self, plan: i64, instance: Option<i64>) -> Result<(), Problem> {
        self.desk.write(self.open, self.actor, "plan.cancelled", |write| {
            if let Some(instance) = instance {
                set_carried_out(write.transaction, instance, plan)?;
            }
            Ok((
                (),
                Entry::new(format!("plan:{plan}"), json!({ "plan": plan })).of(instance),
            ))
        })
    }

    /// The dry run: reads each group once and counts what is there to be removed.
    fn look(&self, plan: i64, total: i64) -> Result<Value, Problem> {
        let (mut there, mut gone, mut missing_groups) = (0u64, 0u64, 0u64);
        let mut after = -1;
        loop {
            self.handle.go_on()?;
            let batch = self
                .open
                .store
                .read(|connection| plan::unverified(connection, plan, after, BATCH))?;
            let Some((last, _)) = batch.last() else { break };
            after = *last;
            for (directory, group, members) in by_group(batch.iter().map(|(_, one)| one)) {
                let control = self.handle.control();
                let look = self.doors.of(directory)?.confirm(&group, &members, &control);
                for seen in self.desk.runtime.block_on(look)? {
                    if !seen.group_exists {
                        missing_groups += 1;
                    } else if seen.present {
                        there += 1;
                    } else {
                        gone += 1;
                    }
                }
            }
            self.handle.report(
                "looking, changing nothing",
                there + gone + missing_groups,
                u64::try_from(total).ok(),
            );
        }
        let others = self
            .open
            .store
            .read(|connection| plan::not_looked_at(connection, plan))?;
        Ok(
            json!({ "plan": plan, "dryRun": true, "wouldRemove": there, "alreadySo": gone, "groupMissing": missing_groups,
                    "notLookedAt": others }),
        )
    }
}
