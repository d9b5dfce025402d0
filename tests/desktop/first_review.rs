//! The README's “Your first review and its evidence”, step by step, by somebody who clicks and types.

use serde_json::json;

use crate::harness::{Key, Start, Window};

const NAME: &str = "Payments, first quarter";

/// Sits down as the administrator (None) or as a person of the directory.
fn become_somebody(window: &Window, account: Option<&str>) {
    window.role("button", "You are").click();
    window.role("menuitem", "Act as somebody else").click();
    window.role("dialog", "Who are you?");
    match account {
        Some(account) => {
            window.role("radio", "By name").click();
            choose(window, "Name", account);
        }
        None => window.role("radio", "Administrator").click(),
    }
    window.role("button", "Continue").click();
    window.wait_until("the dialog is gone", || !window.has("dialog", "Who are you?"));
}

/// Finds somebody by a few letters and takes the one that is offered.
pub fn choose(window: &Window, label: &str, search: &str) {
    let field = window.field(label);
    field.click();
    field.write(search);
    // The list may have been closed by a page that was still settling: the arrow opens it, as it does for a person.
    window.wait_until("the name is offered", || {
        window.has("option", search) || {
            std::thread::sleep(std::time::Duration::from_secs(1));
            if !window.has("option", search) {
                window.press(Key::Down);
            }
            false
        }
    });
    window.role("option", search).click();
    if window.has("option", "") {
        window.press(Key::Escape);
    }
    window.role("list", &format!("Chosen: {label}"));
}

fn undecided(window: &Window) -> u64 {
    let page = window
        .call("item.list", &json!({ "instance": 1, "limit": 0 }))
        .expect("the list");
    page["count"]["notReviewed"].as_u64().expect("a number")
}

#[test]
fn the_readme_leads_from_nothing_to_verified_evidence() {
    let folder = tempfile::tempdir().expect("a folder");
    let evidence = folder.path().join("evidence.pdf");
    let Some(window) = Start::new("first-review").open() else {
        return;
    };
    // 1 and 2: a practice store, with the administrator before it.
    window.role("button", "Practise with a sample organization").click();
    window
        .field("Folder")
        .write(&folder.path().join("practice").to_string_lossy());
    window.role("button", "Make the store").click();
    window.role("heading", "Overview");
    window.picture("1-overview");

    // 3: the directory is read.
    window.role("link", "Directories").click();
    window.role("link", "Sample organization").click();
    // The list of directories has such a button too, and a press on a page that is being left is lost.
    window.role("heading", "Sample organization");
    window.role("ready", "Sync").click();
    window.sees("Begun by");
    window.role("tab", "Certificate").click();
    window.sees("Population certificate");
    window.picture("3-certificate");

    // 4: a review by the owners of one group.
    window.role("link", "Reviews").click();
    window.role("button", "New review").click();
    window.field("Name").write(NAME);
    choose(&window, "Groups", "Payments approval readers");
    window.role("checkbox", "The owners of each resource");
    choose(&window, "Fallback reviewers", "p0001");
    window.picture("4-form");
    window.role("button", "Make the review").click();
    window.role("heading", NAME);
    window.role("button", "Start…").click();
    window.role("button", "Start the review").click();
    window.sees("By reviewer");
    window.picture("4-started");

    // 5: a reviewer whose name stands in the table decides.
    let progress = window
        .call("review.progress", &json!({ "instance": 1 }))
        .expect("progress");
    let reviewer = window
        .call(
            "principal.show",
            &json!({ "principal": progress["reviewers"][0]["principal"] }),
        )
        .expect("the reviewer");
    become_somebody(&window, reviewer["userName"].as_str());
    window.role("link", "Go to your desk").click();
    window.css("[data-item]");
    let before = undecided(&window);
    for (count, letter) in (1_u64..).zip(["a", "a", "u"]) {
        window.keys(letter);
        window.wait_until("the decision is on the disk", || undecided(&window) == before - count);
    }
    for count in 4..=5 {
        window.keys("d");
        window.wait_until("a reason is asked for", || window.focused().role() == "textbox");
        window.focused().write("Left the project.");
        window.press(Key::Enter);
        window.wait_until("the denial is on the disk", || undecided(&window) == before - count);
        window.wait_until("the list has the focus", || {
            let at = window.focused().role_and_name();
            at.is_some_and(|(role, _)| role != "textbox")
        });
    }
    window.keys("z");
    window.wait_until("the last is taken back", || undecided(&window) == before - 4);
    window.picture("5-desk");

    // 6: the administrator ends it.
    become_somebody(&window, None);
    window.role("link", "Reviews").click();
    window.role("link", NAME).click();
    window.role("button", "Stop…").click();
    window.role("button", "Stop the review").click();
    window.sees("Ended");

    // 7: what follows from it is looked at, done, and looked at again.
    window.role("button", "Draw the plan").click();
    window.role("heading", "Plan and results");
    if window.has("button", "Draw the plan") {
        window.role("button", "Draw the plan").click();
    }
    window.role("ready", "Dry run").click();
    window.sees("nothing was changed");
    window.picture("7-plan");
    window.role("ready", "Carry out…").click();
    window.role("button", "Carry out").click();
    window.sees("Verify it next");
    window.role("ready", "Verify").click();
    window.sees("The directory was read again");
    window.sees("Seen gone");
    window.picture("7-verified");

    // 8: the evidence, to a path that is typed.
    window.role("link", NAME).click();
    // What was told of the steps before lies over the lower corner for some seconds.
    window.wait_until("nothing lies over the page", || {
        window.script("return document.querySelectorAll('.fui-Toast').length", &json!([])) == 0
    });
    window.role("button", "Type a path").click();
    window
        .field("File, with its whole path")
        .write(&evidence.to_string_lossy());
    window.role("button", "Export").click();
    window.sees("The evidence is ready");
    window.picture("8-evidence");

    // 9: it is unchanged, until one byte is.
    verify(&window, &evidence);
    window.role("heading", "Unchanged");
    window.picture("9-unchanged");
    let mut bytes = std::fs::read(&evidence).expect("the evidence lies there");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&evidence, bytes).expect("a byte can be changed");
    window.role("ready", "Open and check").click();
    window.role("heading", "Changed, or not evidence");
    window.picture("9-changed");
}

fn verify(window: &Window, evidence: &std::path::Path) {
    window.role("link", "Evidence").click();
    window.field("Evidence PDF").write(&evidence.to_string_lossy());
    window.role("ready", "Open and check").click();
}
