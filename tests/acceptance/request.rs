//! Requests for access packages, from being made to being decided, as the policy, the approvers and the clock have it.

#[path = "request/office.rs"]
mod office;

use chrono::Duration;
use countersign_tests::practice::stamp;
use office::{
    ANNA, BORIS, ELLA, FRED, GINA, LARS, LEDGER, MONA, OLGA, Office, ROUND, SALES, manager, members, policy, stage,
    user,
};
use serde_json::{Value, json};

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

#[test]
fn three_stages_are_answered_one_after_the_other_and_then_the_access_is_handed_over() {
    let office = Office::open();
    office.policy(&policy(
        "Three stages",
        &[
            stage(&[manager(1)], &[user(FRED)], &[user(ELLA)]),
            stage(&[members(SALES)], &[user(FRED)], &[user(ELLA)]),
            stage(&[user(BORIS)], &[], &[user(ELLA)]),
        ],
    ));
    let request = office.asks(ANNA, &json!({ "justification": "The books are closed" }));
    assert_eq!(
        (text(&request, "state"), text(&request, "status")),
        ("pendingApproval", "PendingApproval")
    );
    assert_eq!(office.asked(&request, 1), ["mona"]);
    assert_eq!(office.answers_in_vain(BORIS, &request, "approve").0, "notAsked");
    // Whoever is asked is told, and sees it among their approvals.
    office.sit(MONA);
    let waiting = office.practice.call("approval.list", json!({}));
    assert_eq!(
        (&waiting["total"], &waiting["rows"][0]["request"]),
        (&json!(1), &request["request"])
    );
    assert_eq!(waiting["rows"][0]["reason"], "Manager of anna.");

    let moved = office.answers(MONA, &request, "approve");
    assert_eq!((text(&moved, "state"), &moved["stage"]), ("pendingApproval", &json!(2)));
    // Anna is a member of the group, too, and is left out of her own request.
    assert_eq!(office.asked(&request, 2), ["olga"]);
    assert_eq!(office.answers_in_vain(MONA, &request, "approve").0, "notAsked");
    office.answers(OLGA, &request, "approve");
    let done = office.answers(BORIS, &request, "approve");
    assert_eq!(text(&done, "state"), "delivering");
    assert!(done["assignment"].is_i64(), "{done}");
    assert_eq!(done["endsAt"], "2026-05-31T09:00:00Z");

    let shown = office.show(&request);
    let events: Vec<&str> = shown["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|one| text(one, "event"))
        .collect();
    assert_eq!(
        events,
        ["submit", "askApproval", "approveStage", "approveStage", "deliver"]
    );
    let answered = shown["answered"].as_array().expect("answers");
    assert_eq!(answered.len(), 3);
    assert!(answered.iter().all(|one| text(one, "decision") == "approve"), "{shown}");
    let told = office.told(&request);
    let kinds: Vec<(&str, &str)> = told.iter().map(|(kind, name)| (kind.as_str(), name.as_str())).collect();
    assert_eq!(
        kinds,
        [
            ("approvalAsked", "mona"),
            ("approvalAsked", "olga"),
            ("approvalAsked", "boris"),
            ("requestApproved", "anna")
        ]
    );
    office.practice.is_sound();
}

#[test]
fn each_stage_escalates_to_its_alternates_and_ends_the_request_when_nobody_answers_in_time() {
    for answered in 0..3 {
        let office = Office::open();
        office.policy(&policy(
            "Three stages",
            &[
                stage(&[manager(1)], &[], &[user(ELLA)]),
                stage(&[user(FRED)], &[], &[user(ELLA)]),
                stage(&[user(BORIS)], &[], &[user(ELLA)]),
            ],
        ));
        let approvers = [MONA, FRED, BORIS];
        let request = office.asks(ANNA, &json!({}));
        for approver in &approvers[..answered] {
            // In time, by the alternate of the stage as soon as she may.
            assert_eq!(office.answers_in_vain(ELLA, &request, "approve").0, "notAsked");
            office.pass(Duration::days(2));
            assert_eq!(text(&office.show(&request), "status"), "PendingApprovalEscalated");
            let approver = if *approver == MONA { ELLA } else { *approver };
            office.answers(approver, &request, "approve");
        }
        office.pass(Duration::days(2));
        let position = i64::try_from(answered + 1).expect("a number");
        assert_eq!(
            office.asked(&request, position).len(),
            2,
            "first approver and alternate"
        );
        office.pass(Duration::days(3) - Duration::minutes(1));
        assert_eq!(text(&office.show(&request), "state"), "pendingApproval");
        office.pass(Duration::minutes(1));
        let over = office.show(&request);
        assert_eq!(
            (text(&over, "state"), text(&over, "problem")),
            (
                "expired",
                format!("Nobody answered in time in stage {position} of 3.").as_str()
            )
        );
        assert_eq!(office.asked(&request, position), [""; 0]);
        let late = office.answers_in_vain(approvers[answered], &request, "approve");
        assert_eq!(late.0, "state", "{late:?}");
        let told = office.told(&request);
        for kind in ["approvalEscalated", "approvalReminder", "requestExpired"] {
            assert!(told.iter().any(|one| one.0 == kind), "{kind} in {told:?}");
        }
        // A tick that comes again does nothing twice.
        let again = office.pass(Duration::minutes(5));
        assert_eq!(again["requests"], json!([]));
        assert_eq!(office.told(&request), told);
        office.practice.is_sound();
    }
}

#[test]
fn the_fallback_is_asked_where_no_manager_is_and_with_nobody_left_an_administrator() {
    let office = Office::open();
    office.policy(&policy("Manager", &[stage(&[manager(1)], &[user(FRED)], &[])]));
    // Boris has no manager.
    let request = office.asks(BORIS, &json!({}));
    assert_eq!(office.asked(&request, 1), ["fred"]);
    let why = text(&office.show(&request)["stages"][0], "fallback").to_owned();
    assert!(why.contains("The directory knows no manager of boris."), "{why}");
    // Fred is nobody to approve his own, and has no manager either.
    let own = office.asks(FRED, &json!({}));
    assert_eq!(office.asked(&own, 1), [""; 0]);
    let stage_row = &office.show(&own)["stages"][0];
    assert!(stage_row["nobodyAt"].is_string(), "{stage_row}");
    assert!(
        text(stage_row, "fallback").ends_with("An administrator is asked."),
        "{stage_row}"
    );
    assert_eq!(
        office.told(&own)[0],
        ("approverMissing".into(), "Administrators".into())
    );
    assert_eq!(office.practice.call("approval.missing", json!({}))["total"], 1);
    assert_eq!(office.answers_in_vain(ELLA, &own, "approve").0, "notAsked");
    office.practice.sit(None);
    let answer = json!({ "request": own["request"], "decision": "approve", "justification": "I looked at it" });
    let done = office.practice.call("approval.answer", answer);
    assert_eq!(text(&done, "state"), "delivering");
    office.practice.is_sound();
}

#[test]
fn managers_who_go_round_in_a_circle_are_named() {
    let office = Office::open();
    let mut level_two = stage(&[manager(2)], &[user(FRED)], &[]);
    level_two["isApproverJustificationRequired"] = json!(false);
    office.policy(&policy("Second level", &[level_two]));
    let request = office.asks(ROUND, &json!({}));
    assert_eq!(office.asked(&request, 1), ["fred"]);
    let why = text(&office.show(&request)["stages"][0], "fallback").to_owned();
    assert!(
        why.contains("The managers go round in a circle: round → trip → round."),
        "{why}"
    );
    // Where there is no circle, the second level is found.
    let other = office.asks(ANNA, &json!({}));
    assert_eq!(office.asked(&other, 1), ["boris"]);
}

#[test]
fn nobody_answers_their_own_request_neither_who_asks_nor_who_is_to_have_it() {
    let office = Office::open();
    let mut for_others = policy("Named", &[stage(&[user(MONA), user(ANNA), user(FRED)], &[], &[])]);
    for_others["requestorSettings"]["enableOnBehalfRequestorsToAddAccess"] = json!(true);
    for_others["requestorSettings"]["onBehalfRequestors"] = json!([
        { "@odata.type": "#microsoft.graph.targetManager", "managerLevel": 1 }
    ]);
    office.policy(&for_others);
    // On behalf: Mona asks for Anna, whose manager she is; Fred may not.
    let input = json!({ "kind": "onBehalfAdd", "principal": office.person(ANNA) });
    assert_eq!(office.asks_in_vain(FRED, &input).0, "notEligible");
    let request = office.asks(MONA, &input);
    assert_eq!(
        (text(&request, "requestorName"), text(&request, "targetName")),
        ("mona", "anna")
    );
    assert_eq!(office.asked(&request, 1), ["fred"]);
    for own in [MONA, ANNA] {
        assert_eq!(office.answers_in_vain(own, &request, "approve").0, "ownRequest");
    }
    // The first answer wins.
    assert_eq!(text(&office.answers(FRED, &request, "deny"), "state"), "denied");
    assert_eq!(office.answers_in_vain(FRED, &request, "approve").0, "answered");
    let told = office.told(&request);
    assert!(told.contains(&("requestDenied".into(), "mona".into())), "{told:?}");
    assert!(told.contains(&("requestDenied".into(), "anna".into())), "{told:?}");
}

#[test]
fn a_second_answer_comes_too_late_and_says_so() {
    let office = Office::open();
    office.policy(&policy("Two approvers", &[stage(&[user(FRED), user(ELLA)], &[], &[])]));
    let request = office.asks(ANNA, &json!({}));
    office.sit(FRED);
    let bare = json!({ "request": request["request"], "decision": "approve" });
    let problem = office.practice.refused("approval.answer", bare);
    assert_eq!(problem.code.as_deref(), Some("justificationRequired"));
    assert_eq!(text(&office.answers(FRED, &request, "approve"), "state"), "delivering");
    let late = office.answers_in_vain(ELLA, &request, "deny");
    assert_eq!(
        late,
        (
            "answered".into(),
            "This stage of the approval has been answered already.".into()
        )
    );
    office.sit(ELLA);
    assert_eq!(office.practice.call("approval.list", json!({}))["total"], 0);
}

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
    assert_eq!(text(&begun, "state"), "delivering");
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
fn what_was_asked_for_under_a_policy_stays_under_its_version() {
    let office = Office::open();
    let id = office.policy(&policy("First", &[stage(&[user(FRED)], &[], &[])]));
    let request = office.asks(ANNA, &json!({}));
    let mut shorter = policy("Second", &[stage(&[user(ELLA)], &[], &[])]);
    shorter["expiration"] = json!({ "type": "afterDuration", "duration": "P7D" });
    office.practice.sit(None);
    let unexplained = json!({ "policy": id, "definition": shorter, "reason": " " });
    assert_eq!(
        office.practice.refused("policy.edit", unexplained).field.as_deref(),
        Some("reason")
    );
    let edited = json!({ "policy": id, "definition": shorter, "reason": "Shorter" });
    assert_eq!(office.practice.call("policy.edit", edited)["version"], 2);
    assert_eq!(office.answers_in_vain(ELLA, &request, "approve").0, "notAsked");
    let done = office.answers(FRED, &request, "approve");
    assert_eq!(
        (&done["policyVersion"], &done["endsAt"]),
        (&json!(1), &json!("2026-05-31T09:00:00Z"))
    );
    let next = office.asks(OLGA, &json!({}));
    assert_eq!(next["policyVersion"], 2);
    assert_eq!(office.asked(&next, 1), ["ella"]);
    office.practice.sit(None);
    let versions = office.practice.call("policy.version.list", json!({ "policy": id }));
    assert_eq!(
        (&versions[0]["version"], &versions[0]["reason"]),
        (&json!(2), &json!("Shorter"))
    );
    assert_eq!(versions[1]["definition"]["displayName"], "First");
    // A policy somebody holds the package under is not deleted.
    assert_eq!(
        office
            .practice
            .refused("policy.delete", json!({ "policy": id }))
            .code
            .as_deref(),
        Some("state")
    );
}

#[test]
fn of_two_policies_that_tie_the_person_chooses_and_a_more_specific_one_hides_the_others() {
    let office = Office::open();
    let one = office.policy(&policy("One", &[]));
    let mut other = policy("Other", &[]);
    other["expiration"] = json!({ "type": "afterDuration", "duration": "P7D" });
    let other = office.policy(&other);
    let (code, message) = office.asks_in_vain(ANNA, &json!({}));
    assert_eq!(code, "choosePolicy");
    assert_eq!(
        message,
        format!("Several policies are equally for this person; choose one: {one} “One”, {other} “Other”.")
    );
    let mut named = policy("Sales", &[]);
    named["allowedTargetScope"] = json!("specificDirectoryUsers");
    named["specificAllowedTargets"] = json!([members(SALES)]);
    let named = office.policy(&named);
    office.sit(ANNA);
    let explained = office
        .practice
        .call("access.explain", json!({ "package": office.package }));
    assert_eq!(explained["may"], true, "{explained}");
    assert_eq!(explained["choose"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        explained["hidden"][0]["because"],
        "“Sales” is more specific for this person."
    );
    assert_eq!(office.asks(ANNA, &json!({}))["policy"], named);
    // Fred is not in Sales: the two tie for him still, and he chooses.
    assert_eq!(office.asks_in_vain(FRED, &json!({ "policy": named })).0, "notEligible");
    assert_eq!(
        office.asks(FRED, &json!({ "policy": other }))["endsAt"],
        "2026-03-09T09:00:00Z"
    );
}

#[test]
fn who_may_not_ask_is_told_exactly_why() {
    let office = Office::open();
    office.policy(&policy("Members", &[stage(&[user(LEDGER_OWNER)], &[], &[])]));
    let guest = office.asks_in_vain(GINA, &json!({}));
    assert_eq!(guest.0, "notEligible");
    assert!(
        guest.1.contains("“Members”: It is for members only; gina is a guest."),
        "{guest:?}"
    );
    let mut named = policy("Sales only", &[]);
    named["allowedTargetScope"] = json!("specificDirectoryUsers");
    named["specificAllowedTargets"] = json!([
        members(SALES),
        { "@odata.type": "#microsoft.graph.attributeRuleMembers", "membershipRule": "(user.department -eq \"Legal\")" }
    ]);
    office.practice.sit(None);
    let simulated = office.practice.call(
        "policy.simulate",
        json!({ "package": office.package, "principal": office.person(LARS) }),
    );
    assert_eq!(simulated["person"]["may"], false);
    assert_eq!(simulated["person"]["reasons"][0], "The account of lars is disabled.");
    // Anna, Mona, Boris, Fred, Ella, Olga, Round and Trip; not the guest and not the disabled one.
    assert_eq!(simulated["policies"][0]["people"], 8, "{simulated}");
    assert_eq!(
        simulated["policies"][0]["stages"][0]["approvers"][0]["displayName"],
        "olga"
    );
    assert_eq!(simulated["policies"][0]["endsAt"], "2026-05-31T09:00:00Z");

    let hidden = Office::open();
    hidden.policy(&named);
    let (_, message) = hidden.asks_in_vain(FRED, &json!({}));
    assert!(
        message.contains(
            "It is for members of Sales, those who meet (user.department -eq \"Legal\"); fred is not among them."
        ),
        "{message}"
    );
    assert_eq!(text(&hidden.asks(ANNA, &json!({})), "state"), "delivering");
}

/// Olga owns what the package gives.
const LEDGER_OWNER: usize = OLGA;

#[test]
fn an_approver_who_leaves_is_replaced_when_the_directory_shows_it() {
    let office = Office::open();
    office.policy(&policy("Manager", &[stage(&[manager(1)], &[user(FRED)], &[])]));
    let request = office.asks(ANNA, &json!({}));
    assert_eq!(office.asked(&request, 1), ["mona"]);
    office.leave(&[MONA]);
    let ticked = office.pass(Duration::hours(1));
    assert_eq!(ticked["requests"], json!([request["request"]]));
    assert_eq!(office.asked(&request, 1), ["fred"]);
    let shown = office.show(&request);
    assert!(
        text(&shown["stages"][0], "fallback").starts_with("No longer asked: mona."),
        "{shown}"
    );
    let mona = &shown["approvers"].as_array().expect("approvers")[0];
    assert_eq!(mona["endedBecause"], "mona has left, or the account is disabled.");
    office.leave(&[MONA, FRED]);
    office.pass(Duration::hours(1));
    assert_eq!(office.asked(&request, 1), [""; 0]);
    assert!(
        office
            .told(&request)
            .contains(&("approverMissing".into(), "Administrators".into()))
    );
    // The time still runs out.
    office.pass(Duration::days(5));
    assert_eq!(text(&office.show(&request), "state"), "expired");
    office.practice.is_sound();
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

#[test]
fn an_approver_hands_their_approvals_to_somebody_for_a_time() {
    let office = Office::open();
    office.policy(&policy("Fred", &[stage(&[user(FRED)], &[], &[])]));
    let before = office.asks(ANNA, &json!({}));
    office.sit(FRED);
    let until = stamp(office.practice.now() + Duration::days(7));
    office.practice.call(
        "approval.delegate",
        json!({ "to": office.person(ELLA), "until": until }),
    );
    assert_eq!(office.asked(&before, 1), ["ella", "fred"]);
    let after = office.asks(OLGA, &json!({}));
    assert_eq!(office.asked(&after, 1), ["ella", "fred"]);
    assert_eq!(text(&office.answers(ELLA, &before, "approve"), "state"), "delivering");
    // Ella's own request stays with Fred alone.
    let own = office.asks(ELLA, &json!({}));
    assert_eq!(office.asked(&own, 1), ["fred"]);
    office.pass(Duration::days(8));
    let late = office.asks(BORIS, &json!({}));
    assert_eq!(office.asked(&late, 1), ["fred"]);
}

#[test]
fn a_policy_that_names_nobody_or_asks_for_what_nobody_has_is_refused_at_its_place() {
    let office = Office::open();
    let refused = |definition: Value| {
        office.practice.sit(None);
        let problem = office.practice.refused(
            "policy.create",
            json!({ "package": office.package, "definition": definition }),
        );
        (problem.field.unwrap_or_default(), problem.message)
    };
    let nobody = json!({ "@odata.type": "#microsoft.graph.singleUser", "userId": "nobody-of-this-name" });
    assert_eq!(
        refused(policy("Unknown", &[stage(&[nobody], &[], &[])])),
        (
            "requestApprovalSettings.stages[0].primaryApprovers[0].userId".into(),
            "The directory holds no person “nobody-of-this-name”.".into()
        )
    );
    let disabled = refused(policy("Disabled", &[stage(&[user(FRED)], &[user(LARS)], &[])]));
    assert_eq!(
        disabled.0,
        "requestApprovalSettings.stages[0].fallbackPrimaryApprovers[0].userId"
    );
    assert!(disabled.1.starts_with("The account of the approver"), "{disabled:?}");
    let empty = refused(policy("Empty", &[stage(&[members(LEDGER)], &[], &[])]));
    assert!(empty.1.contains("has no member who could approve"), "{empty:?}");
    let mut rule = policy("Rule", &[]);
    rule["allowedTargetScope"] = json!("specificDirectoryUsers");
    rule["specificAllowedTargets"] = json!([
        { "@odata.type": "#microsoft.graph.attributeRuleMembers", "membershipRule": "(user.shoeSize -eq \"42\")" }
    ]);
    assert_eq!(
        refused(rule),
        (
            "specificAllowedTargets[0].membershipRule".into(),
            "Nobody in the directory has an attribute “shoeSize”.".into()
        )
    );
    let mut past = policy("Past", &[]);
    past["expiration"] = json!({ "type": "afterDateTime", "endDateTime": "2026-01-01T00:00:00Z" });
    assert_eq!(refused(past).0, "expiration.endDateTime");
}
