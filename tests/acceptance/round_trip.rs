//! Definitions as Microsoft Graph writes them go into the store and come out as they were.

#[path = "matrix/office.rs"]
#[allow(dead_code, reason = "the directory of the matrix, without its dimensions")]
mod office;

use std::collections::BTreeMap;
use std::path::Path;

use countersign_domain::definition::{Definition, parse};
use countersign_tests::practice::Practice;
use serde_json::{Value, json};

/// What this store cannot review, with the place and the sentence it is refused with.
const REFUSED: [(&str, &str, &str); 2] = [
    (
        "package-of-a-policy",
        "scope.query",
        "This store holds no access package “9a1c0000-0000-4000-8000-000000000001”.",
    ),
    (
        "team-with-shared-channels",
        "scope.resourceScopes[1].query",
        "The scope “/teams/00000000-0000-4000-8000-000000000103/channels?$filter=(membershipType eq 'shared')” is not a group, an application, a role, a package or a catalog.",
    ),
];

fn understood(json: &Value) -> Definition {
    parse(json, "UTC".parse().expect("a time zone")).unwrap_or_else(|problem| panic!("{}: {problem}", problem.field))
}

fn files() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixture/definition");
    let entries = std::fs::read_dir(folder).expect("the definitions");
    let files = entries.map(|entry| {
        let path = entry.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a definition");
        (name, serde_json::from_str(&text).expect("JSON"))
    });
    files.collect()
}

#[test]
fn a_definition_comes_out_as_it_went_in_and_runs() {
    let practice = Practice::at(office::begin());
    practice.add_nodes(&office::nodes());
    let mut refused: BTreeMap<&str, (&str, &str)> = REFUSED
        .into_iter()
        .map(|(name, field, sentence)| (name, (field, sentence)))
        .collect();
    let files = files();
    assert!(files.len() >= 15, "{}", files.len());
    for (name, given) in &files {
        let input = json!({ "definition": given });
        if let Some((field, sentence)) = refused.remove(name.as_str()) {
            let problem = practice.refused("review.create", input);
            assert_eq!(
                (problem.field.as_deref(), problem.message.as_str()),
                (Some(field), sentence),
                "{name}"
            );
            continue;
        }
        let review = practice.call("review.create", input)["review"].clone();
        let exported = practice.call("review.export", json!({ "review": review }));
        let mut expected = given.clone();
        expected["@odata.type"] = json!("#microsoft.graph.accessReviewScheduleDefinition");
        assert_eq!(exported["definition"], expected, "{name}");
        assert_eq!(exported["notCarried"], json!([]), "{name}");
        assert_eq!(understood(&exported["definition"]), understood(given), "{name}");
        // What came out goes in again, and comes out the same.
        let again = practice.call("review.create", json!({ "definition": exported["definition"] }))["review"].clone();
        assert_eq!(
            practice.call("review.export", json!({ "review": again })),
            exported,
            "{name}"
        );
        let started = practice.job("review.start", json!({ "review": review }));
        match name.as_str() {
            "guests-in-a-role" => {
                let problem = started.expect_err("no guest holds this role");
                assert_eq!(problem.code.as_deref(), Some("emptyScope"), "{problem:?}");
            }
            _ => assert!(started.expect("it starts")["items"].as_u64() > Some(0), "{name}"),
        }
    }
    assert!(refused.is_empty(), "no such file: {refused:?}");
    practice.is_sound();
}

#[test]
fn a_query_that_comes_back_altered_is_understood_as_before() {
    let files = files();
    for (name, from, to) in [
        ("guests-blocked-then-deleted", "/?$filter=", "/?$count=true&$filter="),
        ("quarterly-by-managers", "/groups/", "/v1.0/groups/"),
        (
            "quarterly-by-managers",
            "transitiveMembers/microsoft.graph.user",
            "transitiveMembers/microsoft.graph.user/",
        ),
        (
            "guests-of-all-teams",
            "(userType eq 'Guest')",
            "(userType%20eq%20'Guest')",
        ),
    ] {
        let given = &files[name];
        let text = given.to_string();
        let altered: Value = serde_json::from_str(&text.replace(from, to)).expect("JSON");
        assert_ne!(&altered, given, "{name}");
        assert_eq!(understood(&altered), understood(given), "{name}: {to}");
    }
}

#[test]
fn words_that_graph_has_not_are_named_and_kept() {
    let practice = Practice::at(office::begin());
    practice.add_nodes(&office::nodes());
    let mut given = files().remove("owners-of-a-group").expect("the file");
    given["settings"]["@countersign.settings"] = json!({ "strategy": "oneDenialDenies", "justification": "always" });
    given["scope"]["@countersign.scope"] = json!({ "exclude": [{ "principal": "ben", "reason": "on leave" }] });
    let review = practice.call("review.create", json!({ "definition": given }))["review"].clone();
    let exported = practice.call("review.export", json!({ "review": review }));
    assert_eq!(
        exported["notCarried"],
        json!(["scope.@countersign.scope", "settings.@countersign.settings"])
    );
    assert_eq!(understood(&exported["definition"]), understood(&given));
}
