//! What the tests seal and open.
#![allow(dead_code)]

use chrono::{DateTime, Utc};
use countersign_domain::item::{Decision, DecisionSource};
use countersign_domain::recommendation::Recommendation;
use countersign_packet::answer::Event;
use countersign_packet::enrolment::{Organization, Person};
use countersign_packet::packet::{Item, Principal, Resource, Review, Reviewer, Stage};
use countersign_packet::{Answer, Cover, DeviceSecret, Expected, Packet, PublicKey, SignSecret, Signers};

pub const STORE: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

pub fn cover() -> Cover<'static> {
    Cover {
        store: STORE,
        made_at: at("2026-11-21T09:00:00Z"),
    }
}

pub fn store_key() -> DeviceSecret {
    // The halves of a store that exists in tests alone.
    DeviceSecret::from_text(&format!(
        "countersign-device-key/1 {} AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
        "07".repeat(32)
    ))
    .expect("the key of the example")
}

pub fn expected(known: &[PublicKey]) -> Expected<'_> {
    Expected {
        store: Some(STORE),
        signers: Signers::Known(known),
    }
}

pub fn organization(key: &DeviceSecret) -> Organization {
    Organization {
        store: STORE.into(),
        name: "Hollow Pine".into(),
        key: key.public(),
        practice: false,
    }
}

/// A packet of this many items about as many people, as a directory of a thousand people has them.
pub fn packet(items: usize, organization: Organization) -> Packet {
    let principals = (0..items).map(principal).collect();
    let item = |place: usize| Item {
        item: 4_000 + place as i64 * 7,
        version: 0,
        principal: place as u32,
        resource: (place % 3) as u32,
        entitlement: "member".into(),
        direct: !place.is_multiple_of(4),
        path: Vec::new(),
        since: Some(at("2026-01-05T10:00:00Z") + chrono::Duration::minutes(place as i64 * 91)),
        recommendation: Some([Recommendation::Approve, Recommendation::Deny][place % 2]),
        insights: Vec::new(),
        earlier: Vec::new(),
        exceptions: Vec::new(),
        independence: None,
        answer: None,
    };
    Packet {
        id: "00112233445566778899aabbccddeeff".into(),
        organization,
        made_at: at("2026-11-21T09:00:00Z"),
        reviewer: Reviewer {
            principal: 17,
            person: Person {
                key: Some("b1e5".into()),
                display_name: "Ada Lindqvist".into(),
                user_name: Some("ada".into()),
                mail: Some("ada@hollow-pine.example".into()),
            },
        },
        review: Review {
            review: 3,
            instance: 9,
            name: "Finance, every quarter".into(),
            description: String::new(),
            number: 2,
            started_at: at("2026-11-20T08:00:00Z"),
            due_at: Some(at("2026-12-04T08:00:00Z")),
            directory: "hollow-pine".into(),
            read_at: at("2026-11-20T07:58:12Z"),
            snapshot_digest: "ab".repeat(32),
            root: "cd".repeat(32),
            look_back_days: 30,
            sign_ins_kept: true,
        },
        stage: Stage {
            number: 1,
            of: 2,
            started_at: at("2026-11-20T08:00:00Z"),
            due_at: Some(at("2026-11-27T08:00:00Z")),
            self_review: false,
            recommendations: true,
            history: false,
            justification: "onDenial".into(),
            strategy: "lastAnswer".into(),
        },
        supersedes: None,
        reply: None,
        principals,
        resources: (0..3).map(resource).collect(),
        items: (0..items).map(item).collect(),
    }
}

fn principal(place: usize) -> Principal {
    const FIRST: [&str; 8] = ["Ada", "Björn", "Chidi", "Dolores", "Ewa", "Fatima", "Goran", "Hye-jin"];
    const LAST: [&str; 7] = [
        "Lindqvist",
        "Okafor",
        "Marchetti",
        "Nowak",
        "Sørensen",
        "Tanaka",
        "van der Berg",
    ];
    let (first, last) = (FIRST[place % 8], LAST[place / 8 % 7]);
    // Keys of a directory are random; a multiplication spreads them as badly for a compressor.
    let mixed = (place as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let other = mixed.rotate_left(23).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    Principal {
        id: 100 + place as i64,
        kind: "user".into(),
        name: format!("{first} {last} {place}"),
        key: Some(format!("{mixed:016x}{other:016x}")),
        dn: Some(format!("uid=u{place:05},ou=People,dc=hollow-pine,dc=example")),
        user_name: Some(format!("u{place:05}")),
        mail: Some(format!("u{place:05}@hollow-pine.example")),
        user_type: Some("Member".into()),
        enabled: Some(!place.is_multiple_of(19)),
        department: Some(["Finance", "Operations", "Research"][place % 3].into()),
        title: Some(["Analyst", "Clerk", "Engineer", "Lead"][place % 4].into()),
        manager: None,
        created_at: Some(at("2021-03-01T00:00:00Z") + chrono::Duration::seconds((mixed % 90_000_000) as i64)),
        last_sign_in_at: Some(at("2026-08-01T00:00:00Z") + chrono::Duration::seconds((other % 9_000_000) as i64)),
        last_sign_in_field: Some("authTimestamp".into()),
    }
}

fn resource(place: usize) -> Resource {
    Resource {
        id: 90 + place as i64,
        kind: "group".into(),
        name: ["finance-ledger", "finance-payroll", "finance-read"][place].into(),
        key: None,
        dn: Some(format!("cn=finance-{place},ou=Groups,dc=hollow-pine,dc=example")),
        description: Some("May post to the general ledger".into()),
        owners: vec!["Goran Nowak".into()],
    }
}

pub fn answer(packet_hash: [u8; 32], device: &DeviceSecret, events: usize) -> Answer {
    let event = |place: usize| Event {
        id: format!("{:032x}", place + 1),
        item: 4_000 + place as i64 * 7,
        version: 0,
        decision: [Decision::Approve, Decision::Deny][place % 2],
        justification: if place % 2 == 1 {
            "left the team".into()
        } else {
            String::new()
        },
        decided_at: at("2026-11-22T10:00:00Z") + chrono::Duration::seconds(place as i64),
        source: DecisionSource::Reviewer,
        replaces: None,
    };
    Answer {
        packet: "00112233445566778899aabbccddeeff".into(),
        packet_hash,
        device: device.public().id(),
        reviewer: 17,
        sequence: 1,
        previous: None,
        made_at: at("2026-11-22T11:00:00Z"),
        open: 0,
        events: (0..events).map(event).collect(),
    }
}

pub fn stranger() -> SignSecret {
    SignSecret::new(&[9; 32])
}
