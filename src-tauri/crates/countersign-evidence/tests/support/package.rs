//! A made-up access package with any number of assignments, the same every time, handed out row by row.

mod dossier;

use chrono::{DateTime, Duration, Utc};
use countersign_evidence::package::*;
use countersign_evidence::root::to_hex;
use countersign_evidence::*;
use sha2::{Digest, Sha256};

use super::{day0, mix, uuid};
use dossier::{entitlement, event, person, request};

const RESOURCES: &[(&str, &str, &str)] = &[
    ("Treasury Front Office", "group", "member"),
    (
        "Payment Release – Großbetragszahlungen der Niederlassung Süd (Vier-Augen-Freigabe)",
        "group",
        "member",
    ),
    ("SAP S/4HANA", "application", "Payments.Release"),
];

/// So many assignments; every seventeenth request gave nothing.
pub struct PackageSample {
    pub head: PackageHead,
    pub rows: u64,
}

impl PackageSample {
    pub fn new(rows: u64) -> Self {
        let mut sample = Self { head: head(), rows };
        let (mut entries, mut seq, mut hash) = (0, 0, String::new());
        let mut add = |entry: &LogEntry| {
            entries += 1;
            seq = entry.seq;
            hash.clone_from(&entry.hash);
            Ok(())
        };
        sample.for_each_entry(&mut add).expect("entries");
        sample.head.log = LogHead {
            count: entries,
            seq,
            hash,
            checkpoint: None,
        };
        let (mut requests, mut held) = (0, 0);
        let mut count = |one: &AssignmentRecord| {
            requests += one.requests.len() as u64;
            held += u64::from(one.is_held());
            Ok(())
        };
        sample.for_each_assignment(&mut count).expect("assignments");
        let left = |count: u64, reason: &str| ExclusionCount {
            reason: reason.into(),
            count,
        };
        sample.head.reconciliation = PackageReconciliation {
            assignments: Tally {
                stored: rows + 3,
                recorded: rows,
                left_out: vec![left(3, "ended before the period")],
            },
            requests: Tally {
                stored: requests + sample.refused() + 5,
                recorded: requests + sample.refused(),
                left_out: vec![left(5, "over before the period")],
            },
            held,
        };
        sample
    }

    fn refused(&self) -> u64 {
        self.rows / 17
    }

    pub fn assignment(&self, n: u64) -> AssignmentRecord {
        let from = day0() + Duration::hours((mix(n) % 2_000) as i64);
        let state = [
            "delivered",
            "delivered",
            "delivered",
            "expired",
            "expired",
            "partiallyDelivered",
        ][(mix(n ^ 1) % 6) as usize];
        let ended = (state == "expired").then(|| from + Duration::days(20));
        let basis = match n % 9 {
            7 => "administrator",
            8 => "rule",
            _ => "request",
        };
        let person = person(n);
        let given = |at: usize| entitlement(n, at, from, ended, state);
        AssignmentRecord {
            assignment_id: n as i64 + 1,
            key: uuid(n ^ 0xA551),
            state: state.into(),
            starts_at: from,
            ends_at: (!n.is_multiple_of(3)).then(|| from + Duration::days(90)),
            delivered_at: Some(from + Duration::minutes(3)),
            ended_at: ended,
            ended_because: ended.map(|_| "its end came".into()),
            problem: (state == "partiallyDelivered").then(|| "SAP S/4HANA waits for a person, task 12.".into()),
            policy_id: 4,
            policy: "Staff of the treasury".into(),
            policy_version: if n.is_multiple_of(5) { 1 } else { 2 },
            basis: Basis {
                kind: Some(basis.into()),
                snapshot: (basis == "rule").then_some(31),
            },
            requests: vec![request(n, &person, from, basis, true)],
            entitlements: (0..RESOURCES.len()).map(given).collect(),
            events: vec![
                event(from, "Emma Clarke", false, "given"),
                event(from + Duration::minutes(3), "Countersign", true, "delivered"),
            ],
            log: vec![3 * n + 3],
            person,
        }
    }
}

impl PackageSource for PackageSample {
    fn head(&self) -> &PackageHead {
        &self.head
    }
    fn for_each_assignment(&self, visit: Visit<'_, AssignmentRecord>) -> Result<(), EvidenceError> {
        (0..self.rows).try_for_each(|n| visit(&self.assignment(n)))
    }
    fn for_each_request(&self, visit: Visit<'_, RequestRecord>) -> Result<(), EvidenceError> {
        (0..self.refused()).try_for_each(|n| {
            let n = self.rows + n;
            visit(&request(
                n,
                &person(n),
                day0() + Duration::hours(n as i64 % 900),
                "request",
                false,
            ))
        })
    }
}

impl LogSource for PackageSample {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        let mut prev = [0; 32];
        (1..=3 * (self.rows + self.refused()) + 3).try_for_each(|seq| {
            let at = day0() + Duration::seconds(seq as i64);
            let (operation, subject) = match (seq, seq % 3) {
                (1..=2, _) => ("package.create", "package:1".to_owned()),
                (_, 0) => ("assignment.deliver", format!("assignment:{}", seq / 3)),
                _ => ("approval.answer", format!("request:{}", 1000 + seq / 3)),
            };
            let entry = format!(
                "{{\"seq\":{seq},\"at\":\"{}\",\"actor\":\"Emma Clarke\",\"operation\":\"{operation}\",\"subject\":\"{subject}\"}}",
                at.to_rfc3339()
            );
            let hash: [u8; 32] = Sha256::new()
                .chain_update(prev)
                .chain_update(entry.as_bytes())
                .finalize()
                .into();
            visit(&LogEntry {
                seq,
                at,
                actor: "Emma Clarke".into(),
                operation: operation.into(),
                entry,
                prev: to_hex(&prev),
                hash: to_hex(&hash),
            })?;
            prev = hash;
            Ok(())
        })
    }
}

fn head() -> PackageHead {
    let review = super::head::head(40);
    let setting = |name: &str, value: &str| Setting {
        name: name.into(),
        value: value.into(),
    };
    let policy = |version: u64, from: DateTime<Utc>, until: Option<DateTime<Utc>>, days: &str| PolicyRecord {
        policy_id: 4,
        key: uuid(444),
        name: "Staff of the treasury".into(),
        version,
        from,
        by: "Emma Clarke".into(),
        reason: if version > 1 {
            "Internal audit asked for a shorter time"
        } else {
            ""
        }
        .into(),
        until,
        automatic: false,
        words: vec![
            setting(
                "Who may ask",
                "Members of Treasury and of Payments; for themselves, and to have it longer",
            ),
            setting(
                "Approval",
                "Two stages. Stage 1: the manager of the person who asks, else Emma Clarke; 14 days; after 1 day also Emma Clarke. Stage 2: members of Payment Control; 7 days. Approvers give a reason.",
            ),
            setting("Asked of the person", "Which cost centre pays for it? (required)"),
            setting("Ends after", days),
            setting("Reviewed", "Every quarter, by the manager; silence removes"),
        ],
        definition: serde_json::json!({"displayName": "Staff of the treasury", "expiration": {"type": "afterDuration", "duration": "P90D"}}),
    };
    PackageHead {
        document: review.document,
        package: Package {
            name: "Treasury: release of payments".into(),
            package_id: 9,
            key: uuid(9),
            description: "Everything that somebody needs who releases payments.".into(),
            hidden: false,
            adopts: false,
            created_at: day0() - Duration::days(300),
            created_by: "Emma Clarke".into(),
            deleted_at: None,
            from: Some(day0() - Duration::days(5)),
            until: day0() + Duration::days(120),
        },
        catalog: Catalog {
            name: "Finance".into(),
            catalog_id: 2,
            key: uuid(2),
            description: "Resources of the finance departments".into(),
            published: true,
            external: false,
            directory: "nordhafen (ldap)".into(),
            delegations: vec![DelegationRecord {
                role: "catalogOwner".into(),
                person: "Priya Nair".into(),
                user_name: "pnair@example.org".into(),
                given_at: day0() - Duration::days(300),
                given_by: "Emma Clarke".into(),
                ended_at: None,
                ended_by: None,
            }],
        },
        roles: RESOURCES
            .iter()
            .enumerate()
            .map(|(at, (resource, kind, entitlement))| RoleRecord {
                resource: (*resource).into(),
                resource_id: uuid(900_000 + at as u64),
                resource_kind: (*kind).into(),
                entitlement: (*entitlement).into(),
                added_at: day0() - Duration::days(299),
                added_by: "Emma Clarke".into(),
                removed_at: (at == 1).then(|| day0() + Duration::days(60)),
                removed_by: (at == 1).then(|| "Priya Nair".into()),
                gone: false,
            })
            .collect(),
        policies: vec![
            policy(1, day0() - Duration::days(299), Some(day0()), "180 days"),
            policy(2, day0(), None, "90 days"),
        ],
        population: Some(review.population),
        reads: [31, 32]
            .map(|snapshot| ReadRecord {
                snapshot,
                mode: "full".into(),
                started_at: day0() + Duration::days(snapshot),
                ended_at: day0() + Duration::days(snapshot) + Duration::minutes(4),
                digest: to_hex(&Sha256::digest(snapshot.to_le_bytes())),
            })
            .into(),
        conflicts: vec![ConflictRecord {
            other: "Accounts payable: entry of invoices".into(),
            other_id: uuid(77),
            kind: "accessPackage".into(),
            reason: "Nobody enters and releases the same payment".into(),
            stands_there: false,
            added_at: day0() - Duration::days(290),
            added_by: "Emma Clarke".into(),
            removed_at: None,
            holders: vec![HolderOfBoth {
                assignment_id: 1,
                person: "Anna Berger 0".into(),
                user_name: "user0@example.org".into(),
                through: "an assignment of that package".into(),
                exception_id: None,
            }],
        }],
        exceptions: vec![super::remediation::exception(0)],
        ..PackageHead::default()
    }
}
