//! The time of the desk: the machine's, or in a practice store the one that was given.

use std::sync::Mutex;

use chrono::{DateTime, Utc};

/// Where “now” comes from.
#[derive(Debug, Default)]
pub struct Clock(Mutex<Option<DateTime<Utc>>>);

impl Clock {
    /// A clock that stands at a given moment; a practice store only.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(Some(at)))
    }

    pub fn is_fixed(&self) -> bool {
        self.given().is_some()
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.given().unwrap_or_else(Utc::now)
    }

    /// Moves a clock that was given; the demonstration walks through a review's weeks with it.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(at);
    }

    fn given(&self) -> Option<DateTime<Utc>> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
