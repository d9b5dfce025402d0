//! The evidence of a period says which runs of reviews ended in time, and what became of their denials.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use countersign_tests::cli::definition;
use countersign_tests::practice::{Practice, group, person};
use countersign_tests::printed::{first_page, record};
use serde_json::{Value, json};

fn start(practice: &Practice, name: &str, days: i64) -> i64 {
    let mut review = definition(name, &["Crowd"], &["/users/pia"]);
    review["settings"]["instanceDurationInDays"] = days.into();
    practice.start_review(&review).expect("it starts").1
}

/// An organization of one group of four, whom its owner Pia reviews.
fn crowd(begin: DateTime<Utc>) -> Practice {
    let practice = Practice::at(begin);
    practice.add_nodes(&[
        person(0, "pia", &json!({})),
        person(1, "paul", &json!({})),
        person(2, "pat", &json!({})),
        person(3, "petra", &json!({})),
        person(4, "piet", &json!({})),
        group(5, "Crowd", &[1, 2, 3, 4], &[0]),
    ]);
    practice
}

/// The evidence of a period, verified.
fn export(practice: &Practice, from: DateTime<Utc>, to: DateTime<Utc>) -> PathBuf {
    let name = format!("{}.pdf", to.format("%Y%m%d%H"));
    let pdf = practice.store().join(name);
    practice.done("evidence.exportPeriod", json!({ "from": from, "to": to, "path": pdf }));
    let verified = practice.call("evidence.verify", json!({ "path": pdf }));
    assert_eq!(verified["valid"], true, "{verified}");
    pdf
}

/// The rows of one table of the document.
fn table(pdf: &Path, title: &str) -> Vec<Vec<String>> {
    let found = record(pdf);
    let tables = found["tables"]["rows"].as_array().expect("tables");
    let place = tables.iter().position(|one| one["title"] == title).expect("the table");
    let text = |cell: &Value| cell.as_str().expect("a text").to_owned();
    let rows = found["rows"].as_array().expect("rows").iter();
    rows.filter(|row| row["table"] == place)
        .map(|row| row["cells"].as_array().expect("cells").iter().map(text).collect())
        .collect()
}

#[test]
fn a_period_tells_runs_that_ended_in_time_from_those_that_did_not() {
    let begin: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().expect("a moment");
    let practice = crowd(begin);
    start(&practice, "Punctual", 3);
    let slow = start(&practice, "Slow", 5);
    start(&practice, "Quiet", 5);
    // The look that ends it comes half an hour after it was due, as on a machine that was asleep for a while.
    practice.set_clock(begin + Duration::days(3) + Duration::minutes(30));
    practice.call("tick", json!({}));
    // And these when the machine was off for three days; in one of them somebody decided before the look.
    practice.set_clock(begin + Duration::days(8));
    let pia = practice.person("pia");
    practice.sit(Some(pia));
    let item = &practice.items(slow, &json!({}))[0]["item"];
    let late = json!({ "item": item, "decision": "approve", "justification": "still needed" });
    practice.call("item.decide", late);
    practice.sit(None);
    practice.call("tick", json!({}));
    start(&practice, "Going on", 60);
    start(&practice, "Forgotten", 2);
    let end = begin + Duration::days(20);
    practice.set_clock(end);
    let pdf = export(&practice, begin - Duration::days(1), end);
    let reviews = table(&pdf, "Reviews");
    let reviews: Vec<(&str, &str)> = reviews.iter().map(|cells| (&*cells[0], &*cells[5])).collect();
    assert_eq!(
        reviews,
        [
            ("Punctual", "yes"),
            ("Slow", "NO: ended late"),
            ("Quiet", "yes"),
            ("Going on", "open"),
            ("Forgotten", "NO: still open"),
        ]
    );
    let page = first_page(&pdf);
    for sentence in [
        "Runs of reviews in the period: 5",
        "Of these ended in time: 2",
        "Ended late, overdue, or never started: 2",
        "Open, and not yet due at the end of the period: 1",
    ] {
        assert!(page.contains(sentence), "{sentence}: {page}");
    }
}

#[test]
fn what_is_not_due_yet_was_not_missed() {
    let begin: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().expect("a moment");
    let midnight: DateTime<Utc> = "2026-03-10T00:00:00Z".parse().expect("a moment");
    let practice = crowd(begin);
    let mut series = definition("Series", &["Crowd"], &["/users/pia"]);
    series["settings"]["recurrence"] = json!({
        "pattern": { "type": "absoluteMonthly", "interval": 3, "dayOfMonth": 10 },
        "range": { "type": "noEnd", "startDate": "2026-03-10", "recurrenceTimeZone": "UTC" }
    });
    practice.call("review.create", json!({ "definition": series }));
    start(&practice, "Going on", 20);
    let open = [["Going on", "open"]];
    let told = |pdf: &Path| -> Vec<[String; 2]> {
        let rows = table(pdf, "Reviews").into_iter();
        rows.map(|cells| [cells[0].clone(), cells[5].clone()]).collect()
    };
    let year_end = begin + Duration::days(300);
    assert_eq!(told(&export(&practice, begin, year_end)), open, "the year is not over");
    practice.set_clock(midnight + Duration::days(1));
    assert_eq!(
        told(&export(&practice, begin, midnight)),
        open,
        "its day comes after the period"
    );
    assert_eq!(
        told(&export(&practice, begin, midnight + Duration::days(1))),
        [["Going on", "open"], ["Series", "NO: not started"]]
    );
    practice.set_clock(midnight + Duration::days(100));
    practice.call("tick", json!({}));
    let later = told(&export(&practice, begin, midnight + Duration::days(100)));
    assert!(
        later.contains(&["Series", "NO: missed"].map(str::to_owned)),
        "{later:?}"
    );
}

#[test]
fn a_denial_counts_once_however_often_its_plan_is_drawn() {
    let begin: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().expect("a moment");
    let practice = crowd(begin);
    let instance = start(&practice, "Crowd", 3);
    practice.sit(Some(practice.person("pia")));
    for item in &practice.items(instance, &json!({}))[..2] {
        let denial = json!({ "item": item["item"], "decision": "deny", "justification": "left" });
        practice.call("item.decide", denial);
    }
    practice.sit(None);
    let of = json!({ "instance": instance });
    practice.call("review.stop", of.clone());
    practice.call("plan.draw", of.clone());
    let counts = |pdf: &Path| table(pdf, "What became of the denials")[0][2..6].to_vec();
    let day = begin + Duration::days(1);
    assert_eq!(counts(&export(&practice, begin, day)), ["2", "0", "0", "0"]);
    let plan = practice.call("plan.draw", of)["plan"].clone();
    assert_eq!(
        counts(&export(&practice, begin, day + Duration::hours(1))),
        ["2", "0", "0", "0"],
        "drawn again"
    );
    let of = json!({ "plan": plan });
    practice.done("plan.carryOut", of.clone());
    practice.done("plan.verify", of);
    assert_eq!(
        counts(&export(&practice, begin, day + Duration::hours(2))),
        ["2", "2", "0", "2"]
    );
}
