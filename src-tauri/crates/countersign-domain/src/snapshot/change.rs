//! What is changed in a directory, and what the directory answers.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One principal, by the identity that lasts and by the place it stood when the plan was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    pub key: String,
    pub dn: String,
}

/// One change to a directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Change {
    AddMember {
        group: Target,
        member: Target,
    },
    /// `attribute` narrows the removal to one attribute of the group; without it the member is
    /// removed wherever the group lists it.
    RemoveMember {
        group: Target,
        member: Target,
        attribute: Option<String>,
    },
    /// Gives an entitlement on an application or a role of the directory.
    GiveRole {
        resource: Target,
        role: String,
        holder: Target,
    },
    /// Takes such an entitlement from whoever holds it directly.
    TakeRole {
        resource: Target,
        role: String,
        holder: Target,
    },
    /// Makes an account for a guest. A connector does it only where nobody has the address yet.
    InviteGuest {
        /// Who stands for them until the directory shows them.
        account: Target,
        mail: String,
        display_name: String,
    },
    /// Takes a guest's sign-in away. A connector refuses it for anybody but a guest.
    BlockAccount {
        account: Target,
    },
    /// Deletes a guest's account. A connector refuses it for anybody but a guest.
    DeleteAccount {
        account: Target,
    },
}

impl Change {
    /// The group, application or role that is changed, or the account.
    pub fn group(&self) -> &Target {
        match self {
            Change::AddMember { group, .. } | Change::RemoveMember { group, .. } => group,
            Change::GiveRole { resource, .. } | Change::TakeRole { resource, .. } => resource,
            Change::InviteGuest { account, .. }
            | Change::BlockAccount { account }
            | Change::DeleteAccount { account } => account,
        }
    }

    /// The principal that is added or removed, or the account.
    pub fn member(&self) -> &Target {
        match self {
            Change::AddMember { member, .. } | Change::RemoveMember { member, .. } => member,
            Change::GiveRole { holder, .. } | Change::TakeRole { holder, .. } => holder,
            Change::InviteGuest { account, .. }
            | Change::BlockAccount { account }
            | Change::DeleteAccount { account } => account,
        }
    }
}

impl ApplyOutcome {
    /// Where a directory has no such roles, or they are not changed from here.
    pub fn role_by_hand(resource: &Target) -> ApplyOutcome {
        ApplyOutcome::ByHand {
            reason: format!("The roles of {} are changed by hand.", resource.dn),
        }
    }
}

/// What the directory answered to one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ApplyOutcome {
    Applied,
    AlreadySo,
    /// The directory said no; `code` is its own number.
    Refused {
        code: u32,
        reason: String,
    },
    /// No connector can do this; a person must.
    ByHand {
        reason: String,
    },
}

/// A fresh look at one membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Presence {
    pub group: Target,
    pub member: Target,
    /// Whether the group lists the member directly.
    pub present: bool,
    /// Whether the group itself is still there.
    pub group_exists: bool,
    pub read_at: DateTime<Utc>,
}
