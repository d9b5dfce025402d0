//! What is promised of suggested packages: they are found where they are, and accepting one changes no directory.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use countersign_tests::cli::Cli;
use countersign_tests::practice::{Practice, group, key, node, person};
use serde_json::{Value, json};

/// Sixty people. Clerks of Sales hold the groups 101 to 103, accountants of Finance 103, 104 and what they do in the
/// application 110; two more are in 101, one accountant lacks 104, one clerk is disabled, and a rule fills 109.
const CLERKS: RangeInclusive<usize> = 1..=20;
const ACCOUNTANTS: RangeInclusive<usize> = 21..=35;
const DISABLED: usize = 20;
const LACKING: usize = 35;

struct Office {
    practice: Practice,
    directory: i64,
    catalog: i64,
}

fn office() -> Office {
    let practice = Practice::at("2026-03-02T09:00:00Z".parse().expect("a moment"));
    let mut nodes: Vec<Value> = (1..=60)
        .map(|n| {
            let (department, title) = match n {
                n if CLERKS.contains(&n) => ("Sales", "Clerk"),
                n if ACCOUNTANTS.contains(&n) => ("Finance", "Accountant"),
                _ => ("Finance", "Assistant"),
            };
            let more = json!({ "department": department, "title": title, "enabled": n != DISABLED });
            person(n, &format!("p{n:02}"), &more)
        })
        .collect();
    let clerks: Vec<usize> = CLERKS.collect();
    let accountants: Vec<usize> = ACCOUNTANTS.collect();
    let both: Vec<usize> = CLERKS.chain(ACCOUNTANTS).collect();
    let most: Vec<usize> = ACCOUNTANTS.filter(|n| *n != LACKING).collect();
    nodes.push(group(101, "Customers", &[&clerks[..], &[40, 41]].concat(), &[50]));
    nodes.push(group(102, "Orders", &clerks, &[50]));
    nodes.push(group(103, "Floor", &both, &[]));
    nodes.push(group(104, "Ledger", &most, &[]));
    let mut everybody = group(109, "Everybody", &both, &[]);
    everybody["attributes"] = json!({ "dynamic": ["(user.department -ne null)"] });
    nodes.push(everybody);
    let holdings: Vec<Value> = accountants
        .iter()
        .map(|n| json!({ "entitlement": "Poster", "principal": key(*n) }))
        .collect();
    nodes.push(node(
        110,
        "Bank",
        "apps",
        "servicePrincipal",
        &json!({ "holdings": holdings }),
    ));
    let directory = practice.add_nodes(&nodes);
    let made = practice.call(
        "catalog.create",
        json!({ "displayName": "Office", "directory": directory }),
    );
    Office {
        catalog: made["catalog"].as_i64().expect("a number"),
        practice,
        directory,
    }
}

impl Office {
    fn suggest(&self, more: Value) -> Value {
        let mut input = json!({ "directory": self.directory });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        self.practice.done("package.suggest", input)
    }

    fn tree(&self) -> Value {
        let file = std::fs::read(self.practice.directory_file()).expect("the directory's file");
        serde_json::from_slice(&file).expect("JSON")
    }

    fn members(&self, n: usize) -> BTreeSet<String> {
        let tree = self.tree();
        let nodes = tree["nodes"].as_array().expect("nodes");
        let found = nodes.iter().find(|one| one["key"] == key(n)).expect("a group");
        let members = found["members"].as_array().expect("members").iter();
        members.map(|one| one.as_str().expect("a key").to_owned()).collect()
    }

    fn states(&self, package: &Value) -> Vec<(i64, String, i64)> {
        let input = json!({ "package": package, "limit": 1000 });
        let page = self.practice.call("assignment.list", input);
        let rows = page["rows"].as_array().expect("rows").iter();
        let number = |one: &Value, name: &str| one[name].as_i64().expect("a number");
        rows.map(|one| {
            let state = one["state"].as_str().expect("a state").to_owned();
            (number(one, "assignment"), state, number(one, "principal"))
        })
        .collect()
    }
}

fn names(row: &Value) -> Vec<&str> {
    let roles = row["entitlements"].as_array().expect("roles").iter();
    roles.map(|one| one["resourceName"].as_str().expect("a name")).collect()
}

#[test]
fn planted_roles_are_found_with_their_names_their_people_and_their_rules() {
    let office = office();
    let found = office.suggest(json!({}));
    let rows = found["rows"].as_array().expect("rows");
    assert_eq!(found["total"], 3, "{found:#}");
    let (clerks, accountants, rest) = (&rows[0], &rows[1], &rows[2]);
    assert_eq!(
        names(clerks),
        ["Customers", "Orders", "Floor"],
        "what a rule fills is left out"
    );
    assert_eq!(
        (&clerks["displayName"], &clerks["people"]),
        (&json!("Sales · Clerk"), &json!(19))
    );
    assert_eq!(
        (&clerks["gives"], &clerks["covers"], &clerks["adds"]),
        (&json!(57), &json!(57), &json!(0))
    );
    let rule = &clerks["rule"];
    assert_eq!(
        (&rule["matches"], &rule["adds"], &rule["misses"]),
        (&json!(19), &json!(0), &json!(0)),
        "{rule}"
    );
    let text = rule["text"].as_str().expect("a rule");
    assert!(
        text.contains("accountEnabled") && text.contains("Sales") && !text.contains("Clerk"),
        "{text}"
    );
    // Of the accountants, one lacks the ledger: without tolerance the package is for the others.
    assert_eq!(accountants["displayName"], "Finance · Accountant");
    assert_eq!((&accountants["people"], &accountants["adds"]), (&json!(14), &json!(0)));
    assert_eq!(accountants["rule"]["adds"], 1);
    assert_eq!(
        (&rest["displayName"], &rest["gives"]),
        (&json!("Finance · Accountant (2)"), &json!(2))
    );
    let outcome = &found["outcome"];
    assert_eq!(
        (&outcome["people"], &outcome["entitlements"], &outcome["total"]),
        (&json!(36), &json!(5), &json!(103))
    );
    assert_eq!(outcome["covered"], 57 + 42 + 2);

    let again = office.suggest(json!({}));
    let bodies = |answer: &Value| -> Vec<Value> {
        let rows = answer["rows"].as_array().expect("rows").iter().cloned();
        rows.map(|mut row| {
            row["suggestion"] = Value::Null;
            row
        })
        .collect()
    };
    assert_eq!(bodies(&found), bodies(&again), "the same access, the same packages");

    let tolerant = office.suggest(json!({ "tolerance": 1 }));
    let rows = tolerant["rows"].as_array().expect("rows");
    let accountants = rows
        .iter()
        .find(|row| names(row) == ["Floor", "Ledger", "Bank"])
        .unwrap_or_else(|| panic!("{tolerant:#}"));
    assert_eq!(
        (&accountants["people"], &accountants["holders"], &accountants["adds"]),
        (&json!(15), &json!(14), &json!(1))
    );
    let input = json!({ "suggestion": accountants["suggestion"], "limit": 1000 });
    let shown = office.practice.call("package.suggestion.show", input);
    assert_eq!(shown["total"], 15);
    let lacking: Vec<&Value> = shown["rows"]
        .as_array()
        .expect("people")
        .iter()
        .filter(|one| one["holds"] != json!([true, true, true]))
        .collect();
    assert_eq!(lacking.len(), 1);
    assert_eq!(
        (&lacking[0]["displayName"], &lacking[0]["holds"]),
        (&json!("p35"), &json!([true, false, true]))
    );

    let narrow = office.suggest(json!({ "rule": "(user.department -eq \"Finance\")" }));
    assert_eq!(narrow["outcome"]["people"], 17);
    let customers = office.practice.principal(&key(101), "group");
    let members = office.suggest(json!({ "group": customers, "minimumEntitlements": 1, "kinds": ["group"] }));
    assert_eq!(members["outcome"]["people"], 21);
}

#[test]
fn what_is_accepted_is_given_without_a_change_and_taken_back_exactly() {
    for adopts in [true, false] {
        let office = office();
        let found = office.suggest(json!({ "tolerance": 1 }));
        let row = found["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .find(|row| names(row).contains(&"Ledger"));
        let row = row.expect("the accountants");
        let before = office.tree();
        let accept =
            json!({ "suggestion": row["suggestion"], "catalog": office.catalog, "assign": true, "adopts": adopts });
        let accepted = office.practice.call("package.accept", accept.clone());
        assert_eq!(
            (
                &accepted["assigned"],
                &accepted["passedOver"],
                &accepted["left"],
                &accepted["added"]
            ),
            (&json!(14), &json!(1), &json!(0), &json!(3)),
            "who lacks something gains nothing by it: {accepted}"
        );
        office.practice.done("assignment.deliver", json!({}));
        let states = office.states(&accepted["package"]);
        assert_eq!(states.len(), 14);
        assert!(states.iter().all(|(_, state, _)| state == "delivered"), "{states:?}");
        assert_eq!(office.tree(), before, "nothing changed at the directory");
        office.practice.sync(office.directory);
        assert!(
            office
                .states(&accepted["package"])
                .iter()
                .all(|(_, state, _)| state == "delivered")
        );
        assert_eq!(
            office.practice.refused("package.accept", accept).code.as_deref(),
            Some("exists")
        );
        let log = office.practice.call("audit.list", json!({ "limit": 100 }));
        let entries: Vec<&Value> = log["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .filter(|one| one["operation"] == "package.accept")
            .collect();
        assert_eq!(
            entries.len(),
            1,
            "the package, its roles and its assignments in one write"
        );
        assert_eq!(
            entries[0]["detail"]["given"].as_array().map(Vec::len),
            Some(14),
            "{}",
            entries[0]
        );

        // What packages give already is not suggested again.
        let left = office.suggest(json!({ "tolerance": 1 }));
        assert_eq!(left["outcome"]["given"], 42);
        assert!(
            left["rows"]
                .as_array()
                .expect("rows")
                .iter()
                .all(|row| !names(row).contains(&"Ledger"))
        );

        // Taken back from one of them.
        let first = office.practice.person(&key(21));
        let of = states
            .iter()
            .find(|(_, _, principal)| *principal == first)
            .expect("an assignment")
            .0;
        let input = json!({ "assignment": of, "reason": "Moves on." });
        office.practice.call("assignment.end", input);
        office.practice.done("assignment.deliver", json!({}));
        for n in [103, 104] {
            let mut expected: BTreeSet<String> = before["nodes"]
                .as_array()
                .and_then(|nodes| nodes.iter().find(|one| one["key"] == key(n)))
                .and_then(|one| one["members"].as_array())
                .expect("members")
                .iter()
                .map(|one| one.as_str().expect("a key").to_owned())
                .collect();
            if adopts {
                expected.remove(&key(21));
            }
            assert_eq!(office.members(n), expected, "adopts: {adopts}");
        }
        for n in [101, 102] {
            assert!(office.members(n).contains(&key(1)), "nobody else loses anything");
        }
        office.practice.is_sound();
    }
}

#[test]
fn more_than_a_thousand_are_given_it_in_a_job_that_can_be_taken_up_again() {
    let practice = Practice::at("2026-03-02T09:00:00Z".parse().expect("a moment"));
    let people: Vec<usize> = (1..=2_300).collect();
    let mut nodes: Vec<Value> = people
        .iter()
        .map(|n| person(*n, &format!("p{n}"), &json!({})))
        .collect();
    nodes.push(group(5_001, "One", &people, &[]));
    nodes.push(group(5_002, "Two", &people, &[]));
    let directory = practice.add_nodes(&nodes);
    let made = practice.call(
        "catalog.create",
        json!({ "displayName": "Crowd", "directory": directory }),
    );
    let found = practice.done("package.suggest", json!({ "directory": directory }));
    let accept = json!({ "suggestion": found["rows"][0]["suggestion"], "catalog": made["catalog"], "assign": true });
    let accepted = practice.call("package.accept", accept.clone());
    assert_eq!(
        (&accepted["assigned"], &accepted["left"]),
        (&json!(1_000), &json!(1_300))
    );
    practice.call("job.cancel", json!({ "job": accepted["job"] }));
    let given = practice.ended(&accepted["job"]).expect("what was given stands")["given"]
        .as_i64()
        .expect("a number");
    if given < 1_300 {
        let again = practice.call("package.accept", accept.clone());
        assert_eq!(again["package"], accepted["package"]);
        if !again["job"].is_null() {
            practice.ended(&again["job"]).expect("the job is done");
        }
    }
    let shown = practice.call("package.show", json!({ "package": accepted["package"] }));
    assert_eq!(shown["assignmentCount"], 2_300);
    assert_eq!(
        practice.refused("package.accept", accept).code.as_deref(),
        Some("exists")
    );
}

#[test]
fn a_rule_gives_an_accepted_package_and_nobody_loses_by_it() {
    let office = office();
    let found = office.suggest(json!({}));
    let before = office.tree();
    let clerks = &found["rows"][0];
    let input = json!({ "suggestion": clerks["suggestion"], "catalog": office.catalog, "displayName": "Clerk",
                        "policy": "automatic", "assign": true, "adopts": true });
    let accepted = office.practice.call("package.accept", input);
    assert_eq!(accepted["assigned"], 19);
    let foreseen = office
        .practice
        .call("policy.foresee", json!({ "policy": accepted["policy"] }));
    assert_eq!(
        (
            &foreseen["gains"]["total"],
            &foreseen["loses"]["total"],
            &foreseen["stays"]["total"]
        ),
        (&json!(0), &json!(0), &json!(19))
    );
    let ticked = office.practice.call("tick", json!({}));
    for job in ticked["jobs"].as_array().into_iter().flatten() {
        office.practice.ended(job).expect("the job is done");
    }
    assert!(
        office
            .states(&accepted["package"])
            .iter()
            .all(|(_, state, _)| state == "delivered")
    );
    assert_eq!(office.tree(), before);
}

#[test]
fn an_owner_sees_the_suggestions_over_the_own_catalog_and_no_others() {
    let office = office();
    for n in [101, 102] {
        let input = json!({ "catalog": office.catalog, "resource": office.practice.principal(&key(n), "group") });
        office.practice.call("catalog.resource.add", input);
    }
    let owner = office.practice.person(&key(50));
    let input = json!({ "catalog": office.catalog, "role": "owner", "principal": owner });
    office.practice.call("delegation.give", input);
    let whole = office.suggest(json!({}));
    office.practice.sit(Some(owner));
    let refused = office
        .practice
        .refused("package.suggest", json!({ "directory": office.directory }));
    assert_eq!(refused.code.as_deref(), Some("permission"));
    let own = office
        .practice
        .done("package.suggest", json!({ "catalog": office.catalog }));
    assert_eq!(names(&own["rows"][0]), ["Customers", "Orders"]);
    let list = office.practice.call("package.suggestion.list", json!({}));
    assert_eq!(
        (&list["run"]["run"], list["runs"].as_array().map(Vec::len)),
        (&own["run"], Some(1))
    );
    let other = office
        .practice
        .refused("package.suggestion.list", json!({ "run": whole["run"] }));
    assert_eq!(other.code.as_deref(), Some("permission"));
    for operation in ["package.suggestion.show", "package.accept"] {
        let input = json!({ "suggestion": whole["rows"][0]["suggestion"], "catalog": office.catalog });
        let refused = office.practice.refused(operation, input);
        assert_eq!(refused.code.as_deref(), Some("permission"), "{operation}");
    }
    let input = json!({ "suggestion": own["rows"][0]["suggestion"], "catalog": office.catalog, "assign": true });
    assert_eq!(office.practice.call("package.accept", input)["assigned"], 19);
    office.practice.sit(Some(office.practice.person(&key(51))));
    let refused = office
        .practice
        .refused("package.suggest", json!({ "catalog": office.catalog }));
    assert_eq!(refused.code.as_deref(), Some("permission"));
    assert_eq!(
        office.practice.call("package.suggestion.list", json!({}))["run"],
        Value::Null
    );
}

#[test]
fn a_look_that_makes_no_sense_is_refused_and_keeps_nothing() {
    let office = office();
    let cases = [
        (json!({}), "directory"),
        (json!({ "directory": 999 }), "directory"),
        (
            json!({ "directory": office.directory, "minimumPeople": 0 }),
            "minimumPeople",
        ),
        (json!({ "directory": office.directory, "limit": 1001 }), "limit"),
        (json!({ "directory": office.directory, "kinds": ["user"] }), "kinds"),
        (
            json!({ "directory": office.directory, "rule": "x", "group": 1 }),
            "group",
        ),
    ];
    for (input, field) in cases {
        let refused = office.practice.refused("package.suggest", input);
        assert_eq!(refused.field.as_deref(), Some(field), "{refused:?}");
    }
    let input = json!({ "directory": office.directory, "rule": "(user.department" });
    let problem = office.practice.job("package.suggest", input).expect_err("no rule");
    assert_eq!(problem.field.as_deref(), Some("rule"));
    assert_eq!(
        office.practice.call("package.suggestion.list", json!({}))["run"],
        Value::Null
    );
}

#[test]
fn the_sample_organization_has_packages_that_the_command_line_finds_and_accepts() {
    let mut cli = Cli::bare();
    cli.now = Some("2026-09-01T08:00:00Z".into());
    cli.ok(&["store", "init", "--practice", "--sample", "--organization", "Example"]);
    cli.ok(&["directory", "sync", "Sample organization"]);
    let found = cli.ok(&[
        "package",
        "suggest",
        "--directory",
        "Sample organization",
        "--minimum-people",
        "5",
        "--minimum-entitlements",
        "1",
    ]);
    let total = found["total"].as_i64().expect("a number");
    assert!(total > 3, "{}", found["outcome"]);
    let rows = found["rows"].as_array().expect("rows");
    let gives: Vec<i64> = rows
        .iter()
        .map(|row| row["gives"].as_i64().expect("a number"))
        .collect();
    assert!(gives.is_sorted_by(|one, next| one >= next), "{gives:?}");
    assert_eq!(
        gives.iter().sum::<i64>(),
        found["outcome"]["covered"].as_i64().expect("a number")
    );
    assert!(
        rows.iter()
            .all(|row| row["adds"] == 0 && row["people"].as_i64() >= Some(5))
    );
    assert!(
        rows.iter().any(|row| row["rule"]["text"].is_string()),
        "the sample has roles by department"
    );
    let kept = cli.ok(&["package", "suggestions"]);
    assert_eq!(
        (&kept["total"], &kept["run"]["outcome"]),
        (&found["total"], &found["outcome"])
    );
    cli.ok(&["catalog", "create", "Found", "--internal"]);
    let first = rows[0]["suggestion"].to_string();
    let shown = cli.ok(&["package", "suggestion", &first, "--limit", "2"]);
    assert_eq!(
        (&shown["total"], &shown["rows"].as_array().map(Vec::len)),
        (&rows[0]["people"], &Some(2))
    );
    let accepted = cli.ok(&[
        "package",
        "accept",
        &first,
        "--catalog",
        "Found",
        "--assign",
        "--adopts",
    ]);
    assert_eq!(
        (&accepted["assigned"], &accepted["passedOver"]),
        (&rows[0]["people"], &json!(0))
    );
    let name = accepted["displayName"].as_str().expect("a name");
    let assignments = cli.ok(&["assignment", "list", "--package", name]);
    assert_eq!(assignments["total"], rows[0]["people"]);
}
