//! A package of one entitlement that is given to somebody and taken back, on whatever directory: delivered, seen there,
//! ended, seen gone, and told by one file.

use std::path::PathBuf;

use chrono::Duration;
use countersign_evidence::{EmbeddedPackage, PackageSource as _, VerifyOptions, verify};
use serde_json::{Value, json};

use crate::practice::Practice;

pub struct Handover<'p> {
    pub practice: &'p Practice,
    pub directory: i64,
    pub package: i64,
    policy: i64,
}

impl<'p> Handover<'p> {
    /// Makes a package that gives these: a resource, and the entitlement where it is not membership.
    pub fn new(practice: &'p Practice, directory: i64, roles: &[(i64, Option<&str>)]) -> Handover<'p> {
        let id = |value: Value, name: &str| value[name].as_i64().expect("a number");
        let new = json!({ "displayName": "Office", "directory": directory });
        let catalog = id(practice.call("catalog.create", new), "catalog");
        let new = json!({ "catalog": catalog, "displayName": "What the office needs" });
        let package = id(practice.call("package.create", new), "package");
        for (resource, entitlement) in roles {
            let add = json!({ "catalog": catalog, "resource": resource });
            practice.call("catalog.resource.add", add);
            let mut role = json!({ "package": package, "resource": resource });
            if let Some(entitlement) = entitlement {
                role["entitlement"] = json!(entitlement);
            }
            practice.call("package.role.add", role);
        }
        let direct = json!({ "displayName": "By an administrator", "allowedTargetScope": "notSpecified",
                             "expiration": { "type": "afterDuration", "duration": "P30D" } });
        let policy = practice.call("policy.create", json!({ "package": package, "definition": direct }));
        Handover {
            practice,
            directory,
            package,
            policy: id(policy, "policy"),
        }
    }

    /// Gives the package; it is delivered at once.
    pub fn give(&self, person: &str) -> i64 {
        let give = json!({ "package": self.package, "policy": self.policy, "principal": self.practice.person(person),
                           "justification": "Covers the night" });
        let given = self.practice.call("assignment.give", give);
        self.deliver();
        given["assignment"].as_i64().expect("a number")
    }

    pub fn end(&self, assignment: i64) {
        let end = json!({ "assignment": assignment, "reason": "The night is over" });
        self.practice.call("assignment.end", end);
        self.deliver();
    }

    fn deliver(&self) {
        self.practice.set_clock(self.practice.now() + Duration::hours(1));
        self.practice
            .done("assignment.deliver", json!({ "directory": self.directory }));
    }

    /// State of an assignment, and whether the directory was seen to be so.
    pub fn state(&self, assignment: i64) -> (String, bool) {
        let shown = self
            .practice
            .call("assignment.show", json!({ "assignment": assignment }));
        let state = shown["state"].as_str().expect("a state").to_owned();
        (state, shown["seen"] == true)
    }

    /// Reads the directory an hour later, as evidence wants it.
    pub fn read(&self) -> Value {
        self.practice.set_clock(self.practice.now() + Duration::hours(1));
        self.practice.sync(self.directory)
    }

    /// Gives the package, reads, takes it back, reads: each step seen in the directory, and all of it in the evidence.
    /// `holds` asks the directory itself whether the person has everything the package gives.
    pub fn there_and_back(&self, person: &str, entitlements: usize, holds: impl Fn() -> bool) {
        assert!(!holds(), "{person} has it before");
        let given = self.give(person);
        assert_eq!(self.state(given), ("delivered".to_owned(), true));
        assert!(holds(), "{person} has it by the directory's own word");
        self.read();
        assert_eq!(self.proven(), (entitlements, 0));
        self.end(given);
        assert_eq!(self.state(given), ("expired".to_owned(), true));
        assert!(!holds(), "{person} has it no more");
        self.read();
        assert_eq!(self.proven(), (entitlements, entitlements));
        self.practice.is_sound();
    }

    /// The evidence of the package, which must be valid: how many of its entitlements were seen there, and gone again.
    pub fn proven(&self) -> (usize, usize) {
        let path: PathBuf = self
            .practice
            .store()
            .with_file_name(format!("{}.pdf", self.practice.now().timestamp()));
        let input = json!({ "package": self.package, "path": path, "from": null });
        self.practice.done("evidence.exportPackage", input);
        let report = verify(&path, &VerifyOptions::default()).expect("it reads");
        assert!(report.valid, "{:?}", report.findings);
        let (mut there, mut gone) = (0, 0);
        let read = EmbeddedPackage::open(&path).expect("a record");
        read.for_each_assignment(&mut |row| {
            there += row.entitlements.iter().filter(|one| one.there_in.is_some()).count();
            gone += row.entitlements.iter().filter(|one| one.gone_in.is_some()).count();
            Ok(())
        })
        .expect("assignments");
        (there, gone)
    }
}
