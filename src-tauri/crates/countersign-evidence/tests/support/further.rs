//! Findings, control totals, hand-overs and notices of the made-up record.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Duration;
use countersign_domain::checkpoint::{Checkpoint, SigningKey};
use countersign_evidence::root::{Hash, to_hex};
use countersign_evidence::*;
use zeroize::Zeroizing;

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

pub fn release(n: u64) -> ReleaseRecord {
    ReleaseRecord {
        item_id: n as i64 * 3 + 2,
        person: NAMES[n as usize].into(),
        reviewer: NAMES[n as usize + 4].into(),
        obstacle: ["administrator", "provisioner"][n as usize % 2].into(),
        released_by: "Ingrid Falk".into(),
        released_at: day0() + Duration::days(2),
        reason: "Nobody else knows this application".into(),
    }
}

pub fn sign_off(n: u64) -> AcknowledgementRecord {
    let owner = n == 0;
    AcknowledgementRecord {
        kind: if owner {
            "controlOwnerSignOff"
        } else {
            "reviewerSignOff"
        }
        .into(),
        by: NAMES[n as usize + 8].into(),
        by_id: uuid(600 + n),
        role: if owner { "Owner of IAM-07" } else { "Group owner" }.into(),
        statement: "The decisions recorded under my name are mine.".into(),
        at: day0() + Duration::days(17) + Duration::hours(n as i64),
        assurance: "signIn".into(),
        device: format!("NHB-WS-{:04}", 400 + n),
        digest: "a7".repeat(32),
        entry: Some(n + 1),
    }
}

/// The log as its key signed it; another key signed its first half.
pub fn checkpoint(size: u64, root: Hash) -> CheckpointRecord {
    let old = SigningKey::new("nordhafen.example/log", &Zeroizing::new([3; 32])).expect("a key");
    let key = super::signed_log::key();
    let checkpoint = Checkpoint {
        origin: "nordhafen.example/log".into(),
        size,
        root,
        extensions: Vec::new(),
    };
    let public = |key: &SigningKey| STANDARD.encode(key.verifying_key().to_bytes());
    let told = |key: &SigningKey, from_entry, retired: bool| KeyRecord {
        name: key.name().into(),
        public_key: public(key),
        from_entry,
        retired_at: retired.then(day0),
    };
    CheckpointRecord {
        note: checkpoint.sign(&key).expect("signs"),
        size,
        root: to_hex(&root),
        key_name: key.name().into(),
        public_key: public(&key),
        keys: vec![told(&old, 1, true), told(&key, 2, false)],
        ..CheckpointRecord::default()
    }
}

/// The longest names a directory, a definition or a person can come up with.
pub fn lengthen(head: &mut RecordHead) {
    let long = |text: &str, times: usize| vec![text; times].join(" ");
    head.review.name = long(
        "Semi-annual review of everything that can move money, Großbetragszahlungen eingeschlossen,",
        4,
    );
    head.document.organization = long("Nordhafen Bank Aktiengesellschaft und Tochtergesellschaften", 4);
    head.document.generated_by =
        "Karl-Friedrich Maximilian Freiherr von und zu Guttenbrunn-Hohenwartenberg (compliance officer)".into();
    head.configuration.scope = long(
        "Members, direct and through nested groups, of the groups whose name begins with PAY-",
        20,
    );
    head.controls[0].name = long(
        "Periodic review of access to systems relevant for financial reporting",
        6,
    );
    head.population.server = format!("ldaps://{}.example:636", "very-long-host-name".repeat(12));
    head.timeliness.late_because = Some(long("The owner of four groups left, and nobody was named in time.", 8));
    for one in &mut head.acknowledgements {
        one.by = long(&one.by.clone(), 6);
        one.role = long(&one.role.clone(), 12);
        one.statement = long(&one.statement.clone(), 9);
    }
}
