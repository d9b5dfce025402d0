//! What stands in a dossier, and its schema as another program reads it.

use std::process::Command;

use countersign_tests::years::Years;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn dossier(years: &Years, about: &str, id: &Value) -> Value {
    let told = years.practice.call("dossier.show", json!({ "about": about, "id": id }));
    assert_eq!(told["schema"], "countersign.dossier/1");
    // Each entry is proven by its own text and the hash before it.
    let entries = told["log"].as_array().expect("entries");
    assert!(!entries.is_empty());
    for entry in entries {
        let bytes = |name: &str| {
            let text = entry[name].as_str().expect("hexadecimal");
            (0..text.len() / 2)
                .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).expect("hexadecimal"))
                .collect::<Vec<u8>>()
        };
        let mut hash = Sha256::new();
        hash.update(bytes("previous"));
        hash.update(entry["entry"].as_str().expect("a text").as_bytes());
        assert_eq!(hash.finalize().to_vec(), bytes("hash"), "{entry}");
    }
    told
}

fn operations(told: &Value) -> Vec<&str> {
    let entries = told["log"].as_array().expect("entries");
    entries
        .iter()
        .map(|entry| entry["operation"].as_str().expect("a name"))
        .collect()
}

#[test]
fn a_denied_access_is_told_from_its_review_to_the_read_that_saw_it_gone() {
    let years = Years::lived();
    let filter =
        json!({ "filter": { "decision": "deny", "kind": "review", "from": "2025-08-01T00:00:00Z" }, "limit": 100 });
    let rows = years.practice.call("history.list", filter);
    let row = rows["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["superseded"] == false)
        .expect("a denial")
        .clone();
    let told = dossier(&years, "item", &row["item"]);
    assert_eq!(told["person"]["displayName"], row["principalName"]);
    assert_eq!(told["person"]["source"], "Half-year 4, run 1, as its reviewers saw it");
    assert_eq!(told["access"]["name"], row["resourceName"]);
    let reviews = told["reviews"].as_array().expect("reviews");
    assert_eq!(reviews.len(), 4, "every year's review of it");
    let last = &reviews[3];
    assert_eq!((&last["item"], &last["decision"]), (&row["item"], &json!("deny")));
    assert!(last["recommendation"].is_string() && last["snapshotDigest"].is_string());
    assert_eq!(last["events"][0]["justification"], row["justification"]);
    let change = &last["changes"][0];
    assert_eq!(
        (&change["kind"], &change["outcome"]),
        (&json!("removeMember"), &json!("applied"))
    );
    assert_eq!(change["planHash"].as_str().map(str::len), Some(64));
    assert_eq!(last["seen"][0]["state"], "gone");
    let held = told["held"].as_array().expect("grants");
    assert_eq!(held.len(), 1);
    assert!(
        held[0]["until"].is_string() && held[0]["sinceDigest"].is_string(),
        "{held:?}"
    );
    let operations = operations(&told);
    for operation in [
        "review.start",
        "item.decide",
        "plan.draw",
        "plan.carryOut",
        "plan.verify",
        "tick.end",
    ] {
        assert!(
            operations.contains(&operation),
            "{operation} is not among {operations:?}"
        );
    }
    let remarks = told["remarks"].to_string();
    assert!(remarks.contains("No request is known"), "{remarks}");
    assert!(!remarks.contains("no later read has shown it gone"), "{remarks}");
    assert_eq!(
        years
            .practice
            .refused("dossier.show", json!({ "about": "item", "id": 0 }))
            .message,
        "There is no item 0."
    );
}

#[test]
fn a_package_is_told_by_its_assignment_and_by_its_request_and_an_exception_by_itself() {
    let years = Years::lived();
    let practice = &years.practice;
    let list = practice.call("assignment.list", json!({ "package": years.package }));
    let told = dossier(&years, "assignment", &list["rows"][0]["assignment"]);
    assert_eq!(told["assignments"].as_array().map(Vec::len), Some(1));
    let one = &told["assignments"][0];
    assert_eq!(
        (&one["state"], &one["given"][0]["state"]),
        (&json!("expired"), &json!("taken"))
    );
    let changes: Vec<&Value> = one["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert_eq!(changes, ["addMember", "removeMember"]);
    let request = &told["requests"][0];
    assert_eq!(request["justification"], "=Month end");
    assert_eq!(request["policyInForce"]["version"], request["policyVersion"]);
    assert_eq!(request["answered"][0]["justification"], "+Known to me");
    assert_eq!(request["approvers"][0]["displayName"], "Pia Owner");
    let operations = operations(&told);
    for operation in ["request.submit", "approval.answer", "plan.carryOut", "plan.receipt"] {
        assert!(
            operations.contains(&operation),
            "{operation} is not among {operations:?}"
        );
    }
    // Also what came after the clock was set back is found in the log.
    let plans: std::collections::BTreeSet<&str> = told["log"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|entry| entry["subject"].as_str().filter(|one| one.starts_with("plan:")))
        .collect();
    assert_eq!(plans.len(), 2, "the plan that gave and the one that took: {plans:?}");
    assert_eq!(told["held"], json!([]), "no read shows a package");
    // The denied request has no assignment, and says all the same who denied it.
    let list = practice.call("request.list", json!({ "target": years.refused }));
    let refused = dossier(&years, "request", &list["rows"][0]["request"]);
    assert_eq!(refused["assignments"], json!([]));
    assert_eq!(refused["requests"][0]["answered"][0]["decision"], "deny");
    assert_eq!(refused["person"]["displayName"], "Person 31");

    let excepted = dossier(&years, "exception", &json!(years.exception));
    let acts: Vec<&Value> = excepted["exceptions"][0]["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|one| &one["act"])
        .collect();
    assert_eq!(acts, ["proposed", "approved", "expired"]);
    assert_eq!(excepted["reviews"].as_array().map(Vec::len), Some(4));
}

#[test]
fn every_dossier_is_what_the_published_schema_says() {
    let years = Years::lived();
    let practice = &years.practice;
    let folder = tempfile::tempdir().expect("a folder");
    for (at, population) in ["decisions", "removals", "assignments", "requests", "exceptions"]
        .into_iter()
        .enumerate()
    {
        let drawn = practice.call(
            "sample.draw",
            json!({ "population": population, "size": 30, "seed": "s" }),
        );
        let out = folder.path().join(at.to_string());
        practice.done("sample.export", json!({ "sample": drawn["sample"], "folder": out }));
    }
    let script = r#"
import glob, json, sys
from jsonschema import Draft202012Validator as Validator
files = glob.glob(sys.argv[1] + "/*/dossier-*.json")
schema = json.load(open(glob.glob(sys.argv[1] + "/*/dossier.schema.json")[0]))
Validator.check_schema(schema)
validator = Validator(schema)
for file in files:
    text = open(file, encoding="utf-8").read()
    document = json.loads(text)
    for error in validator.iter_errors(document):
        sys.exit(f"{file}: {list(error.path)}: {error.message[:300]}")
    again = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    assert again == text, f"{file} is not canonical"
    document["unknown"] = 1
    assert list(validator.iter_errors(document)), "an unknown member passes"
print(len(files))
"#;
    let Ok(out) = Command::new("python3").args(["-c", script]).arg(folder.path()).output() else {
        return;
    };
    let said = String::from_utf8_lossy(&out.stderr);
    if said.contains("No module named") {
        eprintln!("jsonschema is not installed; left out.");
        return;
    }
    assert!(out.status.success(), "{said}");
    let count: usize = String::from_utf8_lossy(&out.stdout).trim().parse().expect("a number");
    assert!(count > 30, "{count}");
}
