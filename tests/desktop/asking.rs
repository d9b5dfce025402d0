//! Somebody asks for an access package, the approver approves it by keyboard, and whoever asked sees it.

use serde_json::{Value, json};

use crate::harness::{Key, Start, Window};
use crate::office::{office, package};

/// Another person sits down, and the page knows nothing of what the one before saw.
pub fn sit(window: &Window, principal: &Value) {
    let input = json!({ "principal": principal, "administrator": principal.is_null() });
    window.call("actor.choose", &input).expect("they sit down");
    window.script("window.isBefore = true; location.reload()", &json!([]));
    window.wait_until("the page is loaded again", || {
        window.script(
            "return !window.isBefore && document.querySelector('h1') !== null",
            &json!([]),
        ) == true
    });
}

#[test]
fn a_person_asks_an_approver_approves_and_the_person_sees_it() {
    let office = office();
    let about = package(&office);
    let Some(window) = Start::new("asking")
        .store(&office.store)
        .word("--now")
        .word("2026-01-13T09:00:00Z")
        .actor(&about.asker.0)
        .open()
    else {
        return;
    };
    window.role("heading", "Overview");
    window.role("link", "My access").click();
    window.sees("You have no access package");
    window.picture("nothing-yet");
    window.role("button", "See what you can ask for").click();
    window.role("button", "Ask for Contract desk").click();
    window.role("dialog", "Ask for Contract desk");
    // What is missing is said at its place, and nothing is sent.
    window.role("button", "Ask for it").click();
    window.sees("Say why; this policy asks for a reason.");
    window.sees("This needs an answer.");
    window.picture("missing");
    window
        .field("Why you need it")
        .write("I look after the contracts of the plant.");
    window.field("Which cost centre pays?").write("4711");
    window.picture("asking");
    window.role("button", "Ask for it").click();
    window.role("heading", "Contract desk");
    window.sees("Waits for approval");
    window.sees("4711");
    window.picture("asked");

    sit(&window, &about.approver);
    window.go("/");
    window.sees("1 request waits for your approval");
    window.picture("overview");
    window.role("button", "Answer").click();
    window.role("heading", "My approvals");
    window.sees("I look after the contracts of the plant.");
    window.tab_to("grid", "Requests that wait for me");
    window.keys("a");
    window.wait_until("the reason is asked for", || window.focused().role() == "textbox");
    // This stage asks for a reason: without one, Enter answers nothing.
    window.press(Key::Enter);
    window.sees("This stage asks for a reason.");
    window.picture("answering");
    window.keys("The plant has nobody else.");
    window.press(Key::Enter);
    window.sees("Nothing waits for you");
    window.role("tab", "I answered").click();
    window.sees("Contract desk");
    window.picture("answered");

    sit(&window, &about.asker.1);
    window.wait_until("it is delivered", || {
        window.call("tick", &json!({})).expect("a tick");
        let mine = window
            .call("access.mine", &json!({ "ended": false }))
            .expect("what they hold");
        mine["rows"][0]["state"] == "delivered"
    });
    window.go("/access");
    window.sees("Contracts archive editors");
    window.sees("Held");
    window.picture("held");
    window.role("button", "Give back Contract desk");
}
