//! The notices before the end: 14 days and 1 day (access-governance §2.5).

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How near the end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum NearEnd {
    FourteenDays,
    OneDay,
}

impl NearEnd {
    pub const ALL: [Self; 2] = [Self::FourteenDays, Self::OneDay];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::FourteenDays => "fourteenDays",
            Self::OneDay => "oneDay",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Days before the end.
    pub fn days(self) -> i64 {
        match self {
            Self::FourteenDays => 14,
            Self::OneDay => 1,
        }
    }
}

/// The notice to send now; none where there is nothing new to say. `told` are those sent for this end already: an
/// extension starts anew. Where the machine was off for the first notice, the nearer one alone is sent.
pub fn notices_due(end: Option<DateTime<Utc>>, now: DateTime<Utc>, told: &[NearEnd]) -> Option<NearEnd> {
    let left = end? - now;
    if left <= Duration::zero() {
        return None;
    }
    let nearest = NearEnd::ALL
        .into_iter()
        .rfind(|near| left <= Duration::days(near.days()))?;
    (!told.contains(&nearest)).then_some(nearest)
}
