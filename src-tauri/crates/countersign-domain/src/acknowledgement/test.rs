use super::*;

fn signed() -> Signed {
    Signed {
        store: "s".into(),
        instance: Some(4),
        counts: vec![("approve".into(), 7), ("deny".into(), 2)],
        events: 9,
        events_digest: "e".into(),
        plans: vec!["p".into()],
        verification: vec![("gone".into(), 2)],
        ..Signed::default()
    }
}

#[test]
fn whatever_of_a_result_changes_its_digest_changes() {
    let base = signed();
    let other = [
        Signed {
            instance: Some(5),
            ..base.clone()
        },
        Signed {
            reviewer: Some(1),
            ..base.clone()
        },
        Signed {
            events: 10,
            ..base.clone()
        },
        Signed {
            events_digest: "f".into(),
            ..base.clone()
        },
        Signed {
            plans: vec!["p".into(), "q".into()],
            ..base.clone()
        },
        Signed {
            verification: vec![("cameBack".into(), 2)],
            ..base.clone()
        },
        Signed {
            counts: vec![("approve".into(), 6), ("deny".into(), 3)],
            ..base.clone()
        },
        Signed {
            store: "t".into(),
            ..base.clone()
        },
    ];
    for one in other {
        assert_ne!(one.digest(), base.digest(), "{one:?}");
    }
    assert_eq!(signed().digest(), base.digest());
}

#[test]
fn the_digest_over_events_knows_their_order_and_their_entries() {
    let digest = |events: &[(i64, i64, &str)]| {
        let mut digester = Digester::default();
        events
            .iter()
            .for_each(|(item, entry, decision)| digester.add(*item, *entry, decision));
        digester.finish()
    };
    let one = digest(&[(1, 20, "approve"), (2, 21, "deny")]);
    assert_eq!(one.0, 2);
    assert_ne!(one, digest(&[(2, 21, "deny"), (1, 20, "approve")]));
    assert_ne!(one, digest(&[(1, 20, "approve"), (2, 22, "deny")]));
    assert_ne!(one, digest(&[(1, 20, "approve"), (2, 21, "approve")]));
}

#[test]
fn a_reviewer_signs_when_nothing_of_theirs_is_open_or_the_run_is_over() {
    let asked = Standing {
        asked: 3,
        undecided: 1,
        ..Standing::default()
    };
    assert_eq!(may_sign(Kind::ReviewerSignOff, &asked), Err(Refusal::Undecided(1)));
    assert_eq!(
        may_sign(
            Kind::ReviewerSignOff,
            &Standing {
                has_result: true,
                ..asked
            }
        ),
        Ok(())
    );
    assert_eq!(
        may_sign(Kind::ReviewerSignOff, &Standing { undecided: 0, ..asked }),
        Ok(())
    );
    assert_eq!(
        may_sign(Kind::ReviewerSignOff, &Standing::default()),
        Err(Refusal::NotReviewer)
    );
    let signed = Standing {
        undecided: 0,
        signed: true,
        ..asked
    };
    assert_eq!(may_sign(Kind::ReviewerSignOff, &signed), Err(Refusal::Already));
}

#[test]
fn owner_and_management_are_named_and_sign_a_result_alone() {
    for kind in [Kind::ControlOwnerSignOff, Kind::ManagementAcknowledgement] {
        let named = Standing {
            named: true,
            asked: 5,
            ..Standing::default()
        };
        assert!(
            may_sign(
                kind,
                &Standing {
                    has_result: true,
                    asked: 5,
                    ..Standing::default()
                }
            )
            .is_err()
        );
        assert_eq!(may_sign(kind, &named), Err(Refusal::GoingOn));
        assert_eq!(
            may_sign(
                kind,
                &Standing {
                    has_result: true,
                    ..named
                }
            ),
            Ok(())
        );
        assert_eq!(
            may_sign(
                kind,
                &Standing {
                    has_result: true,
                    signed: true,
                    ..named
                }
            ),
            Err(Refusal::Already)
        );
    }
}

#[test]
fn a_proposed_statement_tells_the_figures_and_fits() {
    for kind in Kind::ALL {
        let text = proposal(kind, "Quarterly review", &signed());
        assert!(
            text.contains("Quarterly review") && text.contains("7 approved, 2 denied"),
            "{text}"
        );
        assert!(statement(&text).is_ok());
        assert_eq!(Kind::from_word(kind.word()), Some(kind));
    }
    assert!(proposal(Kind::ManagementAcknowledgement, "R", &signed()).contains("2 gone"));
    assert_eq!(
        role(Kind::ManagementAcknowledgement, Some(" Head of Finance ")).as_deref(),
        Ok("Head of Finance")
    );
    assert_eq!(role(Kind::ReviewerSignOff, None).as_deref(), Ok("reviewer"));
    assert_eq!(statement(&"x".repeat(LONGEST_STATEMENT + 1)), Err(Refusal::Statement));
}
