//! Every edge of the table, the notices, and what is given and taken over random lives.

mod life;

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::*;
use crate::catalog::ResourceRole;
use crate::id::{AssignmentId, PackageId, PrincipalId};

fn moment() -> DateTime<Utc> {
    "2026-07-01T12:00:00Z".parse().expect("a moment")
}

fn role(id: i64) -> ResourceRole {
    ResourceRole {
        resource: PrincipalId(id),
        entitlement: "member".into(),
    }
}

fn given(id: i64, prior: bool, adopted: bool) -> Given {
    Given {
        role: role(id),
        prior,
        adopted,
        in_package: true,
    }
}

fn other(id: i64, given: Given) -> Other {
    Other {
        assignment: AssignmentId(id),
        package: PackageId(id * 10),
        given,
    }
}

/// The edges that there are, written apart from the table.
const EDGES: &[(&str, &str, &str)] = &[
    ("delivering", "deliveredAll", "delivered"),
    ("delivering", "deliveredSome", "partiallyDelivered"),
    ("delivering", "deliveredNone", "deliveryFailed"),
    ("delivering", "extend", "delivering"),
    ("delivering", "remove", "removing"),
    ("delivering", "expire", "removing"),
    ("delivered", "extend", "delivered"),
    ("delivered", "remove", "removing"),
    ("delivered", "expire", "removing"),
    ("delivered", "driftFound", "partiallyDelivered"),
    ("delivered", "reprocess", "delivering"),
    ("partiallyDelivered", "extend", "partiallyDelivered"),
    ("partiallyDelivered", "remove", "removing"),
    ("partiallyDelivered", "expire", "removing"),
    ("partiallyDelivered", "driftFound", "partiallyDelivered"),
    ("partiallyDelivered", "repaired", "delivered"),
    ("partiallyDelivered", "reprocess", "delivering"),
    ("deliveryFailed", "remove", "removing"),
    ("deliveryFailed", "expire", "removing"),
    ("deliveryFailed", "repaired", "delivered"),
    ("deliveryFailed", "reprocess", "delivering"),
    ("removing", "removedAll", "expired"),
    ("removing", "removeFailed", "removing"),
];

#[test]
fn every_pair_of_state_and_event_is_an_edge_or_a_refusal_that_names_both() {
    let mut refused = 0;
    for state in AssignmentState::ALL {
        for event in AssignmentEvent::ALL {
            let expected = EDGES
                .iter()
                .find(|(from, by, _)| (*from, *by) == (state.word(), event.word()));
            match (next(state, event), expected) {
                (Ok(found), Some((.., to))) => assert_eq!(found.word(), *to),
                (Err(refusal), None) => {
                    refused += 1;
                    assert_eq!(refusal, Refusal::NotNow { state, event });
                    assert!(refusal.to_string().starts_with("An assignment that "), "{refusal}");
                }
                (found, expected) => panic!("{state:?} {event:?}: {found:?}, not {expected:?}"),
            }
        }
    }
    assert_eq!(
        refused + EDGES.len(),
        AssignmentState::ALL.len() * AssignmentEvent::ALL.len()
    );
}

#[test]
fn what_is_not_yet_removed_is_no_longer_live() {
    for state in AssignmentState::ALL {
        assert_eq!(AssignmentState::from_word(state.word()), Some(state));
        let may_end = next(state, AssignmentEvent::Expire).is_ok();
        assert_eq!(state.is_live(), may_end, "{state:?}");
    }
    assert_eq!(AssignmentState::Removing.graph_word(), "delivered");
}

#[test]
fn receipts_say_what_a_delivery_came_to() {
    assert_eq!(from_receipts(3, 3), AssignmentEvent::DeliveredAll);
    assert_eq!(from_receipts(3, 1), AssignmentEvent::DeliveredSome);
    assert_eq!(from_receipts(3, 0), AssignmentEvent::DeliveredNone);
    assert_eq!(from_receipts(0, 0), AssignmentEvent::DeliveredAll);
}

#[test]
fn the_end_is_announced_twice_and_only_the_nearer_time_where_one_was_missed() {
    use NearEnd::{FourteenDays, OneDay};
    let end = Some(moment());
    let before = |hours: i64| moment() - Duration::hours(hours);
    let due = |hours, told: &[NearEnd]| notices_due(end, before(hours), told);
    assert_eq!(due(14 * 24 + 1, &[]), None);
    assert_eq!(due(14 * 24, &[]), Some(FourteenDays));
    assert_eq!(due(14 * 24, &[FourteenDays]), None);
    assert_eq!(due(24, &[FourteenDays]), Some(OneDay));
    assert_eq!(due(5, &[]), Some(OneDay));
    assert_eq!(due(5, &[OneDay]), None);
    assert_eq!(due(0, &[]), None);
    assert_eq!(notices_due(None, moment(), &[]), None);
}

#[test]
fn what_another_package_gives_or_was_there_before_is_kept_with_its_reason() {
    let mine = [
        given(1, false, false),
        given(2, false, false),
        given(3, true, false),
        given(4, true, true),
    ];
    let others = [other(8, given(2, false, false)), other(7, given(2, false, false))];
    let losses = losses(Occasion::AssignmentEnds, &mine, &others);
    assert_eq!(losses.remove, [role(1), role(4)]);
    let kept: Vec<(ResourceRole, Keep)> = losses.keep.into_iter().map(|kept| (kept.role, kept.because)).collect();
    let another = Keep::AnotherPackage {
        package: PackageId(70),
        assignment: AssignmentId(7),
    };
    assert_eq!(kept, [(role(2), another), (role(3), Keep::PriorRight)]);
}

#[test]
fn a_role_that_left_the_package_is_lost_and_the_rest_stays() {
    let mut left = given(1, false, false);
    left.in_package = false;
    let losses = losses(Occasion::PackageChanged, &[left, given(2, false, false)], &[]);
    assert_eq!(losses.remove, [role(1)]);
    assert_eq!(losses.keep[0].because, Keep::StillInPackage);
}

#[test]
fn a_package_adds_what_is_not_held_and_shows_what_was() {
    let held: BTreeSet<ResourceRole> = [role(2), role(3), role(4)].into();
    let others = [
        other(7, given(3, false, false)),
        other(7, given(4, true, false)),
        other(7, given(5, false, false)),
    ];
    let package = [role(5), role(1), role(2), role(3), role(4), role(4)];
    let gains = gains(&package, &held, &others);
    assert_eq!(gains.add, [role(1), role(5)]);
    assert_eq!(gains.shared, [role(3)]);
    assert_eq!(gains.prior, [role(2), role(4)]);
    assert_eq!(
        gains.to_given(true).iter().map(|one| one.adopted).collect::<Vec<_>>(),
        [false, true, false, true, false]
    );
}
