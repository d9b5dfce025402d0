//! Policies as Graph writes them, read and given back.

mod contradiction;
mod rule;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use super::*;
use crate::definition;

/// The sample of graph.md §3.3, with all that a policy can say.
fn sample() -> Value {
    json!({
        "id": "b1d5c0de-0003-4000-8000-000000000003",
        "displayName": "Employees, manager then owner",
        "description": "180 days, two stages",
        "allowedTargetScope": "specificDirectoryUsers",
        "specificAllowedTargets": [
            { "@odata.type": "#microsoft.graph.groupMembers", "groupId": "employees", "description": "All employees" }
        ],
        "expiration": { "type": "afterDuration", "duration": "P180D" },
        "requestorSettings": {
            "enableTargetsToSelfAddAccess": true,
            "enableTargetsToSelfUpdateAccess": true,
            "enableTargetsToSelfRemoveAccess": true,
            "allowCustomAssignmentSchedule": true,
            "enableOnBehalfRequestorsToAddAccess": false,
            "onBehalfRequestors": []
        },
        "requestApprovalSettings": {
            "isApprovalRequiredForAdd": true,
            "isApprovalRequiredForUpdate": true,
            "isRequestorJustificationRequired": true,
            "stages": [
                {
                    "durationBeforeAutomaticDenial": "P7D",
                    "isApproverJustificationRequired": true,
                    "isEscalationEnabled": true,
                    "durationBeforeEscalation": "P3D",
                    "approverInformationVisibility": "visible",
                    "primaryApprovers": [ { "@odata.type": "#microsoft.graph.requestorManager", "managerLevel": 1 } ],
                    "fallbackPrimaryApprovers": [ { "@odata.type": "#microsoft.graph.singleUser", "userId": "u3" } ],
                    "escalationApprovers": [ { "@odata.type": "#microsoft.graph.requestorManager", "managerLevel": 2 } ],
                    "fallbackEscalationApprovers": [ { "@odata.type": "#microsoft.graph.singleUser", "userId": "u1" } ]
                },
                {
                    "durationBeforeAutomaticDenial": "P5D",
                    "isApproverJustificationRequired": false,
                    "isEscalationEnabled": false,
                    "durationBeforeEscalation": "PT0S",
                    "primaryApprovers": [
                        { "@odata.type": "#microsoft.graph.groupMembers", "groupId": "owners", "description": "ERP owners" }
                    ]
                }
            ]
        },
        "reviewSettings": {
            "isEnabled": true,
            "expirationBehavior": "acceptAccessRecommendation",
            "isRecommendationEnabled": true,
            "isReviewerJustificationRequired": true,
            "isSelfReview": false,
            "primaryReviewers": [ { "@odata.type": "#microsoft.graph.targetManager", "managerLevel": 1 } ],
            "fallbackReviewers": [ { "@odata.type": "#microsoft.graph.singleUser", "userId": "u3" } ],
            "schedule": {
                "startDateTime": "2026-07-01T00:00:00Z",
                "expiration": { "type": "afterDuration", "duration": "P14D" },
                "recurrence": {
                    "pattern": { "type": "absoluteMonthly", "interval": 3 },
                    "range": { "type": "noEnd", "startDate": "2026-07-01" }
                }
            }
        },
        "notificationSettings": { "isAssignmentNotificationDisabled": false },
        "questions": [
            {
                "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "sequence": 1, "isRequired": true,
                "isAnswerEditable": true, "text": "Cost centre?", "isSingleLineQuestion": true,
                "regexPattern": "^[0-9]{4}$",
                "localizations": [ { "languageCode": "de", "text": "Kostenstelle?" } ]
            },
            {
                "@odata.type": "#microsoft.graph.accessPackageMultipleChoiceQuestion", "sequence": 2,
                "isRequired": false, "text": "Ledger?", "isMultipleSelectionAllowed": false,
                "choices": [
                    { "actualValue": "gl", "text": "General ledger", "localizations": [] },
                    { "actualValue": "ap", "text": "Payables", "localizations": [] }
                ]
            }
        ],
        "customExtensionStageSettings": [ { "id": "1", "stage": "assignmentRequestApproved" } ],
        "accessPackage": { "id": "b1d5c0de-0002-4000-8000-000000000002" }
    })
}

fn automatic() -> Value {
    json!({
        "displayName": "Auto: Sales",
        "allowedTargetScope": "specificDirectoryUsers",
        "specificAllowedTargets": [ {
            "@odata.type": "#microsoft.graph.attributeRuleMembers",
            "membershipRule": "(user.department -eq \"Sales\")"
        } ],
        "automaticRequestSettings": {
            "requestAccessForAllowedTargets": true,
            "removeAccessWhenTargetLeavesAllowedTargets": true,
            "gracePeriodBeforeAccessRemoval": "P7D"
        }
    })
}

fn read(json: &Value) -> Policy {
    parse(json, Tz::UTC).unwrap_or_else(|problem| panic!("{}: {problem}", problem.field))
}

fn changed(changes: &[(&str, Value)]) -> Value {
    with(sample(), changes)
}

fn with(mut json: Value, changes: &[(&str, Value)]) -> Value {
    for (path, value) in changes {
        let (above, name) = path.rsplit_once('/').expect("a path");
        let place = json.pointer_mut(above).expect("the sample has this place");
        match place {
            Value::Array(list) => list[name.parse::<usize>().expect("an index")] = value.clone(),
            place => place[name] = value.clone(),
        }
    }
    json
}

fn user(id: &str) -> Value {
    json!({ "@odata.type": "#microsoft.graph.singleUser", "userId": id })
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

#[test]
fn graphs_own_shape_is_understood() {
    let policy = read(&sample());
    assert_eq!(policy.targets.scope, TargetScope::SpecificDirectoryUsers);
    assert_eq!(policy.targets.specific, [Subject::Group("employees".into())]);
    assert_eq!(policy.expiration, Expiration::After(Period::days(180)));
    let stage = &policy.approval.stages[0];
    assert_eq!(stage.primary, [Subject::RequestorManager(1)]);
    assert_eq!(stage.escalation, [Subject::RequestorManager(2)]);
    assert_eq!(
        (stage.time_out, stage.escalate_after, stage.visibility),
        (Period::days(7), Some(Period::days(3)), Visibility::Visible)
    );
    assert_eq!(policy.approval.stages[1].escalate_after, None);
    assert_eq!(policy.questions.len(), 2);
    assert!(policy.notify && policy.requestor.custom_schedule && !policy.own.adopt);
    assert_eq!(policy.review.as_ref().map(|review| review.duration_days), Some(14));
    assert!(policy.warnings().is_empty(), "{:?}", policy.warnings());
    assert_eq!(
        policy.cannot_do(),
        ["The custom extension at assignmentRequestApproved is not run from here."]
    );
}

#[test]
fn an_automatic_policy_has_its_rule() {
    let policy = read(&automatic());
    let automatic = policy.automatic.expect("automatic");
    assert_eq!(automatic.rule.to_string(), "user.department -eq \"Sales\"");
    assert_eq!(
        (automatic.add, automatic.remove, automatic.grace),
        (true, true, Period::days(7))
    );
}

#[test]
fn a_policy_that_was_not_changed_is_given_back_word_by_word() {
    for json in [sample(), automatic()] {
        assert_eq!(read(&json).to_graph(), json);
    }
}

#[test]
fn a_policy_that_was_changed_keeps_what_only_others_understand() {
    let mut policy = read(&sample());
    policy.display_name = "Renamed".into();
    policy.targets.specific.insert(0, Subject::User("u7".into()));
    policy.own.recheck = true;
    policy.expiration = Expiration::At(at("2030-01-01T00:00:00Z"));
    let json = policy.to_graph();
    assert_eq!(json["displayName"], "Renamed");
    assert_eq!(json["accessPackage"], sample()["accessPackage"]);
    assert_eq!(
        json["customExtensionStageSettings"],
        sample()["customExtensionStageSettings"]
    );
    assert_eq!(json["specificAllowedTargets"][0].get("description"), None);
    assert_eq!(json["specificAllowedTargets"][1]["description"], "All employees");
    assert_eq!(json["expiration"]["duration"], Value::Null);
    assert_eq!(json["@countersign.policy"]["recheck"], true);
    let again = read(&json);
    assert_eq!(
        Policy {
            source: policy.source.clone(),
            ..again
        },
        policy
    );
}

#[test]
fn what_is_built_from_nothing_is_read_back_the_same() {
    for json in [sample(), automatic()] {
        let policy = read(&json);
        let bare = Policy {
            source: Value::Null,
            ..policy
        };
        let again = read(&bare.to_graph());
        assert_eq!(
            Policy {
                source: Value::Null,
                ..again
            },
            bare
        );
    }
}

#[test]
fn the_review_of_the_holders_is_one_that_the_engine_understands() {
    let json = read(&sample())
        .review
        .expect("a review")
        .review_definition("p1", "q1", "Holders");
    let review = definition::parse(&json, Tz::UTC).expect("a sound definition");
    assert_eq!(
        review.scope.resources,
        [definition::Resource::AccessPackage("p1".into(), Some("q1".into()))]
    );
    assert_eq!(review.stages[0].reviewers, [crate::reviewer::ReviewerRule::Managers]);
    assert_eq!(
        review.settings.default_decision,
        definition::DefaultDecision::Recommendation
    );
    assert_eq!(review.duration_days(), 14);
    let own = changed(&[
        ("/reviewSettings/isSelfReview", json!(true)),
        ("/reviewSettings/expirationBehavior", json!("removeAccess")),
        ("/reviewSettings/schedule/recurrence", Value::Null),
    ]);
    let json = read(&own)
        .review
        .expect("a review")
        .review_definition("p1", "q1", "Holders");
    let review = definition::parse(&json, Tz::UTC).expect("a sound definition");
    assert!(review.stages[0].is_self_review());
    assert_eq!(review.settings.default_decision, definition::DefaultDecision::Deny);
    assert_eq!(
        review.settings.recurrence.map(|one| one.start_on.to_string()),
        Some("2026-07-01".into())
    );
    let off = changed(&[("/reviewSettings/isEnabled", json!(false))]);
    assert_eq!(read(&off).review, None);
}

#[test]
fn every_scope_is_read_and_written_by_its_word() {
    for scope in TargetScope::ALL {
        assert_eq!(TargetScope::from_word(scope.word()), Some(scope));
        assert_eq!(json!(scope), json!(scope.word()));
    }
}
