//! A practice store with several directories, each a file of nodes.

use chrono::{DateTime, TimeZone, Utc};
use countersign_tests::practice::{Practice, node};
use serde_json::{Value, json};

pub fn at(day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, day, 8, 0, 0).single().expect("a day")
}

/// A directory by its name, and its number.
pub struct Place<'a> {
    practice: &'a Practice,
    name: &'static str,
    pub number: i64,
}

impl<'a> Place<'a> {
    /// Adds a directory of these nodes and reads it.
    pub fn new(practice: &'a Practice, name: &'static str, nodes: &[Value]) -> Self {
        let mut place = Place {
            practice,
            name,
            number: 0,
        };
        place.write(nodes);
        let settings = json!({ "file": format!("{name}.json") });
        let added = practice.call(
            "directory.add",
            json!({ "name": name, "kind": "sample", "settings": settings }),
        );
        place.number = added["directory"].as_i64().expect("a number");
        practice.sync(place.number);
        place
    }

    fn write(&self, nodes: &[Value]) {
        let tree = json!({ "nodes": nodes }).to_string();
        std::fs::write(self.practice.store().join(format!("{}.json", self.name)), tree).expect("a file");
    }

    /// Reads other nodes in their place; answers the snapshot.
    pub fn read(&self, nodes: &[Value]) -> i64 {
        self.write(nodes);
        self.practice.sync(self.number)["snapshot"]
            .as_i64()
            .expect("a snapshot")
    }

    /// The number of one of its principals, by name.
    pub fn of(&self, name: &str) -> i64 {
        for kind in ["user", "group", "servicePrincipal"] {
            let found = self
                .practice
                .call("principal.list", json!({ "search": name, "kind": kind, "limit": 1000 }));
            for row in found["rows"].as_array().expect("rows") {
                let dn = row["dn"].as_str().unwrap_or_default();
                if row["displayName"] == name && dn.ends_with(&format!("dc={}", self.name)) {
                    return row["principal"].as_i64().expect("a number");
                }
            }
        }
        panic!("{} holds no {name}", self.name)
    }
}

/// A node of one of several directories, told apart by the name in their places and keys.
pub fn entry(place: &str, n: usize, name: &str, kind: &str, more: &Value) -> Value {
    let mut one = node(n, name, "all", kind, more);
    one["dn"] = json!(format!("cn={name},ou=all,dc={place}"));
    if more.get("key").is_none() {
        one["key"] = json!(format!("{place}-{n}"));
    }
    one
}

pub fn user(place: &str, n: usize, name: &str, more: &Value) -> Value {
    entry(place, n, name, "user", more)
}

pub fn group(place: &str, n: usize, name: &str, members: &[usize], owners: &[usize]) -> Value {
    let keys = |list: &[usize]| list.iter().map(|n| format!("{place}-{n}")).collect::<Vec<_>>();
    entry(
        place,
        n,
        name,
        "group",
        &json!({ "members": keys(members), "owners": keys(owners) }),
    )
}

/// The accounts of somebody's person as `directory name rule value`, in order.
pub fn accounts(practice: &Practice, principal: i64) -> Vec<String> {
    let view = practice.call("person.show", json!({ "principal": principal }));
    let rows = view["accounts"].as_array().expect("accounts");
    let line = |row: &Value| {
        let of = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
        format!(
            "{} {} {} {}",
            of("directoryName"),
            of("displayName"),
            of("rule"),
            of("value")
        )
    };
    rows.iter().map(line).collect()
}
