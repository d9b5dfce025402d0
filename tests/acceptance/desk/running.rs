//! A run goes by what it started with, and what was changed of it stands in its evidence.

use serde_json::{Value, json};

use super::{at, definition, practice};

/// Every month from the first of April on.
fn monthly(mut definition: Value) -> Value {
    definition["settings"]["recurrence"] = json!({
        "pattern": { "type": "absoluteMonthly", "interval": 1, "dayOfMonth": 1 },
        "range": { "type": "noEnd", "startDate": "2026-04-01" },
    });
    definition
}

#[test]
fn a_run_tells_people_what_it_started_with_and_not_what_the_series_became() {
    let (practice, _) = practice();
    let mut loud = monthly(definition("Safe", &["/users/pia"]));
    loud["settings"]["mailNotificationsEnabled"] = json!(true);
    loud["settings"]["reminderNotificationsEnabled"] = json!(true);
    loud["descriptionForReviewers"] = json!("Look twice at guests.");
    let made = practice.call("review.create", json!({ "definition": loud }));
    practice.set_clock(at("2026-04-01"));
    practice.call("tick", json!({}));

    let mut quiet = monthly(definition("Safe", &["/users/pia"]));
    quiet["descriptionForReviewers"] = json!("A later text.");
    practice.call("review.edit", json!({ "review": made["review"], "definition": quiet }));
    let instance = made["instance"].clone();
    assert_eq!(
        practice.call("instance.show", json!({ "instance": instance }))["descriptionForReviewers"],
        "Look twice at guests."
    );
    practice.call(
        "review.reassign",
        json!({ "instance": instance, "from": practice.person("pia"), "to": practice.person("olga"), "reason": "away" }),
    );
    let notices = practice.call("notice.list", json!({ "instance": instance }));
    let told = notices["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|one| one["kind"] == "reassigned")
        .expect("Olga's notice");
    assert_eq!(
        told["lastProblem"], "The directory holds no mail address of this person.",
        "mail is on in this run"
    );
}
