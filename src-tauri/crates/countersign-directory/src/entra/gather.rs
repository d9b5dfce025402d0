//! The parts of a read, each on its own, so that the wait for one answer is spent on others.

use countersign_domain::snapshot::Entry;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};

use super::address::{self, Request};
use super::azure;
use super::decode::Decoder;
use super::id::Id;
use super::page::{Walk, whole};
use super::role::{self, Roles};
use super::session::{Session, ended};
use super::shape::{Application, Group, Link, User};
use crate::DirectoryProblem;
use crate::control::Cancel;
use crate::ldap::sink::Batch;

/// Groups whose members are being read.
const AHEAD: usize = 32;
/// Pages and groups that wait to be taken in.
const WAITING: usize = 4;
/// Graph shows so many related objects inside a list and no more.
const SHOWN: usize = 20;

/// What one part found.
pub(super) enum Found {
    Users(Vec<User>),
    Group(Box<Group>),
    Application(Box<Application>),
    Roles(Box<Roles>),
    Azure(Vec<azure::Held>),
    /// The last sign-in may not be read.
    NoSignIn,
}

/// Tells what was found; ends with the read that wanted it.
pub(super) type Tell = mpsc::Sender<Found>;

async fn tell(to: &Tell, found: Found) -> Result<(), DirectoryProblem> {
    to.send(found).await.map_err(|_| DirectoryProblem::SinkClosed)
}

pub(super) fn joined(done: Result<Result<(), DirectoryProblem>, JoinError>) -> Result<(), DirectoryProblem> {
    done.unwrap_or_else(|error| Err(ended(error)))
}

/// The parts of one read and what they have found, in no order.
pub(super) struct Crew {
    parts: JoinSet<Result<(), DirectoryProblem>>,
    tell: Option<Tell>,
    told: mpsc::Receiver<Found>,
}

impl Crew {
    pub(super) fn new() -> Crew {
        let (tell, told) = mpsc::channel(WAITING);
        Crew {
            parts: JoinSet::new(),
            tell: Some(tell),
            told,
        }
    }

    /// Where a part tells what it finds.
    pub(super) fn tell(&self) -> Option<Tell> {
        self.tell.clone()
    }

    pub(super) fn start(&mut self, part: impl Future<Output = Result<(), DirectoryProblem>> + Send + 'static) {
        self.parts.spawn(part);
    }

    /// Takes in what the parts find until all have ended; the first that cannot go on ends the others.
    pub(super) async fn take_in(
        mut self,
        decoder: &mut Decoder,
        batch: &mut Batch<'_>,
        mut see: impl FnMut(&Entry),
    ) -> Result<(), DirectoryProblem> {
        self.tell = None;
        loop {
            tokio::select! {
                Some(done) = self.parts.join_next(), if !self.parts.is_empty() => joined(done)?,
                found = self.told.recv() => match found {
                    Some(found) => {
                        for entry in decoded(found, decoder) {
                            see(&entry);
                            batch.entry(entry);
                            batch.flush(false).await?;
                        }
                    }
                    None => break,
                }
            }
        }
        while let Some(done) = self.parts.join_next().await {
            joined(done)?;
        }
        Ok(())
    }
}

fn decoded(found: Found, decoder: &mut Decoder) -> Vec<Entry> {
    match found {
        Found::Users(users) => users.into_iter().filter_map(|user| decoder.user(user)).collect(),
        Found::Group(group) => decoder.group(*group).into_iter().collect(),
        Found::Application(application) => decoder.application(*application).into_iter().collect(),
        Found::Roles(roles) => role::entries(*roles, decoder),
        Found::Azure(held) => azure::entries(held, decoder),
        Found::NoSignIn => {
            let why = "the last sign-in is not shown: it needs AuditLog.Read.All and a licence of Entra ID P1 or P2";
            decoder.adjusted.add(why, "");
            Vec::new()
        }
    }
}

/// All users, with their last sign-in where it may be read.
pub(super) async fn users(session: Session, cancel: Cancel, to: Tell) -> Result<(), DirectoryProblem> {
    list_users(&session, &cancel, &to, address::users).await
}

async fn list_users(
    session: &Session,
    cancel: &Cancel,
    to: &Tell,
    request: impl Fn(bool) -> Request,
) -> Result<(), DirectoryProblem> {
    let mut walk = Walk::new(request(true));
    let mut first = true;
    loop {
        let page = match walk.some(session, cancel).await {
            Err(DirectoryProblem::Permission { .. } | DirectoryProblem::Answered { status: 400..=499, .. })
                if first =>
            {
                // It may be the last sign-in alone that is refused.
                walk = Walk::new(request(false));
                let page = walk.some(session, cancel).await?;
                tell(to, Found::NoSignIn).await?;
                page
            }
            page => page?,
        };
        first = false;
        match page {
            Some(users) => tell(to, Found::Users(users)).await?,
            None => return Ok(()),
        }
    }
}

/// Whoever of these is a user.
pub(super) async fn some_users(
    session: Session,
    cancel: Cancel,
    to: Tell,
    ids: Vec<Id>,
) -> Result<(), DirectoryProblem> {
    list_users(&session, &cancel, &to, |sign_in| address::users_by_id(&ids, sign_in)).await
}

/// Groups with all their members and owners.
pub(super) async fn groups(
    session: Session,
    cancel: Cancel,
    to: Tell,
    request: Request,
) -> Result<(), DirectoryProblem> {
    let mut walk = Walk::new(request);
    let mut parts = JoinSet::new();
    while let Some(page) = walk.some::<Group>(&session, &cancel).await? {
        for group in page {
            while parts.len() >= AHEAD
                && let Some(done) = parts.join_next().await
            {
                joined(done)?;
            }
            parts.spawn(one_group(session.clone(), cancel.clone(), to.clone(), group));
        }
    }
    while let Some(done) = parts.join_next().await {
        joined(done)?;
    }
    Ok(())
}

async fn one_group(session: Session, cancel: Cancel, to: Tell, mut group: Group) -> Result<(), DirectoryProblem> {
    if let Some(id) = Id::parse(&group.id) {
        let Some(members) = whole::<Link>(&session, address::members(&id), &cancel).await? else {
            return gone(&session, &cancel, address::members(&id), address::group(&id)).await;
        };
        group.members = members;
        if group.owners.len() >= SHOWN {
            let Some(owners) = whole(&session, address::owners(&id), &cancel).await? else {
                return gone(&session, &cancel, address::owners(&id), address::group(&id)).await;
            };
            group.owners = owners;
        }
    }
    tell(&to, Found::Group(Box::new(group))).await
}

// What was deleted since it was listed is left out, and the next read of changes says so too. What is there
// while its list is not would come out as nobody's: then nothing is known.
async fn gone(session: &Session, cancel: &Cancel, list: Request, itself: Request) -> Result<(), DirectoryProblem> {
    match session.answer(&itself, cancel).await?.status {
        404 => Ok(()),
        _ => Err(DirectoryProblem::Unclear {
            url: list.subject(session.setting()),
            reason: "the list is not there although what it belongs to is".into(),
        }),
    }
}

/// Applications with everybody who is assigned to them.
pub(super) async fn applications(session: Session, cancel: Cancel, to: Tell) -> Result<(), DirectoryProblem> {
    let mut walk = Walk::new(address::applications());
    let mut parts = JoinSet::new();
    while let Some(page) = walk.some::<Application>(&session, &cancel).await? {
        for application in page {
            while parts.len() >= AHEAD
                && let Some(done) = parts.join_next().await
            {
                joined(done)?;
            }
            parts.spawn(one_application(
                session.clone(),
                cancel.clone(),
                to.clone(),
                application,
            ));
        }
    }
    while let Some(done) = parts.join_next().await {
        joined(done)?;
    }
    Ok(())
}

async fn one_application(
    session: Session,
    cancel: Cancel,
    to: Tell,
    mut application: Application,
) -> Result<(), DirectoryProblem> {
    if let Some(id) = Id::parse(&application.id) {
        let Some(assigned) = whole(&session, address::assigned_to(&id), &cancel).await? else {
            return gone(&session, &cancel, address::assigned_to(&id), address::application(&id)).await;
        };
        application.assigned = assigned;
    }
    tell(&to, Found::Application(Box::new(application))).await
}

pub(super) async fn roles(session: Session, cancel: Cancel, to: Tell) -> Result<(), DirectoryProblem> {
    let roles = role::read(&session, &cancel).await?;
    tell(&to, Found::Roles(Box::new(roles))).await
}

pub(super) async fn azure_roles(session: Session, cancel: Cancel, to: Tell) -> Result<(), DirectoryProblem> {
    let held = azure::read(&session, &cancel).await?;
    tell(&to, Found::Azure(held)).await
}
