//! An office whose people ask for an access package: managers in a line, alternates, a guest, a leaver.

use chrono::{DateTime, Duration, Utc};
use countersign_tests::practice::{Practice, group, key, person};
use serde_json::{Value, json};

/// People and groups by number; the managers of 1 are 2, then 3.
pub const ANNA: usize = 1;
pub const MONA: usize = 2;
pub const BORIS: usize = 3;
pub const FRED: usize = 4;
pub const ELLA: usize = 5;
pub const OLGA: usize = 6;
pub const GINA: usize = 7;
pub const LARS: usize = 8;
pub const ROUND: usize = 9;
pub const TRIP: usize = 10;
pub const SALES: usize = 21;
pub const LEDGER: usize = 22;

pub struct Office {
    pub practice: Practice,
    pub directory: i64,
    pub catalog: i64,
    pub package: i64,
}

fn nodes(left: &[usize]) -> Vec<Value> {
    let manager = |of: usize| json!({ "manager": key(of), "mail": "x@example.org" });
    let all = [
        (
            ANNA,
            person(
                ANNA,
                "anna",
                &with(&manager(MONA), "anna", json!({ "department": "Sales" })),
            ),
        ),
        (MONA, person(MONA, "mona", &with(&manager(BORIS), "mona", json!({})))),
        (BORIS, person(BORIS, "boris", &json!({ "mail": "boris@example.org" }))),
        (FRED, person(FRED, "fred", &json!({ "mail": "fred@example.org" }))),
        (ELLA, person(ELLA, "ella", &json!({ "mail": "ella@example.org" }))),
        (OLGA, person(OLGA, "olga", &json!({ "mail": "olga@example.org" }))),
        (
            GINA,
            person(
                GINA,
                "gina",
                &json!({ "mail": "gina@partner.example", "userType": "guest" }),
            ),
        ),
        (LARS, person(LARS, "lars", &json!({ "enabled": false }))),
        (ROUND, person(ROUND, "round", &manager(TRIP))),
        (TRIP, person(TRIP, "trip", &manager(ROUND))),
    ];
    let mut nodes: Vec<Value> = all
        .into_iter()
        .filter(|(n, _)| !left.contains(n))
        .map(|(_, node)| node)
        .collect();
    let members: Vec<usize> = [ANNA, OLGA].into_iter().filter(|n| !left.contains(n)).collect();
    nodes.push(group(SALES, "Sales", &members, &[]));
    let owners: Vec<usize> = [OLGA].into_iter().filter(|n| !left.contains(n)).collect();
    nodes.push(group(LEDGER, "Ledger", &[], &owners));
    nodes
}

fn with(base: &Value, account: &str, more: Value) -> Value {
    let mut node = base.clone();
    node["mail"] = json!(format!("{account}@example.org"));
    for (name, value) in more.as_object().into_iter().flatten() {
        node[name] = value.clone();
    }
    node
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

impl Office {
    /// The office at nine on a Monday, with a package in a published catalog.
    pub fn open() -> Office {
        let practice = Practice::at(at("2026-03-02T09:00:00Z"));
        let directory = practice.add_nodes(&nodes(&[]));
        let catalog = practice.call(
            "catalog.create",
            json!({ "displayName": "Finance", "directory": directory }),
        )["catalog"]
            .as_i64()
            .expect("a number");
        let made = practice.call(
            "package.create",
            json!({ "catalog": catalog, "displayName": "Accountant" }),
        );
        let package = made["package"].as_i64().expect("a number");
        let ledger = practice.principal("Ledger", "group");
        practice.call(
            "catalog.resource.add",
            json!({ "catalog": catalog, "resource": ledger }),
        );
        practice.call("package.role.add", json!({ "package": package, "resource": ledger }));
        Office {
            practice,
            directory,
            catalog,
            package,
        }
    }

    /// These people are in the directory no longer.
    pub fn leave(&self, left: &[usize]) {
        self.practice.sit(None);
        self.practice.write_nodes(&nodes(left));
        self.practice.sync(self.directory);
    }

    pub fn person(&self, n: usize) -> i64 {
        self.practice.person(&key(n))
    }

    /// Makes a policy of the package.
    pub fn policy(&self, definition: &Value) -> i64 {
        self.practice.sit(None);
        let made = self.practice.call(
            "policy.create",
            json!({ "package": self.package, "definition": definition }),
        );
        made["policy"].as_i64().expect("a number")
    }

    pub fn sit(&self, n: usize) {
        self.practice.sit(Some(self.person(n)));
    }

    /// Somebody asks for the package; what is said beside it is given.
    pub fn asks(&self, n: usize, more: &Value) -> Value {
        self.sit(n);
        self.practice.call("request.submit", self.asking(more))
    }

    /// The code of the problem that somebody's request is refused with, and its sentence.
    pub fn asks_in_vain(&self, n: usize, more: &Value) -> (String, String) {
        self.sit(n);
        let problem = self.practice.refused("request.submit", self.asking(more));
        (problem.code.unwrap_or_default(), problem.message)
    }

    fn asking(&self, more: &Value) -> Value {
        let mut input = json!({ "package": self.package });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        input
    }

    pub fn answers(&self, n: usize, request: &Value, decision: &str) -> Value {
        self.sit(n);
        let input = json!({ "request": request["request"], "decision": decision, "justification": "I know why" });
        self.practice.call("approval.answer", input)
    }

    pub fn answers_in_vain(&self, n: usize, request: &Value, decision: &str) -> (String, String) {
        self.sit(n);
        let input = json!({ "request": request["request"], "decision": decision, "justification": "I know why" });
        let problem = self.practice.refused("approval.answer", input);
        (problem.code.unwrap_or_default(), problem.message)
    }

    pub fn show(&self, request: &Value) -> Value {
        self.practice.sit(None);
        self.practice
            .call("request.show", json!({ "request": request["request"] }))
    }

    /// So much time passes, and what is due happens.
    pub fn pass(&self, time: Duration) -> Value {
        let now = self.practice.now() + time;
        self.practice.set_clock(now);
        self.practice.sit(None);
        let ticked = self.practice.call("tick", json!({}));
        assert_eq!(ticked["problems"], json!([]), "{ticked}");
        for job in ticked["jobs"].as_array().expect("jobs") {
            self.practice.ended(job).expect("the job is done");
        }
        ticked
    }

    /// Who is asked in a stage now, by account.
    pub fn asked(&self, request: &Value, position: i64) -> Vec<String> {
        let shown = self.show(request);
        let mut names: Vec<String> = shown["approvers"]
            .as_array()
            .expect("approvers")
            .iter()
            .filter(|one| one["position"] == position && one["open"] == true)
            .map(|one| one["displayName"].as_str().expect("a name").to_owned())
            .collect();
        names.sort();
        names
    }

    /// Kinds of the notices about a request, to whom each, in the order they were made.
    pub fn told(&self, request: &Value) -> Vec<(String, String)> {
        self.practice.sit(None);
        let page = self.practice.call("notice.list", json!({ "limit": 1000 }));
        let mut told: Vec<(String, String)> = page["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .filter(|one| one["request"] == request["request"])
            .map(|one| {
                (
                    one["kind"].as_str().expect("a kind").to_owned(),
                    one["name"].as_str().expect("a name").to_owned(),
                )
            })
            .collect();
        told.reverse();
        told
    }
}

pub fn user(n: usize) -> Value {
    json!({ "@odata.type": "#microsoft.graph.singleUser", "userId": key(n) })
}

pub fn members(n: usize) -> Value {
    json!({ "@odata.type": "#microsoft.graph.groupMembers", "groupId": key(n) })
}

pub fn manager(level: u8) -> Value {
    json!({ "@odata.type": "#microsoft.graph.requestorManager", "managerLevel": level })
}

/// A stage: who is asked, the fallback, the alternates after two days; five days in all.
pub fn stage(primary: &[Value], fallback: &[Value], escalation: &[Value]) -> Value {
    json!({
        "durationBeforeAutomaticDenial": "P5D",
        "isApproverJustificationRequired": true,
        "isEscalationEnabled": !escalation.is_empty(),
        "durationBeforeEscalation": if escalation.is_empty() { "PT0S" } else { "P2D" },
        "primaryApprovers": primary,
        "fallbackPrimaryApprovers": fallback,
        "escalationApprovers": escalation,
        "fallbackEscalationApprovers": [],
    })
}

/// A policy for all members with these stages, for ninety days.
pub fn policy(name: &str, stages: &[Value]) -> Value {
    json!({
        "displayName": name,
        "description": "",
        "allowedTargetScope": "allMemberUsers",
        "expiration": { "type": "afterDuration", "duration": "P90D" },
        "requestorSettings": {
            "enableTargetsToSelfAddAccess": true,
            "enableTargetsToSelfUpdateAccess": true,
            "enableTargetsToSelfRemoveAccess": true,
            "allowCustomAssignmentSchedule": true,
        },
        "requestApprovalSettings": {
            "isApprovalRequiredForAdd": !stages.is_empty(),
            "isApprovalRequiredForUpdate": false,
            "isRequestorJustificationRequired": false,
            "stages": stages,
        },
    })
}

pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}
