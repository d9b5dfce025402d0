use chrono::{Days, NaiveDate};

use super::{Access, Draft, Exception, LONGEST_DAYS, LONGEST_NAME, LONGEST_REASON, Refusal, State, propose};
use crate::actor::{Actor, FourEyes};
use crate::id::PrincipalId;

const KEEPER: i64 = 1;

fn actor(principal: i64) -> Actor {
    Actor {
        principal: Some(PrincipalId(principal)),
        display_name: format!("Person {principal}"),
        administrator: true,
        ..Actor::default()
    }
}

/// So many days after the day everything is proposed on.
fn day(after: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 2, 1).expect("a date") + Days::new(after)
}

fn draft() -> Draft {
    Draft {
        access: Access {
            principal: PrincipalId(KEEPER),
            resource: "Payments".into(),
            entitlement: "member".into(),
        },
        policy: "Nobody pays what they ordered".into(),
        reason: "Covers for the head of payments".into(),
        until_on: Some(day(90)),
        review_on: Some(day(30)),
    }
}

fn proposed() -> Exception {
    propose(draft(), &actor(2), day(0)).expect("a sound draft")
}

fn approved() -> Exception {
    proposed()
        .approve(&actor(3), &FourEyes::default(), day(1))
        .expect("a second person")
}

#[test]
fn nobody_approves_their_own_proposal_or_their_own_access() {
    assert_eq!(
        proposed().approve(&actor(2), &FourEyes::default(), day(1)),
        Err(Refusal::OwnProposal)
    );
    assert_eq!(
        proposed().approve(&actor(KEEPER), &FourEyes::default(), day(1)),
        Err(Refusal::OwnAccess)
    );
    let own = propose(draft(), &actor(KEEPER), day(0)).expect("one may ask for oneself");
    assert_eq!(
        own.approve(&actor(KEEPER), &FourEyes::default(), day(1)),
        Err(Refusal::OwnAccess)
    );
    let approved = own
        .approve(&actor(3), &FourEyes::default(), day(1))
        .expect("a second person");
    assert_eq!(
        (approved.approved_by, approved.approved_on),
        (Some(actor(3)), Some(day(1)))
    );
}

#[test]
fn an_exception_needs_an_end_that_is_at_most_a_year_away() {
    let ends = |until_on| {
        propose(
            Draft {
                until_on,
                review_on: None,
                ..draft()
            },
            &actor(2),
            day(0),
        )
        .map(|_| ())
    };
    assert_eq!(ends(None), Err(Refusal::EndMissing));
    assert_eq!(ends(Some(day(0) - Days::new(1))), Err(Refusal::EndPassed));
    assert_eq!(ends(Some(day(LONGEST_DAYS + 1))), Err(Refusal::EndTooFar));
    assert_eq!(ends(Some(day(LONGEST_DAYS))), Ok(()));
    assert_eq!(ends(Some(day(0))), Ok(()));
    assert_eq!(
        proposed().approve(&actor(3), &FourEyes::default(), day(91)),
        Err(Refusal::EndPassed)
    );
}

#[test]
fn what_is_missing_in_a_draft_is_named() {
    let refused = |draft: Draft| propose(draft, &actor(2), day(0)).expect_err("refused");
    let blank = Draft {
        reason: " \n".into(),
        ..draft()
    };
    assert_eq!(refused(blank), Refusal::ReasonMissing);
    let long = Draft {
        reason: "x".repeat(LONGEST_REASON + 1),
        ..draft()
    };
    assert_eq!(refused(long), Refusal::ReasonMissing);
    let unnamed = Draft {
        policy: String::new(),
        ..draft()
    };
    assert_eq!(refused(unnamed), Refusal::NameMissing);
    let mut long = draft();
    long.access.resource = "x".repeat(LONGEST_NAME + 1);
    assert_eq!(refused(long), Refusal::NameMissing);
    let late = Draft {
        review_on: Some(day(91)),
        ..draft()
    };
    assert_eq!(refused(late), Refusal::ReviewOutside);
}

#[test]
fn it_covers_through_its_last_day_and_not_a_day_longer() {
    let exception = approved();
    assert!(!proposed().is_in_force(day(1)));
    assert!(exception.is_in_force(day(90)));
    assert_eq!(exception.expire(day(90)), None);
    assert!(
        !exception.is_in_force(day(91)),
        "also before anybody has noted the expiry"
    );
    let expired = exception.expire(day(91)).expect("expired");
    assert_eq!(expired.state, State::Expired);
    assert!(expired.state.is_open() && !exception.state.is_open());
    assert!(!expired.is_in_force(day(10)), "a clock set back brings nothing to life");
    assert_eq!(expired.expire(day(92)), None);
    assert_eq!(proposed().expire(day(91)).map(|one| one.state), Some(State::Expired));
}

#[test]
fn a_renewal_waits_for_a_new_approval() {
    let expired = approved().expire(day(91)).expect("expired");
    let renew = |one: &Exception, until| one.renew("Still away".into(), day(until), None, &actor(3), day(95));
    assert_eq!(renew(&approved(), 120), Err(Refusal::NotExpired));
    assert_eq!(renew(&expired, 94), Err(Refusal::EndPassed));
    let renewed = renew(&expired, 120).expect("renewed");
    assert_eq!((renewed.state, &renewed.approved_by), (State::Proposed, &None));
    assert_eq!(renewed.access, expired.access);
    assert!(!renewed.is_in_force(day(96)));
    assert_eq!(
        renewed.approve(&actor(3), &FourEyes::default(), day(96)),
        Err(Refusal::OwnProposal)
    );
    assert!(
        renewed
            .approve(&actor(2), &FourEyes::default(), day(96))
            .expect("the other one")
            .is_in_force(day(120))
    );
}

#[test]
fn a_look_in_between_moves_the_next_one_and_is_nobody_s_own() {
    let exception = approved();
    assert!(!exception.is_review_due(day(29)));
    assert!(exception.is_review_due(day(30)));
    assert!(!exception.is_review_due(day(91)));
    let confirmed = exception.confirm(Some(day(60)), &actor(3), day(31)).expect("confirmed");
    assert!(!confirmed.is_review_due(day(59)) && confirmed.is_review_due(day(60)));
    assert_eq!(
        exception.confirm(Some(day(91)), &actor(3), day(31)),
        Err(Refusal::ReviewOutside)
    );
    assert_eq!(
        exception.confirm(None, &actor(KEEPER), day(31)),
        Err(Refusal::OwnAccess)
    );
    assert_eq!(exception.confirm(None, &actor(3), day(91)), Err(Refusal::NotApproved));
    assert_eq!(proposed().confirm(None, &actor(3), day(1)), Err(Refusal::NotApproved));
}

#[test]
fn from_each_state_only_the_drawn_steps_lead_on() {
    let mut printed = Vec::new();
    for state in State::ALL {
        let one = Exception { state, ..proposed() };
        let to = |step: Result<Exception, Refusal>| step.ok().map_or("-", |next| next.state.word());
        printed.push(format!(
            "{}: approve {}, revoke {}, renew {}, end {}",
            state.word(),
            to(one.approve(&actor(3), &FourEyes::default(), day(1))),
            to(one.revoke()),
            to(one.renew("Again".into(), day(120), None, &actor(3), day(95))),
            to(one.expire(day(91)).ok_or(Refusal::NotApproved)),
        ));
        assert_eq!(State::from_word(state.word()), Some(state));
    }
    let drawn = [
        "proposed: approve approved, revoke revoked, renew -, end expired",
        "approved: approve -, revoke revoked, renew -, end expired",
        "expired: approve -, revoke revoked, renew proposed, end -",
        "revoked: approve -, revoke -, renew -, end -",
    ];
    assert_eq!(printed, drawn);
}
