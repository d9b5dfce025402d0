//! A practice store with a review in progress, made at the desk's own door before the window opens.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use countersign_app::{Desk, Environment};
use serde_json::{Value, json};

/// The moment at which the sample organization was read.
pub fn read_at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 12, 8, 0, 0).single().expect("a moment")
}

/// A store's folder with one review in progress.
pub struct Office {
    _folder: tempfile::TempDir,
    pub store: PathBuf,
    pub evidence: PathBuf,
    /// Account of the reviewer with the most items, and how many those are.
    pub reviewer: String,
    pub items: u64,
}

/// Runs a job to its end.
fn wait(desk: &Arc<Desk>, name: &str, input: Value) -> Value {
    let started = desk.call(name, input).expect("the job starts").value;
    loop {
        let view = desk
            .call("job.show", json!({ "job": started["job"] }))
            .expect("the job is known")
            .value;
        match view["state"].as_str() {
            Some("running") => std::thread::sleep(std::time::Duration::from_millis(10)),
            Some("done") => return view["result"].clone(),
            _ => panic!("{name}: {view}"),
        }
    }
}

/// Groups of the sample organization, reviewed by their owners.
pub fn definition(groups: &[&str]) -> Value {
    let resources: Vec<Value> = groups
        .iter()
        .map(|group| json!({ "query": format!("/groups/{group}/transitiveMembers/microsoft.graph.user") }))
        .collect();
    json!({
        "displayName": "Finance and production access, first quarter",
        "descriptionForReviewers": "Keep access only where the person needs it for their work this quarter.",
        "scope": { "principalScopes": [{ "query": "/users" }], "resourceScopes": resources },
        "reviewers": [{ "query": "./owners" }],
        "fallbackReviewers": [{ "query": "/users/p0001" }],
        "settings": {
            "instanceDurationInDays": 14, "recommendationsEnabled": true, "recommendationLookBackDuration": "P60D",
            "@countersign.settings": { "justification": "onDenial" },
        },
    })
}

/// Makes the office, or panics with what stood in the way.
pub fn office() -> Office {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("store");
    let desk = Desk::new(Environment::at(read_at())).expect("a desk");
    desk.call(
        "store.init",
        json!({ "path": store, "organization": "Nordwind Sample AG", "practice": true, "sample": true }),
    )
    .expect("a store");
    wait(&desk, "directory.sync", json!({ "directory": 1 }));
    let groups = [
        "Payments approval readers",
        "General ledger write readers",
        "Payroll editors",
        "Project Aurora",
    ];
    let review = desk
        .call("review.create", json!({ "definition": definition(&groups) }))
        .expect("a review")
        .value;
    let started = wait(&desk, "review.start", json!({ "review": review["review"] }));
    let progress = desk
        .call("review.progress", json!({ "instance": started["instance"] }))
        .expect("its progress")
        .value;
    let most = progress["reviewers"]
        .as_array()
        .and_then(|all| all.iter().max_by_key(|one| one["count"]["total"].as_u64()))
        .expect("a reviewer");
    let person = desk
        .call("principal.show", json!({ "principal": most["principal"] }))
        .expect("the reviewer")
        .value;
    Office {
        evidence: folder.path().join("evidence.pdf"),
        _folder: folder,
        store,
        reviewer: person["userName"].as_str().expect("an account").to_owned(),
        items: most["count"]["total"].as_u64().expect("a number"),
    }
}
