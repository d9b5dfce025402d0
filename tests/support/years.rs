//! Two years of a small company in a practice store: four reviews of three groups, people with names that a
//! spreadsheet would run, requests for an access package with an approver, an exception, removals that were seen.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use crate::cli::definition;
use crate::practice::{Practice, group, node, person};

/// Names that must stay text wherever they are printed.
pub const HOSTILE: &[&str] = &[
    "=HYPERLINK(\"http://example.org\",\"click\")",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\tTab first",
    "\rReturn first",
    " =1+1",
    "=cmd|' /C calc'!A1",
    "|pipe",
    "\u{FF1D}1+1",
    "\u{FF0B}1",
    "\u{FF0D}1",
    "\u{FF20}SUM(1)",
    "'=quoted already",
    "Comma, \"quote\"; semicolon",
    "Con\u{7}tr\u{1b}[31mol",
    "Two\nlines",
    "<b>bold</b> & {{7*7}}",
    "Ελένη Παπαδοπούλου",
    "محمد علي",
    "王小明",
    "1e309",
    "0123456789012345678901",
    "TRUE",
    "2026-01-01",
];

/// So many more people with plain names.
const PLAIN: usize = 15;
const PIA: usize = 1;
const OTTO: usize = 2;
const FIRST: usize = 10;

pub struct Years {
    pub practice: Practice,
    pub directory: i64,
    pub package: i64,
    pub review: i64,
    pub instances: Vec<i64>,
    /// Asked for the package, got it and lost it.
    pub asker: i64,
    /// Asked for it and was denied.
    pub refused: i64,
    /// Keeps an access by an exception.
    pub excepted: i64,
    pub exception: i64,
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

pub fn people() -> usize {
    HOSTILE.len() + PLAIN
}

fn nodes() -> Vec<Value> {
    let mut all = vec![
        person(
            PIA,
            "pia",
            &json!({ "displayName": "Pia Owner", "department": "Finance" }),
        ),
        person(
            OTTO,
            "otto",
            &json!({ "displayName": "Otto Other", "department": "Finance" }),
        ),
    ];
    for n in 0..people() {
        let name = HOSTILE
            .get(n)
            .map_or_else(|| format!("Person {n}"), |name| (*name).to_owned());
        let more = json!({ "displayName": name, "department": format!("=D{}", n % 3) });
        let mut one = node(FIRST + n, &format!("p{n}"), "people", "user", &more);
        one["userName"] = json!(format!("p{n}"));
        all.push(one);
    }
    let everybody: Vec<usize> = (FIRST..FIRST + people()).collect();
    all.push(group(100, "Everybody", &everybody, &[PIA]));
    let mut vault = group(101, "=Vault", &everybody[..20], &[PIA]);
    vault["attributes"] = json!({ "privileged": ["true"], "description": ["The keys"] });
    all.push(vault);
    all.push(group(102, "Archive", &everybody[10..], &[OTTO]));
    all.push(group(103, "Ledger", &[OTTO], &[PIA]));
    all
}

impl Years {
    /// Lives through them.
    pub fn lived() -> Years {
        let practice = Practice::at(at("2024-01-10T09:00:00Z"));
        let directory = practice.add_nodes(&nodes());
        let mut years = Years {
            directory,
            package: 0,
            review: 0,
            instances: Vec::new(),
            asker: practice.person("p30"),
            refused: practice.person("p31"),
            excepted: practice.person("p32"),
            exception: 0,
            practice,
        };
        years.govern();
        years.ask();
        years.except();
        for (run, begin) in [
            "2024-03-04T08:00:00Z",
            "2024-09-02T08:00:00Z",
            "2025-03-03T08:00:00Z",
            "2025-09-01T08:00:00Z",
        ]
        .into_iter()
        .enumerate()
        {
            years.round(run, at(begin));
        }
        years.practice.sit(None);
        years
    }

    /// Moves the clock, and does what is due.
    pub fn pass(&self, for_: Duration) {
        self.practice.sit(None);
        self.practice.set_clock(self.practice.now() + for_);
        let ticked = self.practice.call("tick", json!({}));
        for job in ticked["jobs"].as_array().into_iter().flatten() {
            self.practice.ended(job).expect("what is due is done");
        }
    }

    fn govern(&mut self) {
        let practice = &self.practice;
        let id = |value: Value, name: &str| value[name].as_i64().expect("a number");
        let new = json!({ "displayName": "Finance", "directory": self.directory });
        let catalog = id(practice.call("catalog.create", new), "catalog");
        let ledger = practice.principal("Ledger", "group");
        practice.call(
            "catalog.resource.add",
            json!({ "catalog": catalog, "resource": ledger }),
        );
        let new = json!({ "catalog": catalog, "displayName": "@Accountant" });
        self.package = id(practice.call("package.create", new), "package");
        practice.call(
            "package.role.add",
            json!({ "package": self.package, "resource": ledger }),
        );
        let pia = json!({ "@odata.type": "#microsoft.graph.singleUser", "userId": "pia" });
        let definition = json!({
            "displayName": "Everybody asks Pia", "allowedTargetScope": "allMemberUsers",
            "expiration": { "type": "afterDuration", "duration": "P60D" },
            "requestorSettings": { "enableTargetsToSelfAddAccess": true },
            "requestApprovalSettings": { "isApprovalRequiredForAdd": true, "stages": [{
                "durationBeforeAutomaticDenial": "P14D", "isApproverJustificationRequired": true,
                "isEscalationEnabled": false, "durationBeforeEscalation": "PT0S", "primaryApprovers": [pia],
                "fallbackPrimaryApprovers": [], "escalationApprovers": [], "fallbackEscalationApprovers": [] }] },
        });
        practice.call(
            "policy.create",
            json!({ "package": self.package, "definition": definition }),
        );
    }

    /// One gets the package for sixty days, another is denied it.
    fn ask(&self) {
        let practice = &self.practice;
        for (who, decision) in [(self.asker, "approve"), (self.refused, "deny")] {
            practice.sit(Some(who));
            let asked = json!({ "package": self.package, "target": who, "justification": "=Month end" });
            let request = practice.call("request.submit", asked)["request"].clone();
            practice.set_clock(practice.now() + Duration::hours(2));
            practice.sit(Some(practice.person("pia")));
            let answer = json!({ "request": request, "decision": decision, "justification": "+Known to me" });
            practice.call("approval.answer", answer);
        }
        self.pass(Duration::minutes(5));
        practice.sync(self.directory);
        self.pass(Duration::days(61));
        self.pass(Duration::minutes(5));
        practice.sync(self.directory);
    }

    fn except(&mut self) {
        let practice = &self.practice;
        practice.sit(None);
        let archive = practice.principal("Archive", "group");
        let asked = json!({ "principal": self.excepted, "resource": archive, "policy": "Least privilege",
                            "reason": "Closes the books", "untilOn": "2024-12-31" });
        self.exception = practice.call("exception.propose", asked)["exception"]
            .as_i64()
            .expect("a number");
        let pia = practice.person("pia");
        practice.call("actor.choose", json!({ "principal": pia, "administrator": true }));
        practice.call("exception.approve", json!({ "exception": self.exception }));
    }

    /// A review: some decided one by one, some changed, some in bulk, the rest left to silence; what was denied is
    /// taken away and seen gone.
    fn round(&mut self, run: usize, begin: DateTime<Utc>) {
        let practice = &self.practice;
        practice.set_clock(begin);
        practice.sit(None);
        practice.sync(self.directory);
        let mut review = definition(
            &format!("Half-year {}", run + 1),
            &["Everybody", "=Vault", "Archive"],
            &["/users/pia"],
        );
        review["settings"]["defaultDecisionEnabled"] = json!(true);
        review["settings"]["defaultDecision"] = json!("Approve");
        review["settings"]["@countersign.settings"] =
            json!({ "threshold": { "percentOfGroup": 100, "removals": null } });
        let (review, instance) = practice.start_review(&review).expect("a review");
        let items = practice.items(instance, &json!({}));
        practice.sit(Some(practice.person("pia")));
        for (at, item) in items.iter().enumerate().take(12) {
            practice.set_clock(practice.now() + Duration::minutes(7));
            let decision = if at % 6 == run { "deny" } else { "approve" };
            let input = json!({ "item": item["item"], "decision": decision, "version": item["version"],
                                "justification": format!("-{at} looked at") });
            let row = practice.call("item.decide", input);
            if at % 5 == 4 {
                practice.set_clock(practice.now() + Duration::minutes(1));
                let again = json!({ "item": item["item"], "decision": "dontKnow", "version": row["version"] });
                practice.call("item.decide", again);
            }
        }
        let bulk: Vec<Value> = items
            .iter()
            .skip(20)
            .take(15)
            .map(|item| item["item"].clone())
            .collect();
        let input = json!({ "instance": instance, "items": bulk, "decision": "approve", "justification": "All known" });
        practice.call("item.decideMany", input);
        // The excepted access is denied once; the exception covers its coming back alone.
        self.pass(Duration::days(15));
        let practice = &self.practice;
        practice.sit(None);
        let plan = practice.call("plan.draw", json!({ "instance": instance }))["plan"].clone();
        practice.set_clock(practice.now() + Duration::hours(5));
        practice.done("plan.carryOut", json!({ "plan": plan }));
        practice.set_clock(practice.now() + Duration::hours(1));
        practice.sync(self.directory);
        practice.done("plan.verify", json!({ "plan": plan }));
        self.review = review;
        self.instances.push(instance);
    }
}
