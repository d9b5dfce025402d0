//! The statements that are put before whoever signs; they may say it in words of their own.

use super::{Kind, Signed};

/// What somebody is asked to sign about the result called `name`.
pub fn proposal(kind: Kind, name: &str, signed: &Signed) -> String {
    let all: u64 = signed.counts.iter().map(|(_, count)| count).sum();
    let counts = in_words(&signed.counts);
    let removed = match signed.verification.as_slice() {
        [] => String::new(),
        seen => format!(" Of what was denied a later read showed: {}.", in_words(seen)),
    };
    match kind {
        Kind::ReviewerSignOff => format!(
            "I was asked about {all} accesses in “{name}”: {counts}. The decisions under my name are mine, and rest on \
             what the people concerned need for their work."
        ),
        Kind::ControlOwnerSignOff => format!(
            "“{name}” was carried out as it is designed, over the whole population: {all} in all, {counts}.{removed} \
             What is still open is listed with its owner and its day."
        ),
        Kind::ManagementAcknowledgement => format!(
            "I have taken note of the result of “{name}”: {all} in all, {counts}.{removed} I acknowledge that access \
             remains appropriate to job function, and that inappropriate access has been addressed."
        ),
    }
}

fn in_words(counts: &[(String, u64)]) -> String {
    match counts {
        [] => "nothing".to_owned(),
        counts => counts
            .iter()
            .map(|(word, count)| format!("{count} {}", word_of(word)))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// A state as a person says it.
fn word_of(state: &str) -> &str {
    match state {
        "approve" => "approved",
        "deny" => "denied",
        "dontKnow" => "answered “don’t know”",
        "notReviewed" => "not decided",
        "gone" => "gone",
        "stillDirect" => "still held",
        "stillEffective" => "still effective by another way",
        "cameBack" => "came back",
        "delivering" => "being delivered",
        "delivered" => "delivered",
        "partiallyDelivered" => "delivered in part",
        "deliveryFailed" => "not delivered",
        "removing" => "being taken back",
        "expired" => "ended",
        other => other,
    }
}
