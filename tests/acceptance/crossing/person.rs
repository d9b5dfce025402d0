//! Who is joined to whom, what is left in doubt, rulings, and a person's whole access.

use countersign_tests::practice::{Practice, stamp};
use serde_json::{Value, json};

use crate::place::{Place, accounts, at, group, user};

const GUID: &str = "01234567-89ab-45ef-cdef-89abcdef0123";

fn staff() -> Vec<Value> {
    vec![
        user(
            "staff",
            1,
            "Ada",
            &json!({ "key": GUID, "mail": "ada@example.org", "employeeId": "0042" }),
        ),
        user("staff", 2, "Ben", &json!({ "mail": "ben@example.org" })),
        user("staff", 3, "Cleo", &json!({ "employeeId": "0043" })),
        user("staff", 4, "Dora", &json!({ "mail": "desk@example.org" })),
        user("staff", 5, "Emil", &json!({ "mail": "desk@example.org" })),
    ]
}

fn cloud() -> Vec<Value> {
    let synced =
        json!({ "attributes": { "onPremisesImmutableId": ["Z0UjAauJ70XN74mrze8BIw=="] }, "mail": "other@example.org" });
    vec![
        user("cloud", 1, "Ada A.", &synced),
        user(
            "cloud",
            2,
            "Ben B.",
            &json!({ "mail": "BEN@example.org", "employeeId": "0042" }),
        ),
        user("cloud", 3, "Cleo C.", &json!({ "employeeId": "0043" })),
        user("cloud", 4, "Desk", &json!({ "mail": "desk@example.org" })),
        user(
            "cloud",
            5,
            "Stranger",
            &json!({ "mail": "stranger@example.net", "employeeId": "43" }),
        ),
        user(
            "cloud",
            6,
            "ben robot",
            &json!({ "mail": "ben@example.org", "attributes": { "serviceAccount": ["true"] } }),
        ),
        group("cloud", 10, "All", &[11], &[1]),
        group("cloud", 11, "Some", &[1, 12], &[]),
        group("cloud", 12, "Ring", &[11, 2], &[]),
    ]
}

#[test]
fn accounts_are_joined_by_the_first_rule_that_finds_anybody_and_the_reason_is_kept() {
    let practice = Practice::at(at(1));
    let staff = Place::new(&practice, "staff", &staff());
    let cloud = Place::new(&practice, "cloud", &cloud());
    assert_eq!(
        accounts(&practice, staff.of("Ada")),
        [
            "staff Ada - -".to_owned(),
            format!("cloud Ada A. immutableId guid:{GUID}")
        ]
    );
    assert_eq!(
        accounts(&practice, cloud.of("Ben B.")),
        ["staff Ben - -", "cloud Ben B. mail ben@example.org"],
        "mail stands before the employee number, whose owner has an account there already"
    );
    assert_eq!(
        accounts(&practice, cloud.of("Cleo C.")),
        ["staff Cleo - -", "cloud Cleo C. employeeId 0043"]
    );
    assert_eq!(accounts(&practice, cloud.of("Stranger")), ["cloud Stranger - -"]);
    assert_eq!(
        accounts(&practice, cloud.of("ben robot")),
        ["cloud ben robot - -"],
        "a program is nobody by what it is called"
    );
    let joined = practice.call("person.list", json!({ "search": "e" }));
    let names: Vec<_> = joined["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["displayName"].clone())
        .collect();
    assert_eq!(
        (joined["total"].clone(), names),
        (json!(3), vec![json!("Ada"), json!("Ben"), json!("Cleo")])
    );
    assert_eq!(joined["rows"][0]["directories"], json!(["cloud", "staff"]));
}

#[test]
fn what_two_people_have_in_common_joins_nobody_until_somebody_rules() {
    let practice = Practice::at(at(1));
    let staff = Place::new(&practice, "staff", &staff());
    let cloud = Place::new(&practice, "cloud", &cloud());
    let desk = cloud.of("Desk");
    let doubts = practice.call("correlation.doubt.list", json!({}));
    assert_eq!(doubts["total"], 1, "{doubts}");
    let row = &doubts["rows"][0];
    assert_eq!(
        (
            &row["principal"],
            &row["rule"],
            &row["value"],
            &row["doubt"],
            &row["candidates"]
        ),
        (
            &json!(desk),
            &json!("mail"),
            &json!("desk@example.org"),
            &json!("several"),
            &json!(2)
        )
    );
    let met = practice.call("correlation.candidate.list", json!({ "principal": desk }));
    assert_eq!(
        (&met["total"], &met["rows"][0]["displayName"]),
        (&json!(2), &json!("Dora"))
    );

    // Not Emil: so Dora is the only one left.
    let not = json!({ "one": desk, "other": staff.of("Emil"), "same": false, "reason": "He left the desk in May." });
    let ruled = practice.call("ruling.make", not);
    assert_eq!(
        accounts(&practice, desk),
        ["staff Dora - -", "cloud Desk mail desk@example.org"]
    );
    assert_eq!(practice.call("correlation.doubt.list", json!({}))["total"], 0);

    // The opposite of what is ruled is refused, through others too.
    let same = json!({ "one": staff.of("Emil"), "other": desk, "same": true, "reason": "x" });
    assert_eq!(practice.refused("ruling.make", same).code.as_deref(), Some("exists"));
    let robot =
        json!({ "one": staff.of("Emil"), "other": cloud.of("ben robot"), "same": true, "reason": "His backup job." });
    practice.call("ruling.make", robot);
    assert_eq!(
        accounts(&practice, staff.of("Emil")),
        ["staff Emil - -", "cloud ben robot ruling -"]
    );
    let around = json!({ "one": cloud.of("ben robot"), "other": desk, "same": true, "reason": "x" });
    let problem = practice.refused("ruling.make", around);
    assert!(problem.message.contains("not one person's"), "{}", problem.message);

    // Lifted, it is in doubt again, and the ruling stays in the list with its reason.
    practice.call("ruling.lift", json!({ "ruling": ruled["ruling"]["ruling"] }));
    assert_eq!(
        accounts(&practice, desk),
        ["cloud Desk - desk@example.org".replace("- desk", "mail desk")]
    );
    let kept = practice.call("ruling.list", json!({ "state": "lifted" }));
    assert_eq!(
        (&kept["total"], &kept["rows"][0]["reason"]),
        (&json!(1), &json!("He left the desk in May."))
    );
    let entries = practice.log();
    for operation in ["ruling.make", "ruling.lift"] {
        assert!(
            entries.iter().any(|entry| entry.contains(operation)),
            "{operation} is in the log"
        );
    }
    practice.is_sound();
}

#[test]
fn a_second_account_that_was_ruled_somebody_s_leaves_room_for_their_first() {
    let practice = Practice::at(at(1));
    let mut nodes = staff();
    let place = Place::new(&practice, "staff", &nodes);
    let mut others = cloud();
    others.push(user("cloud", 7, "adm-ben", &json!({})));
    let cloud = Place::new(&practice, "cloud", &others);
    for name in ["adm-ben", "ben robot"] {
        let ruling =
            json!({ "one": place.of("Ben"), "other": cloud.of(name), "same": true, "reason": "His second account." });
        practice.call("ruling.make", ruling);
    }
    let all = [
        "staff Ben - -",
        "cloud Ben B. mail ben@example.org",
        "cloud ben robot ruling -",
        "cloud adm-ben ruling -",
    ];
    assert_eq!(accounts(&practice, cloud.of("adm-ben")), all);
    // Of two that have the same value, one by a ruling, the other is still nobody's by a guess.
    let ruling = json!({ "one": place.of("Dora"), "other": cloud.of("Desk"), "same": true, "reason": "Hers." });
    practice.call("ruling.make", ruling);
    others.push(user("cloud", 8, "Second desk", &json!({ "mail": "desk@example.org" })));
    nodes.pop();
    place.read(&nodes);
    cloud.read(&others);
    let doubts = practice.call("correlation.doubt.list", json!({}));
    assert_eq!(
        (&doubts["total"], &doubts["rows"][0]["doubt"]),
        (&json!(1), &json!("taken")),
        "{doubts}"
    );
}

#[test]
fn rules_and_the_source_are_changed_by_an_administrator_and_everything_follows() {
    let practice = Practice::at(at(1));
    let staff = Place::new(&practice, "staff", &staff());
    let cloud = Place::new(&practice, "cloud", &cloud());
    let shown = practice.call("correlation.show", json!({}));
    assert_eq!(
        shown["setting"]["rules"],
        json!(["immutableId", "userPrincipalName", "mail", "employeeId"])
    );
    assert_eq!(shown["setting"]["source"], Value::Null);

    let numbers = json!({ "rules": ["employeeId"], "source": cloud.number });
    practice.call("correlation.change", numbers);
    assert_eq!(
        accounts(&practice, staff.of("Ada")),
        ["cloud Ben B. - -", "staff Ada employeeId 0042"],
        "the source's account comes first"
    );
    assert_eq!(accounts(&practice, cloud.of("Ada A.")), ["cloud Ada A. - -"]);
    practice.call("correlation.change", json!({ "rules": [], "source": null }));
    assert_eq!(accounts(&practice, staff.of("Ada")), ["staff Ada - -"]);
    assert_eq!(practice.call("person.list", json!({}))["total"], 0);
    let twice = practice.refused(
        "correlation.change",
        json!({ "rules": ["mail", "mail"], "source": null }),
    );
    assert_eq!(twice.field.as_deref(), Some("rules"));
    let nowhere = practice.refused("correlation.change", json!({ "rules": [], "source": 99 }));
    assert_eq!(nowhere.field.as_deref(), Some("source"));
}

fn access(practice: &Practice, input: Value) -> Vec<String> {
    let page = practice.call("person.access.list", input);
    let rows = page["rows"].as_array().expect("rows");
    assert_eq!(page["total"], rows.len(), "{page}");
    let line = |row: &Value| {
        let path: Vec<_> = row["path"]
            .as_array()
            .expect("a path")
            .iter()
            .map(|step| step["displayName"].as_str().unwrap_or("?"))
            .collect();
        let of = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
        format!(
            "{}: {} of {} by {}",
            of("directoryName"),
            of("entitlement"),
            of("resourceName"),
            if path.is_empty() {
                "itself".into()
            } else {
                path.join(" < ")
            }
        )
    };
    rows.iter().map(line).collect()
}

#[test]
fn a_person_s_whole_access_stands_on_one_list_with_its_ways_now_and_then() {
    let practice = Practice::at(at(1));
    let mut first = staff();
    first.push(group("staff", 20, "Payroll", &[2], &[]));
    let staff = Place::new(&practice, "staff", &first);
    practice.set_clock(at(2));
    let cloud_place = Place::new(&practice, "cloud", &cloud());
    let ada = staff.of("Ada");
    let ben = staff.of("Ben");
    let now = [
        "staff: member of Payroll by itself",
        "cloud: member of All by Some < Ring",
        "cloud: member of Ring by itself",
        "cloud: member of Some by Ring",
    ];
    assert_eq!(access(&practice, json!({ "principal": ben })), now);
    assert_eq!(
        access(&practice, json!({ "principal": ada })),
        [
            "cloud: member of All by Some",
            "cloud: owner of All by itself",
            "cloud: member of Ring by Some",
            "cloud: member of Some by itself"
        ]
        .map(str::to_owned)
    );
    assert_eq!(
        access(
            &practice,
            json!({ "principal": ben, "directory": cloud_place.number, "search": "rin" })
        ),
        [now[2]]
    );

    // Ben leaves the ring and the payroll, and gets in at the top.
    practice.set_clock(at(3));
    first.pop();
    first.push(group("staff", 20, "Payroll", &[], &[]));
    staff.read(&first);
    practice.set_clock(at(4));
    let mut later = cloud();
    later[6] = group("cloud", 10, "All", &[11, 2], &[1]);
    later[8] = group("cloud", 12, "Ring", &[11], &[]);
    let snapshot = cloud_place.read(&later);
    assert_eq!(
        access(&practice, json!({ "principal": ben })),
        ["cloud: member of All by itself"]
    );
    assert_eq!(
        access(&practice, json!({ "principal": ben, "snapshot": snapshot - 1 })),
        now[1..].to_vec()
    );
    assert_eq!(
        access(&practice, json!({ "principal": ben, "asOf": stamp(at(2)) })),
        now
    );
    assert_eq!(
        access(&practice, json!({ "principal": ben, "asOf": "2026-03-01T12:00:00Z" })),
        [now[0]]
    );
    assert!(access(&practice, json!({ "principal": ben, "asOf": "2026-02-01T12:00:00Z" })).is_empty());
    let ways = |input: Value| {
        practice.call("person.way.list", input)["ways"]
            .as_array()
            .expect("ways")
            .len()
    };
    let all = cloud_place.of("All");
    let account = cloud_place.of("Ben B.");
    assert_eq!(
        ways(json!({ "principal": account, "resource": all, "entitlement": "member" })),
        1
    );
    assert_eq!(
        ways(json!({ "principal": account, "resource": all, "entitlement": "member", "asOf": stamp(at(2)) })),
        1
    );

    // Somebody who is gone is still the same person, and what they held is still to be seen.
    practice.set_clock(at(5));
    later.remove(1);
    cloud_place.read(&later);
    assert_eq!(
        accounts(&practice, ben),
        ["staff Ben - -", "cloud Ben B. mail ben@example.org"]
    );
    assert!(access(&practice, json!({ "principal": ben })).is_empty());
    assert_eq!(
        access(&practice, json!({ "principal": ben, "asOf": stamp(at(4)) })),
        ["cloud: member of All by itself"]
    );
    let both = practice.refused(
        "person.access.list",
        json!({ "principal": ben, "asOf": stamp(at(4)), "snapshot": 1 }),
    );
    assert_eq!(both.field.as_deref(), Some("snapshot"));
}

#[test]
fn a_plain_person_sees_their_own_accounts_and_nobody_else_s() {
    let practice = Practice::at(at(1));
    let staff = Place::new(&practice, "staff", &staff());
    let cloud = Place::new(&practice, "cloud", &cloud());
    let (ada, ben) = (staff.of("Ada"), staff.of("Ben"));
    let account = cloud.of("Ada A.");
    practice.sit(Some(ada));
    assert_eq!(accounts(&practice, account).len(), 2);
    assert_eq!(
        practice.call("person.access.list", json!({ "principal": account }))["total"],
        4
    );
    for (operation, input) in [
        ("person.show", json!({ "principal": ben })),
        ("person.access.list", json!({ "principal": ben })),
        ("person.list", json!({})),
        ("snapshot.list", json!({})),
        (
            "ruling.make",
            json!({ "one": ada, "other": ben, "same": true, "reason": "x" }),
        ),
    ] {
        assert_eq!(
            practice.refused(operation, input).code.as_deref(),
            Some("permission"),
            "{operation}"
        );
    }
}
