//! What is told at a start, an end, a reassignment: called inside the transaction of what it tells.

use chrono::{DateTime, Utc};
use countersign_domain::notice::{Identity, NoticeKind, Subject, compose, is_address};
use countersign_store::StoreError;
use countersign_store::notice::{self, About, Asked, NewNotice};
use countersign_store::review::InstanceView;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use crate::Problem;
use crate::call::Write;

/// The administrators of the store, as a recipient.
pub(super) const ADMINISTRATORS: i64 = 0;
/// Of the review as a whole, not of a stage.
pub(super) const WHOLE: (i64, i64) = (0, 0);
const MAIL_OFF: &str = "Mail is off in the settings of this review.";
pub(super) const NO_ADDRESS: &str = "The directory holds no mail address of this person.";
pub(super) const NO_ADMINISTRATOR: &str = "No address of the administrators is configured.";

/// How many notices were put into the queue, and how many were only written down.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Queued {
    pub queued: usize,
    pub skipped: usize,
}

impl Queued {
    pub fn to_json(self) -> Value {
        json!({ "queued": self.queued, "skipped": self.skipped })
    }
}

/// What a round of notices tells.
pub(super) struct Occasion<'a> {
    pub view: &'a InstanceView,
    pub kind: NoticeKind,
    /// The stage, and how many there are.
    pub stage: (i64, i64),
    pub ordinal: i64,
    pub due_at: Option<DateTime<Utc>>,
    pub own_text: &'a str,
    pub detail: &'a str,
    /// Mail is off: people are noted, not told.
    pub off: bool,
}

impl Occasion<'_> {
    /// Keeps the notice to one person, once.
    pub fn queue(&self, write: &Write<'_>, asked: &Asked, counts: &mut Queued) -> Result<(), Problem> {
        let header = write.open.store.header();
        let address = asked.mail.as_deref().map(str::trim).filter(|mail| !mail.is_empty());
        let unusable;
        let skipped = match address {
            _ if self.off => Some(MAIL_OFF),
            None if asked.principal == ADMINISTRATORS => Some(NO_ADMINISTRATOR),
            None => Some(NO_ADDRESS),
            Some(address) if !is_address(address) => {
                unusable = format!("“{}” is not a mail address.", address.escape_debug());
                Some(unusable.as_str())
            }
            Some(_) => None,
        };
        let mut text = compose(
            self.kind,
            &Subject {
                organization: &header.organization,
                review: &self.view.display_name,
                stage: self.stage,
                name: &asked.display_name,
                items: asked.items,
                undecided: asked.undecided,
                due_at: self.due_at,
                own_text: self.own_text,
                detail: self.detail,
            },
        );
        if self.off {
            // Nobody will read it, and there may be a hundred thousand of them.
            text.body.clear();
        }
        let identity = Identity {
            store: &header.id,
            of: "",
            instance: self.view.instance,
            stage: self.stage.0,
            kind: self.kind,
            ordinal: self.ordinal,
            recipient: asked.principal,
        };
        let new = NewNotice {
            about: About::Instance(self.view.instance),
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
        if notice::queue(write.transaction, &new, write.now)? {
            if skipped.is_some() {
                counts.skipped += 1;
            } else {
                counts.queued += 1;
            }
        }
        Ok(())
    }
}

/// Whether a switch of a definition is on. Microsoft Graph's default is off (§1.8).
pub(super) fn is_on(definition: &Value, switch: &str) -> bool {
    definition["settings"][switch] == true
}

/// The definition that this run goes by, whatever the series has become since.
pub(super) fn definition(connection: &Connection, view: &InstanceView) -> Result<Value, Problem> {
    countersign_store::review::definition(connection, view.instance)?
        .ok_or_else(|| Problem::missing("review instance", view.instance))
}

/// Tells everybody who is asked that the review, or a further stage of it, has started.
pub(crate) fn queue_started(write: &Write<'_>, instance: i64, stage: i64) -> Result<Queued, Problem> {
    let view = crate::review::one(write.transaction, instance)?;
    let definition = definition(write.transaction, &view)?;
    let off = !is_on(&definition, "mailNotificationsEnabled");
    let occasion = Occasion {
        kind: if stage > 1 {
            NoticeKind::StageStarted
        } else {
            NoticeKind::Started
        },
        stage: (stage, view.stage_count),
        ordinal: 1,
        due_at: stage_due(&view),
        own_text: &view.description_for_reviewers,
        detail: "",
        off,
        view: &view,
    };
    let mut counts = Queued::default();
    for asked in notice::asked(write.transaction, instance, !off || view.stage_count > 1)? {
        occasion.queue(write, &asked, &mut counts)?;
    }
    Ok(counts)
}

/// Tells a person that items were handed to them.
pub(crate) fn queue_reassigned(
    write: &Write<'_>,
    instance: i64,
    stage: i64,
    principal: i64,
    items: i64,
) -> Result<Queued, Problem> {
    let view = crate::review::one(write.transaction, instance)?;
    let definition = definition(write.transaction, &view)?;
    let person = person(write.transaction, principal, items)?.ok_or_else(|| Problem::missing("person", principal))?;
    let occasion = Occasion {
        kind: NoticeKind::Reassigned,
        stage: (stage, view.stage_count),
        ordinal: notice::next_ordinal(write.transaction, instance, stage, NoticeKind::Reassigned)?,
        due_at: stage_due(&view),
        own_text: &view.description_for_reviewers,
        detail: "",
        off: !is_on(&definition, "mailNotificationsEnabled"),
        view: &view,
    };
    let mut counts = Queued::default();
    occasion.queue(write, &person, &mut counts)?;
    Ok(counts)
}

/// Tells the owners of the tasks that this write opened what must be done by hand, one notice each.
pub(crate) fn queue_tasks_opened(write: &Write<'_>, instance: i64) -> Result<Queued, Problem> {
    let mut counts = Queued::default();
    let owners = notice::task_owners(write.transaction, instance, write.now)?;
    if owners.is_empty() {
        return Ok(counts);
    }
    let view = crate::review::one(write.transaction, instance)?;
    let definition = definition(write.transaction, &view)?;
    let ordinal = notice::next_ordinal(write.transaction, instance, WHOLE.0, NoticeKind::TaskOpened)?;
    for (owner, count, due_on) in owners {
        let detail = match count {
            1 => "One access must be removed by hand. The list of tasks says which, and why.".to_owned(),
            count => format!("{count} accesses must be removed by hand. The list of tasks says which, and why."),
        };
        let occasion = Occasion {
            kind: NoticeKind::TaskOpened,
            stage: WHOLE,
            ordinal,
            due_at: due_on.and_hms_opt(23, 59, 0).map(|at| at.and_utc()),
            own_text: "",
            detail: &detail,
            off: !is_on(&definition, "mailNotificationsEnabled"),
            view: &view,
        };
        let owner = match owner {
            Some(owner) => owner,
            None => administrators(write)?,
        };
        occasion.queue(write, &owner, &mut counts)?;
    }
    Ok(counts)
}

pub(super) fn person(connection: &Connection, principal: i64, items: i64) -> Result<Option<Asked>, Problem> {
    let found = connection
        .query_row(
            "SELECT id, display_name, mail FROM principal WHERE id = ?1",
            params![principal],
            |row| {
                Ok(Asked {
                    principal: row.get(0)?,
                    display_name: row.get(1)?,
                    mail: row.get(2)?,
                    items,
                    undecided: items,
                })
            },
        )
        .optional()
        .map_err(StoreError::from)?;
    Ok(found)
}

pub(super) fn administrators(write: &Write<'_>) -> Result<Asked, Problem> {
    Ok(Asked {
        principal: ADMINISTRATORS,
        display_name: "Administrators".into(),
        mail: crate::mail::configured(write.transaction)?.and_then(|mail| mail.administrator),
        items: 0,
        undecided: 0,
    })
}

/// When the stage that is going on ends.
pub(super) fn stage_due(view: &InstanceView) -> Option<chrono::DateTime<chrono::Utc>> {
    let at = usize::try_from(view.stage - 1).ok()?;
    view.stages.get(at).and_then(|stage| stage.due_at).or(view.due_at)
}
