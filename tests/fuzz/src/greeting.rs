//! What else travels: who somebody is, and what was decided on another device. The first byte says which.

use countersign_packet::{Carried, Enrolment, Introduction};

use super::body::read;

pub fn enter(bytes: &[u8]) {
    let Some((which, rest)) = bytes.split_first() else {
        return;
    };
    match which % 5 {
        0 => drop(read::<Enrolment>(rest)),
        1 => drop(read::<Introduction>(rest)),
        _ => drop(read::<Carried>(rest)),
    }
    let _ = (Enrolment::open(rest), Introduction::open(rest));
}
