//! Two snapshots against each other, and against a reckoning over two full lists of what was written.

use std::collections::{BTreeMap, BTreeSet};

use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use crate::model::{Chance, Shape};
use crate::place::{Place, at};

type Grants = BTreeSet<(String, String, String)>;

/// Every name and grant of one read, as it was written.
#[derive(Clone, Default)]
struct Full {
    principals: BTreeMap<String, String>,
    grants: Grants,
}

fn full(shape: &Shape) -> Full {
    let mut full = Full::default();
    let nodes = shape.nodes();
    let name = |key: &str| {
        nodes
            .iter()
            .find(|node| node["key"] == key)
            .map(|node| node["displayName"].as_str().expect("a name").to_owned())
    };
    for node in &nodes {
        let own = node["displayName"].as_str().expect("a name").to_owned();
        let what = format!("{} {} {}", node["title"], node["enabled"], node["mail"]);
        full.principals.insert(own.clone(), what);
        for (field, entitlement) in [("members", "member"), ("owners", "owner")] {
            for key in node[field].as_array().into_iter().flatten() {
                if let Some(holder) = name(key.as_str().expect("a key")) {
                    full.grants.insert((own.clone(), entitlement.to_owned(), holder));
                }
            }
        }
    }
    full
}

/// All rows of a list, gathered by its places in pages of seven.
fn all(practice: &Practice, operation: &str, mut input: Value) -> (Vec<Value>, i64) {
    let mut rows = Vec::new();
    input["limit"] = json!(7);
    loop {
        let page = practice.call(operation, input.clone());
        let part = page["rows"].as_array().expect("rows").clone();
        let total = page["total"].as_i64().expect("a number");
        if part.is_empty() {
            return (rows, total);
        }
        rows.extend(part);
        input["after"] = page["next"].clone();
    }
}

fn compared(practice: &Practice, from: i64, to: i64, change: &str) -> BTreeSet<String> {
    let input = json!({ "from": from, "to": to, "change": change });
    let (rows, total) = all(practice, "snapshot.principal.list", input);
    assert_eq!(total, i64::try_from(rows.len()).expect("few"));
    let names: BTreeSet<String> = rows
        .iter()
        .map(|row| row["displayName"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names.len(), rows.len(), "each once");
    names
}

fn granted(practice: &Practice, from: i64, to: i64, added: bool) -> Grants {
    let (rows, total) = all(
        practice,
        "snapshot.grant.list",
        json!({ "from": from, "to": to, "added": added }),
    );
    assert_eq!(total, i64::try_from(rows.len()).expect("few"));
    let text = |row: &Value, name: &str| row[name].as_str().expect("a text").to_owned();
    rows.iter()
        .map(|row| {
            (
                text(row, "resourceName"),
                text(row, "entitlement"),
                text(row, "principalName"),
            )
        })
        .collect()
}

#[test]
fn any_two_of_many_random_snapshots_differ_as_their_full_lists_do() {
    for seed in 1..=3_u64 {
        let practice = Practice::at(at(1));
        let mut chance = Chance(seed);
        let mut shape = Shape::new(&mut chance);
        let place = Place::new(&practice, "here", &shape.nodes());
        // Another directory is read in between, so that snapshots of one are not in a row.
        let other = Place::new(&practice, "there", &[]);
        let first = practice.call("snapshot.list", json!({ "directory": place.number }))["rows"][0]["snapshot"].clone();
        let mut reads = vec![(first.as_i64().expect("a number"), full(&shape))];
        for _ in 0..8 {
            for _ in 0..chance.below(14) {
                shape.change(&mut chance);
            }
            reads.push((place.read(&shape.nodes()), full(&shape)));
            other.read(&[]);
        }
        for (at, (from, before)) in reads.iter().enumerate() {
            for (to, after) in &reads[at + 1..] {
                let span = format!("seed {seed}, {from} to {to}");
                let of = |one: &Full, other: &Full| -> BTreeSet<String> {
                    one.principals
                        .keys()
                        .filter(|name| !other.principals.contains_key(*name))
                        .cloned()
                        .collect()
                };
                let changed: BTreeSet<String> = before
                    .principals
                    .iter()
                    .filter(|(name, what)| after.principals.get(*name).is_some_and(|now| now != *what))
                    .map(|(name, _)| name.clone())
                    .collect();
                assert_eq!(compared(&practice, *from, *to, "came"), of(after, before), "{span}");
                assert_eq!(compared(&practice, *from, *to, "gone"), of(before, after), "{span}");
                assert_eq!(compared(&practice, *from, *to, "changed"), changed, "{span}");
                let added: Grants = after.grants.difference(&before.grants).cloned().collect();
                let removed: Grants = before.grants.difference(&after.grants).cloned().collect();
                assert_eq!(granted(&practice, *from, *to, true), added, "{span}");
                assert_eq!(granted(&practice, *from, *to, false), removed, "{span}");
                let counts = practice.call("snapshot.compare", json!({ "from": from, "to": to }));
                assert_eq!(
                    counts["differs"],
                    json!({ "came": of(after, before).len(), "gone": of(before, after).len(), "changed": changed.len(),
                            "grantsAdded": added.len(), "grantsRemoved": removed.len() }),
                    "{span}"
                );
            }
        }
        practice.is_sound();
    }
}

#[test]
fn a_changed_principal_says_which_field_and_snapshots_that_do_not_fit_are_refused() {
    let practice = Practice::at(at(1));
    let before = crate::place::user("here", 1, "Ada", &json!({ "title": "Clerk" }));
    let place = Place::new(&practice, "here", &[before]);
    let other = Place::new(&practice, "there", &[]);
    let after = crate::place::user(
        "here",
        1,
        "Ada",
        &json!({ "title": "Lead", "enabled": false, "attributes": { "team": ["red"] } }),
    );
    let to = place.read(&[after]);
    let from = to - 2;
    let page = practice.call("snapshot.principal.list", json!({ "from": from, "to": to }));
    assert_eq!(
        page["rows"][0]["fields"],
        json!([
            { "field": "enabled", "before": "true", "after": "false" },
            { "field": "title", "before": "Clerk", "after": "Lead" },
            { "field": "team", "before": null, "after": "red" },
        ])
    );
    let there = practice.call("snapshot.list", json!({ "directory": other.number }))["rows"][0]["snapshot"].clone();
    for (from, to, field) in [
        (json!(from), there, "to"),
        (json!(to), json!(from), "from"),
        (json!(99), json!(to), "from"),
    ] {
        let problem = practice.refused("snapshot.compare", json!({ "from": from, "to": to }));
        assert_eq!(problem.field.as_deref(), Some(field), "{}", problem.message);
    }
}
