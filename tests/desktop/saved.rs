//! What leaves the store for a person's own folder: a change file, and drafts for a mail program.

use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use crate::harness::{Start, Window};
use crate::office::{definition, office};

/// Runs a job of the window to its end.
fn wait(window: &Window, name: &str, input: &Value) {
    let started = window.call(name, input).expect("the job starts");
    window.wait_until(name, || {
        let view = window
            .call("job.show", &json!({ "job": started["job"] }))
            .expect("the job");
        assert_ne!(view["state"], "problem", "{view}");
        view["state"] != "running"
    });
}

fn administrator(window: &Window) {
    window
        .call("actor.choose", &json!({ "administrator": true }))
        .expect("the administrator sits down");
}

#[test]
fn drafts_are_written_into_a_folder_that_is_named_in_the_window() {
    let office = office();
    let Some(window) = Start::new("drafts").store(&office.store).open() else {
        return;
    };
    administrator(&window);
    let mut loud = definition(&["Payroll editors"]);
    loud["settings"]["mailNotificationsEnabled"] = json!(true);
    let made = window
        .call("review.create", &json!({ "definition": loud }))
        .expect("a review");
    wait(&window, "review.start", &json!({ "review": made["review"] }));
    window.go(&format!("/reviews/{}", made["review"]));
    window.role("tab", "Reviewers").click();
    window.role("button", "Write drafts…").click();
    window.role("dialog", "Write");
    let folder = office.evidence.with_file_name("drafts");
    window.field("Folder").write(&folder.to_string_lossy());
    window.field("Sender").write("Anna Adler <anna@example.org>");
    window.picture("drafts-dialog");
    assert_eq!(window.hindrances(), Vec::<String>::new());
    window.role("button", "Write drafts").click();
    window.sees("written to");
    window.picture("drafts-written");
    let written = std::fs::read_dir(&folder).expect("the folder").flatten();
    let drafts = written.filter(|one| one.path().extension().is_some_and(|end| end == "eml"));
    assert!(drafts.count() > 0);
    window.wait_until("nothing waits any more", || !window.has("button", "Write drafts…"));
}

#[test]
fn a_change_file_is_shown_and_can_be_saved() {
    let office = office();
    let Some(window) = Start::new("change-file").store(&office.store).open() else {
        return;
    };
    administrator(&window);
    let mut all = definition(&["Project Aurora", "Payroll editors", "Payments approval readers"]);
    all["settings"]["defaultDecisionEnabled"] = json!(true);
    all["settings"]["defaultDecision"] = json!("Deny");
    let made = window
        .call("review.create", &json!({ "definition": all }))
        .expect("a review");
    wait(&window, "review.start", &json!({ "review": made["review"] }));
    let instance = json!({ "instance": made["instance"] });
    window.call("review.stop", &instance).expect("it ends");
    let drawn = window.call("plan.draw", &instance).expect("a plan");
    assert_ne!(drawn["taskCount"], 0, "{drawn}");
    window.go("/tasks");
    window.role("button", "Change file…").click();
    window.role("button", "Save…");
    window.picture("change-file-dialog");
    assert_eq!(window.hindrances(), Vec::<String>::new());
}

#[test]
fn a_large_list_is_decided_as_a_job_to_its_end() {
    const PEOPLE: usize = 40_050;
    let practice = Practice::at(crate::office::read_at());
    let instance = practice.start_crowd(PEOPLE);
    practice.call("store.close", json!({}));
    let Some(window) = Start::new("large").store(&practice.store()).actor("pia").open() else {
        return;
    };
    window.go("/reviews/1/items");
    window.role("button", "Decide on many").click();
    window.role("radio", "Approve").click();
    window.role("button", "Approve: 40").click();
    window.picture("deciding");
    window.wait_until("all are decided", || window.text().contains("Decided: 40"));
    window.picture("decided");
    let page = window
        .call("item.list", &json!({ "instance": instance, "limit": 0 }))
        .expect("the list");
    assert_eq!(page["count"]["approve"], PEOPLE);
}
