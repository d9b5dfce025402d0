//! The stages: one to three, each with its own reviewers, length and strategy.

use serde::Deserialize;

use super::setting::GraphSettings;
use super::{Problem, Stage, query};
use crate::item::Decision;
use crate::outcome::Strategy;
use crate::reviewer::ReviewerRule;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GraphStage {
    stage_id: Option<String>,
    depends_on: Option<Vec<String>>,
    duration_in_days: Option<i64>,
    recommendations_enabled: Option<bool>,
    decisions_that_will_move_to_next_stage: Option<Vec<String>>,
    reviewers: Option<Vec<GraphQuery>>,
    fallback_reviewers: Option<Vec<GraphQuery>>,
    /// What Graph has no word for; ignored by other readers.
    #[serde(rename = "@countersign.stage")]
    own: Option<Own>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    strategy: Option<Strategy>,
}

#[derive(Deserialize)]
pub(super) struct GraphQuery {
    query: Option<String>,
}

/// What stands beside the stages and serves where they say nothing.
pub(super) struct Outer {
    pub reviewers: Vec<GraphQuery>,
    pub fallback: Vec<GraphQuery>,
}

/// Reads `stageSettings`; without any, the definition itself is the one stage.
pub(super) fn stages(list: Vec<GraphStage>, outer: Outer, settings: &GraphSettings) -> Result<Vec<Stage>, Problem> {
    if list.len() > 3 {
        return Err(Problem::new(
            "stageSettings",
            format!("A review has at most three stages; these are {}.", list.len()),
        ));
    }
    let reviewers = rules(&outer.reviewers, "reviewers")?;
    let fallback = fallback_rules(&outer.fallback, "fallbackReviewers", &reviewers)?;
    if list.is_empty() {
        return Ok(vec![Stage {
            stage_id: "1".into(),
            reviewers,
            fallback_reviewers: fallback,
            duration_days: days(settings.instance_duration_in_days, "settings.instanceDurationInDays")?,
            recommendations: settings.recommendations_enabled.unwrap_or(false),
            moves_on: Vec::new(),
            strategy: settings.strategy(),
        }]);
    }
    let mut stages: Vec<Stage> = Vec::new();
    let last = list.len() - 1;
    for (at, one) in list.into_iter().enumerate() {
        let field = |name: &str| format!("stageSettings[{at}].{name}");
        let stage_id = one.stage_id.unwrap_or_else(|| (at + 1).to_string());
        if stages.iter().any(|earlier| earlier.stage_id == stage_id) {
            return Err(Problem::new(
                field("stageId"),
                format!("Two stages are called “{stage_id}”."),
            ));
        }
        let depends = one.depends_on.unwrap_or_default();
        let expected: Vec<String> = stages
            .last()
            .map(|before| before.stage_id.clone())
            .into_iter()
            .collect();
        if !depends.is_empty() && depends != expected {
            return Err(Problem::new(
                field("dependsOn"),
                "A stage depends on the one before it, and on no other.",
            ));
        }
        let (own, own_fallback) = (one.reviewers, one.fallback_reviewers);
        let reviewers = match own {
            Some(list) => rules(&list, &field("reviewers"))?,
            None => reviewers.clone(),
        };
        let fallback_reviewers = match own_fallback {
            Some(list) => fallback_rules(&list, &field("fallbackReviewers"), &reviewers)?,
            None if takes_fallback(&reviewers) => fallback.clone(),
            None => Vec::new(),
        };
        let moves_on = match one.decisions_that_will_move_to_next_stage {
            // Nobody moves on from the last stage, whatever stands there.
            _ if at == last => Vec::new(),
            None => Decision::ALL.to_vec(),
            Some(words) => moving(&words, &field("decisionsThatWillMoveToNextStage"))?,
        };
        stages.push(Stage {
            stage_id,
            reviewers,
            fallback_reviewers,
            duration_days: days(one.duration_in_days, &field("durationInDays"))?,
            recommendations: one
                .recommendations_enabled
                .or(settings.recommendations_enabled)
                .unwrap_or(false),
            moves_on,
            strategy: one
                .own
                .and_then(|own| own.strategy)
                .unwrap_or_else(|| settings.strategy()),
        });
    }
    Ok(stages)
}

fn days(given: Option<i64>, field: &str) -> Result<u32, Problem> {
    let given = given.ok_or_else(|| Problem::new(field, "Say for how many days it runs."))?;
    u32::try_from(given)
        .ok()
        .filter(|days| (1..=730).contains(days))
        .ok_or_else(|| {
            Problem::new(
                field,
                format!("A review runs for 1 to 730 days, so it cannot end after {given}."),
            )
        })
}

/// The words of Graph and of its portal, which names *Don't know* where the reference names
/// *Recommendation* (graph.md §1.3).
fn moving(words: &[String], field: &str) -> Result<Vec<Decision>, Problem> {
    let mut decisions = Vec::new();
    for word in words {
        let decision = match word.to_lowercase().replace(['\'', ' '], "").as_str() {
            "approve" | "approved" => Decision::Approve,
            "deny" | "denied" => Decision::Deny,
            "dontknow" | "recommendation" => Decision::DontKnow,
            "notreviewed" => Decision::NotReviewed,
            _ => {
                return Err(Problem::new(
                    field,
                    format!("“{word}” is not Approve, Deny, DontKnow or NotReviewed."),
                ));
            }
        };
        if !decisions.contains(&decision) {
            decisions.push(decision);
        }
    }
    if decisions.is_empty() {
        return Err(Problem::new(
            field,
            "Nobody would reach the next stage; say who moves on.",
        ));
    }
    Ok(decisions)
}

pub(super) fn rules(list: &[GraphQuery], field: &str) -> Result<Vec<ReviewerRule>, Problem> {
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

fn takes_fallback(primary: &[ReviewerRule]) -> bool {
    primary
        .iter()
        .any(|rule| matches!(rule, ReviewerRule::Managers | ReviewerRule::Owners))
}

/// Fallback reviewers go with managers and owners only (access-governance §1.3), and are people.
fn fallback_rules(list: &[GraphQuery], field: &str, primary: &[ReviewerRule]) -> Result<Vec<ReviewerRule>, Problem> {
    let fallback = rules(list, field)?;
    if !fallback.is_empty() && !takes_fallback(primary) {
        return Err(Problem::new(
            field,
            "Fallback reviewers go with managers or owners as reviewers.",
        ));
    }
    for (at, rule) in fallback.iter().enumerate() {
        if matches!(rule, ReviewerRule::Managers | ReviewerRule::Owners) {
            return Err(Problem::new(
                format!("{field}[{at}].query"),
                "A fallback reviewer is a named person or a group's members.",
            ));
        }
    }
    Ok(fallback)
}
