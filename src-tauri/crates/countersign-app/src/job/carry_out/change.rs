//! Changes of a plan as a directory understands them.

use countersign_domain::snapshot::{Change, Target};
use countersign_store::plan::{ChangeKind, Pending};

/// The change as a directory understands it; none where it is no directory's.
pub(crate) fn change_of(pending: &Pending) -> Option<Change> {
    let target = |key: &str, dn: &str| Target {
        key: key.to_owned(),
        dn: dn.to_owned(),
    };
    let account = target(&pending.member_key, &pending.member_dn);
    Some(match pending.kind {
        ChangeKind::AddMember => Change::AddMember {
            group: target(&pending.group_key, &pending.group_dn),
            member: account,
        },
        ChangeKind::RemoveMember => Change::RemoveMember {
            group: target(&pending.group_key, &pending.group_dn),
            member: account,
            attribute: None,
        },
        ChangeKind::GiveRole => Change::GiveRole {
            resource: target(&pending.group_key, &pending.group_dn),
            role: pending.entitlement.clone().unwrap_or_default(),
            holder: account,
        },
        ChangeKind::TakeRole => Change::TakeRole {
            resource: target(&pending.group_key, &pending.group_dn),
            role: pending.entitlement.clone().unwrap_or_default(),
            holder: account,
        },
        ChangeKind::InviteGuest => Change::InviteGuest {
            account: target(&pending.group_key, &pending.group_dn),
            mail: pending.member_key.clone(),
            display_name: pending.member_dn.clone(),
        },
        ChangeKind::BlockAccount => Change::BlockAccount { account },
        ChangeKind::DeleteAccount => Change::DeleteAccount { account },
        ChangeKind::EndAssignment => return None,
    })
}

/// Neighbouring changes of one group, joined, with the other directory in which they are made.
pub(crate) fn by_group<'a>(changes: impl Iterator<Item = &'a Pending>) -> Vec<(Option<i64>, Target, Vec<Target>)> {
    let mut groups: Vec<(Option<i64>, Target, Vec<Target>)> = Vec::new();
    for one in changes {
        let member = Target {
            key: one.member_key.clone(),
            dn: one.member_dn.clone(),
        };
        match groups.last_mut() {
            Some((directory, group, members)) if *directory == one.directory && group.key == one.group_key => {
                members.push(member);
            }
            _ => groups.push((
                one.directory,
                Target {
                    key: one.group_key.clone(),
                    dn: one.group_dn.clone(),
                },
                vec![member],
            )),
        }
    }
    groups
}
