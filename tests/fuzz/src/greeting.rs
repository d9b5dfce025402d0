//! What else travels: who somebody is, what was decided on another device, and approvals. The first byte says which.

use countersign_packet::{Approval, Approvals, Carried, Enrolment, Introduction};

use super::body::read;

pub fn enter(bytes: &[u8]) {
    let Some((which, rest)) = bytes.split_first() else {
        return;
    };
    match which % 5 {
        0 => drop(read::<Enrolment>(rest)),
        1 => drop(read::<Introduction>(rest)),
        2 => drop(read::<Carried>(rest)),
        3 => drop(read::<Approvals>(rest)),
        _ => drop(read::<Approval>(rest)),
    }
    let _ = (Enrolment::open(rest), Introduction::open(rest));
}
