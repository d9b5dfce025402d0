//! The window that nobody touches: it locks itself, by the desk's clock, and only its person opens it again.

use chrono::Duration;
use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use super::{entries, practice};

const CODE: &str = "four words of mine";

/// A desk whose window reports touches, and whose person has a code.
fn touched() -> Practice {
    let (practice, _) = practice();
    practice.call("lock.setCode", json!({ "code": CODE }));
    let view = practice.call("lock.touch", json!({}));
    assert_eq!((&view["locked"], &view["after"]), (&json!(false), &json!(15)));
    practice
}

fn pass(practice: &Practice, seconds: i64) {
    practice.set_clock(practice.now() + Duration::seconds(seconds));
}

fn is_locked(practice: &Practice) -> bool {
    match practice.ask("review.list", json!({})) {
        Ok(_) => false,
        Err(problem) => {
            assert_eq!(problem.code.as_deref(), Some("locked"), "{problem:?}");
            true
        }
    }
}

fn unlock(practice: &Practice) {
    assert_eq!(practice.call("lock.unlock", json!({ "code": CODE }))["locked"], false);
}

#[test]
fn a_window_nobody_touches_locks_at_its_minute_and_its_code_opens_it() {
    let practice = touched();
    pass(&practice, 15 * 60 - 1);
    assert!(!is_locked(&practice), "a second before");
    // What is asked without a touch, as a page that refreshes itself does, winds nothing up.
    pass(&practice, 1);
    assert!(is_locked(&practice), "at the minute");
    for name in [
        "audit.list",
        "actor.choose",
        "store.close",
        "lock.touch",
        "lock.setCode",
        "evidence.list",
    ] {
        let problem = practice.refused(name, json!({}));
        assert_eq!(problem.code.as_deref(), Some("locked"), "{name}");
    }
    assert_eq!(practice.call("lock.status", json!({}))["locked"], true);
    assert_eq!(practice.call("store.status", json!({}))["open"]["locked"], true);
    let wrong = practice.refused("lock.unlock", json!({ "code": "other words" }));
    assert_eq!(wrong.code.as_deref(), Some("wrongCode"));
    assert!(is_locked(&practice));
    unlock(&practice);
    assert!(!is_locked(&practice));
    let because: Vec<Value> = entries(&practice, "lock.lock")
        .iter()
        .map(|one| one["detail"].clone())
        .collect();
    assert_eq!(because, [json!({ "because": "idle" })]);
    // The time begins anew, and a touch winds it up again.
    pass(&practice, 10 * 60);
    practice.call("lock.touch", json!({}));
    pass(&practice, 10 * 60);
    assert!(!is_locked(&practice));
    pass(&practice, 5 * 60);
    assert!(is_locked(&practice));
}

#[test]
fn what_is_due_goes_on_behind_the_lock_and_does_not_open_it() {
    let practice = touched();
    pass(&practice, 3_600);
    practice.call("tick", json!({}));
    assert!(is_locked(&practice));
    practice.call("tick", json!({}));
    assert!(is_locked(&practice));
}

#[test]
fn a_clock_set_back_does_not_open_a_locked_window() {
    let practice = touched();
    pass(&practice, 15 * 60);
    assert!(is_locked(&practice));
    pass(&practice, -86_400);
    assert!(is_locked(&practice));
}

#[test]
fn the_minutes_are_a_setting_and_none_is_never() {
    let practice = touched();
    let set = |minutes: u32| {
        let setting =
            json!({ "decide": "stated", "administer": "stated", "countersign": "stated", "lockAfter": minutes });
        practice.call("identity.change", setting);
        practice.call("lock.touch", json!({}));
    };
    set(2);
    pass(&practice, 2 * 60);
    assert!(is_locked(&practice));
    unlock(&practice);
    set(0);
    pass(&practice, 30 * 86_400);
    assert!(!is_locked(&practice));
}

#[test]
fn a_window_that_nothing_could_open_again_is_not_locked() {
    let (practice, _) = practice();
    let view = practice.call("lock.touch", json!({}));
    let openable = ["byCode", "byPassphrase", "byDirectory"]
        .iter()
        .any(|way| view[*way] == true);
    assert!(!openable, "{view}");
    pass(&practice, 86_400);
    assert!(!is_locked(&practice));
    assert!(entries(&practice, "lock.lock").is_empty());
}
