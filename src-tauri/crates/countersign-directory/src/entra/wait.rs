//! How long a server asks to wait: seconds, seconds with a fraction, or a moment (RFC 9110 §10.2.3).

use std::time::Duration;

use chrono::{DateTime, Utc};

const SHORTEST: f64 = 0.05;
/// More than a server has any reason to ask for; the question then ends in a problem.
const LONGEST: f64 = 3_600.0;

/// `None` where nothing readable is said.
pub(super) fn retry_after(said: Option<&str>) -> Option<Duration> {
    let said = said?.trim();
    let seconds = match said.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() => seconds,
        Ok(_) => return None,
        Err(_) => {
            let at = DateTime::parse_from_rfc2822(said).ok()?;
            (at.with_timezone(&Utc) - Utc::now()).num_milliseconds() as f64 / 1000.0
        }
    };
    Some(Duration::from_secs_f64(seconds.clamp(SHORTEST, LONGEST)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_to_wait_is_understood_in_each_of_its_forms() {
        let seconds = |said| retry_after(Some(said)).map(|wait| wait.as_secs_f64());
        assert_eq!(seconds("7"), Some(7.0));
        assert_eq!(seconds("2.128"), Some(2.128));
        assert_eq!(seconds("-3"), Some(SHORTEST));
        assert_eq!(seconds("99999999999"), Some(LONGEST));
        assert_eq!((seconds("soon"), seconds("NaN"), retry_after(None)), (None, None, None));
        let at = (Utc::now() + chrono::Duration::seconds(90)).to_rfc2822();
        assert!(seconds(&at).is_some_and(|wait| (85.0..=91.0).contains(&wait)), "{at}");
        assert_eq!(seconds("Wed, 21 Oct 2015 07:28:00 GMT"), Some(SHORTEST));
    }
}
