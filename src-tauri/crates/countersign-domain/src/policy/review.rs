//! Reviews of the holders: Graph's `reviewSettings`, and the review definition that the engine runs.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::subject::{subjects, to_graph};
use super::{Period, Subject};
use crate::definition::{self, Problem};
use crate::json::Place;
use crate::schedule::{self, Recurrence};

const AT: &str = "reviewSettings";

/// When the holders under this policy are reviewed, by whom, and what silence means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyReview {
    pub silence: Silence,
    pub recommendations: bool,
    pub justification: bool,
    pub self_review: bool,
    pub primary: Vec<Subject>,
    pub fallback: Vec<Subject>,
    pub duration_days: u32,
    pub recurrence: Recurrence,
}

/// Graph's `expirationBehavior`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyReviewSilence")]
pub enum Silence {
    KeepAccess,
    RemoveAccess,
    AcceptAccessRecommendation,
}

/// Reads `reviewSettings`; none where they are switched off. What the review engine would refuse is refused here,
/// and not only when the first review is due.
pub(super) fn parse(policy: &Place<'_>, zone: Tz) -> Result<Option<PolicyReview>, Problem> {
    let Some(place) = policy.object(AT)? else {
        return Ok(None);
    };
    if !place.flag("isEnabled")? {
        return Ok(None);
    }
    let silence = match place.text("expirationBehavior")? {
        None | Some("keepAccess") => Silence::KeepAccess,
        Some("removeAccess") => Silence::RemoveAccess,
        Some("acceptAccessRecommendation") => Silence::AcceptAccessRecommendation,
        Some(other) => {
            let message = format!("“{other}” is not keepAccess, removeAccess or acceptAccessRecommendation.");
            return Err(place.problem("expirationBehavior", message));
        }
    };
    let schedule = place
        .object("schedule")?
        .ok_or_else(|| place.problem("schedule", "Say when the holders are reviewed."))?;
    let review = PolicyReview {
        silence,
        recommendations: place.flag("isRecommendationEnabled")?,
        justification: place.flag("isReviewerJustificationRequired")?,
        self_review: place.flag("isSelfReview")?,
        primary: subjects(&place, "primaryReviewers")?,
        fallback: subjects(&place, "fallbackReviewers")?,
        duration_days: duration(&schedule)?,
        recurrence: recurrence(&schedule, zone)?,
    };
    if !review.self_review && review.primary.is_empty() {
        return Err(place.problem(
            "primaryReviewers",
            "Nobody would review; name reviewers or make it a self-review.",
        ));
    }
    for (name, list) in [
        ("primaryReviewers", &review.primary),
        ("fallbackReviewers", &review.fallback),
    ] {
        for (at, one) in list.iter().enumerate() {
            if reviewer(one).is_none() || (name == "fallbackReviewers" && one.is_relative()) {
                return Err(place.problem(
                    &format!("{name}[{at}]"),
                    "Holders are reviewed by named people, groups, or their direct manager with a named fallback.",
                ));
            }
        }
    }
    // The engine has the last word on its own rules.
    match definition::parse(&review.review_definition("package", "policy", "Review"), zone) {
        Ok(_) => Ok(Some(review)),
        Err(problem) => Err(Problem::new(moved(&problem.field), problem.message)),
    }
}

/// Where a place of the review definition comes from in the policy.
fn moved(field: &str) -> String {
    let below = match field {
        "reviewers" => "primaryReviewers",
        "fallbackReviewers" => "fallbackReviewers",
        "settings.instanceDurationInDays" => "schedule.expiration.duration",
        "settings.defaultDecision" => "expirationBehavior",
        _ => match field.strip_prefix("settings.recurrence") {
            Some(rest) => return format!("{AT}.schedule.recurrence{rest}"),
            None => return AT.to_owned(),
        },
    };
    format!("{AT}.{below}")
}

fn duration(schedule: &Place<'_>) -> Result<u32, Problem> {
    const MESSAGE: &str = "Say for how many days a review runs, such as P14D.";
    let missing = || schedule.problem("expiration.duration", MESSAGE);
    let expiration = schedule.object("expiration")?.ok_or_else(missing)?;
    expiration
        .period("duration")?
        .and_then(Period::whole_days)
        .filter(|days| *days > 0)
        .ok_or_else(missing)
}

/// The recurrence; where its range does not say when it starts, the schedule does.
fn recurrence(schedule: &Place<'_>, zone: Tz) -> Result<Recurrence, Problem> {
    let start = schedule.moment("startDateTime")?.map(|moment| moment.date_naive());
    let mut json = schedule.get("recurrence").cloned().unwrap_or_else(|| json!({}));
    if let (Some(json), Some(start)) = (json.as_object_mut(), start) {
        let range = json.entry("range").or_insert(Value::Null);
        if range.is_null() {
            *range = json!({ "type": "noEnd" });
        }
        if let Some(range) = range.as_object_mut()
            && range.get("startDate").is_none_or(Value::is_null)
        {
            range.insert("startDate".into(), json!(start));
        }
    }
    schedule::parse(&json, zone).map_err(|problem| Problem::new(moved(&problem.field), problem.message))
}

/// The reviewer query of a subject (graph.md §1.7); none for those whom the review engine cannot ask.
fn reviewer(subject: &Subject) -> Option<Value> {
    let (query, root) = match subject {
        Subject::User(id) => (format!("/users/{}", segment(id)), None),
        Subject::Group(id) => (format!("/groups/{}/transitiveMembers", segment(id)), None),
        Subject::RequestorManager(1) | Subject::TargetManager(1) => ("./manager".to_owned(), Some("decisions")),
        _ => return None,
    };
    Some(json!({ "query": query, "queryType": "MicrosoftGraph", "queryRoot": root }))
}

/// A key as one segment of a path, whatever it holds.
fn segment(key: &str) -> String {
    let mut text = String::new();
    for letter in key.chars() {
        match letter {
            '%' => text += "%25",
            '/' => text += "%2F",
            '?' => text += "%3F",
            '\'' => text += "%27",
            other => text.push(other),
        }
    }
    text
}

impl PolicyReview {
    /// The review definition by which the review engine reviews the holders under the policy. The keys are the
    /// store's or Graph's ids, which hold no quotes.
    pub fn review_definition(&self, package_key: &str, policy_key: &str, display_name: &str) -> Value {
        let query = format!(
            "/identityGovernance/entitlementManagement/accessPackageAssignments?$filter=(accessPackageId eq '{}' \
             and assignmentPolicyId eq '{}')",
            segment(package_key),
            segment(policy_key),
        );
        let primary: &[Subject] = if self.self_review { &[] } else { &self.primary };
        // A fallback without a manager to fall back from would never be asked.
        let fallback: &[Subject] = match primary.iter().any(Subject::is_manager) {
            true => &self.fallback,
            false => &[],
        };
        let default = match self.silence {
            Silence::KeepAccess => "None",
            Silence::RemoveAccess => "Deny",
            Silence::AcceptAccessRecommendation => "Recommendation",
        };
        json!({
            "displayName": display_name,
            "scope": {
                "@odata.type": "#microsoft.graph.accessReviewQueryScope",
                "query": query,
                "queryType": "MicrosoftGraph",
            },
            "reviewers": primary.iter().filter_map(reviewer).collect::<Value>(),
            "fallbackReviewers": fallback.iter().filter_map(reviewer).collect::<Value>(),
            "settings": {
                "mailNotificationsEnabled": true,
                "reminderNotificationsEnabled": true,
                "justificationRequiredOnApproval": self.justification,
                "defaultDecisionEnabled": self.silence != Silence::KeepAccess,
                "defaultDecision": default,
                "instanceDurationInDays": self.duration_days,
                "autoApplyDecisionsEnabled": true,
                // Silence that takes recommendations needs them.
                "recommendationsEnabled": self.recommendations || self.silence == Silence::AcceptAccessRecommendation,
                "recurrence": self.recurrence.to_graph(),
            },
            "stageSettings": [],
        })
    }

    /// Graph's `reviewSettings`.
    pub(super) fn to_graph(&self) -> Value {
        let behavior = match self.silence {
            Silence::KeepAccess => "keepAccess",
            Silence::RemoveAccess => "removeAccess",
            Silence::AcceptAccessRecommendation => "acceptAccessRecommendation",
        };
        json!({
            "isEnabled": true,
            "expirationBehavior": behavior,
            "isRecommendationEnabled": self.recommendations,
            "isReviewerJustificationRequired": self.justification,
            "isSelfReview": self.self_review,
            "primaryReviewers": to_graph(&self.primary),
            "fallbackReviewers": to_graph(&self.fallback),
            "schedule": {
                "startDateTime": format!("{}T00:00:00Z", self.recurrence.start_on),
                "expiration": { "type": "afterDuration", "duration": Period::days(self.duration_days) },
                "recurrence": self.recurrence.to_graph(),
            },
        })
    }
}
