//! What comes back: a thousand answers made, and taken in ten at a time, beside as many people who decide at the desk.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use age::x25519::Identity;
use chrono::Utc;
use countersign_app::Desk;
use countersign_domain::item::{Decision, DecisionSource};
use countersign_packet::answer::Event;
use countersign_packet::{Answer, Cover, DeviceSecret, Lock, Opened, Packet, seal};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::json;

use super::Packets;
use crate::measure::{quantile, ratio, shown, timed};
use crate::table::{Reach, Row};
use crate::{Outcome, desk};

/// Files of one import: with a thousand items each, ten thousand answers.
const TOGETHER: usize = 10;
/// How often as many people decide at the desk, as the peer.
const PEERS: usize = 20;

/// Signs the bytes of a file and encrypts them, and does nothing else.
pub(super) fn encrypted_and_signed(path: &Path) -> Outcome<()> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let to = Identity::generate().to_public();
    let signature = SigningKey::from_bytes(&[3; 32]).sign(&bytes);
    let sealed = age::encrypt(&to, &bytes).map_err(|error| error.to_string())?;
    std::hint::black_box((sealed, signature));
    Ok(())
}

/// Of an instance: its packets, and where their answers may lie.
pub(super) fn measure(desk: &Arc<Desk>, (instance, back): (i64, &Path), packets: &Packets<'_>) -> Outcome<Vec<Row>> {
    std::fs::create_dir_all(back).map_err(|error| error.to_string())?;
    let (mut making, mut sealing, mut events) = (Duration::ZERO, Duration::ZERO, 0);
    let mut answers = Vec::new();
    for path in &packets.files {
        let (packet, device) = packets.opened(path)?;
        let body = answer(&packet, device);
        events += body.events.len();
        let cover = Cover {
            store: &packet.body.organization.store,
            made_at: Utc::now(),
        };
        let to = &packet.body.organization.key.seal;
        let (sealed, took) = timed(|| seal(&body, &cover, &device.sign, Lock::Devices(&[to])));
        making += took;
        let answer = back.join(format!("{}.countersign", packet.body.id));
        std::fs::write(&answer, sealed.map_err(|error| error.to_string())?.bytes).map_err(|error| error.to_string())?;
        let (done, took) = timed(|| encrypted_and_signed(&answer));
        done?;
        sealing += took;
        answers.push(answer);
    }
    let mut imports = Vec::new();
    for paths in answers.chunks(TOGETHER) {
        let (told, took) = timed(|| desk::wait(desk, "packet.takeIn", json!({ "paths": paths })));
        let told = told?;
        if told["refused"].as_array().is_some_and(|refused| !refused.is_empty()) {
            return Err(format!("an answer was refused: {}", told["refused"][0]));
        }
        imports.push(took);
    }
    let taking: Duration = imports.iter().sum();
    let bulk = at_once(desk, instance)?;
    let (import, peer) = (quantile(&imports, 0.99), quantile(&bulk, 0.99));
    Ok(vec![
        Row::new(
            format!("{} answers with {events} decisions made", answers.len()),
            shown(making),
        )
        .beside(
            format!("the same bytes encrypted and signed alone: {}", shown(sealing)),
            ratio(making, sealing),
            Reach::AtMost(3.0),
        ),
        Row::new("  all of them taken in", shown(taking)).beside(
            format!("the same bytes encrypted and signed alone: {}", shown(sealing)),
            ratio(taking, sealing),
            Reach::AtMost(3.0),
        ),
        Row::new(
            format!("  {TOGETHER} of them taken in, p99 of {}", imports.len()),
            shown(import),
        )
        .beside(
            format!(
                "the same people deciding all of theirs at the desk, p99 of {}: {}",
                bulk.len(),
                shown(peer)
            ),
            ratio(import, peer),
            Reach::AtMost(2.0),
        ),
        Row::new("    median", shown(quantile(&imports, 0.5))).beside(
            format!("the same people at the desk: {}", shown(quantile(&bulk, 0.5))),
            ratio(quantile(&imports, 0.5), quantile(&bulk, 0.5)),
            Reach::Nothing,
        ),
    ])
}

/// Every item of a packet decided, one after the other.
fn answer(packet: &Opened<Packet>, device: &DeviceSecret) -> Answer {
    let at = Utc::now();
    let event = |(place, item): (usize, &countersign_packet::packet::Item)| Event {
        id: format!("{:016x}{place:016x}", item.item),
        item: item.item,
        version: item.version,
        decision: if place % 5 == 0 {
            Decision::Deny
        } else {
            Decision::Approve
        },
        justification: "Still on the team".into(),
        decided_at: at,
        source: DecisionSource::Reviewer,
        replaces: None,
    };
    Answer {
        packet: packet.body.id.clone(),
        packet_hash: packet.header.body,
        device: device.public().id(),
        reviewer: packet.body.reviewer.principal,
        sequence: 1,
        previous: None,
        made_at: at,
        open: 0,
        events: packet.body.items.iter().enumerate().map(event).collect(),
    }
}

/// As many people as answer together decide all of theirs at the desk, each in one act.
fn at_once(desk: &Arc<Desk>, instance: i64) -> Outcome<Vec<Duration>> {
    let progress = desk::call(desk, "review.progress", json!({ "instance": instance }))?;
    let mut reviewers = Vec::with_capacity(TOGETHER * PEERS);
    for one in progress["reviewers"].as_array().into_iter().flatten() {
        if reviewers.len() == TOGETHER * PEERS {
            break;
        }
        // Who was asked before the items were spread has none any more.
        if desk::number(&one["count"], "total")? == 0 {
            continue;
        }
        // Whose account is disabled does not sit down at the desk.
        let shown = desk::call(desk, "principal.show", json!({ "principal": one["principal"] }))?;
        if shown["enabled"] != json!(false) {
            reviewers.push(one);
        }
    }
    let mut times = Vec::new();
    for together in reviewers.chunks(TOGETHER) {
        let mut taken = Duration::ZERO;
        for one in together {
            let reviewer = desk::number(one, "principal")?;
            let choose = json!({ "principal": reviewer, "administrator": false });
            desk::call(desk, "actor.choose", choose)?;
            let input = json!({ "instance": instance, "filter": { "reviewer": reviewer }, "decision": "approve",
                                "justification": "As before" });
            let (done, took) = timed(|| desk::call(desk, "item.decideMany", input));
            if desk::number(&done?, "decided")? == 0 {
                return Err(format!("person {reviewer} decided nothing at the desk."));
            }
            taken += took;
        }
        times.push(taken);
    }
    desk::call(desk, "actor.choose", json!({ "administrator": true }))?;
    Ok(times)
}
