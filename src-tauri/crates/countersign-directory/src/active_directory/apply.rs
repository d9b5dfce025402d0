//! Changes memberships, and looks at once whether they are so.
//!
//! Everything is found by its lasting identity at the moment of the change: names may have moved since
//! the plan was drawn. All changes of one group go into one Modify; if the controller refuses it, they
//! go one at a time, which tells the one that was refused from the others.

use countersign_domain::snapshot::{ApplyOutcome, Change, Target};

use super::ActiveDirectory;
use super::controller::Controller;
use super::group::Here;
use crate::ldap::search::Modification;
use crate::ldap::session::Ending;
use crate::{Control, DirectoryProblem};

const AT_ONCE: usize = 500;
const NO_SUCH_ENTRY: u32 = 32;

/// A change by its number: whether it removes, the key of the person, and their name now.
struct Edit {
    number: usize,
    remove: bool,
    name: String,
}

impl ActiveDirectory {
    pub(super) async fn apply_now(
        &self,
        changes: &[Change],
        control: &Control,
    ) -> Result<Vec<ApplyOutcome>, DirectoryProblem> {
        let mut outcomes: Vec<Option<ApplyOutcome>> = changes.iter().map(|_| None).collect();
        let mut by_group: Vec<(&Target, Vec<usize>)> = Vec::new();
        let mut controller = self.open(None, control).await?;
        for (n, change) in changes.iter().enumerate() {
            match change {
                Change::AddMember { group, .. } | Change::RemoveMember { group, .. } => {
                    match by_group.iter_mut().find(|(found, _)| found.key == group.key) {
                        Some((_, numbers)) => numbers.push(n),
                        None => by_group.push((group, vec![n])),
                    }
                }
                Change::GiveRole { resource, .. } | Change::TakeRole { resource, .. } => {
                    outcomes[n] = Some(ApplyOutcome::role_by_hand(resource));
                }
                Change::InviteGuest { mail, .. } => {
                    outcomes[n] = Some(ApplyOutcome::ByHand {
                        reason: format!(
                            "An account of the domain needs a first password: make one with the address {mail}."
                        ),
                    });
                }
                Change::BlockAccount { .. } | Change::DeleteAccount { .. } => {
                    outcomes[n] = Some(self.change_account(&mut controller, change).await?);
                }
            }
        }
        for (done, (group, numbers)) in by_group.into_iter().enumerate() {
            control.report("carry out", done as u64, None);
            let batch: Vec<_> = numbers.iter().map(|&n| (n, &changes[n])).collect();
            self.change_group(&mut controller, group, &batch, &mut outcomes).await?;
        }
        let unknown = || ApplyOutcome::ByHand {
            reason: "The directory gave no answer to this change.".into(),
        };
        Ok(outcomes
            .into_iter()
            .map(|outcome| outcome.unwrap_or_else(unknown))
            .collect())
    }

    async fn change_group(
        &self,
        controller: &mut Controller,
        group: &Target,
        changes: &[(usize, &Change)],
        outcomes: &mut [Option<ApplyOutcome>],
    ) -> Result<(), DirectoryProblem> {
        let Some(now) = self.here(controller, &[group]).await?.remove(&group.key) else {
            for (n, change) in changes {
                outcomes[*n] = Some(match change {
                    // No group, no access.
                    Change::RemoveMember { .. } => ApplyOutcome::AlreadySo,
                    _ => no_longer_here(&group.dn),
                });
            }
            return Ok(());
        };
        let members: Vec<_> = changes.iter().map(|(_, change)| change.member()).collect();
        let people = self.here(controller, &members).await?;
        let mut edits = Vec::new();
        for (number, change) in changes {
            let person = people.get(&change.member().key);
            match self.edit(controller, &now, group, person, change).await? {
                Ok((remove, name)) => edits.push(Edit {
                    number: *number,
                    remove,
                    name,
                }),
                Err(outcome) => outcomes[*number] = Some(outcome),
            }
        }
        for chunk in edits.chunks(AT_ONCE) {
            let ending = controller.session.modify(&now.dn, &modifications(chunk)).await?;
            let together = ending.code == 0 || chunk.len() == 1;
            for edit in chunk {
                let ending = match together {
                    true => ending.clone(),
                    false => {
                        let alone = modifications(std::slice::from_ref(edit));
                        controller.session.modify(&now.dn, &alone).await?
                    }
                };
                let listed = self.lists(controller, &group.key, &edit.name).await?;
                outcomes[edit.number] = Some(outcome(&ending, listed != edit.remove));
            }
        }
        Ok(())
    }

    // What to change for one change, or its outcome when there is nothing to change.
    async fn edit(
        &self,
        controller: &mut Controller,
        now: &Here,
        group: &Target,
        person: Option<&Here>,
        change: &Change,
    ) -> Result<Result<(bool, String), ApplyOutcome>, DirectoryProblem> {
        let remove = matches!(change, Change::RemoveMember { .. });
        let Some(person) = person else {
            return Ok(Err(match remove {
                // A deleted account stands in no list.
                true => ApplyOutcome::AlreadySo,
                false => no_longer_here(&change.member().dn),
            }));
        };
        if now.is_primary_of(person) {
            return Ok(Err(match remove {
                true => by_hand_primary(),
                false => ApplyOutcome::AlreadySo,
            }));
        }
        let listed = self.lists(controller, &group.key, &person.dn).await?;
        Ok(match listed == remove {
            true => Ok((remove, person.dn.clone())),
            false => Err(ApplyOutcome::AlreadySo),
        })
    }
}

pub(super) fn no_longer_here(dn: &str) -> ApplyOutcome {
    ApplyOutcome::Refused {
        code: NO_SUCH_ENTRY,
        reason: format!("{dn} is no longer in the directory"),
    }
}

fn by_hand_primary() -> ApplyOutcome {
    ApplyOutcome::ByHand {
        reason: "It is the account's primary group: another primary group must be chosen first.".into(),
    }
}

/// What the controller answered, held against what it shows afterwards. A controller uses one code for
/// “was no member” and for other reasons, so the second look decides.
fn outcome(ending: &Ending, is_so: bool) -> ApplyOutcome {
    match (ending.code, is_so) {
        (0, true) => ApplyOutcome::Applied,
        (0, false) => ApplyOutcome::Refused {
            code: 0,
            reason: "the controller said yes, but the list is as it was".into(),
        },
        (_, true) => ApplyOutcome::AlreadySo,
        (code, false) => ApplyOutcome::Refused {
            code,
            reason: ending.reason.clone(),
        },
    }
}

fn modifications(edits: &[Edit]) -> Vec<Modification<'static>> {
    let part = |delete: bool| Modification {
        delete,
        attribute: "member",
        values: edits
            .iter()
            .filter(|edit| edit.remove == delete)
            .map(|edit| edit.name.clone())
            .collect(),
    };
    [part(false), part(true)]
        .into_iter()
        .filter(|part| !part.values.is_empty())
        .collect()
}
