//! What is asked for, and who asks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::policy::Policy;

/// Graph's `accessPackageRequestType`, with updates and removals on behalf, which Graph has no word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RequestKind {
    UserAdd,
    UserUpdate,
    UserRemove,
    AdminAdd,
    AdminUpdate,
    AdminRemove,
    SystemAdd,
    SystemUpdate,
    SystemRemove,
    OnBehalfAdd,
    OnBehalfUpdate,
    OnBehalfRemove,
    /// An approver takes an approval back.
    ApproverRemove,
}

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RequestAct")]
pub enum Act {
    Add,
    /// Extends, or answers again.
    Update,
    Remove,
}

/// Who makes a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RequestBy")]
pub enum By {
    /// The person who is to have the access.
    Own,
    Administrator,
    /// A rule, an expiry or a review.
    System,
    OnBehalf,
    Approver,
}

impl RequestKind {
    pub const ALL: [Self; 13] = [
        Self::UserAdd,
        Self::UserUpdate,
        Self::UserRemove,
        Self::AdminAdd,
        Self::AdminUpdate,
        Self::AdminRemove,
        Self::SystemAdd,
        Self::SystemUpdate,
        Self::SystemRemove,
        Self::OnBehalfAdd,
        Self::OnBehalfUpdate,
        Self::OnBehalfRemove,
        Self::ApproverRemove,
    ];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::UserAdd => "userAdd",
            Self::UserUpdate => "userUpdate",
            Self::UserRemove => "userRemove",
            Self::AdminAdd => "adminAdd",
            Self::AdminUpdate => "adminUpdate",
            Self::AdminRemove => "adminRemove",
            Self::SystemAdd => "systemAdd",
            Self::SystemUpdate => "systemUpdate",
            Self::SystemRemove => "systemRemove",
            Self::OnBehalfAdd => "onBehalfAdd",
            Self::OnBehalfUpdate => "onBehalfUpdate",
            Self::OnBehalfRemove => "onBehalfRemove",
            Self::ApproverRemove => "approverRemove",
        }
    }

    /// Reads a word in any case; Graph's samples write `UserAdd`, and `UserExtend` for an update (graph.md §9).
    pub fn from_word(word: &str) -> Option<Self> {
        if word.eq_ignore_ascii_case("userExtend") {
            return Some(Self::UserUpdate);
        }
        Self::ALL.into_iter().find(|one| one.word().eq_ignore_ascii_case(word))
    }

    pub fn act(self) -> Act {
        match self {
            Self::UserAdd | Self::AdminAdd | Self::SystemAdd | Self::OnBehalfAdd => Act::Add,
            Self::UserUpdate | Self::AdminUpdate | Self::SystemUpdate | Self::OnBehalfUpdate => Act::Update,
            Self::UserRemove | Self::AdminRemove | Self::SystemRemove | Self::OnBehalfRemove | Self::ApproverRemove => {
                Act::Remove
            }
        }
    }

    pub fn by(self) -> By {
        match self {
            Self::UserAdd | Self::UserUpdate | Self::UserRemove => By::Own,
            Self::AdminAdd | Self::AdminUpdate | Self::AdminRemove => By::Administrator,
            Self::SystemAdd | Self::SystemUpdate | Self::SystemRemove => By::System,
            Self::OnBehalfAdd | Self::OnBehalfUpdate | Self::OnBehalfRemove => By::OnBehalf,
            Self::ApproverRemove => By::Approver,
        }
    }
}

impl Policy {
    /// Whether the policy lets requests of this kind be made. What administrators, approvers and the system do is
    /// not for a policy to forbid.
    pub fn allows(&self, kind: RequestKind) -> bool {
        let Policy { requestor, .. } = self;
        match (kind.by(), kind.act()) {
            (By::Own, Act::Add) => requestor.self_add,
            (By::Own, Act::Update) => requestor.self_update,
            (By::Own, Act::Remove) => requestor.self_remove,
            (By::OnBehalf, Act::Add) => requestor.on_behalf_add,
            (By::OnBehalf, Act::Update) => requestor.on_behalf_update,
            (By::OnBehalf, Act::Remove) => requestor.on_behalf_remove,
            (By::Administrator | By::System | By::Approver, _) => true,
        }
    }

    /// Whether somebody must approve a request of this kind. An administrator assigns directly, and the system
    /// carries out a rule that somebody set up (access-governance §2.5).
    pub fn needs_approval(&self, kind: RequestKind) -> bool {
        match (kind.by(), kind.act()) {
            (By::Own | By::OnBehalf, Act::Add) => self.approval.for_add,
            (By::Own | By::OnBehalf, Act::Update) => self.approval.for_update,
            _ => false,
        }
    }
}
