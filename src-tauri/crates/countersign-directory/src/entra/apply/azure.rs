//! Roles at Azure's resources: one assignment is taken away, at the scope where it was given.

use countersign_domain::snapshot::{ACTIVE, ApplyOutcome};

use super::{by_hand, refused};
use crate::DirectoryProblem;
use crate::control::Cancel;
use crate::entra::address::azure as ask;
use crate::entra::azure::{KEY, role_of};
use crate::entra::id::{Id, Scope};
use crate::entra::page::whole;
use crate::entra::session::Session;
use crate::entra::shape::AzureHeld;

/// Whether a resource is a role of Azure.
pub(super) fn is_role(key: &str) -> bool {
    key.starts_with(KEY)
}

/// Takes a role away, where it stands at a subscription that the settings name or at one of its resource groups.
pub(super) async fn take(
    session: &Session,
    cancel: &Cancel,
    key: &str,
    entitlement: &str,
    holder: &Id,
) -> Result<ApplyOutcome, DirectoryProblem> {
    let named = key.strip_prefix(KEY).and_then(|rest| rest.split_once('@'));
    let Some((role, place)) = named.and_then(|(role, place)| Some((Id::parse(role)?, place))) else {
        return Ok(by_hand("It has no identity in Azure."));
    };
    if entitlement != ACTIVE {
        return Ok(by_hand(
            "Whoever may activate a role of Azure loses that in Privileged Identity Management.",
        ));
    }
    let Some(scope) = Scope::parse(place) else {
        return Ok(by_hand(
            "It is held above the subscriptions, or at a single resource; take it away there.",
        ));
    };
    if !session.setting().subscriptions().contains(scope.subscription()) {
        return Ok(by_hand("The settings do not name its subscription."));
    }
    let rows = held(session, cancel, &scope, &role, holder).await?;
    let mut outcome = ApplyOutcome::AlreadySo;
    for row in &rows {
        let request = ask::azure_unassign(&scope, row);
        let answer = session.answer(&request, cancel).await?;
        match answer.status {
            // It was not there any more.
            204 | 404 => {}
            200..=299 => outcome = ApplyOutcome::Applied,
            _ => return Ok(refused(session, &request, &answer)),
        }
    }
    Ok(outcome)
}

/// The assignments of a role to its holder at this very scope, in their own name.
async fn held(
    session: &Session,
    cancel: &Cancel,
    scope: &Scope,
    role: &Id,
    holder: &Id,
) -> Result<Vec<Id>, DirectoryProblem> {
    let request = ask::azure_held(scope, holder);
    let url = request.subject(session.setting());
    let all: Option<Vec<AzureHeld>> = whole(session, request, cancel).await?;
    let is_meant = |one: &AzureHeld| {
        let held = &one.properties;
        held.principal_id.as_deref().and_then(Id::parse).as_ref() == Some(holder)
            && role_of(held.role_definition_id.as_deref()).as_ref() == Some(role)
            && held.scope.as_deref().and_then(Scope::parse).as_ref() == Some(scope)
    };
    let meant = all.into_iter().flatten().filter(is_meant);
    meant
        .map(|one| {
            let row = one.name.as_deref().and_then(Id::parse);
            row.ok_or_else(|| DirectoryProblem::Unclear {
                url: url.clone(),
                reason: "an assignment has no identity that could stand in an address".into(),
            })
        })
        .collect()
}
