//! An approver hands their approvals to somebody else for a time.

use chrono::{DateTime, Utc};
use countersign_domain::approval::ApproverKind;
use countersign_store::request::{self, NewApprover, RequestRow};
use countersign_store::rusqlite::{Connection, params};
use countersign_store::{StoreError, review};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::people::name_of;
use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::store::Nothing;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "ApprovalDelegateInput")]
pub struct DelegateInput {
    /// None takes back what was handed over.
    pub to: Option<i64>,
    /// From now on where nothing is said.
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

/// Somebody who answers for somebody else.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ApprovalSubstitute")]
pub struct Substitute {
    pub to: i64,
    pub display_name: String,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// Who answers for the acting person, now or later.
pub(crate) fn substitutes(read: &Read<'_>, _: Nothing) -> Result<Vec<Substitute>, Problem> {
    let own = read.actor.principal.map_or(0, |one| one.0);
    of(read.connection, own, read.now, false)
}

fn of(connection: &Connection, principal: i64, now: DateTime<Utc>, in_force: bool) -> Result<Vec<Substitute>, Problem> {
    let mut statement = connection
        .prepare_cached(
            "SELECT s.to_id, p.display_name, s.from_at, s.until_at FROM substitute s JOIN principal p ON p.id = s.to_id
             WHERE s.principal_id = ?1 AND s.ended_at IS NULL AND s.until_at > ?2 AND (?3 = 0 OR s.from_at <= ?2)
             ORDER BY s.from_at",
        )
        .map_err(StoreError::from)?;
    let rows = statement
        .query_map(params![principal, text(now), in_force], |row| {
            Ok(Substitute {
                to: row.get(0)?,
                display_name: row.get(1)?,
                from: row.get(2)?,
                until: row.get(3)?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(rows)
}

pub(crate) fn delegate(write: &Write<'_>, input: DelegateInput) -> Result<(Nothing, Entry), Problem> {
    let own = write.actor.principal.map_or(0, |one| one.0);
    write
        .transaction
        .execute(
            "UPDATE substitute SET ended_at = ?2 WHERE principal_id = ?1 AND ended_at IS NULL",
            params![own, text(write.now)],
        )
        .map_err(StoreError::from)?;
    let subject = format!("principal:{own}");
    let Some(to) = input.to else {
        return Ok((Nothing {}, Entry::new(subject, json!({ "to": null }))));
    };
    let from = input.from.unwrap_or(write.now).max(write.now);
    let until = input
        .until
        .ok_or_else(|| Problem::new("Say until when somebody else answers.").field("until"))?;
    if until <= from {
        return Err(Problem::new("This time ends before it begins.").field("until"));
    }
    if to == own {
        return Err(Problem::new("Approvals are handed to somebody else.").field("to"));
    }
    if review::is_able(write.transaction, to)? != Some(true) {
        return Err(Problem::new("Approvals are handed to a person who can sign in.").field("to"));
    }
    let label = write.actor.label();
    write
        .transaction
        .execute(
            "INSERT INTO substitute (principal_id, to_id, from_at, until_at, given_at, given_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![own, to, text(from), text(until), text(write.now), label],
        )
        .map_err(StoreError::from)?;
    // What waits already is theirs to answer too.
    let mut handed = 0;
    if from <= write.now {
        let reason = reason(write.transaction, own, until)?;
        let (waiting, _) = request::awaiting(write.transaction, own, 0, i64::MAX)?;
        for row in waiting {
            if Some(to) == row.request.requestor || Some(to) == row.request.target {
                continue;
            }
            let one = NewApprover {
                principal: to,
                kind: kind_of(write.transaction, row.request.request, own)?,
                reason: reason.clone(),
            };
            request::put_approvers(
                write.transaction,
                row.request.request,
                row.request.stage,
                &[one],
                write.now,
            )?;
            crate::notice::queue_approval(
                write,
                &row.request,
                row.request.stage,
                &[to],
                countersign_domain::notice::NoticeKind::ApprovalAsked,
            )?;
            handed += 1;
        }
    }
    let detail =
        json!({ "to": to, "toName": name_of(write.transaction, to)?, "from": from, "until": until, "handed": handed });
    Ok((Nothing {}, Entry::new(subject, detail)))
}

fn kind_of(connection: &Connection, id: i64, principal: i64) -> Result<ApproverKind, Problem> {
    let found = request::approvers(connection, id)?
        .into_iter()
        .find(|one| one.principal == principal && one.open);
    Ok(found.map_or(ApproverKind::Primary, |one| one.kind))
}

fn reason(connection: &Connection, principal: i64, until: DateTime<Utc>) -> Result<String, Problem> {
    let name = name_of(connection, principal)?;
    Ok(format!(
        "Answers for {name} until {}.",
        until.format("%Y-%m-%d %H:%M UTC")
    ))
}

/// The people to ask, and those who answer for them now; never the people the request is about.
pub(super) fn with_substitutes(
    write: &Write<'_>,
    row: &RequestRow,
    mut approvers: Vec<NewApprover>,
) -> Result<Vec<NewApprover>, Problem> {
    let mut more = Vec::new();
    for one in &approvers {
        for substitute in of(write.transaction, one.principal, write.now, true)? {
            let about = Some(substitute.to) == row.requestor || Some(substitute.to) == row.target;
            let able = review::is_able(write.transaction, substitute.to)? == Some(true);
            let asked = approvers
                .iter()
                .chain(&more)
                .any(|other| other.principal == substitute.to);
            if !about && able && !asked {
                more.push(NewApprover {
                    principal: substitute.to,
                    kind: one.kind,
                    reason: reason(write.transaction, one.principal, substitute.until)?,
                });
            }
        }
    }
    approvers.extend(more);
    Ok(approvers)
}
