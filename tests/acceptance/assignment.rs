//! What is promised of assignments: what they give, what they leave alone, and that both are true in the directory.

#[path = "assignment/estate.rs"]
mod estate;
#[path = "assignment/rule.rs"]
mod rule;
#[path = "assignment/server.rs"]
mod server;

use chrono::Duration;
use countersign_tests::practice::key;
use estate::{Estate, set};
use serde_json::{Value, json};

#[test]
fn a_package_is_delivered_extended_and_taken_back_when_its_time_is_over() {
    let estate = Estate::open();
    let (package, _) = estate.package("Accountant", &[101, 103], 90, false);
    let given = estate.give(package, 1);
    assert_eq!(estate.state(given), "delivered");
    assert_eq!((estate.members(101), estate.members(103)), (set(&[1]), set(&[1])));
    let shown = estate.show(given);
    assert_eq!(shown["seen"], true, "the directory was read again: {shown}");
    assert!(estate.holds(package, 1));
    assert_eq!(estate.requests(given), [("adminAdd".into(), "delivered".into())]);

    // Fourteen days before the end, and again a day before, once each.
    let ticked = estate.pass(Duration::days(76));
    assert_eq!(
        (&ticked["assignmentsTold"], &ticked["assignmentsEnded"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(estate.tick()["assignmentsTold"], 0);
    assert_eq!(estate.show(given)["status"], "NearExpiry14DaysNotificationTriggered");
    let near = estate.practice.call("assignment.list", json!({ "nearEndDays": 14 }));
    assert_eq!(
        (&near["total"], &near["rows"][0]["assignment"]),
        (&json!(1), &json!(given))
    );
    let until = estate.practice.now() + Duration::days(30);
    let input = json!({ "assignment": given, "endsAt": until, "reason": "The audit goes on." });
    estate.practice.call("assignment.extend", input);
    assert_eq!(estate.pass(Duration::days(16))["assignmentsTold"], 1, "of the new end");
    assert_eq!(estate.pass(Duration::days(13))["assignmentsTold"], 1, "a day before");
    assert_eq!(estate.members(101), set(&[1]), "until then it is there");

    let ticked = estate.pass(Duration::days(1));
    assert_eq!(ticked["assignmentsEnded"], 1);
    assert_eq!(estate.state(given), "expired");
    assert_eq!((estate.members(101), estate.members(103)), (set(&[]), set(&[])));
    assert!(!estate.holds(package, 1));
    assert_eq!(estate.show(given)["seen"], true, "it was seen gone");
    let kinds: Vec<String> = estate.requests(given).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["adminAdd", "adminUpdate", "systemRemove"]);
    estate.practice.is_sound();
}

#[test]
fn what_another_package_gives_stays_and_goes_with_the_last_one() {
    let estate = Estate::open();
    let (one, _) = estate.package("One", &[101, 103], 0, false);
    let (other, _) = estate.package("Other", &[103], 0, false);
    let first = estate.give(one, 1);
    let second = estate.give(other, 1);
    assert_eq!(
        estate.given(second, 103)["prior"],
        false,
        "it is shared, not a right from before"
    );
    estate.end(first);
    assert_eq!(estate.state(first), "expired");
    assert_eq!((estate.members(101), estate.members(103)), (set(&[]), set(&[1])));
    let kept = estate.given(first, 103);
    assert_eq!(
        (&kept["state"], &kept["reason"]),
        (&json!("kept"), &json!("“Other” gives it too."))
    );
    estate.sync();
    estate.end(second);
    assert_eq!(estate.members(103), set(&[]));
}

#[test]
fn what_somebody_had_before_stays_unless_the_package_adopts_it() {
    for adopts in [false, true] {
        let estate = Estate::open();
        let (package, _) = estate.package("Keeper", &[101, 102], 0, adopts);
        let given = estate.give(package, 2);
        let vault = estate.given(given, 102);
        assert_eq!((&vault["prior"], &vault["adopted"]), (&json!(true), &json!(adopts)));
        assert_eq!(vault["change"], Value::Null, "nothing had to be changed");
        let foreseen = estate
            .practice
            .call("assignment.foresee", json!({ "assignment": given }));
        let vault = foreseen
            .as_array()
            .expect("rows")
            .iter()
            .find(|one| one["resourceName"] == "Vault");
        assert_eq!(vault.expect("the vault")["act"], if adopts { "remove" } else { "keep" });
        estate.end(given);
        assert_eq!(estate.members(101), set(&[]));
        assert_eq!(estate.members(102), if adopts { set(&[]) } else { set(&[2]) });
    }
}

#[test]
fn the_directory_knows_better_than_the_last_read_what_somebody_had_before() {
    let estate = Estate::open();
    let (package, _) = estate.package("Keeper", &[101, 102], 0, false);
    // Ada is put into the ledger by hand, Bob taken out of the vault; no read has shown either.
    estate.edit_one(101, |ledger| ledger["members"] = json!([key(1)]));
    estate.edit_one(102, |vault| vault["members"] = json!([]));
    let (ada, bob) = (estate.give(package, 1), estate.give(package, 2));
    assert_eq!(
        estate.given(ada, 101)["prior"],
        true,
        "she was there at the first attempt"
    );
    estate.sync();
    assert_eq!(estate.state(bob), "partiallyDelivered", "what he had before is missing");
    estate
        .practice
        .call("assignment.reprocess", json!({ "assignment": bob }));
    estate.deliver();
    assert_eq!(
        (estate.state(bob), estate.members(102)),
        ("delivered".into(), set(&[1, 2]))
    );
    estate.end(ada);
    estate.end(bob);
    assert_eq!((estate.members(101), estate.members(102)), (set(&[1]), set(&[])));
}

#[test]
fn what_nothing_changes_from_here_is_given_and_taken_by_a_person_and_closed_by_a_read() {
    let estate = Estate::open();
    let (package, _) = estate.package("Mirror", &[101, 104, 105], 0, false);
    let given = estate.give(package, 1);
    assert_eq!(estate.state(given), "partiallyDelivered");
    assert_eq!(estate.given(given, 104)["state"], "byHand");
    let tasks = || {
        let board = estate.practice.call("task.board", json!({}));
        board["rows"].as_array().expect("rows").clone()
    };
    let open = tasks();
    assert_eq!(open.len(), 2, "{open:?}");
    assert!(
        open.iter()
            .all(|one| one["kind"] == "give" && one["assignment"] == given)
    );
    let reason = open[0]["reason"].as_str().expect("a sentence");
    assert!(reason.contains("by hand"), "{reason}");
    let file = estate.practice.call(
        "task.changeFile",
        json!({ "task": open.iter().find(|one| one["resourceName"] == "Mirror").expect("a task")["task"] }),
    );
    assert!(
        file["text"].as_str().expect("text").contains("Add-ADGroupMember"),
        "{file}"
    );
    // A word closes nothing; the read does.
    for one in &open {
        estate
            .practice
            .call("task.close", json!({ "task": one["task"], "note": "Done." }));
    }
    estate.sync();
    assert_eq!(estate.state(given), "partiallyDelivered");
    assert!(tasks().iter().all(|one| one["status"] == "reopened"));
    estate.edit_one(104, |mirror| mirror["members"] = json!([key(1)]));
    estate.edit_one(105, |app| {
        app["holdings"] = json!([{ "entitlement": "Approver", "principal": key(1) }])
    });
    estate.sync();
    assert_eq!(estate.state(given), "delivered");
    assert_eq!(estate.requests(given), [("adminAdd".into(), "delivered".into())]);
    assert!(tasks().iter().all(|one| one["status"] == "closed"));

    estate.end(given);
    assert_eq!(estate.state(given), "removing", "two must be taken by hand");
    let open: Vec<Value> = tasks().into_iter().filter(|one| one["status"] == "open").collect();
    let kinds: Vec<&Value> = open.iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds.len(), 2, "{open:?}");
    assert!(
        kinds.contains(&&json!("synced")) && kinds.contains(&&json!("notAGroup")),
        "{kinds:?}"
    );
    estate.edit_one(104, |mirror| mirror["members"] = json!([]));
    estate.sync();
    assert_eq!(estate.state(given), "removing");
    estate.edit_one(105, |app| app["holdings"] = json!([]));
    estate.sync();
    assert_eq!(estate.state(given), "expired");
    assert!(tasks().iter().all(|one| one["status"] == "closed"));
}

#[test]
fn a_resource_that_vanished_leaves_the_rest_delivered_and_says_which() {
    let estate = Estate::open();
    let (package, _) = estate.package("Pair", &[101, 103], 0, false);
    let early = estate.give(package, 1);
    estate.edit(|nodes| nodes.retain(|one| one["key"] != key(103)));
    estate.sync();
    let shown = estate.show(early);
    assert_eq!(shown["state"], "partiallyDelivered");
    assert_eq!(shown["problem"], "“Archive” is no longer in the directory.");
    let late = estate.give(package, 2);
    assert_eq!(estate.state(late), "partiallyDelivered");
    assert_eq!(estate.members(101), set(&[1, 2]));
    estate.end(early);
    assert_eq!(
        (estate.state(early), estate.members(101)),
        ("expired".into(), set(&[2]))
    );
}

#[test]
fn what_the_directory_refuses_is_tried_again_and_what_it_takes_away_is_found_and_repaired() {
    let estate = Estate::open();
    let policy = json!({ "displayName": "Direct", "allowedTargetScope": "notSpecified",
                         "@countersign.policy": { "repair": true } });
    let (repaired, _) = estate.package_with("Repaired", &[101], false, &policy);
    let (left, _) = estate.package("Left", &[103], 0, false);
    let (one, other) = (estate.give(repaired, 1), estate.give(left, 1));
    for n in [101, 103] {
        estate.edit_one(n, |group| group["members"] = json!([]));
    }
    let synced = estate.sync();
    assert_eq!(synced["assignment"]["missing"], 2, "{synced}");
    assert_eq!(estate.state(other), "partiallyDelivered");
    estate.tick();
    assert_eq!(
        (estate.state(one), estate.members(101)),
        ("delivered".into(), set(&[1]))
    );
    assert_eq!(
        (estate.state(other), estate.members(103)),
        ("partiallyDelivered".into(), set(&[]))
    );
    estate
        .practice
        .call("assignment.reprocess", json!({ "assignment": other }));
    estate.deliver();
    assert_eq!(
        (estate.state(other), estate.members(103)),
        ("delivered".into(), set(&[1]))
    );

    // The archive is deleted in the directory; the last read still shows it.
    estate.edit(|nodes| nodes.retain(|node| node["key"] != key(103)));
    let failed = estate.give(left, 2);
    assert_eq!(estate.state(failed), "deliveryFailed");
    let shown = estate.show(failed);
    assert!(
        shown["problem"]
            .as_str()
            .expect("a sentence")
            .contains("no longer in the directory"),
        "{shown}"
    );
    assert_eq!(shown["requests"][0]["attempts"], 1);
    assert_eq!(estate.pass(Duration::minutes(1))["jobs"], json!([]), "not yet");
    estate.edit(|nodes| nodes.push(countersign_tests::practice::group(103, "Archive", &[1], &[])));
    estate.pass(Duration::minutes(3));
    assert_eq!(
        (estate.state(failed), estate.members(103)),
        ("delivered".into(), set(&[1, 2]))
    );
    assert_eq!(estate.requests(failed), [("adminAdd".into(), "delivered".into())]);
}

#[test]
fn a_changed_package_reaches_those_who_have_it() {
    let estate = Estate::open();
    let (package, _) = estate.package("Changing", &[101], 0, false);
    let (all, _) = estate.package("All", &[101, 103], 0, false);
    let (one, two) = (estate.give(package, 1), estate.give(package, 2));
    estate.give(all, 2);
    let role = |n: usize| json!({ "package": package, "resource": estate.resource(n) });
    estate.practice.call("package.role.add", role(102));
    estate.practice.call("package.role.remove", role(101));
    estate.deliver();
    assert_eq!(
        (estate.state(one), estate.state(two)),
        ("delivered".into(), "delivered".into())
    );
    assert_eq!(estate.members(101), set(&[2]), "another package gives it to Bob");
    assert_eq!(estate.members(102), set(&[1, 2]));
    estate.end(two);
    assert_eq!(estate.members(102), set(&[1, 2]), "Bob was there before");
}

#[test]
fn who_left_the_directory_has_nothing_any_more() {
    let estate = Estate::open();
    let (package, _) = estate.package("Accountant", &[101], 0, false);
    let given = estate.give(package, 1);
    estate.edit(|nodes| nodes.retain(|one| one["key"] != key(1)));
    let synced = estate.sync();
    assert_eq!(synced["assignment"]["left"], 1);
    estate.tick();
    let shown = estate.show(given);
    assert_eq!(shown["state"], "expired");
    assert_eq!(shown["endedBecause"], "The person is no longer in the directory.");
    assert_eq!(estate.members(101), set(&[]));
}

#[test]
fn a_review_that_denies_a_package_takes_it_back_and_proves_it() {
    let estate = Estate::open();
    let (package, _) = estate.package("Accountant", &[101, 103], 0, false);
    let (one, two) = (estate.give(package, 1), estate.give(package, 2));
    estate.sync();
    let key_of = estate.practice.call("package.show", json!({ "package": package }))["key"].clone();
    let query = format!(
        "/identityGovernance/entitlementManagement/accessPackageAssignments?$filter=(accessPackageId eq '{}')",
        key_of.as_str().expect("a key")
    );
    let definition = json!({
        "displayName": "Accountants", "scope": { "query": query, "queryType": "MicrosoftGraph" },
        "reviewers": [{ "query": format!("/users/{}", key(6)) }],
        "settings": { "instanceDurationInDays": 7, "@countersign.settings": { "threshold": { "percentOfGroup": 100 } } },
    });
    let (review, instance) = estate.practice.start_review(&definition).expect("it starts");
    let items = estate.practice.items(instance, &json!({}));
    assert_eq!(items.len(), 2);
    let item = |n: usize| {
        items
            .iter()
            .find(|one| one["principal"] == estate.person(n))
            .expect("an item")["item"]
            .clone()
    };
    estate.practice.sit(Some(estate.person(6)));
    for (n, decision) in [(1, "deny"), (2, "approve")] {
        let input = json!({ "item": item(n), "decision": decision, "justification": "Seen." });
        estate.practice.call("item.decide", input);
    }
    estate.practice.sit(None);
    estate.practice.call("review.stop", json!({ "instance": instance }));
    let plan = estate.practice.call("plan.draw", json!({ "instance": instance }));
    let done = estate.practice.done("plan.carryOut", json!({ "plan": plan["plan"] }));
    assert_eq!((&done["applied"], &done["byHand"]), (&json!(1), &json!(0)), "{done}");
    assert_eq!((estate.members(101), estate.members(103)), (set(&[2]), set(&[2])));
    assert_eq!(
        (estate.state(one), estate.state(two)),
        ("expired".into(), "delivered".into())
    );
    assert_eq!(estate.show(one)["endedBecause"], "The review “Accountants” denied it.");
    let seen = estate.practice.done("plan.verify", json!({ "plan": plan["plan"] }));
    assert_eq!(
        (&seen["gone"], &seen["stillThere"]),
        (&json!(1), &json!(0)),
        "{seen} {review}"
    );
    assert_eq!(estate.show(one)["seen"], true);
}

#[test]
fn a_delivery_that_cannot_reach_the_directory_waits_and_goes_on() {
    let estate = Estate::open();
    let (package, _) = estate.package("Accountant", &[101], 0, false);
    let whole = std::fs::read(estate.practice.store().join("directory.json")).expect("the file");
    std::fs::write(estate.practice.store().join("directory.json"), b"{").expect("the file");
    let input = json!({ "package": package, "principal": estate.person(1) });
    let given = estate.practice.call("assignment.give", input)["assignment"]
        .as_i64()
        .expect("a number");
    estate
        .practice
        .job("assignment.deliver", json!({}))
        .expect_err("it is not readable");
    assert_eq!(estate.state(given), "delivering");
    std::fs::write(estate.practice.store().join("directory.json"), whole).expect("the file");
    estate.tick();
    assert_eq!(
        (estate.state(given), estate.members(101)),
        ("delivered".into(), set(&[1]))
    );
}
