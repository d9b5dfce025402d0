//! Each way in which a policy is wrong, at its place.

use chrono_tz::Tz;
use serde_json::{Value, json};

use super::{at, automatic, changed, parse, read, sample, user, with};

#[test]
fn each_contradiction_is_named_at_its_place() {
    let approval = "/requestApprovalSettings";
    let stage = |at: usize, name: &str| format!("{approval}/stages/{at}/{name}");
    let of = |name: &str| format!("requestApprovalSettings.stages{name}");
    let two = |path: String, value| changed(&[(path.as_str(), value)]);
    let manager = json!([{ "@odata.type": "#microsoft.graph.targetManager" }]);
    let sponsors = json!([{ "@odata.type": "#microsoft.graph.internalSponsors" }]);
    let stages = sample()["requestApprovalSettings"]["stages"].clone();
    let (first, second) = (stages[0].clone(), stages[1].clone());
    let cases = [
        (json!(7), String::new()),
        (changed(&[("/displayName", json!(" "))]), "displayName".into()),
        (changed(&[("/displayName", json!(3))]), "displayName".into()),
        (
            changed(&[("/allowedTargetScope", json!("everybody"))]),
            "allowedTargetScope".into(),
        ),
        (
            changed(&[("/allowedTargetScope", json!("allMemberUsers"))]),
            "specificAllowedTargets".into(),
        ),
        (
            changed(&[("/specificAllowedTargets", json!([]))]),
            "specificAllowedTargets".into(),
        ),
        (
            changed(&[("/allowedTargetScope", json!("specificConnectedOrganizationUsers"))]),
            "specificAllowedTargets[0]".into(),
        ),
        (
            changed(&[(
                "/specificAllowedTargets/0/@odata.type",
                json!("#microsoft.graph.planet"),
            )]),
            "specificAllowedTargets[0].@odata.type".into(),
        ),
        (
            changed(&[("/specificAllowedTargets/0/groupId", json!(""))]),
            "specificAllowedTargets[0].groupId".into(),
        ),
        (
            with(
                automatic(),
                &[(
                    "/specificAllowedTargets/0/membershipRule",
                    json!("(user.department -eq"),
                )],
            ),
            "specificAllowedTargets[0].membershipRule".into(),
        ),
        (
            with(automatic(), &[("/specificAllowedTargets/0", user("u1"))]),
            "specificAllowedTargets".into(),
        ),
        (
            with(automatic(), &[("/allowedTargetScope", json!("allMemberUsers"))]),
            "allowedTargetScope".into(),
        ),
        (
            with(
                automatic(),
                &[("/automaticRequestSettings/gracePeriodBeforeAccessRemoval", json!("P1M"))],
            ),
            "automaticRequestSettings.gracePeriodBeforeAccessRemoval".into(),
        ),
        (
            changed(&[("/expiration", json!({ "type": "afterDuration", "duration": "P1Y" }))]),
            "expiration.duration".into(),
        ),
        (
            changed(&[("/expiration", json!({ "type": "afterDuration", "duration": "PT0S" }))]),
            "expiration.duration".into(),
        ),
        (
            changed(&[("/expiration", json!({ "type": "afterDateTime", "endDateTime": "soon" }))]),
            "expiration.endDateTime".into(),
        ),
        (
            changed(&[("/expiration/type", json!("whenever"))]),
            "expiration.type".into(),
        ),
        (
            changed(&[("/requestorSettings/enableTargetsToSelfAddAccess", json!("yes"))]),
            "requestorSettings.enableTargetsToSelfAddAccess".into(),
        ),
        (
            changed(&[(
                "/requestorSettings/onBehalfRequestors",
                automatic()["specificAllowedTargets"].clone(),
            )]),
            "requestorSettings.onBehalfRequestors[0]".into(),
        ),
        (two(format!("{approval}/stages"), json!([])), of("")),
        (
            two(format!("{approval}/stages"), json!([first, second, second, second])),
            of(""),
        ),
        (two(format!("{approval}/stages"), json!({})), of("")),
        (
            two(stage(0, "escalationApprovers"), json!([])),
            of("[0].escalationApprovers"),
        ),
        (
            two(stage(0, "durationBeforeEscalation"), json!("PT23H")),
            of("[0].durationBeforeEscalation"),
        ),
        (
            two(stage(0, "durationBeforeEscalation"), json!("P7D")),
            of("[0].durationBeforeEscalation"),
        ),
        (
            two(stage(0, "durationBeforeAutomaticDenial"), json!("P3D")),
            of("[0].durationBeforeAutomaticDenial"),
        ),
        (
            two(stage(1, "durationBeforeAutomaticDenial"), Value::Null),
            of("[1].durationBeforeAutomaticDenial"),
        ),
        (two(stage(1, "primaryApprovers"), json!([])), of("[1].primaryApprovers")),
        (
            two(stage(1, "primaryApprovers"), manager.clone()),
            of("[1].primaryApprovers"),
        ),
        (
            changed(&[
                (&stage(0, "primaryApprovers"), sponsors.clone()),
                (&stage(1, "primaryApprovers"), sponsors),
            ]),
            of("[1].primaryApprovers"),
        ),
        (
            two(
                stage(0, "primaryApprovers"),
                automatic()["specificAllowedTargets"].clone(),
            ),
            of("[0].primaryApprovers[0]"),
        ),
        (
            two(stage(0, "primaryApprovers/0/managerLevel"), json!(0)),
            of("[0].primaryApprovers[0].managerLevel"),
        ),
        (
            two(stage(1, "approverInformationVisibility"), json!("maybe")),
            of("[1].approverInformationVisibility"),
        ),
        (
            two(
                stage(1, "@odata.type"),
                json!("#microsoft.graph.accessPackageDynamicApprovalStage"),
            ),
            of("[1].@odata.type"),
        ),
        (
            two(stage(1, "primaryApprovers"), sample()["specificAllowedTargets"].clone()),
            of("[1].primaryApprovers"),
        ),
        (
            changed(&[
                ("/specificAllowedTargets", json!([user("u1")])),
                (&stage(1, "primaryApprovers"), json!([user("u1")])),
            ]),
            of("[1].primaryApprovers"),
        ),
        (
            changed(&[("/questions/1/sequence", json!(1))]),
            "questions[1].sequence".into(),
        ),
        (
            changed(&[("/questions/1/text", Value::Null)]),
            "questions[1].text".into(),
        ),
        (
            changed(&[("/questions/0/@odata.type", json!("x"))]),
            "questions[0].@odata.type".into(),
        ),
        (
            changed(&[("/questions/0/regexPattern", json!("(?=a)b"))]),
            "questions[0].regexPattern".into(),
        ),
        (
            changed(&[("/questions/0/regexPattern", json!("a)|(b"))]),
            "questions[0].regexPattern".into(),
        ),
        (
            changed(&[("/questions/0/regexPattern", json!("(a{1000}){1000}"))]),
            "questions[0].regexPattern".into(),
        ),
        (
            changed(&[("/questions/1/choices", json!([]))]),
            "questions[1].choices".into(),
        ),
        (
            changed(&[("/questions/1/choices/1/actualValue", json!("gl"))]),
            "questions[1].choices[1].actualValue".into(),
        ),
        (
            changed(&[("/reviewSettings/expirationBehavior", json!("shrug"))]),
            "reviewSettings.expirationBehavior".into(),
        ),
        (
            changed(&[("/reviewSettings/schedule", Value::Null)]),
            "reviewSettings.schedule".into(),
        ),
        (
            changed(&[("/reviewSettings/primaryReviewers", json!([]))]),
            "reviewSettings.primaryReviewers".into(),
        ),
        (
            changed(&[("/reviewSettings/primaryReviewers/0/managerLevel", json!(2))]),
            "reviewSettings.primaryReviewers[0]".into(),
        ),
        (
            changed(&[("/reviewSettings/fallbackReviewers", manager)]),
            "reviewSettings.fallbackReviewers[0]".into(),
        ),
        (
            changed(&[("/reviewSettings/fallbackReviewers", json!([]))]),
            "reviewSettings.fallbackReviewers".into(),
        ),
        (
            changed(&[("/reviewSettings/schedule/expiration/duration", json!("PT5H"))]),
            "reviewSettings.schedule.expiration.duration".into(),
        ),
        (
            changed(&[("/reviewSettings/schedule/expiration/duration", json!("P200D"))]),
            "reviewSettings.schedule.expiration.duration".into(),
        ),
        (
            changed(&[("/reviewSettings/schedule/recurrence/pattern/type", json!("daily"))]),
            "reviewSettings.schedule.recurrence.pattern.type".into(),
        ),
        (
            changed(&[("/@countersign.policy", json!({ "adopd": true }))]),
            "@countersign.policy".into(),
        ),
    ];
    for (json, field) in cases {
        let problem = parse(&json, Tz::UTC).expect_err(&field);
        assert_eq!(problem.field, field, "{problem}");
    }
}

#[test]
fn surprises_are_warnings_and_not_errors() {
    let fallback = "/requestApprovalSettings/stages/0/fallbackPrimaryApprovers";
    let alternate = "/requestApprovalSettings/stages/0/fallbackEscalationApprovers";
    let json = changed(&[
        (fallback, json!([])),
        (alternate, json!([])),
        ("/requestorSettings/enableTargetsToSelfAddAccess", json!(false)),
        ("/requestorSettings/enableOnBehalfRequestorsToUpdateAccess", json!(true)),
    ]);
    let fields: Vec<String> = read(&json).warnings().into_iter().map(|one| one.field).collect();
    assert_eq!(
        fields,
        [
            "requestApprovalSettings.stages[0].fallbackPrimaryApprovers",
            "requestApprovalSettings.stages[0].fallbackEscalationApprovers",
            "requestorSettings.onBehalfRequestors",
            "requestorSettings.enableTargetsToSelfAddAccess",
        ]
    );
}

#[test]
fn a_fixed_end_that_has_passed_is_found_by_the_day() {
    let policy = read(&changed(&[(
        "/expiration",
        json!({ "type": "afterDateTime", "endDateTime": "2026-01-01T00:00:00Z" }),
    )]));
    assert_eq!(policy.check(at("2025-12-31T00:00:00Z")), Ok(()));
    let problem = policy.check(at("2026-01-01T00:00:00Z")).expect_err("passed");
    assert_eq!(problem.field, "expiration.endDateTime");
}

/// The path of every value in a document.
fn paths(json: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match json {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| paths(value, &format!("{path}/{}", name.replace('/', "~1")), found)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(at, value)| paths(value, &format!("{path}/{at}"), found)),
        _ => {}
    }
}

#[test]
fn whatever_stands_in_any_place_is_a_problem_or_is_given_back_word_by_word() {
    let garbage = [
        Value::Null,
        json!(true),
        json!(-7),
        json!(1e300),
        json!(""),
        json!("P99999999999D"),
        json!("’\u{0}".repeat(9_000)),
        json!([]),
        json!([null]),
        json!([[{}]]),
        json!({}),
        json!({ "type": {} }),
    ];
    let (mut refused, mut taken) = (0, 0);
    for sample in [sample(), automatic()] {
        let mut places = Vec::new();
        paths(&sample, "", &mut places);
        for place in &places {
            for garbage in &garbage {
                let mut json = sample.clone();
                *json.pointer_mut(place).expect("the sample has this place") = garbage.clone();
                match parse(&json, Tz::UTC) {
                    Ok(policy) => {
                        taken += 1;
                        assert_eq!(policy.to_graph(), json);
                    }
                    Err(problem) => {
                        refused += 1;
                        assert!(problem.message.ends_with('.'), "{}: {}", problem.field, problem.message);
                    }
                }
            }
        }
    }
    assert!(refused > 800 && taken > 100, "{refused} refused, {taken} taken");
}
