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

#[test]
fn a_calendar_that_is_changed_to_begin_in_the_past_has_missed_nothing() {
    let (practice, _) = practice();
    let made = practice.call(
        "review.create",
        json!({ "definition": monthly(definition("Safe", &["/users/pia"])) }),
    );
    let mut early = monthly(definition("Safe", &["/users/pia"]));
    early["settings"]["recurrence"]["range"]["startDate"] = json!("2025-01-01");
    practice.call("review.edit", json!({ "review": made["review"], "definition": early }));
    let ticked = practice.call("tick", json!({}));
    assert_eq!(ticked["started"], json!([made["instance"]]), "{ticked}");
    let run = practice.call("instance.show", json!({ "instance": made["instance"] }));
    assert_eq!(
        (&run["scheduledOn"], &run["missed"]),
        (&json!("2026-03-01"), &json!([]))
    );
    assert_eq!(
        practice.call("review.show", json!({ "review": made["review"] }))["nextAt"],
        "2026-04-01T00:00:00Z"
    );
}

#[test]
fn a_moved_end_stands_in_the_evidence_and_nothing_else_is_called_a_change() {
    let (practice, _) = practice();
    let (_, instance) = practice
        .start_review(&definition("Safe", &["/users/pia"]))
        .expect("a review");
    practice.call(
        "instance.edit",
        json!({ "instance": instance, "dueOn": "2026-03-20", "reason": "Pia was ill" }),
    );
    practice.call("review.stop", json!({ "instance": instance }));
    let path = practice.store().join("moved.pdf");
    practice.done("evidence.export", json!({ "instance": instance, "path": path }));
    let Some(pdftotext) = countersign_tests::tool("/usr/bin/pdftotext") else {
        return;
    };
    let read = std::process::Command::new(pdftotext)
        .args([path.as_os_str(), "-".as_ref()])
        .output()
        .expect("pdftotext runs");
    let text = String::from_utf8_lossy(&read.stdout)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(text.contains("end of stage 1 (Pia was ill)"), "{text}");
    assert!(text.contains("2026-03-21T00:00:00Z"), "{text}");
}

#[test]
fn a_change_file_is_written_where_a_person_wants_it_and_the_log_says_so() {
    let (practice, _) = practice();
    let mut review = definition("From elsewhere", &["/users/pia"]);
    review["settings"]["defaultDecisionEnabled"] = json!(true);
    review["settings"]["defaultDecision"] = json!("Deny");
    let (_, instance) = practice.start_review(&review).expect("a review");
    practice.call("review.stop", json!({ "instance": instance }));
    practice.call("plan.draw", json!({ "instance": instance }));
    let file = practice.call("task.changeFile", json!({ "instance": instance }));
    let path = practice.store().join("tasks.ldif");
    let input = json!({ "instance": instance, "path": path });
    let saved = practice.call("task.saveChangeFile", input.clone());
    assert_eq!(saved["tasks"], file["tasks"]);
    assert_eq!(
        std::fs::read_to_string(&path).expect("the file"),
        file["text"].as_str().expect("a text")
    );
    let again = practice.refused("task.saveChangeFile", input);
    assert_eq!(again.code.as_deref(), Some("exists"), "{again:?}");
    practice.call(
        "task.saveChangeFile",
        json!({ "instance": instance, "path": path, "replace": true }),
    );
    assert_eq!(super::entries(&practice, "task.saveChangeFile").len(), 2);
}
