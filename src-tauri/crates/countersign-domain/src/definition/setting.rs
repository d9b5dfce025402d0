//! The settings of a definition: how long, what silence means, when a reason is asked for.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use super::{DefaultDecision, JustificationRule, Problem, Settings, Threshold};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GraphSettings {
    justification_required_on_approval: Option<bool>,
    default_decision_enabled: Option<bool>,
    default_decision: Option<String>,
    instance_duration_in_days: Option<i64>,
    auto_apply_decisions_enabled: Option<bool>,
    recommendations_enabled: Option<bool>,
    recommendation_look_back_duration: Option<String>,
    recurrence: Option<Recurrence>,
    /// What Graph has no word for; ignored by other readers.
    #[serde(rename = "@countersign.settings")]
    own: Option<Own>,
}

#[derive(Deserialize)]
struct Recurrence {
    pattern: Option<Value>,
    range: Option<Range>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Range {
    start_date: Option<NaiveDate>,
    end_date: Option<NaiveDate>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Own {
    justification: Option<JustificationRule>,
    threshold: Option<Threshold>,
}

/// Reads the settings; every problem names the JSON path it stands at.
pub(super) fn settings(graph: GraphSettings) -> Result<Settings, Problem> {
    let start_on = start(graph.recurrence.as_ref(), graph.instance_duration_in_days)?;
    let days = graph.instance_duration_in_days.ok_or_else(|| {
        Problem::new(
            "settings.instanceDurationInDays",
            "Say for how many days the review runs.",
        )
    })?;
    let duration_days = u32::try_from(days)
        .ok()
        .filter(|days| (1..=730).contains(days))
        .ok_or_else(|| {
            Problem::new(
                "settings.instanceDurationInDays",
                format!("A review runs for 1 to 730 days, so it cannot end after {days}."),
            )
        })?;
    if graph.auto_apply_decisions_enabled == Some(true) {
        // Refused rather than ignored: somebody would wait for a removal that never comes.
        return Err(Problem::new(
            "settings.autoApplyDecisionsEnabled",
            "Carrying out by itself is not supported yet; a plan is shown and carried out by hand.",
        ));
    }
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
    Ok(Settings {
        duration_days,
        start_on,
        default_decision,
        justification: own.and_then(|own| own.justification).unwrap_or(if on_approval {
            JustificationRule::OnApproval
        } else {
            JustificationRule::Never
        }),
        recommendations: graph.recommendations_enabled.unwrap_or(false),
        look_back_days,
        auto_apply: graph.auto_apply_decisions_enabled.unwrap_or(false),
        threshold,
    })
}

fn default_decision(graph: &GraphSettings) -> Result<DefaultDecision, Problem> {
    if !graph.default_decision_enabled.unwrap_or(false) {
        return Ok(DefaultDecision::NoChange);
    }
    match graph.default_decision.as_deref() {
        Some("Approve") => Ok(DefaultDecision::Approve),
        Some("Deny") => Ok(DefaultDecision::Deny),
        Some("Recommendation") if graph.recommendations_enabled.unwrap_or(false) => Ok(DefaultDecision::Recommendation),
        Some("Recommendation") => Err(Problem::new(
            "settings.defaultDecision",
            "Silence cannot take recommendations when recommendations are off.",
        )),
        Some("None" | "") | None => Ok(DefaultDecision::NoChange),
        Some(other) => Err(Problem::new(
            "settings.defaultDecision",
            format!("“{other}” is not Approve, Deny, Recommendation or None."),
        )),
    }
}

fn start(recurrence: Option<&Recurrence>, days: Option<i64>) -> Result<Option<NaiveDate>, Problem> {
    let Some(recurrence) = recurrence else { return Ok(None) };
    if recurrence.pattern.as_ref().is_some_and(|pattern| !pattern.is_null()) {
        return Err(Problem::new(
            "settings.recurrence.pattern",
            "Recurring reviews are not supported yet.",
        ));
    }
    let Some(range) = &recurrence.range else {
        return Ok(None);
    };
    let ends = range.kind.as_deref() == Some("endDate");
    if let (Some(start), Some(end), true) = (range.start_date, range.end_date, ends) {
        if end < start {
            return Err(Problem::new(
                "settings.recurrence.range.endDate",
                format!("The review would end on {end}, before it starts on {start}."),
            ));
        }
        let room = (end - start).num_days();
        if days.is_some_and(|days| days > room.max(1)) {
            return Err(Problem::new(
                "settings.instanceDurationInDays",
                format!("The review runs longer than the {room} days between its start and its end."),
            ));
        }
    }
    Ok(range.start_date)
}

/// ISO 8601 durations of whole days: `P30D`, `P4W`.
fn days_of(text: &str) -> Option<u32> {
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
