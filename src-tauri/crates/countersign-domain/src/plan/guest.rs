//! Denied guests whose accounts are blocked, and deleted after thirty days (access-governance §1.9).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Reason;
use crate::snapshot::UserType;

/// Days between the block and the deletion, in which an administrator may keep the guest.
pub const GUEST_DAYS: i64 = 30;

/// How far the leaving of a guest is.
///
/// ```text
/// planned --block carried out--> blocked --30 days--> due --delete carried out--> deleted
/// planned | blocked | due --keep--> kept
/// planned --the directory refuses--> byHand
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GuestState {
    Planned,
    Blocked,
    Due,
    Deleted,
    Kept,
    ByHand,
}

impl GuestState {
    pub const ALL: [Self; 6] = [
        Self::Planned,
        Self::Blocked,
        Self::Due,
        Self::Deleted,
        Self::Kept,
        Self::ByHand,
    ];

    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Blocked => "blocked",
            Self::Due => "due",
            Self::Deleted => "deleted",
            Self::Kept => "kept",
            Self::ByHand => "byHand",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Whether the guest can still be kept.
    pub fn is_revocable(self) -> bool {
        matches!(self, Self::Planned | Self::Blocked | Self::Due)
    }
}

/// Whether an account may be blocked and deleted at all: guests only, never an administrator of the store.
pub fn may_be_blocked(user_type: Option<UserType>, administrator: bool) -> Result<(), Reason> {
    if administrator {
        Err(Reason::Administrator)
    } else if user_type == Some(UserType::Guest) {
        Ok(())
    } else {
        Err(Reason::NotAGuest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_guests_who_administer_nothing_are_blocked() {
        assert_eq!(may_be_blocked(Some(UserType::Guest), false), Ok(()));
        assert_eq!(may_be_blocked(Some(UserType::Guest), true), Err(Reason::Administrator));
        for other in [Some(UserType::Member), None] {
            assert_eq!(may_be_blocked(other, false), Err(Reason::NotAGuest));
        }
        for state in GuestState::ALL {
            assert_eq!(GuestState::from_word(state.word()), Some(state));
        }
    }
}
