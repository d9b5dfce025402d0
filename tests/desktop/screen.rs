//! Every screen, light and dark and narrow: nothing on it hinders a person, nothing runs out of it.

use serde_json::{Value, json};

use crate::asking::sit;
use crate::harness::{Key, Start, Window};
use crate::office::{Package, office, package};

const OPEN: [(&str, &str); 19] = [
    ("overview", "/"),
    ("reviews", "/reviews"),
    ("new-review", "/reviews/new"),
    ("review", "/reviews/1"),
    ("desk", "/reviews/1/items"),
    ("change-review", "/reviews/1/edit"),
    ("calendar", "/calendar"),
    ("tasks-by-hand", "/tasks"),
    ("guests-leaving", "/guests"),
    ("exceptions", "/exceptions"),
    ("notices", "/notices"),
    ("directories", "/directories"),
    ("add-directory", "/directories/add"),
    ("directory", "/directories/1"),
    ("people", "/people"),
    ("groups", "/groups"),
    ("evidence", "/evidence"),
    ("audit", "/audit"),
    ("settings", "/settings"),
];

/// What administrators see of access packages.
const GOVERNED: [(&str, &str); 4] = [
    ("requests", "/requests"),
    ("request", "/requests/1"),
    ("conflicts", "/conflicts"),
    ("organizations", "/organizations"),
];

/// What a person sees of their own.
const OWN: [(&str, &str); 4] = [
    ("my-overview", "/"),
    ("my-access", "/access"),
    ("my-requests", "/requests/mine"),
    ("my-approvals", "/approvals"),
];

const ENDED: [(&str, &str); 3] = [
    ("ended", "/reviews/1"),
    ("ended-desk", "/reviews/1/items"),
    ("plan", "/reviews/1/plan"),
];

/// What is there once somebody holds an access package.
const ENTITLED: [(&str, &str); 16] = [
    ("suggestions", "/suggestions"),
    ("catalogs", "/catalogs"),
    ("catalog", "/catalogs/2"),
    ("catalog-resources", "/catalogs/2?tab=resources"),
    ("catalog-roles", "/catalogs/2?tab=roles"),
    ("packages", "/packages"),
    ("package", "/packages/3"),
    ("package-policies", "/packages/3?tab=policies"),
    ("package-assignments", "/packages/3?tab=assignments"),
    ("package-requests", "/packages/3?tab=requests"),
    ("package-conflicts", "/packages/3?tab=conflicts"),
    ("package-evidence", "/packages/3?tab=evidence"),
    ("policy-new", "/packages/3/policies/new"),
    ("policy-change", "/packages/3/policies/3"),
    ("assignments", "/assignments"),
    ("assignment", "/assignments/1"),
];

fn theme(window: &Window, name: &str) {
    window.go("/settings");
    window.role("radio", name).click();
}

/// Looks at a page: what hinders a person on it, and what reaches over its edge.
fn look(window: &Window, found: &mut Vec<String>, name: &str) {
    window.wait_until("the page is read", || !window.has("progressbar", "Reading"));
    window.picture(name);
    found.extend(window.hindrances().into_iter().map(|line| format!("{name}: {line}")));
    let over = window.script(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth",
        &json!([]),
    );
    if over.as_i64() != Some(0) {
        found.push(format!("{name}: the page is {over} pixels too wide"));
    }
}

fn look_at_all(window: &Window, found: &mut Vec<String>, screens: &[(&str, &str)], suffix: &str) {
    for (name, place) in screens {
        window.go(place);
        look(window, found, &format!("{name}-{suffix}"));
    }
}

/// A request that waits for its approver.
fn ask(window: &Window, about: &Package) {
    sit(window, &about.asker.1);
    let answers = json!([{ "question": "centre", "values": ["4711"] }]);
    let input =
        json!({ "package": about.package, "justification": "The plant has contracts too.", "answers": answers });
    window.call("request.submit", &input).expect("they ask");
    sit(window, &Value::Null);
}

/// The pages of whoever asks and of whoever approves, and the dialog of asking.
fn look_at_own(window: &Window, found: &mut Vec<String>, about: &Package, suffix: &str) {
    sit(window, &about.asker.1);
    look_at_all(window, found, &OWN, &format!("asker-{suffix}"));
    window.go("/access");
    window.role("tab", "I can ask for").click();
    window.role("button", "Ask for Contract audit").click();
    window.role("dialog", "");
    look(window, found, &format!("dialog-ask-{suffix}"));
    window.press(Key::Escape);
    sit(window, &about.approver);
    look_at_all(window, found, &OWN, &format!("approver-{suffix}"));
    window.role("button", "Approve…").click();
    window.field("Approve:");
    look(window, found, &format!("answering-{suffix}"));
    sit(window, &Value::Null);
}

fn principal(window: &Window, kind: &str, search: &str) -> Value {
    let page = window
        .call(
            "principal.list",
            &json!({ "search": search, "kind": kind, "offset": 0, "limit": 1 }),
        )
        .expect("the list");
    page["rows"][0]["principal"].clone()
}

#[test]
fn no_screen_hinders_a_person() {
    let office = office();
    let about = package(&office);
    let Some(window) = Start::new("screen")
        .store(&office.store)
        .word("--now")
        .word("2026-01-13T09:00:00Z")
        .open()
    else {
        return;
    };
    window.role("heading", "Overview");
    let mut found = Vec::new();
    let person = format!("/principals/{}", principal(&window, "user", ""));
    let group = format!("/principals/{}", principal(&window, "group", "Payroll editors"));
    let single = [
        ("person", person.as_str()),
        ("group", group.as_str()),
        ("organization", "/organizations/1"),
    ];
    ask(&window, &about);
    for (choice, suffix) in [("Light", "light"), ("Dark", "dark")] {
        theme(&window, choice);
        look_at_all(&window, &mut found, &OPEN, suffix);
        look_at_all(&window, &mut found, &single, suffix);
        look_at_all(&window, &mut found, &GOVERNED, suffix);
        look_at_own(&window, &mut found, &about, suffix);
        dialogs(&window, &mut found, suffix);
    }
    entitle(&window);
    for (choice, suffix) in [("Light", "light"), ("Dark", "dark")] {
        theme(&window, choice);
        look_at_all(&window, &mut found, &ENTITLED, suffix);
    }
    end_it(&window);
    for (choice, suffix) in [("Light", "light"), ("Dark", "dark")] {
        theme(&window, choice);
        look_at_all(&window, &mut found, &ENDED, suffix);
        window.role("tab", "Tasks").click();
        look(&window, &mut found, &format!("tasks-{suffix}"));
    }
    theme(&window, "Light");
    window.resize(900, 700);
    look_at_all(&window, &mut found, &OPEN, "narrow");
    look_at_all(&window, &mut found, &single, "narrow");
    look_at_all(&window, &mut found, &GOVERNED, "narrow");
    look_at_own(&window, &mut found, &about, "narrow");
    look_at_all(&window, &mut found, &ENDED, "narrow");
    look_at_all(&window, &mut found, &ENTITLED, "narrow");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Makes a package with a policy, and gives it to somebody.
fn entitle(window: &Window) {
    let call = |name: &str, input: Value| window.call(name, &input).expect(name);
    let group = principal(window, "group", "Payroll editors");
    let person = principal(window, "user", "p0102");
    // The office has a catalog with two packages and their policies already.
    let (catalog, package) = (2, 3);
    call("catalog.create", json!({ "displayName": "Payroll" }));
    call("catalog.resource.add", json!({ "catalog": catalog, "resource": group }));
    call(
        "package.create",
        json!({ "catalog": catalog, "displayName": "Payroll clerk", "description": "For who makes the payroll." }),
    );
    call("package.role.add", json!({ "package": package, "resource": group }));
    let approver = json!({ "@odata.type": "#microsoft.graph.requestorManager", "managerLevel": 1 });
    let definition = json!({
        "displayName": "Employees", "allowedTargetScope": "allMemberUsers",
        "expiration": { "type": "afterDuration", "duration": "P180D" },
        "requestorSettings": { "enableTargetsToSelfAddAccess": true },
        "requestApprovalSettings": { "isApprovalRequiredForAdd": true, "stages": [
            { "durationBeforeAutomaticDenial": "P14D", "primaryApprovers": [approver] },
        ] },
    });
    call("policy.create", json!({ "package": package, "definition": definition }));
    call(
        "delegation.give",
        json!({ "role": "owner", "catalog": catalog, "principal": person }),
    );
    let direct = json!({ "displayName": "By an administrator", "allowedTargetScope": "notSpecified" });
    let direct = call("policy.create", json!({ "package": package, "definition": direct }));
    call(
        "assignment.give",
        json!({ "package": package, "policy": direct["policy"], "principal": person, "justification": "New in the team." }),
    );
}

/// Each dialog takes the focus, keeps it, and gives it back.
fn dialogs(window: &Window, found: &mut Vec<String>, suffix: &str) {
    for (place, opener, name, after) in [
        ("/reviews/1", "Stop…", "stop", "Stop…"),
        // The desk goes on at its list, where the next key decides.
        ("/reviews/1/items", "Decide on many", "bulk", "Items of"),
        ("/reviews/1/items", "Alike", "alike", "Items of"),
        ("/catalogs", "New catalog", "catalog", "New catalog"),
    ] {
        window.go(place);
        window.role("button", opener).click();
        window.role("dialog", "");
        look(window, found, &format!("dialog-{name}-{suffix}"));
        for _ in 0..12 {
            window.press(Key::Tab);
            let inside = window.script(
                "return document.activeElement.closest('[role=dialog], [role=alertdialog]') !== null",
                &json!([]),
            );
            if inside != true {
                found.push(format!("dialog-{name}-{suffix}: Tab leaves it"));
                break;
            }
        }
        window.press(Key::Escape);
        window.wait_until("Escape closes the dialog", || !window.has("dialog", ""));
        window.paint();
        let (_, back) = window.focus();
        if !back.contains(after) {
            found.push(format!("dialog-{name}-{suffix}: the focus went to “{back}”"));
        }
    }
}

/// Denies everything, so that groups would be left empty and the plan waits for a second person.
fn end_it(window: &Window) {
    let progress = window
        .call("review.progress", &json!({ "instance": 1 }))
        .expect("progress");
    for reviewer in progress["reviewers"].as_array().expect("reviewers") {
        window
            .call(
                "actor.choose",
                &json!({ "principal": reviewer["principal"], "administrator": false }),
            )
            .expect("the reviewer sits down");
        window
            .call(
                "item.decideMany",
                &json!({ "instance": 1, "filter": { "reviewer": reviewer["principal"] }, "decision": "deny", "justification": "The project is over." }),
            )
            .expect("they deny all");
    }
    // A log that is longer than one screen and one page of it.
    for _ in 0..150 {
        window
            .call("actor.choose", &json!({ "administrator": true }))
            .expect("the administrator is back");
    }
    window.call("review.stop", &json!({ "instance": 1 })).expect("it ends");
    window
        .call("plan.draw", &json!({ "instance": 1 }))
        .expect("the plan is drawn");
}

#[test]
fn the_first_screens_hinder_nobody() {
    let Some(window) = Start::new("first-screen").open() else {
        return;
    };
    let mut found = Vec::new();
    window.role("heading", "Welcome");
    look(&window, &mut found, "welcome");
    for (way, name) in [
        ("Practise with", "practise"),
        ("Make a store", "make"),
        ("Open a store", "open"),
        ("Restore a backup", "restore"),
    ] {
        window.role("button", way).click();
        look(&window, &mut found, name);
        window.role("button", "Back").click();
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
