//! Roles of the directory: held, or to be activated. Every change begins with a look, so that a request whose answer
//! was lost is never sent a second time for what it has done already.

use chrono::Utc;
use countersign_domain::snapshot::{ACTIVE, ApplyOutcome, ELIGIBLE};

use super::{by_hand, parse, refused};
use crate::DirectoryProblem;
use crate::control::Cancel;
use crate::entra::address::role::{self as ask, Hold, Holding};
use crate::entra::id::{Id, Row};
use crate::entra::page::whole;
use crate::entra::role::KEY;
use crate::entra::session::Session;
use crate::entra::shape::{RoleRow, ScheduleRequest};

/// A role of the directory by the key of its resource, held by somebody.
pub(super) fn holding(key: &str, principal: &Id) -> Option<Holding> {
    let named = key.strip_prefix(KEY)?;
    let (role, scope) = named.split_once('@').unwrap_or((named, "/"));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
    (scope.starts_with('/') && scope.bytes().all(plain)).then_some(())?;
    Some(Holding {
        role: Id::parse(role)?,
        scope: scope.to_owned(),
        principal: principal.clone(),
    })
}

pub(super) fn hold(entitlement: &str) -> Option<Hold> {
    match entitlement {
        ACTIVE => Some(Hold::Active),
        ELIGIBLE => Some(Hold::Eligible),
        _ => None,
    }
}

/// Gives or takes a role.
pub(super) async fn change(
    session: &Session,
    cancel: &Cancel,
    holding: &Holding,
    hold: Hold,
    give: bool,
) -> Result<ApplyOutcome, DirectoryProblem> {
    if hold == Hold::Eligible
        && session
            .answer(&ask::roles_of(&holding.principal, hold), cancel)
            .await?
            .is_without_licence()
    {
        // Without the licence nobody is eligible, and nobody can be made so.
        return Ok(match give {
            true => by_hand("The tenant has no roles that are activated; that needs a licence of Entra ID P2."),
            false => ApplyOutcome::AlreadySo,
        });
    }
    let rows = held(session, cancel, holding, hold).await?;
    if rows.is_empty() != give {
        return Ok(ApplyOutcome::AlreadySo);
    }
    let request = match give {
        true => ask::begin_role(holding, hold, Utc::now()),
        false => ask::end_role(holding, hold),
    };
    let answer = match session.answer(&request, cancel).await {
        Ok(answer) => answer,
        Err(problem) => return lost(session, cancel, holding, hold, give, problem).await,
    };
    match answer.status {
        200..=299 => {
            let said: ScheduleRequest = parse(session, &request, &answer)?;
            match said.status.as_deref() {
                Some(status @ ("Failed" | "Denied" | "Canceled")) => Ok(ApplyOutcome::Refused {
                    code: u32::from(answer.status),
                    reason: format!("Entra ID took the request and ended it as {status}"),
                }),
                Some(status) if status.starts_with("PendingApproval") || status.starts_with("PendingAdminDecision") => {
                    Ok(by_hand("Entra ID waits for somebody to approve it."))
                }
                _ => Ok(ApplyOutcome::Applied),
            }
        }
        _ if hold == Hold::Active && answer.is_without_licence() => plain(session, cancel, holding, &rows, give).await,
        400 | 404 if held(session, cancel, holding, hold).await?.is_empty() != give => Ok(ApplyOutcome::AlreadySo),
        _ => Ok(refused(session, &request, &answer)),
    }
}

/// A tenant in which roles are held and never activated.
async fn plain(
    session: &Session,
    cancel: &Cancel,
    holding: &Holding,
    rows: &[Row],
    give: bool,
) -> Result<ApplyOutcome, DirectoryProblem> {
    if give {
        let request = ask::create_role(holding);
        let answer = match session.answer(&request, cancel).await {
            Ok(answer) => answer,
            Err(problem) => return lost(session, cancel, holding, Hold::Active, give, problem).await,
        };
        return Ok(match answer.status {
            200..=299 => ApplyOutcome::Applied,
            _ => refused(session, &request, &answer),
        });
    }
    let mut outcome = ApplyOutcome::AlreadySo;
    for row in rows {
        let request = ask::delete_role(row);
        let answer = session.answer(&request, cancel).await?;
        match answer.status {
            200..=299 => outcome = ApplyOutcome::Applied,
            404 => {}
            _ => return Ok(refused(session, &request, &answer)),
        }
    }
    Ok(outcome)
}

/// The answer to a request was lost: what is there now says whether it was carried out.
async fn lost(
    session: &Session,
    cancel: &Cancel,
    holding: &Holding,
    hold: Hold,
    give: bool,
    problem: DirectoryProblem,
) -> Result<ApplyOutcome, DirectoryProblem> {
    match held(session, cancel, holding, hold).await {
        Ok(rows) if rows.is_empty() != give => Ok(ApplyOutcome::Applied),
        _ => Err(problem),
    }
}

/// The identities under which somebody holds a role at its scope.
async fn held(session: &Session, cancel: &Cancel, holding: &Holding, hold: Hold) -> Result<Vec<Row>, DirectoryProblem> {
    let request = ask::roles_of(&holding.principal, hold);
    let url = request.subject(session.setting());
    let all: Option<Vec<RoleRow>> = whole(session, request, cancel).await?;
    let mut rows = Vec::new();
    for one in all.into_iter().flatten() {
        let is = |id: &Option<String>, wanted: &Id| id.as_deref().and_then(Id::parse).as_ref() == Some(wanted);
        let scope = one.directory_scope_id.as_deref().unwrap_or("/");
        if is(&one.principal_id, &holding.principal)
            && is(&one.role_definition_id, &holding.role)
            && scope == holding.scope
        {
            rows.push(Row::parse(&one.id).ok_or_else(|| DirectoryProblem::Unclear {
                url: url.clone(),
                reason: "an assignment has no identity that could stand in an address".into(),
            })?);
        }
    }
    Ok(rows)
}
