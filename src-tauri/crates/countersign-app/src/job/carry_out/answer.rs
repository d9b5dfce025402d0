//! What the directory answers to changes, and what an answer leads to.

use countersign_domain::plan::{GuestState, Reason};
use countersign_domain::snapshot::{ApplyOutcome, Change};
use countersign_store::StoreError;
use countersign_store::plan::{self, ChangeKind, Pending, Receipt};

use super::{Run, change_of};
use crate::call::{Stop, Write};
use crate::task::{self, Todo};
use crate::{Problem, guest};

impl Run<'_> {
    /// The directory's answers, in the order of the batch. An account that must not be touched is not asked for.
    pub(super) fn ask(&self, batch: &[Pending]) -> Result<Vec<ApplyOutcome>, Problem> {
        let hindrances = if batch.iter().all(|one| one.kind == ChangeKind::RemoveMember) {
            batch.iter().map(|_| None).collect()
        } else {
            let looked: Result<Vec<Option<String>>, Stop> = self.open.store.read(|connection| {
                let administrators = guest::administrators(connection)?;
                let of = |one| Ok(guest::hindrance(connection, one, &administrators)?);
                batch.iter().map(of).collect()
            });
            looked.map_err(|stop| stop.0)?
        };
        let free = batch
            .iter()
            .zip(&hindrances)
            .filter(|(_, hindrance)| hindrance.is_none());
        let changes: Vec<Change> = free.map(|(one, _)| change_of(one)).collect();
        let answered = self
            .desk
            .runtime
            .block_on(self.connector.apply(&changes, &self.handle.control()))?;
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
        instance: i64,
        plan: i64,
        one: &Pending,
        receipt: &Receipt,
    ) -> Result<(), Problem> {
        let done = matches!(receipt.outcome, "applied" | "alreadySo");
        let state = match (one.kind, done) {
            (ChangeKind::RemoveMember, true) => return Ok(()),
            (ChangeKind::RemoveMember, false) => None,
            (ChangeKind::BlockAccount, true) => Some(GuestState::Blocked),
            (ChangeKind::DeleteAccount, true) => Some(GuestState::Deleted),
            (_, false) => Some(GuestState::ByHand),
        };
        if let Some(state) = state {
            plan::set_guest_state(write.transaction, plan, one.principal, state, write.now)?;
        }
        if done {
            return Ok(());
        }
        let view = crate::review::one(write.transaction, instance)?;
        let (resource, entitlement) = write
            .transaction
            .query_row(
                "SELECT resource_id, entitlement FROM item WHERE id = ?1",
                [one.item],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(StoreError::from)?;
        let reason = match one.kind {
            ChangeKind::RemoveMember => Reason::Refused,
            ChangeKind::BlockAccount | ChangeKind::DeleteAccount => Reason::GuestByHand,
        };
        let place = plan::place(write.transaction, one.resource)?;
        let todo = Todo {
            instance: Some(instance),
            plan: Some(plan),
            item: Some(one.item),
            exception: None,
            directory: view.directory.unwrap_or_default(),
            principal: one.principal,
            resource,
            entitlement,
            cut: one.resource,
            path: Vec::new(),
            reason,
            text: receipt.reason.clone().unwrap_or_else(|| reason.sentence(&place.name)),
            due_days: self.due_days,
        };
        task::open(write, &todo)?;
        Ok(())
    }
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
