//! Separation of duties over every path by which something is held: nested groups, direct grants, packages, and
//! what is only asked for. Entra looks at packages and one direction alone (access-governance §2.6).

#[path = "conflict/office.rs"]
mod office;

use countersign_tests::practice::key;
use office::{at, nodes, office};
use serde_json::{Value, json};

#[test]
fn a_pair_is_read_in_both_directions_and_never_said_of_a_package_and_itself() {
    let office = office();
    let practice = &office.practice;
    let (pair, _) = office.forbid();
    for (package, other) in [(office.pay, office.vendors), (office.vendors, office.pay)] {
        let listed = practice.call("package.incompatible.list", json!({ "package": package }));
        assert_eq!(
            (&listed["total"], &listed["rows"][0]["incompatible"]),
            (&json!(1), &json!(pair))
        );
        let again = json!({ "package": package, "otherPackage": other, "reason": "again" });
        assert_eq!(
            practice.refused("package.incompatible.add", again).code.as_deref(),
            Some("exists")
        );
    }
    let with_itself = json!({ "package": office.pay, "otherPackage": office.pay, "reason": "?" });
    assert!(
        practice
            .refused("package.incompatible.add", with_itself)
            .message
            .contains("with itself")
    );
    let silent = json!({ "package": office.pay, "otherPackage": office.audit, "reason": " " });
    assert_eq!(
        practice.refused("package.incompatible.add", silent).field.as_deref(),
        Some("reason")
    );
    practice.sit(Some(practice.person("dan")));
    let stranger = json!({ "package": office.pay, "otherPackage": office.audit, "reason": "mine" });
    let refused = practice.refused("package.incompatible.add", stranger);
    assert_eq!(refused.code.as_deref(), Some("permission"));
    practice.sit(None);
    practice.call(
        "package.incompatible.remove",
        json!({ "incompatible": pair, "reason": "Joined under one head" }),
    );
    assert_eq!(practice.call("package.incompatible.list", json!({}))["total"], 1);
}

#[test]
fn what_somebody_asks_for_is_held_against_every_way_by_which_they_hold_something() {
    let office = office();
    office.forbid();
    // By a direct grant, without any package.
    let ben = office.against(office.pay, "ben");
    assert_eq!(ben[0]["because"], "holdsAllRoles", "{ben}");
    assert_eq!(ben[0]["path"], json!(["Vendors"]));
    // Through two nested groups, in the other direction.
    let ada = office.against(office.vendors, "ada");
    assert_eq!(
        (&ada[0]["because"], &ada[0]["path"]),
        (&json!("holdsAllRoles"), &json!(["Payments"])),
        "{ada}"
    );
    let nested = office.against(office.pay, "ada");
    assert_eq!(
        nested[0]["path"],
        json!(["Purchasing Berlin → Purchasing → Vendors"]),
        "{nested}"
    );
    // A member of a group that does not go with the package.
    let member = office.against(office.audit, "ada");
    assert_eq!(
        (&member[0]["because"], &member[0]["otherName"]),
        (&json!("groupMember"), &json!("Payments")),
        "{member}"
    );
    // The package gives a membership that does not go with what a group and an application's role amount to.
    let gives = office.against(office.pay, "cleo");
    assert_eq!(
        (&gives[0]["because"], &gives[0]["otherName"]),
        (&json!("givesMembership"), &json!("Audit")),
        "{gives}"
    );
    assert_eq!(gives[0]["reason"], "Auditors do not pay", "{gives}");
    for (package, who) in [(office.pay, "dan"), (office.vendors, "dan"), (office.audit, "ben")] {
        assert_eq!(office.against(package, who), json!([]), "{who}");
    }
    // What is asked for counts, too.
    office.policy(office.pay, true);
    office.policy(office.vendors, true);
    let asked = office.ask("dan", office.pay).expect("a request");
    assert_eq!(asked["state"], "pendingApproval", "{asked}");
    let refused = office.ask("dan", office.vendors).expect_err("a conflict");
    assert_eq!(refused.code.as_deref(), Some("conflict"));
    assert!(
        refused.message.contains("has asked for that access package"),
        "{}",
        refused.message
    );
    assert_eq!(
        office.ask("ben", office.pay).expect_err("a conflict").code.as_deref(),
        Some("conflict")
    );
    // And what comes in between is seen when it is approved.
    let practice = &office.practice;
    let mut changed = nodes();
    changed[8]["members"] = json!([key(2), key(12), key(4)]);
    practice.write_nodes(&changed);
    practice.sync(office.directory);
    practice.sit(Some(practice.person("mona")));
    let answer = json!({ "request": asked["request"], "decision": "approve" });
    assert_eq!(
        practice.refused("approval.answer", answer).code.as_deref(),
        Some("conflict")
    );
    practice.sit(None);
    practice.is_sound();
}

#[test]
fn everybody_in_conflict_is_listed_with_both_paths_and_what_is_new_and_what_ended() {
    let office = office();
    let practice = &office.practice;
    office.forbid();
    let none = practice.call("conflict.list", json!({}));
    assert_eq!(
        (&none["total"], &none["look"], &none["stale"]),
        (&json!(0), &Value::Null, &json!(true))
    );
    let synced = practice.sync(office.directory);
    assert_eq!(synced["conflicts"]["standing"], 2, "the sync looks: {synced}");
    let list = practice.call("conflict.list", json!({}));
    assert_eq!((&list["total"], &list["stale"]), (&json!(2), &json!(false)), "{list}");
    let ada = list["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["principalName"] == "ada");
    let ada = ada.expect("ada");
    assert_eq!(ada["one"], json!(["Payments"]));
    assert_eq!(ada["other"], json!(["Purchasing Berlin → Purchasing → Vendors"]));
    assert_eq!(ada["new"], true);
    let file = practice.store().join("conflicts.csv");
    let written = practice.done("conflict.export", json!({ "path": file }));
    assert_eq!(written["rows"], 2);
    let text = std::fs::read_to_string(&file).expect("the file");
    assert!(text.contains("\"'=cmd|' /C calc'!A1\""), "{text}");
    assert!(text.lines().skip(1).all(|line| !line.starts_with('=')), "{text}");

    let mut changed = nodes();
    changed[7]["members"] = json!([key(7), key(2)]);
    practice.write_nodes(&changed);
    practice.set_clock(at("2026-09-02T08:00:00Z"));
    let synced = practice.sync(office.directory);
    assert_eq!(
        (
            &synced["conflicts"]["standing"],
            &synced["conflicts"]["new"],
            &synced["conflicts"]["ended"]
        ),
        (&json!(2), &json!(1), &json!(1)),
        "{synced}"
    );
    let names = |status: &str| -> Vec<String> {
        let list = practice.call("conflict.list", json!({ "status": status }));
        let rows = list["rows"].as_array().expect("rows").clone();
        assert_eq!(list["total"], rows.len());
        rows.iter()
            .map(|row| row["principalName"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert_eq!(
        (names("new"), names("ended")),
        (vec!["ben".to_owned()], vec!["ada".to_owned()])
    );
    practice.sit(Some(practice.person("dan")));
    assert_eq!(
        practice.refused("conflict.list", json!({})).code.as_deref(),
        Some("permission")
    );
    practice.sit(None);
    practice.is_sound();
}

#[test]
fn an_exception_lets_it_pass_and_its_end_makes_it_a_finding_again() {
    let office = office();
    let practice = &office.practice;
    let (pair, _) = office.forbid();
    office.policy(office.pay, false);
    let ben = practice.person("ben");
    office.sit_as_administrator("mona");
    let proposed = practice.call(
        "conflict.except",
        json!({ "principal": ben, "incompatible": pair, "package": office.pay, "reason": "Covers for ada in September",
                "untilOn": "2026-09-30" }),
    );
    let exception = proposed["exception"].clone();
    assert_eq!(proposed["state"], "proposed");
    assert!(
        proposed["policy"]
            .as_str()
            .expect("a policy")
            .contains("“Create vendors”"),
        "{proposed}"
    );
    let own = practice.refused("exception.approve", json!({ "exception": exception }));
    assert_eq!(own.code.as_deref(), Some("samePerson"));
    office.sit_as_administrator("olga");
    practice.call("exception.approve", json!({ "exception": exception }));
    practice.sit(None);
    let asked = office.ask("ben", office.pay).expect("passes");
    assert_eq!(asked["state"], "delivering", "{asked}");
    practice.done("conflict.look", json!({}));
    let list = practice.call("conflict.list", json!({ "principal": ben }));
    assert_eq!(list["rows"][0]["exceptionState"], "approved", "{list}");

    practice.set_clock(at("2026-10-01T08:00:00Z"));
    let ticked = practice.call("tick", json!({}));
    assert_eq!(ticked["expired"], json!([exception]), "{ticked}");
    let tasks = practice.call("task.board", json!({}));
    assert_eq!(
        (&tasks["total"], &tasks["rows"][0]["kind"]),
        (&json!(1), &json!("exceptionEnded")),
        "{tasks}"
    );
    let list = practice.call("conflict.list", json!({ "principal": ben }));
    assert_eq!(list["rows"][0]["exceptionState"], Value::Null, "{list}");
    // The other side goes: the task is done by the read that shows it.
    let mut changed = nodes();
    changed[8]["members"] = json!([key(12)]);
    practice.write_nodes(&changed);
    let synced = practice.sync(office.directory);
    assert_eq!(synced["watch"]["tasksClosed"], 1, "{synced}");
    practice.is_sound();
}

#[test]
fn a_review_of_conflicts_asks_the_managers_and_says_which_conflict_each_item_is_part_of() {
    let office = office();
    let practice = &office.practice;
    office.forbid();
    practice.sync(office.directory);
    let made = practice.call("conflict.review", json!({ "fallback": practice.person("olga") }));
    practice.done("review.start", json!({ "review": made["review"] }));
    let items = practice.items(made["instance"].as_i64().expect("a number"), &json!({}));
    assert_eq!(items.len(), 4, "two people on two sides, and nobody else: {items:?}");
    for item in &items {
        let shown = practice.call("item.show", json!({ "item": item["item"] }));
        let said = shown["insights"][0].clone();
        assert_eq!(said["rule"], "separationOfDuties/1", "{shown}");
        assert!(
            said["sentence"]
                .as_str()
                .expect("a sentence")
                .contains("does not go together with"),
            "{said}"
        );
        assert_eq!(shown["reviewers"][0]["displayName"], "mona", "{shown}");
    }
    practice.is_sound();
}

#[test]
fn a_delivery_that_would_create_a_conflict_fails_with_the_sentence_until_an_exception_is_in_force() {
    let office = office();
    let practice = &office.practice;
    let (pair, _) = office.forbid();
    office.policy(office.pay, false);
    let dan = practice.person("dan");
    let asked = office.ask("dan", office.pay).expect("nothing stands against it yet");
    assert_eq!(asked["state"], "delivering");
    // Meanwhile the directory gives the other side.
    let mut changed = nodes();
    changed[8]["members"] = json!([key(2), key(12), key(4)]);
    practice.write_nodes(&changed);
    practice.sync(office.directory);
    let deliver = || {
        practice.done("assignment.deliver", json!({}));
        practice.call("request.show", json!({ "request": asked["request"] }))
    };
    let failed = deliver();
    assert_eq!(failed["state"], "deliveryFailed", "{failed}");
    let assignment = asked["assignment"].clone();
    let shown = practice.call("assignment.show", json!({ "assignment": assignment }));
    let problem = shown["problem"].as_str().expect("a sentence");
    assert!(
        problem.contains("the person holds everything it gives, by Vendors"),
        "{shown}"
    );
    let members = |group: &str| practice.call("grant.list", json!({ "resource": practice.principal(group, "group") }));
    let before = members("Payments")["total"].clone();

    office.sit_as_administrator("mona");
    let excepted = practice.call(
        "conflict.except",
        json!({ "principal": dan, "incompatible": pair, "reason": "Year end", "untilOn": "2026-12-31" }),
    );
    office.sit_as_administrator("olga");
    practice.call("exception.approve", json!({ "exception": excepted["exception"] }));
    practice.sit(None);
    practice.call("assignment.reprocess", json!({ "assignment": assignment }));
    assert_eq!(deliver()["state"], "delivered");
    practice.sync(office.directory);
    assert_eq!(members("Payments")["total"], before.as_i64().expect("a number") + 1);
    let list = practice.call("conflict.list", json!({ "principal": dan }));
    assert_eq!(list["rows"][0]["one"], json!(["access package Pay invoices"]), "{list}");
    assert_eq!(list["rows"][0]["exceptionState"], "approved", "{list}");
    practice.is_sound();
}
