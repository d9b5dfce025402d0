//! One store in which everything can be done that the table of operations names: people with every role, reviews in
//! every state, plans, exceptions, packages.

use chrono::{DateTime, TimeZone, Utc};
use countersign_tests::cli::definition;
use countersign_tests::governance::{finance, nodes};
use countersign_tests::practice::{Practice, group, person};
use serde_json::{Value, json};

use super::input::Known;

pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, 1, 8, 0, 0).single().expect("a moment")
}

pub const FRAMEWORK: &str = "pci-dss-4.0.1";

/// The store, closed, and what stands in it.
pub struct Scene {
    pub practice: Practice,
    pub known: Known,
    pub directory: i64,
    pub package: i64,
    /// Going on; Pia reviews it.
    pub going: (i64, i64),
    pub item: i64,
    /// Not started.
    pub ready: i64,
    /// Ended with a denial, nothing drawn.
    pub ended: i64,
    /// A plan that waits for a second signature, and one that has it.
    pub held: i64,
    pub signed: i64,
    /// In the states their names say.
    pub proposed: i64,
    pub approved: i64,
    pub expired: i64,
    pub task: i64,
    /// A request that Pia is asked to approve, one that she approved, and one of Nina's.
    pub asked: i64,
    pub approvable: i64,
    pub incompatible: i64,
    pub people: People,
    pub held_group: i64,
    pub control: i64,
    pub sample: i64,
    /// A framework's file.
    pub framework: String,
    /// A run with a second stage to come.
    pub staged: i64,
    pub empty_catalog: i64,
    pub proposed_organization: i64,
    pub role: i64,
    pub binding: i64,
}

/// Who stands for which column.
#[derive(Clone, Copy)]
pub struct People {
    /// Nothing is theirs.
    pub nina: i64,
    /// Reviews.
    pub pia: i64,
    /// Owns the catalog.
    pub olga: i64,
    /// Compliance officer.
    pub arno: i64,
    /// A second administrator.
    pub carl: i64,
    pub rita: i64,
    pub hugo: i64,
    pub igor: i64,
    pub gus: i64,
}

fn number(value: &Value, name: &str) -> i64 {
    value[name].as_i64().unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// Rows of a list.
pub fn rows(list: &Value) -> Vec<Value> {
    list["rows"].as_array().cloned().unwrap_or_default()
}

/// A review of one group by Pia, started.
fn started(practice: &Practice, group: &str) -> (i64, i64) {
    let review = definition(&format!("Members of {group}"), &[group], &["/users/pia"]);
    practice.start_review(&review).expect("a review")
}

fn two_stages(practice: &Practice) -> i64 {
    let mut review = definition("Members of Staged", &["Staged"], &["/users/pia"]);
    let stage = |id: &str, reviewer: &str| {
        json!({ "stageId": id, "dependsOn": if id == "1" { json!([]) } else { json!(["1"]) }, "durationInDays": 7,
                "recommendationsEnabled": true, "reviewers": [{ "query": reviewer }],
                "decisionsThatWillMoveToNextStage": ["Approve", "Deny", "NotReviewed", "DontKnow"] })
    };
    review["stageSettings"] = json!([stage("1", "/users/pia"), stage("2", "/users/olga")]);
    practice.start_review(&review).expect("a review").1
}

/// A control that the review going on answers for.
pub fn draft(people: &People, review: i64) -> Value {
    json!({ "code": "AC-07", "name": "Quarterly review", "owner": people.olga, "firstOn": "2026-01-01", "months": 3,
            "statement": "Every quarter the owner looks at it.", "graceDays": 15,
            "references": [{ "framework": FRAMEWORK, "requirement": "7.2.4" }],
            "covers": [{ "kind": "review", "review": review }] })
}

/// A connected organization, in Graph's JSON.
pub fn organization(name: &str, domain: &str, state: &str) -> Value {
    json!({ "displayName": name, "state": state,
            "identitySources": [{ "@odata.type": "#microsoft.graph.domainIdentitySource", "domainName": domain,
                                  "displayName": name }] })
}

/// Pia denies everything, and the review is stopped.
fn denied(practice: &Practice, people: &People, group: &str) -> i64 {
    let (_, instance) = started(practice, group);
    practice.sit(Some(people.pia));
    for item in practice.items(instance, &json!({})) {
        let said = json!({ "item": item["item"], "decision": "deny", "justification": "Not needed." });
        practice.call("item.decide", said);
    }
    practice.sit(None);
    practice.call("review.stop", json!({ "instance": instance }));
    instance
}

fn exception(practice: &Practice, principal: i64, resource: &str, until: &str) -> i64 {
    let resource = practice.principal(resource, "group");
    let asked = json!({ "principal": principal, "resource": resource, "policy": "Least privilege",
                        "reason": "For a while.", "untilOn": until });
    number(&practice.call("exception.propose", asked), "exception")
}

/// Seats a second administrator.
pub fn second(practice: &Practice, carl: i64) {
    practice.call("actor.choose", json!({ "principal": carl, "administrator": true }));
}

impl Scene {
    pub fn prepare() -> Scene {
        let practice = Practice::at(now());
        let finance = finance(&practice);
        let mut all = nodes();
        all.push(person(
            80,
            "gus",
            &json!({ "userType": "guest", "mail": "gus@northwind.example" }),
        ));
        for (n, name) in ["Going on", "Ready", "Denied", "Held", "Signed", "Kept", "Staged"]
            .into_iter()
            .enumerate()
        {
            all.push(group(90 + n, name, &[8, 9], &[]));
        }
        practice.write_nodes(&all);
        practice.sync(finance.directory);
        let people = People {
            nina: practice.person("nina"),
            pia: practice.person("pia"),
            olga: practice.person("olga"),
            arno: practice.person("arno"),
            carl: practice.person("carl"),
            rita: practice.person("rita"),
            hugo: practice.person("hugo"),
            igor: practice.person("igor"),
            gus: practice.person("gus"),
        };
        let known = Known::prepare(&practice, finance);
        let owner = json!({ "role": "owner", "catalog": finance.catalog, "principal": people.olga });
        practice.call("delegation.give", owner);
        let going = started(&practice, "Going on");
        let item = number(&practice.items(going.1, &json!({}))[0], "item");
        let ready = definition("Members of Ready", &["Ready"], &["/users/pia"]);
        let ready = number(
            &practice.call("review.create", json!({ "definition": ready })),
            "review",
        );
        let ended = denied(&practice, &people, "Denied");
        let held_instance = denied(&practice, &people, "Held");
        let held = number(
            &practice.call("plan.draw", json!({ "instance": held_instance })),
            "plan",
        );
        let signed_instance = denied(&practice, &people, "Signed");
        let signed = number(
            &practice.call("plan.draw", json!({ "instance": signed_instance })),
            "plan",
        );
        let (approved, proposed, expired, revoked) = (
            exception(&practice, people.hugo, "Kept", "2026-10-01"),
            exception(&practice, people.igor, "Kept", "2026-10-01"),
            exception(&practice, people.hugo, "Ready", "2026-09-01"),
            exception(&practice, people.igor, "Ready", "2026-10-01"),
        );
        second(&practice, people.carl);
        practice.call("plan.countersign", json!({ "plan": signed }));
        for one in [approved, expired, revoked] {
            practice.call("exception.approve", json!({ "exception": one }));
        }
        practice.sit(None);
        // What it covered is a task again.
        practice.call(
            "exception.revoke",
            json!({ "exception": revoked, "reason": "No longer." }),
        );
        let board = practice.call("task.board", json!({}));
        let task = number(&rows(&board)[0], "task");
        practice.set_clock(now() + chrono::Duration::days(2));
        practice.call("tick", json!({}));
        let (asked, approvable) = asked(&practice, finance.catalog, &people);
        let pair = practice.call(
            "package.incompatible.add",
            json!({ "package": finance.package, "group": practice.principal("Kept", "group"), "reason": "Not both." }),
        );
        practice.done("conflict.look", json!({}));
        let roles = practice.call(
            "role.give",
            json!({ "role": "complianceOfficer", "principal": people.arno }),
        );
        let role = roles["roles"]
            .as_array()
            .and_then(|all| all.iter().find(|one| one["role"] == "complianceOfficer"));
        let role = number(role.expect("a role"), "id");
        let bound = practice.call(
            "actor.bind",
            json!({ "osAccount": "igor-laptop", "principal": people.igor }),
        );
        let binding = number(&bound["bindings"][0], "id");
        let made = practice.call("catalog.create", json!({ "displayName": "Nothing in it" }));
        let empty_catalog = number(&made, "catalog");
        let outside = organization("Proposed", "proposed.example", "proposed");
        let outside = practice.call("organization.create", json!({ "definition": outside }));
        let staged = two_stages(&practice);
        let control = number(
            &practice.call("control.create", json!({ "draft": draft(&people, going.0) })),
            "control",
        );
        let drawn = practice.call(
            "sample.draw",
            json!({ "population": "decisions", "size": 5, "seed": "s" }),
        );
        let framework = practice.call("framework.export", json!({ "framework": FRAMEWORK }))["text"].clone();
        let held_group = practice.principal("Held", "group");
        // The tick's work comes to its end first.
        practice.settle();
        Scene {
            held_group,
            control,
            sample: number(&drawn, "sample"),
            framework: framework.as_str().unwrap_or_default().to_owned(),
            staged,
            empty_catalog,
            proposed_organization: number(&outside, "organization"),
            practice,
            known,
            directory: finance.directory,
            package: finance.package,
            going,
            item,
            ready,
            ended,
            held,
            signed,
            proposed,
            approved,
            expired,
            task,
            asked,
            approvable,
            incompatible: number(&pair, "incompatible"),
            people,
            role,
            binding,
        }
    }

    /// A desk of its own on a copy of the store, with the administrator before it.
    pub fn copy(&self) -> Practice {
        self.practice.copy(now() + chrono::Duration::days(2))
    }
}

/// A package that Pia approves, asked for twice: one request is waiting, the other is approved for later.
fn asked(practice: &Practice, catalog: i64, people: &People) -> (i64, i64) {
    let made = practice.call(
        "package.create",
        json!({ "catalog": catalog, "displayName": "Approved by Pia" }),
    );
    let package = number(&made, "package");
    let posting = practice.principal("ERP-Posting", "group");
    practice.call("package.role.add", json!({ "package": package, "resource": posting }));
    let pia = practice.call("principal.show", json!({ "principal": people.pia }));
    let approver = json!({ "@odata.type": "#microsoft.graph.singleUser", "userId": pia["key"] });
    let policy = json!({
        "displayName": "Pia approves", "allowedTargetScope": "allMemberUsers",
        "expiration": { "type": "noExpiration" },
        "requestorSettings": { "enableTargetsToSelfAddAccess": true, "allowCustomAssignmentSchedule": true },
        "requestApprovalSettings": { "isApprovalRequiredForAdd": true, "stages": [{
            "durationBeforeAutomaticDenial": "P14D", "primaryApprovers": [approver] }] },
    });
    practice.call("policy.create", json!({ "package": package, "definition": policy }));
    let ask = |person: i64| {
        practice.sit(Some(person));
        let request = json!({ "package": package, "justification": "For work.", "answers": [] });
        let request = number(&practice.call("request.submit", request), "request");
        practice.sit(None);
        request
    };
    let waiting = ask(people.nina);
    let later = ask(people.rita);
    practice.sit(Some(people.pia));
    practice.call(
        "approval.answer",
        json!({ "request": later, "decision": "approve", "justification": "Fine." }),
    );
    practice.sit(None);
    (waiting, later)
}
