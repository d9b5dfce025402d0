//! Changes to a practice directory, with the answers a real one would give.

use countersign_domain::snapshot::{ApplyOutcome, Change, Kind, UserType, attribute};

use super::{Node, Tree};
use crate::dn;

impl Tree {
    pub(crate) fn apply(&mut self, change: &Change) -> ApplyOutcome {
        let member = change.member().key.clone();
        if let Change::InviteGuest { mail, display_name, .. } = change {
            return self.invite(mail, display_name);
        }
        if let Change::BlockAccount { .. } | Change::DeleteAccount { .. } = change {
            return self.change_account(change);
        }
        if let Change::GiveRole { resource, .. } | Change::TakeRole { resource, .. } = change {
            return ApplyOutcome::role_by_hand(resource);
        }
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
            (other, _) => gone(&other.group().dn),
        }
    }
}

impl Tree {
    fn invite(&mut self, mail: &str, display_name: &str) -> ApplyOutcome {
        let taken = |node: &Node| node.mail.as_deref().is_some_and(|one| one.eq_ignore_ascii_case(mail));
        if self.nodes.iter().any(taken) {
            return ApplyOutcome::AlreadySo;
        }
        // The address is unique, so a key made of it is, too.
        let hash = mail
            .to_lowercase()
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        self.nodes.push(Node {
            key: format!(
                "{:08x}-{:04x}-4000-8000-{:012x}",
                hash >> 32,
                hash >> 16 & 0xffff,
                hash & 0xffff_ffff_ffff
            ),
            dn: format!("uid={},ou=guests,{}", dn::escape(mail), super::tree::BASE),
            kind: Kind::User,
            display_name: display_name.to_owned(),
            user_name: Some(mail.to_owned()),
            mail: Some(mail.to_owned()),
            user_type: Some(UserType::Guest),
            enabled: Some(true),
            department: None,
            title: None,
            employee_id: None,
            description: None,
            manager: None,
            owners: Vec::new(),
            members: Vec::new(),
            holdings: Vec::new(),
            attributes: std::collections::BTreeMap::new(),
            created_at: chrono::Utc::now(),
            last_sign_in_at: None,
        });
        ApplyOutcome::Applied
    }

    fn change_account(&mut self, change: &Change) -> ApplyOutcome {
        let key = change.member().key.clone();
        let Some(at) = self.nodes.iter().position(|node| node.key == key) else {
            return match change {
                Change::BlockAccount { account } => gone(&account.dn),
                _ => ApplyOutcome::AlreadySo,
            };
        };
        if self.nodes[at].user_type != Some(UserType::Guest) {
            return ApplyOutcome::Refused {
                code: 53,
                reason: format!("{} is not a guest", self.nodes[at].display_name),
            };
        }
        match change {
            Change::DeleteAccount { .. } => {
                self.nodes.remove(at);
                for node in &mut self.nodes {
                    node.members.retain(|one| *one != key);
                    node.owners.retain(|one| *one != key);
                    node.holdings.retain(|held| held.principal != key);
                    if node.manager.as_deref() == Some(key.as_str()) {
                        node.manager = None;
                    }
                }
                ApplyOutcome::Applied
            }
            _ if self.nodes[at].enabled == Some(false) => ApplyOutcome::AlreadySo,
            _ => {
                self.nodes[at].enabled = Some(false);
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
