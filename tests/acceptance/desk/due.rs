//! A tick does everything that is due, also where one thing meets a fault, and nothing twice.

use chrono::Duration;
use countersign_tests::cli::PASSPHRASE;
use countersign_tests::practice::Practice;
use countersign_tests::raw;
use serde_json::{Value, json};

use super::office::{begin, nodes};
use super::{at, definition, entries, practice};

fn tick(practice: &Practice) -> Value {
    practice.call("tick", json!({}))
}

#[test]
fn one_fault_keeps_nothing_else_from_being_done() {
    let practice = Practice::locked(begin());
    practice.add_nodes(&nodes());
    let mut series = definition("Safe", &["/users/pia"]);
    series["settings"]["recurrence"] = json!({
        "pattern": { "type": "absoluteMonthly", "interval": 1, "dayOfMonth": 1 },
        "range": { "type": "noEnd", "startDate": "2026-04-01" },
    });
    let made = practice.call("review.create", json!({ "definition": series }));
    let proposed = practice.call(
        "exception.propose",
        json!({ "principal": practice.person("ben"), "resource": practice.principal("Safe", "group"),
                "policy": "Least privilege", "reason": "Closes the quarter", "untilOn": "2026-03-31" }),
    );
    let second = practice.person("olga");
    practice.call("actor.choose", json!({ "principal": second, "administrator": true }));
    practice.call("exception.approve", json!({ "exception": proposed["exception"] }));
    practice.sit(None);
    raw::open(&practice.store(), Some(PASSPHRASE))
        .execute(
            "UPDATE review SET definition = '{}' WHERE id = ?1",
            [made["review"].as_i64()],
        )
        .expect("a definition that nobody can read");

    practice.set_clock(at("2026-04-01"));
    let ticked = tick(&practice);
    assert!(
        ticked["problems"]
            .as_array()
            .is_some_and(|problems| !problems.is_empty()),
        "{ticked}"
    );
    assert_eq!(ticked["expired"], json!([proposed["exception"]]), "{ticked}");
}

/// A review whose denials of everybody in a group are carried out by themselves, and its end.
fn denied(practice: &Practice, mut definition: Value) -> i64 {
    definition["settings"]["autoApplyDecisionsEnabled"] = json!(true);
    definition["settings"]["defaultDecisionEnabled"] = json!(true);
    definition["settings"]["defaultDecision"] = json!("Deny");
    let (_, instance) = practice.start_review(&definition).expect("a review");
    practice.set_clock(practice.now() + Duration::days(8));
    instance
}

fn jobs(practice: &Practice, ticked: &Value) -> Vec<bool> {
    let jobs = ticked["jobs"].as_array().cloned().unwrap_or_default();
    jobs.iter().map(|job| practice.ended(job).is_ok()).collect()
}

#[test]
fn a_plan_that_could_not_be_carried_out_is_taken_up_again_after_an_hour() {
    let (practice, _) = practice();
    let mut review = definition("Orphaned", &["/users/pia"]);
    review["settings"]["@countersign.settings"] = Value::Null;
    let held = denied(&practice, review);
    let instance = denied(&practice, definition("Safe", &["/users/pia"]));
    std::fs::write(practice.directory_file(), "{").expect("a directory that cannot be read");
    let ticked = tick(&practice);
    assert_eq!(ticked["drawn"].as_array().map(Vec::len), Some(2), "{ticked}");
    assert_eq!(jobs(&practice, &ticked), [false], "{ticked}");
    for minutes in [0, 59] {
        practice.set_clock(practice.now() + Duration::minutes(minutes));
        let ticked = tick(&practice);
        assert_eq!((&ticked["resumed"], &ticked["jobs"]), (&json!([]), &json!([])));
    }
    practice.set_clock(practice.now() + Duration::minutes(1));
    let ticked = tick(&practice);
    assert_eq!(jobs(&practice, &ticked), [false], "{ticked}");
    let said = ticked["problems"][0].as_str().expect("a problem");
    assert!(
        said.starts_with("The plan of “Members of Safe” was not carried out to its end and is taken up again"),
        "{said}"
    );

    practice.write_nodes(&nodes());
    practice.set_clock(practice.now() + Duration::hours(1));
    let ticked = tick(&practice);
    let plan = practice.call("plan.show", json!({ "instance": instance }));
    assert_eq!(ticked["resumed"], json!([plan["plan"]]));
    assert_eq!(jobs(&practice, &ticked), [true], "{ticked}");
    let plan = practice.call("plan.show", json!({ "instance": instance }));
    assert_eq!(plan["pending"], 0, "{plan}");
    assert_eq!(practice.instance(instance)["status"], "Applied");
    practice.set_clock(practice.now() + Duration::hours(2));
    assert_eq!(tick(&practice)["resumed"], json!([]), "what is done is not done again");
    let plan = practice.call("plan.show", json!({ "instance": held }));
    assert_eq!((&plan["held"], &plan["applied"]), (&json!(true), &json!(0)), "{plan}");
    assert_eq!(entries(&practice, "tick.resume").len(), 2);
    practice.is_sound();
}

fn guests(removals: Option<u32>) -> Value {
    let mut review = definition("Team North", &["/users/pia"]);
    review["scope"] =
        json!({ "query": "/groups/Team North/transitiveMembers/microsoft.graph.user/?$filter=(userType eq 'Guest')" });
    review["settings"]["applyActions"] = json!([{ "@odata.type": "#microsoft.graph.disableAndDeleteUserApplyAction" }]);
    review["settings"]["@countersign.settings"] =
        json!({ "threshold": { "percentOfGroup": 100, "removals": removals } });
    review
}

#[test]
fn a_deletion_of_guests_that_failed_is_tried_again_after_an_hour_and_not_at_every_tick() {
    let (practice, _) = practice();
    let instance = denied(&practice, guests(None));
    assert_eq!(jobs(&practice, &tick(&practice)), [true], "blocked");
    practice.set_clock(practice.now() + Duration::days(30));
    let kept = std::fs::read(practice.directory_file()).expect("the directory");
    std::fs::write(practice.directory_file(), "{").expect("a directory that cannot be read");
    assert_eq!(jobs(&practice, &tick(&practice)), [false]);
    let ticked = tick(&practice);
    assert_eq!((&ticked["guests"], &ticked["problems"]), (&json!([]), &json!([])));
    std::fs::write(practice.directory_file(), kept).expect("the directory comes back");
    practice.set_clock(practice.now() + Duration::hours(1));
    assert_eq!(jobs(&practice, &tick(&practice)), [true]);
    let list = practice.call("guest.list", json!({ "instance": instance }));
    assert!(
        list["rows"]
            .as_array()
            .is_some_and(|rows| rows.len() == 2 && rows.iter().all(|row| row["status"] == "deleted")),
        "{list}"
    );
    assert_eq!(entries(&practice, "tick.guest").len(), 2);
}

#[test]
fn accounts_that_would_be_deleted_count_against_the_limit_of_a_plan() {
    let (practice, _) = practice();
    let instance = denied(&practice, guests(Some(1)));
    let ticked = tick(&practice);
    assert_eq!(
        (&ticked["jobs"], &ticked["problems"]),
        (&json!([]), &json!([])),
        "{ticked}"
    );
    let plan = practice.call("plan.show", json!({ "instance": instance }));
    assert_eq!(
        (&plan["held"], &plan["holds"]),
        (
            &json!(true),
            &json!([{ "kind": "tooMany", "removals": 2, "accounts": 2, "limit": 1 }])
        )
    );
}

#[test]
fn the_end_of_one_exception_is_no_finding_while_another_covers_the_same_access() {
    let (practice, _) = practice();
    let second = practice.person("olga");
    let except = |until: &str| {
        practice.sit(None);
        let proposed = practice.call(
            "exception.propose",
            json!({ "principal": practice.person("ben"), "resource": practice.principal("Safe", "group"),
                    "policy": "Least privilege", "reason": "Closes the quarter", "untilOn": until }),
        );
        practice.call("actor.choose", json!({ "principal": second, "administrator": true }));
        practice.call("exception.approve", json!({ "exception": proposed["exception"] }));
        proposed["exception"].clone()
    };
    let (short, long) = (except("2026-03-31"), except("2026-05-31"));
    practice.set_clock(at("2026-04-01"));
    assert_eq!(tick(&practice)["expired"], json!([short]));
    assert_eq!(practice.call("task.board", json!({}))["total"], 0);
    practice.call("exception.revoke", json!({ "exception": long, "reason": "Not needed" }));
    assert_eq!(practice.call("task.board", json!({}))["total"], 1);
}
