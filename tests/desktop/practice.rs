//! From the first screen to a practice store, by keyboard alone.

use serde_json::json;

use crate::harness::{Key, Start};

#[test]
fn a_practice_store_is_made_by_keyboard_and_opens_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("practice");
    let Some(window) = Start::new("practice").open() else {
        return;
    };

    window.role("heading", "Welcome");
    window.tab_to("button", "Practise with a sample organization");
    window.press(Key::Enter);

    window.field("Folder");
    window.picture("make");
    window.tab_to("textbox", "Folder");
    window.keys(&store.to_string_lossy());
    window.press(Key::Enter);

    window.role("heading", "Overview");
    window.picture("overview");
    let status = window.call("store.status", &json!({})).expect("the desk answers");
    assert_eq!(status["open"]["practice"], true);
    assert!(store.exists(), "the store lies where it was asked for");

    window.role("link", "Directories").click();
    window.role("heading", "Directories");
    window.picture("directories");
    window.role("button", "Sync").click();
    window.sees("memberships");
    window.sees("as of just now");
    let colours = window.picture("synced");
    assert!(colours > 300, "only {colours} colours: something covers the page");
}
