//! Which policy applies, in which version, and what a policy may not say.

use serde_json::{Value, json};

use crate::office::{ANNA, ELLA, FRED, GINA, LARS, LEDGER, OLGA, Office, SALES, members, policy, stage, text, user};

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
            "Column 2: Nobody in this directory has an attribute user.shoeSize.".into()
        )
    );
    let mut past = policy("Past", &[]);
    past["expiration"] = json!({ "type": "afterDateTime", "endDateTime": "2026-01-01T00:00:00Z" });
    assert_eq!(refused(past).0, "expiration.endDateTime");
}
