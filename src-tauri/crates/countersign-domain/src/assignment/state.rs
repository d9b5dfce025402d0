//! The states of an assignment, what happens to it, and the one table of both.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Graph's `accessPackageAssignmentState`, and `removing`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AssignmentState {
    Delivering,
    Delivered,
    PartiallyDelivered,
    DeliveryFailed,
    /// It has ended, and some of what it gave may still be there.
    Removing,
    /// It has ended, and what it gave is gone.
    Expired,
}

/// What happens to an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AssignmentEvent {
    DeliveredAll,
    DeliveredSome,
    DeliveredNone,
    /// A new end.
    Extend,
    /// A request, a review or a rule takes it away.
    Remove,
    /// Its end has come.
    Expire,
    RemovedAll,
    /// Some of it could not be removed; it is tried again.
    RemoveFailed,
    /// Something it gave is not there any more.
    DriftFound,
    /// What was missing is there again.
    Repaired,
    /// All it gives is delivered once more: its roles changed, or a person asked for it.
    Reprocess,
}

/// Why an assignment does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Refusal {
    #[error("An assignment that {} cannot be {}.", state.sentence(), event.sentence())]
    NotNow {
        state: AssignmentState,
        event: AssignmentEvent,
    },
}

/// The one table: what becomes of an assignment.
pub fn next(state: AssignmentState, event: AssignmentEvent) -> Result<AssignmentState, Refusal> {
    use AssignmentEvent as E;
    use AssignmentState as S;
    let next = match (state, event) {
        (S::Delivering, E::DeliveredAll) => Some(S::Delivered),
        (S::Delivering, E::DeliveredSome) => Some(S::PartiallyDelivered),
        (S::Delivering, E::DeliveredNone) => Some(S::DeliveryFailed),
        (S::Delivering | S::Delivered | S::PartiallyDelivered, E::Extend) => Some(state),
        (S::Delivering | S::Delivered | S::PartiallyDelivered | S::DeliveryFailed, E::Remove | E::Expire) => {
            Some(S::Removing)
        }
        (S::Delivered | S::PartiallyDelivered, E::DriftFound) => Some(S::PartiallyDelivered),
        (S::PartiallyDelivered | S::DeliveryFailed, E::Repaired) => Some(S::Delivered),
        (S::Delivered | S::PartiallyDelivered | S::DeliveryFailed, E::Reprocess) => Some(S::Delivering),
        (S::Removing, E::RemovedAll) => Some(S::Expired),
        (S::Removing, E::RemoveFailed) => Some(S::Removing),
        (S::Delivering, E::RemovedAll | E::RemoveFailed | E::DriftFound | E::Repaired | E::Reprocess)
        | (
            S::Delivered,
            E::DeliveredAll | E::DeliveredSome | E::DeliveredNone | E::RemovedAll | E::RemoveFailed | E::Repaired,
        )
        | (
            S::PartiallyDelivered,
            E::DeliveredAll | E::DeliveredSome | E::DeliveredNone | E::RemovedAll | E::RemoveFailed,
        )
        | (
            S::DeliveryFailed,
            E::DeliveredAll
            | E::DeliveredSome
            | E::DeliveredNone
            | E::Extend
            | E::RemovedAll
            | E::RemoveFailed
            | E::DriftFound,
        )
        | (
            S::Removing,
            E::DeliveredAll
            | E::DeliveredSome
            | E::DeliveredNone
            | E::Extend
            | E::Remove
            | E::Expire
            | E::DriftFound
            | E::Repaired
            | E::Reprocess,
        )
        | (S::Expired, _) => None,
    };
    next.ok_or(Refusal::NotNow { state, event })
}

/// What a delivery came to: how many of the expected changes were done or already so. Nothing to do is done.
pub fn from_receipts(expected: usize, done: usize) -> AssignmentEvent {
    match done {
        _ if done >= expected => AssignmentEvent::DeliveredAll,
        0 => AssignmentEvent::DeliveredNone,
        _ => AssignmentEvent::DeliveredSome,
    }
}

/// The table as Markdown: a line per state, a column per event.
pub fn table() -> String {
    let mut text = String::from("| state |");
    for event in AssignmentEvent::ALL {
        text += &format!(" {} |", event.word());
    }
    text += "\n|---|";
    text += &"---|".repeat(AssignmentEvent::ALL.len());
    for state in AssignmentState::ALL {
        text += &format!("\n| {} |", state.word());
        for event in AssignmentEvent::ALL {
            text += &format!(" {} |", next(state, event).map_or("", AssignmentState::word));
        }
    }
    text.push('\n');
    text
}

impl AssignmentState {
    pub const ALL: [Self; 6] = [
        Self::Delivering,
        Self::Delivered,
        Self::PartiallyDelivered,
        Self::DeliveryFailed,
        Self::Removing,
        Self::Expired,
    ];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Delivering => "delivering",
            Self::Delivered => "delivered",
            Self::PartiallyDelivered => "partiallyDelivered",
            Self::DeliveryFailed => "deliveryFailed",
            Self::Removing => "removing",
            Self::Expired => "expired",
        }
    }

    /// Reads a word in any case; filters write `Delivered` (graph.md §9).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word().eq_ignore_ascii_case(word))
    }

    /// Graph's word, which has none for an assignment that is being removed.
    pub fn graph_word(self) -> &'static str {
        match self {
            Self::Removing => "delivered",
            other => other.word(),
        }
    }

    /// Whether the person is meant to have the access: what it gives is not taken away with another package.
    pub fn is_live(self) -> bool {
        match self {
            Self::Delivering | Self::Delivered | Self::PartiallyDelivered | Self::DeliveryFailed => true,
            Self::Removing | Self::Expired => false,
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Delivering => "is being delivered",
            Self::Delivered => "is delivered",
            Self::PartiallyDelivered => "is delivered in part",
            Self::DeliveryFailed => "could not be delivered",
            Self::Removing => "is being removed",
            Self::Expired => "has ended",
        }
    }
}

impl AssignmentEvent {
    pub const ALL: [Self; 11] = [
        Self::DeliveredAll,
        Self::DeliveredSome,
        Self::DeliveredNone,
        Self::Extend,
        Self::Remove,
        Self::Expire,
        Self::RemovedAll,
        Self::RemoveFailed,
        Self::DriftFound,
        Self::Repaired,
        Self::Reprocess,
    ];

    /// The word stored and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::DeliveredAll => "deliveredAll",
            Self::DeliveredSome => "deliveredSome",
            Self::DeliveredNone => "deliveredNone",
            Self::Extend => "extend",
            Self::Remove => "remove",
            Self::Expire => "expire",
            Self::RemovedAll => "removedAll",
            Self::RemoveFailed => "removeFailed",
            Self::DriftFound => "driftFound",
            Self::Repaired => "repaired",
            Self::Reprocess => "reprocess",
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::DeliveredAll => "noted as delivered",
            Self::DeliveredSome => "noted as delivered in part",
            Self::DeliveredNone => "noted as not delivered",
            Self::Extend => "extended",
            Self::Remove => "removed",
            Self::Expire => "ended",
            Self::RemovedAll => "noted as removed",
            Self::RemoveFailed => "noted as not removed",
            Self::DriftFound => "noted as changed in the directory",
            Self::Repaired => "noted as repaired",
            Self::Reprocess => "delivered again",
        }
    }
}
