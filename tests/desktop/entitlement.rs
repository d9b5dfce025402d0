//! A catalog, a package, a policy and an assignment, made by keys alone.

use serde_json::json;

use crate::harness::{Key, Start, Window};
use crate::office::office;

fn press(window: &Window, name: &str) {
    window.wait_until(&format!("“{name}” can be pressed"), || {
        window.role("button", name).is_enabled()
    });
    window.tab_to("button", name);
    window.press(Key::Enter);
}

/// Types a few letters into a field that offers what it finds, and takes the first offer.
fn find(window: &Window, label: &str, letters: &str) {
    window.tab_to("combobox", label);
    window.keys(letters);
    window.role("option", letters);
    window.press(Key::Down);
    window.press(Key::Enter);
}

#[test]
fn a_package_is_made_and_assigned_by_keys() {
    let office = office();
    let Some(window) = Start::new("entitlement")
        .store(&office.store)
        .word("--now")
        .word("2026-01-13T09:00:00Z")
        .open()
    else {
        return;
    };
    window.role("heading", "Overview");
    window.tab_to("link", "Catalogs");
    window.press(Key::Enter);
    window.role("heading", "Catalogs");
    window.sees("No catalog yet");
    press(&window, "New catalog");
    window.role("dialog", "New catalog");
    window.tab_to("textbox", "Name");
    window.keys("Payroll");
    press(&window, "Make the catalog");
    window.role("heading", "Payroll");

    window.tab_to("tab", "Packages");
    window.press(Key::Right);
    window.press(Key::Enter);
    press(&window, "Add resources");
    find(&window, "Resources", "Payroll editors");
    window.sees("Given and taken from here");
    window.press(Key::Tab);
    window.picture("resource");
    press(&window, "Add");
    window.sees("1 resource");

    press(&window, "New package");
    window.tab_to("textbox", "Name");
    window.keys("Payroll clerk");
    press(&window, "Make the package");
    window.role("heading", "Payroll clerk");
    press(&window, "Add a role");
    find(&window, "Resource of the catalog", "Payroll editors");
    window.sees("Nobody holds the package yet.");
    window.picture("role");
    press(&window, "Add the role");
    window.sees("Who may have it");

    press(&window, "New policy");
    window.role("heading", "New policy");
    window.tab_to("textbox", "Name");
    window.keys("Employees");
    window.picture("policy");
    // Who is given it directly would go past an approval.
    for what in ["Requests are approved", "Requests for a longer time"] {
        window.tab_to("checkbox", what);
        window.press(Key::Space);
    }
    press(&window, "Make the policy");
    window.sees("Nobody approves: whoever asks gets it at once.");
    window.picture("policies");

    press(&window, "Assign");
    find(&window, "To whom", "p0102");
    window.sees("Is given");
    window.picture("assign");
    press(&window, "Assign");
    window.sees("Being delivered");
    press(&window, "Deliver now");
    window.sees("Seen there");
    window.picture("delivered");
    let page = window
        .call("assignment.list", &json!({ "state": "delivered" }))
        .expect("the list");
    assert_eq!(page["total"], 1, "{page}");

    window.go("/packages/1?tab=evidence");
    window.tab_to("textbox", "File, with its whole path");
    window.keys(&office.evidence.to_string_lossy());
    window.picture("evidence");
    press(&window, "Export as PDF");
    window.sees("The evidence is ready.");
    assert!(office.evidence.is_file(), "the evidence lies where it was asked for");
}
