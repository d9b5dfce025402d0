//! The office that the random reviews are about: ten people, three groups, one account that is disabled.

use chrono::{DateTime, TimeZone, Utc};
use countersign_tests::practice::{Practice, group, person};
use serde_json::{Value, json};

use crate::reference::{DISABLED, Who};

/// In the order of their names, which is the order of the items.
pub const PEOPLE: [&str; 10] = [
    "anna", "ben", "cleo", "dora", "emil", "fay", "gus", "hana", "ivo", "jan",
];

/// Members by way of the group itself, members by way of another group, owners.
type Group = (&'static str, &'static [Who], &'static [Who], &'static [Who]);

pub const GROUPS: [Group; 2] = [
    ("Alpha", &[0, 1, 2, 3, 4], &[5, 6], &[7, 8]),
    ("Gamma", &[0, 5, 7, 9], &[], &[9]),
];

const MANAGERS: [Option<Who>; 10] = [
    None,
    Some(0),
    Some(0),
    Some(0),
    Some(1),
    Some(1),
    Some(DISABLED),
    Some(2),
    None,
    Some(0),
];

pub fn manager(who: Who) -> Option<Who> {
    MANAGERS[who].filter(|one| *one != DISABLED)
}

pub fn begin() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).single().expect("a moment")
}

/// A store of this office, and the numbers of its people.
pub fn open() -> (Practice, Vec<i64>) {
    let practice = Practice::at(begin());
    let mut nodes: Vec<Value> = (0..PEOPLE.len()).map(node).collect();
    nodes.push(group(100, "Alpha", &[0, 1, 2, 3, 4, 101], &[7, 8]));
    nodes.push(group(101, "Beta", &[5, 6], &[]));
    nodes.push(group(102, "Gamma", &[0, 5, 7, 9], &[9]));
    practice.add_nodes(&nodes);
    let ids = PEOPLE.iter().map(|name| practice.person(name)).collect();
    (practice, ids)
}

fn node(who: Who) -> Value {
    let mut more = json!({ "enabled": who != DISABLED });
    if let Some(manager) = MANAGERS[who] {
        more["manager"] = json!(countersign_tests::practice::key(manager));
    }
    // Signed in lately, long ago, never, or too new an account to tell.
    match who % 4 {
        0 => more["lastSignInAt"] = json!("2026-02-25T08:00:00Z"),
        1 => more["lastSignInAt"] = json!("2025-11-25T08:00:00Z"),
        2 => {}
        _ => more["createdAt"] = json!("2026-02-20T08:00:00Z"),
    }
    person(who, PEOPLE[who], &more)
}
