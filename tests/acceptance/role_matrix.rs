//! Who may call what: every line of the table of operations, called as everybody. And what is done stands in the log.
//!
//! What comes out is compared with `tests/expected/role-matrix.md` (`UPDATE_EXPECTED=1` writes it). An operation
//! without a case here fails these tests.

#[path = "role_matrix/case.rs"]
mod case;
// The table of the permissions over catalogs shares its inputs.
#[allow(dead_code)]
#[path = "permission/input.rs"]
mod input;
#[path = "role_matrix/scene.rs"]
mod scene;

use std::fmt::Write as _;
use std::path::Path;

use countersign_app::{Operation, OperationKind, operations};
use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use case::{input_of, prepare};
use scene::Scene;

const COLUMNS: [&str; 6] = [
    "nobody chosen",
    "plain person",
    "reviewer",
    "catalog owner",
    "compliance officer",
    "administrator",
];

/// Seats whoever a column speaks of.
fn sit(column: &str, scene: &Scene, practice: &Practice) {
    match column {
        "plain person" => practice.sit(Some(scene.people.nina)),
        "reviewer" => practice.sit(Some(scene.people.pia)),
        "catalog owner" => practice.sit(Some(scene.people.olga)),
        "compliance officer" => practice.sit(Some(scene.people.arno)),
        "administrator" => practice.sit(None),
        _ => practice.unseat(),
    }
}

/// What came out, as the matrix prints it.
fn cell(practice: &Practice, operation: &Operation, input: &Value) -> &'static str {
    match practice.ask(operation.name, input.clone()) {
        Ok(_) => "x",
        Err(problem) => match problem.code.as_deref() {
            Some("permission" | "actor") => "",
            Some("notAsked" | "ownRequest" | "ownAccess") => "o",
            Some("missing") => "m",
            // Nothing would be said of the permission within.
            Some("input") => "?",
            _ => "x",
        },
    }
}

/// These end what the others need.
fn is_alone(operation: &Operation) -> bool {
    operation.kind != OperationKind::Read && operation.name != "store.status"
}

#[test]
fn everybody_may_call_what_the_matrix_says_and_nothing_else() {
    let scene = Scene::prepare();
    let mut cells = vec![Vec::new(); operations().len()];
    for column in COLUMNS {
        let looks = scene.copy();
        sit(column, &scene, &looks);
        for (at, operation) in operations().iter().enumerate() {
            let input = input_of(operation.name, &scene);
            cells[at].push(if is_alone(operation) {
                let own = scene.copy();
                sit(column, &scene, &own);
                let cell = cell(&own, operation, &input);
                own.settle();
                cell
            } else {
                cell(&looks, operation, &input)
            });
        }
    }
    for row in &mut cells {
        // What is there for the administrator and not for others is hidden from them.
        let hidden = if row.last() == Some(&"m") { "x" } else { "o" };
        row.iter_mut()
            .filter(|cell| **cell == "m")
            .for_each(|cell| *cell = hidden);
    }
    let unknown = operations().iter().zip(&cells).filter(|(_, row)| row.contains(&"?"));
    let unknown: Vec<&str> = unknown.map(|(one, _)| one.name).collect();
    assert!(
        unknown.is_empty(),
        "role_matrix/case.rs has no right input for {unknown:?}"
    );
    let mut text = String::from("# Who may call what\n\n| operation | kind |");
    for column in COLUMNS {
        let _ = write!(text, " {column} |");
    }
    let _ = write!(text, "\n|---|---|{}", ":-:|".repeat(COLUMNS.len()));
    for (operation, row) in operations().iter().zip(cells) {
        let kind = json!(operation.kind);
        let _ = write!(text, "\n| {} | {} |", operation.name, kind.as_str().unwrap_or_default());
        for cell in row {
            let _ = write!(text, " {cell}{}|", if cell.is_empty() { "" } else { " " });
        }
    }
    text.push_str(
        "\n\nx: may call it; o: may, about what is theirs, and the call was about something else.\n\n\
         The reviewer is asked in the review that the calls are about, and by the request; the catalog owner owns the \
         catalog. A list that is cut to what one may see is refused to nobody. Desk operations that need no store \
         are refused to nobody either.\n",
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("expected/role-matrix.md");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, &text).expect("the matrix is written");
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    println!("{text}");
    assert_eq!(text, expected, "the matrix has changed; UPDATE_EXPECTED=1 writes it");
}

/// Operations whose success takes more than this store, and what: they go through the same one door.
const ELSEWHERE: &[(&str, &str)] = &[
    ("packet.open", "a packet of another store; answer.rs"),
    ("packet.answer", "a packet that was opened; answer.rs"),
    ("packet.carry", "a packet that was opened; answer.rs"),
    ("packet.takeIn", "an answer of another store; answer.rs"),
    (
        "approval.packet.passphrase",
        "a packet that was made; approval_travel.rs",
    ),
    ("approval.decide", "a packet that was opened; approval_travel.rs"),
    ("approval.return", "a packet that was opened; approval_travel.rs"),
    ("approval.carry", "a packet that was opened; approval_travel.rs"),
    (
        "approval.dispute.settle",
        "an answer that could not be taken; approval_travel.rs",
    ),
    ("request.packet.passphrase", "a packet that was made; request_travel.rs"),
    ("request.write", "a packet that was opened; request_travel.rs"),
    ("request.withdraw", "a packet that was opened; request_travel.rs"),
    ("request.return", "a packet that was opened; request_travel.rs"),
    ("request.carry", "a packet that was opened; request_travel.rs"),
    (
        "request.dispute.settle",
        "a request that could not be taken; request_travel.rs",
    ),
    ("device.offer", "the enrolment of another installation; packet.rs"),
    ("device.accept", "a device that was offered; packet.rs"),
    ("device.turnDown", "a device that was offered; packet.rs"),
    ("device.revoke", "a device that was accepted; packet.rs"),
    ("device.replace", "two devices of one person; packet.rs"),
    ("packet.passphrase", "a packet that was made; packet.rs"),
    ("workstation.accept", "another workstation; exchange.rs"),
    ("workstation.end", "another workstation; exchange.rs"),
    ("workstation.handOver", "another workstation; exchange.rs"),
    ("packet.takeWorkbook", "a workbook that somebody filled in; workbook.rs"),
    ("dispute.settle", "an answer that could not be taken; answer.rs"),
    ("notice.requeue", "a mail server that did not answer; notice_fault.rs"),
    ("notice.send", "a mail server; notice.rs"),
    ("acknowledgement.sign", "the digest that was shown; checklist.rs"),
    ("acknowledgement.withdraw", "a signature; checklist.rs"),
    (
        "audit.explain",
        "a log that is another one than was remembered; checkpoint.rs",
    ),
    ("audit.timestamp", "a time-stamping authority; checkpoint.rs"),
    ("signing.create", "a keyring"),
    ("signing.import", "a keyring, and a PKCS#12 file"),
    ("signing.remove", "a certificate that is in use"),
    ("directory.signIn", "a tenant, and a person who types a code; entra.rs"),
    ("directory.offered", "a tenant; entra.rs"),
    ("directory.import", "a tenant; entra.rs"),
    ("guest.keep", "a guest that a server has blocked; guest.rs"),
    ("request.reprocess", "a delivery that a server refused; request.rs"),
    (
        "policy.countersign",
        "a rule that takes a package from most; assignment.rs",
    ),
];

#[test]
fn every_write_leaves_its_entry() {
    let scene = Scene::prepare();
    let mut wrong = Vec::new();
    for operation in operations() {
        let changes = matches!(operation.kind, OperationKind::Write | OperationKind::Job);
        if !changes || ELSEWHERE.iter().any(|(name, _)| *name == operation.name) {
            continue;
        }
        let practice = scene.copy();
        prepare(operation.name, &scene, &practice);
        let before = practice.log();
        let input = input_of(operation.name, &scene);
        let done = practice
            .ask(operation.name, input)
            .and_then(|answer| match answer.get("job") {
                Some(job) if !job.is_null() => practice.ended(job),
                _ => Ok(answer),
            });
        if let Err(problem) = done {
            wrong.push(format!("{}: {}", operation.name, problem.message));
            continue;
        }
        let after = practice.log();
        if !after[before.len()..].iter().any(|name| name == operation.name) {
            wrong.push(format!("{}: only {:?}", operation.name, &after[before.len()..]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_call_that_is_refused_leaves_no_row_changed() {
    let scene = Scene::prepare();
    for column in ["plain person", "compliance officer"] {
        let mut practice = scene.copy();
        sit(column, &scene, &practice);
        let mut before = practice.content();
        let mut refused = 0;
        for operation in operations() {
            if !matches!(operation.kind, OperationKind::Write | OperationKind::Job) {
                continue;
            }
            if matches!(
                cell(&practice, operation, &input_of(operation.name, &scene)),
                "" | "o" | "m"
            ) {
                refused += 1;
                assert!(
                    practice.content() == before,
                    "{} as {column} changed something",
                    operation.name
                );
            } else {
                practice.settle();
                practice = scene.copy();
                sit(column, &scene, &practice);
                before = practice.content();
            }
        }
        assert!(refused > 50, "{refused} refused as {column}");
    }
}
