//! A practice directory whose memberships can be changed behind the desk's back, with packages over it.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use countersign_tests::practice::{Practice, group, key, node, person};
use serde_json::{Value, json};

pub struct Estate {
    pub practice: Practice,
    pub directory: i64,
    pub catalog: i64,
}

/// Groups: 101 Ledger, 102 Vault (Bob is in it), 103 Archive, 104 Mirror (comes from another directory); 105 an
/// application.
const PEOPLE: [&str; 6] = ["ada", "bob", "cyd", "dan", "eve", "fay"];

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

impl Estate {
    /// At nine on a Monday, with an empty catalog that holds all of it.
    pub fn open() -> Estate {
        let practice = Practice::at(at("2026-03-02T09:00:00Z"));
        let mut nodes: Vec<Value> = PEOPLE
            .iter()
            .enumerate()
            .map(|(n, name)| {
                let department = if n % 2 == 0 { "Sales" } else { "Finance" };
                person(n + 1, name, &json!({ "department": department }))
            })
            .collect();
        nodes.push(group(101, "Ledger", &[], &[]));
        nodes.push(group(102, "Vault", &[2], &[]));
        nodes.push(group(103, "Archive", &[], &[]));
        let mut mirror = group(104, "Mirror", &[], &[]);
        mirror["attributes"] = json!({ "synced": ["true"] });
        nodes.push(mirror);
        nodes.push(node(105, "Payments", "apps", "servicePrincipal", &json!({})));
        let directory = practice.add_nodes(&nodes);
        let made = practice.call(
            "catalog.create",
            json!({ "displayName": "Finance", "directory": directory }),
        );
        let estate = Estate {
            catalog: made["catalog"].as_i64().expect("a number"),
            practice,
            directory,
        };
        for n in 101..=105 {
            let input = json!({ "catalog": estate.catalog, "resource": estate.resource(n) });
            estate.practice.call("catalog.resource.add", input);
        }
        estate
    }

    pub fn resource(&self, n: usize) -> i64 {
        let kind = if n == 105 { "servicePrincipal" } else { "group" };
        self.practice.principal(&key(n), kind)
    }

    pub fn person(&self, n: usize) -> i64 {
        self.practice.person(&key(n))
    }

    /// A package of these resources, with a policy without approval for so many days (0: without end).
    pub fn package(&self, name: &str, resources: &[usize], days: u32, adopts: bool) -> (i64, i64) {
        let expiration = match days {
            0 => json!({ "type": "noExpiration" }),
            days => json!({ "type": "afterDuration", "duration": format!("P{days}D") }),
        };
        let policy = json!({
            "displayName": format!("{name}, direct"), "allowedTargetScope": "notSpecified", "expiration": expiration,
        });
        self.package_with(name, resources, adopts, &policy)
    }

    pub fn package_with(&self, name: &str, resources: &[usize], adopts: bool, policy: &Value) -> (i64, i64) {
        let input = json!({ "catalog": self.catalog, "displayName": name, "adopts": adopts });
        let package = self.practice.call("package.create", input)["package"]
            .as_i64()
            .expect("a number");
        for n in resources {
            let entitlement = if *n == 105 { "Approver" } else { "member" };
            let input = json!({ "package": package, "resource": self.resource(*n), "entitlement": entitlement });
            self.practice.call("package.role.add", input);
        }
        let input = json!({ "package": package, "definition": policy });
        let policy = self.practice.call("policy.create", input)["policy"]
            .as_i64()
            .expect("a number");
        (package, policy)
    }

    /// Gives a package directly, delivers, and answers the assignment.
    pub fn give(&self, package: i64, n: usize) -> i64 {
        let input = json!({ "package": package, "principal": self.person(n) });
        let given = self.practice.call("assignment.give", input);
        self.deliver();
        given["assignment"].as_i64().expect("a number")
    }

    pub fn end(&self, assignment: i64) {
        let input = json!({ "assignment": assignment, "reason": "Not needed." });
        self.practice.call("assignment.end", input);
        self.deliver();
    }

    pub fn deliver(&self) -> Value {
        self.practice.done("assignment.deliver", json!({}))
    }

    pub fn show(&self, assignment: i64) -> Value {
        self.practice
            .call("assignment.show", json!({ "assignment": assignment }))
    }

    pub fn state(&self, assignment: i64) -> String {
        self.show(assignment)["state"].as_str().expect("a state").to_owned()
    }

    /// Lets time pass, ticks, and waits for what the tick started.
    pub fn pass(&self, time: Duration) -> Value {
        self.practice.set_clock(self.practice.now() + time);
        self.tick()
    }

    pub fn tick(&self) -> Value {
        let ticked = self.practice.call("tick", json!({}));
        for job in ticked["jobs"].as_array().into_iter().flatten() {
            self.practice.ended(job).expect("the job is done");
        }
        ticked
    }

    pub fn sync(&self) -> Value {
        self.practice.sync(self.directory)
    }

    fn path(&self) -> std::path::PathBuf {
        self.practice.store().join("directory.json")
    }

    pub fn tree(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.path()).expect("the directory's file")).expect("JSON")
    }

    /// Changes the directory behind the desk's back.
    pub fn edit(&self, change: impl FnOnce(&mut Vec<Value>)) {
        let mut tree = self.tree();
        let mut nodes: Vec<Value> = serde_json::from_value(tree["nodes"].take()).expect("nodes");
        change(&mut nodes);
        self.practice.write_nodes(&nodes);
    }

    pub fn edit_one(&self, n: usize, change: impl FnOnce(&mut Value)) {
        self.edit(|nodes| change(nodes.iter_mut().find(|one| one["key"] == key(n)).expect("a node")));
    }

    /// Who is in a group, in the directory itself.
    pub fn members(&self, n: usize) -> BTreeSet<usize> {
        let tree = self.tree();
        let nodes = tree["nodes"].as_array().expect("nodes");
        let found = nodes.iter().find(|one| one["key"] == key(n));
        let members = found
            .and_then(|one| one["members"].as_array())
            .cloned()
            .unwrap_or_default();
        (1..=PEOPLE.len())
            .filter(|n| members.iter().any(|one| *one == key(*n)))
            .collect()
    }

    /// The state of one entitlement of an assignment, with the whole row.
    pub fn given(&self, assignment: i64, n: usize) -> Value {
        let resource = self.resource(n);
        let shown = self.show(assignment);
        let given = shown["given"].as_array().expect("rows");
        given
            .iter()
            .find(|one| one["resource"] == resource)
            .cloned()
            .unwrap_or(Value::Null)
    }

    /// The states of the requests about an assignment, in order.
    pub fn requests(&self, assignment: i64) -> Vec<(String, String)> {
        let shown = self.show(assignment);
        let word = |one: &Value, name: &str| one[name].as_str().expect("a word").to_owned();
        let requests = shown["requests"].as_array().expect("rows");
        requests
            .iter()
            .map(|one| (word(one, "kind"), word(one, "state")))
            .collect()
    }

    /// Whether the list of holders shows the person with the package.
    pub fn holds(&self, package: i64, n: usize) -> bool {
        let shown = self.practice.call("package.show", json!({ "package": package }));
        let input = json!({ "resource": shown["resource"], "principal": self.person(n) });
        self.practice.call("grant.list", input)["total"] == 1
    }
}

/// A set, to compare with.
pub fn set(all: &[usize]) -> BTreeSet<usize> {
    all.iter().copied().collect()
}
