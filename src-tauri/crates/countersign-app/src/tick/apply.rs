//! Plans that are carried out by themselves: drawn at the end of a review, taken up again where the job
//! ended early, and the deletion of guests whose thirty days have passed.

use chrono::Duration;
use countersign_store::{plan, review};
use serde_json::json;

use super::{Round, Ticked};
use crate::Problem;
use crate::call::{Entry, Start};
use crate::job::carry_out::{self, Occasion};
use crate::job::{JobState, JobView};
use crate::plan::CarryOutInput;
use crate::review::InstanceInput;

/// A directory that could not be reached is left alone for so long.
const AGAIN: Duration = Duration::hours(1);

impl Round<'_> {
    pub(super) fn apply(&self, ticked: &mut Ticked) {
        let ended = self.find(|connection| Ok(review::to_apply(connection)?));
        for instance in ticked.kept(ended) {
            match self.draw(instance) {
                Ok((plan, held)) => {
                    ticked.drawn.push(plan);
                    if !held {
                        let job = self.carry_out(plan, Occasion::Automatic).map(Some);
                        let job = ticked.kept(job);
                        ticked.jobs.extend(job);
                    }
                }
                Err(problem) => ticked.problems.push(problem.message),
            }
        }
        self.resume(ticked);
    }

    /// Draws the plan of an ended instance. What the threshold holds back waits for a person.
    fn draw(&self, instance: i64) -> Result<(i64, bool), Problem> {
        self.desk.write(self.open, &self.system, "tick.draw", |write| {
            review::set_auto_apply(write.transaction, instance, false)?;
            let (drawn, entry) = crate::plan::draw(write, InstanceInput { instance })?;
            if !drawn.held {
                review::set_begun(write.transaction, instance, Some(drawn.plan), write.now)?;
            }
            Ok(((drawn.plan, drawn.held), entry))
        })
    }

    /// Plans whose job ended early, or went down with the program. What has an answer is not asked again.
    fn resume(&self, ticked: &mut Ticked) {
        let begun = self.find(|connection| Ok(review::to_resume(connection, self.now - AGAIN)?));
        for (instance, plan, name, open) in ticked.kept(begun) {
            let before = self.desk.job_about(carry_out::KIND, plan);
            if is_running(before.as_ref()) || ticked.kept(self.is_changing(plan)) {
                continue;
            }
            let why = before
                .and_then(|job| job.problem)
                .map_or_else(|| "The program ended meanwhile.".to_owned(), |problem| problem.message);
            ticked.problems.push(format!(
                "The plan of “{name}” was not carried out to its end and is taken up again; {open} of its changes had no answer. {why}"
            ));
            let noted = self.desk.write(self.open, &self.system, "tick.resume", |write| {
                review::set_begun(write.transaction, instance, Some(plan), write.now)?;
                let detail = json!({ "plan": plan, "open": open, "problem": why });
                Ok(((), Entry::new(format!("plan:{plan}"), detail).of(instance)))
            });
            match noted.and_then(|()| self.carry_out(plan, Occasion::Automatic)) {
                Ok(job) => {
                    ticked.resumed.push(plan);
                    ticked.jobs.push(job);
                }
                Err(problem) => ticked.problems.push(problem.message),
            }
        }
    }

    /// Accounts of blocked guests whose thirty days have passed and whom nobody kept.
    pub(super) fn delete_guests(&self, ticked: &mut Ticked) {
        let kept = crate::organization::look_again(self.desk, self.open, &self.system);
        let problems = ticked.kept(kept);
        ticked.problems.extend(problems);
        let due = self.find(|connection| Ok(plan::due_guests(connection, self.now, self.now - AGAIN)?));
        for (instance, plan) in ticked.kept(due) {
            if is_running(self.desk.job_about(carry_out::KIND, plan).as_ref()) {
                continue;
            }
            let noted = self.desk.write(self.open, &self.system, "tick.guest", |write| {
                let due = plan::set_guests_due(write.transaction, plan, write.now)?;
                if let Some(instance) = instance {
                    review::set_begun(write.transaction, instance, None, write.now)?;
                }
                let detail = json!({ "plan": plan, "due": due });
                Ok(((), Entry::new(format!("plan:{plan}"), detail).of(instance)))
            });
            match noted.and_then(|()| self.carry_out(plan, Occasion::GuestsDue)) {
                Ok(job) => {
                    ticked.guests.push(plan);
                    ticked.jobs.push(job);
                }
                Err(problem) => ticked.problems.push(problem.message),
            }
        }
    }

    /// Whether another run, in whatever program, is carrying out plans of the same directory.
    fn is_changing(&self, plan: i64) -> Result<bool, Problem> {
        let found = self.find(|connection| crate::plan::one(connection, plan));
        Ok(self.open.store.turn_to_change(found?.directory)?.is_none())
    }

    fn carry_out(&self, plan: i64, occasion: Occasion) -> Result<i64, Problem> {
        let start = Start {
            desk: self.desk.clone(),
            open: self.open.clone(),
            actor: self.system.clone(),
        };
        Ok(carry_out::begin(start, CarryOutInput { plan, dry_run: false }, occasion)?.job)
    }
}

fn is_running(job: Option<&JobView>) -> bool {
    job.is_some_and(|job| job.state == JobState::Running)
}
