//! What a reviewer may not see is not told by a count, a heading, an order or a filter either.

use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use super::{definition, practice};

/// Pia without recommendations, then Olga with them, but without what Pia said.
fn two_stages() -> Value {
    let mut review = definition("Safe", &["/users/pia"]);
    review["settings"]["recommendationsEnabled"] = json!(false);
    review["settings"]["decisionHistoriesForReviewersEnabled"] = json!(false);
    let stage = |id: &str, who: &str, before: &[&str], on: &[&str]| {
        json!({ "stageId": id, "dependsOn": before, "durationInDays": 3, "recommendationsEnabled": id == "2",
                "decisionsThatWillMoveToNextStage": on, "reviewers": [{ "query": format!("/users/{who}") }] })
    };
    review["stageSettings"] = json!([
        stage("1", "pia", &[], &["Deny"]),
        stage("2", "olga", &["1"], &["Approve", "Deny", "DontKnow", "NotReviewed"]),
    ]);
    review["settings"]
        .as_object_mut()
        .expect("settings")
        .remove("instanceDurationInDays");
    review
}

fn total(practice: &Practice, instance: i64, filter: &Value) -> Value {
    practice.call("item.list", json!({ "instance": instance, "filter": filter }))["total"].clone()
}

#[test]
fn hidden_recommendations_and_earlier_stages_are_told_by_nothing() {
    let (practice, _) = practice();
    let (_, instance) = practice.start_review(&two_stages()).expect("a review");
    let items = practice.items(instance, &json!({}));
    let all = items.len();
    let advised = total(&practice, instance, &json!({ "recommendation": ["deny", "approve"] }));
    assert_ne!(advised, 0, "there is advice to hide");

    practice.sit(Some(practice.person("pia")));
    assert_eq!(
        total(&practice, instance, &json!({ "recommendation": ["deny", "approve"] })),
        0
    );
    assert_eq!(
        total(&practice, instance, &json!({ "recommendation": ["noInfoAvailable"] })),
        all
    );
    let order = |sort: &str| -> Vec<Value> {
        let page = practice.call("item.list", json!({ "instance": instance, "sort": sort }));
        let rows = page["rows"].as_array().expect("rows");
        rows.iter().map(|row| row["item"].clone()).collect()
    };
    assert_eq!(order("recommendation"), order("resource"));
    let refused = practice.refused("item.acceptRecommendations", json!({ "instance": instance }));
    assert_eq!(refused.code.as_deref(), Some("noRecommendations"));
    for (n, item) in items.iter().enumerate() {
        let decision = if n == 0 { "deny" } else { "approve" };
        let row = practice.call(
            "item.decide",
            json!({ "item": item["item"], "decision": decision, "justification": "seen" }),
        );
        assert_eq!(row["recommendation"], "noInfoAvailable", "{row}");
    }

    practice.sit(None);
    practice.call("review.stopStage", json!({ "instance": instance }));
    practice.sit(Some(practice.person("olga")));
    let page = practice.call("item.list", json!({ "instance": instance }));
    assert_eq!(page["count"]["notReviewed"], 1, "what is hers: {page}");
    assert_eq!(total(&practice, instance, &json!({ "decision": ["approve"] })), 0);
    let groups = practice.call("item.group.list", json!({ "instance": instance }));
    assert_eq!(groups[0]["undecided"], 1, "{groups}");
    let progress = practice.call("review.progress", json!({ "instance": instance }));
    assert_eq!(progress["count"]["approve"], 0, "{progress}");
    assert_eq!(progress["resources"][0]["count"]["approve"], 0, "{progress}");
    let signals = practice.refused("review.signals", json!({ "instance": instance }));
    assert_eq!(signals.code.as_deref(), Some("permission"));
    let list = practice.call("review.list", json!({}));
    assert_eq!(list["rows"][0]["undecided"], 1, "{list}");

    practice.sit(None);
    assert_eq!(total(&practice, instance, &json!({ "decision": ["approve"] })), all - 1);
}
