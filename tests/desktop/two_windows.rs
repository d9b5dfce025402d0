//! An organization's window and a reviewer's, each with a store and a key ring of its own, that meet in a folder alone.

use std::path::Path;

use countersign_tests::cli;
use countersign_tests::practice::{group, person};
use serde_json::{Value, json};

use crate::carrying::{another, decisions_carried};
use crate::harness::{Start, Window};

/// Waits for the end of a job that the window's own desk runs.
pub fn done(window: &Window, name: &str, input: &Value) -> Value {
    let job = window.call(name, input).expect("the job starts")["job"].clone();
    let mut result = Value::Null;
    window.wait_until(&format!("{name} ends"), || {
        let view = window
            .call("job.show", &json!({ "job": job }))
            .expect("the job is known");
        assert!(
            matches!(view["state"].as_str(), Some("running" | "done")),
            "{name}: {view}"
        );
        result = view["result"].clone();
        view["state"] == "done"
    });
    result
}

/// A store that keeps its key in the ring of this window's session, with the window on its first page.
pub fn store(window: &Window, path: &Path, organization: &str) {
    window.role("heading", "Welcome");
    let new = json!({ "path": path, "organization": organization, "practice": false });
    window.call("store.init", &new).expect("a store with a key ring");
    window.script("location.reload()", &json!([]));
    window.role("heading", "Overview");
}

/// A review of seven people's access by one of them, under way; its instance.
fn review(window: &Window, path: &Path) -> i64 {
    let mut nodes = vec![person(0, "pia", &json!({}))];
    nodes.extend((1..=6).map(|n| person(n, &format!("p{n}"), &json!({ "department": "Finance" }))));
    nodes.push(group(7, "Ledger", &[1, 2, 3, 4, 5, 6], &[0]));
    let tree = json!({ "nodes": nodes }).to_string();
    std::fs::write(path.join("directory.json"), tree).expect("a file");
    let added = json!({ "name": "Directory", "kind": "sample", "settings": { "file": "directory.json" } });
    let directory = window.call("directory.add", &added).expect("a directory");
    done(
        window,
        "directory.sync",
        &json!({ "directory": directory["directory"] }),
    );
    let definition = cli::definition("Who may post", &["Ledger"], &["/users/pia"]);
    let review = window
        .call("review.create", &json!({ "definition": definition }))
        .expect("a review");
    done(window, "review.start", &json!({ "review": review["review"] }));
    review["instance"].as_i64().expect("a number")
}

/// Fills the only field of a dialog in which a path is asked for, and goes on.
pub fn file(window: &Window, label: &str, path: &Path, then: &str) {
    window.field(label).write(&path.to_string_lossy());
    window.role("ready", then).click();
}

/// The eight words of a key that a window shows under this label.
pub fn words(window: &Window, label: &str) -> Vec<String> {
    window.role("list", label);
    let body =
        "return [...document.querySelector(`[aria-label=\"${arguments[0]}\"]`).children].map((one) => one.innerText)";
    let shown = window.script(body, &json!([label]));
    let words: Vec<String> = shown
        .as_array()
        .expect("words")
        .iter()
        .map(|word| word.as_str().expect("a word").trim().to_owned())
        .collect();
    assert_eq!(words.len(), 8, "{words:?}");
    words
}

/// Who is approved, denied or neither, each with the reason.
fn decisions(window: &Window, instance: i64) -> Vec<(String, String, String)> {
    let page = window
        .call("item.list", &json!({ "instance": instance, "limit": 100 }))
        .expect("the list");
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let rows = page["rows"].as_array().expect("rows");
    let mut all: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                text(row, "principalName"),
                text(row, "decision"),
                text(row, "justification"),
            )
        })
        .collect();
    all.sort();
    all
}

pub fn enrol(office: &Window, laptop: &Window, between: &Path) {
    let enrolment = between.join("pia.enrolment");
    laptop.go("/devices");
    laptop.role("button", "Enrol with an organization").click();
    laptop.field("Your name").write("pia");
    laptop.field("Name of this device").write("notebook");
    laptop.picture("enrol");
    file(laptop, "File", &enrolment, "Write the file");
    laptop.sees("The file is written");
    let own = words(laptop, "The words of this installation");
    laptop.picture("words");

    office.go("/devices");
    office.role("button", "Read an enrolment").click();
    file(office, "File", &enrolment, "Read");
    office.sees("Compare the words");
    // What somebody else would read out is refused, and said at the field.
    let mut wrong = own.clone();
    wrong.swap(0, 7);
    office.field("The eight words").write(&wrong.join(" "));
    office.role("ready", "Accept the device").click();
    office.wait_until("wrong words are refused", || {
        office.script("return !!document.querySelector('[aria-invalid=true]')", &json!([])) == true
    });
    office.picture("wrong-words");
    office.field("The eight words").rewrite(&own.join(" "));
    office.role("ready", "Accept the device").click();
    office.sees("is accepted");
    office.picture("accepted");
}

fn receive(office: &Window, laptop: &Window, packet: &Path) {
    laptop.go("/inbox");
    laptop.role("button", "Open a packet").click();
    file(laptop, "The file", packet, "Open");
    let shown = words(laptop, "Words of the organization’s key");
    laptop.picture("compare");
    office.go("/devices");
    assert_eq!(shown, words(office, "The words of this installation"), "by another way");
    laptop.role("checkbox", "I compared all eight words").click();
    laptop.role("ready", "Accept and open").click();
    laptop.css("[data-item]");
    laptop.wait_until("the list has the focus", || laptop.focused().role() == "grid");
}

fn decide(laptop: &Window) {
    let counts = |approve: u64, deny: u64, unknown: u64| {
        laptop.wait_until(&format!("{approve}, {deny}, {unknown} are decided"), || {
            let page = laptop
                .call("item.list", &json!({ "instance": 1, "limit": 0 }))
                .expect("the list");
            let count = &page["count"];
            (&count["approve"], &count["deny"], &count["dontKnow"]) == (&json!(approve), &json!(deny), &json!(unknown))
        });
    };
    laptop.keys("a");
    counts(1, 0, 0);
    laptop.keys("d");
    counts(1, 1, 0);
    laptop.keys("u");
    counts(1, 1, 1);
    laptop.keys("a");
    counts(2, 1, 1);
    laptop.picture("decided");
}

#[test]
fn two_windows_with_key_rings_of_their_own_exchange_a_review_through_a_folder() {
    let between = tempfile::tempdir().expect("a folder");
    let Some(office) = Start::new("organization").keyring().open() else {
        return;
    };
    let laptop = Start::new("reviewer-laptop").keyring().beside(&office).open();
    let laptop = laptop.expect("a second window where there is a first");
    let (here, there) = (between.path().join("office"), between.path().join("laptop"));
    store(&office, &here, "Hollow Pine");
    store(&laptop, &there, "Pia");
    let instance = review(&office, &here);
    enrol(&office, &laptop, between.path());
    let tablet = Start::new("reviewer-tablet").keyring().beside(&office).dark().open();
    let tablet = tablet.expect("a third window where there is a first");
    let devices = office.call("device.list", &json!({ "state": "accepted" }));
    let person = devices.expect("the list")["rows"][0]["principal"].clone();
    let (enrolment, tablet_words) = another(&office, &tablet, &person, between.path());

    office.go("/reviews/1");
    office.role("tab", "Reviewers").click();
    office.role("button", "Hand out").click();
    let out = between.path().join("out");
    file(&office, "Folder", &out, "Make the packets");
    office.sees("1 packet with 6 items");
    office.picture("handed-out");
    let packet = std::fs::read_dir(&out)
        .expect("a folder")
        .next()
        .expect("a packet")
        .expect("a file")
        .path();
    receive(&office, &laptop, &packet);
    decide(&laptop);
    receive(&office, &tablet, &packet);
    decisions_carried((&laptop, &tablet), (&enrolment, &tablet_words), between.path());
    assert_eq!(
        decisions(&tablet, 1),
        decisions(&laptop, 1),
        "it goes on where the other was"
    );

    laptop.go("/inbox");
    laptop.role("ready", "Return…").click();
    let back = between.path().join("back");
    std::fs::create_dir(&back).expect("a folder");
    file(&laptop, "Folder", &back, "Write the file");
    laptop.sees("4 answers in 1 file");
    laptop.picture("returned");

    office.go("/disputes");
    office.role("button", "Take answers in").click();
    file(&office, "Folder in which the answers lie", &back, "Take in");
    office.sees("Answers taken");
    office.picture("taken-in");
    office.role("button", "Close").click();
    let (one, other) = (decisions(&office, instance), decisions(&laptop, 1));
    assert_eq!(one, other, "the organization holds what the reviewer decided");
    assert_eq!(
        one.iter().filter(|(_, decision, _)| decision == "notReviewed").count(),
        2
    );
    let disputes = office
        .call("dispute.list", &json!({ "filter": { "settled": true } }))
        .expect("the list");
    assert_eq!(disputes["total"], 0);
    // What a device answers after it was revoked waits for somebody to settle it.
    let devices = office
        .call("device.list", &json!({ "state": "accepted" }))
        .expect("the list");
    let rows = devices["rows"].as_array().expect("rows");
    let notebook = rows
        .iter()
        .find(|one| one["name"] == "notebook")
        .expect("it is accepted");
    let revoke = json!({ "device": notebook["device"], "reason": "It was left in a train." });
    office.call("device.revoke", &revoke).expect("it is revoked");
    let open = laptop
        .call(
            "item.list",
            &json!({ "instance": 1, "filter": { "decision": ["notReviewed"] }, "limit": 1 }),
        )
        .expect("the list");
    let decide = json!({ "item": open["rows"][0]["item"], "decision": "approve", "justification": "" });
    laptop.call("item.decide", &decide).expect("a decision");
    let late = between.path().join("late");
    std::fs::create_dir(&late).expect("a folder");
    done(&laptop, "packet.answer", &json!({ "instance": 1, "folder": late }));
    let told = done(&office, "packet.takeIn", &json!({ "folder": late }));
    assert_eq!(told["disputes"], json!({ "revoked": 1 }), "{told}");
    office.go("/disputes");
    office.sees("Device revoked");
    office.picture("dispute");
    office.resize(900, 800);
    office.picture("dispute-narrow");
    let told = office.call("audit.verify", &json!({})).expect("the log");
    assert_eq!(told["valid"], true, "{told}");
}
