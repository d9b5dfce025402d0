//! Why a person must act: what no connector of this program changes, and what came of those that did.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why an access is not taken away from here (access-governance §1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "TaskReason")]
pub enum Reason {
    Dynamic,
    Synced,
    MailEnabled,
    Nested,
    ThroughGroup,
    AzureThroughGroup,
    Disconnected,
    NotAGroup,
    ReadOnly,
    PersonGone,
    TooManyWays,
    /// The directory refused the change, or asked for a person.
    Refused,
    /// A later read still shows the access.
    StillThere,
    CameBack,
    GuestByHand,
    NotAGuest,
    Administrator,
    /// A guest was kept, and their sign-in is still blocked.
    GuestKept,
    ExceptionEnded,
    /// Somebody from outside needs an account that cannot be made from here.
    InviteByHand,
    /// An access package gives it, and nothing does so from here.
    Give,
}

impl Reason {
    pub const ALL: [Self; 21] = [
        Self::Dynamic,
        Self::Synced,
        Self::MailEnabled,
        Self::Nested,
        Self::ThroughGroup,
        Self::AzureThroughGroup,
        Self::Disconnected,
        Self::NotAGroup,
        Self::ReadOnly,
        Self::PersonGone,
        Self::TooManyWays,
        Self::Refused,
        Self::StillThere,
        Self::CameBack,
        Self::GuestByHand,
        Self::NotAGuest,
        Self::Administrator,
        Self::GuestKept,
        Self::ExceptionEnded,
        Self::InviteByHand,
        Self::Give,
    ];

    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dynamic => "dynamic",
            Self::Synced => "synced",
            Self::MailEnabled => "mailEnabled",
            Self::Nested => "nested",
            Self::ThroughGroup => "throughGroup",
            Self::AzureThroughGroup => "azureThroughGroup",
            Self::Disconnected => "disconnected",
            Self::NotAGroup => "notAGroup",
            Self::ReadOnly => "readOnly",
            Self::PersonGone => "personGone",
            Self::TooManyWays => "tooManyWays",
            Self::Refused => "refused",
            Self::StillThere => "stillThere",
            Self::CameBack => "cameBack",
            Self::GuestByHand => "guestByHand",
            Self::NotAGuest => "notAGuest",
            Self::Administrator => "administrator",
            Self::GuestKept => "guestKept",
            Self::ExceptionEnded => "exceptionEnded",
            Self::InviteByHand => "inviteByHand",
            Self::Give => "give",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// What a person does about it; `place` is the group, application, role or account to change.
    pub fn sentence(self, place: &str) -> String {
        match self {
            Self::Dynamic => {
                format!("A rule chooses the members of “{place}”; change the rule or the person’s attributes.")
            }
            Self::Synced => format!("“{place}” comes from another directory; change it there."),
            Self::MailEnabled => format!("“{place}” belongs to the mail system; change it there."),
            Self::Nested => {
                format!("The access also comes through the group “{place}”; change the membership there.")
            }
            Self::ThroughGroup => format!(
                "The role is held through the group “{place}”; change the membership there, or take the role from the group."
            ),
            Self::AzureThroughGroup => format!(
                "The Azure role is held through the group “{place}”; change the membership there, or take the role from the group."
            ),
            Self::Disconnected => format!("Nothing connects “{place}”; take the access away there by hand."),
            Self::NotAGroup => {
                format!(
                    "Only groups of this directory can be changed from here; take the access to “{place}” away by hand."
                )
            }
            Self::ReadOnly => "This directory cannot be changed from here.".into(),
            Self::PersonGone => {
                format!("The person is no longer in the directory; look whether “{place}” still knows the account.")
            }
            Self::TooManyWays => {
                format!("More ways lead to “{place}” than can be listed; look at the groups within it.")
            }
            Self::Refused => format!("The directory refused the change of “{place}”."),
            Self::StillThere => format!("The access to “{place}” is still there after the plan was carried out."),
            Self::CameBack => format!("The access to “{place}” was seen gone and has come back."),
            Self::GuestByHand => {
                format!(
                    "This directory cannot block “{place}” from here; block the account, and delete it after 30 days."
                )
            }
            Self::NotAGuest => format!("“{place}” is not a guest, so the account is neither blocked nor deleted."),
            Self::Administrator => {
                format!("“{place}” is an administrator of this store, so the account is neither blocked nor deleted.")
            }
            Self::GuestKept => format!("The guest “{place}” is kept; let them sign in again."),
            Self::ExceptionEnded => {
                format!("The exception for “{place}” has ended; take the access away, or renew it.")
            }
            Self::InviteByHand => {
                format!("Make an account for the guest “{place}” in the directory, with the address of the invitation.")
            }
            Self::Give => format!("An access package gives the access to “{place}”; give it there by hand."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_word_of_its_own_and_reads_it_back() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_word(reason.word()), Some(reason));
            let wire = serde_json::to_value(reason).ok();
            assert_eq!(wire.as_ref().and_then(|wire| wire.as_str()), Some(reason.word()));
            assert!(reason.sentence("ERP").ends_with('.'));
        }
    }
}
