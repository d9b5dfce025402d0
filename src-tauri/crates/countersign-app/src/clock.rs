//! The time of the desk: the machine's, or in a practice store the one that was given.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use chrono::{DateTime, Duration, Utc};

/// Where “now” comes from.
#[derive(Debug)]
pub struct Clock {
    given: Mutex<Option<DateTime<Utc>>>,
    began: Instant,
}

/// A moment by both clocks of the machine: the one that is set, and the one that only goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    at: DateTime<Utc>,
    passed: Duration,
}

impl Default for Clock {
    fn default() -> Self {
        Self::of(None)
    }
}

impl Clock {
    /// A clock that stands at a given moment; a practice store only.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::of(Some(at))
    }

    fn of(given: Option<DateTime<Utc>>) -> Self {
        Self {
            given: Mutex::new(given),
            began: Instant::now(),
        }
    }

    pub fn is_fixed(&self) -> bool {
        self.given().is_some()
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.given().unwrap_or_else(Utc::now)
    }

    /// Moves a clock that was given; the demonstration walks through a review's weeks with it.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.given.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
    }

    pub(crate) fn mark(&self) -> Mark {
        let passed = Duration::from_std(self.began.elapsed()).unwrap_or(Duration::MAX);
        Mark { at: self.now(), passed }
    }

    /// How long ago a mark was made, by whichever clock says more: one that is set back hides nothing, and neither does
    /// a sleep of the machine, during which the other may stand still.
    pub(crate) fn since(&self, mark: &Mark) -> Duration {
        let now = self.mark();
        (now.at - mark.at).max(now.passed - mark.passed)
    }

    fn given(&self) -> Option<DateTime<Utc>> {
        *self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_where_the_clock_is_set_back_and_where_the_machine_slept() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
        let clock = Clock::fixed(at("2026-03-01T08:00:00Z"));
        let mark = clock.mark();
        clock.set(at("2026-02-01T08:00:00Z"));
        std::thread::sleep(std::time::Duration::from_millis(3));
        let passed = clock.since(&mark);
        assert!(
            passed >= Duration::milliseconds(3) && passed < Duration::hours(1),
            "{passed}"
        );
        clock.set(at("2026-03-01T17:00:00Z"));
        assert_eq!(clock.since(&mark), Duration::hours(9));
    }
}
