//! A review of three stages between an organization and two reviewers who never meet: over every kind of place, with the
//! line cut at random, it ends as the same review does on one machine.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use countersign_tests::cli::definition;
use countersign_tests::place::{self, Line};
use countersign_tests::practice::{Practice, group, person};
use serde_json::{Value, json};

use crate::carry::folder_place;

const PEOPLE: usize = 6;
const STAGES: i64 = 3;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

/// What every item comes to, by person.
type Outcome = BTreeMap<String, String>;

struct Organization {
    desk: Practice,
    review: i64,
    instance: i64,
}

fn organization() -> Organization {
    let desk = Practice::locked(at("2026-11-02T08:00:00Z"));
    let mut nodes = vec![person(0, "pia", &json!({})), person(1, "hugo", &json!({}))];
    nodes.extend((2..PEOPLE + 2).map(|n| person(n, &format!("p{n}"), &json!({ "department": "Sales" }))));
    let members: Vec<usize> = (2..PEOPLE + 2).collect();
    nodes.push(group(PEOPLE + 2, "Ledger", &members, &[0]));
    desk.add_nodes(&nodes);
    let mut asked = definition("Finance", &["Ledger"], &["/users/pia"]);
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
    asked["stageSettings"] = json!([stage(1, "/users/pia"), stage(2, "/users/hugo"), stage(3, "/users/pia")]);
    asked["reviewers"] = json!([]);
    let (review, instance) = desk.start_review(&asked).expect("a review");
    Organization { desk, review, instance }
}

/// What is decided on a person in a stage; nothing on some.
fn said(stage: i64, name: &str) -> Option<&'static str> {
    let number: i64 = name.trim_start_matches('p').parse().expect("a number");
    match (number + stage * 2) % 5 {
        0 | 1 => Some("approve"),
        2 => Some("deny"),
        3 => Some("dontKnow"),
        _ => None,
    }
}

fn decide(desk: &Practice, instance: i64, stage: i64) {
    for row in desk.items(instance, &json!({})) {
        let name = row["principalName"].as_str().expect("a name");
        if let Some(decision) = said(stage, name) {
            let why = format!("stage {stage}");
            let input = json!({ "item": row["item"], "decision": decision, "justification": why });
            desk.call("item.decide", input);
        }
    }
}

fn outcome(organization: &Organization) -> Outcome {
    organization.desk.sit(None);
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    organization
        .desk
        .items(organization.instance, &json!({}))
        .iter()
        .map(|row| {
            let shown = organization.desk.call("item.show", json!({ "item": row["item"] }));
            let events: Vec<String> = shown["events"]
                .as_array()
                .expect("events")
                .iter()
                .filter(|event| event["source"] == "reviewer")
                .map(|event| format!("{} {} {}", event["stage"], event["decision"], event["justification"]))
                .collect();
            (
                text(row, "principalName"),
                format!("{}: {}", text(row, "decision"), events.join(", ")),
            )
        })
        .collect()
}

/// Ends a stage; with the last one the review ends.
fn end(desk: &Practice, instance: i64, stage: i64) {
    let operation = if stage < STAGES {
        "review.stopStage"
    } else {
        "review.stop"
    };
    desk.call(operation, json!({ "instance": instance }));
}

/// The same review with everybody at one desk.
fn reference() -> Outcome {
    let organization = organization();
    let people = [organization.desk.person("pia"), organization.desk.person("hugo")];
    for stage in 1..=STAGES {
        organization.desk.sit(Some(people[usize::from(stage == 2)]));
        decide(&organization.desk, organization.instance, stage);
        organization.desk.sit(None);
        end(&organization.desk, organization.instance, stage);
    }
    outcome(&organization)
}

/// A reviewer's own installation, whose keys the organization has accepted.
fn machine(organization: &Organization, name: &str, folder: &Path, place: &Value, secret: Option<&str>) -> Practice {
    let desk = Practice::locked(organization.desk.now());
    let enrolment = folder.join(format!("{name}.enrolment"));
    let asked = json!({ "path": enrolment, "deviceName": name, "displayName": name, "replace": true });
    let words = desk.call("device.enrol", asked)["words"].clone();
    let offered = organization.desk.call("device.offer", json!({ "path": enrolment }));
    let accept =
        json!({ "device": offered["device"]["device"], "principal": organization.desk.person(name), "words": words });
    organization.desk.call("device.accept", accept);
    desk.call("exchange.set", json!({ "place": place, "secret": secret }));
    desk
}

/// Looks until the place was met, however often the line breaks.
fn meet(desk: &Practice) -> Value {
    for _ in 0..200 {
        match desk.job("exchange.run", json!({})) {
            Ok(met) => return met,
            Err(problem) => assert!(
                matches!(
                    problem.code.as_deref(),
                    Some("exchange.unreachable" | "exchange.notKept") | None
                ),
                "{problem:?}"
            ),
        }
    }
    panic!("the place was never met");
}

/// The packet lies there until the organization's words were compared: the first time by hand.
fn open_first(desk: &Practice) {
    let page = desk.call("exchange.arrivals", json!({}));
    let row = &page["rows"][0];
    assert_eq!(row["state"], "arrived", "{page}");
    let why = row["lastProblem"].as_str().expect("why it waits");
    let words = why.rsplit(": ").next().expect("the words").to_owned();
    let file = row["file"].as_str().expect("a name");
    let path = desk.store().join("exchange/in").join(format!("{file}.sealed"));
    desk.done("packet.open", json!({ "path": path, "accept": words }));
}

/// The packet of this stage, with its reviewer before it.
fn sit_at(desk: &Practice, stage: i64) -> i64 {
    desk.sit(None);
    let page = desk.call("packet.opened.list", json!({}));
    let rows = page["rows"].as_array().expect("rows");
    let row = rows
        .iter()
        .find(|row| row["stage"] == stage)
        .unwrap_or_else(|| panic!("stage {stage}: {page}"));
    desk.sit(row["reviewer"].as_i64());
    row["instance"].as_i64().expect("a number")
}

fn travel(place: &Value, secret: Option<&str>) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    let organization = organization();
    let org = &organization.desk;
    org.call("exchange.set", json!({ "place": place, "secret": secret }));
    let pia = machine(&organization, "pia", folder.path(), place, secret);
    let hugo = machine(&organization, "hugo", folder.path(), place, secret);
    for stage in 1..=STAGES {
        let desk = if stage == 2 { &hugo } else { &pia };
        // Both are there before anything is, and find nothing.
        meet(desk);
        let out = folder.path().join(format!("out-{stage}"));
        let made = org.done(
            "packet.make",
            json!({ "instance": organization.instance, "folder": out }),
        );
        assert_eq!(made["made"], 1, "{made}");
        meet(org);
        meet(desk);
        if stage < STAGES {
            open_first(desk);
            meet(desk);
        }
        assert_eq!(meet(org)["problems"], json!([]));
        let instance = sit_at(desk, stage);
        decide(desk, instance, stage);
        let back = folder.path().join(format!("back-{stage}"));
        std::fs::create_dir(&back).expect("a folder");
        desk.done("packet.answer", json!({ "instance": instance, "folder": back }));
        desk.sit(None);
        meet(desk);
        meet(org);
        meet(desk);
        end(org, organization.instance, stage);
    }
    for (desk, sent) in [(org, 3), (&pia, 2), (&hugo, 1)] {
        meet(desk);
        let count = desk.call("exchange.status", json!({}))["count"].clone();
        assert_eq!(
            (&count["acknowledged"], &count["taken"]),
            (&json!(sent), &json!(sent)),
            "{count}"
        );
        assert_eq!(
            (&count["waiting"], &count["sent"], &count["refused"]),
            (&json!(0), &json!(0), &json!(0)),
            "{count}"
        );
        let kept = desk.store().join("exchange");
        for folder in ["in", "out"] {
            let left = std::fs::read_dir(kept.join(folder)).map_or(0, Iterator::count);
            assert_eq!(left, 0, "nothing is left beside the store in {folder}");
        }
    }
    let disputes = org.call("dispute.list", json!({}));
    assert_eq!(disputes["total"], 0, "{disputes}");
    org.is_sound();
    assert!(organization.review > 0);
    outcome(&organization)
}

#[test]
fn over_a_folder_a_review_of_three_stages_ends_as_on_one_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(travel(&folder_place(folder.path()), None), reference());
}

#[test]
fn over_web_dav_with_the_line_cut_at_random_it_ends_as_on_one_machine() {
    let Some(server) = place::web_dav(false) else { return };
    let line = Line::to(server.port, 40_000, 0x7a11);
    let at = place::web_dav_place(&server, line.port, false);
    assert_eq!(travel(&at, Some(place::PASSWORD)), reference());
    assert!(line.broken() > 0, "the line broke");
}

#[test]
fn over_azure_blob_with_the_line_cut_at_random_it_ends_as_on_one_machine() {
    let Some(server) = place::azure_blob() else { return };
    let line = Line::to(server.port, 40_000, 0xa2b1);
    assert_eq!(
        travel(&place::azure_blob_place(line.port), Some(place::ACCOUNT_KEY)),
        reference()
    );
    assert!(line.broken() > 0, "the line broke");
}

fn hand_out(organization: &Organization, folder: &Path) {
    let asked = json!({ "instance": organization.instance, "folder": folder.join("out") });
    assert_eq!(organization.desk.done("packet.make", asked)["made"], 1);
}

#[test]
fn answers_of_a_device_that_is_not_accepted_yet_are_kept_and_taken_in_once_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder_place(folder.path());
    let organization = organization();
    let org = &organization.desk;
    org.call("exchange.set", json!({ "place": place }));
    let pia = machine(&organization, "pia", folder.path(), &place, None);
    hand_out(&organization, folder.path());
    meet(org);
    meet(&pia);
    open_first(&pia);
    let renewed = folder.path().join("renewed.enrolment");
    let asked = json!({ "path": renewed, "displayName": "pia", "renew": true });
    let words = pia.call("device.enrol", asked)["words"].clone();
    let instance = sit_at(&pia, 1);
    decide(&pia, instance, 1);
    let back = folder.path().join("back");
    std::fs::create_dir(&back).expect("a folder");
    pia.done("packet.answer", json!({ "instance": instance, "folder": back }));
    pia.sit(None);
    meet(&pia);
    for _ in 0..2 {
        meet(org);
        let page = org.call("exchange.arrivals", json!({}));
        assert_eq!(page["rows"][0]["state"], "arrived", "{page}");
    }
    let device = org.call("device.list", json!({}))["rows"][0]["device"].clone();
    let by = org.call("device.offer", json!({ "path": renewed }))["device"]["device"].clone();
    org.call("device.replace", json!({ "device": device, "by": by, "words": words }));
    assert_eq!(meet(org)["taken"], 1);
    let decided = outcome(&organization);
    assert!(decided.values().any(|text| text.contains("stage 1")), "{decided:?}");
    org.is_sound();
}

#[test]
fn nothing_goes_on_to_a_device_that_was_revoked() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder_place(folder.path());
    let organization = organization();
    let org = &organization.desk;
    org.call("exchange.set", json!({ "place": place }));
    let pia = machine(&organization, "pia", folder.path(), &place, None);
    hand_out(&organization, folder.path());
    let device = org.call("device.list", json!({}))["rows"][0]["device"].clone();
    org.call("device.revoke", json!({ "device": device, "reason": "It was stolen." }));
    assert_eq!(meet(org)["sent"], 0);
    assert_eq!(meet(&pia)["arrived"], 0);
    let status = org.call("exchange.status", json!({}));
    assert_eq!(status["count"]["waiting"], 0, "{status}");
    org.is_sound();
}
