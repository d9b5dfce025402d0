//! Jobs as the person at the desk sees them: their own, or all of them.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use countersign_domain::actor::Actor;

use super::{Job, JobInput, JobView};
use crate::call::changes_nothing;
use crate::store::Nothing;
use crate::{Desk, Problem};

/// Whether the person at the desk sees a job: it is theirs, or they read everything.
fn is_seen(desk: &Desk, job: &Job) -> bool {
    let Some(owner) = &job.owner else { return true };
    // Behind the lock only the question to the directory is seen, which is nobody's yet.
    if desk.open_now().is_some_and(|open| crate::lock::is_locked(&open)) {
        return false;
    }
    desk.seated()
        .is_some_and(|actor| is_same(owner, &actor) || actor.reads_all())
}

fn is_same(owner: &Actor, actor: &Actor) -> bool {
    match (owner.principal, actor.principal) {
        (Some(one), Some(two)) => one == two,
        (None, None) => owner.display_name == actor.display_name,
        _ => false,
    }
}

/// A job as the person at the desk sees it: whoever types the code of another's sign-in would sign in for them.
pub(super) fn shown(desk: &Desk, job: &Job) -> JobView {
    let mut view = job.view();
    if let Some(owner) = &job.owner
        && !desk.seated().is_some_and(|actor| is_same(owner, &actor))
    {
        view.code = None;
    }
    view
}

pub(crate) fn list(desk: &Arc<Desk>, _: Nothing) -> Result<Vec<JobView>, Problem> {
    let jobs: Vec<Arc<Job>> = desk.jobs().values().cloned().collect();
    let mut views: Vec<JobView> = jobs
        .iter()
        .filter(|job| is_seen(desk, job))
        .map(|job| shown(desk, job))
        .collect();
    views.sort_unstable_by_key(|view| std::cmp::Reverse(view.id));
    Ok(views)
}

fn one(desk: &Desk, id: i64) -> Result<Arc<Job>, Problem> {
    let job = desk.jobs().get(&id).cloned();
    // One that is somebody else's is not there: its number says nothing.
    job.filter(|job| is_seen(desk, job))
        .ok_or_else(|| Problem::missing("job", id))
}

pub(crate) fn show(desk: &Arc<Desk>, input: JobInput) -> Result<JobView, Problem> {
    let job = one(desk, input.job)?;
    Ok(shown(desk, &job))
}

/// Asks a job to stop; it does at the next moment at which nothing is half done. One's own, or as administrator any.
pub(crate) fn cancel(desk: &Arc<Desk>, input: JobInput) -> Result<JobView, Problem> {
    let job = one(desk, input.job)?;
    if let Some(actor) = desk
        .seated()
        .filter(|actor| actor.compliance_officer && !actor.administrator)
        && job.owner.as_ref().is_some_and(|owner| owner.label() != actor.label())
    {
        return Err(changes_nothing(&actor));
    }
    job.cancelled.store(true, Ordering::Relaxed);
    job.cancel.cancel();
    Ok(shown(desk, &job))
}
