//! A reviewer's day by keyboard alone, and the administrator's after it, up to verified evidence.

use serde_json::json;

use crate::harness::{Key, Start, Window};
use crate::office::{Office, office};

fn counts(window: &Window) -> (u64, u64, u64, u64) {
    let page = window
        .call("item.list", &json!({ "instance": 1, "limit": 0 }))
        .expect("the list");
    let count = |name: &str| page["count"][name].as_u64().expect("a number");
    (count("approve"), count("deny"), count("dontKnow"), count("notReviewed"))
}

fn wait_for(window: &Window, expected: (u64, u64, u64)) {
    window.wait_until(&format!("{expected:?} are decided"), || {
        let (approve, deny, unknown, _) = counts(window);
        (approve, deny, unknown) == expected
    });
}

fn start(office: &Office, test: &str, now: &str) -> Start {
    Start::new(test).store(&office.store).word("--now").word(now)
}

#[test]
fn a_reviewer_decides_by_keyboard_alone() {
    let office = office();
    assert!(
        office.items >= 20,
        "the test needs a reviewer with work: {}",
        office.items
    );
    let Some(window) = start(&office, "reviewer", "2026-01-13T09:00:00Z")
        .actor(&office.reviewer)
        .open()
    else {
        return;
    };
    window.role("heading", "Overview");
    window.picture("overview");
    window.tab_to("button", "Decide");
    window.press(Key::Enter);
    window.css("[role=grid]");
    window.css("[data-item]");
    window.picture("desk");

    // Approve needs no reason here; deny does, and its box opens by itself.
    window.keys("a");
    wait_for(&window, (1, 0, 0));
    window.keys("d");
    window.wait_until("the reason is asked for", || window.focused().role() == "textbox");
    window.picture("reason");
    window.keys("Left the department in May.");
    window.press(Key::Enter);
    wait_for(&window, (1, 1, 0));
    window.keys("u");
    wait_for(&window, (1, 1, 1));
    window.keys("z");
    wait_for(&window, (1, 1, 0));
    window.keys("jjk");
    window.keys("a");
    wait_for(&window, (2, 1, 0));
    window.keys("?");
    window.role("dialog", "");
    window.picture("keys");
    window.press(Key::Escape);
    window.keys("g");
    window.picture("by-person");
    window.keys("x");
    window.chord(&[Key::Shift], "\u{e015}");
    window.picture("selection");
    window.press(Key::Escape);
    window.keys("/");
    window.keys("anna");
    window.wait_until("the search narrows the list", || window.text().contains("Anna"));
    window.picture("search");
    let (approve, deny, unknown, _) = counts(&window);
    assert_eq!((approve, deny, unknown), (2, 1, 0), "searching decides nothing");
}

#[test]
fn the_desk_is_readable_in_the_dark() {
    let office = office();
    let Some(window) = start(&office, "reviewer", "2026-01-13T09:00:00Z")
        .actor(&office.reviewer)
        .dark()
        .open()
    else {
        return;
    };
    window.role("heading", "Overview");
    window.tab_to("button", "Decide");
    window.press(Key::Enter);
    window.css("[data-item]");
    let colours = window.picture("desk-dark");
    assert!(colours > 100, "only {colours} colours");
}

#[test]
fn an_administrator_ends_the_review_carries_it_out_and_takes_the_evidence_home() {
    let office = office();
    let Some(window) = start(&office, "administrator", "2026-01-20T09:00:00Z").open() else {
        return;
    };
    // The reviewers' answers, given at the same desk.
    let progress = window
        .call("review.progress", &json!({ "instance": 1 }))
        .expect("progress");
    for reviewer in progress["reviewers"].as_array().expect("reviewers") {
        window
            .call(
                "actor.choose",
                &json!({ "principal": reviewer["principal"], "administrator": false }),
            )
            .expect("the reviewer sits down");
        window
            .call("item.acceptRecommendations", &json!({ "instance": 1 }))
            .expect("they answer");
    }
    window
        .call("actor.choose", &json!({ "administrator": true }))
        .expect("the administrator is back");

    window.role("link", "Reviews").click();
    window.role("link", "Finance and production").click();
    window.sees("Stop");
    window.picture("campaign");
    window.role("button", "Stop…").click();
    window.picture("stop");
    window.role("button", "Stop the review").click();
    window.role("button", "Draw the plan").click();
    window.role("heading", "Plan and results");
    if window.has("button", "Draw the plan") {
        window.role("button", "Draw the plan").click();
    }
    window.role("ready", "Dry run").click();
    window.sees("nothing was changed");
    window.picture("plan");
    window.role("ready", "Carry out…").click();
    window.picture("carry-out");
    window.role("button", "Carry out").click();
    window.sees("Verify it next");
    window.role("ready", "Verify").click();
    window.sees("The directory was read again");
    window.picture("verified");

    window
        .call("evidence.export", &json!({ "instance": 1, "path": office.evidence }))
        .expect("the export starts");
    window.wait_until("the evidence is written", || office.evidence.exists());
    window.role("link", "Evidence").click();
    window.field("Evidence PDF").write(&office.evidence.to_string_lossy());
    window.role("ready", "Open and check").click();
    window.wait_until("the verdict is there", || {
        window.text().to_lowercase().contains("unchanged")
    });
    window.picture("evidence");
    for (place, heading) in [
        ("Audit log", "Audit log"),
        ("Directories", "Directories"),
        ("People", "People"),
        ("Groups", "Groups"),
        ("Settings", "Settings"),
    ] {
        window.role("link", place).click();
        window.role("heading", heading);
        window.picture(&place.to_lowercase().replace(' ', "-"));
    }
}
