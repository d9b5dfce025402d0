//! Access packages: requests that move on by the clock, ends, rules, and then the delivery of all that is due.

use super::{Round, Ticked};
use crate::Problem;
use crate::call::Start;
use crate::{assignment, conflict, job, organization, request};

impl Round<'_> {
    pub(super) fn entitle(&self, ticked: &mut Ticked) {
        if let Some(requests) = ticked.kept(request::tick(self.desk, self.open, &self.system).map(Some)) {
            ticked.requests = requests.requests;
            ticked.problems.extend(requests.problems);
        }
        if let Some(due) = ticked.kept(assignment::due::look(self.desk, self.open, &self.system).map(Some)) {
            (ticked.assignments_ended, ticked.assignments_told) = (due.ended, due.told);
        }
        let assigned = assignment::automatic::run(self.desk, self.open, &self.system, None);
        if let Some(assigned) = ticked.kept(assigned.map(Some))
            && !assigned.is_empty()
        {
            ticked.automatic = assigned.to_map();
            ticked.problems.extend(assigned.problems);
        }
        let job = self.deliver();
        let job = ticked.kept(job);
        ticked.jobs.extend(job);
        self.outside(ticked);
        let job = conflict::when_stale(self.desk, self.open, &self.system);
        let job = ticked.kept(job);
        ticked.jobs.extend(job);
    }

    /// Guests whose last package has ended, and outsiders who wait for an account.
    fn outside(&self, ticked: &mut Ticked) {
        let jobs = organization::leave(self.desk, self.open, &self.system);
        let jobs = ticked.kept(jobs);
        ticked.jobs.extend(jobs);
        let job = organization::when_planned(self.desk, self.open, &self.system);
        let job = ticked.kept(job);
        ticked.jobs.extend(job);
    }

    /// Delivers what is due, unless that is going on.
    fn deliver(&self) -> Result<Option<i64>, Problem> {
        if job::deliver::due(self.desk, self.open)?.is_empty() {
            return Ok(None);
        }
        let start = Start {
            desk: self.desk.clone(),
            open: self.open.clone(),
            actor: self.system.clone(),
        };
        match job::deliver::start(start, job::deliver::DeliverInput::default()) {
            Ok(job) => Ok(Some(job.job)),
            Err(problem) if problem.code.as_deref() == Some("running") => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}
