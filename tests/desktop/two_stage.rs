//! A recurring review in two stages: made in the form, and decided in both stages, by keyboard.

use serde_json::{Value, json};

use crate::harness::{Key, Start, Window};
use crate::office::office;

const NAME: &str = "Payments in two stages";

/// Types where a list is searched, and takes what it offers first.
fn choose(window: &Window, label: &str, search: &str) {
    window.keys(search);
    window.role("option", search);
    window.press(Key::Down);
    window.press(Key::Enter);
    window.role("list", &format!("Chosen: {label}"));
    window.press(Key::Escape);
}

fn person(window: &Window, account: &str) -> Value {
    let page = window
        .call(
            "principal.list",
            &json!({ "search": account, "kind": "user", "limit": 1 }),
        )
        .expect("the list");
    assert_eq!(page["rows"][0]["userName"], account);
    page["rows"][0]["principal"].clone()
}

/// Somebody sits down at the desk of the instance and looks at the first undecided row.
fn sit_down(window: &Window, who: &Value, review: &Value, stage: &str) {
    window
        .call("actor.choose", &json!({ "principal": who, "administrator": false }))
        .expect("they sit down");
    window.go(&format!("/reviews/{review}/items"));
    window.sees(stage);
    window.css("[data-item]");
    window.wait_until("the list has the focus", || window.focused().role() == "grid");
    window.keys("n");
}

fn count(window: &Window, instance: &Value, decision: &str) -> u64 {
    let page = window
        .call("item.list", &json!({ "instance": instance, "limit": 0 }))
        .expect("the list");
    page["count"][decision].as_u64().expect("a number")
}

fn make_it(window: &Window) {
    window.tab_to("link", "Reviews");
    window.press(Key::Enter);
    window.tab_to("button", "New review");
    window.press(Key::Enter);
    window.role("heading", "New review");
    window.tab_to("textbox", "Name");
    window.keys(NAME);
    window.tab_to("combobox", "Groups");
    choose(window, "Groups", "Payments approval readers");
    window.tab_to("combobox", "Named reviewers");
    choose(window, "Named reviewers", "p0001");
    window.tab_to("button", "Add a second stage");
    window.press(Key::Enter);
    window.sees("Stage 2 of 2");
    // Back from the button: the fields of the stage that was just added come first.
    window.tab_back_to("combobox", "Named reviewers");
    choose(window, "Named reviewers", "p0002");
    window.tab_to("field", "How often");
    let chosen = || window.script("return document.activeElement.value", &json!([]));
    for _ in 0..3 {
        let before = chosen();
        window.press(Key::Down);
        window.wait_until("the choice moves on", || chosen() != before);
    }
    window.tab_to("field", "First day");
    window.keys("2026-01-13");
    window.sees("The next runs");
    window.sees("Stage 2 asks");
    window.picture("form");
    window.tab_to("button", "Make the review");
    window.press(Key::Enter);
    window.role("heading", NAME);
}

fn confirm(window: &Window, button: &str, action: &str) {
    window.tab_to("button", button);
    window.press(Key::Enter);
    window.role("dialog", "");
    window.tab_to("button", action);
    window.press(Key::Enter);
    window.wait_until("the dialog is gone", || !window.has("dialog", ""));
}

#[test]
fn a_recurring_review_in_two_stages_is_made_and_decided_by_keyboard() {
    let office = office();
    let Some(window) = Start::new("two-stage")
        .store(&office.store)
        .word("--now")
        .word("2026-01-13T09:00:00Z")
        .open()
    else {
        return;
    };
    window.role("heading", "Overview");
    make_it(&window);
    confirm(&window, "Start…", "Start the review");
    window.sees("By reviewer");
    window.sees("Stage 1");
    window.picture("started");

    let all = window
        .call("review.list", &json!({ "limit": 50 }))
        .expect("the reviews");
    let line = all["rows"]
        .as_array()
        .and_then(|rows| rows.iter().find(|row| row["displayName"] == NAME))
        .expect("the review is there")
        .clone();
    let (review, instance) = (&line["review"], &line["instance"]);
    let shown = window
        .call("review.show", &json!({ "review": review }))
        .expect("the review");
    assert_eq!(
        shown["nextAt"], "2026-04-13T00:00:00Z",
        "it comes again in three months"
    );

    let (first, second) = (person(&window, "p0001"), person(&window, "p0002"));
    sit_down(&window, &first, review, "Stage 1 of 2");
    window.picture("stage-1");
    window.keys("a");
    window.wait_until("the approval is on the disk", || {
        count(&window, instance, "approve") == 1
    });
    window
        .call("actor.choose", &json!({ "administrator": true }))
        .expect("the administrator is back");
    window.go(&format!("/reviews/{review}"));
    window.sees("Stage 1 of 2 due");
    confirm(&window, "End the stage…", "End the stage");
    window.sees("Stage 2 of 2 due");
    window.picture("stage-2-begun");

    sit_down(&window, &second, review, "Stage 2 of 2");
    window.sees("Earlier stages");
    window.picture("stage-2");
    window.keys("d");
    window.wait_until("the reason is asked for", || window.focused().role() == "textbox");
    window.keys("Left the project.");
    window.press(Key::Enter);
    window.wait_until("the denial is on the disk", || count(&window, instance, "deny") == 1);
}
