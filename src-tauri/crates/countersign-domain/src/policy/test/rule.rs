//! What a policy says of answers, of its choice among others, and of the end.

use serde_json::{Value, json};

use super::super::*;
use super::{at, changed, read, sample};
use crate::id::PolicyId;
use crate::request::RequestKind;

fn answer(question: &str, values: &[&str]) -> Answer {
    Answer {
        question: question.into(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    }
}

#[test]
fn answers_are_checked_against_what_is_asked() {
    let questions = read(&sample()).questions;
    let check = |answers: &[Answer]| match check_answers(&questions, answers) {
        Ok(()) => Vec::new(),
        Err(refusals) => refusals.iter().map(ToString::to_string).collect::<Vec<_>>(),
    };
    assert!(check(&[answer("1", &["4711"]), answer("2", &["gl"])]).is_empty());
    assert!(check(&[answer("1", &["4711"])]).is_empty());
    assert_eq!(check(&[answer("1", &["  "])]), ["“Cost centre?” needs an answer."]);
    assert_eq!(
        check(&[answer("1", &["x 4711 y"]), answer("2", &["hr"]), answer("9", &["?"])]),
        [
            "The answer to “Cost centre?” does not have the form that is asked for (^[0-9]{4}$).",
            "“Ledger?” does not offer “hr”.",
            "The policy asks no question “9”.",
        ]
    );
    assert_eq!(
        check(&[answer("1", &["4711"]), answer("2", &["gl", "ap"])]),
        ["“Ledger?” takes one answer."]
    );
    assert_eq!(
        check(&[answer("1", &["4711"]), answer("1", &["4712"])]),
        ["“Cost centre?” was answered twice."]
    );
    assert_eq!(
        check(&[answer("1", &["1".repeat(LONGEST_ANSWER + 1).as_str()])]),
        ["The answer to “Cost centre?” is longer than 4000 characters."]
    );
    assert_eq!(
        check(&[answer("1", &["4711\n"])]),
        ["The answer to “Cost centre?” is one line."]
    );
}

#[test]
fn a_pattern_is_met_by_the_whole_answer_whatever_it_prefers() {
    let questions = read(&changed(&[("/questions/0/regexPattern", json!("a|ab"))])).questions;
    assert_eq!(check_answers(&questions, &[answer("1", &["ab"])]), Ok(()));
    assert!(check_answers(&questions, &[answer("1", &["abc"])]).is_err());
    assert!(check_answers(&questions, &[answer("1", &["b"])]).is_err());
}

#[test]
fn the_most_specific_policy_applies_and_ties_are_shown() {
    let scope = |word: &str| read(&json!({ "displayName": word, "allowedTargetScope": word }));
    let named = read(&sample());
    let (members, all, outside, none) = (
        scope("allMemberUsers"),
        scope("allDirectoryUsers"),
        scope("allExternalUsers"),
        scope("notSpecified"),
    );
    let id = PolicyId;
    let policies = [
        (id(1), &all, true),
        (id(2), &members, true),
        (id(3), &members, true),
        (id(4), &none, true),
        (id(5), &named, false),
        (id(6), &outside, true),
    ];
    let found = applicable(&policies);
    assert_eq!(found.choose, [id(2), id(3)]);
    let hidden: Vec<(PolicyId, Because)> = found.hidden.iter().map(|one| (one.policy, one.because)).collect();
    assert_eq!(
        hidden,
        [
            (id(1), Because::LessSpecific(id(2))),
            (id(4), Because::AdministratorsOnly),
            (id(5), Because::NotMatched),
            (id(6), Because::LessSpecific(id(2))),
        ]
    );
    assert!(applicable(&[(id(4), &none, true)]).choose.is_empty());
    assert_eq!(
        applicable(&[(id(5), &named, true), (id(2), &members, true)]).choose,
        [id(5)]
    );
}

#[test]
fn the_end_is_the_policys_or_earlier_on_request() {
    let start = at("2026-01-01T00:00:00Z");
    let policy = read(&sample());
    let latest = at("2026-06-30T00:00:00Z");
    assert_eq!(policy.end_of(start, None), Ok(Some(latest)));
    let early = at("2026-02-01T00:00:00Z");
    assert_eq!(policy.end_of(start, Some(early)), Ok(Some(early)));
    let late = at("2026-06-30T00:00:01Z");
    assert_eq!(policy.end_of(start, Some(late)), Err(Refusal::BeyondEnd { latest }));
    assert_eq!(policy.end_of(start, Some(start)), Err(Refusal::EndBeforeStart));
    let fixed = read(&changed(&[(
        "/requestorSettings/allowCustomAssignmentSchedule",
        json!(false),
    )]));
    assert_eq!(fixed.end_of(start, Some(early)), Err(Refusal::NoOwnEnd));
    assert_eq!(fixed.end_of(start, Some(latest)), Ok(Some(latest)));
    let never = read(&changed(&[("/expiration", Value::Null)]));
    assert_eq!(never.end_of(start, None), Ok(None));
    assert_eq!(never.end_of(start, Some(late)), Ok(Some(late)));
    let dated = read(&changed(&[(
        "/expiration",
        json!({ "type": "afterDateTime", "endDateTime": "2026-03-01T00:00:00Z" }),
    )]));
    let end = at("2026-03-01T00:00:00Z");
    assert_eq!(dated.end_of(start, None), Ok(Some(end)));
    assert_eq!(dated.end_of(end, None), Err(Refusal::EndPassed { at: end }));
}

#[test]
fn an_extension_counts_from_now_and_never_passes_a_fixed_end() {
    let now = at("2026-06-20T00:00:00Z");
    let old = at("2026-06-30T00:00:00Z");
    let policy = read(&sample());
    assert_eq!(
        policy.extended(Some(old), now, None),
        Ok(Some(at("2026-12-17T00:00:00Z")))
    );
    assert_eq!(policy.extended(None, now, None), Err(Refusal::NothingToExtend));
    assert_eq!(policy.extended(Some(now), now, None), Err(Refusal::Ended));
    assert_eq!(policy.extended(Some(old), now, Some(old)), Err(Refusal::NotLonger));
    let dated = read(&changed(&[(
        "/expiration",
        json!({ "type": "afterDateTime", "endDateTime": "2026-06-30T00:00:00Z" }),
    )]));
    assert_eq!(dated.extended(Some(old), now, None), Err(Refusal::NotLonger));
    let beyond = at("2026-07-30T00:00:00Z");
    assert_eq!(
        dated.extended(Some(old), now, Some(beyond)),
        Err(Refusal::BeyondEnd { latest: old })
    );
}

#[test]
fn what_a_policy_lets_people_do_depends_on_who_asks() {
    let policy = read(&sample());
    let allowed: Vec<&str> = RequestKind::ALL
        .into_iter()
        .filter(|kind| policy.allows(*kind))
        .map(RequestKind::word)
        .collect();
    assert_eq!(
        allowed,
        [
            "userAdd",
            "userUpdate",
            "userRemove",
            "adminAdd",
            "adminUpdate",
            "adminRemove",
            "systemAdd",
            "systemUpdate",
            "systemRemove",
            "approverRemove",
        ]
    );
    let approved: Vec<&str> = RequestKind::ALL
        .into_iter()
        .filter(|kind| policy.needs_approval(*kind))
        .map(RequestKind::word)
        .collect();
    assert_eq!(approved, ["userAdd", "userUpdate", "onBehalfAdd", "onBehalfUpdate"]);
}
