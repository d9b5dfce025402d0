//! A workbook in the window: made for a reviewer, looked at when it comes back, taken in.

use serde_json::json;

use crate::harness::{Start, Window};

#[allow(dead_code, reason = "the pen for workbooks has words that only its own tests need")]
#[path = "../acceptance/workbook/scene.rs"]
mod scene;

use scene::{Fill, Scene};

fn look(window: &Window, path: &std::path::Path) {
    window
        .field("Workbook, with its whole path")
        .rewrite(&path.to_string_lossy());
    window.role("ready", "Look at it").click();
}

#[test]
fn a_workbook_shows_what_it_would_decide_and_every_row_that_is_wrong_before_it_is_taken_in() {
    let scene = Scene::new(12);
    let filled = scene.fill(&[
        Fill::decide(0, "Approve", "Needed."),
        Fill::decide(1, "Deny", "Left the team."),
        Fill::decide(2, "Perhaps", ""),
        Fill::edit(3, 1, "Somebody else"),
        Fill::Remove(4),
        Fill::Double(5, "Approve", "Deny"),
        Fill::Add("somebody"),
        Fill::decide(
            8,
            "Don't know",
            "So long a reason that no column of a list on a screen of any width shows it whole, \
                     and that still must be read by somebody who takes it in.",
        ),
    ]);
    let start = |test: &str| {
        let at = "2026-09-01T09:00:00Z";
        Start::new(test).store(&scene.practice.store()).word("--now").word(at)
    };
    let Some(window) = start("workbook").open() else {
        return;
    };
    window.role("heading", "Overview");
    window.go("/reviews/1");
    window.role("tab", "Reviewers").click();
    window.sees("Workbooks (1)");
    window.role("button", "Make workbooks").click();
    window.sees("It is not sealed");
    window.picture("make");
    window.field("Folder").write(&scene.beside("again").to_string_lossy());
    window.role("ready", "Make them").click();
    window.sees("Workbooks (2)");
    window.picture("card");

    window.role("link", "Take one in").click();
    window.role("heading", "Workbooks");
    window.picture("empty");
    look(&window, &scene.beside("nowhere.xlsx"));
    window.sees("is not there");
    window.picture("not-there");
    look(&window, &filled);
    window.sees("What it would decide");
    window.sees("1 approved, 1 denied, 1 don’t know");
    window.sees("Rows that are not taken as they are");
    for word in ["Unclear", "Changed", "Missing", "Doubled", "Added"] {
        window.sees(word);
    }
    window.sees("not who filled them in");
    window.picture("looked");
    window.resize(900, 900);
    window.picture("narrow");
    window.resize(1440, 900);
    let undecided = |window: &Window| {
        let page = window.call("item.list", &json!({ "instance": scene.instance, "limit": 0 }));
        page.expect("the list")["count"]["notReviewed"].clone()
    };
    assert_eq!(undecided(&window), 12, "a look changes nothing");
    window.role("ready", "Take in 3 decisions").click();
    window.sees("3 decisions of pia taken in");
    window.picture("taken");
    assert_eq!(undecided(&window), 9);
    drop(window);

    let Some(window) = start("workbook-dark").dark().open() else {
        return;
    };
    window.role("heading", "Overview");
    window.go("/workbooks");
    look(&window, &filled);
    window.sees("Stand so already");
    assert!(window.picture("looked") > 50);
}
