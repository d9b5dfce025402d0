//! Made-up exceptions and guests on their way out.

use chrono::Duration;
use countersign_evidence::{ExceptionRecord, GuestRecord};

use super::{NAMES, day0};

pub fn exception(n: u64) -> ExceptionRecord {
    let day = |days| (day0() + Duration::days(days)).date_naive();
    ExceptionRecord {
        exception_id: n as i64 + 1,
        item_id: n as i64 + 1,
        person: NAMES[n as usize].into(),
        resource: "Payments release".into(),
        entitlement: "member".into(),
        policy: "Nobody enters and releases one payment".into(),
        reason: "Covers for a colleague until the position is filled".into(),
        state: ["approved", "expired"][n as usize % 2].into(),
        in_force: n == 0,
        proposed_by: "Emma Clarke (principal 7)".into(),
        proposed_on: day(-20),
        approved_by: Some("Thomas Müller (principal 8)".into()),
        approved_on: Some(day(-19)),
        until_on: day(if n == 0 { 90 } else { -1 }),
    }
}

pub fn guest(n: u64) -> GuestRecord {
    let kept = n == 1;
    GuestRecord {
        item_id: n as i64 + 1,
        person: NAMES[n as usize].into(),
        user_name: format!("guest{n}@partner.example"),
        state: ["blocked", "kept", "deleted"][n as usize % 3].into(),
        blocked_at: Some(day0() + Duration::days(15)),
        delete_at: Some(day0() + Duration::days(45)),
        ended_at: (n > 0).then(|| day0() + Duration::days(20)),
        kept_by: kept.then(|| "Emma Clarke".into()),
        reason: kept.then(|| "The project was prolonged".into()),
    }
}
