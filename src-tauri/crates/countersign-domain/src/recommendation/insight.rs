//! What one rule says about one item, as the reviewer and the evidence see it; and several of them together.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Recommendation, SIGN_IN_RULE, SignIn, from_sign_in, sign_in_sentence};

/// One value a rule looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Input {
    Null,
    Flag(bool),
    Count(u64),
    Number(f64),
    Text(String),
}

/// A rule's answer with everything needed to check it by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Insight {
    /// The rule's published name and version, such as `peerDistance/1`.
    pub rule: String,
    pub recommendation: Recommendation,
    /// One plain sentence.
    pub sentence: String,
    /// What the rule looked at, by name, in the order of the names.
    #[ts(type = "Record<string, string | number | boolean | null>")]
    pub inputs: BTreeMap<String, Input>,
}

/// What the enabled rules say together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Advice {
    pub recommendation: Recommendation,
    pub insights: Vec<Insight>,
}

impl Insight {
    pub(super) fn new<const N: usize>(
        rule: &str,
        recommendation: Recommendation,
        sentence: String,
        inputs: [(&str, Input); N],
    ) -> Self {
        Self {
            rule: rule.to_owned(),
            recommendation,
            sentence,
            inputs: inputs.map(|(name, input)| (name.to_owned(), input)).into(),
        }
    }

    /// The sign-in rule's answer; see [`from_sign_in`].
    pub fn from_sign_in(input: &SignIn, field: Option<&str>, started_at: DateTime<Utc>, look_back_days: u32) -> Self {
        let days = i64::from(look_back_days);
        let moment = |at: Option<DateTime<Utc>>| at.map_or(Input::Null, |at| Input::Text(at.to_rfc3339()));
        Self::new(
            SIGN_IN_RULE,
            from_sign_in(input, started_at, Duration::days(days)),
            sign_in_sentence(input, field, started_at, days),
            [
                ("lastSignInAt", moment(input.last_sign_in_at)),
                (
                    "field",
                    field.map_or(Input::Null, |field| Input::Text(field.to_owned())),
                ),
                ("createdAt", moment(input.created_at)),
                ("keptByDirectory", Input::Flag(input.kept_by_directory)),
                ("lookBackDays", Input::Count(look_back_days.into())),
            ],
        )
    }
}

impl Recommendation {
    /// Several rules together: deny if any says deny, else approve if any says approve, else no
    /// information (access-governance §1.7).
    pub fn combined(all: impl IntoIterator<Item = Self>) -> Self {
        let strength = |one: Self| match one {
            Self::Deny => 2,
            Self::Approve => 1,
            Self::NoInfoAvailable => 0,
        };
        all.into_iter()
            .max_by_key(|one| strength(*one))
            .unwrap_or(Self::NoInfoAvailable)
    }
}

/// The insights of the enabled rules with what follows from them.
pub fn combine(insights: Vec<Insight>) -> Advice {
    Advice {
        recommendation: Recommendation::combined(insights.iter().map(|insight| insight.recommendation)),
        insights,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Recommendation::{Approve, Deny, NoInfoAvailable};

    #[test]
    fn one_denial_outweighs_any_approval_and_no_information_outweighs_nothing() {
        let insight = |recommendation| Insight::new("test/1", recommendation, "Said.".into(), []);
        let table: [(&[Recommendation], Recommendation); 5] = [
            (&[], NoInfoAvailable),
            (&[NoInfoAvailable, NoInfoAvailable], NoInfoAvailable),
            (&[NoInfoAvailable, Approve], Approve),
            (&[Approve, Deny, NoInfoAvailable], Deny),
            (&[Deny, Approve, Approve], Deny),
        ];
        for (all, expected) in table {
            let advice = combine(all.iter().copied().map(insight).collect());
            assert_eq!(advice.recommendation, expected, "{all:?}");
            assert_eq!(advice.insights.len(), all.len());
        }
    }

    #[test]
    fn an_insight_crosses_the_wire_and_comes_back_the_same() {
        let started_at = DateTime::from_timestamp(1_760_000_000, 0).expect("a moment");
        let sign_in = SignIn {
            last_sign_in_at: Some(started_at - Duration::days(40)),
            created_at: None,
            kept_by_directory: true,
        };
        let insight = Insight::from_sign_in(&sign_in, Some("lastLogonTimestamp"), started_at, 30);
        assert_eq!(insight.recommendation, Deny);
        let json = serde_json::to_value(&insight).expect("to JSON");
        assert_eq!(json["inputs"]["lookBackDays"], 30);
        assert_eq!(json["inputs"]["createdAt"], serde_json::Value::Null);
        assert_eq!(serde_json::from_value::<Insight>(json).expect("and back"), insight);
    }
}
