//! Approvals through their stages.

use chrono::{DateTime, Duration, Utc};

use super::*;

const REQUESTOR: PrincipalId = PrincipalId(1);
const TARGET: PrincipalId = PrincipalId(2);
const BEN: PrincipalId = PrincipalId(3);
const CARLA: PrincipalId = PrincipalId(4);
const DORA: PrincipalId = PrincipalId(5);

fn moment(hours: i64) -> DateTime<Utc> {
    "2026-07-01T00:00:00Z".parse::<DateTime<Utc>>().expect("a moment") + Duration::hours(hours)
}

fn stage(approvers: &[(PrincipalId, ApproverKind)], started: bool) -> StageState {
    StageState {
        approvers: approvers
            .iter()
            .map(|&(principal, kind)| Approver { principal, kind })
            .collect(),
        time_out: Period::days(7),
        escalate_after: Some(Period::days(3)),
        justification: false,
        started_at: started.then(|| moment(0)),
        escalated_at: None,
        timed_out_at: None,
        answers: Vec::new(),
    }
}

/// Ben and Carla first, with Dora as the alternate; then Carla.
fn two() -> ApprovalView {
    use ApproverKind::{Escalation, Primary};
    ApprovalView {
        requestor: REQUESTOR,
        target: TARGET,
        stages: vec![
            stage(&[(BEN, Primary), (CARLA, Primary), (DORA, Escalation)], true),
            stage(&[(CARLA, Primary)], false),
        ],
    }
}

fn say(stage: usize, decision: Decision) -> Answer<'static> {
    Answer {
        stage,
        decision,
        justification: "",
    }
}

#[test]
fn one_approval_in_each_stage_approves() {
    let view = two();
    let step = view
        .answer(BEN, say(0, Decision::Approve), moment(1))
        .expect("it counts");
    assert!(matches!(step, ApprovalStep::StageApproved { stage: 0, .. }));
    let view = view.after(&step);
    assert_eq!(view.outcome(), ApprovalOutcome::Open(1));
    assert_eq!(view.stages[1].started_at, Some(moment(1)));
    let step = view
        .answer(CARLA, say(1, Decision::Approve), moment(2))
        .expect("it counts");
    let view = view.after(&step);
    assert_eq!(view.outcome(), ApprovalOutcome::Approved);
    assert_eq!(view.next_at(), None);
    assert!(view.clock(moment(10_000)).is_empty());
}

#[test]
fn one_denial_ends_it() {
    let view = two();
    let step = view
        .answer(CARLA, say(0, Decision::Deny), moment(1))
        .expect("it counts");
    let view = view.after(&step);
    assert_eq!(view.outcome(), ApprovalOutcome::Denied(0));
    assert_eq!(
        view.answer(CARLA, say(1, Decision::Approve), moment(2)),
        Err(Refusal::Over)
    );
}

#[test]
fn nobody_approves_their_own_even_if_they_are_listed() {
    let mut view = two();
    for own in [REQUESTOR, TARGET] {
        view.stages[0].approvers.push(Approver {
            principal: own,
            kind: ApproverKind::Primary,
        });
        assert_eq!(
            view.answer(own, say(0, Decision::Deny), moment(1)),
            Err(Refusal::OwnRequest)
        );
    }
}

#[test]
fn an_answer_that_does_not_count_says_why() {
    let view = two();
    let approve = |stage| say(stage, Decision::Approve);
    assert_eq!(
        view.answer(PrincipalId(9), approve(0), moment(1)),
        Err(Refusal::NotAsked)
    );
    assert_eq!(view.answer(BEN, approve(7), moment(1)), Err(Refusal::NotAsked));
    assert_eq!(view.answer(CARLA, approve(1), moment(1)), Err(Refusal::NotBegun));
    assert_eq!(view.answer(BEN, approve(0), moment(7 * 24)), Err(Refusal::TooLate));
    let after = view.after(&view.answer(BEN, approve(0), moment(1)).expect("it counts"));
    assert_eq!(
        after.answer(CARLA, approve(0), moment(2)),
        Err(Refusal::SomebodyWasFaster)
    );
    assert_eq!(
        after.answer(BEN, approve(0), moment(2)),
        Err(Refusal::SomebodyWasFaster)
    );
    let mut strict = two();
    strict.stages[0].justification = true;
    assert_eq!(
        strict.answer(BEN, approve(0), moment(1)),
        Err(Refusal::JustificationRequired)
    );
    let reason = Answer {
        justification: "Closing the books",
        ..approve(0)
    };
    assert!(strict.answer(BEN, reason, moment(1)).is_ok());
}

#[test]
fn an_alternate_answers_only_after_the_escalation_and_the_first_ones_still_may() {
    let view = two();
    let (early, late) = (moment(3 * 24 - 1), moment(3 * 24));
    assert_eq!(
        view.answer(DORA, say(0, Decision::Approve), early),
        Err(Refusal::NotEscalated)
    );
    assert!(view.clock(early).is_empty());
    assert_eq!(view.next_at(), Some(late));
    let steps = view.clock(late);
    assert_eq!(steps, [ApprovalStep::Escalated { stage: 0, at: late }]);
    let view = view.after(&steps[0]);
    assert!(view.clock(late).is_empty());
    assert_eq!(view.next_at(), Some(moment(7 * 24)));
    for who in [BEN, DORA] {
        assert!(view.answer(who, say(0, Decision::Approve), late).is_ok());
    }
}

#[test]
fn silence_ends_it_when_the_stage_is_due_even_if_the_machine_was_off() {
    let steps = two().clock(moment(24 * 30));
    assert_eq!(
        steps,
        [ApprovalStep::TimedOut {
            stage: 0,
            at: moment(7 * 24)
        }]
    );
    let view = two().after(&steps[0]);
    assert_eq!(view.outcome(), ApprovalOutcome::TimedOut(0));
    assert_eq!(
        view.answer(BEN, say(0, Decision::Approve), moment(1)),
        Err(Refusal::TooLate)
    );
}

fn candidate(principal: PrincipalId, usable: bool) -> Candidate {
    Candidate { principal, usable }
}

#[test]
fn the_fallback_is_asked_where_no_first_approver_can_answer() {
    let about = [REQUESTOR, TARGET];
    let found = |primary: &[Candidate]| {
        let (asked, why) = approvers(about, primary, &[candidate(DORA, true), candidate(DORA, true)]).expect("asked");
        (asked.iter().map(|one| one.principal).collect::<Vec<_>>(), why)
    };
    assert_eq!(
        found(&[candidate(CARLA, true), candidate(BEN, false)]),
        (vec![CARLA], None)
    );
    assert_eq!(found(&[]), (vec![DORA], Some(WhyFallback::NobodyFound)));
    assert_eq!(
        found(&[candidate(TARGET, true)]),
        (vec![DORA], Some(WhyFallback::OnlyThemselves))
    );
    assert_eq!(
        found(&[candidate(REQUESTOR, true), candidate(BEN, false)]),
        (vec![DORA], Some(WhyFallback::NobodyActive))
    );
}

#[test]
fn a_stage_that_nobody_can_approve_is_a_refusal() {
    let about = [REQUESTOR, TARGET];
    let none = [candidate(REQUESTOR, true), candidate(BEN, false)];
    assert_eq!(approvers(about, &none, &none), Err(Refusal::NobodyCanApprove));
    let (asked, _) = escalation_approvers(about, &[], &[candidate(BEN, true)]).expect("asked");
    assert_eq!(asked[0].kind, ApproverKind::EscalationFallback);
}
