//! Who is asked, what they answer, and what silence and leaving bring.

use chrono::Duration;
use countersign_tests::practice::stamp;
use serde_json::json;

use crate::office::{
    ANNA, BORIS, ELLA, FRED, MONA, OLGA, Office, ROUND, SALES, manager, members, policy, stage, text, user,
};

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
