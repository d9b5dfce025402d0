//! Changes memberships. Where the server says that a change is moot, the list is read again and decides.
//!
//! Everything is found by its lasting identity at the moment of the change: names may have moved
//! since the plan was drawn. All removals from one group go into one Modify, because a server may
//! rewrite a large group for each.

use std::collections::HashMap;

use countersign_domain::snapshot::{ApplyOutcome, Change};

use super::Ldap;
use super::group::{Group, Person};
use super::search::Modification;
use super::session::{Ending, Session};
use crate::{Control, DirectoryProblem};

const VALUES_AT_ONCE: usize = 500;
const NO_SUCH_VALUE: u32 = 16;
const VALUE_EXISTS: u32 = 20;
const NO_SUCH_ENTRY: u32 = 32;

/// A change by its number, and what it means for the group's values: add or remove, attribute, value.
type Edit = (usize, Vec<(bool, &'static str, String)>);

impl Ldap {
    pub(super) async fn apply_now(
        &self,
        changes: &[Change],
        control: &Control,
    ) -> Result<Vec<ApplyOutcome>, DirectoryProblem> {
        let mut outcomes: Vec<Option<ApplyOutcome>> = changes.iter().map(|_| None).collect();
        let mut by_group: Vec<(&str, Vec<usize>)> = Vec::new();
        let mut accounts = Vec::new();
        for (n, change) in changes.iter().enumerate() {
            if let Change::GiveRole { resource, .. } | Change::TakeRole { resource, .. } = change {
                outcomes[n] = Some(ApplyOutcome::role_by_hand(resource));
                continue;
            }
            if matches!(
                change,
                Change::InviteGuest { .. } | Change::BlockAccount { .. } | Change::DeleteAccount { .. }
            ) {
                accounts.push(n);
                continue;
            }
            let key = change.group().key.as_str();
            match by_group.iter_mut().find(|(found, _)| *found == key) {
                Some((_, numbers)) => numbers.push(n),
                None => by_group.push((key, vec![n])),
            }
        }
        let mut session = self.open(control).await?;
        for (done, (key, numbers)) in by_group.into_iter().enumerate() {
            control.report("carry out", done as u64, None);
            let members: Vec<_> = numbers.iter().map(|&n| changes[n].member()).collect();
            let Some(group) = self.group(&mut session, key).await? else {
                for n in numbers {
                    outcomes[n] = Some(without_group(&changes[n]));
                }
                continue;
            };
            let people = self.people(&mut session, &members).await?;
            let batch: Vec<_> = numbers.iter().map(|&n| (n, &changes[n])).collect();
            self.change_group(&mut session, &group, &people, &batch, &mut outcomes)
                .await?;
        }
        for n in accounts {
            outcomes[n] = Some(match &changes[n] {
                Change::InviteGuest { mail, display_name, .. } => self.invite(&mut session, mail, display_name).await?,
                change => self.change_account(&mut session, change).await?,
            });
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
        session: &mut Session,
        group: &Group,
        people: &HashMap<String, Person>,
        changes: &[(usize, &Change)],
        outcomes: &mut [Option<ApplyOutcome>],
    ) -> Result<(), DirectoryProblem> {
        let mut edits: Vec<Edit> = Vec::new();
        for (n, change) in changes {
            let Some(person) = people.get(&change.member().key) else {
                continue;
            };
            match self.edit(group, person, change) {
                Ok(edit) => edits.push((*n, edit)),
                Err(outcome) => outcomes[*n] = Some(outcome),
            }
        }
        self.keep_one_member(group, &mut edits, outcomes);
        for chunk in edits.chunks(VALUES_AT_ONCE) {
            let all: Vec<_> = chunk.iter().flat_map(|(_, edit)| edit.clone()).collect();
            let ending = session.modify(&group.dn, &modifications(&all)).await?;
            if ending.code == 0 || !matches!(ending.code, NO_SUCH_VALUE | VALUE_EXISTS) {
                chunk.iter().for_each(|(n, _)| outcomes[*n] = Some(outcome(&ending)));
                continue;
            }
            // Somebody changed the group since it was read: one at a time tells which change is moot.
            for (n, edit) in chunk {
                let ending = session.modify(&group.dn, &modifications(edit)).await?;
                outcomes[*n] = match ending.code {
                    NO_SUCH_VALUE | VALUE_EXISTS => {
                        let change = changes
                            .iter()
                            .find(|(number, _)| number == n)
                            .map(|(_, change)| *change);
                        match change {
                            Some(change) => Some(self.once_more(session, people, change).await?),
                            None => Some(outcome(&ending)),
                        }
                    }
                    _ => Some(outcome(&ending)),
                };
            }
        }
        Ok(())
    }

    /// A change that the server called moot, by the list as it is now: one value of several may be there still.
    async fn once_more(
        &self,
        session: &mut Session,
        people: &HashMap<String, Person>,
        change: &Change,
    ) -> Result<ApplyOutcome, DirectoryProblem> {
        let Some(group) = self.group(session, &change.group().key).await? else {
            return Ok(without_group(change));
        };
        let Some(person) = people.get(&change.member().key) else {
            return Ok(ApplyOutcome::ByHand {
                reason: "The directory gave no answer to this change.".into(),
            });
        };
        let edit = match self.edit(&group, person, change) {
            Ok(edit) => edit,
            Err(outcome) => return Ok(outcome),
        };
        let ending = session.modify(&group.dn, &modifications(&edit)).await?;
        Ok(match ending.code {
            0 => ApplyOutcome::Applied,
            code => ApplyOutcome::Refused {
                code,
                reason: ending.reason,
            },
        })
    }

    // What to change for one change, or its outcome when there is nothing to change.
    fn edit(
        &self,
        group: &Group,
        person: &Person,
        change: &Change,
    ) -> Result<Vec<(bool, &'static str, String)>, ApplyOutcome> {
        let values = group.values_of(person, change.member());
        match change {
            Change::RemoveMember { attribute, .. } => {
                let wanted = |list: &str| attribute.as_deref().is_none_or(|one| one.eq_ignore_ascii_case(list));
                let edit: Vec<_> = values
                    .into_iter()
                    .filter(|(list, _)| wanted(list))
                    .map(|(list, value)| (true, list, value))
                    .collect();
                match edit.is_empty() {
                    false if group.is_primary_of(person) => Err(by_hand_primary()),
                    true if group.is_primary_of(person) => Err(by_hand_primary()),
                    true => Err(ApplyOutcome::AlreadySo),
                    false => Ok(edit),
                }
            }
            Change::AddMember { member, .. } => match person {
                // OpenLDAP would accept a name of nobody.
                Person::Gone { .. } => Err(ApplyOutcome::Refused {
                    code: NO_SUCH_ENTRY,
                    reason: format!("{} is no longer in the directory", member.dn),
                }),
                Person::Here(_) if !values.is_empty() || group.is_primary_of(person) => Err(ApplyOutcome::AlreadySo),
                Person::Here(found) => {
                    let names = [
                        ("groupofuniquenames", "uniqueMember"),
                        ("groupofnames", "member"),
                        ("groupofmembers", "member"),
                    ];
                    let list = names
                        .into_iter()
                        .find(|(class, _)| group.is(class))
                        .map(|(_, list)| list);
                    match (list, found.first("uid")) {
                        (Some(list), _) => Ok(vec![(false, list, found.dn.clone())]),
                        (None, Some(uid)) if group.is("posixgroup") => Ok(vec![(false, "memberUid", uid.to_owned())]),
                        _ => Err(ApplyOutcome::ByHand {
                            reason: "This kind of group cannot take this kind of member.".into(),
                        }),
                    }
                }
            },
            // The others go their own way, before any group is looked at.
            _ => Ok(Vec::new()),
        }
    }

    // groupOfNames and groupOfUniqueNames must have a member (RFC 4519 §3.5): the last one is left
    // to a person, unless the settings name a placeholder.
    fn keep_one_member(&self, group: &Group, edits: &mut Vec<Edit>, outcomes: &mut [Option<ApplyOutcome>]) {
        for (class, list) in [("groupofnames", "member"), ("groupofuniquenames", "uniqueMember")] {
            let now = group.lists.get(list).map_or(0, HashMap::len);
            let count = |delete| {
                edits
                    .iter()
                    .flat_map(|(_, edit)| edit)
                    .filter(|(d, l, _)| *d == delete && *l == list)
                    .count()
            };
            if !group.is(class) || count(true) == 0 || now + count(false) > count(true) {
                continue;
            }
            let last = edits
                .iter()
                .rposition(|(_, edit)| edit.iter().any(|(delete, found, _)| *delete && *found == list));
            let Some(last) = last else { continue };
            match &self.setting.placeholder_member {
                Some(placeholder) => edits[last].1.push((false, list, placeholder.clone())),
                None => {
                    let (n, _) = edits.remove(last);
                    outcomes[n] = Some(ApplyOutcome::ByHand {
                        reason: "It is the last member, and this kind of group cannot be empty: delete the group or put another member in.".into(),
                    });
                }
            }
        }
    }
}

fn without_group(change: &Change) -> ApplyOutcome {
    match change {
        // No group, no access.
        Change::RemoveMember { .. } => ApplyOutcome::AlreadySo,
        other => ApplyOutcome::Refused {
            code: NO_SUCH_ENTRY,
            reason: format!("{} is no longer in the directory", other.group().dn),
        },
    }
}

fn by_hand_primary() -> ApplyOutcome {
    ApplyOutcome::ByHand {
        reason: "It is the person's primary group (gidNumber): another primary group must be chosen first.".into(),
    }
}

pub(super) fn outcome(ending: &Ending) -> ApplyOutcome {
    match ending.code {
        0 => ApplyOutcome::Applied,
        NO_SUCH_VALUE | VALUE_EXISTS => ApplyOutcome::AlreadySo,
        code => ApplyOutcome::Refused {
            code,
            reason: ending.reason.clone(),
        },
    }
}

fn modifications(edits: &[(bool, &'static str, String)]) -> Vec<Modification<'static>> {
    let mut all: Vec<Modification<'static>> = Vec::new();
    // Additions first: a group must not be empty even for a moment inside one Modify.
    for wanted in [false, true] {
        for (delete, attribute, value) in edits.iter().filter(|(delete, ..)| *delete == wanted) {
            match all
                .iter_mut()
                .find(|one| one.delete == *delete && one.attribute == *attribute)
            {
                Some(one) => one.values.push(value.clone()),
                None => all.push(Modification {
                    delete: *delete,
                    attribute,
                    values: vec![value.clone()],
                }),
            }
        }
    }
    all
}
