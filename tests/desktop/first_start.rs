//! What somebody sees who starts the program for the first time.

use serde_json::json;

use crate::harness::Start;

#[test]
fn the_window_opens_and_shows_the_first_start() {
    let Some(window) = Start::new("first-start").open() else {
        return;
    };
    window.role("heading", "Welcome");
    let colours = window.picture("light");
    assert!(colours > 20, "the page is nearly blank: {colours} colours");
    let title = window.script("return document.title", &json!([]));
    assert_eq!(title, "Countersign");
}

#[test]
fn the_first_start_is_dark_where_the_desktop_is() {
    let Some(window) = Start::new("first-start").dark().open() else {
        return;
    };
    window.role("heading", "Welcome");
    let colours = window.picture("dark");
    assert!(colours > 20, "the page is nearly blank: {colours} colours");
    let dark = window.script("return matchMedia('(prefers-color-scheme: dark)').matches", &json!([]));
    assert_eq!(dark, true);
}

#[test]
fn the_page_can_call_the_desk_and_nothing_else_of_the_shell() {
    let Some(window) = Start::new("first-start").open() else {
        return;
    };
    window.sees("Countersign");
    let status = window.call("store.status", &json!({})).expect("the desk answers");
    assert_eq!(status["open"], json!(null));
    window
        .call("no.suchThing", &json!({}))
        .expect_err("an unknown operation is a problem");

    let invoke = "const [command, input, done] = arguments; \
        window.__TAURI_INTERNALS__.invoke(command, input).then(() => done('allowed'), () => done('refused'))";
    for command in [
        "plugin:window|close",
        "plugin:webview|create_webview",
        "plugin:path|resolve_directory",
    ] {
        let said = window.script_later(invoke, &json!([command, {}]));
        assert_eq!(said, "refused", "{command}");
    }
}

#[test]
fn the_page_runs_no_script_that_is_not_its_own() {
    let Some(window) = Start::new("first-start").open() else {
        return;
    };
    window.sees("Countersign");
    // What a name from a directory could carry if a screen ever showed it as HTML.
    let inject = "const done = arguments[0]; \
        document.addEventListener('securitypolicyviolation', (seen) => done(seen.effectiveDirective)); \
        const script = document.createElement('script'); script.textContent = 'window.ran = true'; \
        document.body.append(script); setTimeout(() => done(window.ran ? 'ran' : 'silent'), 2000)";
    let said = window.script_later(inject, &json!([]));
    assert_eq!(said, "script-src-elem");
    let fetched = window.script_later(
        "const done = arguments[0]; fetch('http://127.0.0.1:9/').then(() => done('fetched'), () => done('refused'))",
        &json!([]),
    );
    assert_eq!(fetched, "refused");
}
