//! Accounts that nobody owns, as findings.

use countersign_tests::practice::Practice;
use serde_json::json;

use crate::place::{Place, at, group, user};

fn found(practice: &Practice, kind: &str) -> Vec<String> {
    let page = practice.call("finding.list", json!({ "kind": kind }));
    let rows = page["rows"].as_array().expect("rows");
    assert_eq!(page["total"], rows.len(), "{page}");
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| row["sentence"].as_str().expect("a sentence").to_owned())
        .collect();
    lines.sort();
    lines
}

#[test]
fn accounts_of_nobody_and_of_leavers_are_found_with_the_reason() {
    let practice = Practice::at(at(1));
    let mail = |name: &str| json!({ "mail": format!("{name}@example.org") });
    let mut people = vec![
        user("hr", 1, "Ada", &mail("ada")),
        user("hr", 2, "Ben", &mail("ben")),
        user("hr", 3, "Cleo", &mail("cleo")),
        group("hr", 9, "Everybody", &[1, 2], &[1]),
    ];
    let hr = Place::new(&practice, "hr", &people);
    let machine = json!({ "attributes": { "serviceAccount": ["true"] } });
    let owned = json!({ "attributes": { "serviceAccount": ["true"] }, "manager": "bank-1" });
    let mut closed = mail("cleo");
    closed["enabled"] = json!(false);
    let nodes = vec![
        user("bank", 1, "ada01", &mail("ada")),
        user("bank", 2, "ben01", &mail("ben")),
        user("bank", 3, "cleo01", &closed),
        user("bank", 4, "nobody", &mail("nobody")),
        user(
            "bank",
            5,
            "guest",
            &json!({ "mail": "g@elsewhere.example", "userType": "guest" }),
        ),
        user("bank", 6, "backup", &machine),
        user("bank", 7, "report", &owned),
        group("bank", 9, "Tellers", &[1, 2], &[]),
    ];
    let bank = Place::new(&practice, "bank", &nodes);
    assert!(
        found(&practice, "accountUnowned").is_empty(),
        "nobody said who the people are"
    );
    assert_eq!(
        found(&practice, "groupUnowned"),
        ["The group Tellers in bank with 2 direct members has no owner."]
    );
    assert_eq!(
        found(&practice, "serviceUnowned"),
        ["A program uses the account backup in bank, and nobody answers for it."]
    );
    practice.call("correlation.change", json!({ "rules": ["mail"], "source": hr.number }));
    assert_eq!(
        found(&practice, "accountUnowned"),
        ["The account of nobody in bank is of nobody in the source of people."]
    );
    assert!(found(&practice, "accountLeft").is_empty());

    // Ben is disabled, Ada and Cleo are gone; Cleo's account at the bank is closed already.
    practice.set_clock(at(2));
    people.remove(2);
    people[1]["enabled"] = json!(false);
    people.remove(0);
    hr.read(&people);
    assert_eq!(
        found(&practice, "accountLeft"),
        [
            "Ada has left, and the account of ada01 in bank is not disabled.",
            "Ben has left, and the account of ben01 in bank is not disabled."
        ]
    );
    // Whoever is gone is still the one person of all their accounts.
    let ada = practice.call("person.show", json!({ "principal": bank.of("ada01") }));
    assert_eq!(
        (&ada["displayName"], &ada["accounts"][0]["removed"]),
        (&json!("Ada"), &json!(true))
    );
    let rows = practice.call("person.list", json!({ "state": "left" }));
    assert_eq!(rows["total"], 2, "{rows}");

    // An owner for the backup, and a closed account for Ben: both findings go.
    practice.set_clock(at(3));
    let mut later = nodes;
    later[1]["enabled"] = json!(false);
    later[5]["manager"] = json!("bank-4");
    bank.read(&later);
    assert!(found(&practice, "serviceUnowned").is_empty());
    assert_eq!(found(&practice, "accountLeft").len(), 1);
    practice.is_sound();
}
