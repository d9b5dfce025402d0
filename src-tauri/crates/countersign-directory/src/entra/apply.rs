//! Changes memberships, and who holds a role. What cannot be changed here is known before anything is sent: Graph answers a ruled group as
//! it answers a missing permission.

mod application;
mod azure;
mod role;

use std::collections::HashMap;

use countersign_domain::snapshot::{ApplyOutcome, Change, Target};
use tokio::task::JoinSet;

use super::address;
use super::exchange::Answer;
use super::id::{Guest, Id};
use super::page::whole;
use super::session::{Session, ended};
use super::shape::{Account, Group, Link};
use super::{Entra, address::Request};
use crate::control::Cancel;
use crate::ldap::text::clean;
use crate::{Control, DirectoryProblem};

/// A group as it is now.
#[derive(Clone)]
enum State {
    Open,
    Gone,
    ByHand(String),
    /// It could not be looked at, for a reason that is its own.
    Unseen(ApplyOutcome),
}

impl Entra {
    pub(super) async fn apply_now(
        &self,
        changes: &[Change],
        control: &Control,
    ) -> Result<Vec<ApplyOutcome>, DirectoryProblem> {
        let states = self.states(changes, control).await?;
        let mut parts = JoinSet::new();
        for (n, change) in changes.iter().enumerate() {
            let state = Id::parse(&change.group().key).and_then(|id| states.get(&id).cloned());
            let (session, cancel, change) = (self.session.clone(), control.cancel.clone(), change.clone());
            parts.spawn(async move { (n, one(&session, &cancel, &change, state).await) });
        }
        let mut outcomes: Vec<Option<ApplyOutcome>> = changes.iter().map(|_| None).collect();
        let mut done = 0;
        while let Some(part) = parts.join_next().await {
            let (n, outcome) = part.map_err(ended)?;
            outcomes[n] = Some(outcome.or_else(own)?);
            done += 1;
            control.report("carry out", done, Some(changes.len() as u64));
        }
        let unknown = || by_hand("The directory gave no answer to this change.");
        Ok(outcomes
            .into_iter()
            .map(|outcome| outcome.unwrap_or_else(unknown))
            .collect())
    }

    /// The groups of these changes, each looked at once.
    async fn states(&self, changes: &[Change], control: &Control) -> Result<HashMap<Id, State>, DirectoryProblem> {
        let mut states = HashMap::new();
        let mut parts = JoinSet::new();
        for change in changes {
            if let Change::AddMember { group, .. } | Change::RemoveMember { group, .. } = change
                && let Some(id) = Id::parse(&group.key)
                && states.insert(id.clone(), State::Gone).is_none()
            {
                let (session, cancel) = (self.session.clone(), control.cancel.clone());
                parts.spawn(async move {
                    let found = state(&session, &cancel, &id).await;
                    Ok::<_, DirectoryProblem>((id, found.or_else(|problem| own(problem).map(State::Unseen))?))
                });
            }
        }
        while let Some(part) = parts.join_next().await {
            let (id, state) = part.map_err(ended)??;
            states.insert(id, state);
        }
        Ok(states)
    }
}

async fn state(session: &Session, cancel: &Cancel, id: &Id) -> Result<State, DirectoryProblem> {
    let request = address::group(id);
    let answer = session.answer(&request, cancel).await?;
    match answer.status {
        404 => return Ok(State::Gone),
        200..=299 => {}
        _ => return Err(session.refusal(&request, &answer)),
    }
    let group: Group = parse(session, &request, &answer)?;
    let name = clean(group.display_name.as_deref().unwrap_or(id.as_str())).0;
    let mail = group.mail_enabled == Some(true) && !group.is("Unified");
    let reason = match () {
        () if group.is("DynamicMembership") => {
            format!("a rule chooses the members of “{name}”; change the rule or the person")
        }
        () if group.on_premises_sync_enabled == Some(true) => {
            format!("“{name}” is synced from another directory; change it there")
        }
        () if mail => format!("“{name}” is a distribution list or has mail; change it in Exchange"),
        () if group.is_management_restricted == Some(true) => {
            format!("“{name}” stands in a restricted administrative unit; its administrator changes it")
        }
        () => return Ok(State::Open),
    };
    Ok(State::ByHand(reason))
}

async fn one(
    session: &Session,
    cancel: &Cancel,
    change: &Change,
    state: Option<State>,
) -> Result<ApplyOutcome, DirectoryProblem> {
    match change {
        Change::RemoveMember { group, member, .. } => {
            let (Some(group), Some(member), Some(state)) = (Id::parse(&group.key), Id::parse(&member.key), state)
            else {
                return Ok(by_hand("It has no identity in Entra ID."));
            };
            match state {
                // No group, no access.
                State::Gone => Ok(ApplyOutcome::AlreadySo),
                State::ByHand(reason) => Ok(ApplyOutcome::ByHand { reason }),
                State::Unseen(outcome) => Ok(outcome),
                State::Open => remove(session, cancel, &group, &member).await,
            }
        }
        Change::AddMember { group, member } => {
            let ids = (Id::parse(&group.key), Id::parse(&member.key), state);
            let (Some(group_id), Some(member_id), Some(state)) = ids else {
                return Ok(by_hand("It has no identity in Entra ID."));
            };
            match state {
                State::Gone => Ok(gone(group)),
                State::ByHand(reason) => Ok(ApplyOutcome::ByHand { reason }),
                State::Unseen(outcome) => Ok(outcome),
                State::Open => add(session, cancel, &group_id, &member_id, member).await,
            }
        }
        Change::GiveRole {
            resource,
            role: named,
            holder,
        }
        | Change::TakeRole {
            resource,
            role: named,
            holder,
        } => {
            let Some(holder_id) = Id::parse(&holder.key) else {
                return Ok(by_hand("It has no identity in Entra ID."));
            };
            let give = matches!(change, Change::GiveRole { .. });
            if azure::is_role(&resource.key) {
                return match give {
                    false => azure::take(session, cancel, &resource.key, named, &holder_id).await,
                    true => Ok(by_hand("A role of Azure is given in the Azure portal.")),
                };
            }
            if let Some(holding) = role::holding(&resource.key, &holder_id) {
                return match role::hold(named) {
                    Some(hold) => role::change(session, cancel, &holding, hold, give).await,
                    None => Ok(by_hand("A role of the directory is active or eligible.")),
                };
            }
            match (Id::parse(&resource.key), give) {
                (None, _) => Ok(by_hand("It has no identity in Entra ID.")),
                (Some(id), false) => application::take(session, cancel, &id, named, &holder_id).await,
                (Some(id), true) => {
                    application::give(session, cancel, &id, named, &holder_id, (resource, holder)).await
                }
            }
        }
        Change::InviteGuest { .. } => Ok(by_hand("A guest is invited in the admin center of Entra ID.")),
        Change::BlockAccount { account } | Change::DeleteAccount { account } => match Id::parse(&account.key) {
            None => Ok(by_hand("It has no identity in Entra ID.")),
            Some(id) => change_account(session, cancel, &id, change).await,
        },
    }
}

/// A refusal that concerns one change alone is the answer to it, and keeps no other from its own; what stands in the way
/// of all of them ends the work.
fn own(problem: DirectoryProblem) -> Result<ApplyOutcome, DirectoryProblem> {
    let code = match &problem {
        DirectoryProblem::Permission { .. } | DirectoryProblem::AzureRight { .. } => 403,
        DirectoryProblem::Answered { status, .. } if *status < 500 => u32::from(*status),
        // Before anything is sent it is looked at; after that only to tell two refusals apart.
        DirectoryProblem::Unclear { .. } => 0,
        _ => return Err(problem),
    };
    let reason = problem.to_string().trim_end_matches('.').to_owned();
    Ok(ApplyOutcome::Refused { code, reason })
}

async fn remove(session: &Session, cancel: &Cancel, group: &Id, member: &Id) -> Result<ApplyOutcome, DirectoryProblem> {
    let request = address::remove_member(group, member);
    let answer = session.answer(&request, cancel).await?;
    match answer.status {
        200..=299 => Ok(ApplyOutcome::Applied),
        404 => Ok(ApplyOutcome::AlreadySo),
        // “One or more removed object references do not exist” and real refusals look alike: the list decides.
        400 if !is_member(session, cancel, group, member).await? => Ok(ApplyOutcome::AlreadySo),
        _ => Ok(refused(session, &request, &answer)),
    }
}

async fn add(
    session: &Session,
    cancel: &Cancel,
    group: &Id,
    member: &Id,
    target: &Target,
) -> Result<ApplyOutcome, DirectoryProblem> {
    let request = address::add_member(session.graph(), group, member);
    let answer = session.answer(&request, cancel).await?;
    match answer.status {
        200..=299 => Ok(ApplyOutcome::Applied),
        404 => Ok(gone(target)),
        400 if is_member(session, cancel, group, member).await? => Ok(ApplyOutcome::AlreadySo),
        _ => Ok(refused(session, &request, &answer)),
    }
}

async fn is_member(session: &Session, cancel: &Cancel, group: &Id, member: &Id) -> Result<bool, DirectoryProblem> {
    let list: Option<Vec<Link>> = whole(session, address::members(group), cancel).await?;
    Ok(list
        .into_iter()
        .flatten()
        .any(|link| Id::parse(&link.id).as_ref() == Some(member)))
}

/// Blocks or deletes a guest, and nobody else: who is one is asked at this moment.
async fn change_account(
    session: &Session,
    cancel: &Cancel,
    id: &Id,
    change: &Change,
) -> Result<ApplyOutcome, DirectoryProblem> {
    let request = address::account(id);
    let answer = session.answer(&request, cancel).await?;
    let delete = matches!(change, Change::DeleteAccount { .. });
    match answer.status {
        404 if delete => return Ok(ApplyOutcome::AlreadySo),
        404 => return Ok(gone(change.member())),
        200..=299 => {}
        _ => return Ok(refused(session, &request, &answer)),
    }
    let account: Account = parse(session, &request, &answer)?;
    let Some(guest) = Guest::told(id, account.user_type.as_deref()) else {
        let name = account.display_name.as_deref().unwrap_or(id.as_str());
        return Ok(ApplyOutcome::Refused {
            code: 403,
            reason: format!("{} is not a guest", clean(name).0),
        });
    };
    if !delete && account.account_enabled == Some(false) {
        return Ok(ApplyOutcome::AlreadySo);
    }
    let request = if delete {
        address::delete(&guest)
    } else {
        address::block(&guest)
    };
    let answer = session.answer(&request, cancel).await?;
    Ok(match answer.status {
        200..=299 => ApplyOutcome::Applied,
        404 if delete => ApplyOutcome::AlreadySo,
        _ => refused(session, &request, &answer),
    })
}

pub(super) fn parse<T: serde::de::DeserializeOwned>(
    session: &Session,
    request: &Request,
    answer: &Answer,
) -> Result<T, DirectoryProblem> {
    serde_json::from_slice(&answer.body).map_err(|error| DirectoryProblem::Unclear {
        url: request.subject(session.setting()),
        reason: format!("it is not what was asked for ({error})"),
    })
}

fn refused(session: &Session, request: &Request, answer: &Answer) -> ApplyOutcome {
    ApplyOutcome::Refused {
        code: u32::from(answer.status),
        reason: session
            .refusal(request, answer)
            .to_string()
            .trim_end_matches('.')
            .to_owned(),
    }
}

fn by_hand(reason: &str) -> ApplyOutcome {
    ApplyOutcome::ByHand {
        reason: reason.to_owned(),
    }
}

fn gone(target: &Target) -> ApplyOutcome {
    ApplyOutcome::Refused {
        code: 404,
        reason: format!("{} is no longer in the directory", target.dn),
    }
}
