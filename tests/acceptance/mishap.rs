//! What goes wrong around a review: people and groups that leave, clocks that go back, definitions that
//! contradict themselves. Each is named where it can first be known, and nothing that was said is lost.

#[path = "matrix/office.rs"]
#[allow(dead_code, reason = "the directory of the matrix, without its dimensions")]
mod office;

use chrono::Duration;
use countersign_tests::practice::{Practice, key, stamp};
use office::{begin, nodes};
use serde_json::{Value, json};

fn practice() -> (Practice, i64) {
    let practice = Practice::at(begin());
    let directory = practice.add_nodes(&nodes());
    (practice, directory)
}

fn definition(group: &str, reviewers: &[&str]) -> Value {
    let reviewers: Vec<Value> = reviewers.iter().map(|query| json!({ "query": query })).collect();
    json!({
        "displayName": format!("Members of {group}"),
        "scope": { "query": format!("/groups/{group}/transitiveMembers/microsoft.graph.user") },
        "reviewers": reviewers,
        "settings": { "instanceDurationInDays": 7, "recommendationsEnabled": true,
                      "@countersign.settings": { "threshold": { "percentOfGroup": 100, "removals": null } } },
    })
}

/// Every month from the first of April on.
fn monthly(mut definition: Value) -> Value {
    definition["settings"]["recurrence"] = json!({
        "pattern": { "type": "absoluteMonthly", "interval": 1, "dayOfMonth": 1 },
        "range": { "type": "noEnd", "startDate": "2026-04-01" },
    });
    definition
}

/// The directory without these nodes, and without a trace of them in others.
fn without(gone: &[usize]) -> Vec<Value> {
    let gone: Vec<String> = gone.iter().map(|n| key(*n)).collect();
    let mut left = nodes();
    left.retain(|node| !gone.iter().any(|key| node["key"] == *key));
    for node in &mut left {
        for list in ["members", "owners"] {
            if let Some(list) = node.get_mut(list).and_then(Value::as_array_mut) {
                list.retain(|one| !gone.iter().any(|key| one == key));
            }
        }
        if gone.iter().any(|key| node["manager"] == *key) {
            node.as_object_mut().expect("a node").remove("manager");
        }
    }
    left
}

fn changed(n: usize, name: &str, value: &Value) -> Vec<Value> {
    let mut nodes = nodes();
    for node in nodes.iter_mut().filter(|node| node["key"] == key(n)) {
        node[name] = value.clone();
    }
    nodes
}

fn at(day: &str) -> chrono::DateTime<chrono::Utc> {
    format!("{day}T08:00:00Z").parse().expect("a moment")
}

const PIA: usize = 9;

#[test]
fn a_reviewer_who_left_before_the_start_is_named_and_the_run_waits_for_another() {
    let (practice, directory) = practice();
    let made = practice.call(
        "review.create",
        json!({ "definition": monthly(definition("Safe", &["/users/pia"])) }),
    );
    practice.write_nodes(&changed(PIA, "enabled", &json!(false)));
    practice.sync(directory);
    practice.set_clock(at("2026-04-01"));
    let sentence = "The account of the reviewer “pia” is disabled.";
    let said = practice.call("tick", json!({}));
    assert_eq!(said["problems"], json!([sentence]));
    let shown = practice.instance(made["instance"].as_i64().expect("a number"));
    assert_eq!(
        (&shown["status"], &shown["problem"]),
        (&json!("Failed"), &json!(sentence))
    );
    assert_eq!(
        practice.call("tick", json!({}))["problems"],
        json!([]),
        "said once, not at every tick"
    );
    // Pia is back: an administrator starts the run that failed. What was planned next stays.
    practice.write_nodes(&nodes());
    practice.sync(directory);
    practice.done("review.start", json!({ "review": made["review"] }));
    let series = practice.call("review.show", json!({ "review": made["review"] }));
    let instances = series["instances"].as_array().expect("instances");
    assert_eq!(instances.last().expect("one")["status"], "InProgress", "{series}");
    practice.is_sound();
}

#[test]
fn a_reviewer_who_leaves_mid_review_keeps_what_they_said_and_the_rest_goes_to_another() {
    let (practice, directory) = practice();
    let (pia, paul) = (practice.person("pia"), practice.person("paul"));
    let (_, instance) = practice
        .start_review(&definition("Safe", &["/users/pia"]))
        .expect("it starts");
    let items = practice.items(instance, &json!({}));
    practice.sit(Some(pia));
    practice.call("item.decide", json!({ "item": items[0]["item"], "decision": "deny" }));
    practice.sit(None);
    practice.write_nodes(&without(&[PIA]));
    practice.sync(directory);
    let problem = practice.refused("actor.choose", json!({ "principal": pia, "administrator": false }));
    assert_eq!(problem.message, format!("There is no person {pia}."));
    let open: Vec<&Value> = items[1..].iter().map(|item| &item["item"]).collect();
    let give = json!({ "instance": instance, "from": pia, "to": paul, "items": open, "reason": "Pia left" });
    assert_eq!(practice.call("review.reassign", give)["given"], items.len() - 1);
    practice.sit(Some(paul));
    let all = json!({ "instance": instance, "filter": { "reviewer": paul }, "decision": "approve" });
    assert_eq!(practice.call("item.decideMany", all)["decided"], items.len() - 1);
    practice.sit(None);
    practice.call("review.stop", json!({ "instance": instance }));
    let after = practice.items(instance, &json!({}));
    assert_eq!(
        (&after[0]["decision"], &after[0]["decidedBy"]),
        (&json!("deny"), &json!(format!("pia (principal {pia})")))
    );
    practice.is_sound();
}

#[test]
fn a_guest_deleted_mid_review_stays_in_the_record_and_their_access_is_gone_already() {
    let (practice, directory) = practice();
    let gil = 12;
    let (_, instance) = practice
        .start_review(&definition("Team South", &["/users/pia"]))
        .expect("it starts");
    practice.write_nodes(&without(&[gil]));
    practice.sync(directory);
    let items = practice.items(instance, &json!({}));
    let guest = items
        .iter()
        .find(|item| item["userName"] == "gil")
        .expect("frozen at the start");
    practice.sit(Some(practice.person("pia")));
    practice.call("item.decide", json!({ "item": guest["item"], "decision": "deny" }));
    practice.sit(None);
    practice.call("review.stop", json!({ "instance": instance }));
    let plan = practice.call("plan.draw", json!({ "instance": instance }));
    assert_eq!(
        (&plan["changeCount"], &plan["held"]),
        (&json!(1), &json!(false)),
        "{plan}"
    );
    let done = practice.done("plan.carryOut", json!({ "plan": plan["plan"] }));
    assert_eq!((&done["applied"], &done["alreadySo"]), (&json!(0), &json!(1)), "{done}");
    assert_eq!(practice.instance(instance)["status"], "Applied");
    practice.is_sound();
}

#[test]
fn a_group_deleted_mid_review_is_still_decided_and_nothing_is_left_to_remove() {
    let (practice, directory) = practice();
    let (safe, pia) = (100, practice.person("pia"));
    let (review, instance) = practice
        .start_review(&definition("Safe", &["/users/pia"]))
        .expect("it starts");
    let before = practice.items(instance, &json!({})).len();
    practice.write_nodes(&without(&[safe]));
    practice.sync(directory);
    practice.sit(Some(pia));
    let all = json!({ "instance": instance, "filter": { "reviewer": pia }, "decision": "deny" });
    assert_eq!(practice.call("item.decideMany", all)["decided"], before);
    practice.sit(None);
    practice.call("review.stop", json!({ "instance": instance }));
    let plan = practice.call("plan.draw", json!({ "instance": instance }));
    if plan["held"] == true {
        practice.call("actor.choose", json!({ "principal": pia, "administrator": true }));
        practice.call("plan.countersign", json!({ "plan": plan["plan"] }));
        practice.sit(None);
    }
    let done = practice.done("plan.carryOut", json!({ "plan": plan["plan"] }));
    assert_eq!(
        (&done["applied"], &done["alreadySo"]),
        (&json!(0), &plan["changeCount"]),
        "{done}"
    );
    // The next run of the same definition says at once that the group is gone.
    let json = practice.call("review.export", json!({ "review": review }))["definition"].clone();
    let problem = practice.refused("review.create", json!({ "definition": json }));
    assert_eq!(problem.message, "The directory holds no group “Safe”.");
    practice.is_sound();
}

#[test]
fn an_owner_review_without_an_owner_is_refused_when_made_and_again_when_the_owner_left() {
    let (practice, directory) = practice();
    let sentence = "This resource has no owner who could review, and there is no fallback reviewer.";
    let orphaned = json!({ "definition": definition("Orphaned", &["./owners"]) });
    let problem = practice.refused("review.create", orphaned);
    assert_eq!(
        (problem.message.as_str(), problem.field.as_deref()),
        (sentence, Some("fallbackReviewers"))
    );
    let made = practice.call(
        "review.create",
        json!({ "definition": definition("Safe", &["./owners"]) }),
    );
    let olga = 7;
    practice.write_nodes(&without(&[olga]));
    practice.sync(directory);
    let problem = practice
        .job("review.start", json!({ "review": made["review"] }))
        .expect_err("nobody to ask");
    assert_eq!(problem.message, sentence);
    let mut mended = definition("Safe", &["./owners"]);
    mended["fallbackReviewers"] = json!([{ "query": "/users/paul" }]);
    practice.call(
        "review.edit",
        json!({ "review": made["review"], "definition": mended, "reason": "Olga left" }),
    );
    practice.done("review.start", json!({ "review": made["review"] }));
    practice.is_sound();
}

#[test]
fn a_clock_that_is_set_back_starts_nothing_twice_and_ends_nothing_early() {
    let (practice, _) = practice();
    let made = practice.call(
        "review.create",
        json!({ "definition": monthly(definition("Safe", &["/users/pia"])) }),
    );
    practice.set_clock(at("2026-04-01"));
    assert_eq!(
        practice.call("tick", json!({}))["started"].as_array().map(Vec::len),
        Some(1)
    );
    let instance = made["instance"].as_i64().expect("a number");
    let first = practice.items(instance, &json!({}))[0]["item"].clone();
    practice.set_clock(at("2026-03-15"));
    practice.sit(Some(practice.person("pia")));
    practice.call("item.decide", json!({ "item": first, "decision": "approve" }));
    practice.sit(None);
    for day in ["2026-03-15", "2026-03-31", "2026-04-02", "2026-04-01"] {
        practice.set_clock(at(day));
        let said = practice.call("tick", json!({}));
        for list in ["started", "ended", "advanced", "problems"] {
            assert_eq!(said[list], json!([]), "{day}: {said}");
        }
    }
    practice.set_clock(at("2026-04-09"));
    assert_eq!(practice.call("tick", json!({}))["ended"], json!([instance]));
    // Back before the end: it stays ended, and decisions stay refused.
    practice.set_clock(at("2026-04-03"));
    practice.sit(Some(practice.person("pia")));
    let problem = practice.refused("item.decide", json!({ "item": first, "decision": "deny" }));
    assert_eq!(problem.message, "This review does not accept decisions any more.");
    practice.sit(None);
    assert_eq!(practice.call("tick", json!({}))["started"], json!([]));
    practice.is_sound();
}

#[test]
fn a_review_deleted_before_its_result_was_applied_is_left_alone() {
    let (practice, _) = practice();
    let mut automatic = definition("Safe", &["/users/pia"]);
    automatic["settings"]["autoApplyDecisionsEnabled"] = json!(true);
    let (review, instance) = practice.start_review(&automatic).expect("it starts");
    practice.call("review.stop", json!({ "instance": instance }));
    practice.call("review.delete", json!({ "review": review }));
    for _ in 0..2 {
        let said = practice.call("tick", json!({}));
        assert_eq!((&said["problems"], &said["drawn"]), (&json!([]), &json!([])), "{said}");
    }
}

#[test]
fn each_contradiction_is_named_at_its_place_and_nothing_is_kept_of_it() {
    let (practice, _) = practice();
    let base = || definition("Safe", &["/users/pia"]);
    let with = |path: &str, value: Value| {
        let mut json = base();
        let (parent, name) = path.rsplit_once('/').expect("a path");
        json.pointer_mut(parent).expect("a place")[name] = value;
        json
    };
    let stage = |n: usize| json!({ "stageId": n.to_string(), "durationInDays": 2 });
    let stages = |list: Vec<Value>| with("/stageSettings", json!(list));
    let recurs = |interval: i64, range: Value| {
        with(
            "/settings/recurrence",
            json!({ "pattern": { "type": "absoluteMonthly", "interval": interval }, "range": range }),
        )
    };
    let from = |more: Value| {
        let mut range = json!({ "type": "noEnd", "startDate": "2026-04-01" });
        range
            .as_object_mut()
            .expect("a range")
            .extend(more.as_object().expect("a map").clone());
        range
    };
    let cases = [
        (
            stages((1..=4).map(stage).collect()),
            "stageSettings",
            "A review has at most three stages; these are 4.",
        ),
        (
            stages(vec![stage(1), stage(1)]),
            "stageSettings[1].stageId",
            "Two stages are called “1”.",
        ),
        (
            stages(vec![
                stage(1),
                json!({ "stageId": "2", "durationInDays": 2, "dependsOn": ["2"] }),
            ]),
            "stageSettings[1].dependsOn",
            "A stage depends on the one before it, and on no other.",
        ),
        (
            stages(vec![
                json!({ "stageId": "1", "durationInDays": 2, "decisionsThatWillMoveToNextStage": [] }),
                stage(2),
            ]),
            "stageSettings[0].decisionsThatWillMoveToNextStage",
            "Nobody would reach the next stage; say who moves on.",
        ),
        (
            stages(vec![json!({ "stageId": "1" }), stage(2)]),
            "stageSettings[0].durationInDays",
            "Say for how many days it runs.",
        ),
        (
            recurs(2, from(json!({}))),
            "settings.recurrence.pattern.interval",
            "A review recurs every 1, 3, 6 or 12 months.",
        ),
        (
            recurs(1, from(json!({ "type": "numbered", "numberOfOccurrences": 0 }))),
            "settings.recurrence.range.numberOfOccurrences",
            "A number of runs from 1 on is expected here.",
        ),
        (
            recurs(1, from(json!({ "type": "endDate", "endDate": "2026-03-01" }))),
            "settings.recurrence.range.endDate",
            "The review would end on 2026-03-01, before it starts on 2026-04-01.",
        ),
        (
            recurs(1, from(json!({ "recurrenceTimeZone": "Middle/Earth" }))),
            "settings.recurrence.range.recurrenceTimeZone",
            "No time zone of this name is known.",
        ),
        (
            with("/reviewers", json!([{ "query": "/users/nobody" }])),
            "reviewers[0].query",
            "The directory holds no person “nobody”.",
        ),
        (
            with("/reviewers", json!([{ "query": "/users/xen" }])),
            "reviewers[0].query",
            "The account of the reviewer “xen” is disabled.",
        ),
        (
            with("/fallbackReviewers", json!([{ "query": "/users/paul" }])),
            "fallbackReviewers",
            "Fallback reviewers go with managers or owners as reviewers.",
        ),
        (
            with("/scope/query", json!("/groups/Nothing/transitiveMembers")),
            "scope.query",
            "The directory holds no group “Nothing”.",
        ),
        (
            with(
                "/settings/applyActions",
                json!([{ "@odata.type": "#microsoft.graph.disableAndDeleteUserApplyAction" }]),
            ),
            "settings.applyActions",
            "Only guests are blocked and deleted; this review is not limited to guests.",
        ),
        (
            with("/settings/instanceDurationInDays", json!(0)),
            "settings.instanceDurationInDays",
            "A review runs for 1 to 730 days, so it cannot end after 0.",
        ),
    ];
    for (json, field, sentence) in cases {
        let problem = practice.refused("review.create", json!({ "definition": json }));
        assert_eq!(
            (problem.field.as_deref(), problem.message.as_str()),
            (Some(field), sentence),
            "{json}"
        );
    }
    let mut long = monthly(base());
    long["settings"]["instanceDurationInDays"] = json!(40);
    let problem = practice.refused("review.create", json!({ "definition": long }));
    assert_eq!(problem.field.as_deref(), Some("settings.instanceDurationInDays"));
    assert_eq!(practice.call("review.list", json!({}))["total"], 0);
    practice.is_sound();
}

#[test]
fn a_stage_that_ended_while_the_machine_was_off_gives_the_next_one_its_full_time() {
    let (practice, _) = practice();
    let mut staged = definition("Safe", &["/users/pia"]);
    staged["stageSettings"] = json!([{ "stageId": "1", "durationInDays": 2 }, { "stageId": "2", "durationInDays": 3 }]);
    let (_, instance) = practice.start_review(&staged).expect("it starts");
    practice.set_clock(begin() + Duration::days(30));
    assert_eq!(practice.call("tick", json!({}))["advanced"], json!([instance]));
    let shown = practice.instance(instance);
    assert_eq!(
        shown["stages"][1]["dueAt"],
        stamp(begin() + Duration::days(33)),
        "{shown}"
    );
    assert_eq!(practice.call("tick", json!({}))["ended"], json!([]));
}
