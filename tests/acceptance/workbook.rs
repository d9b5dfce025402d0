//! A review as a spreadsheet: handed out, filled in by other programs, taken back, and everything that is wrong with it
//! named.

#[path = "workbook/hostile.rs"]
mod hostile;
#[path = "workbook/office.rs"]
mod office;
#[path = "workbook/scene.rs"]
mod scene;

use countersign_tests::cli::definition;
use countersign_tests::practice::{Practice, group, person};
use scene::{Fill, Scene, kinds};
use serde_json::{Value, json};

#[test]
fn a_workbook_that_comes_back_decides_for_its_reviewer_and_says_how_it_came() {
    let scene = Scene::new(12);
    let rows = scene.rows();
    assert_eq!(rows.len(), 12);
    let path = scene.fill(&[
        Fill::decide(0, "Approve", "Needed."),
        Fill::decide(1, "deny", "Left the team."),
        Fill::decide(2, " Don’t know ", ""),
    ]);
    let looked = scene.take(&path, true);
    assert_eq!(
        (&looked["answered"], &looked["decided"]),
        (&json!(3), &json!(0)),
        "a look changes nothing"
    );
    let took = scene.take(&path, false);
    assert_eq!(
        (&took["decided"], &took["open"], &took["problemTotal"]),
        (&json!(3), &json!(9), &json!(0))
    );
    let standing: Vec<String> = scene
        .items()
        .iter()
        .map(|item| item["decision"].as_str().unwrap_or_default().to_owned())
        .collect();
    let count = |word: &str| standing.iter().filter(|one| *one == word).count();
    assert_eq!(
        (count("approve"), count("deny"), count("dontKnow"), count("notReviewed")),
        (1, 1, 1, 9)
    );
    let shown = scene
        .practice
        .call("item.show", json!({ "item": scene.item_of(&rows[1]) }));
    assert_eq!(shown["decision"], "deny");
    assert_eq!(shown["justification"], "Left the team.");
    assert!(
        shown["decidedBy"]
            .as_str()
            .is_some_and(|by| by.starts_with("pia (principal")),
        "{shown}"
    );
    let entries = scene.practice.beside("audit.list", json!({ "limit": 1000 }));
    let entry = entries["rows"]
        .as_array()
        .and_then(|all| {
            all.iter()
                .find(|one| one["operation"] == "packet.takeWorkbook" && one["assurance"] == "workbook")
        })
        .unwrap_or_else(|| panic!("{entries}"));
    assert!(entry.to_string().contains("broughtInBy"), "{entry}");
    // The same file again is no news, and an answer that was changed in it is.
    let again = scene.take(&path, false);
    assert_eq!(
        (&again["decided"], &again["same"], &again["problemTotal"]),
        (&json!(0), &json!(3), &json!(0))
    );
    let changed = scene.fill(&[
        Fill::decide(0, "Approve", "Needed."),
        Fill::decide(1, "Approve", "Came back."),
        Fill::decide(3, "Deny", "Never used."),
    ]);
    let took = scene.take(&changed, false);
    assert_eq!((&took["decided"], &took["same"]), (&json!(2), &json!(1)));
    scene.practice.is_sound();
}

#[test]
fn edited_added_missing_and_doubled_rows_are_each_named_and_the_others_taken() {
    let scene = Scene::new(10);
    let path = scene.fill(&[
        Fill::decide(0, "Approve", ""),
        Fill::decide(1, "Deny", ""),
        Fill::edit(1, 1, "Somebody else"),
        Fill::edit(2, 5, "Another group"),
        Fill::decide(3, "Perhaps", ""),
        Fill::decide(4, "", "A reason alone"),
        Fill::Remove(5),
        Fill::Double(6, "Approve", "Deny"),
        Fill::Double(7, "Deny", "Deny"),
        Fill::Add("99999-ABCDEFGHABCDEFGH"),
        Fill::Add("an own row"),
    ]);
    let took = scene.take(&path, false);
    assert_eq!(took["decided"], 2, "rows 0 and 7: {took}");
    assert_eq!(
        kinds(&took),
        [
            "added", "edited", "edited", "edited", "missing", "twice", "twice", "twice", "unclear", "unclear"
        ],
        "{took}"
    );
    assert!(
        took["problems"]
            .to_string()
            .contains("“Perhaps” is none of the answers"),
        "{took}"
    );
    scene.practice.is_sound();
}

#[test]
fn an_answer_is_refused_where_the_item_moved_on_meanwhile() {
    let scene = Scene::new(3);
    let rows = scene.rows();
    scene.practice.sit(Some(scene.pia));
    let item = scene.item_of(&rows[0]);
    scene.practice.call(
        "item.decide",
        json!({ "item": item, "decision": "deny", "justification": "Decided at the desk." }),
    );
    scene.practice.sit(None);
    let path = scene.fill(&[Fill::decide(0, "Approve", ""), Fill::decide(1, "Approve", "")]);
    let took = scene.take(&path, false);
    assert_eq!(
        (&took["decided"], kinds(&took)),
        (&json!(1), vec!["refused".to_owned()])
    );
    let stands = scene.practice.call("item.show", json!({ "item": item }));
    assert_eq!(stands["decision"], "deny");
    scene
        .practice
        .call("review.stop", json!({ "instance": scene.instance }));
    let took = scene.take(&scene.fill(&[Fill::decide(2, "Approve", "")]), false);
    assert_eq!(
        (&took["decided"], kinds(&took)),
        (&json!(0), vec!["refused".to_owned()])
    );
}

#[test]
fn where_decisions_must_be_proven_a_sheet_is_not_enough() {
    let scene = Scene::new(2);
    let path = scene.fill(&[Fill::decide(0, "Approve", "")]);
    scene.practice.call(
        "identity.change",
        json!({ "decide": "directoryBind", "administer": "stated", "countersign": "stated", "lockAfter": 5 }),
    );
    let problem = scene
        .practice
        .job("packet.takeWorkbook", json!({ "path": path }))
        .expect_err("not proven");
    assert_eq!(problem.code.as_deref(), Some("proof"), "{problem:?}");
    assert!(scene.items().iter().all(|item| item["decision"] == "notReviewed"));
}

#[test]
fn a_workbook_of_another_store_is_refused() {
    let (one, two) = (Scene::new(2), Scene::new(2));
    let path = one.fill(&[Fill::decide(0, "Approve", "")]);
    let problem = two
        .practice
        .job("packet.takeWorkbook", json!({ "path": path }))
        .expect_err("another store");
    assert_eq!(problem.code.as_deref(), Some("otherStore"), "{problem:?}");
    let other: Value = json!({ "path": two.practice.directory_file() });
    assert!(
        two.practice.job("packet.takeWorkbook", other).is_err(),
        "no workbook at all"
    );
}

/// A review asked of Pia and Hugo both, on which Hugo has decided; Pia's workbook is taken in as it was made.
fn untouched(strategy: &str, by: &[&str]) -> (Value, Vec<String>) {
    let practice = Practice::at("2026-09-01T08:00:00Z".parse().expect("a moment"));
    let (pia, hugo) = (person(0, "pia", &json!({})), person(1, "hugo", &json!({})));
    let people = (2..5).map(|n| person(n, &format!("p{n}"), &json!({})));
    let nodes: Vec<Value> = [pia, hugo]
        .into_iter()
        .chain(people)
        .chain([group(5, "Ledger users", &[2, 3, 4], &[0])])
        .collect();
    practice.add_nodes(&nodes);
    let mut review = definition("Quarter 3", &["Ledger users"], &["/users/pia", "/users/hugo"]);
    review["settings"]["@countersign.settings"] = json!({ "strategy": strategy });
    let (_, instance) = practice.start_review(&review).expect("a review");
    let item = practice.items(instance, &json!({}))[0]["item"].clone();
    for name in by {
        practice.sit(Some(practice.person(name)));
        let reason = format!("{name} knows why.");
        practice.call(
            "item.decide",
            json!({ "item": item, "decision": "deny", "justification": reason }),
        );
    }
    practice.sit(None);
    let folder = practice.store().with_file_name("workbooks");
    let asked = json!({ "instance": instance, "folder": folder, "reviewer": practice.person("pia") });
    let made = practice.done("packet.workbook", asked);
    let path: std::path::PathBuf = made["files"][0]["path"].as_str().expect("a path").into();
    let strings = scene::text(&path, "xl/sharedStrings.xml");
    let reasons = by.iter().map(|name| format!("{name} knows why."));
    let told = reasons.filter(|reason| strings.contains(reason.as_str())).collect();
    let took = practice.done("packet.takeWorkbook", json!({ "path": path, "dryRun": false }));
    practice.is_sound();
    (took, told)
}

#[test]
fn what_somebody_else_decided_is_not_put_into_a_person_s_mouth() {
    let (took, told) = untouched("lastAnswer", &["hugo"]);
    assert_eq!(
        (&took["decided"], &took["same"], &took["open"]),
        (&json!(0), &json!(0), &json!(3)),
        "{took}"
    );
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn what_a_person_decided_stands_in_their_workbook_with_their_own_reason() {
    for strategy in ["lastAnswer", "oneDenialDenies"] {
        let (took, told) = untouched(strategy, &["hugo", "pia"]);
        assert_eq!(
            (&took["decided"], &took["same"], &took["open"]),
            (&json!(0), &json!(1), &json!(2)),
            "{strategy}: {took}"
        );
        assert_eq!(told, ["pia knows why."], "{strategy}");
    }
}
