//! What becomes of access that was asked for: held, near its end, extended, given back, taken back.

use chrono::Duration;
use countersign_tests::practice::stamp;
use serde_json::{Value, json};

use crate::office::{ANNA, ELLA, FRED, Office, SALES, members, policy, stage, text, user};

/// What somebody has, as they see it.
fn mine(office: &Office, n: usize, ended: bool) -> Value {
    office.sit(n);
    office.practice.call("access.mine", json!({ "ended": ended }))
}

/// Kinds of the notices about somebody's access, in the order they were made.
fn told_of_access(office: &Office) -> Vec<String> {
    office.practice.sit(None);
    let page = office.practice.call("notice.list", json!({ "limit": 1000 }));
    let mut kinds: Vec<String> = page["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|one| one["assignment"].is_i64())
        .map(|one| text(one, "kind").to_owned())
        .collect();
    kinds.reverse();
    kinds
}

#[test]
fn access_is_delivered_told_of_near_its_end_and_extended_within_the_policy() {
    let office = Office::open();
    office.policy(&policy("Fred approves", &[stage(&[user(FRED)], &[], &[])]));
    let request = office.asks(ANNA, &json!({ "justification": "The books" }));
    office.answers(FRED, &request, "approve");
    office.pass(Duration::minutes(1));
    assert_eq!(text(&office.show(&request), "state"), "delivered");
    let have = mine(&office, ANNA, false);
    let held = &have["rows"][0];
    assert_eq!(
        (&have["total"], text(held, "packageName"), text(held, "state")),
        (&json!(1), "Accountant", "delivered")
    );
    assert_eq!(
        (&held["request"], text(held, "justification")),
        (&request["request"], "The books")
    );
    assert_eq!(
        (&held["nearEnd"], &held["mayExtend"], &held["mayGiveBack"]),
        (&json!(false), &json!(true), &json!(true))
    );
    assert_eq!(held["gives"], json!(["Ledger"]));
    // Too early to last longer than it does; beyond what the policy gives; and then within it.
    let extend = |more: Value| {
        let mut input = json!({ "kind": "userUpdate" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        input
    };
    assert_eq!(office.asks_in_vain(ELLA, &extend(json!({}))).0, "notHeld");
    office.pass(Duration::days(77));
    assert_eq!(mine(&office, ANNA, false)["rows"][0]["nearEnd"], true);
    assert_eq!(told_of_access(&office), ["accessDelivered", "accessEnding"]);
    let now = office.practice.now();
    let beyond = office.asks_in_vain(ANNA, &extend(json!({ "endsAt": stamp(now + Duration::days(91)) })));
    assert!(beyond.1.ends_with("at the latest."), "{beyond:?}");
    let shorter = office.asks_in_vain(ANNA, &extend(json!({ "endsAt": stamp(now + Duration::days(1)) })));
    assert_eq!(shorter.1, "This would not make the access last longer.");
    let extended = office.asks(ANNA, &extend(json!({})));
    assert_eq!(text(&extended, "state"), "delivered");
    let until = mine(&office, ANNA, false)["rows"][0]["endsAt"].clone();
    assert_eq!(until, stamp(now + Duration::days(90)));
    // Told anew of the new end, and of the last day.
    office.pass(Duration::days(76));
    office.pass(Duration::days(13));
    assert_eq!(
        told_of_access(&office),
        ["accessDelivered", "accessEnding", "accessEnding", "accessEnding"]
    );
    // Over, and told of.
    office.pass(Duration::days(1));
    office.pass(Duration::minutes(1));
    assert_eq!(mine(&office, ANNA, false)["total"], 0);
    let once = mine(&office, ANNA, true);
    assert_eq!(
        (&once["total"], text(&once["rows"][0], "state")),
        (&json!(1), "expired")
    );
    assert_eq!(told_of_access(&office).last().map(String::as_str), Some("accessEnded"));
    office.practice.is_sound();
}

#[test]
fn an_extension_is_approved_where_the_policy_asks_for_it_and_only_for_who_may_still_ask() {
    let office = Office::open();
    let mut definition = policy("Sales", &[stage(&[user(FRED)], &[], &[])]);
    definition["allowedTargetScope"] = json!("specificDirectoryUsers");
    definition["specificAllowedTargets"] = json!([members(SALES)]);
    definition["requestApprovalSettings"]["isApprovalRequiredForAdd"] = json!(false);
    definition["requestApprovalSettings"]["isApprovalRequiredForUpdate"] = json!(true);
    let id = office.policy(&definition);
    let request = office.asks(ANNA, &json!({}));
    office.pass(Duration::minutes(1));
    assert_eq!(text(&office.show(&request), "state"), "delivered");
    office.pass(Duration::days(80));
    let extension = office.asks(ANNA, &json!({ "kind": "userUpdate" }));
    assert_eq!(text(&extension, "state"), "pendingApproval");
    let twice = office.asks_in_vain(ANNA, &json!({ "kind": "userUpdate" }));
    assert_eq!(twice.0, "pending");
    office.pass(Duration::days(1));
    let now = office.practice.now();
    office.answers(FRED, &extension, "approve");
    // Ninety days from the approval.
    assert_eq!(
        mine(&office, ANNA, false)["rows"][0]["endsAt"],
        stamp(now + Duration::days(90))
    );
    // Under a policy for others she does not extend any more; what she has stays.
    let mut others = definition.clone();
    others["specificAllowedTargets"] = json!([user(ELLA)]);
    office.practice.sit(None);
    office.practice.call(
        "policy.edit",
        json!({ "policy": id, "definition": others, "reason": "Moved" }),
    );
    let refused = office.asks_in_vain(ANNA, &json!({ "kind": "userUpdate" }));
    assert_eq!(
        refused.1,
        "“Sales” is not for anna any more, so the access is not extended."
    );
    assert_eq!(mine(&office, ANNA, false)["total"], 1);
}

#[test]
fn access_is_given_back_or_taken_back_by_who_approved_it() {
    let office = Office::open();
    office.policy(&policy("Fred approves", &[stage(&[user(FRED)], &[], &[])]));
    let request = office.asks(ANNA, &json!({}));
    office.answers(FRED, &request, "approve");
    office.pass(Duration::minutes(1));
    let back = office.asks(ANNA, &json!({ "kind": "userRemove" }));
    assert_eq!(text(&back, "state"), "delivering");
    office.pass(Duration::minutes(1));
    assert_eq!(text(&office.show(&back), "state"), "delivered");
    assert_eq!(
        mine(&office, ANNA, true)["rows"][0]["endedBecause"],
        "It was given back."
    );
    assert_eq!(told_of_access(&office), ["accessDelivered", "accessEnded"]);

    // Asked for again, approved, and the approval taken back: by who gave it, with a reason.
    let again = office.asks(ANNA, &json!({}));
    office.answers(FRED, &again, "approve");
    office.pass(Duration::minutes(1));
    let revoke = |reason: &str| json!({ "request": again["request"], "reason": reason });
    office.sit(ELLA);
    assert_eq!(
        office
            .practice
            .refused("approval.revoke", revoke("Mine"))
            .code
            .as_deref(),
        Some("notAsked")
    );
    office.sit(FRED);
    assert_eq!(
        office.practice.refused("approval.revoke", revoke(" ")).field.as_deref(),
        Some("reason")
    );
    let made = office.practice.call("approval.revoke", revoke("She moved"));
    assert_eq!(
        (text(&made, "kind"), text(&made, "state")),
        ("approverRemove", "delivering")
    );
    office.pass(Duration::minutes(1));
    assert_eq!(mine(&office, ANNA, false)["total"], 0);
    office.sit(FRED);
    assert_eq!(
        office
            .practice
            .refused("approval.revoke", revoke("Twice"))
            .code
            .as_deref(),
        Some("state")
    );
    assert_eq!(office.practice.call("approval.history", json!({}))["total"], 2);
    office.practice.is_sound();
}

#[test]
fn a_person_sees_their_own_access_and_an_administrator_anybody_s() {
    let office = Office::open();
    office.policy(&policy("Everybody", &[]));
    office.asks(ANNA, &json!({}));
    let anna = office.person(ANNA);
    office.sit(ELLA);
    let refused = office.practice.refused("access.mine", json!({ "principal": anna }));
    assert_eq!(refused.code.as_deref(), Some("permission"));
    assert_eq!(office.practice.call("request.list", json!({}))["total"], 0);
    office.practice.sit(None);
    assert_eq!(
        office.practice.call("access.mine", json!({ "principal": anna }))["total"],
        1
    );
    assert_eq!(
        office.practice.call("request.list", json!({ "state": "delivering" }))["total"],
        1
    );
    assert_eq!(
        office.practice.call("request.list", json!({ "state": "denied" }))["total"],
        0
    );
    office.sit(ANNA);
    let listed = office.practice.call("request.list", json!({}));
    assert_eq!(
        (&listed["total"], text(&listed["rows"][0], "targetName")),
        (&json!(1), "anna")
    );
}

#[test]
fn the_holders_under_a_policy_are_reviewed_as_it_says() {
    let office = Office::open();
    let mut definition = policy("Reviewed", &[]);
    definition["reviewSettings"] = json!({
        "isEnabled": true, "expirationBehavior": "removeAccess", "isRecommendationEnabled": true,
        "isReviewerJustificationRequired": true, "isSelfReview": false,
        "primaryReviewers": [user(FRED)], "fallbackReviewers": [],
        "schedule": { "startDateTime": "2026-07-01T00:00:00Z", "expiration": { "type": "afterDuration", "duration": "P14D" },
            "recurrence": { "pattern": { "type": "absoluteMonthly", "interval": 3 },
                            "range": { "type": "noEnd", "startDate": "2026-07-01" } } }
    });
    let id = office.policy(&definition);
    let shown = office.practice.call("policy.show", json!({ "policy": id }));
    let review = shown["review"].clone();
    assert_eq!(
        office.practice.call("review.show", json!({ "review": review }))["displayName"],
        "Accountant: Reviewed"
    );
    definition["displayName"] = json!("Renamed");
    let edit = json!({ "policy": id, "definition": definition, "reason": "A better name" });
    assert_eq!(office.practice.call("policy.edit", edit)["review"], review);
    assert_eq!(
        office.practice.call("review.show", json!({ "review": review }))["displayName"],
        "Accountant: Renamed"
    );
    definition["reviewSettings"] = Value::Null;
    let without = json!({ "policy": id, "definition": definition, "reason": "Reviewed elsewhere" });
    assert_eq!(office.practice.call("policy.edit", without)["review"], Value::Null);
    office.practice.call("policy.delete", json!({ "policy": id }));
}
