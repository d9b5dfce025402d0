//! Approvals and requests of access packages, on their way to a person and back. The first byte says which.

use chrono::DateTime;
use countersign_domain::policy::{Answer, QuestionKind, check_answers};
use countersign_packet::request::Terms;
use countersign_packet::{Approval, Approvals, Offers, Request};

use super::body::read;

pub fn enter(bytes: &[u8]) {
    let Some((which, rest)) = bytes.split_first() else {
        return;
    };
    match which % 4 {
        0 => drop(read::<Approvals>(rest)),
        1 => drop(read::<Approval>(rest)),
        2 => {
            if let Some(request) = read::<Request>(rest) {
                let mut ids: Vec<&str> = request.events.iter().map(|event| event.id.as_str()).collect();
                ids.sort_unstable();
                assert!(ids.windows(2).all(|two| two[0] != two[1]), "a request stands twice");
            }
        }
        _ => {
            let offers = read::<Offers>(rest);
            for offer in offers.iter().flat_map(|offers| &offers.offers) {
                let held = offer.held.as_ref();
                for terms in offer.policies.iter().chain(held.and_then(|held| held.terms.as_ref())) {
                    ask_under(terms);
                }
                if let Some((held, terms)) = held.and_then(|held| Some((held, held.terms.as_ref()?))) {
                    let (now, expiration) = (held.starts_at, terms.expiration);
                    let _ = expiration.extended(terms.own_dates, held.ends_at, now, held.ends_at);
                }
            }
        }
    }
}

/// What the desk does with them when somebody asks: their questions are answered, and the end is counted.
fn ask_under(terms: &Terms) {
    let answers: Vec<Answer> = terms
        .questions
        .iter()
        .map(|one| Answer {
            question: one.id.clone(),
            values: match &one.kind {
                QuestionKind::Choice { choices, .. } => choices.iter().map(|choice| choice.value.clone()).collect(),
                QuestionKind::Text { .. } => vec![one.text.clone()],
            },
        })
        .collect();
    let _ = check_answers(&terms.questions, &answers);
    for start in [DateTime::UNIX_EPOCH, DateTime::<chrono::Utc>::MAX_UTC] {
        let end = terms.expiration.end_of(terms.own_dates, start, None);
        if let Ok(Some(end)) = end {
            assert!(
                end > start || start == DateTime::<chrono::Utc>::MAX_UTC,
                "it ends before it begins"
            );
        }
    }
}
