//! A review of three stages between two windows, each with a store and a key ring of its own, over a folder, WebDAV and
//! Azure Blob with the line cut at random: it ends as it does at one desk.

use std::path::Path;

use countersign_tests::cli;
use countersign_tests::place::{self, Line};
use countersign_tests::practice::{group, person};
use serde_json::{Value, json};

use crate::harness::{Start, Window};
use crate::two_windows::{done, enrol, store};

const STAGES: i64 = 3;

fn call(window: &Window, name: &str, input: &Value) -> Value {
    window
        .call(name, input)
        .unwrap_or_else(|problem| panic!("{name}: {problem}"))
}

fn sit(window: &Window, person: Option<i64>) {
    let choose = json!({ "principal": person, "administrator": person.is_none() });
    call(window, "actor.choose", &choose);
}

/// The people and what they have, in the organization's store.
fn directory(office: &Window, folder: &Path) {
    let mut nodes = vec![person(0, "pia", &json!({})), person(1, "hugo", &json!({}))];
    nodes.extend((2..8).map(|n| person(n, &format!("p{n}"), &json!({ "department": "Finance" }))));
    nodes.push(group(8, "Ledger", &[2, 3, 4, 5, 6, 7], &[0]));
    std::fs::write(folder.join("directory.json"), json!({ "nodes": nodes }).to_string()).expect("a file");
    let added = json!({ "name": "Directory", "kind": "sample", "settings": { "file": "directory.json" } });
    let directory = call(office, "directory.add", &added)["directory"].clone();
    done(office, "directory.sync", &json!({ "directory": directory }));
}

/// A review that asks pia, hugo and pia again, under way; its instance.
fn review(office: &Window, name: &str) -> i64 {
    let stage = |number: i64, reviewer: &str| {
        let before = if number == 1 {
            json!([])
        } else {
            json!([(number - 1).to_string()])
        };
        json!({
            "stageId": number.to_string(), "dependsOn": before, "durationInDays": 5, "recommendationsEnabled": true,
            "decisionsThatWillMoveToNextStage": ["Approve", "Deny", "DontKnow", "NotReviewed"],
            "reviewers": [{ "query": reviewer }]
        })
    };
    let mut asked = cli::definition(name, &["Ledger"], &["/users/pia"]);
    asked["stageSettings"] = json!([stage(1, "/users/pia"), stage(2, "/users/hugo"), stage(3, "/users/pia")]);
    asked["reviewers"] = json!([]);
    let review = call(office, "review.create", &json!({ "definition": asked }))["review"].clone();
    done(office, "review.start", &json!({ "review": review }));
    let shown = call(office, "review.show", &json!({ "review": review }));
    shown["instances"][0]["instance"].as_i64().expect("an instance")
}

fn items(window: &Window, instance: i64) -> Vec<Value> {
    let page = call(window, "item.list", &json!({ "instance": instance, "limit": 100 }));
    let rows = page["rows"].as_array().expect("rows").clone();
    assert_eq!(page["total"], rows.len(), "one page holds all");
    rows
}

/// What is decided on a person in a stage; nothing on some.
fn decide(window: &Window, instance: i64, stage: i64) {
    for row in items(window, instance) {
        let name = row["principalName"].as_str().expect("a name");
        let number: i64 = name.trim_start_matches('p').parse().expect("a number");
        let decision = match (number + stage * 2) % 5 {
            0 | 1 => "approve",
            2 => "deny",
            3 => "dontKnow",
            _ => continue,
        };
        let why = format!("stage {stage}");
        let input = json!({ "item": row["item"], "decision": decision, "justification": why });
        call(window, "item.decide", &input);
    }
}

/// Ends a stage; with the last one the review ends.
fn end(office: &Window, instance: i64, stage: i64) {
    let operation = if stage < STAGES {
        "review.stopStage"
    } else {
        "review.stop"
    };
    call(office, operation, &json!({ "instance": instance }));
}

/// What every item came to, and what was said of it in each stage.
fn outcome(office: &Window, instance: i64) -> Vec<String> {
    let rows = items(office, instance);
    let mut outcome: Vec<String> = rows
        .iter()
        .map(|row| {
            let shown = call(office, "item.show", &json!({ "item": row["item"] }));
            let events = shown["events"].as_array().expect("events").iter();
            let said: Vec<String> = events
                .filter(|event| event["source"] == "reviewer")
                .map(|event| format!("{} {} {}", event["stage"], event["decision"], event["justification"]))
                .collect();
            format!("{} {}: {}", row["principalName"], row["decision"], said.join(", "))
        })
        .collect();
    outcome.sort();
    outcome
}

/// Looks until the place was met, however often the line breaks.
fn meet(window: &Window) -> Value {
    for _ in 0..200 {
        let job = call(window, "exchange.run", &json!({}))["job"].clone();
        let mut view = Value::Null;
        window.wait_until("the look at the place ends", || {
            view = call(window, "job.show", &json!({ "job": job }));
            view["state"] != "running"
        });
        if view["state"] == "done" {
            return view["result"].clone();
        }
        let code = view["problem"]["code"].as_str();
        let is_cut = matches!(code, Some("exchange.unreachable" | "exchange.notKept") | None);
        assert!(is_cut, "{view}");
    }
    panic!("the place was never met");
}

/// The first packet lies there until the organization's words were compared.
fn open_first(laptop: &Window, store: &Path) {
    let page = call(laptop, "exchange.arrivals", &json!({}));
    let row = &page["rows"][0];
    assert_eq!(row["state"], "arrived", "{page}");
    let why = row["lastProblem"].as_str().expect("why it waits");
    let words = why.rsplit(": ").next().expect("the words");
    let file = row["file"].as_str().expect("a name");
    let path = store.join("exchange/in").join(format!("{file}.sealed"));
    done(laptop, "packet.open", &json!({ "path": path, "accept": words }));
}

/// The newest packet of this stage, with its reviewer before it.
fn sit_at(laptop: &Window, stage: i64) -> i64 {
    let page = call(laptop, "packet.opened.list", &json!({}));
    let rows = page["rows"].as_array().expect("rows").iter();
    let newest = rows
        .filter(|row| row["stage"] == stage)
        .max_by_key(|row| row["instance"].as_i64());
    let row = newest.unwrap_or_else(|| panic!("stage {stage}: {page}"));
    sit(laptop, row["reviewer"].as_i64());
    row["instance"].as_i64().expect("a number")
}

struct Scene<'a> {
    office: &'a Window,
    laptop: &'a Window,
    /// Where the store of the laptop is.
    there: &'a Path,
    between: &'a Path,
    hugo: i64,
}

impl Scene<'_> {
    /// The same review with everybody at the organization's desk.
    fn reference(&self, pia: i64) -> Vec<String> {
        let instance = review(self.office, "At one desk");
        for stage in 1..=STAGES {
            sit(self.office, Some(if stage == 2 { self.hugo } else { pia }));
            decide(self.office, instance, stage);
            sit(self.office, None);
            end(self.office, instance, stage);
        }
        outcome(self.office, instance)
    }

    /// pia answers on her own machine, hugo at the organization's desk; over this place.
    fn travel(&self, name: &str, place: &Value, secret: Option<&str>) -> Vec<String> {
        let Self { office, laptop, .. } = *self;
        let instance = review(office, name);
        for window in [office, laptop] {
            call(window, "exchange.set", &json!({ "place": place, "secret": secret }));
        }
        for stage in 1..=STAGES {
            if stage == 2 {
                sit(office, Some(self.hugo));
                decide(office, instance, stage);
                sit(office, None);
            } else {
                let out = self.between.join(format!("{name}-{stage}"));
                let back = self.between.join(format!("{name}-back-{stage}"));
                std::fs::create_dir(&back).expect("a folder");
                done(office, "packet.make", &json!({ "instance": instance, "folder": out }));
                meet(office);
                meet(laptop);
                if call(laptop, "packet.opened.list", &json!({}))["total"] == 0 {
                    open_first(laptop, self.there);
                }
                let opened = sit_at(laptop, stage);
                decide(laptop, opened, stage);
                done(laptop, "packet.answer", &json!({ "instance": opened, "folder": back }));
                sit(laptop, None);
                meet(laptop);
                meet(office);
            }
            end(office, instance, stage);
        }
        outcome(office, instance)
    }
}

#[test]
fn a_review_of_three_stages_travels_between_two_windows_over_every_place_with_the_line_cut() {
    let Some(office) = Start::new("stages-office").keyring().open() else {
        return;
    };
    let laptop = Start::new("stages-laptop").keyring().beside(&office).open();
    let laptop = laptop.expect("a second window where there is a first");
    let between = tempfile::tempdir().expect("a folder");
    let (here, there) = (between.path().join("office"), between.path().join("laptop"));
    store(&office, &here, "Hollow Pine");
    store(&laptop, &there, "Pia");
    directory(&office, &here);
    enrol(&office, &laptop, between.path());
    let people = call(&office, "principal.list", &json!({ "limit": 100 }));
    let id = |name: &str| {
        let mut rows = people["rows"].as_array().expect("rows").iter();
        let row = rows.find(|row| row["displayName"] == name).expect("a person");
        row["principal"].as_i64().expect("a number")
    };
    let scene = Scene {
        office: &office,
        laptop: &laptop,
        there: &there,
        between: between.path(),
        hugo: id("hugo"),
    };
    let reference = scene.reference(id("pia"));
    assert!(reference.iter().any(|line| line.contains("stage 3")), "{reference:?}");

    let folder = between.path().join("place");
    std::fs::create_dir(&folder).expect("a folder");
    let over = scene.travel("folder", &json!({ "kind": "folder", "path": folder }), None);
    assert_eq!(over, reference);
    if let Some(server) = place::web_dav(false) {
        let line = Line::to(server.port, 40_000, 0x3a57);
        let at = place::web_dav_place(&server, line.port, false);
        assert_eq!(scene.travel("web-dav", &at, Some(place::PASSWORD)), reference);
        assert!(line.broken() > 0, "the line broke");
    }
    if let Some(server) = place::azure_blob() {
        let line = Line::to(server.port, 40_000, 0x51c3);
        let at = place::azure_blob_place(line.port);
        assert_eq!(scene.travel("azure-blob", &at, Some(place::ACCOUNT_KEY)), reference);
        assert!(line.broken() > 0, "the line broke");
    }
    assert_eq!(
        call(&office, "dispute.list", &json!({ "filter": { "settled": true } }))["total"],
        0
    );
    let told = call(&office, "audit.verify", &json!({}));
    assert_eq!(told["valid"], true, "{told}");
    office.go("/exchange");
    office.role("heading", "Exchange");
    office.picture("exchange");
    laptop.go("/inbox");
    laptop.picture("inbox");
}
