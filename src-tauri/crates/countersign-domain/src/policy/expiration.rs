//! Until when: the end of an assignment, a shorter one on request, and its extension.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Period, Policy};

/// Graph's `expirationPattern`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "value")]
#[ts(rename = "PolicyExpiration")]
pub enum Expiration {
    Never,
    At(DateTime<Utc>),
    After(Period),
}

/// Why an assignment cannot end then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Refusal {
    #[error("The access would end before it begins.")]
    EndBeforeStart,
    #[error("Under this policy access ended on {}.", at.format("%Y-%m-%d %H:%M UTC"))]
    EndPassed { at: DateTime<Utc> },
    #[error("This policy sets the end itself.")]
    NoOwnEnd,
    #[error("Under this policy access ends on {} at the latest.", latest.format("%Y-%m-%d %H:%M UTC"))]
    BeyondEnd { latest: DateTime<Utc> },
    #[error("This access does not end, so there is nothing to extend.")]
    NothingToExtend,
    #[error("This access has ended; it is asked for again, not extended.")]
    Ended,
    #[error("This would not make the access last longer.")]
    NotLonger,
}

impl Policy {
    /// The end of an assignment that starts then; none where it does not end.
    pub fn end_of(&self, start: DateTime<Utc>, asked: Option<DateTime<Utc>>) -> Result<Option<DateTime<Utc>>, Refusal> {
        self.expiration.end_of(self.requestor.custom_schedule, start, asked)
    }

    /// The new end of an assignment that is extended now.
    pub fn extended(
        &self,
        old_end: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
        asked: Option<DateTime<Utc>>,
    ) -> Result<Option<DateTime<Utc>>, Refusal> {
        self.expiration
            .extended(self.requestor.custom_schedule, old_end, now, asked)
    }
}

impl Expiration {
    /// The end of an assignment that starts then; none where it does not end. A person may ask for a shorter
    /// one where the policy lets them name their dates (`own_dates`), and never for a longer one.
    pub fn end_of(
        self,
        own_dates: bool,
        start: DateTime<Utc>,
        asked: Option<DateTime<Utc>>,
    ) -> Result<Option<DateTime<Utc>>, Refusal> {
        let latest = self.latest_end(start);
        if let (Expiration::At(at), true) = (self, latest.is_some_and(|latest| latest <= start)) {
            return Err(Refusal::EndPassed { at });
        }
        let Some(asked) = asked else {
            return Ok(latest);
        };
        if asked <= start {
            return Err(Refusal::EndBeforeStart);
        }
        match latest {
            Some(latest) if asked > latest => Err(Refusal::BeyondEnd { latest }),
            _ if Some(asked) == latest || own_dates => Ok(Some(asked)),
            _ => Err(Refusal::NoOwnEnd),
        }
    }

    /// The new end of an assignment that is extended now. The policy's period counts from now, so that nobody
    /// who extends again and again is ever further from an approval than the policy says; a fixed end is never
    /// passed (access-governance §2.5).
    pub fn extended(
        self,
        own_dates: bool,
        old_end: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
        asked: Option<DateTime<Utc>>,
    ) -> Result<Option<DateTime<Utc>>, Refusal> {
        let old_end = old_end.ok_or(Refusal::NothingToExtend)?;
        if old_end <= now {
            return Err(Refusal::Ended);
        }
        let end = self.end_of(own_dates, now, asked)?;
        match end {
            Some(end) if end <= old_end => Err(Refusal::NotLonger),
            _ => Ok(end),
        }
    }

    fn latest_end(self, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Expiration::Never => None,
            Expiration::At(at) => Some(at),
            Expiration::After(period) => Some(period.after(start)),
        }
    }
}
