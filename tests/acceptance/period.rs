//! The evidence of a period says which runs of reviews ended in time, and which did not.

use chrono::{DateTime, Duration, Utc};
use countersign_tests::cli::definition;
use countersign_tests::practice::{Practice, group, person};
use countersign_tests::printed::{first_page, record};
use serde_json::json;

fn start(practice: &Practice, name: &str, days: i64) -> i64 {
    let mut review = definition(name, &["Crowd"], &["/users/pia"]);
    review["settings"]["instanceDurationInDays"] = days.into();
    practice.start_review(&review).expect("it starts").1
}

#[test]
fn a_period_tells_runs_that_ended_in_time_from_those_that_did_not() {
    let begin: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().expect("a moment");
    let practice = Practice::at(begin);
    practice.add_nodes(&[
        person(0, "pia", &json!({})),
        person(1, "paul", &json!({})),
        group(2, "Crowd", &[1], &[0]),
    ]);
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
    let pdf = practice.store().join("period.pdf");
    let period = json!({ "from": begin - Duration::days(1), "to": end, "path": pdf });
    practice.done("evidence.exportPeriod", period);
    let verified = practice.call("evidence.verify", json!({ "path": pdf }));
    assert_eq!(verified["valid"], true, "{verified}");

    let found = record(&pdf);
    let rows = found["rows"].as_array().expect("rows").iter();
    let reviews: Vec<(&str, &str)> = rows
        .filter(|row| row["table"] == 0)
        .map(|row| {
            let cell = |at: usize| row["cells"][at].as_str().expect("a text");
            (cell(0), cell(5))
        })
        .collect();
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
