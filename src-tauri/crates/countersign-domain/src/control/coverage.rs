//! Whether what had to be reviewed in a period was, and in time.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::period::{Period, Periods};

/// How a period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CoverageState {
    /// A run ended by the last day of the grace.
    InTime,
    /// The period, or its grace, is not over.
    NotYetDue,
    /// A run of it is going on.
    Running,
    /// A run ended after the grace.
    Late,
    /// The grace is over and no run belongs to the period.
    Missing,
}

impl CoverageState {
    /// From the best to the worst.
    pub const ALL: [Self; 5] = [Self::InTime, Self::NotYetDue, Self::Running, Self::Late, Self::Missing];

    /// The words in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::InTime => "in time",
            Self::NotYetDue => "not yet due",
            Self::Running => "running",
            Self::Late => "late",
            Self::Missing => "missing",
        }
    }
}

/// A run of a review that may answer for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub instance: i64,
    /// The day it was planned for, in its series; none for a run that was started by hand.
    pub scheduled_on: Option<NaiveDate>,
    pub started_at: DateTime<Utc>,
    /// None: it is going on.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Run {
    /// The number of the one period it belongs to: the one of the day it was planned for, else of the day it began.
    /// A run that was made up for later answers for the period in which it looked.
    pub fn period(&self, periods: &Periods) -> Option<u32> {
        periods.number_of(self.scheduled_on.unwrap_or_else(|| periods.day(self.started_at)))
    }
}

/// What a period came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    pub state: CoverageState,
    /// Days after the grace: of the end where it is late, of now where it is missing or still running.
    pub days_late: u32,
    /// The runs that belong to the period, the one that answers for it first.
    pub runs: Vec<i64>,
}

/// How one covered thing stands in a period. `runs` are those of the thing that belong to the period.
pub fn coverage(periods: &Periods, period: &Period, runs: &[&Run], now: DateTime<Utc>) -> Covered {
    let mut ordered: Vec<&Run> = runs.to_vec();
    // What ended first answers; what goes on comes after all that ended.
    ordered.sort_by_key(|run| (run.ended_at.is_none(), run.ended_at, run.started_at, run.instance));
    let days_after = |at: DateTime<Utc>| {
        let late = at >= period.deadline_at;
        let days = (periods.day(at) - period.last_on).num_days();
        if late {
            u32::try_from(days).unwrap_or(0).max(1)
        } else {
            0
        }
    };
    let (state, days_late) = match ordered.first() {
        Some(run) => match run.ended_at {
            Some(ended) if ended < period.deadline_at => (CoverageState::InTime, 0),
            Some(ended) => (CoverageState::Late, days_after(ended)),
            None => (CoverageState::Running, days_after(now)),
        },
        None if now < period.deadline_at => (CoverageState::NotYetDue, 0),
        None => (CoverageState::Missing, days_after(now)),
    };
    Covered {
        state,
        days_late,
        runs: ordered.iter().map(|run| run.instance).collect(),
    }
}

/// How a period stands over all that a control covers: as its worst part does. Nothing to cover is as nothing reviewed.
pub fn combine(parts: &[Covered], period: &Period, now: DateTime<Utc>) -> CoverageState {
    let worst = parts.iter().map(|part| part.state).max();
    worst.unwrap_or(if now < period.deadline_at {
        CoverageState::NotYetDue
    } else {
        CoverageState::Missing
    })
}
