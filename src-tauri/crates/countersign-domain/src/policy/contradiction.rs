//! What is sound in each part of a policy and wrong together, and what is only surprising.

use chrono::{DateTime, Utc};

use super::{Expiration, Policy};
use crate::definition::Problem;

impl Policy {
    /// What only the day can tell: a fixed end that has passed.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), Problem> {
        match self.expiration {
            Expiration::At(end) if end <= now => Err(Problem::new(
                "expiration.endDateTime",
                format!(
                    "The policy ended on {}, so nobody would get access.",
                    end.format("%Y-%m-%d")
                ),
            )),
            _ => Ok(()),
        }
    }

    /// What is allowed and may surprise, each at its place.
    pub fn warnings(&self) -> Vec<Problem> {
        Vec::new()
    }

    /// What other programs do under this policy and this one does not.
    pub fn cannot_do(&self) -> Vec<String> {
        Vec::new()
    }
}
