//! What later reads change: since when an access is seen, and by which values people are found.

use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use crate::place::{Place, accounts, at, group, user};

#[test]
fn an_access_through_groups_is_seen_since_the_newest_part_of_its_way() {
    let practice = Practice::at(at(1));
    let nodes = |members: &[usize]| {
        vec![
            user("cloud", 1, "Ada", &json!({})),
            group("cloud", 10, "Ledger", &[11], &[]),
            group("cloud", 11, "Finance", members, &[]),
        ]
    };
    let place = Place::new(&practice, "cloud", &nodes(&[]));
    practice.set_clock(at(5));
    place.read(&nodes(&[1]));
    practice.set_clock(at(7));
    place.read(&nodes(&[1]));
    let page = practice.call("person.access.list", json!({ "principal": place.of("Ada") }));
    let since = |name: &str| {
        let rows = page["rows"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["resourceName"] == name).expect("an access");
        row["since"].as_str().unwrap_or_default()[..10].to_owned()
    };
    assert_eq!(
        (since("Finance"), since("Ledger")),
        ("2026-03-05".into(), "2026-03-05".into()),
        "{page}"
    );
}

#[test]
fn values_are_kept_up_after_the_last_ruling_was_lifted_with_one_directory() {
    let practice = Practice::at(at(1));
    let people = |ada: &str, ben: &str| -> Vec<Value> {
        vec![
            user("staff", 1, "Ada", &json!({ "mail": ada })),
            user("staff", 2, "Ben", &json!({ "mail": ben })),
        ]
    };
    let staff = Place::new(&practice, "staff", &people("one@example.org", "two@example.org"));
    let not = json!({ "one": staff.of("Ada"), "other": staff.of("Ben"), "same": false, "reason": "They are twins." });
    let ruled = practice.call("ruling.make", not);
    practice.call("ruling.lift", json!({ "ruling": ruled["ruling"]["ruling"] }));
    practice.set_clock(at(2));
    staff.read(&people("two@example.org", "one@example.org"));
    let cloud = Place::new(
        &practice,
        "cloud",
        &[user("cloud", 1, "Somebody", &json!({ "mail": "one@example.org" }))],
    );
    assert_eq!(
        accounts(&practice, cloud.of("Somebody")),
        ["staff Ben - -", "cloud Somebody mail one@example.org"]
    );
}
