//! When a delivery that failed is tried again, by itself and by a person.

use chrono::{DateTime, Duration, Utc};

use super::{Refusal, RequestEvent, RequestState, next};

/// A person may try a delivery again for so many days after it failed (access-governance §2.7).
pub const REPROCESS_DAYS: i64 = 7;
/// How often a delivery is tried again by itself.
pub const RETRIES: u32 = 7;
/// Minutes until the first time; each wait is twice the one before: 3 + 6 + … + 192 minutes are 6 h 21 min.
const FIRST_WAIT: i64 = 3;

/// When a delivery that failed then, after so many attempts, is tried by itself again; none where a person must.
pub fn retry_at(attempts: u32, failed_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let retry = attempts.checked_sub(1)?;
    if retry >= RETRIES {
        return None;
    }
    failed_at.checked_add_signed(Duration::minutes(FIRST_WAIT << retry))
}

/// Whether a person may have a delivery tried again that failed then.
pub fn reprocess(state: RequestState, failed_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<RequestState, Refusal> {
    let state = next(state, RequestEvent::Reprocess)?;
    if now - failed_at > Duration::days(REPROCESS_DAYS) {
        return Err(Refusal::TooLate);
    }
    Ok(state)
}
