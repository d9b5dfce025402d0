//! Roles of applications: what somebody is assigned in their own name is given and taken, never what a group is.

use countersign_domain::snapshot::{ApplyOutcome, DEFAULT_ACCESS, Target};

use super::{by_hand, gone, parse, refused};
use crate::DirectoryProblem;
use crate::control::Cancel;
use crate::entra::address::role as ask;
use crate::entra::decode::role_name;
use crate::entra::id::{Id, Row};
use crate::entra::page::whole;
use crate::entra::session::Session;
use crate::entra::shape::{AppRole, Application, AssignedRow};

/// Assignment to no role in particular.
const NO_ROLE: &str = "00000000-0000-0000-0000-000000000000";

/// Takes a role from its holder, wherever it is assigned to them in their own name.
pub(super) async fn take(
    session: &Session,
    cancel: &Cancel,
    application: &Id,
    role: &str,
    holder: &Id,
) -> Result<ApplyOutcome, DirectoryProblem> {
    let Some(roles) = roles(session, cancel, application).await? else {
        // No application, no access.
        return Ok(ApplyOutcome::AlreadySo);
    };
    let Some(rows) = rows(session, cancel, application, &roles, role, holder).await? else {
        return Ok(ApplyOutcome::AlreadySo);
    };
    let mut outcome = ApplyOutcome::AlreadySo;
    for row in rows {
        let request = ask::unassign(application, &row);
        let answer = session.answer(&request, cancel).await?;
        match answer.status {
            200..=299 => outcome = ApplyOutcome::Applied,
            404 => {}
            // “EntitlementGrant … is not found” and real refusals look alike: the list decides.
            400 if !still(session, cancel, application, &roles, role, holder, &row).await? => {}
            _ => return Ok(refused(session, &request, &answer)),
        }
    }
    Ok(outcome)
}

/// Gives a role, unless it is held already.
pub(super) async fn give(
    session: &Session,
    cancel: &Cancel,
    application: &Id,
    role: &str,
    holder: &Id,
    names: (&Target, &Target),
) -> Result<ApplyOutcome, DirectoryProblem> {
    let Some(roles) = roles(session, cancel, application).await? else {
        return Ok(gone(names.0));
    };
    let wanted: Vec<Id> = roles
        .iter()
        .filter(|one| role_name(one) == role)
        .filter_map(|one| Id::parse(&one.id))
        .collect();
    let wanted = match (&wanted[..], role) {
        ([one], _) => one.clone(),
        ([], DEFAULT_ACCESS) if roles.is_empty() => match Id::parse(NO_ROLE) {
            Some(none) => none,
            None => return Ok(by_hand("It has no identity in Entra ID.")),
        },
        ([], _) => return Ok(by_hand("The application has no such role any more.")),
        _ => return Ok(by_hand("Several roles of the application have this name.")),
    };
    let held = async || match rows(session, cancel, application, &roles, role, holder).await? {
        None => Ok(None),
        Some(rows) => Ok::<_, DirectoryProblem>(Some(!rows.is_empty())),
    };
    match held().await? {
        None => return Ok(gone(names.1)),
        Some(true) => return Ok(ApplyOutcome::AlreadySo),
        Some(false) => {}
    }
    let request = ask::assign(application, &wanted, holder);
    match session.answer(&request, cancel).await {
        Ok(answer) => match answer.status {
            200..=299 => Ok(ApplyOutcome::Applied),
            400 | 409 if held().await? == Some(true) => Ok(ApplyOutcome::AlreadySo),
            _ => Ok(refused(session, &request, &answer)),
        },
        // Its answer was lost: what is there now says whether it was carried out.
        Err(problem) => match held().await {
            Ok(Some(true)) => Ok(ApplyOutcome::Applied),
            _ => Err(problem),
        },
    }
}

async fn roles(session: &Session, cancel: &Cancel, id: &Id) -> Result<Option<Vec<AppRole>>, DirectoryProblem> {
    let request = ask::application_roles(id);
    let answer = session.answer(&request, cancel).await?;
    match answer.status {
        404 => Ok(None),
        200..=299 => Ok(Some(parse::<Application>(session, &request, &answer)?.app_roles)),
        _ => Err(session.refusal(&request, &answer)),
    }
}

/// The assignments of a role to somebody in their own name; `None` where neither a user, an application nor a group
/// is there.
async fn rows(
    session: &Session,
    cancel: &Cancel,
    application: &Id,
    roles: &[AppRole],
    role: &str,
    holder: &Id,
) -> Result<Option<Vec<Row>>, DirectoryProblem> {
    let mut found = None;
    for of in ask::Holder::ALL {
        let request = ask::assignments_of(of, holder, application);
        if let Some(all) = whole::<AssignedRow>(session, request.clone(), cancel).await? {
            found = Some((request, all));
            break;
        }
    }
    let Some((request, all)) = found else {
        return Ok(None);
    };
    let mut rows = Vec::new();
    for one in all {
        let is = |id: &Option<String>, wanted: &Id| id.as_deref().and_then(Id::parse).as_ref() == Some(wanted);
        let assigned = one.app_role_id.as_deref().unwrap_or(NO_ROLE);
        let known = roles.iter().find(|known| known.id.eq_ignore_ascii_case(assigned));
        let name = match known {
            Some(known) => role_name(known),
            None if assigned == NO_ROLE => DEFAULT_ACCESS.to_owned(),
            None => assigned.to_owned(),
        };
        // What a group is assigned stands in the same list, and is not this person's.
        if !is(&one.principal_id, holder) || !is(&one.resource_id, application) || name != role {
            continue;
        }
        rows.push(Row::parse(&one.id).ok_or_else(|| DirectoryProblem::Unclear {
            url: request.subject(session.setting()),
            reason: "an assignment has no identity that could stand in an address".into(),
        })?);
    }
    Ok(Some(rows))
}

async fn still(
    session: &Session,
    cancel: &Cancel,
    application: &Id,
    roles: &[AppRole],
    role: &str,
    holder: &Id,
    row: &Row,
) -> Result<bool, DirectoryProblem> {
    let now = rows(session, cancel, application, roles, role, holder).await?;
    Ok(now.is_some_and(|now| now.contains(row)))
}
