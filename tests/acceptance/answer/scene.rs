//! An organization and its reviewers' own installations, each with a store and keys of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use countersign_tests::cli::definition;
use countersign_tests::practice::{Practice, group, person};
use serde_json::{Value, json};

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

/// What every item comes to, by person and resource.
pub type Result = BTreeMap<(String, String), String>;

pub struct Scene {
    pub org: Practice,
    pub instance: i64,
    pub folder: tempfile::TempDir,
    /// The reviewers' numbers in the organization.
    pub pia: i64,
    pub hugo: i64,
}

/// A reviewer's machine, with a packet open in it.
pub struct Machine {
    pub desk: Practice,
    pub instance: i64,
    pub review: i64,
    /// The device in the organization.
    pub device: i64,
}

impl Scene {
    /// A review of two groups of these many people, asked of Pia and Hugo both.
    pub fn new(people: usize, more: &Value) -> Scene {
        let org = Practice::locked(at("2026-11-02T08:00:00Z"));
        let mut nodes = vec![person(0, "pia", &json!({})), person(1, "hugo", &json!({}))];
        nodes.extend((2..people + 2).map(|n| person(n, &format!("p{n}"), &json!({ "department": "Sales" }))));
        let members: Vec<usize> = (2..people + 2).collect();
        nodes.push(group(people + 2, "Ledger", &members, &[0]));
        nodes.push(group(people + 3, "Payroll", &members[..people / 2], &[0]));
        org.add_nodes(&nodes);
        let mut asked = definition("Finance", &["Ledger", "Payroll"], &["/users/pia", "/users/hugo"]);
        for (name, value) in more.as_object().into_iter().flatten() {
            asked["settings"][name] = value.clone();
        }
        let (_, instance) = org.start_review(&asked).expect("a review");
        let (pia, hugo) = (org.person("pia"), org.person("hugo"));
        let folder = tempfile::tempdir().expect("a folder");
        Scene {
            org,
            instance,
            folder,
            pia,
            hugo,
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a machine for a person, and has its keys accepted.
    pub fn machine(&self, person: i64, name: &str) -> (Practice, i64) {
        let desk = Practice::locked(self.org.now());
        let enrolment = self.path(&format!("{name}.enrolment"));
        let asked = json!({ "path": enrolment, "deviceName": name, "displayName": name, "replace": true });
        let words = desk.call("device.enrol", asked)["words"].clone();
        let offered = self.org.call("device.offer", json!({ "path": enrolment }));
        let device = offered["device"]["device"].as_i64().expect("a number");
        self.org.call(
            "device.accept",
            json!({ "device": device, "principal": person, "words": words }),
        );
        (desk, device)
    }

    /// Makes packets, and answers the newest file for a person.
    pub fn hand_out(&self, person: i64) -> PathBuf {
        let folder = self.path("out");
        let made = self.org.done(
            "packet.make",
            json!({ "instance": self.instance, "folder": folder, "reviewers": [person] }),
        );
        assert_eq!(made["made"], 1, "{made}");
        let page = self.org.call("packet.list", json!({ "instance": self.instance }));
        let rows = page["rows"].as_array().expect("rows").clone();
        let newest = rows
            .iter()
            .find(|one| one["reviewer"] == person && one["supersededBy"].is_null());
        folder.join(newest.expect("a packet")["fileName"].as_str().expect("a name"))
    }

    /// A machine of a person with their packet open.
    pub fn seated(&self, person: i64, name: &str) -> Machine {
        let (desk, device) = self.machine(person, name);
        self.open(desk, device, &self.hand_out(person))
    }

    pub fn open(&self, desk: Practice, device: i64, packet: &Path) -> Machine {
        let opened = accept(&desk, packet);
        desk.sit(opened["reviewer"].as_i64());
        Machine {
            desk,
            device,
            instance: opened["instance"].as_i64().expect("a number"),
            review: opened["review"].as_i64().expect("a number"),
        }
    }

    /// Takes in everything that lies in a folder, or one file.
    pub fn take_in(&self, path: &Path) -> Value {
        let input = match path.is_dir() {
            true => json!({ "folder": path }),
            false => json!({ "paths": [path] }),
        };
        self.org.done("packet.takeIn", input)
    }

    pub fn result(&self) -> Result {
        standing(&self.org, self.instance)
    }

    pub fn disputes(&self) -> Vec<Value> {
        let page = self.org.call("dispute.list", json!({ "limit": 1000 }));
        let rows: Vec<Value> = serde_json::from_value(page["rows"].clone()).expect("rows");
        assert_eq!(page["total"], rows.len());
        rows
    }

    pub fn item(&self, person: &str, resource: &str) -> i64 {
        item_of(&self.org, self.instance, person, resource)
    }
}

/// Opens a packet, accepting the organization's words where it is not known yet.
pub fn accept(desk: &Practice, packet: &Path) -> Value {
    match desk.job("packet.open", json!({ "path": packet })) {
        Ok(opened) => opened,
        Err(problem) => {
            assert_eq!(problem.code.as_deref(), Some("unknownOrganization"), "{problem:?}");
            let hint = problem.hint.expect("the words");
            let words = hint.rsplit(": ").next().expect("the words").to_owned();
            desk.done("packet.open", json!({ "path": packet, "accept": words }))
        }
    }
}

pub fn standing(desk: &Practice, instance: i64) -> Result {
    let of = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    desk.items(instance, &json!({}))
        .iter()
        .map(|row| ((of(row, "principalName"), of(row, "resourceName")), of(row, "decision")))
        .collect()
}

pub fn item_of(desk: &Practice, instance: i64, person: &str, resource: &str) -> i64 {
    let rows = desk.items(instance, &json!({}));
    let row = rows
        .iter()
        .find(|row| row["principalName"] == person && row["resourceName"] == resource);
    row.expect("an item")["item"].as_i64().expect("a number")
}

impl Machine {
    pub fn decide(&self, person: &str, resource: &str, decision: &str) {
        let item = item_of(&self.desk, self.instance, person, resource);
        let why = format!("{decision} {person}");
        self.desk.call(
            "item.decide",
            json!({ "item": item, "decision": decision, "justification": why }),
        );
    }

    pub fn item(&self, person: &str, resource: &str) -> i64 {
        item_of(&self.desk, self.instance, person, resource)
    }

    /// Returns what was not returned yet: the files.
    pub fn give_back(&self, folder: &Path) -> Vec<PathBuf> {
        std::fs::create_dir_all(folder).expect("a folder");
        let done = self
            .desk
            .done("packet.answer", json!({ "instance": self.instance, "folder": folder }));
        serde_json::from_value(done["files"].clone()).expect("files")
    }
}
