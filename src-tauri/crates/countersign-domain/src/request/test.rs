//! Every edge of the table, and the clocks of a delivery that failed.

use chrono::{DateTime, Duration, Utc};

use super::*;

fn moment() -> DateTime<Utc> {
    "2026-07-01T12:00:00Z".parse().expect("a moment")
}

/// The edges that there are, written apart from the table.
const EDGES: &[(&str, &str, &str)] = &[
    ("submitted", "askApproval", "pendingApproval"),
    ("submitted", "deny", "denied"),
    ("submitted", "schedule", "scheduled"),
    ("submitted", "deliver", "delivering"),
    ("submitted", "cancel", "canceled"),
    ("pendingApproval", "approveStage", "pendingApproval"),
    ("pendingApproval", "escalate", "pendingApproval"),
    ("pendingApproval", "deny", "denied"),
    ("pendingApproval", "timeOut", "expired"),
    ("pendingApproval", "schedule", "scheduled"),
    ("pendingApproval", "deliver", "delivering"),
    ("pendingApproval", "cancel", "canceled"),
    ("scheduled", "deny", "denied"),
    ("scheduled", "timeOut", "expired"),
    ("scheduled", "deliver", "delivering"),
    ("scheduled", "cancel", "canceled"),
    ("delivering", "deliveredAll", "delivered"),
    ("delivering", "deliveredSome", "partiallyDelivered"),
    ("delivering", "deliveredNone", "deliveryFailed"),
    ("partiallyDelivered", "reprocess", "delivering"),
    ("deliveryFailed", "reprocess", "delivering"),
    ("deliveryFailed", "cancel", "canceled"),
];

#[test]
fn every_pair_of_state_and_event_is_an_edge_or_a_refusal_that_names_both() {
    let mut refused = 0;
    for state in RequestState::ALL {
        for event in RequestEvent::ALL {
            let expected = EDGES
                .iter()
                .find(|(from, by, _)| (*from, *by) == (state.word(), event.word()));
            match (next(state, event), expected) {
                (Ok(found), Some((.., to))) => assert_eq!(found.word(), *to),
                (Err(refusal), None) => {
                    refused += 1;
                    assert_eq!(refusal, Refusal::NotNow { state, event });
                    assert!(refusal.to_string().starts_with("A request that "), "{refusal}");
                }
                (found, expected) => panic!("{state:?} {event:?}: {found:?}, not {expected:?}"),
            }
        }
    }
    assert_eq!(refused + EDGES.len(), RequestState::ALL.len() * RequestEvent::ALL.len());
}

#[test]
fn every_state_is_reached_and_every_open_one_can_be_left() {
    for state in RequestState::ALL {
        let reached = EDGES.iter().any(|(.., to)| *to == state.word());
        assert!(reached || state == RequestState::Submitted, "{state:?}");
        let left = EDGES.iter().any(|(from, ..)| *from == state.word());
        assert!(left || state.is_complete(), "{state:?}");
    }
}

#[test]
fn a_refusal_is_a_sentence() {
    let refusal = next(RequestState::Delivered, RequestEvent::Cancel).expect_err("refused");
    assert_eq!(refusal.to_string(), "A request that was delivered cannot be canceled.");
}

#[test]
fn words_are_read_in_the_spellings_that_graph_has() {
    for state in RequestState::ALL {
        assert_eq!(RequestState::from_word(&state.word().to_uppercase()), Some(state));
        assert_eq!(serde_json::json!(state), state.word());
    }
    for kind in RequestKind::ALL {
        assert_eq!(RequestKind::from_word(kind.word()), Some(kind));
        assert_eq!(serde_json::json!(kind), kind.word());
    }
    assert_eq!(RequestKind::from_word("AdminAdd"), Some(RequestKind::AdminAdd));
    assert_eq!(RequestKind::from_word("UserExtend"), Some(RequestKind::UserUpdate));
    assert_eq!(RequestKind::from_word("notSpecified"), None);
    assert_eq!(RequestState::PendingApproval.status(true), "PendingApprovalEscalated");
}

#[test]
fn a_delivery_is_tried_again_in_growing_waits_for_about_six_hours() {
    let mut now = moment();
    let mut attempts = 1;
    let mut waits = Vec::new();
    while let Some(again) = retry_at(attempts, now) {
        waits.push((again - now).num_minutes());
        (now, attempts) = (again, attempts + 1);
    }
    assert_eq!(waits, [3, 6, 12, 24, 48, 96, 192]);
    assert_eq!(waits.len(), RETRIES as usize);
    assert_eq!((now - moment()).num_minutes(), 381);
    assert_eq!(retry_at(0, now), None);
    assert_eq!(retry_at(u32::MAX, now), None);
    assert_eq!(retry_at(1, DateTime::<Utc>::MAX_UTC), None);
}

#[test]
fn a_person_tries_a_delivery_again_for_seven_days() {
    let failed = RequestState::DeliveryFailed;
    let seven = moment() + Duration::days(REPROCESS_DAYS);
    assert_eq!(reprocess(failed, moment(), seven), Ok(RequestState::Delivering));
    let late = seven + Duration::seconds(1);
    assert_eq!(reprocess(failed, moment(), late), Err(Refusal::TooLate));
    assert!(reprocess(RequestState::Delivered, moment(), moment()).is_err());
}
