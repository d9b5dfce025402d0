//! What a compliance officer has to know of: computed from the ledger, never kept beside it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FindingSeverity {
    High,
    Medium,
    Low,
}

macro_rules! finding_kinds {
    ($( $(#[$doc:meta])* $name:ident $word:literal $severity:ident ; )+) => {
        /// What a finding is about, in the order of lists.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub enum FindingKind {$( $(#[$doc])* $name, )+}

        impl FindingKind {
            pub const ALL: &[Self] = &[$( Self::$name, )+];

            /// The word on the wire.
            pub fn word(self) -> &'static str {
                match self {$( Self::$name => $word, )+}
            }

            pub fn severity(self) -> FindingSeverity {
                match self {$( Self::$name => FindingSeverity::$severity, )+}
            }
        }
    };
}

finding_kinds! {
    /// A period of a control is over, with its grace, and nothing was reviewed.
    PeriodMissing "periodMissing" High;
    /// Access that was denied and seen gone is there again.
    CameBack "cameBack" High;
    /// Access that was denied is still there in the read after its removal.
    StillEffective "stillEffective" High;
    /// Somebody whose account is disabled holds access.
    DisabledHolder "disabledHolder" High;
    /// Somebody has left in the source of people, and an account of theirs elsewhere is not disabled.
    AccountLeft "accountLeft" High;
    /// Somebody holds what does not go together, and no exception in force lets them.
    Conflict "conflict" High;
    /// A remediation task is past its day.
    TaskOverdue "taskOverdue" High;
    /// A period was reviewed after its grace, or is being reviewed now, after it.
    PeriodLate "periodLate" Medium;
    /// A run ended with items that nobody decided on.
    Undecided "undecided" Medium;
    /// An exception has ended and was neither renewed nor revoked.
    ExceptionEnded "exceptionEnded" Medium;
    /// A plan waits for the signature of a second person.
    PlanWaiting "planWaiting" Medium;
    /// An account of nobody in the source of people.
    AccountUnowned "accountUnowned" Medium;
    /// An account that may be more than one person's.
    AccountInDoubt "accountInDoubt" Medium;
    /// An account that a program uses, for which nobody answers.
    ServiceUnowned "serviceUnowned" Medium;
    /// A directory was not read for long.
    DirectoryStale "directoryStale" Medium;
    /// A directory refused to be read by its schedule, again and again.
    SyncFailing "syncFailing" Medium;
    /// The audit log has entries and no signed checkpoint.
    LogUnsigned "logUnsigned" Medium;
    /// An exception ends soon.
    ExceptionEnding "exceptionEnding" Low;
    /// A group for which nobody answers.
    GroupUnowned "groupUnowned" Low;
    /// A run has ended and no evidence of it was written.
    EvidenceMissing "evidenceMissing" Low;
}
