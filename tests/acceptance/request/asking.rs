//! What a person may ask for, with which dates and answers, and until when they may take it back.

use chrono::Duration;
use countersign_tests::practice::stamp;
use serde_json::{Value, json};

use crate::office::{ANNA, ELLA, FRED, Office, policy, stage, text, user};

#[test]
fn a_request_is_canceled_before_its_delivery_and_not_after_it_began() {
    let office = Office::open();
    office.policy(&policy("Asked", &[stage(&[user(FRED)], &[], &[])]));
    let cancel = |office: &Office, request: &Value| {
        office.practice.ask(
            "request.cancel",
            json!({ "request": request["request"], "reason": "Not needed" }),
        )
    };
    // Waiting for approval.
    let request = office.asks(ANNA, &json!({}));
    office.sit(ELLA);
    assert_eq!(
        cancel(&office, &request).expect_err("not hers").code.as_deref(),
        Some("permission")
    );
    office.sit(ANNA);
    assert_eq!(text(&cancel(&office, &request).expect("canceled"), "state"), "canceled");
    assert_eq!(office.asked(&request, 1), [""; 0]);
    assert_eq!(office.answers_in_vain(FRED, &request, "approve").0, "state");
    // Twice.
    office.sit(ANNA);
    assert_eq!(
        cancel(&office, &request).expect_err("over").code.as_deref(),
        Some("state")
    );
    // Put off to its start: made again, with another start.
    let start = office.practice.now() + Duration::days(10);
    let again = office.asks(ANNA, &json!({ "again": request["request"], "startsAt": stamp(start) }));
    office.answers(FRED, &again, "approve");
    assert_eq!(text(&office.show(&again), "state"), "scheduled");
    office.sit(ANNA);
    assert_eq!(text(&cancel(&office, &again).expect("canceled"), "state"), "canceled");
    // Denied.
    let denied = office.asks(ANNA, &json!({}));
    office.answers(FRED, &denied, "deny");
    office.sit(ANNA);
    assert_eq!(
        cancel(&office, &denied).expect_err("denied").code.as_deref(),
        Some("state")
    );
    // Being delivered.
    let delivering = office.asks(ANNA, &json!({}));
    office.answers(FRED, &delivering, "approve");
    office.sit(ANNA);
    let problem = cancel(&office, &delivering).expect_err("too late");
    assert_eq!(problem.message, "A request that is being delivered cannot be canceled.");
}

#[test]
fn questions_are_answered_as_the_policy_asks_and_a_reason_is_given_where_it_wants_one() {
    let office = Office::open();
    let mut asking = policy("Questions", &[]);
    asking["requestApprovalSettings"]["isRequestorJustificationRequired"] = json!(true);
    asking["questions"] = json!([
        { "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "id": "centre", "sequence": 1, "isRequired": true,
          "text": "Cost centre?", "isSingleLineQuestion": true, "regexPattern": "^[0-9]{4}$" },
        { "@odata.type": "#microsoft.graph.accessPackageMultipleChoiceQuestion", "id": "ledger", "sequence": 2,
          "isRequired": false, "text": "Ledger?", "isMultipleSelectionAllowed": false,
          "choices": [{ "actualValue": "gl", "text": "General ledger" }, { "actualValue": "ap", "text": "Payables" }] }
    ]);
    office.policy(&asking);
    let answers = |centre: &str, ledger: &str| {
        json!({ "justification": "Audit", "answers": [
            { "question": "centre", "values": [centre] }, { "question": "ledger", "values": [ledger] }] })
    };
    let none = office.asks_in_vain(ANNA, &json!({ "justification": "Audit" }));
    assert_eq!(none, ("answers".into(), "“Cost centre?” needs an answer.".into()));
    let wrong = office.asks_in_vain(ANNA, &answers("47a1", "xx"));
    assert_eq!(wrong.0, "answers");
    assert!(
        wrong.1.contains("does not have the form") && wrong.1.contains("does not offer “xx”"),
        "{wrong:?}"
    );
    let bare = office.asks_in_vain(
        ANNA,
        &json!({ "answers": [{ "question": "centre", "values": ["4711"] }] }),
    );
    assert_eq!(bare.0, "justificationRequired");
    let request = office.asks(ANNA, &answers("4711", "gl"));
    assert_eq!(text(&request, "state"), "delivering");
    let shown = office.show(&request);
    assert_eq!(shown["answers"][0], json!({ "question": "centre", "values": ["4711"] }));
    assert_eq!(shown["questions"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_start_of_one_s_own_waits_and_an_end_is_shorter_and_never_longer() {
    let office = Office::open();
    office.policy(&policy("Ninety days", &[]));
    let now = office.practice.now();
    let on = |days: i64| stamp(now + Duration::days(days));
    assert_eq!(office.asks_in_vain(ANNA, &json!({ "startsAt": on(-1) })).0, "dates");
    assert_eq!(office.asks_in_vain(ANNA, &json!({ "endsAt": on(-1) })).0, "dates");
    let beyond = office.asks_in_vain(ANNA, &json!({ "endsAt": on(91) }));
    assert_eq!(
        beyond.1,
        "Under this policy access ends on 2026-05-31 09:00 UTC at the latest."
    );
    let request = office.asks(ANNA, &json!({ "startsAt": on(5), "endsAt": on(30) }));
    assert_eq!(
        (text(&request, "state"), text(&request, "status")),
        ("scheduled", "PendingNotBefore")
    );
    assert_eq!(office.asks_in_vain(ANNA, &json!({})).0, "pending");
    office.pass(Duration::days(4));
    assert_eq!(text(&office.show(&request), "state"), "scheduled");
    office.pass(Duration::days(1));
    let begun = office.show(&request);
    assert_eq!(text(&begun, "state"), "delivered");
    assert_eq!(begun["endsAt"], "2026-04-01T09:00:00Z");
    assert_eq!(office.asks_in_vain(ANNA, &json!({})).0, "held");
    // A policy that sets the dates itself takes none.
    let fixed = Office::open();
    let mut definition = policy("Fixed", &[]);
    definition["requestorSettings"]["allowCustomAssignmentSchedule"] = json!(false);
    fixed.policy(&definition);
    assert_eq!(
        fixed.asks_in_vain(ANNA, &json!({ "endsAt": on(30) })).1,
        "This policy sets the end itself."
    );
    assert_eq!(
        fixed.asks_in_vain(ANNA, &json!({ "startsAt": on(5) })).1,
        "This policy sets the start itself."
    );
}

#[test]
fn a_hidden_package_is_asked_for_by_its_key_alone_and_an_unpublished_catalog_offers_nothing() {
    let office = Office::open();
    office.policy(&policy("Everybody", &[]));
    office.practice.sit(None);
    let made = office.practice.call(
        "package.create",
        json!({ "catalog": office.catalog, "displayName": "Secret", "hidden": true }),
    );
    office.practice.call(
        "policy.create",
        json!({ "package": made["package"], "definition": policy("By link", &[]) }),
    );
    office.sit(ANNA);
    let listed = office.practice.call("access.available", json!({}));
    assert_eq!(
        (&listed["total"], &listed["rows"][0]["packageName"]),
        (&json!(1), &json!("Accountant"))
    );
    let searched = office.practice.call("access.available", json!({ "search": "ledg" }));
    assert_eq!(searched["rows"][0]["gives"], json!(["Ledger"]));
    let (code, _) = office.asks_in_vain(ANNA, &json!({ "package": made["package"] }));
    assert_eq!(code, "missing");
    office.sit(ANNA);
    let asked = office
        .practice
        .call("request.submit", json!({ "packageKey": made["key"] }));
    assert_eq!(text(&asked, "packageName"), "Secret");
    // Made again by who asked for it, it is still found.
    office.practice.sit(None);
    let closed = office.practice.call(
        "catalog.create",
        json!({ "displayName": "Draft", "directory": office.directory, "published": false }),
    );
    let draft = office.practice.call(
        "package.create",
        json!({ "catalog": closed["catalog"], "displayName": "Later" }),
    );
    office.practice.call(
        "policy.create",
        json!({ "package": draft["package"], "definition": policy("Everybody", &[]) }),
    );
    let (code, message) = office.asks_in_vain(ANNA, &json!({ "package": draft["package"] }));
    assert_eq!(
        (code.as_str(), message.as_str()),
        (
            "unpublished",
            "The catalog “Draft” is not published, so nothing in it can be asked for."
        )
    );
}

#[test]
fn a_direct_assignment_needs_a_policy_without_approval_and_sends_no_mail_of_a_request() {
    let office = Office::open();
    office.policy(&policy("Asked", &[stage(&[user(FRED)], &[], &[])]));
    let give = json!({ "kind": "adminAdd", "package": office.package, "principal": office.person(ANNA) });
    office.practice.sit(None);
    assert_eq!(
        office.practice.refused("request.submit", give.clone()).code.as_deref(),
        Some("notEligible")
    );
    let mut direct = policy("Direct", &[]);
    direct["allowedTargetScope"] = json!("notSpecified");
    let direct = office.policy(&direct);
    office.sit(ELLA);
    assert_eq!(
        office.practice.refused("request.submit", give.clone()).code.as_deref(),
        Some("permission")
    );
    office.practice.sit(None);
    let given = office.practice.call("request.submit", give);
    assert_eq!(
        (text(&given, "state"), &given["policy"]),
        ("delivering", &json!(direct))
    );
    assert_eq!(office.told(&given), []);
}

#[test]
fn a_request_made_earlier_without_network_is_checked_as_of_its_arrival() {
    let office = Office::open();
    office.policy(&policy("Ninety days", &[]));
    let made = office.practice.now() - Duration::days(3);
    let later = stamp(office.practice.now() + Duration::minutes(1));
    office.sit(ANNA);
    let future = json!({ "package": office.package, "madeAt": later });
    assert_eq!(
        office.practice.refused("request.submit", future).field.as_deref(),
        Some("madeAt")
    );
    let request = office.asks(ANNA, &json!({ "madeAt": stamp(made) }));
    assert_eq!(request["madeAt"], stamp(made));
    // Ninety days from its arrival, not from when it was made.
    assert_eq!(request["endsAt"], "2026-05-31T09:00:00Z");
}
