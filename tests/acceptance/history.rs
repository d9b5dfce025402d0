//! History over reviews and years: whole, exact, and safe as a file.

#[path = "history/file.rs"]
mod file;

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use countersign_tests::practice::stamp;
use countersign_tests::years::Years;
use serde_json::{Value, json};

pub fn rows(page: &Value) -> Vec<Value> {
    page["rows"].as_array().expect("rows").clone()
}

/// Every line that passes, page by page by their places.
pub fn all(years: &Years, filter: &Value, limit: usize) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let mut before = Value::Null;
    loop {
        let page = years.practice.call(
            "history.list",
            json!({ "filter": filter, "before": before, "limit": limit }),
        );
        found.extend(rows(&page));
        before = page["next"].clone();
        if before.is_null() {
            assert_eq!(page["total"], found.len(), "{filter}: the total is what the pages hold");
            return found;
        }
    }
}

pub fn moment(row: &Value) -> DateTime<Utc> {
    row["at"].as_str().expect("a moment").parse().expect("a moment")
}

#[test]
fn every_decision_of_all_years_is_listed_once_and_every_filter_counts_exactly() {
    let years = Years::lived();
    let practice = &years.practice;
    // Counted by what each item says of itself, and by the requests.
    let mut expected = BTreeSet::new();
    for instance in &years.instances {
        for item in practice.items(*instance, &json!({})) {
            let shown = practice.call("item.show", json!({ "item": item["item"] }));
            for event in shown["events"].as_array().expect("events") {
                expected.insert(format!("{} {} {}", item["item"], event["auditSeq"], event["decision"]));
            }
        }
    }
    let whole = all(&years, &json!({}), 7);
    let reviews: Vec<&Value> = whole.iter().filter(|row| row["kind"] == "review").collect();
    let found: BTreeSet<String> = reviews
        .iter()
        .map(|row| format!("{} {} {}", row["item"], row["auditSeq"], row["decision"]))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(reviews.len(), expected.len(), "none twice");
    let approvals: Vec<&Value> = whole.iter().filter(|row| row["kind"] == "approval").collect();
    assert_eq!(approvals.len(), 2);
    assert!(
        approvals
            .iter()
            .all(|row| row["resourceName"] == "@Accountant" && row["package"] == years.package)
    );
    assert!(
        whole
            .windows(2)
            .all(|two| two[0]["position"].as_i64() > two[1]["position"].as_i64()),
        "the newest first"
    );
    // Pages by how many are passed over hold the same.
    for offset in [0, 1, 50, 301] {
        let page = practice.call("history.list", json!({ "offset": offset, "limit": 9 }));
        let end = whole.len().min(offset + 9);
        assert_eq!(rows(&page), whole[offset.min(end)..end], "from {offset}");
    }

    filters(&years, &whole);

    // A clock that is set back moves nothing in the log, and the period is still exact.
    let before = practice.now();
    practice.set_clock(before - Duration::days(200));
    let (_, instance) = practice
        .start_review(&countersign_tests::cli::definition(
            "Set back",
            &["Archive"],
            &["/users/pia"],
        ))
        .expect("a review");
    practice.sit(Some(practice.person("pia")));
    let item = practice.items(instance, &json!({}))[0].clone();
    practice.call(
        "item.decide",
        json!({ "item": item["item"], "decision": "approve", "version": item["version"] }),
    );
    practice.set_clock(before);
    practice.sit(None);
    let whole = all(&years, &json!({}), 100);
    assert_eq!(whole[0]["instance"], instance, "the log's order");
    let from = json!({ "from": stamp(before - Duration::days(201)), "to": stamp(before - Duration::days(199)) });
    let inside = |row: &&Value| {
        let at = moment(row);
        at >= before - Duration::days(201) && at < before - Duration::days(199)
    };
    let expected: Vec<Value> = whole.iter().filter(inside).cloned().collect();
    assert_eq!(all(&years, &from, 3), expected);
    practice.is_sound();
}

/// Every filter, alone and in pairs, against the whole list.
fn filters(years: &Years, whole: &[Value]) {
    let practice = &years.practice;
    let half = whole[whole.len() / 2].clone();
    let pia = practice.person("pia");
    let single = [
        ("from", json!(half["at"])),
        ("to", whole[whole.len() / 4]["at"].clone()),
        ("review", json!(years.review)),
        ("reviewer", json!(pia)),
        ("principal", half["principal"].clone()),
        ("resource", half["resource"].clone()),
        ("decision", json!("deny")),
        ("decision", json!("approve")),
        ("source", json!("human")),
        ("source", json!("bulk")),
        ("source", json!("default")),
        ("privileged", json!(true)),
        ("kind", json!("approval")),
    ];
    let passes = |row: &Value, name: &str, value: &Value| match name {
        "from" => row["at"].as_str() >= value.as_str(),
        "to" => row["at"].as_str() < value.as_str(),
        "reviewer" => row["actorId"] == *value,
        name => row[name] == *value,
    };
    for (one, first) in &single {
        for (other, second) in &single {
            if one == other && first != second {
                continue;
            }
            let mut filter = json!({});
            filter[*one] = first.clone();
            filter[*other] = second.clone();
            let expected: Vec<&Value> = whole
                .iter()
                .filter(|row| passes(row, one, first) && passes(row, other, second))
                .collect();
            let found = all(years, &filter, 50);
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter}");
            let page = practice.call("history.list", json!({ "filter": filter, "offset": 5, "limit": 3 }));
            let part: Vec<&Value> = expected.iter().skip(5).take(3).copied().collect();
            assert_eq!(rows(&page).iter().collect::<Vec<_>>(), part, "{filter} from 5");
        }
    }
    let wrong = json!({ "filter": { "from": "2025-01-01T00:00:00Z", "to": "2024-01-01T00:00:00Z" } });
    assert_eq!(
        practice.refused("history.list", wrong).message,
        "The end of the period is not after its start."
    );
    assert_eq!(
        practice
            .refused("history.list", json!({ "filter": { "decison": "deny" } }))
            .code
            .as_deref(),
        Some("input")
    );
    practice.sit(Some(pia));
    assert_eq!(
        practice.refused("history.list", json!({})).code.as_deref(),
        Some("permission")
    );
    practice.sit(None);
}

#[test]
fn one_person_is_told_from_the_request_to_the_access_seen_gone() {
    let years = Years::lived();
    let practice = &years.practice;
    let told =
        |principal: i64| rows(&practice.call("history.person", json!({ "principal": principal, "limit": 1000 })));
    let kinds = |rows: &[Value], resource: &str| -> Vec<String> {
        rows.iter()
            .rev()
            .filter(|row| row["resourceName"] == resource)
            .map(|row| {
                format!(
                    "{} {}",
                    row["kind"].as_str().unwrap_or_default(),
                    row["act"].as_str().unwrap_or_default()
                )
            })
            .collect()
    };
    let asker = told(years.asker);
    let package = kinds(&asker, "@Accountant");
    let place = |what: &str| {
        package
            .iter()
            .position(|one| one.starts_with(what))
            .unwrap_or_else(|| panic!("no {what} in {package:?}"))
    };
    assert!(place("request submit") < place("approval approve"), "{package:?}");
    assert!(place("approval approve") < place("assignment"), "{package:?}");
    let ledger = kinds(&asker, "Ledger");
    assert_eq!(
        ledger
            .iter()
            .filter(|one| one.starts_with("change"))
            .collect::<Vec<_>>(),
        ["change addMember:applied", "change removeMember:applied"],
        "{ledger:?}"
    );
    assert!(ledger.contains(&"access gone".to_owned()), "{ledger:?}");

    // Whoever was denied lost it, and a later read saw it gone.
    let denials = all(&years, &json!({ "decision": "deny", "kind": "review" }), 100);
    let denied = denials
        .iter()
        .find(|row| row["superseded"] == false)
        .expect("a denial that stands");
    let lost = told(denied["principal"].as_i64().expect("a number"));
    let lost = kinds(&lost, denied["resourceName"].as_str().expect("a name"));
    let tail: Vec<&str> = lost.iter().rev().take(3).map(String::as_str).collect();
    assert!(lost.contains(&"decision deny".to_owned()), "{lost:?}");
    assert!(
        tail.contains(&"verification gone") && lost.contains(&"change removeMember:applied".to_owned()),
        "{lost:?}"
    );
    let page = practice.call(
        "history.person",
        json!({ "principal": years.asker, "offset": 2, "limit": 2 }),
    );
    assert_eq!(rows(&page), asker[2..4]);
    assert_eq!(page["total"], asker.len());
    assert_eq!(
        practice
            .refused("history.person", json!({ "principal": 999_999 }))
            .message,
        "There is no person 999999."
    );
}

#[test]
fn the_summary_says_what_each_run_came_to_and_how_long_removals_took() {
    let years = Years::lived();
    let practice = &years.practice;
    let summary = practice.call(
        "history.summary",
        json!({ "from": "2024-01-01T00:00:00Z", "to": "2025-01-01T00:00:00Z" }),
    );
    let runs = summary["runs"].as_array().expect("runs");
    assert_eq!(
        runs.iter().map(|run| run["month"].clone()).collect::<Vec<_>>(),
        [json!("2024-09"), json!("2024-03")]
    );
    for run in runs {
        let items = practice.items(run["instance"].as_i64().expect("a number"), &json!({}));
        let count = |decision: &str| items.iter().filter(|item| item["decision"] == decision).count();
        assert_eq!(run["items"], items.len());
        assert_eq!(run["approve"], count("approve"));
        assert_eq!(run["deny"], count("deny"));
        assert_eq!(run["dontKnow"], count("dontKnow"));
        // Twelve one by one and fifteen in bulk; the rest is silence.
        assert_eq!(run["onTime"], 27);
        assert_eq!(run["removed"], run["deny"], "{run}");
        assert_eq!(run["seenGone"], run["deny"], "{run}");
        let days = run["medianRemovalFor"].as_i64().expect("a time") / 86_400;
        assert_eq!(days, 15, "from the denial to the receipt: {run}");
    }
    assert_eq!(summary["packages"][0]["approve"], 1);
    assert_eq!(summary["packages"][0]["deny"], 1);
}
