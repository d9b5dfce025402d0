//! Changes to a practice directory, with the answers a real one would give.

use countersign_domain::snapshot::{ApplyOutcome, Change, Kind, attribute};

use super::{Node, Tree};

impl Tree {
    pub(crate) fn apply(&mut self, change: &Change) -> ApplyOutcome {
        let member = change.member().key.clone();
        let member_exists = self.nodes.iter().any(|node| node.key == member);
        let group = self
            .nodes
            .iter_mut()
            .find(|node| node.key == change.group().key && node.kind == Kind::Group);
        if let Some(group) = &group
            && let Some(reason) = fixed(group)
        {
            return ApplyOutcome::ByHand { reason };
        }
        match (change, group) {
            (Change::RemoveMember { .. }, None) => ApplyOutcome::AlreadySo,
            (Change::AddMember { group, .. }, None) => gone(&group.dn),
            (Change::RemoveMember { .. }, Some(group)) => {
                let before = group.members.len();
                group.members.retain(|one| *one != member);
                if group.members.len() < before {
                    ApplyOutcome::Applied
                } else {
                    ApplyOutcome::AlreadySo
                }
            }
            (Change::AddMember { .. }, Some(group)) if group.members.contains(&member) => ApplyOutcome::AlreadySo,
            (Change::AddMember { member, .. }, Some(_)) if !member_exists => gone(&member.dn),
            (Change::AddMember { .. }, Some(group)) => {
                group.members.push(member);
                ApplyOutcome::Applied
            }
        }
    }
}

/// Why the members of a group cannot be changed in this directory.
fn fixed(group: &Node) -> Option<String> {
    if group.attributes.contains_key(attribute::DYNAMIC) {
        return Some(format!(
            "a rule chooses the members of “{}”; change the rule or the person",
            group.display_name
        ));
    }
    let synced = group.attributes.contains_key(attribute::SYNCED);
    synced.then(|| format!("“{}” lives in another directory; change it there", group.display_name))
}

fn gone(dn: &str) -> ApplyOutcome {
    ApplyOutcome::Refused {
        code: 32,
        reason: format!("{dn} is no longer in the directory"),
    }
}
