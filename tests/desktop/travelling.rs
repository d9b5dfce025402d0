//! Somebody asks and somebody approves, each on a machine of their own that reaches the organization by files alone.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::carrying::carried;
use crate::first_review::choose;
use crate::harness::{Key, Start, Window};
use crate::office::{office, package};
use crate::two_windows::file;

const NOW: &str = "2026-01-13T09:00:00Z";

/// Somebody who may ask for nothing: account and name.
const GUEST: (&str, &str) = ("guest1142", "Anna Grant");

/// An empty practice store of somebody's own, with its window on the first page, on a desktop that prefers dark.
fn machine(office: &Window, name: &str, folder: &Path) -> Window {
    let start = Start::new(name).word("--now").word(NOW);
    let window = start.beside(office).dark().open();
    let window = window.expect("another window where there is one");
    window.role("heading", "Welcome");
    let new = json!({ "path": folder.join(name), "organization": name, "practice": true });
    window.call("store.init", &new).expect("a store");
    window.script("location.reload()", &json!([]));
    window.role("heading", "Overview");
    window
}

/// Hands out what a tab of the requests is about; the file, and its passphrase as it is shown.
fn hand_out(office: &Window, tab: &str, to: &[&str], folder: &Path) -> (PathBuf, String) {
    office.go("/requests");
    office.role("tab", tab);
    office.picture("requests");
    office.role("tab", tab).click();
    office.role("ready", "Hand out").click();
    // Approvals go to whoever is asked; what may be asked for, to whoever is named.
    for one in to {
        choose(office, "People", one);
    }
    office.picture("hand-out");
    file(office, "Folder", folder, "Make the packets");
    office.sees(&format!("written to {}", folder.display()));
    if to.contains(&GUEST.0) {
        office.role("list", "Left out");
        office.sees(&format!("There is nothing that {} could ask for.", GUEST.1));
        office.picture("left-out");
        office.role("ready", "Done").click();
    }
    office.role("ready", "Passphrase of").click();
    office.role("ready", "Show it").click();
    office.role("list", "The passphrase");
    office.picture("passphrase");
    let body =
        "return [...document.querySelector('[aria-label=\"The passphrase\"]').children].map((one) => one.innerText)";
    let words = office.script(body, &json!([]));
    let words: Vec<&str> = words
        .as_array()
        .expect("words")
        .iter()
        .filter_map(|word| word.as_str())
        .map(str::trim)
        .collect();
    office.role("ready", "Done").click();
    office.wait_until("the dialog is gone", || !office.has("dialog", "Passphrase for"));
    office.picture("handed-out");
    let mut files = std::fs::read_dir(folder).expect("the folder");
    let packet = files.next().expect("a packet").expect("a file").path();
    (packet, words.join(" "))
}

fn open(machine: &Window, packet: &Path, passphrase: &str) {
    machine.go("/inbox");
    machine.role("ready", "Open a packet").click();
    file(machine, "The file", packet, "Open");
    machine.field("Passphrase").write(passphrase);
    machine.picture("passphrase");
    machine.role("ready", "Open").click();
    machine.role("list", "Words of the organization’s key");
    machine.role("checkbox", "I compared all eight words").click();
    machine.picture("compared");
    machine.role("ready", "Accept and open").click();
}

fn give_back(machine: &Window, button: &str, folder: &Path, told: &str) {
    std::fs::create_dir(folder).expect("a folder");
    machine.role("ready", button).click();
    file(machine, "Folder", folder, "Write the file");
    machine.sees(told);
    machine.picture("returned");
}

fn take_in(office: &Window, folder: &Path) {
    office.go("/disputes");
    office.role("ready", "Take answers in").click();
    file(office, "Folder in which the answers lie", folder, "Take in");
    office.sees("Answers taken");
    office.picture("taken-in");
    office.role("button", "Close").click();
    for tab in ["Of requests", "Of approvals"] {
        office.role("tab", tab).click();
        office.sees("There was no dispute");
    }
}

#[test]
fn a_request_and_its_approval_travel_as_files_between_three_machines() {
    let store = office();
    let about = package(&store);
    let between = tempfile::tempdir().expect("a folder");
    let at = |name: &str| between.path().join(name);
    let start = Start::new("travel-office").store(&store.store);
    let Some(office) = start.word("--now").word(NOW).open() else {
        return;
    };
    office.role("heading", "Overview");

    let (packet, words) = hand_out(&office, "Offers handed out", &[&about.asker.0, GUEST.0], &at("offers"));
    let asker = machine(&office, "travel-asker", between.path());
    open(&asker, &packet, &words);
    asker.role("heading", "My access");
    asker.sees("You may ask");
    asker.picture("offers");
    asker.role("ready", "Ask Contract desk").click();
    asker.role("dialog", "Ask for Contract desk");
    // What is missing is said at its place before anything is kept.
    asker.role("ready", "Keep it").click();
    asker.sees("Say why; this policy asks for a reason.");
    asker.field("Why").write("I look after the contracts of the plant.");
    asker.field("Which cost centre pays?").write("4711");
    asker.picture("asking");
    asker.role("ready", "Keep it").click();
    asker.sees("To return");
    asker.picture("kept");
    let home = machine(&office, "travel-home", between.path());
    let enrolment = at("home.enrolment");
    let asked = json!({ "path": enrolment, "deviceName": "Home", "displayName": "The asker" });
    let words_of_home = home.call("device.enrol", &asked).expect("the other device")["words"].clone();
    open(&home, &packet, &words);
    home.role("heading", "My access");
    let carried = carried((&asker, &home), (&enrolment, &words_of_home), &at("carried"));
    // The key of a packet under a passphrase signs for it on every device, so no words are asked for.
    home.go("/inbox");
    home.role("ready", "Open a packet").click();
    file(&home, "The file", &carried, "Open");
    home.role("heading", "My access");
    home.sees("To return");
    home.picture("carried-on");
    give_back(&asker, "Return requests", &at("requests"), "1 request in 1 file");
    asker.sees("Returned");
    take_in(&office, &at("requests"));

    let (packet, words) = hand_out(&office, "Approvals handed out", &[], &at("approvals"));
    let approver = machine(&office, "travel-approver", between.path());
    open(&approver, &packet, &words);
    approver.role("heading", "My approvals");
    approver.sees("I look after the contracts of the plant.");
    approver.picture("received");
    approver.tab_to("grid", "Requests that came in packets");
    approver.keys("a");
    approver.wait_until("the reason is asked for", || approver.focused().role() == "textbox");
    approver.press(Key::Enter);
    approver.sees("This stage asks for a reason.");
    approver.picture("answering");
    approver.keys("The plant has nobody else.");
    approver.press(Key::Enter);
    approver.sees("To return");
    approver.picture("answered");
    give_back(&approver, "Return answers", &at("answers"), "1 answer in 1 file");
    take_in(&office, &at("answers"));

    // The store is read alone, so nothing is delivered by the window: the request is approved and waits for delivery.
    office.go("/requests");
    office.role("tab", "Requests").click();
    office.role("link", "Contract desk").click();
    office.sees("The plant has nobody else.");
    office.picture("approved");
    office.resize(900, 800);
    office.go("/requests");
    office.role("tab", "Offers handed out").click();
    office.sees("Answered");
    office.picture("offers-narrow");
    asker.resize(900, 800);
    asker.go("/access");
    asker.sees("Returned");
    asker.picture("narrow");
    approver.resize(900, 800);
    approver.picture("narrow");
    let told = office.call("audit.verify", &json!({})).expect("the log");
    assert_eq!(told["valid"], true, "{told}");
}
