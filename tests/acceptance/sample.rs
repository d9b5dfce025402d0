//! Samples that anybody can draw again, and dossiers that tell an access from the request to the removal.

#[path = "sample/dossier.rs"]
mod dossier;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use countersign_tests::years::Years;
use serde_json::{Value, json};

/// Draws the same sample from the population's file, in another language: nothing of this program is used.
const BY_HAND: &str = r#"
import hashlib, json, sys
folder = sys.argv[1]
told = json.load(open(folder + "/sample.json", encoding="utf-8"))
raw = open(folder + "/population.txt", "rb").read()
assert hashlib.sha256(raw).hexdigest() == told["sample"]["populationSha256"], "the population is another"
ids = raw.decode().splitlines()
assert len(ids) == told["sample"]["populationCount"], "the count is another"
seed = told["sample"]["seed"]
digest = lambda one: hashlib.sha256((seed + ":" + one).encode()).hexdigest()
drawn = sorted(ids, key=digest)[: told["sample"]["size"]]
assert drawn == [row["subject"] for row in told["rows"]], "the sample is another"
assert [digest(one) for one in drawn] == [row["digest"] for row in told["rows"]], "a digest is another"
for row in told["rows"]:
    text = open(f"{folder}/dossier-{row['position']:04}.json", "rb").read()
    json.loads(text)
print(len(drawn))
"#;

fn python(script: &str, folder: &Path) -> Option<String> {
    let out = Command::new("python3").args(["-c", script]).arg(folder).output().ok()?;
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

fn subjects(years: &Years, sample: &Value) -> Vec<String> {
    let shown = years
        .practice
        .call("sample.show", json!({ "sample": sample, "limit": 1000 }));
    let rows = shown["rows"].as_array().expect("rows");
    assert_eq!(shown["total"], rows.len());
    rows.iter()
        .map(|row| row["subject"].as_str().expect("an id").to_owned())
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_sample_here_and_in_another_language() {
    let years = Years::lived();
    let practice = &years.practice;
    let folder = tempfile::tempdir().expect("a folder");
    let draw = |more: Value| {
        let mut input = json!({ "population": "decisions", "size": 25, "seed": "auditor's own, 2025" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        practice.call("sample.draw", input)
    };
    let one = draw(json!({}));
    let again = draw(json!({}));
    assert_eq!(subjects(&years, &one["sample"]), subjects(&years, &again["sample"]));
    assert_eq!((&one["rowCount"], &one["seedGiven"]), (&json!(25), &json!(true)));
    let list = practice.call("history.list", json!({ "filter": { "kind": "review" } }));
    assert_eq!(one["populationCount"], list["total"], "drawn from all that is listed");
    let more = draw(json!({ "size": 40 }));
    let (more, few) = (subjects(&years, &more["sample"]), subjects(&years, &one["sample"]));
    assert_eq!(more[..25], few, "a larger sample begins with the smaller one");
    let other = draw(json!({ "seed": "another" }));
    assert_ne!(subjects(&years, &other["sample"]), subjects(&years, &one["sample"]));
    let by_chance = draw(json!({ "seed": null }));
    let seed = by_chance["seed"].as_str().expect("a seed");
    assert_eq!((seed.len(), &by_chance["seedGiven"]), (32, &json!(false)));

    for population in [
        "decisions",
        "denials",
        "approvals",
        "removals",
        "assignments",
        "requests",
        "exceptions",
    ] {
        let drawn = draw(json!({ "population": population, "size": 6 }));
        let out = folder.path().join(population);
        let done = practice.done("sample.export", json!({ "sample": drawn["sample"], "folder": out }));
        let count = drawn["populationCount"].as_i64().expect("a count");
        assert_eq!(done["rows"], count.min(6), "{population}: all where there are fewer");
        assert!(count > 0, "{population}");
        if let Some(counted) = python(BY_HAND, &out) {
            assert_eq!(counted, count.min(6).to_string(), "{population}");
        }
        let index = std::fs::read_to_string(out.join("index.csv")).expect("an index");
        assert!(index.contains("dossier-0001.json") && out.join("index.xlsx").is_file());
        assert_eq!(
            practice
                .refused("sample.export", json!({ "sample": drawn["sample"], "folder": out }))
                .code
                .as_deref(),
            Some("exists")
        );
    }
    let log = practice.call("audit.list", json!({ "limit": 1000 }));
    let rows = log["rows"].as_array().expect("rows");
    let entry = rows
        .iter()
        .rfind(|row| row["operation"] == "sample.draw")
        .expect("an entry");
    assert_eq!(entry["detail"]["seed"], "auditor's own, 2025");
    assert_eq!(entry["detail"]["populationSha256"], one["populationSha256"]);
    practice.is_sound();
}

#[test]
fn strata_and_privilege_come_first_as_the_method_says() {
    let years = Years::lived();
    let practice = &years.practice;
    let draw = |more: Value| {
        let mut input = json!({ "population": "decisions", "size": 9, "seed": "s" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        let drawn = practice.call("sample.draw", input);
        let shown = practice.call("sample.show", json!({ "sample": drawn["sample"], "limit": 1000 }));
        shown["rows"].as_array().expect("rows").clone()
    };
    let strata = |rows: &[Value]| -> Vec<String> { rows.iter().map(|row| row["stratum"].to_string()).collect() };
    let by_resource = strata(&draw(json!({ "stratify": "resource" })));
    for three in by_resource.chunks(3) {
        assert_eq!(three.iter().collect::<BTreeSet<_>>().len(), 3, "{by_resource:?}");
    }
    let privileged = draw(json!({ "stratify": "privileged", "size": 60 }));
    assert!(
        privileged
            .iter()
            .all(|row| row["stratum"] == "privileged" && row["resourceName"] == "=Vault")
    );
    let reviewers = strata(&draw(json!({ "stratify": "reviewer", "size": 2 })));
    assert_eq!(
        reviewers.iter().collect::<BTreeSet<_>>().len(),
        2,
        "a person, and nobody: {reviewers:?}"
    );

    let view = practice.call("sample.population", json!({ "population": "decisions" }));
    let sizes: Vec<&Value> = view["suggested"]
        .as_array()
        .expect("sizes")
        .iter()
        .map(|one| &one["size"])
        .collect();
    assert_eq!(sizes, [25, 40, 60]);
    let view = practice.call("sample.population", json!({ "population": "approvals" }));
    assert_eq!((&view["count"], &view["suggested"][0]["size"]), (&json!(2), &json!(2)));

    let refused = |input: Value| practice.refused("sample.draw", input);
    assert_eq!(
        refused(json!({ "population": "decisions", "size": 0 })).message,
        "A sample has from 1 to 10000 rows."
    );
    let empty = json!({ "population": "decisions", "size": 5, "to": "2020-01-01T00:00:00Z" });
    assert_eq!(refused(empty).code.as_deref(), Some("empty"));
    let wrong = json!({ "population": "requests", "size": 5, "stratify": "reviewer" });
    assert_eq!(refused(wrong).field.as_deref(), Some("stratify"));
    let wrong = json!({ "population": "requests", "size": 5, "filter": { "decision": "deny" } });
    assert_eq!(refused(wrong).field.as_deref(), Some("filter"));
    let wrong = json!({ "population": "decisions", "size": 5, "seed": "two\nlines" });
    assert_eq!(refused(wrong).field.as_deref(), Some("seed"));
    let before = practice.call("sample.list", json!({}))["total"].clone();
    practice.sit(Some(years.asker));
    let drawn = practice.refused("sample.draw", json!({ "population": "decisions", "size": 5 }));
    assert_eq!(drawn.code.as_deref(), Some("permission"));
    practice.sit(None);
    assert_eq!(practice.call("sample.list", json!({}))["total"], before);
}
