//! Packages that a rule gives and takes.

use chrono::Duration;
use serde_json::{Value, json};

use crate::estate::{Estate, set};

#[test]
fn a_rule_gives_a_package_and_takes_it_after_the_time_of_grace() {
    let estate = Estate::open();
    let policy = automatic("(user.department -eq \"Sales\")", "P7D");
    let (package, automatic_policy) = estate.package_with("Sales", &[101], false, &policy);
    let foreseen = estate
        .practice
        .call("policy.foresee", json!({ "policy": automatic_policy }));
    assert_eq!(
        (&foreseen["gains"]["total"], &foreseen["loses"]["total"]),
        (&json!(3), &json!(0))
    );
    estate.tick();
    assert_eq!(estate.members(101), set(&[1, 3, 5]));
    let of = |n: usize| {
        let input = json!({ "package": package, "principal": estate.person(n) });
        let page = estate.practice.call("assignment.list", input);
        page["rows"][0]["assignment"].as_i64().unwrap_or_default()
    };
    let (ada, cyd) = (of(1), of(3));
    assert_eq!(estate.requests(ada), [("systemAdd".into(), "delivered".into())]);
    // Ada and Cyd leave Sales, Bob joins it; Cyd comes back within the week.
    let moves = |n: usize, department: &str| estate.edit_one(n, |one| one["department"] = json!(department));
    moves(1, "Finance");
    moves(3, "Finance");
    moves(2, "Sales");
    let synced = estate.sync();
    assert_eq!(
        (&synced["automatic"]["gained"], &synced["automatic"]["leaving"]),
        (&json!(1), &json!(2))
    );
    estate.tick();
    assert_eq!(estate.members(101), set(&[1, 2, 3, 5]), "the grace has begun");
    assert_eq!(estate.show(ada)["leavesAt"], "2026-03-09T09:00:00Z");
    moves(3, "Sales");
    estate.sync();
    estate.pass(Duration::days(6));
    assert_eq!(estate.members(101), set(&[1, 2, 3, 5]));
    estate.pass(Duration::days(1));
    assert_eq!(estate.members(101), set(&[2, 3, 5]));
    assert_eq!(
        (estate.state(ada), estate.state(cyd)),
        ("expired".into(), "delivered".into())
    );
    assert_eq!(estate.show(cyd)["leavesAt"], Value::Null);
}

fn automatic(rule: &str, grace: &str) -> Value {
    json!({
        "displayName": "By rule", "allowedTargetScope": "specificDirectoryUsers",
        "specificAllowedTargets": [{ "@odata.type": "#microsoft.graph.attributeRuleMembers",
                                     "description": "", "membershipRule": rule }],
        "automaticRequestSettings": { "requestAccessForAllowedTargets": true,
            "removeAccessWhenTargetLeavesAllowedTargets": true, "gracePeriodBeforeAccessRemoval": grace },
        "@countersign.policy": { "holdAbove": 2 },
    })
}

#[test]
fn a_rule_that_takes_a_package_from_most_waits_for_a_second_person() {
    let estate = Estate::open();
    let (_, policy) = estate.package_with(
        "Sales",
        &[101],
        false,
        &automatic("(user.department -eq \"Sales\")", "PT0S"),
    );
    estate.tick();
    assert_eq!(estate.members(101), set(&[1, 3, 5]));
    let narrow = automatic("(user.displayName -eq \"fay\")", "PT0S");
    let input = json!({ "policy": policy, "definition": narrow, "reason": "Fewer." });
    estate.practice.call("policy.edit", input);
    estate.tick();
    assert_eq!(estate.members(101), set(&[1, 3, 5]), "held, with all it would do");
    let holds = estate.practice.call("policy.hold.list", json!({}));
    assert_eq!(
        (&holds[0]["removals"], &holds[0]["holders"]),
        (&json!(3), &json!(3)),
        "{holds}"
    );
    let own = estate
        .practice
        .refused("policy.countersign", json!({ "policy": policy }));
    assert_eq!(own.code.as_deref(), Some("samePerson"));
    let other = estate.person(2);
    let sit = json!({ "principal": other, "administrator": true });
    estate.practice.call("actor.choose", sit);
    estate.practice.call("policy.countersign", json!({ "policy": policy }));
    estate.tick();
    estate.tick();
    assert_eq!(estate.members(101), set(&[6]));
    assert_eq!(estate.practice.call("policy.hold.list", json!({})), json!([]));
}
