//! A quarterly review in which everything happens that an auditor asks about, once.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use countersign_tests::practice::{Practice, key};
use serde_json::{Value, json};

use crate::office::{conflict, definition, exception, nodes};

/// The desk after the review, its run, and the evidence of it.
pub struct Scene {
    pub practice: Practice,
    pub instance: i64,
    pub review: i64,
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

impl Scene {
    pub fn play() -> Scene {
        let practice = Practice::at(at("2026-02-27T08:00:00Z"));
        let directory = practice.add_nodes(&nodes());
        conflict(&practice, directory);
        exception(&practice);
        let made = practice.call("review.create", json!({ "definition": definition() }));
        let review = made["review"].as_i64().expect("a number");

        practice.call(
            "control.create",
            json!({ "draft": {
                "code": "ITGC-AC-07", "name": "Access to treasury is reviewed", "owner": practice.person("adam"),
                "statement": "Owners confirm access to treasury every quarter.",
                "references": [{ "framework": "pci-dss-4.0.1", "requirement": "7.2.4" }],
                "covers": [{ "kind": "review", "review": review }],
                "firstOn": "2026-03-01", "months": 3, "graceDays": 15,
            } }),
        );

        // The run before: Dora loses the ledger.
        practice.set_clock(at("2026-03-01T09:00:00Z"));
        ticked(&practice);
        let first = newest(&practice, review);
        decide(&practice, first, "olga", "Ledger", "dora", "deny", "Moved on");
        for who in ["olga", "rita"] {
            practice.sit(Some(practice.person(who)));
            let rest = json!({ "instance": first, "filter": { "decision": ["notReviewed"] }, "decision": "approve",
                               "justification": "As before" });
            practice.call("item.decideMany", rest);
        }
        practice.sit(None);
        practice.call("review.stop", json!({ "instance": first }));
        carry_out(&practice, first);
        practice.sync(directory);

        // The settings change, and the next run starts.
        practice.set_clock(at("2026-04-10T08:00:00Z"));
        let mut changed = definition();
        changed["settings"]["justificationRequiredOnApproval"] = json!(true);
        practice.call(
            "review.edit",
            json!({ "review": review, "definition": changed, "reason": "Internal audit asked for reasons" }),
        );
        practice.set_clock(at("2026-06-01T06:00:00Z"));
        practice.sync(directory);
        practice.set_clock(at("2026-06-01T08:00:00Z"));
        ticked(&practice);
        let scene = Scene {
            instance: newest(&practice, review),
            practice,
            review,
        };
        scene.decide_all();
        scene.end();
        scene.afterwards(directory);
        scene.sign();
        scene
    }

    fn go(&self, by: Duration) {
        self.practice.set_clock(self.practice.now() + by);
    }

    fn decide_all(&self) {
        let (practice, instance) = (&self.practice, self.instance);
        self.go(Duration::days(1));
        practice.sit(None);
        let (olga, rita) = (practice.person("olga"), practice.person("rita"));
        // Lena's access is handed from Olga to Rita, and Olga is let decide on her own.
        let lena = item(practice, instance, "Ledger", "lena");
        let hand = json!({ "instance": instance, "from": olga, "to": rita, "items": [lena["item"]],
                           "reason": "Olga is her sister" });
        practice.call("review.reassign", hand);
        let own = item(practice, instance, "Payments", "olga");
        let release = json!({ "item": own["item"], "reviewer": olga, "reason": "Nobody else knows the treasury" });
        practice.call("review.release", release);
        self.go(Duration::hours(2));
        decide(
            practice,
            instance,
            "olga",
            "Payments",
            "olga",
            "approve",
            "I release the payments",
        );
        self.go(Duration::seconds(40));
        decide(practice, instance, "olga", "Payments", "ben", "deny", "He has left");
        self.go(Duration::seconds(35));
        decide(practice, instance, "olga", "Payments", "anna", "deny", "Not needed");
        self.go(Duration::minutes(3));
        decide(
            practice,
            instance,
            "olga",
            "Payments",
            "anna",
            "approve",
            "Her manager says it is",
        );
        decide(
            practice,
            instance,
            "olga",
            "Payments",
            "gina",
            "dontKnow",
            "I asked the partner",
        );
        decide(
            practice,
            instance,
            "olga",
            "Payments",
            "carl",
            "approve",
            "Month-end close",
        );
        decide(
            practice,
            instance,
            "olga",
            "Ledger",
            "carl",
            "approve",
            "Month-end close",
        );
        decide(practice, instance, "olga", "Ledger", "fay", "deny", "Another team now");
        decide(practice, instance, "olga", "Ledger", "hank", "deny", "Never used it");
        decide(
            practice,
            instance,
            "olga",
            "Vault of the parent",
            "emil",
            "deny",
            "The vault is closed",
        );
        self.go(Duration::minutes(1));
        // Two at once.
        practice.sit(Some(olga));
        let items: Vec<Value> = ["anna", "dora"]
            .iter()
            .map(|who| item(practice, instance, "Everybody in Treasury", who)["item"].clone())
            .collect();
        practice.call(
            "item.decideMany",
            json!({ "instance": instance, "items": items, "decision": "approve", "justification": "All of the team" }),
        );
        self.go(Duration::days(3));
        practice.sit(None);
        practice.call("review.remind", json!({ "instance": instance }));
        decide(
            practice,
            instance,
            "rita",
            "Ledger",
            "lena",
            "approve",
            "She keeps the books",
        );
        // Emil's ledger is answered by nobody.
        self.go(Duration::hours(1));
        sign(
            practice,
            instance,
            Some("rita"),
            "reviewerSignOff",
            "Head of accounting",
        );
    }

    /// Two days late, because the program did not run.
    fn end(&self) {
        let practice = &self.practice;
        practice.set_clock(at("2026-06-17T09:00:00Z"));
        practice.sit(None);
        ticked(practice);
        assert_ne!(practice.instance(self.instance)["status"], "InProgress");
        carry_out(practice, self.instance);
    }

    /// Read again: gone; then somebody puts Fay back by hand, and Lena's account leaves.
    fn afterwards(&self, directory: i64) {
        let practice = &self.practice;
        self.go(Duration::days(1));
        let plan = practice.call("plan.show", json!({ "instance": self.instance }));
        practice.done("plan.verify", json!({ "plan": plan["plan"] }));
        self.go(Duration::days(1));
        let mut tree: Value =
            serde_json::from_slice(&std::fs::read(practice.directory_file()).expect("a file")).expect("JSON");
        let nodes = tree["nodes"].as_array_mut().expect("nodes");
        nodes.retain(|one| one["displayName"] != "lena");
        for one in nodes.iter_mut() {
            if let Some(members) = one.get_mut("members").and_then(Value::as_array_mut) {
                members.retain(|member| *member != json!(key(12)));
            }
            if one["displayName"] == "Ledger" {
                one["members"].as_array_mut().expect("members").push(json!(key(8)));
            }
        }
        std::fs::write(practice.directory_file(), tree.to_string()).expect("a file");
        practice.sync(directory);
    }

    fn sign(&self) {
        let practice = &self.practice;
        self.go(Duration::days(1));
        practice.sit(None);
        for (who, kind) in [("adam", "controlOwnerSignOff"), ("bianca", "managementAcknowledgement")] {
            let named = json!({ "kind": kind, "principal": practice.person(who), "review": self.review });
            practice.call("acknowledgement.nominee.name", named);
        }
        let classes = practice.call("retention.class.list", json!({}));
        let sox = classes
            .as_array()
            .and_then(|all| all.iter().find(|one| one["name"] == "SOX"))
            .expect("a class");
        practice.call(
            "retention.choose",
            json!({ "review": self.review, "class": sox["class"] }),
        );
        practice.call(
            "hold.place",
            json!({ "held": "review", "review": self.review, "reason": "Case 17 before the labour court" }),
        );
        sign(practice, self.instance, Some("olga"), "reviewerSignOff", "Treasurer");
        sign(
            practice,
            self.instance,
            Some("adam"),
            "controlOwnerSignOff",
            "Owner of ITGC-AC-07",
        );
        sign(
            practice,
            self.instance,
            Some("bianca"),
            "managementAcknowledgement",
            "Chief Financial Officer",
        );
        practice.sit(None);
    }

    pub fn export(&self, folder: &Path) -> PathBuf {
        let path = folder.join("treasury.pdf");
        self.practice.sit(None);
        self.practice
            .done("evidence.export", json!({ "instance": self.instance, "path": path }));
        path
    }
}

/// What a tick begins is waited for.
fn ticked(practice: &Practice) {
    practice.sit(None);
    let ticked = practice.call("tick", json!({}));
    for job in ticked["jobs"].as_array().into_iter().flatten() {
        practice.ended(job).expect("a job that ends");
    }
}

fn newest(practice: &Practice, review: i64) -> i64 {
    let shown = practice.call("review.show", json!({ "review": review }));
    let all = shown["instances"].as_array().expect("instances");
    all.iter()
        .rfind(|one| one["status"] == "InProgress")
        .and_then(|one| one["instance"].as_i64())
        .unwrap_or_else(|| panic!("no run goes on: {shown}"))
}

pub fn item(practice: &Practice, instance: i64, resource: &str, account: &str) -> Value {
    let items = practice.items(instance, &json!({}));
    items
        .iter()
        .find(|one| one["resourceName"] == resource && one["userName"] == account)
        .unwrap_or_else(|| {
            let all: Vec<String> = items
                .iter()
                .map(|one| format!("{} in {}", one["userName"], one["resourceName"]))
                .collect();
            panic!("no item of {account} in {resource}: {}", all.join(", "))
        })
        .clone()
}

fn decide(practice: &Practice, instance: i64, who: &str, resource: &str, account: &str, decision: &str, reason: &str) {
    practice.sit(Some(practice.person(who)));
    let found = item(practice, instance, resource, account);
    practice.call(
        "item.decide",
        json!({ "item": found["item"], "decision": decision, "justification": reason, "version": found["version"] }),
    );
}

/// Draws the plan, has it countersigned by a second person where it waits for one, and carries it out.
fn carry_out(practice: &Practice, instance: i64) {
    practice.sit(None);
    let plan = practice.call("plan.draw", json!({ "instance": instance }));
    if plan["held"] == true {
        let adam = practice.person("adam");
        practice.call("actor.choose", json!({ "principal": adam, "administrator": true }));
        practice.call("plan.countersign", json!({ "plan": plan["plan"] }));
        practice.sit(None);
    }
    practice.done("plan.carryOut", json!({ "plan": plan["plan"] }));
}

/// Signs what is offered, in a role.
pub fn sign(practice: &Practice, instance: i64, who: Option<&str>, kind: &str, role: &str) -> Value {
    practice.sit(who.map(|who| practice.person(who)));
    let offers = practice.call("acknowledgement.offer.list", json!({ "instance": instance }));
    let offer = offers
        .as_array()
        .and_then(|all| all.iter().find(|one| one["kind"] == kind))
        .unwrap_or_else(|| panic!("{kind} is not offered to {who:?}: {offers}"));
    practice.call(
        "acknowledgement.sign",
        json!({ "kind": kind, "instance": instance, "role": role, "statement": offer["statement"], "digest": offer["digest"] }),
    )
}
