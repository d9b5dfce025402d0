//! What else travels: who somebody is, what was decided on another device, approvals and requests. The first byte says
//! which.

use countersign_packet::{Approval, Approvals, Carried, Enrolment, Introduction, Offers, Request};

use super::body::read;

pub fn enter(bytes: &[u8]) {
    let Some((which, rest)) = bytes.split_first() else {
        return;
    };
    match (which, which % 5) {
        // The last two, so that what was found before stays what it is.
        (0xFE, _) => drop(read::<Offers>(rest)),
        (0xFF, _) => drop(read::<Request>(rest)),
        (_, 0) => drop(read::<Enrolment>(rest)),
        (_, 1) => drop(read::<Introduction>(rest)),
        (_, 2) => drop(read::<Carried>(rest)),
        (_, 3) => drop(read::<Approvals>(rest)),
        _ => drop(read::<Approval>(rest)),
    }
    let _ = (Enrolment::open(rest), Introduction::open(rest));
}
