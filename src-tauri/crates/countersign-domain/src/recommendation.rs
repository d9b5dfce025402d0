//! What a helper advises on an item, with the inputs and the rule it came from.

pub mod conflict;
mod insight;
pub mod peer_distance;
pub mod peer_rarity;
pub mod previous;
pub mod quality;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use insight::{Advice, Input, Insight, combine};

/// The advice of a helper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Recommendation {
    Approve,
    Deny,
    NoInfoAvailable,
}

impl Recommendation {
    pub const ALL: [Self; 3] = [Self::Approve, Self::Deny, Self::NoInfoAvailable];

    /// The word stored, sent and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Deny => "deny",
            Self::NoInfoAvailable => "noInfoAvailable",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// The rule's published name, printed in the evidence.
pub const SIGN_IN_RULE: &str = "signIn/1";

/// What the sign-in rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub created_at: Option<DateTime<Utc>>,
    /// Whether the directory keeps sign-ins at all: if nobody has one, silence says nothing.
    pub kept_by_directory: bool,
}

/// The sign-in rule (access-governance §1.7): a sign-in within the look-back advises to approve,
/// none advises to deny; an account younger than the look-back that never signed in, or a
/// directory that keeps no sign-ins, gives no information.
pub fn from_sign_in(input: &SignIn, started_at: DateTime<Utc>, look_back: Duration) -> Recommendation {
    match (input.last_sign_in_at, input.created_at) {
        (Some(last), _) if started_at - last < look_back => Recommendation::Approve,
        (Some(_), _) => Recommendation::Deny,
        (None, _) if !input.kept_by_directory => Recommendation::NoInfoAvailable,
        (None, Some(created)) if started_at - created < look_back => Recommendation::NoInfoAvailable,
        (None, Some(_)) => Recommendation::Deny,
        (None, None) => Recommendation::NoInfoAvailable,
    }
}

/// The rule's answer in one plain sentence, for the reviewer and the evidence.
pub fn sign_in_sentence(input: &SignIn, field: Option<&str>, started_at: DateTime<Utc>, look_back_days: i64) -> String {
    match (input.last_sign_in_at, input.created_at) {
        (Some(last), _) => {
            let days = (started_at - last).num_days();
            let field = field.unwrap_or("sign-in");
            let side = if days < look_back_days { "within" } else { "beyond" };
            format!(
                "Last sign-in {} ({field}), {days} days before the start, {side} the look-back of {look_back_days} days.",
                last.format("%Y-%m-%d")
            )
        }
        (None, _) if !input.kept_by_directory => "The directory keeps no sign-ins.".into(),
        (None, Some(created)) => {
            let days = (started_at - created).num_days();
            format!("No sign-in on record; the account is {days} days old, the look-back is {look_back_days} days.")
        }
        (None, None) => "No sign-in and no creation date on record.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn day(day: i64) -> DateTime<Utc> {
        Utc.timestamp_opt(1_700_000_000 + day * 86_400, 0)
            .single()
            .expect("a valid moment")
    }

    fn rule(last: Option<i64>, created: Option<i64>, kept: bool) -> Recommendation {
        let input = SignIn {
            last_sign_in_at: last.map(day),
            created_at: created.map(day),
            kept_by_directory: kept,
        };
        from_sign_in(&input, day(100), Duration::days(30))
    }

    #[test]
    fn a_sign_in_on_the_last_day_of_the_look_back_counts_and_one_a_day_earlier_does_not() {
        assert_eq!(rule(Some(71), None, true), Recommendation::Approve);
        assert_eq!(rule(Some(70), None, true), Recommendation::Deny);
    }

    #[test]
    fn a_young_account_that_never_signed_in_gives_no_information() {
        assert_eq!(rule(None, Some(90), true), Recommendation::NoInfoAvailable);
        assert_eq!(rule(None, Some(70), true), Recommendation::Deny);
        assert_eq!(rule(None, None, true), Recommendation::NoInfoAvailable);
    }

    #[test]
    fn a_directory_that_keeps_no_sign_ins_never_leads_to_a_denial() {
        assert_eq!(rule(None, Some(0), false), Recommendation::NoInfoAvailable);
    }
}
