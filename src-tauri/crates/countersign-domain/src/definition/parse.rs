//! From Graph's JSON to a [`Definition`], refusing what contradicts itself at the earliest moment.

use serde::Deserialize;
use serde_json::Value;

use super::setting::{GraphSettings, settings};
use super::{Definition, Problem, ResourceScope, Scope, query};
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
    #[serde(default)]
    reviewers: Option<Vec<GraphQuery>>,
    #[serde(default)]
    fallback_reviewers: Option<Vec<GraphQuery>>,
    settings: Option<GraphSettings>,
    #[serde(default)]
    stage_settings: Option<Vec<Value>>,
}

#[derive(Deserialize)]
struct GraphQuery {
    query: Option<String>,
}

/// Reads a definition. Every problem names the JSON path it stands at.
pub fn parse(json: &Value) -> Result<Definition, Problem> {
    let graph: Graph = serde_json::from_value(json.clone())
        .map_err(|error| Problem::new("", format!("This is not a review definition: {error}.")))?;
    let display_name = name(graph.display_name.as_deref())?;
    if graph.stage_settings.is_some_and(|stages| stages.len() > 1) {
        return Err(Problem::new(
            "stageSettings",
            "Reviews of more than one stage are not supported yet.",
        ));
    }
    if graph.instance_enumeration_scope.is_some_and(|scope| !scope.is_null()) {
        return Err(Problem::new(
            "instanceEnumerationScope",
            "One review for each group is not supported yet; name the groups as resource scopes.",
        ));
    }
    let scope = scope(graph.scope.as_ref())?;
    let reviewers = reviewers(graph.reviewers.unwrap_or_default(), "reviewers")?;
    let fallback_reviewers = reviewers_fallback(graph.fallback_reviewers.unwrap_or_default(), &reviewers)?;
    let settings = settings(
        graph
            .settings
            .ok_or_else(|| Problem::new("settings", "The settings are missing."))?,
    )?;
    if reviewers.is_empty() && !scope.transitive {
        return Err(Problem::new(
            "reviewers",
            "A self-review needs people; review transitive members.",
        ));
    }
    Ok(Definition {
        display_name,
        description_for_admins: text(graph.description_for_admins, "descriptionForAdmins")?,
        description_for_reviewers: text(graph.description_for_reviewers, "descriptionForReviewers")?,
        scope,
        reviewers,
        fallback_reviewers,
        settings,
    })
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

fn scope(json: Option<&Value>) -> Result<Scope, Problem> {
    let json = json
        .filter(|json| !json.is_null())
        .ok_or_else(|| Problem::new("scope", "The scope is empty: say which groups are reviewed."))?;
    if json.get("inactiveDuration").is_some_and(|value| !value.is_null()) {
        return Err(Problem::new(
            "scope.inactiveDuration",
            "Reviews of inactive users only are not supported yet.",
        ));
    }
    if let Some(resources) = json.get("resourceScopes") {
        return several(json, resources);
    }
    let text = json.get("query").and_then(Value::as_str).unwrap_or_default();
    if text.trim().is_empty() {
        return Err(Problem::new(
            "scope.query",
            "The scope is empty: say which groups are reviewed.",
        ));
    }
    let one = query::membership(text, "scope.query")?;
    Ok(Scope {
        resource: one
            .group
            .map_or(ResourceScope::AllGroups, |group| ResourceScope::Groups(vec![group])),
        transitive: one.transitive,
        guests_only: one.guests_only,
    })
}

/// `principalResourceMembershipsScope`: several groups in one review.
fn several(json: &Value, resources: &Value) -> Result<Scope, Problem> {
    let list = |value: &Value, field: &str| -> Result<Vec<String>, Problem> {
        let entries = value
            .as_array()
            .ok_or_else(|| Problem::new(field, "A list of scopes is expected here."))?;
        Ok(entries
            .iter()
            .map(|entry| {
                entry
                    .get("query")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect())
    };
    let mut guests_only = false;
    if let Some(principals) = json.get("principalScopes").filter(|value| !value.is_null()) {
        for (at, text) in list(principals, "scope.principalScopes")?.iter().enumerate() {
            guests_only |= query::users(text, &format!("scope.principalScopes[{at}].query"))?;
        }
    }
    let mut groups = Vec::new();
    let (mut all, mut transitive) = (false, None);
    for (at, text) in list(resources, "scope.resourceScopes")?.iter().enumerate() {
        let field = format!("scope.resourceScopes[{at}].query");
        let one = query::membership(text, &field)?;
        guests_only |= one.guests_only;
        if *transitive.get_or_insert(one.transitive) != one.transitive {
            return Err(Problem::new(
                field,
                "Direct and transitive members cannot be mixed in one review.",
            ));
        }
        match one.group {
            Some(group) if !groups.contains(&group) => groups.push(group),
            Some(_) => {}
            None => all = true,
        }
    }
    if groups.is_empty() && !all {
        return Err(Problem::new(
            "scope.resourceScopes",
            "The scope is empty: say which groups are reviewed.",
        ));
    }
    let resource = if all {
        ResourceScope::AllGroups
    } else {
        ResourceScope::Groups(groups)
    };
    Ok(Scope {
        resource,
        transitive: transitive.unwrap_or(true),
        guests_only,
    })
}

fn reviewers(list: Vec<GraphQuery>, field: &str) -> Result<Vec<ReviewerRule>, Problem> {
    list.iter()
        .enumerate()
        .map(|(at, one)| {
            let field = format!("{field}[{at}].query");
            match one.query.as_deref().map(str::trim) {
                None | Some("") => Err(Problem::new(field, "The reviewer query is missing.")),
                Some(text) => query::reviewer(text, &field),
            }
        })
        .collect()
}

/// Fallback reviewers go with managers and owners only (access-governance §1.3), and are people.
fn reviewers_fallback(list: Vec<GraphQuery>, primary: &[ReviewerRule]) -> Result<Vec<ReviewerRule>, Problem> {
    let fallback = reviewers(list, "fallbackReviewers")?;
    if fallback.is_empty() {
        return Ok(fallback);
    }
    if !primary
        .iter()
        .any(|rule| matches!(rule, ReviewerRule::Managers | ReviewerRule::Owners))
    {
        return Err(Problem::new(
            "fallbackReviewers",
            "Fallback reviewers go with managers or owners as reviewers.",
        ));
    }
    for (at, rule) in fallback.iter().enumerate() {
        if matches!(rule, ReviewerRule::Managers | ReviewerRule::Owners) {
            return Err(Problem::new(
                format!("fallbackReviewers[{at}].query"),
                "A fallback reviewer is a named person or a group's members.",
            ));
        }
    }
    Ok(fallback)
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
        let definition = parse(&sample()).expect("a sound definition");
        assert_eq!(definition.scope.resource, ResourceScope::Groups(vec!["g1".into()]));
        assert_eq!(definition.reviewers, vec![ReviewerRule::Managers]);
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
            (changed("/stageSettings", json!([{}, {}])), "stageSettings"),
        ];
        for (json, field) in cases {
            let problem = parse(&json).expect_err(field);
            assert_eq!(problem.field, field, "{problem}");
        }
    }

    #[test]
    fn an_empty_list_of_groups_is_an_empty_scope() {
        let json = changed(
            "/scope",
            json!({ "principalScopes": [{ "query": "/users" }], "resourceScopes": [] }),
        );
        assert_eq!(parse(&json).expect_err("empty").field, "scope.resourceScopes");
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
            assert!(parse(&json).is_err());
        }
    }
}
