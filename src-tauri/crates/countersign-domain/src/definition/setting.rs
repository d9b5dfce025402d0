//! The settings of a definition: how long, what silence means, when a reason is asked for.

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value;

use super::{DefaultDecision, GuestAction, Helper, JustificationRule, Nested, Problem, Settings, Threshold};
use crate::outcome::Strategy;
use crate::schedule::{self, End, Frequency, Recurrence};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GraphSettings {
    justification_required_on_approval: Option<bool>,
    default_decision_enabled: Option<bool>,
    default_decision: Option<String>,
    pub(super) instance_duration_in_days: Option<i64>,
    auto_apply_decisions_enabled: Option<bool>,
    pub(super) recommendations_enabled: Option<bool>,
    recommendation_look_back_duration: Option<String>,
    recommendation_insight_settings: Option<Vec<Value>>,
    decision_histories_for_reviewers_enabled: Option<bool>,
    mail_notifications_enabled: Option<bool>,
    reminder_notifications_enabled: Option<bool>,
    apply_actions: Option<Vec<Value>>,
    recurrence: Option<Value>,
    /// What Graph has no word for; ignored by other readers.
    #[serde(rename = "@countersign.settings")]
    own: Option<Own>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Own {
    justification: Option<JustificationRule>,
    threshold: Option<Threshold>,
    strategy: Option<Strategy>,
    helpers: Vec<Helper>,
    carry_forward_days: Option<u32>,
    task_due_days: Option<u32>,
    nested: Nested,
}

impl GraphSettings {
    /// The strategy of stages that name none: Entra's rule, unless the settings say otherwise.
    pub(super) fn strategy(&self) -> Strategy {
        self.own.as_ref().and_then(|own| own.strategy).unwrap_or_default()
    }
}

/// Reads the settings; every problem names the JSON path it stands at.
pub(super) fn settings(graph: GraphSettings, duration_days: u32, zone: Tz) -> Result<Settings, Problem> {
    let recurrence = recurrence(graph.recurrence.as_ref(), duration_days, zone)?;
    let default_decision = default_decision(&graph)?;
    let look_back_days = match graph.recommendation_look_back_duration.as_deref() {
        None => 30,
        Some(text) => days_of(text).ok_or_else(|| {
            Problem::new(
                "settings.recommendationLookBackDuration",
                format!("“{text}” is not a whole number of days, such as P30D."),
            )
        })?,
    };
    let own = graph.own;
    let on_approval = graph.justification_required_on_approval.unwrap_or(false);
    let threshold = own.as_ref().and_then(|own| own.threshold).unwrap_or_default();
    if !(1..=100).contains(&threshold.percent_of_group) {
        return Err(Problem::new(
            "settings.@countersign.settings.threshold.percentOfGroup",
            "The threshold is a share of 1 to 100 percent.",
        ));
    }
    let mut helpers = own.as_ref().map(|own| own.helpers.clone()).unwrap_or_default();
    if kinds(graph.recommendation_insight_settings.as_deref()).any(|kind| kind.contains("PeerOutlier"))
        && !helpers.contains(&Helper::PeerDistance)
    {
        helpers.push(Helper::PeerDistance);
    }
    let block = kinds(graph.apply_actions.as_deref()).any(|kind| kind.contains("disableAndDeleteUser"));
    let own = own.unwrap_or_default();
    for (days, name) in [
        (own.carry_forward_days, "carryForwardDays"),
        (own.task_due_days, "taskDueDays"),
    ] {
        if days.is_some_and(|days| !(1..=3_650).contains(&days)) {
            return Err(Problem::new(
                format!("settings.@countersign.settings.{name}"),
                "This is a number of 1 to 3650 days.",
            ));
        }
    }
    Ok(Settings {
        recurrence,
        default_decision,
        justification: own.justification.unwrap_or(if on_approval {
            JustificationRule::OnApproval
        } else {
            JustificationRule::Never
        }),
        recommendations: graph.recommendations_enabled.unwrap_or(false),
        look_back_days,
        helpers,
        show_history: graph.decision_histories_for_reviewers_enabled.unwrap_or(false),
        mail: graph.mail_notifications_enabled.unwrap_or(false),
        reminders: graph.reminder_notifications_enabled.unwrap_or(false),
        auto_apply: graph.auto_apply_decisions_enabled.unwrap_or(false),
        guest_action: if block {
            GuestAction::BlockThenDelete
        } else {
            GuestAction::RemoveAccess
        },
        threshold,
        carry_forward_days: own.carry_forward_days,
        task_due_days: own.task_due_days.unwrap_or(14),
        nested: own.nested,
    })
}

/// The `@odata.type` of each entry.
fn kinds(list: Option<&[Value]>) -> impl Iterator<Item = &str> {
    list.unwrap_or_default()
        .iter()
        .filter_map(|one| one.get("@odata.type").and_then(Value::as_str))
}

/// `settings.recurrence`; absent or null means once, when an administrator starts it.
fn recurrence(json: Option<&Value>, duration_days: u32, zone: Tz) -> Result<Option<Recurrence>, Problem> {
    let Some(json) = json.filter(|json| !json.is_null()) else {
        return Ok(None);
    };
    if json.get("range").is_none_or(Value::is_null) && json.get("pattern").is_none_or(Value::is_null) {
        return Ok(None);
    }
    let recurrence = schedule::parse(json, zone)?;
    recurrence.check(duration_days)?;
    if let (Frequency::Once, End::On(last)) = (recurrence.frequency, recurrence.end) {
        let room = (last - recurrence.start_on).num_days();
        if i64::from(duration_days) > room.max(1) {
            return Err(Problem::new(
                "settings.instanceDurationInDays",
                format!("The review runs longer than the {room} days between its start and its end."),
            ));
        }
    }
    Ok(Some(recurrence))
}

fn default_decision(graph: &GraphSettings) -> Result<DefaultDecision, Problem> {
    if !graph.default_decision_enabled.unwrap_or(false) {
        return Ok(DefaultDecision::NoChange);
    }
    match graph.default_decision.as_deref() {
        Some("Approve") => Ok(DefaultDecision::Approve),
        Some("Deny") => Ok(DefaultDecision::Deny),
        Some("Recommendation") => Ok(DefaultDecision::Recommendation),
        Some("None" | "") | None => Ok(DefaultDecision::NoChange),
        Some(other) => Err(Problem::new(
            "settings.defaultDecision",
            format!("“{other}” is not Approve, Deny, Recommendation or None."),
        )),
    }
}

/// ISO 8601 durations of whole days: `P30D`, `P4W`.
pub(super) fn days_of(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('P')?;
    let (number, unit) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
    let number: u32 = number.parse().ok()?;
    let days = match unit {
        "D" => number,
        "W" => number.checked_mul(7)?,
        _ => return None,
    };
    (1..=3_660).contains(&days).then_some(days)
}
