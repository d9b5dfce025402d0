//! Notices about access packages: to approvers, to whoever asked, and to holders (access-governance §2.12).

use chrono::{DateTime, Utc};
use countersign_domain::notice::{Identity, NoticeKind, Subject, compose, is_address};
use countersign_domain::request::By;
use countersign_store::StoreError;
use countersign_store::notice::{self, About, Asked, NewNotice};
use countersign_store::request::{self, RequestRow};
use countersign_store::rusqlite::OptionalExtension;

use super::queue::{ADMINISTRATORS, NO_ADDRESS, NO_ADMINISTRATOR, Queued, administrators, person};
use crate::Problem;
use crate::call::Write;

const OFF: &str = "Notices of assignments are off in this policy.";

/// What is told.
struct Told<'a> {
    about: About,
    kind: NoticeKind,
    stage: (i64, i64),
    ordinal: i64,
    due_at: Option<DateTime<Utc>>,
    package: &'a str,
    detail: &'a str,
    /// Why nobody is told.
    off: Option<&'static str>,
}

impl Told<'_> {
    /// Keeps the notice to one person, once.
    fn queue(&self, write: &Write<'_>, asked: &Asked) -> Result<Queued, Problem> {
        let header = write.open.store.header();
        let address = asked.mail.as_deref().map(str::trim).filter(|mail| !mail.is_empty());
        let unusable;
        let skipped = match address {
            _ if self.off.is_some() => self.off,
            None if asked.principal == ADMINISTRATORS => Some(NO_ADMINISTRATOR),
            None => Some(NO_ADDRESS),
            Some(address) if !is_address(address) => {
                unusable = format!("“{}” is not a mail address.", address.escape_debug());
                Some(unusable.as_str())
            }
            Some(_) => None,
        };
        let text = compose(
            self.kind,
            &Subject {
                organization: &header.organization,
                review: self.package,
                stage: self.stage,
                name: &asked.display_name,
                due_at: self.due_at,
                detail: self.detail,
                ..Subject::default()
            },
        );
        let (of, id) = match self.about {
            About::Instance(id) => ("", id),
            About::Request(id) => ("request", id),
            About::Assignment(id) => ("assignment", id),
        };
        let identity = Identity {
            store: &header.id,
            of,
            instance: id,
            stage: self.stage.0,
            kind: self.kind,
            ordinal: self.ordinal,
            recipient: asked.principal,
        };
        let new = NewNotice {
            about: self.about,
            stage: self.stage.0,
            kind: self.kind,
            ordinal: self.ordinal,
            recipient: asked.principal,
            name: &asked.display_name,
            address,
            subject: &text.subject,
            body: &text.body,
            due_at: self.due_at,
            message_id: &identity.message_id(),
            skipped,
        };
        let mut counts = Queued::default();
        if notice::queue(write.transaction, &new, write.now)? {
            if skipped.is_some() {
                counts.skipped += 1;
            } else {
                counts.queued += 1;
            }
        }
        Ok(counts)
    }
}

fn stage_due(write: &Write<'_>, row: &RequestRow, position: i64) -> Result<Option<DateTime<Utc>>, Problem> {
    let stages = request::stages(write.transaction, row.request)?;
    Ok(stages
        .into_iter()
        .find(|stage| stage.position == position)
        .and_then(|stage| stage.due_at))
}

fn for_whom(row: &RequestRow) -> String {
    let target = row.target_name.as_deref().unwrap_or("somebody from outside");
    let mut text = match row.requestor == row.target && row.target.is_some() {
        true => format!("{target} asks for it."),
        false => format!("{} asks for it, for {target}.", row.requestor_name),
    };
    if !row.justification.is_empty() {
        text.push_str("\nThe reason given: ");
        text.push_str(&row.justification);
    }
    text
}

/// Asks approvers, asks alternates, or reminds them.
pub(crate) fn queue_approval(
    write: &Write<'_>,
    row: &RequestRow,
    position: i64,
    people: &[i64],
    kind: NoticeKind,
) -> Result<(), Problem> {
    let detail = for_whom(row);
    let told = Told {
        about: About::Request(row.request),
        kind,
        stage: (position, row.stage_count.max(position)),
        ordinal: 1,
        due_at: stage_due(write, row, position)?,
        package: &row.package_name,
        detail: &detail,
        off: None,
    };
    for one in people {
        if let Some(asked) = person(write.transaction, *one, 0)? {
            told.queue(write, &asked)?;
        }
    }
    Ok(())
}

/// Tells the administrators that nobody is left who could approve.
pub(crate) fn queue_approver_missing(
    write: &Write<'_>,
    row: &RequestRow,
    position: i64,
    why: &str,
) -> Result<(), Problem> {
    let detail = format!("{}\n{why}", for_whom(row));
    let told = Told {
        about: About::Request(row.request),
        kind: NoticeKind::ApproverMissing,
        stage: (position, row.stage_count.max(position)),
        ordinal: 1,
        due_at: stage_due(write, row, position)?,
        package: &row.package_name,
        detail: &detail,
        off: None,
    };
    told.queue(write, &administrators(write)?)?;
    Ok(())
}

/// A direct assignment, and what the system does by itself, sends none of the mails of a request.
fn is_asked(row: &RequestRow) -> bool {
    matches!(row.kind.by(), By::Own | By::OnBehalf)
}

fn to_requestor(write: &Write<'_>, row: &RequestRow, kind: NoticeKind, detail: &str) -> Result<(), Problem> {
    if !is_asked(row) {
        return Ok(());
    }
    let told = Told {
        about: About::Request(row.request),
        kind,
        stage: (0, 0),
        ordinal: 1,
        due_at: None,
        package: &row.package_name,
        detail,
        off: None,
    };
    let mut people = vec![row.requestor, row.target];
    people.dedup();
    for one in people.into_iter().flatten() {
        if let Some(asked) = person(write.transaction, one, 0)? {
            told.queue(write, &asked)?;
        }
    }
    Ok(())
}

pub(crate) fn queue_request_approved(write: &Write<'_>, row: &RequestRow) -> Result<(), Problem> {
    let detail = match row.starts_at.filter(|start| *start > write.now) {
        Some(start) => format!("The access begins on {}.", start.format("%-d %B %Y, %H:%M UTC")),
        None => String::new(),
    };
    to_requestor(write, row, NoticeKind::RequestApproved, &detail)
}

pub(crate) fn queue_request_denied(write: &Write<'_>, row: &RequestRow, reason: &str) -> Result<(), Problem> {
    to_requestor(write, row, NoticeKind::RequestDenied, reason)
}

pub(crate) fn queue_request_expired(write: &Write<'_>, row: &RequestRow, reason: &str) -> Result<(), Problem> {
    to_requestor(write, row, NoticeKind::RequestExpired, reason)
}

/// The person who asked has the access now; once. A direct assignment and a rule send nothing.
pub(crate) fn queue_delivered(write: &Write<'_>, assignment: i64) -> Result<(), Problem> {
    let asked = match request::latest_for(write.transaction, assignment)? {
        Some(request) => request::show(write.transaction, request)?.is_some_and(|row| is_asked(&row)),
        None => false,
    };
    if !asked {
        return Ok(());
    }
    of_assignment(write, assignment, NoticeKind::AccessDelivered, 1, "")
}

/// The access ends in so many days; once for every end it had.
pub(crate) fn queue_ending(write: &Write<'_>, assignment: i64, days: i64) -> Result<(), Problem> {
    of_assignment(write, assignment, NoticeKind::AccessEnding, days, "")
}

/// The access has ended, and why.
pub(crate) fn queue_ended(write: &Write<'_>, assignment: i64, because: &str) -> Result<(), Problem> {
    of_assignment(write, assignment, NoticeKind::AccessEnded, 1, because)
}

fn of_assignment(
    write: &Write<'_>,
    assignment: i64,
    kind: NoticeKind,
    ordinal: i64,
    detail: &str,
) -> Result<(), Problem> {
    type Row = (i64, String, i64, i64, Option<DateTime<Utc>>);
    let found: Option<Row> = write
        .transaction
        .prepare_cached(
            "SELECT a.principal_id, k.display_name, a.policy_id, a.policy_version, a.ends_at
             FROM assignment a JOIN package k ON k.id = a.package_id WHERE a.id = ?1",
        )
        .and_then(|mut statement| {
            statement
                .query_row([assignment], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
                })
                .optional()
        })
        .map_err(StoreError::from)?;
    let (principal, package, policy, version, ends_at) =
        found.ok_or_else(|| Problem::missing("assignment", assignment))?;
    let rules = crate::policy::in_version(write.transaction, policy, version)?;
    let until = match (kind, ends_at) {
        (NoticeKind::AccessDelivered, Some(end)) => format!("It ends on {}.", end.format("%-d %B %Y, %H:%M UTC")),
        (NoticeKind::AccessDelivered, None) => "It has no end.".to_owned(),
        _ => detail.to_owned(),
    };
    let told = Told {
        about: About::Assignment(assignment),
        kind,
        // An extension has another end, of which is told anew: the end's minute tells them apart.
        stage: match (kind, ends_at) {
            (NoticeKind::AccessEnding, Some(end)) => (end.timestamp() / 60, 0),
            _ => (0, 0),
        },
        ordinal,
        due_at: ends_at.filter(|_| kind == NoticeKind::AccessEnding),
        package: &package,
        detail: &until,
        off: (!rules.notify).then_some(OFF),
    };
    if let Some(asked) = person(write.transaction, principal, 0)? {
        told.queue(write, &asked)?;
    }
    Ok(())
}
