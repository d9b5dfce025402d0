//! The parts of a made-up dossier: person, request with its stages, entitlements with their changes.

use chrono::{DateTime, Duration, Utc};
use countersign_evidence::package::*;
use countersign_evidence::*;

use super::RESOURCES;
use crate::support::{NAMES, mix, uuid};

const REASONS: &[&str] = &[
    "I join the payments team on Monday and release the batches from then on",
    "Vertretung für Frau Łukaszewicz während der Elternzeit",
    "Audit 2026, only to look",
    "会计部需要在月底结账",
    "نحتاج إلى الوصول حتى نهاية الربع",
];
pub fn event(at: DateTime<Utc>, by: &str, program: bool, event: &str) -> EventRecord {
    EventRecord {
        at,
        by: by.into(),
        program,
        event: event.into(),
        state: "delivered".into(),
        reason: String::new(),
    }
}

pub fn person(n: u64) -> Person {
    let name = NAMES[(mix(n) % NAMES.len() as u64) as usize];
    Person {
        name: if n % 50 == 3 {
            format!("{name} von der Mühlenbach-Wörthersee zu Hohenstein-Ernstthal und Altenburg-Gößnitz, Freifrau {n}")
        } else {
            format!("{name} {}", n / 7)
        },
        user_name: format!("user{n}@example.org"),
        id: uuid(n),
        kind: if n.is_multiple_of(11) { "guest" } else { "member" }.into(),
        enabled: Some(!n.is_multiple_of(53)),
        employment: Some("employee".into()),
        department: Some("Treasury".into()),
        manager: Some(NAMES[(n % 30) as usize].into()),
    }
}

pub fn request(n: u64, person: &Person, from: DateTime<Utc>, basis: &str, given: bool) -> RequestRecord {
    let asked = from - Duration::days(2);
    let party = |name: &str, id: u64| Party {
        name: name.into(),
        id: uuid(id),
        role: String::new(),
    };
    let approver = |name: &str, id: u64, kind: &str, because: &str| ApproverRecord {
        name: name.into(),
        id: uuid(id),
        kind: kind.into(),
        because: because.into(),
        asked_at: Some(asked),
        ended_because: None,
    };
    let escalated = n.is_multiple_of(13);
    let stage = |position: u32, by: u64, entry: u64, decision: &str| StageRecord {
        position,
        state: "completed".into(),
        started_at: Some(asked + Duration::hours(i64::from(position))),
        due_at: Some(asked + Duration::days(14)),
        escalated_at: (escalated && position == 1).then(|| asked + Duration::days(1)),
        ended_at: Some(asked + Duration::hours(40)),
        result: Some(decision.into()),
        fallback: None,
        approvers: vec![
            approver(
                NAMES[(by % 30) as usize],
                70_000 + by,
                "primary",
                "manager of the person who asks",
            ),
            approver("Emma Clarke", 70_100, "escalation", "named in the policy"),
        ],
        answers: vec![AnswerRecord {
            at: asked + Duration::hours(40),
            by: party(NAMES[(by % 30) as usize], 70_000 + by),
            assurance: Some("device".into()),
            device: Some(format!("Notebook {by} (countersign)")),
            decision: decision.into(),
            justification: "Is on my team and trained".into(),
            entry,
        }],
    };
    let kind = match basis {
        "request" => "userAdd",
        "rule" => "systemAdd",
        _ => "adminAdd",
    };
    let asks = basis == "request";
    let stages = match (asks, given) {
        (false, _) => Vec::new(),
        (true, true) => vec![
            stage(1, n % 29, 3 * n + 4, "approve"),
            stage(2, n % 23 + 1, 3 * n + 5, "approve"),
        ],
        (true, false) => vec![stage(1, n % 29, 3 * n + 4, "deny")],
    };
    RequestRecord {
        request_id: n as i64 + 1001,
        key: uuid(n ^ 0x4E0),
        kind: kind.into(),
        state: if given { "delivered" } else { "denied" }.into(),
        requestor: match basis {
            "request" => party(&person.name, n),
            "rule" => Party::default(),
            _ => party("Emma Clarke", 70_100),
        },
        program: basis == "rule",
        person: (!given).then(|| person.clone()),
        at: asked,
        completed_at: Some(from),
        justification: if asks {
            REASONS[(mix(n ^ 5) % 5) as usize].into()
        } else {
            String::new()
        },
        answers: if asks {
            vec![Setting {
                name: "Which cost centre pays for it?".into(),
                value: format!("{}", 4000 + n % 80),
            }]
        } else {
            Vec::new()
        },
        policy_id: 4,
        policy_version: if n.is_multiple_of(5) { 1 } else { 2 },
        events: vec![event(asked, &person.name, basis == "rule", "submitted")],
        stages,
        ..RequestRecord::default()
    }
}

pub fn entitlement(
    n: u64,
    at: usize,
    from: DateTime<Utc>,
    ended: Option<DateTime<Utc>>,
    state: &str,
) -> EntitlementRecord {
    let (resource, kind, entitlement) = RESOURCES[at];
    let hand = at == 2;
    let step = |takes: bool, when: DateTime<Utc>, id: u64| ChangeStep {
        change_id: (n * 6 + at as u64 * 2 + id) as i64,
        plan_id: (n / 200 + id) as i64,
        takes,
        drawn_at: when,
        drawn_by: "Countersign".into(),
        attempts: 1,
        attempted_at: Some(when + Duration::seconds(2)),
        state: "applied".into(),
        result_code: Some("LDAP result 0".into()),
        message: None,
        at: Some(when + Duration::seconds(3)),
        by: Some("Emma Clarke".into()),
    };
    let prior = n % 31 == 4 && at == 0;
    let kept = prior && ended.is_some();
    let mut changes = vec![step(false, from, 1)];
    changes.extend(ended.filter(|_| !kept).map(|when| step(true, when, 2)));
    let waits = hand && state == "partiallyDelivered";
    let word = match (ended, waits) {
        (Some(_), _) if kept => "kept",
        (Some(_), _) => "taken",
        (None, true) => "byHand",
        (None, false) => "held",
    };
    let unseen = n % 97 == 40;
    EntitlementRecord {
        resource: resource.into(),
        resource_id: uuid(900_000 + at as u64),
        resource_kind: kind.into(),
        entitlement: entitlement.into(),
        state: word.into(),
        reason: kept.then(|| "held before the package gave it".into()),
        prior,
        adopted: false,
        seen_at: (!waits && !unseen).then(|| ended.unwrap_or(from) + Duration::minutes(1)),
        there_in: (!waits && !hand).then_some(31),
        gone_in: (word == "taken" && !unseen).then_some(32),
        changes: if hand { Vec::new() } else { changes },
        by_hand: if hand {
            vec![HandStep {
                task_id: n as i64 + 12,
                reason: "a role of an application is given by its owner".into(),
                owner: "Priya Nair".into(),
                state: if waits { "open" } else { "closed" }.into(),
                opened_at: from,
                proof: (!waits).then(|| "Done in the application, ticket 4711".into()),
                closed_at: (!waits).then(|| from + Duration::days(1)),
                closed_by: (!waits).then(|| "seen in read 31".into()),
            }]
        } else {
            Vec::new()
        },
    }
}
