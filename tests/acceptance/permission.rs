//! Who may do what: every operation that a role over a catalog decides on, called as every role.
//!
//! What comes out is compared with `tests/expected/permission-matrix.md` (`UPDATE_EXPECTED=1` writes it). An
//! operation is allowed where it is not refused with the code `permission`; what else it says is no matter here.

#[path = "permission/input.rs"]
mod input;

use std::fmt::Write as _;
use std::path::Path;

use chrono::{DateTime, TimeZone, Utc};
use countersign_app::{Operation, OperationKind, operations};
use countersign_domain::actor::Permission;
use countersign_tests::governance::finance;
use countersign_tests::practice::Practice;
use input::{Known, input, variants};
use serde_json::{Value, json};

/// Columns of the table, with who stands for each; nobody at all is the administrator.
const ROLES: &[(&str, Option<&str>, Option<&str>)] = &[
    ("administrator", None, None),
    ("creator", Some("carl"), Some("creator")),
    ("owner", Some("olga"), Some("owner")),
    ("reader", Some("rita"), Some("reader")),
    ("package manager", Some("pia"), Some("accessPackageManager")),
    (
        "assignment manager",
        Some("arno"),
        Some("accessPackageAssignmentManager"),
    ),
    ("requestor", Some("rex"), None),
    ("nobody", Some("nina"), None),
];

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, 1, 8, 0, 0).single().expect("a moment")
}

/// A closed store in which everybody has their role over the catalog “Finance”.
fn prepared() -> (Practice, Known) {
    let practice = Practice::at(now());
    let finance = finance(&practice);
    let known = Known::prepare(&practice, finance);
    for (_, person, role) in ROLES {
        if let (Some(person), Some(role)) = (person, role) {
            let catalog = (*role != "creator").then_some(finance.catalog);
            let principal = practice.person(person);
            practice.call(
                "delegation.give",
                json!({ "role": role, "catalog": catalog, "principal": principal }),
            );
        }
    }
    practice.call("store.close", json!({}));
    (practice, known)
}

/// Whether a role may; a copy of the store takes what the call changes.
fn is_allowed(practice: &Practice, operation: &Operation, input: &Value) -> bool {
    match practice.ask(operation.name, input.clone()) {
        Ok(_) => true,
        Err(problem) => match problem.code.as_deref() {
            Some("permission") => false,
            // Nothing would be said about the permission then.
            Some("input" | "missing") => panic!("{} {input}: {problem:?}; see permission/input.rs", operation.name),
            _ => true,
        },
    }
}

#[test]
fn every_role_may_do_what_the_matrix_says_and_nothing_else() {
    let (store, known) = prepared();
    let mut rows: Vec<(&str, &Operation, Value)> = operations()
        .iter()
        .filter(|one| one.permission == Permission::Govern || one.name == "evidence.exportPackage")
        // Has nothing to do with a catalog: its file says for whom it is; role_matrix.rs.
        .filter(|one| one.name != "packet.open")
        .map(|one| (one.name, one, input(one.name, &known)))
        .collect();
    for (said, name, input) in variants(&known) {
        let operation = operations().iter().find(|one| one.name == name);
        rows.push((said, operation.expect("an operation"), input));
    }
    let mut allowed = vec![Vec::new(); rows.len()];
    for (_, person, _) in ROLES {
        let sit = |practice: &Practice| practice.sit(person.map(|name| practice.person(name)));
        // Looking changes nothing, so all looks are at one copy.
        let looks = store.copy(now());
        sit(&looks);
        for (at, (_, operation, input)) in rows.iter().enumerate() {
            allowed[at].push(if operation.kind == OperationKind::Read {
                is_allowed(&looks, operation, input)
            } else {
                let own = store.copy(now());
                sit(&own);
                is_allowed(&own, operation, input)
            });
        }
    }
    let mut text = String::from("# Who may do what in a catalog\n\n| operation |");
    for (role, ..) in ROLES {
        let _ = write!(text, " {role} |");
    }
    let _ = write!(text, "\n|---|{}", ":-:|".repeat(ROLES.len()));
    for ((said, ..), row) in rows.iter().zip(allowed) {
        let _ = write!(text, "\n| {said} |");
        for may in row {
            text.push_str(if may { " x |" } else { " |" });
        }
    }
    text.push_str(
        "\n\nA list that is cut to what one may see is refused to nobody: it is empty for those who see nothing.\n\n\
         ## The rule\n\n",
    );
    text.push_str(&countersign_domain::catalog::table());
    println!("{text}");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("expected/permission-matrix.md");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, &text).expect("the matrix is written");
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(text, expected, "the matrix has changed; UPDATE_EXPECTED=1 writes it");
}
