//! A made-up record of any size, the same every time, handed out row by row.
#![allow(dead_code)] // each test binary uses its own part

mod further;
mod head;
pub mod package;
mod remediation;
pub mod signed_log;

use chrono::{DateTime, Duration, TimeZone, Utc};
use countersign_evidence::root::{Tree, to_hex};
use countersign_evidence::*;
use sha2::{Digest, Sha256};

/// Names in the scripts a directory can hold.
pub const NAMES: &[&str] = &[
    "Anna Berger",
    "John Whitfield",
    "Maria da Conceição",
    "Łukasz Wójcik",
    "Søren Kjærgård",
    "Nguyễn Thị Phượng",
    "Zoë O\u{2019}Brien-Núñez",
    "Иван Петров",
    "Олена Ковальчук",
    "Γιώργος Παπαδόπουλος",
    "محمد عبد الله",
    "لطيفة الأحمد",
    "דוד כהן",
    "田中太郎",
    "王小明",
    "김민수",
    "สมชาย ใจดี",
    "अनुष्का शर्मा",
    "Արամ Պետրոսյան",
    "გიორგი ბერიძე",
    "Jean-Luc Ångström",
    "Ștefan Țărnă",
    "Emma Clarke",
    "Oliver Stone",
    "Priya Nair",
    "Robert Chen",
    "Sofia Rossi",
    "Thomas Müller",
    "Lucas Martin",
    "Chloé Dupont",
];
const GROUPS: &[&str] = &[
    "Finance Approvers",
    "Payroll Readers",
    "SAP Basis Administrators",
    "Domain Admins",
    "Treasury Front Office",
    "Kundenbetreuung Süd",
    "会计部",
    "Plant Floor Operators (Shift B)",
];
const REASONS: &[&str] = &[
    "Still on the team",
    "Needed for month-end close",
    "Moved to another department in March; no longer needs this",
    "Left the company",
    "Role confirmed with the team lead",
    "",
];

fn day0() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, 1, 8, 0, 0).single().expect("a date")
}

fn mix(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

fn uuid(n: u64) -> String {
    let (a, b) = (mix(n), mix(n ^ 0xFFFF));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        a >> 32,
        a >> 16 & 0xFFFF,
        a & 0xFFF,
        b >> 52,
        b & 0xFFFF_FFFF_FFFF
    )
}

pub struct Sample {
    pub head: RecordHead,
    pub rows: u64,
}

impl Sample {
    pub fn new(rows: u64) -> Self {
        let mut sample = Self {
            head: head::head(rows),
            rows,
        };
        let (mut count, mut seq, mut hash, mut tree) = (0, 0, String::new(), Tree::default());
        sample
            .for_each_entry(&mut |entry| {
                count += 1;
                tree.add(entry.entry.as_bytes());
                seq = entry.seq;
                hash.clone_from(&entry.hash);
                Ok(())
            })
            .expect("entries");
        sample.head.log = LogHead {
            count,
            seq,
            hash,
            checkpoint: Some(further::checkpoint(count, tree.root())),
        };
        sample.head.reconciliation = Reconciliation {
            unit: "Memberships of the groups in scope".into(),
            source: rows + 7,
            loaded: rows + 7,
            in_scope: rows,
            excluded: vec![ExclusionCount {
                reason: "Service accounts, excluded by the definition".into(),
                count: 7,
            }],
        };
        if let Some(plan) = &mut sample.head.plan {
            plan.changes = (0..rows).filter(|n| decision(*n) == "deny").count() as u64;
        }
        sample
    }

    /// Another look: a practice store, long names, another paper.
    pub fn dress(&mut self, kind: &str) {
        let document = &mut self.head.document;
        match kind {
            "practice" => document.practice = true,
            "letter" => document.paper = "letter".into(),
            "long" => further::lengthen(&mut self.head),
            _ => {}
        }
    }

    pub fn item(&self, n: u64) -> ItemRecord {
        let name = NAMES[(mix(n) % NAMES.len() as u64) as usize];
        let decision = decision(n);
        let at = day0() + Duration::seconds((mix(n ^ 7) % 900_000) as i64);
        let reviewer = (mix(n ^ 3) % 40) as usize;
        let system = decision == "notReviewed";
        let by = Party {
            name: reviewer_name(reviewer),
            id: uuid(500_000_000 + reviewer as u64),
            role: "group owner".into(),
        };
        let reason = REASONS[(mix(n ^ 5) % REASONS.len() as u64) as usize];
        let justification = (!reason.is_empty() && !system).then(|| reason.to_owned());
        let bulk = (n.is_multiple_of(9) && !system).then(|| Bulk {
            id: format!("B{}", n / 900 + 1),
            size: 100,
        });
        let last = DecisionEvent {
            at,
            by: (!system).then(|| by.clone()),
            decision: decision.into(),
            justification: justification.clone(),
            system,
            bulk: bulk.clone(),
            entry: Some(n + 3),
            assurance: (!system).then(|| ["directoryBind", "osAccount", "signIn"][(mix(n ^ 17) % 3) as usize].into()),
            device: (!system).then(|| format!("NHB-WS-{:04}", 400 + reviewer)),
            ..DecisionEvent::default()
        };
        let mut events = vec![last];
        if n % 37 == 5 && !system {
            let first = DecisionEvent {
                at: at - Duration::hours(5),
                decision: "dontKnow".into(),
                justification: None,
                note: n
                    .is_multiple_of(2)
                    .then(|| "Carried over from the packet of a reviewer on leave".into()),
                ..events[0].clone()
            };
            events.insert(0, DecisionEvent { entry: None, ..first });
        }
        let group = GROUPS[(n * GROUPS.len() as u64 / self.rows.max(1)) as usize % GROUPS.len()];
        ItemRecord {
            item_id: n as i64 + 1,
            person: Person {
                name: format!("{name} {}", n / 7),
                user_name: format!("user{n}@example.org"),
                id: uuid(n),
                kind: if n.is_multiple_of(11) { "guest" } else { "member" }.into(),
                enabled: Some(!n.is_multiple_of(53)),
                employment: Some("employee".into()),
                department: Some(["Finance", "Payroll", "IT Operations", "Plant 4"][(mix(n ^ 9) % 4) as usize].into()),
                manager: Some(reviewer_name((mix(n ^ 13) % 60) as usize)),
            },
            resource: group.into(),
            resource_id: uuid(900_000_000 + n * 8 / self.rows.max(1)),
            resource_kind: "group".into(),
            entitlement: "member".into(),
            privileged: group.contains("Admin"),
            path: if n.is_multiple_of(4) {
                vec!["Nested Operations".into(), group.into()]
            } else {
                Vec::new()
            },
            assignment: Some(if n.is_multiple_of(4) { "nested" } else { "direct" }.into()),
            since: None,
            recommendation: Some(Recommendation {
                advice: if n.is_multiple_of(6) { "deny" } else { "approve" }.into(),
                rule: "sign-in in 30 days".into(),
                inputs: vec![Setting {
                    name: "last sign-in".into(),
                    value: format!("2026-08-{:02}", mix(n ^ 11) % 28 + 1),
                }],
                followed: (!system).then_some(n.is_multiple_of(6) == (decision == "deny")),
            }),
            decision: decision.into(),
            decided_by: (!system).then_some(by),
            decided_at: Some(at),
            justification,
            system,
            bulk,
            treatment: matches!(decision, "dontKnow" | "notReviewed").then(|| "left as it was".into()),
            events,
        }
    }
}

fn decision(n: u64) -> &'static str {
    match mix(n ^ 1) % 100 {
        0..=81 => "approve",
        82..=91 => "deny",
        92..=94 => "dontKnow",
        _ => "notReviewed",
    }
}

fn reviewer_name(n: usize) -> String {
    format!("{} ({})", NAMES[n % NAMES.len()], n)
}

impl RecordSource for Sample {
    fn head(&self) -> &RecordHead {
        &self.head
    }
    fn for_each_item(&self, visit: Visit<'_, ItemRecord>) -> Result<(), EvidenceError> {
        (0..self.rows).try_for_each(|n| visit(&self.item(n)))
    }
    fn for_each_change(&self, visit: Visit<'_, ChangeRecord>) -> Result<(), EvidenceError> {
        let mut id = 0;
        (0..self.rows).filter(|n| decision(*n) == "deny").try_for_each(|n| {
            let item = self.item(n);
            id += 1;
            let still = id % 50 == 7;
            let at = day0() + Duration::days(15) + Duration::seconds(id);
            visit(&ChangeRecord {
                change_id: id,
                item_id: item.item_id,
                person: item.person.name,
                user_name: item.person.user_name,
                resource: item.resource,
                entitlement: item.entitlement,
                action: "Remove the member from the group".into(),
                state: if id % 13 == 0 { "alreadySo" } else { "applied" }.into(),
                result_code: Some("LDAP 0 success".into()),
                message: None,
                at: Some(at),
                by: Some("Emma Clarke".into()),
                seen_gone_at: (!still).then_some(at + Duration::hours(1)),
                still_through: if still {
                    vec!["Nested Operations".into()]
                } else {
                    Vec::new()
                },
                still_at: still.then_some(at + Duration::hours(1)),
                came_back: id % 100 == 7,
                also: if still { vec!["Archive".into()] } else { Vec::new() },
            })
        })
    }
    fn for_each_task(&self, visit: Visit<'_, TaskRecord>) -> Result<(), EvidenceError> {
        (0..self.rows.min(12)).try_for_each(|n| {
            let item = self.item(n);
            let closed = n % 3 == 0;
            visit(&TaskRecord {
                task_id: n as i64 + 1,
                item_id: item.item_id,
                person: item.person.name,
                resource: item.resource,
                action: "Remove the right in the application itself".into(),
                reason: "The application has no connector".into(),
                owner: reviewer_name(n as usize),
                due_on: chrono::NaiveDate::from_ymd_opt(2026, 10, 1),
                path: vec!["Operations".into()],
                state: ["closed", "open", "waiting", "closed", "reopened", "open"][n as usize % 6].into(),
                noted_at: closed.then(|| day0() + Duration::days(19)),
                noted_by: closed.then(|| "Emma Clarke".into()),
                closed_at: closed.then(|| day0() + Duration::days(20)),
                closed_by: closed.then(|| "snapshot 12".into()),
                reopened_at: (n % 6 == 4).then(|| day0() + Duration::days(20)),
                reopened_by: (n % 6 == 4).then(|| "still there in snapshot 12".into()),
                proof: closed.then(|| "Ticket CHG-20417, screenshot filed".into()),
            })
        })
    }
    fn for_each_reviewer(&self, visit: Visit<'_, ReviewerRecord>) -> Result<(), EvidenceError> {
        (0..40).try_for_each(|n| {
            visit(&ReviewerRecord {
                name: reviewer_name(n),
                id: uuid(500_000_000 + n as u64),
                because: "owner of the group".into(),
                items: self.rows / 40,
                decided: self.rows / 40 - u64::from(n % 5 == 0 && self.rows >= 40),
                approved: self.rows / 50,
                denied: self.rows / 400,
                first_at: Some(day0()),
                last_at: Some(day0() + Duration::days(9)),
                relation: vec!["owner of the group since 2024-03-01".into()],
                signal: Some(SignalRecord {
                    median_seconds: Some(9),
                    most_in_a_minute: 11,
                    approved_permille: 820,
                    same_reason_permille: 310,
                    in_bulk: 0,
                }),
                notices: vec!["2026-09-01 start, by e-mail".into()],
            })
        })
    }
    fn for_each_finding(&self, visit: Visit<'_, FindingRecord>) -> Result<(), EvidenceError> {
        further::findings(self.rows).iter().try_for_each(visit)
    }
    fn for_each_resource(&self, visit: Visit<'_, ResourceRecord>) -> Result<(), EvidenceError> {
        further::resources(self.rows).iter().try_for_each(visit)
    }
    fn for_each_reassignment(&self, visit: Visit<'_, ReassignmentRecord>) -> Result<(), EvidenceError> {
        further::reassignments(self.rows).iter().try_for_each(visit)
    }
    fn for_each_notice(&self, visit: Visit<'_, NoticeRecord>) -> Result<(), EvidenceError> {
        further::notices(self.rows).iter().try_for_each(visit)
    }
}

impl LogSource for Sample {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        let mut prev = [0_u8; 32];
        let all = self.rows + 5;
        (1..=all).try_for_each(|seq| {
            let (operation, subject) = match seq {
                1 => ("review.create", "the definition".to_owned()),
                2 => ("review.start", "the instance".to_owned()),
                _ if seq < self.rows + 3 => ("item.decide", format!("item {}", seq - 2)),
                _ if seq == self.rows + 3 => ("plan.draw", "the plan".to_owned()),
                _ if seq == self.rows + 4 => ("plan.carryOut", "the plan".to_owned()),
                _ => ("evidence.export", "this document".to_owned()),
            };
            let at = day0() + Duration::seconds(seq as i64);
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
