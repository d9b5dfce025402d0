//! Making accounts for those who were let in, by a plan like any other; and finding them in the next read.

use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_store::organization::{self, Invitation};
use countersign_store::plan::{self, ChangeKind, Drawn, NewChange};
use countersign_store::rusqlite::Connection;
use countersign_store::{StoreError, snapshot};
use serde_json::{Value, json};

use crate::call::{Entry, Start};
use crate::desk::Open;
use crate::job::door::{Doors, Elsewhere};
use crate::job::{Handle, JobStarted, carry_out, sync};
use crate::store::Nothing;
use crate::{Desk, Problem, directory};

/// Invitations in one plan.
const MOST: i64 = 200;
const TABLES: &[&str] = &[
    "plan",
    "receipt",
    "task",
    "invitation",
    "principal",
    "grant",
    "request",
    "assignment",
];

pub(crate) fn start(start: Start, _: Nothing) -> Result<JobStarted, Problem> {
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn("organization.invite", "outsiders".into(), TABLES, move |handle| {
        run(&desk, &open, &actor, handle)
    })
}

/// What a tick does: invites whoever waits for it. Answers the job.
pub(crate) fn when_planned(desk: &Arc<Desk>, open: &Arc<Open>, actor: &Actor) -> Result<Option<i64>, Problem> {
    if open.store.read(unfinished)?.is_empty()
        && open
            .store
            .read(|connection| organization::planned(connection, 1))?
            .is_empty()
    {
        return Ok(None);
    }
    let begin = Start {
        desk: desk.clone(),
        open: open.clone(),
        actor: actor.clone(),
    };
    match start(begin, Nothing {}) {
        Ok(started) => Ok(Some(started.job)),
        Err(problem) if problem.code.as_deref() == Some("running") => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Plans with an invitation that the directory has not answered: a run was killed.
fn unfinished(connection: &Connection) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT plan_id, directory_id FROM invitation WHERE status = 'planned' AND plan_id IS NOT NULL
         ORDER BY 1",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn run(desk: &Arc<Desk>, open: &Arc<Open>, actor: &Actor, handle: &Handle) -> Result<Value, Problem> {
    loop {
        let waiting = open.store.read(|connection| organization::planned(connection, MOST))?;
        let Some(first) = waiting.first() else { break };
        let directory = first.directory;
        let some: Vec<&Invitation> = waiting.iter().filter(|one| one.directory == directory).collect();
        desk.write(open, actor, "organization.draw", |write| {
            let changes = some
                .iter()
                .map(|one| {
                    let (key, dn) = plan::target(write.transaction, one.stand_in)?;
                    Ok(NewChange {
                        item: None,
                        assignment: None,
                        principal: one.stand_in,
                        kind: ChangeKind::InviteGuest,
                        directory: None,
                        entitlement: None,
                        resource: one.stand_in,
                        group_key: key,
                        group_dn: dn,
                        member_key: one.mail.clone(),
                        member_dn: one.display_name.clone(),
                        path: Vec::new(),
                        also: Vec::new(),
                    })
                })
                .collect::<Result<Vec<_>, Problem>>()?;
            let plan = plan::draw(
                write.transaction,
                &Drawn {
                    instance: None,
                    directory,
                    now: write.now,
                    actor: &write.actor,
                    changes: &changes,
                    task_count: 0,
                    holds: &[],
                },
            )?;
            for one in &some {
                organization::set_planned(write.transaction, one.invitation, plan)?;
            }
            let mails: Vec<&str> = some.iter().map(|one| one.mail.as_str()).collect();
            let detail = json!({ "plan": plan, "invited": mails });
            Ok(((), Entry::new(format!("plan:{plan}"), detail)))
        })?;
    }
    let (mut plans, mut read, mut first) = (Vec::new(), Vec::new(), None);
    for (plan, directory) in open.store.read(unfinished)? {
        handle.go_on()?;
        let start = Start {
            desk: desk.clone(),
            open: open.clone(),
            actor: actor.clone(),
        };
        // What stands in the way of one directory does not hinder another.
        let done = directory::connector(&start, directory).and_then(|(_, connector)| {
            let doors = Doors {
                home: &*connector,
                elsewhere: &Elsewhere::new(),
            };
            carry_out::run(desk, open, actor, doors, handle, plan)
        });
        match done {
            Ok(done) => {
                plans.push(done);
                if !read.contains(&directory) {
                    read.push(directory);
                }
            }
            Err(problem) => first = first.or(Some(problem)),
        }
    }
    // The accounts were made, whether or not they can be seen at once.
    let mut seen = Vec::new();
    for directory in read {
        match sync::run(desk, open, actor, directory, false, handle) {
            Ok(answer) => seen.push(answer["invited"].clone()),
            Err(problem) => seen.push(json!(problem.message)),
        }
    }
    match first {
        Some(problem) => Err(problem),
        None => Ok(json!({ "plans": plans, "seen": seen })),
    }
}

/// After a read: those who were invited and are there now hold what they asked for, or will when it is delivered.
pub(crate) fn bind(desk: &Arc<Desk>, open: &Open, actor: &Actor, directory: i64) -> Result<Value, Problem> {
    let found = open
        .store
        .read(|connection| organization::bound(connection, directory))?;
    let mut bound = Vec::new();
    for (invitation, principal) in found {
        desk.write(open, actor, "organization.bind", |write| {
            let requests = organization::bind(write.transaction, &invitation, principal, write.now)?;
            organization::govern(
                write.transaction,
                principal,
                invitation.organization,
                requests.first().copied(),
                true,
                "Came by an access package.",
                write.now,
            )?;
            for request in &requests {
                crate::request::deliver_bound(write, *request)?;
            }
            let place = snapshot::directory(write.transaction, directory)?.map(|row| row.name);
            let detail = json!({ "mail": invitation.mail, "principal": principal, "requests": requests,
                                 "directory": place, "organization": invitation.organization });
            Ok(((), Entry::new(format!("principal:{principal}"), detail)))
        })?;
        bound.push(json!({ "mail": invitation.mail, "principal": principal }));
    }
    Ok(Value::Array(bound))
}
