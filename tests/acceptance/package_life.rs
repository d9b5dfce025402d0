//! Access packages on a real server, from being asked for to being proven gone: one through three stages of
//! approval, an escalation, an extension and a review that denies it; one that follows an attribute.

#[path = "package_evidence/life.rs"]
mod life;

use chrono::Duration;
use countersign_evidence::{VerifyOptions, verify};
use countersign_tests::slapd::BASE;
use life::{Life, definition, is_member, record};
use serde_json::{Value, json};

/// Two stages of the treasury's policy, a third one, and a review by Ella that begins in April.
fn three_stages() -> Value {
    let mut policy = definition("P30D");
    let stages = &mut policy["requestApprovalSettings"]["stages"];
    let mut third = stages[1].clone();
    third["primaryApprovers"][0]["userId"] = json!(format!("uid=olga,ou=people,{BASE}"));
    stages.as_array_mut().expect("stages").push(third);
    policy["reviewSettings"] = json!({
        "isEnabled": true, "expirationBehavior": "keepAccess", "isRecommendationEnabled": true,
        "isReviewerJustificationRequired": true, "isSelfReview": false,
        "primaryReviewers": [{ "@odata.type": "#microsoft.graph.singleUser", "userId": format!("uid=ella,ou=people,{BASE}") }],
        "fallbackReviewers": [],
        "schedule": {
            "startDateTime": "2026-04-01T00:00:00Z",
            "expiration": { "type": "afterDuration", "duration": "P7D" },
            "recurrence": { "pattern": { "type": "absoluteMonthly", "interval": 3, "dayOfMonth": 1 },
                            "range": { "type": "noEnd", "startDate": "2026-04-01" } },
        },
    });
    policy
}

#[test]
fn a_package_is_approved_in_three_stages_extended_reviewed_denied_and_proven_gone() {
    let Some(life) = Life::begin() else { return };
    let practice = &life.practice;
    let edit = json!({ "policy": life.policy, "definition": three_stages(), "reason": "Olga looks at it too" });
    practice.call("policy.edit", edit);

    // Anna's manager says nothing for two days, so the alternate answers; two more stages follow.
    let anna = life.asks("anna", "I release the payments from Monday");
    let early = practice.refused("approval.answer", json!({ "request": anna, "decision": "approve" }));
    assert_eq!(early.code.as_deref(), Some("ownRequest"), "{early:?}");
    life.pass(Duration::days(2));
    for approver in ["ella", "boris", "olga"] {
        assert!(
            !is_member(&life.server, "payments", "anna"),
            "not before {approver} has answered"
        );
        life.answers(approver, &anna, "approve");
    }
    life.pass(Duration::minutes(1));
    assert!(is_member(&life.server, "payments", "anna") && is_member(&life.server, "ledger", "anna"));
    let shown = practice.call("request.show", json!({ "request": anna }));
    assert_eq!(
        (&shown["state"], &shown["stages"].as_array().map(Vec::len)),
        (&json!("delivered"), &Some(3))
    );
    assert!(shown["stages"][0]["escalatedAt"].is_string(), "{shown}");

    // Extended by herself, which this policy asks nobody about.
    let assignment = shown["assignment"].clone();
    let until =
        |assignment: &Value| practice.call("assignment.show", json!({ "assignment": assignment }))["endsAt"].clone();
    let first = until(&assignment);
    life.pass(Duration::days(20));
    life.sit("anna");
    let answers = json!([{ "question": "centre", "values": ["4711"] }]);
    let more = json!({ "package": life.package, "kind": "userUpdate", "justification": "The quarter is not closed", "answers": answers });
    practice.call("request.submit", more);
    life.pass(Duration::minutes(1));
    assert!(
        until(&assignment).as_str() > first.as_str(),
        "it ends later than {first}"
    );

    // The policy's own review begins on its day; Ella denies, and it is carried out and read again.
    practice.set_clock("2026-04-01T08:00:00Z".parse().expect("a moment"));
    practice.sit(None);
    practice.sync(life.directory);
    let ticked = practice.call("tick", json!({}));
    let instance = ticked["started"][0]
        .as_i64()
        .unwrap_or_else(|| panic!("the review starts: {ticked}"));
    let items = practice.items(instance, &json!({}));
    assert_eq!(items.len(), 1, "{items:?}");
    life.sit("ella");
    let deny = json!({ "item": items[0]["item"], "decision": "deny", "justification": "She has moved on" });
    practice.call("item.decide", deny);
    assert!(
        is_member(&life.server, "payments", "anna"),
        "nothing is taken before the end"
    );
    life.pass(Duration::days(8));
    practice.sit(None);
    let plan = practice.call("plan.show", json!({ "instance": instance }));
    let plan = if plan.is_null() {
        practice.call("plan.draw", json!({ "instance": instance }))
    } else {
        plan
    };
    if plan["held"] == true {
        practice.sit(Some(practice.person("mona")));
        practice.call(
            "actor.choose",
            json!({ "principal": practice.person("mona"), "administrator": true }),
        );
        practice.call("plan.countersign", json!({ "plan": plan["plan"] }));
    }
    if plan["pending"] != 0 {
        practice.done("plan.carryOut", json!({ "plan": plan["plan"] }));
    }
    let seen = practice.done("plan.verify", json!({ "plan": plan["plan"] }));
    assert_eq!((&seen["gone"], &seen["stillThere"]), (&json!(1), &json!(0)), "{seen}");
    assert!(!is_member(&life.server, "payments", "anna") && !is_member(&life.server, "ledger", "anna"));
    practice.sync(life.directory);

    let path = life.export("anna.pdf", None);
    assert!(verify(&path, &VerifyOptions::default()).expect("reads").valid);
    let told = record(&path);
    assert_eq!(told.assignments.len(), 1);
    let because = told.assignments[0].ended_because.as_deref().unwrap_or_default();
    assert!(because.contains("denied"), "{because}");
    assert!(
        told.assignments[0].entitlements.iter().all(|one| one.gone_in.is_some()),
        "{:#?}",
        told.assignments[0]
    );
    practice.is_sound();
}

#[test]
fn a_package_follows_an_attribute_of_the_server() {
    let Some(life) = Life::begin() else { return };
    let practice = &life.practice;
    let rule = json!({
        "displayName": "Everybody in Audit", "allowedTargetScope": "specificDirectoryUsers",
        "specificAllowedTargets": [{ "@odata.type": "#microsoft.graph.attributeRuleMembers", "description": "Audit",
                                     "membershipRule": "(user.department -eq \"Audit\")" }],
        "automaticRequestSettings": { "requestAccessForAllowedTargets": true,
            "removeAccessWhenTargetLeavesAllowedTargets": true, "gracePeriodBeforeAccessRemoval": "P3D" },
    });
    practice.call("policy.create", json!({ "package": life.package, "definition": rule }));
    let moves = |account: &str, department: &str| {
        let dn = format!("uid={account},ou=people,{BASE}");
        life.server.modify(&format!(
            "dn: {dn}\nchangetype: modify\nreplace: departmentNumber\ndepartmentNumber: {department}\n"
        ));
        practice.sit(None);
        practice.sync(life.directory);
        life.pass(Duration::minutes(1));
    };
    let has = |account: &str| is_member(&life.server, "ledger", account);
    assert!(!has("fred"));
    moves("fred", "Audit");
    assert!(has("fred"), "the rule fits since the change");
    moves("fred", "Treasury");
    assert!(has("fred"), "three days of grace");
    moves("fred", "Audit");
    life.pass(Duration::days(4));
    assert!(has("fred"), "who fits again within the grace stays");
    moves("fred", "Treasury");
    life.pass(Duration::days(4));
    assert!(!has("fred"), "the grace is over");
    practice.sync(life.directory);
    let held = practice.call("assignment.list", json!({ "package": life.package }));
    let row = &held["rows"][0];
    let shown = practice.call("assignment.show", json!({ "assignment": row["assignment"] }));
    assert_eq!(
        (&shown["state"], &shown["seen"]),
        (&json!("expired"), &json!(true)),
        "{shown}"
    );
    practice.is_sound();
}
