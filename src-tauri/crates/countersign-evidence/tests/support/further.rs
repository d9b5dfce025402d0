//! Findings, control totals, hand-overs and notices of the made-up record.

use chrono::Duration;
use countersign_evidence::*;

use super::{GROUPS, NAMES, day0, uuid};

pub fn findings(rows: u64) -> Vec<FindingRecord> {
    (0..rows.min(4000) / 53)
        .map(|n| FindingRecord {
            kind: "disabledAccount".into(),
            item_id: i64::try_from(n * 53 + 1).ok(),
            person: NAMES[n as usize % NAMES.len()].into(),
            user_name: format!("user{}@example.org", n * 53),
            resource: GROUPS[n as usize % GROUPS.len()].into(),
            what: "The account is disabled and still held the access when the review began.".into(),
            treatment: "Approved by its reviewer; listed for the owner.".into(),
            open: n.is_multiple_of(3),
        })
        .collect()
}

pub fn resources(rows: u64) -> Vec<ResourceRecord> {
    let each = rows / GROUPS.len() as u64;
    GROUPS
        .iter()
        .enumerate()
        .map(|(n, group)| ResourceRecord {
            resource: (*group).into(),
            resource_id: uuid(900_000_000 + n as u64),
            resource_kind: "group".into(),
            items: each,
            previous: (n % 3 != 2).then_some(each + 3),
            joined: 4,
            left: 7,
            removed: 5,
        })
        .collect()
}

pub fn reassignments(rows: u64) -> Vec<ReassignmentRecord> {
    (0..rows.min(10))
        .map(|n| ReassignmentRecord {
            at: day0() + Duration::days(1),
            by: "Emma Clarke".into(),
            from: (n > 0).then(|| NAMES[n as usize].into()),
            to: NAMES[n as usize + 1].into(),
            items: 3,
            reason: "On leave until the end of the review".into(),
            entry: None,
        })
        .collect()
}

pub fn notices(rows: u64) -> Vec<NoticeRecord> {
    (0..rows.min(40))
        .map(|n| NoticeRecord {
            to: format!("{} ({n})", NAMES[n as usize % NAMES.len()]),
            kind: if n.is_multiple_of(4) { "reminder" } else { "start" }.into(),
            channel: "mail".into(),
            at: day0(),
            sent_at: (n % 9 != 8).then(|| day0() + Duration::minutes(2)),
            state: if n % 9 == 8 { "failed" } else { "sent" }.into(),
            because: (n % 9 == 8).then(|| "the mail server does not know the address".into()),
        })
        .collect()
}
