//! A review made by chance, and its definition in Graph's shape.

use chrono::Duration;
use countersign_domain::definition::{DefaultDecision, JustificationRule};
use countersign_domain::item::Decision;
use countersign_domain::outcome::Strategy;
use countersign_tests::population::Chance;
use serde_json::{Value, json};

use crate::office::{PEOPLE, begin};
use crate::reference::{DISABLED, Review, Rule, StageRule, Who};

pub fn any_default(chance: &mut Chance) -> DefaultDecision {
    use DefaultDecision::{Approve, Deny, NoChange, Recommendation};
    [NoChange, Approve, Deny, Recommendation][chance.below(4)]
}

pub fn any_justification(chance: &mut Chance) -> JustificationRule {
    use JustificationRule::{Always, Never, OnApproval, OnDenial};
    [Never, Never, OnApproval, OnDenial, Always][chance.below(5)]
}

/// A review with one to three stages, before anybody is in it.
pub fn rules(chance: &mut Chance) -> Review {
    let stages: Vec<StageRule> = (0..1 + chance.below(3)).map(|_| stage(chance)).collect();
    Review {
        due: begin() + Duration::days(stages[0].days),
        stages,
        default: any_default(chance),
        justification: any_justification(chance),
        shows_history: chance.below(2) == 0,
        items: Vec::new(),
        stage: 1,
        status: "InProgress",
    }
}

fn stage(chance: &mut Chance) -> StageRule {
    let mut reviewers = Vec::new();
    match chance.below(10) {
        0 => {}
        1 | 2 => reviewers.push(Rule::Managers),
        3 | 4 => reviewers.push(Rule::Owners),
        5 => reviewers.extend([Rule::Owners, Rule::Named(chance.below(DISABLED))]),
        _ => reviewers.extend((0..1 + chance.below(4)).map(|_| Rule::Named(chance.below(DISABLED)))),
    }
    let takes_fallback = reviewers.iter().any(|rule| !matches!(rule, Rule::Named(_)));
    let moves_on: Vec<Decision> = Decision::ALL.into_iter().filter(|_| chance.below(3) > 0).collect();
    StageRule {
        fallback: if takes_fallback {
            vec![chance.below(DISABLED)]
        } else {
            Vec::new()
        },
        reviewers,
        days: 1 + chance.below(4) as i64,
        moves_on: if moves_on.is_empty() {
            Decision::ALL.to_vec()
        } else {
            moves_on
        },
        strategy: Strategy::ALL[chance.below(5)],
    }
}

pub fn definition(review: &Review) -> Value {
    let members = |group: &str| json!({ "query": format!("/groups/{group}/transitiveMembers/microsoft.graph.user") });
    let named = |who: Who| json!({ "query": format!("/users/{}", PEOPLE[who]) });
    let query = |rule: &Rule| match rule {
        Rule::Named(who) => named(*who),
        Rule::Managers => json!({ "query": "./manager", "queryRoot": "decisions" }),
        Rule::Owners => json!({ "query": "./owners" }),
    };
    let stages: Vec<Value> = review
        .stages
        .iter()
        .enumerate()
        .map(|(at, stage)| {
            json!({
                "stageId": (at + 1).to_string(),
                "durationInDays": stage.days,
                "recommendationsEnabled": true,
                "decisionsThatWillMoveToNextStage": stage.moves_on.iter().map(|one| one.word()).collect::<Vec<_>>(),
                "reviewers": stage.reviewers.iter().map(query).collect::<Vec<_>>(),
                "fallbackReviewers": stage.fallback.iter().map(|who| named(*who)).collect::<Vec<_>>(),
                "@countersign.stage": { "strategy": stage.strategy.word() },
            })
        })
        .collect();
    let default = match review.default {
        DefaultDecision::NoChange => "None",
        DefaultDecision::Approve => "Approve",
        DefaultDecision::Deny => "Deny",
        DefaultDecision::Recommendation => "Recommendation",
    };
    json!({
        "displayName": "A random review",
        "scope": {
            "@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
            "principalScopes": [{ "query": "/users" }],
            "resourceScopes": [members("Alpha"), members("Gamma")],
        },
        "stageSettings": stages,
        "settings": {
            "recommendationsEnabled": true,
            "decisionHistoriesForReviewersEnabled": review.shows_history,
            "defaultDecisionEnabled": default != "None",
            "defaultDecision": default,
            "@countersign.settings": { "justification": review.justification },
        },
    })
}
