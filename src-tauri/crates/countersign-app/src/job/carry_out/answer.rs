//! What the directory answers to changes, and what an answer leads to.

use countersign_domain::plan::{GuestState, Reason};
use countersign_domain::snapshot::{ApplyOutcome, Change};
use countersign_store::StoreError;
use countersign_store::organization;
use countersign_store::plan::{self, ChangeKind, Pending, Receipt};

use super::Run;
use super::change::change_of;
use crate::call::{Stop, Write};
use crate::task::{self, Todo};
use crate::{Problem, guest};

impl Run<'_> {
    /// The directory's answers, in the order of the batch. An account that must not be touched is not asked for.
    pub(super) fn ask(&self, batch: &[Pending]) -> Result<Vec<ApplyOutcome>, Problem> {
        let hindrances: Vec<Option<String>> = if !batch.iter().any(is_account) {
            batch.iter().map(|_| None).collect()
        } else {
            let looked: Result<Vec<Option<String>>, Stop> = self.open.store.read(|connection| {
                let administrators = guest::administrators(connection)?;
                let of = |one| Ok(guest::hindrance(connection, one, &administrators)?);
                batch.iter().map(of).collect()
            });
            looked.map_err(|stop| stop.0)?
        };
        // Taking a package back is no change of a directory.
        let hindrances: Vec<Option<String>> = batch
            .iter()
            .zip(hindrances)
            .map(|(one, hindrance)| match change_of(one) {
                None => Some("An access package is taken back through its assignment.".into()),
                Some(_) => hindrance,
            })
            .collect();
        let free = batch
            .iter()
            .zip(&hindrances)
            .filter(|(_, hindrance)| hindrance.is_none());
        let changes: Vec<Change> = free.filter_map(|(one, _)| change_of(one)).collect();
        // A batch is of one directory.
        let connector = self.doors.of(batch.first().and_then(|one| one.directory))?;
        let control = self.handle.control();
        let answered = self.desk.runtime.block_on(connector.apply(&changes, &control))?;
        if answered.len() != changes.len() {
            return Err(Problem::new(
                "The directory answered fewer changes than were asked; the rest stays to be done.",
            ));
        }
        let mut answered = answered.into_iter();
        let missing = || ApplyOutcome::ByHand {
            reason: "The directory gave no answer to this change.".into(),
        };
        Ok(hindrances
            .into_iter()
            .map(|hindrance| match hindrance {
                Some(reason) => ApplyOutcome::ByHand { reason },
                None => answered.next().unwrap_or_else(missing),
            })
            .collect())
    }

    /// What an answer leads to beside its receipt: a task, or the next step of a guest's leaving.
    pub(super) fn conclude(
        &self,
        write: &Write<'_>,
        instance: Option<i64>,
        plan: i64,
        one: &Pending,
        receipt: &Receipt,
    ) -> Result<(), Problem> {
        let done = matches!(receipt.outcome, "applied" | "alreadySo");
        if one.kind == ChangeKind::InviteGuest
            && let Some(invitation) = organization::invitation_of(write.transaction, plan, one.principal)?
        {
            let status = if done { "asked" } else { "byHand" };
            organization::set_status(write.transaction, invitation.invitation, status, write.now)?;
        }
        let state = match (one.kind, done) {
            (ChangeKind::BlockAccount, true) => Some(GuestState::Blocked),
            (ChangeKind::DeleteAccount, true) => Some(GuestState::Deleted),
            (ChangeKind::BlockAccount | ChangeKind::DeleteAccount, false) => Some(GuestState::ByHand),
            (_, true) => return Ok(()),
            (_, false) => None,
        };
        if let Some(state) = state {
            plan::set_guest_state(write.transaction, plan, one.principal, state, write.now)?;
            organization::settle_governed(write.transaction, one.principal, write.now)?;
        }
        // What a delivery came to is told of the whole assignment, when its plan is carried out.
        if done || one.assignment.is_some() {
            return Ok(());
        }
        let (resource, entitlement, directory) = write
            .transaction
            .query_row(
                "SELECT coalesce(i.resource_id, c.resource_id), coalesce(i.entitlement, 'member'), p.directory_id
                 FROM change c JOIN plan p ON p.id = c.plan_id LEFT JOIN item i ON i.id = c.item_id WHERE c.id = ?1",
                [one.change],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .map_err(StoreError::from)?;
        let reason = match one.kind {
            ChangeKind::BlockAccount | ChangeKind::DeleteAccount => Reason::GuestByHand,
            ChangeKind::InviteGuest => Reason::InviteByHand,
            _ => Reason::Refused,
        };
        let place = plan::place(write.transaction, one.resource)?;
        let todo = Todo {
            instance,
            plan: Some(plan),
            item: one.item,
            exception: None,
            assignment: None,
            directory,
            principal: one.principal,
            resource,
            entitlement,
            // The plan's directory shows when it is done, wherever it was to be done.
            cut: if one.directory.is_some() {
                resource
            } else {
                one.resource
            },
            path: Vec::new(),
            reason,
            text: receipt.reason.clone().unwrap_or_else(|| reason.sentence(&place.name)),
            due_days: self.due_days,
        };
        task::open(write, &todo)?;
        Ok(())
    }
}

/// A denied package is taken back: its assignment ends, and what it gave is taken back in the same job.
pub(super) fn end_assignment(write: &Write<'_>, instance: Option<i64>, one: &Pending) -> Result<Receipt, Problem> {
    let because = match instance {
        Some(instance) => {
            let view = crate::review::one(write.transaction, instance)?;
            format!("The review “{}” denied it.", view.display_name)
        }
        None => "It was denied.".to_owned(),
    };
    let ended = crate::assignment::end_reviewed(write, one.resource, one.principal, &because)?;
    Ok(Receipt {
        change: one.change,
        outcome: if ended { "applied" } else { "alreadySo" },
        code: None,
        reason: None,
    })
}

/// What was given or taken for a package in another directory says where.
pub(super) fn say_where(write: &Write<'_>, one: &Pending, receipt: &mut Receipt) -> Result<(), Problem> {
    let (Some(directory), Some(_), None, "applied" | "alreadySo") =
        (one.directory, one.assignment, &receipt.reason, receipt.outcome)
    else {
        return Ok(());
    };
    let name: String = write
        .transaction
        .query_row("SELECT name FROM directory WHERE id = ?1", [directory], |row| {
            row.get(0)
        })
        .map_err(StoreError::from)?;
    receipt.reason = Some(format!("In {name}, from where it is synced."));
    Ok(())
}

fn is_account(one: &Pending) -> bool {
    matches!(one.kind, ChangeKind::BlockAccount | ChangeKind::DeleteAccount)
}

pub(super) fn receipt(change: i64, outcome: ApplyOutcome, again: bool) -> Receipt {
    match outcome {
        ApplyOutcome::Applied => Receipt {
            change,
            outcome: "applied",
            code: Some(0),
            reason: None,
        },
        ApplyOutcome::AlreadySo => Receipt {
            change,
            outcome: "alreadySo",
            code: None,
            reason: again.then(|| "An earlier attempt was interrupted before its answer was kept.".to_owned()),
        },
        ApplyOutcome::Refused { code, reason } => Receipt {
            change,
            outcome: "refused",
            code: Some(code),
            reason: Some(reason),
        },
        ApplyOutcome::ByHand { reason } => Receipt {
            change,
            outcome: "byHand",
            code: None,
            reason: Some(reason),
        },
    }
}
