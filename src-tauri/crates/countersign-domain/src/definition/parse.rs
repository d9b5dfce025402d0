//! From Graph's JSON to a [`Definition`], refusing what contradicts itself at the earliest moment.

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value;

use super::setting::{GraphSettings, settings};
use super::stage::{GraphQuery, GraphStage, Outer, rules, stages};
use super::{DefaultDecision, Definition, GuestAction, Problem, Resource, Scope, Stage};
use crate::reviewer::ReviewerRule;

const LONGEST_NAME: usize = 256;
const LONGEST_TEXT: usize = 8_192;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Graph {
    display_name: Option<String>,
    description_for_admins: Option<String>,
    description_for_reviewers: Option<String>,
    scope: Option<Value>,
    instance_enumeration_scope: Option<Value>,
    reviewers: Option<Vec<GraphQuery>>,
    fallback_reviewers: Option<Vec<GraphQuery>>,
    settings: Option<GraphSettings>,
    stage_settings: Option<Vec<GraphStage>>,
    additional_notification_recipients: Option<Vec<Recipient>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    notification_recipient_scope: Option<GraphQuery>,
}

/// Reads a definition. Every problem names the JSON path it stands at. `zone` is the organization's:
/// a recurrence that names none means days there.
pub fn parse(json: &Value, zone: Tz) -> Result<Definition, Problem> {
    let graph: Graph = serde_json::from_value(json.clone())
        .map_err(|error| Problem::new("", format!("This is not a review definition: {error}.")))?;
    let display_name = name(graph.display_name.as_deref())?;
    let scope = super::scope::scope(graph.scope.as_ref(), graph.instance_enumeration_scope.as_ref())?;
    let given = graph
        .settings
        .ok_or_else(|| Problem::new("settings", "The settings are missing."))?;
    let outer = Outer {
        reviewers: graph.reviewers.unwrap_or_default(),
        fallback: graph.fallback_reviewers.unwrap_or_default(),
    };
    let stages = stages(graph.stage_settings.unwrap_or_default(), outer, &given)?;
    let duration = stages.iter().map(|stage| stage.duration_days).sum();
    let settings = settings(given, duration, zone)?;
    let recipients = graph
        .additional_notification_recipients
        .unwrap_or_default()
        .into_iter()
        .filter_map(|one| one.notification_recipient_scope)
        .collect::<Vec<_>>();
    let definition = Definition {
        display_name,
        description_for_admins: text(graph.description_for_admins, "descriptionForAdmins")?,
        description_for_reviewers: text(graph.description_for_reviewers, "descriptionForReviewers")?,
        recipients: rules(&recipients, "additionalNotificationRecipients")?,
        scope,
        stages,
        settings,
    };
    contradictions(&definition)?;
    Ok(definition)
}

/// What is sound in each part and wrong together.
fn contradictions(definition: &Definition) -> Result<(), Problem> {
    let Definition {
        scope,
        stages,
        settings,
        ..
    } = definition;
    for (at, stage) in stages.iter().enumerate() {
        let field = |name: &str| match stages.len() {
            1 => name.to_owned(),
            _ => format!("stageSettings[{at}].{name}"),
        };
        if stage.is_self_review() && (!shows_people(scope) || scope.principals.service_principals) {
            return Err(Problem::new(
                field("reviewers"),
                "A self-review needs people; review transitive members.",
            ));
        }
        if scope.principals.service_principals && stage.reviewers.contains(&ReviewerRule::Managers) {
            return Err(Problem::new(
                field("reviewers"),
                "Service principals have no manager; ask owners or named people.",
            ));
        }
        // Access-governance §1.3: else nobody would be asked about a guest or a group.
        if asks_only_managers(stage) && stage.fallback_reviewers.is_empty() && needs_fallback(scope) {
            return Err(Problem::new(
                field("fallbackReviewers"),
                "Managers as reviewers need a fallback reviewer here, because groups and packages have no manager.",
            ));
        }
    }
    if settings.guest_action == GuestAction::BlockThenDelete && !scope.principals.guests_only {
        return Err(Problem::new(
            "settings.applyActions",
            "Only guests are blocked and deleted; this review is not limited to guests.",
        ));
    }
    if settings.default_decision == DefaultDecision::Recommendation
        && !settings.recommendations
        && !stages.iter().any(|stage| stage.recommendations)
    {
        return Err(Problem::new(
            "settings.defaultDecision",
            "Silence cannot take recommendations when recommendations are off.",
        ));
    }
    Ok(())
}

fn shows_people(scope: &Scope) -> bool {
    scope.transitive
        || scope.principals.people_only
        || scope
            .resources
            .iter()
            .any(|one| matches!(one, Resource::DirectoryRole(..) | Resource::AllDirectoryRoles))
}

fn asks_only_managers(stage: &Stage) -> bool {
    !stage.reviewers.is_empty() && stage.reviewers.iter().all(|rule| *rule == ReviewerRule::Managers)
}

fn needs_fallback(scope: &Scope) -> bool {
    scope
        .resources
        .iter()
        .any(|one| matches!(one, Resource::AccessPackage(..) | Resource::Catalog(_)))
}

fn name(given: Option<&str>) -> Result<String, Problem> {
    let name = given.unwrap_or_default().trim();
    if name.is_empty() {
        return Err(Problem::new("displayName", "The review needs a name."));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Problem::new(
            "displayName",
            format!("The name is longer than {LONGEST_NAME} characters."),
        ));
    }
    if name.chars().any(char::is_control) {
        return Err(Problem::new("displayName", "The name holds control characters."));
    }
    Ok(name.to_owned())
}

fn text(given: Option<String>, field: &str) -> Result<String, Problem> {
    let text = given.unwrap_or_default();
    if text.chars().count() > LONGEST_TEXT {
        return Err(Problem::new(
            field,
            format!("The text is longer than {LONGEST_TEXT} characters."),
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::{DefaultDecision, JustificationRule};
    use serde_json::json;

    fn sample() -> Value {
        json!({
            "displayName": "Finance ERP users Q3",
            "scope": { "@odata.type": "#microsoft.graph.accessReviewQueryScope",
                       "query": "/groups/g1/transitiveMembers/microsoft.graph.user" },
            "reviewers": [ { "query": "./manager", "queryRoot": "decisions" } ],
            "fallbackReviewers": [ { "query": "/users/u3" } ],
            "settings": {
                "justificationRequiredOnApproval": true, "defaultDecisionEnabled": true,
                "defaultDecision": "Recommendation", "recommendationsEnabled": true,
                "instanceDurationInDays": 14, "recommendationLookBackDuration": "P60D",
                "recurrence": { "pattern": null, "range": { "type": "noEnd", "startDate": "2026-07-01" } }
            },
            "stageSettings": []
        })
    }

    fn changed(path: &str, value: Value) -> Value {
        let mut json = sample();
        *json.pointer_mut(path).expect("the sample has this place") = value;
        json
    }

    #[test]
    fn graphs_own_shape_is_understood() {
        let definition = parse(&sample(), Tz::UTC).expect("a sound definition");
        assert_eq!(definition.scope.resources, vec![Resource::Group("g1".into())]);
        assert_eq!(definition.stages.len(), 1);
        assert_eq!(definition.stages[0].reviewers, vec![ReviewerRule::Managers]);
        assert_eq!(definition.duration_days(), 14);
        assert_eq!(definition.settings.look_back_days, 60);
        assert_eq!(definition.settings.default_decision, DefaultDecision::Recommendation);
        assert_eq!(definition.settings.justification, JustificationRule::OnApproval);
    }

    #[test]
    fn each_contradiction_is_named_at_its_place() {
        let cases = [
            (changed("/displayName", json!("  ")), "displayName"),
            (changed("/scope/query", json!("")), "scope.query"),
            (changed("/scope", Value::Null), "scope"),
            (changed("/reviewers/0/query", json!("/planets/1")), "reviewers[0].query"),
            (
                changed("/reviewers", json!([{ "query": "/users/u1" }])),
                "fallbackReviewers",
            ),
            (
                changed("/settings/instanceDurationInDays", json!(0)),
                "settings.instanceDurationInDays",
            ),
            (
                changed("/settings/instanceDurationInDays", json!(-3)),
                "settings.instanceDurationInDays",
            ),
            (
                changed("/settings/recommendationsEnabled", json!(false)),
                "settings.defaultDecision",
            ),
            (
                changed("/settings/recommendationLookBackDuration", json!("P1Y")),
                "settings.recommendationLookBackDuration",
            ),
            (
                changed(
                    "/settings/recurrence/range",
                    json!({"type": "endDate", "startDate": "2026-07-10", "endDate": "2026-07-01"}),
                ),
                "settings.recurrence.range.endDate",
            ),
            (changed("/settings", Value::Null), "settings"),
            (changed("/settings/recommendationsEnabled", json!("yes")), ""),
            (
                changed("/stageSettings", json!([{}, {}])),
                "stageSettings[0].durationInDays",
            ),
            (changed("/stageSettings", json!([{}, {}, {}, {}])), "stageSettings"),
            (
                changed(
                    "/stageSettings",
                    json!([{"durationInDays": 3}, {"durationInDays": 3, "dependsOn": ["7"]}]),
                ),
                "stageSettings[1].dependsOn",
            ),
            (
                changed(
                    "/stageSettings",
                    json!([{"durationInDays": 3, "decisionsThatWillMoveToNextStage": ["Maybe"]}, {"durationInDays": 3}]),
                ),
                "stageSettings[0].decisionsThatWillMoveToNextStage",
            ),
            (
                changed("/settings/recurrence/pattern", json!({"type": "weekly", "interval": 1})),
                "settings.instanceDurationInDays",
            ),
            (
                changed("/settings/recurrence/pattern", json!({"type": "daily", "interval": 1})),
                "settings.recurrence.pattern.type",
            ),
        ];
        for (json, field) in cases {
            let problem = parse(&json, Tz::UTC).expect_err(field);
            assert_eq!(problem.field, field, "{problem}");
        }
    }

    #[test]
    fn an_empty_list_of_groups_is_an_empty_scope() {
        let json = changed(
            "/scope",
            json!({ "principalScopes": [{ "query": "/users" }], "resourceScopes": [] }),
        );
        assert_eq!(parse(&json, Tz::UTC).expect_err("empty").field, "scope.resourceScopes");
    }

    #[test]
    fn garbage_is_a_problem_and_not_a_panic() {
        for json in [
            json!(null),
            json!(7),
            json!([]),
            json!({"settings": 3}),
            json!({"displayName": {}}),
        ] {
            assert!(parse(&json, Tz::UTC).is_err());
        }
    }
}
