//! A treasury on a real server: who is there, what the package gives and under which policy, and what the file holds.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use countersign_evidence::{EmbeddedPackage, LogSource, PackageRecord, PackageSource};
use countersign_tests::practice::Practice;
use countersign_tests::slapd::{BASE, PASSWORD, Slapd};
use serde_json::{Value, json};

/// Account, name, manager.
const PEOPLE: &[(&str, &str, &str)] = &[
    ("anna", "Anna Łukaszewicz", "mona"),
    ("mona", "Mona Manager", "boris"),
    ("boris", "Борис Иванов", ""),
    ("ella", "Ella Else", ""),
    ("fred", "Fred Refused", "mona"),
    ("nina", "Nina Before", "mona"),
    ("olga", "Olga Direct", ""),
];

fn dn(account: &str) -> String {
    format!("uid={account},ou=people,{BASE}")
}

fn ldif() -> String {
    let mut out = String::new();
    for (account, name, manager) in PEOPLE {
        out += &format!("dn: {}\nobjectClass: inetOrgPerson\nuid: {account}\n", dn(account));
        out += &format!("cn: {account}\nsn: Family\ndisplayName: {name}\ndepartmentNumber: Treasury\n");
        if !manager.is_empty() {
            out += &format!("manager: {}\n", dn(manager));
        }
        out.push('\n');
    }
    // Nina holds one of the two before any package gives it.
    for (group, members) in [("payments", &["ella", "nina"][..]), ("ledger", &["ella"])] {
        out += &format!("dn: cn={group},ou=groups,{BASE}\nobjectClass: groupOfNames\ncn: {group}\n");
        for member in members {
            out += &format!("member: {}\n", dn(member));
        }
        out.push('\n');
    }
    out
}

pub fn is_member(server: &Slapd, group: &str, account: &str) -> bool {
    server.count(&format!("(&(cn={group})(member={}))", dn(account))) == 1
}

pub struct Life {
    pub server: Slapd,
    pub practice: Practice,
    pub directory: i64,
    pub package: i64,
    pub policy: i64,
}

pub fn definition(days: &str) -> Value {
    let user = |account: &str| json!({ "@odata.type": "#microsoft.graph.singleUser", "userId": dn(account) });
    let stage = |primary: Value, escalation: &[Value]| {
        json!({
            "durationBeforeAutomaticDenial": "P5D",
            "isApproverJustificationRequired": true,
            "isEscalationEnabled": !escalation.is_empty(),
            "durationBeforeEscalation": if escalation.is_empty() { "PT0S" } else { "P2D" },
            "primaryApprovers": [primary], "fallbackPrimaryApprovers": [],
            "escalationApprovers": escalation, "fallbackEscalationApprovers": [],
        })
    };
    let manager = json!({ "@odata.type": "#microsoft.graph.requestorManager", "managerLevel": 1 });
    json!({
        "displayName": "Staff of the treasury",
        "description": "Who releases payments",
        "allowedTargetScope": "allMemberUsers",
        "expiration": { "type": "afterDuration", "duration": days },
        "requestorSettings": { "enableTargetsToSelfAddAccess": true, "enableTargetsToSelfUpdateAccess": true,
                               "enableTargetsToSelfRemoveAccess": true },
        "requestApprovalSettings": {
            "isApprovalRequiredForAdd": true, "isApprovalRequiredForUpdate": false,
            "isRequestorJustificationRequired": true,
            "stages": [stage(manager, &[user("ella")]), stage(user("boris"), &[])],
        },
        "questions": [{ "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "id": "centre", "sequence": 1,
                        "text": "Which cost centre pays?", "isRequired": true, "isSingleLineQuestion": true }],
    })
}

impl Life {
    pub fn begin() -> Option<Life> {
        let server = Slapd::start(&ldif())?;
        let practice = Practice::locked("2026-03-02T09:00:00Z".parse::<DateTime<Utc>>().expect("a moment"));
        let input = json!({ "name": "Lab", "kind": "ldap", "settings": server.writer_settings(), "secret": PASSWORD });
        let id = |value: Value, name: &str| value[name].as_i64().expect("a number");
        let directory = id(practice.call("directory.add", input), "directory");
        practice.sync(directory);
        let new = json!({ "displayName": "Finance", "directory": directory });
        let catalog = id(practice.call("catalog.create", new), "catalog");
        let new = json!({ "catalog": catalog, "displayName": "Treasury: release of payments" });
        let package = id(practice.call("package.create", new), "package");
        for group in ["payments", "ledger"] {
            let resource = practice.principal(group, "group");
            practice.call(
                "catalog.resource.add",
                json!({ "catalog": catalog, "resource": resource }),
            );
            practice.call("package.role.add", json!({ "package": package, "resource": resource }));
        }
        let new = json!({ "package": package, "definition": definition("P30D") });
        let policy = id(practice.call("policy.create", new), "policy");
        Some(Life {
            server,
            practice,
            directory,
            package,
            policy,
        })
    }

    pub fn sit(&self, account: &str) {
        self.practice.sit(Some(self.practice.person(account)));
    }

    pub fn asks(&self, account: &str, why: &str) -> Value {
        self.sit(account);
        let answers = json!([{ "question": "centre", "values": ["4711"] }]);
        let input = json!({ "package": self.package, "justification": why, "answers": answers });
        self.practice.call("request.submit", input)["request"].clone()
    }

    pub fn answers(&self, account: &str, request: &Value, decision: &str) {
        self.sit(account);
        let input = json!({ "request": request, "decision": decision, "justification": "Trained and on the team" });
        self.practice.call("approval.answer", input);
    }

    /// So much time passes, and what is due happens.
    pub fn pass(&self, time: Duration) {
        self.practice.set_clock(self.practice.now() + time);
        self.practice.sit(None);
        let ticked = self.practice.call("tick", json!({}));
        assert_eq!(ticked["problems"], json!([]), "{ticked}");
        for job in ticked["jobs"].as_array().expect("jobs") {
            self.practice.ended(job).expect("the job is done");
        }
    }

    pub fn export(&self, name: &str, from: Option<&str>) -> PathBuf {
        self.practice.sit(None);
        let path = self.practice.store().with_file_name(name);
        let input = json!({ "package": self.package, "path": path, "from": from });
        self.practice.done("evidence.exportPackage", input);
        path
    }
}

/// The record inside a file, all of it.
pub fn record(path: &Path) -> PackageRecord {
    let read = EmbeddedPackage::open(path).expect("a record");
    let mut all = PackageRecord {
        head: read.head().clone(),
        ..PackageRecord::default()
    };
    let mut assignments = Vec::new();
    read.for_each_assignment(&mut |row| {
        assignments.push(row.clone());
        Ok(())
    })
    .expect("assignments");
    read.for_each_request(&mut |row| {
        all.requests.push(row.clone());
        Ok(())
    })
    .expect("requests");
    read.for_each_entry(&mut |row| {
        all.entries.push(row.clone());
        Ok(())
    })
    .expect("entries");
    all.assignments = assignments;
    all
}
