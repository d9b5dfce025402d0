//! What a person sees when something is in the way: a server, a passphrase, a job that takes long.

use std::net::TcpListener;

use serde_json::json;

use crate::harness::{Start, Window};
use crate::office::office;

/// Fills in the form for a server on this machine and goes to its page.
fn add_directory(window: &Window, name: &str, port: u16) {
    window.role("link", "Directories").click();
    window.role("button", "Add a directory").click();
    window.field("Name").write(name);
    window.role("radio", "Not encrypted").click();
    window.field("Host and port").write(&format!("127.0.0.1:{port}"));
    window.field("Bind DN").write("cn=reader,dc=example,dc=org");
    window.field("Password").write("a password");
    window.field("Base").write("dc=example,dc=org");
    window.role("button", "Add the directory").click();
    window.role("heading", name);
}

#[test]
fn a_server_that_cannot_be_reached_is_told_in_one_sentence() {
    let office = office();
    let Some(window) = Start::new("unreachable").store(&office.store).keyring().open() else {
        return;
    };
    // A port that was free a moment ago: nobody answers there.
    let port = TcpListener::bind(("127.0.0.1", 0))
        .and_then(|one| one.local_addr())
        .expect("a port")
        .port();
    add_directory(&window, "Nobody there", port);
    window.picture("added");
    window.role("button", "Sync").click();
    window.css("[role=alert], [role=group][class*=MessageBar], .fui-MessageBar");
    window.picture("problem");
    assert!(window.text().contains("127.0.0.1"), "the problem says where");
    let principals = window.call(
        "principal.list",
        &json!({ "search": "", "kind": "user", "offset": 0, "limit": 0 }),
    );
    assert_eq!(principals.expect("the list")["total"], 1200, "the old snapshot stands");
}

#[test]
fn a_sync_that_takes_long_can_be_cancelled() {
    let office = office();
    let Some(window) = Start::new("slow").store(&office.store).keyring().open() else {
        return;
    };
    // It takes connections and never says a word.
    let mute = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = mute.local_addr().expect("an address").port();
    add_directory(&window, "Never answers", port);
    window.role("button", "Sync").click();
    window.role("button", "Cancel");
    window.picture("progress");
    window.role("button", "Cancel").click();
    window.wait_until("the sync has ended", || !window.has("button", "Cancel"));
    window.picture("cancelled");
    drop(mute);
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    let Some(window) = Start::new("passphrase").open() else {
        return;
    };
    window.role("button", "Make a store for my organization").click();
    window.field("Organization").write("Example Organization");
    window.field("Folder").write(&path.to_string_lossy());
    window.role("radio", "A passphrase").click();
    window.field("Passphrase").write("too short");
    window.role("button", "Make the store").click();
    window.sees("At least 12 characters.");
    window.picture("too-short");
    window.field("Passphrase").rewrite("three quiet horses");
    window.field("The passphrase again").rewrite("three quiet horses");
    window.role("button", "Make the store").click();
    window.role("heading", "Overview");
    window.picture("overview");
    window.role("button", "You are").click();
    window.role("menuitem", "Close this store").click();
    window.role("heading", "Welcome");
    window.picture("recent");
    window.role("button", "Open a store").click();
    window.field("Folder of the store").write(&path.to_string_lossy());
    window.field("Passphrase").write("three loud horses");
    window.role("button", "Open").click();
    window.css(".fui-MessageBar");
    window.picture("wrong");
    assert_eq!(
        window.call("store.status", &json!({})).expect("a status")["open"],
        json!(null)
    );
    window.field("Passphrase").rewrite("three quiet horses");
    window.role("button", "Open").click();
    window.role("heading", "Overview");
}
