//! The states of a request, what happens to it, and the one table of both.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Graph's `accessPackageRequestState`, and `expired`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
    Submitted,
    PendingApproval,
    Scheduled,
    Delivering,
    Delivered,
    PartiallyDelivered,
    DeliveryFailed,
    Denied,
    Expired,
    Canceled,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RequestEvent {
    /// Somebody must approve it.
    AskApproval,
    /// A stage approved and another one follows.
    ApproveStage,
    /// Nobody answered for so long that the alternates are asked too.
    Escalate,
    /// A person, or a rule such as separation of duties, says no.
    Deny,
    /// Nobody answered in time, or its end came before its start.
    TimeOut,
    /// All that is needed is there, and the start lies ahead.
    Schedule,
    /// All that is needed is there, and the start has come.
    Deliver,
    Cancel,
    DeliveredAll,
    DeliveredSome,
    DeliveredNone,
    /// Tried again, by itself or by a person.
    Reprocess,
}

/// Why a request does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Refusal {
    #[error("A request that {} cannot be {}.", state.sentence(), event.sentence())]
    NotNow { state: RequestState, event: RequestEvent },
    #[error("A delivery is tried again within 7 days; after that the access is asked for again.")]
    TooLate,
}

/// The one table: what becomes of a request.
pub fn next(state: RequestState, event: RequestEvent) -> Result<RequestState, Refusal> {
    use RequestEvent as E;
    use RequestState as S;
    let next = match (state, event) {
        (S::Submitted, E::AskApproval) => Some(S::PendingApproval),
        (S::PendingApproval, E::ApproveStage | E::Escalate) => Some(S::PendingApproval),
        (S::Submitted | S::PendingApproval | S::Scheduled, E::Deny) => Some(S::Denied),
        (S::PendingApproval | S::Scheduled, E::TimeOut) => Some(S::Expired),
        (S::Submitted | S::PendingApproval, E::Schedule) => Some(S::Scheduled),
        (S::Submitted | S::PendingApproval | S::Scheduled, E::Deliver) => Some(S::Delivering),
        // Before the delivery, or after it failed (access-governance §2.7).
        (S::Submitted | S::PendingApproval | S::Scheduled | S::DeliveryFailed, E::Cancel) => Some(S::Canceled),
        (S::Delivering, E::DeliveredAll) => Some(S::Delivered),
        (S::Delivering, E::DeliveredSome) => Some(S::PartiallyDelivered),
        (S::Delivering, E::DeliveredNone) => Some(S::DeliveryFailed),
        (S::PartiallyDelivered | S::DeliveryFailed, E::Reprocess) => Some(S::Delivering),
        (
            S::Submitted,
            E::ApproveStage
            | E::Escalate
            | E::TimeOut
            | E::DeliveredAll
            | E::DeliveredSome
            | E::DeliveredNone
            | E::Reprocess,
        )
        | (S::PendingApproval, E::AskApproval | E::DeliveredAll | E::DeliveredSome | E::DeliveredNone | E::Reprocess)
        | (
            S::Scheduled,
            E::AskApproval
            | E::ApproveStage
            | E::Escalate
            | E::Schedule
            | E::DeliveredAll
            | E::DeliveredSome
            | E::DeliveredNone
            | E::Reprocess,
        )
        | (
            S::Delivering,
            E::AskApproval
            | E::ApproveStage
            | E::Escalate
            | E::Deny
            | E::TimeOut
            | E::Schedule
            | E::Deliver
            | E::Cancel
            | E::Reprocess,
        )
        | (
            S::PartiallyDelivered,
            E::AskApproval
            | E::ApproveStage
            | E::Escalate
            | E::Deny
            | E::TimeOut
            | E::Schedule
            | E::Deliver
            | E::Cancel
            | E::DeliveredAll
            | E::DeliveredSome
            | E::DeliveredNone,
        )
        | (
            S::DeliveryFailed,
            E::AskApproval
            | E::ApproveStage
            | E::Escalate
            | E::Deny
            | E::TimeOut
            | E::Schedule
            | E::Deliver
            | E::DeliveredAll
            | E::DeliveredSome
            | E::DeliveredNone,
        )
        | (S::Delivered | S::Denied | S::Expired | S::Canceled, _) => None,
    };
    next.ok_or(Refusal::NotNow { state, event })
}

/// The table as Markdown: a line per state, a column per event.
pub fn table() -> String {
    let mut text = String::from("| state |");
    for event in RequestEvent::ALL {
        text += &format!(" {} |", event.word());
    }
    text += "\n|---|";
    text += &"---|".repeat(RequestEvent::ALL.len());
    for state in RequestState::ALL {
        text += &format!("\n| {} |", state.word());
        for event in RequestEvent::ALL {
            text += &format!(" {} |", next(state, event).map_or("", RequestState::word));
        }
    }
    text.push('\n');
    text
}

impl RequestState {
    pub const ALL: [Self; 10] = [
        Self::Submitted,
        Self::PendingApproval,
        Self::Scheduled,
        Self::Delivering,
        Self::Delivered,
        Self::PartiallyDelivered,
        Self::DeliveryFailed,
        Self::Denied,
        Self::Expired,
        Self::Canceled,
    ];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::PendingApproval => "pendingApproval",
            Self::Scheduled => "scheduled",
            Self::Delivering => "delivering",
            Self::Delivered => "delivered",
            Self::PartiallyDelivered => "partiallyDelivered",
            Self::DeliveryFailed => "deliveryFailed",
            Self::Denied => "denied",
            Self::Expired => "expired",
            Self::Canceled => "canceled",
        }
    }

    /// Reads a word in any case; filters write `Delivered` (graph.md §9).
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word().eq_ignore_ascii_case(word))
    }

    /// Graph's `status`, a finer word than the state (graph.md §3.4).
    pub fn status(self, escalated: bool) -> &'static str {
        match self {
            Self::Submitted => "Accepted",
            Self::PendingApproval if escalated => "PendingApprovalEscalated",
            Self::PendingApproval => "PendingApproval",
            Self::Scheduled => "PendingNotBefore",
            Self::Delivering => "Fulfilling",
            Self::Delivered => "Delivered",
            Self::PartiallyDelivered => "PartiallyDelivered",
            Self::DeliveryFailed => "DeliveryFailed",
            Self::Denied => "Denied",
            Self::Expired => "Expired",
            Self::Canceled => "Canceled",
        }
    }

    /// Whether nothing will happen to it any more, unless a failed delivery is tried again.
    pub fn is_complete(self) -> bool {
        match self {
            Self::Submitted | Self::PendingApproval | Self::Scheduled | Self::Delivering => false,
            Self::Delivered
            | Self::PartiallyDelivered
            | Self::DeliveryFailed
            | Self::Denied
            | Self::Expired
            | Self::Canceled => true,
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Submitted => "was just made",
            Self::PendingApproval => "waits for approval",
            Self::Scheduled => "waits for its start",
            Self::Delivering => "is being delivered",
            Self::Delivered => "was delivered",
            Self::PartiallyDelivered => "was delivered in part",
            Self::DeliveryFailed => "could not be delivered",
            Self::Denied => "was denied",
            Self::Expired => "has expired",
            Self::Canceled => "was canceled",
        }
    }
}

impl RequestEvent {
    pub const ALL: [Self; 12] = [
        Self::AskApproval,
        Self::ApproveStage,
        Self::Escalate,
        Self::Deny,
        Self::TimeOut,
        Self::Schedule,
        Self::Deliver,
        Self::Cancel,
        Self::DeliveredAll,
        Self::DeliveredSome,
        Self::DeliveredNone,
        Self::Reprocess,
    ];

    /// The word stored and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::AskApproval => "askApproval",
            Self::ApproveStage => "approveStage",
            Self::Escalate => "escalate",
            Self::Deny => "deny",
            Self::TimeOut => "timeOut",
            Self::Schedule => "schedule",
            Self::Deliver => "deliver",
            Self::Cancel => "cancel",
            Self::DeliveredAll => "deliveredAll",
            Self::DeliveredSome => "deliveredSome",
            Self::DeliveredNone => "deliveredNone",
            Self::Reprocess => "reprocess",
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::AskApproval => "sent to its approvers",
            Self::ApproveStage => "approved",
            Self::Escalate => "sent to the alternate approvers",
            Self::Deny => "denied",
            Self::TimeOut => "ended for want of an answer",
            Self::Schedule => "put off to its start",
            Self::Deliver => "delivered",
            Self::Cancel => "canceled",
            Self::DeliveredAll => "noted as delivered",
            Self::DeliveredSome => "noted as delivered in part",
            Self::DeliveredNone => "noted as not delivered",
            Self::Reprocess => "tried again",
        }
    }
}
