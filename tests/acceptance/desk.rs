//! The desk from within, at its only door: what a tick does, what a run keeps to, what a reviewer may see,
//! and answers given to many items at once.

#[path = "desk/decide_all.rs"]
mod decide_all;
#[path = "desk/due.rs"]
mod due;
#[path = "desk/hostile.rs"]
mod hostile;
#[path = "desk/idle.rs"]
mod idle;
#[path = "matrix/office.rs"]
#[allow(dead_code, reason = "the directory of the matrix, without its dimensions")]
mod office;
#[path = "desk/running.rs"]
mod running;
#[path = "desk/sight.rs"]
mod sight;

use chrono::{DateTime, Utc};
use countersign_tests::practice::Practice;
use serde_json::{Value, json};

fn practice() -> (Practice, i64) {
    let practice = Practice::at(office::begin());
    let directory = practice.add_nodes(&office::nodes());
    (practice, directory)
}

/// A review of a group for these reviewers, over a week.
fn definition(group: &str, reviewers: &[&str]) -> Value {
    let reviewers: Vec<Value> = reviewers.iter().map(|query| json!({ "query": query })).collect();
    json!({
        "displayName": format!("Members of {group}"),
        "scope": { "query": format!("/groups/{group}/transitiveMembers/microsoft.graph.user") },
        "reviewers": reviewers,
        "settings": { "instanceDurationInDays": 7, "recommendationsEnabled": true,
                      "@countersign.settings": { "threshold": { "percentOfGroup": 100, "removals": null } } },
    })
}

fn at(day: &str) -> DateTime<Utc> {
    format!("{day}T08:00:00Z").parse().expect("a moment")
}

/// The audit entries of an operation, newest first.
fn entries(practice: &Practice, operation: &str) -> Vec<Value> {
    let log = practice.beside("audit.list", json!({ "limit": 1000 }));
    let rows = log["rows"].as_array().cloned().unwrap_or_default();
    rows.into_iter().filter(|one| one["operation"] == operation).collect()
}
