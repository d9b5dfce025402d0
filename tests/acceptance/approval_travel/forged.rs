//! Returns that somebody made by hand: with no key, with the key of another, or with a packet's own key and a lie.

use std::path::Path;

use countersign_domain::approval::Decision;
use countersign_packet::answer::reply_id;
use countersign_packet::approval::{Approval, Approvals, Event};
use countersign_packet::enrolment::Person;
use countersign_packet::{
    Cover, DeviceSecret, Enrolment, Expected, Lock, OpenError, Opener, SignSecret, Signers, introduce, seal,
};
use serde_json::{Value, json};

use crate::office::{ANNA, BORIS, MONA, OLGA};
use crate::scene::{Machine, Scene};

const ANY: Expected<'_> = Expected {
    store: None,
    signers: Signers::Any,
};

/// What opens the newest packet.
fn passphrase(scene: &Scene) -> String {
    let id = scene.packets()[0]["id"].clone();
    let said = scene
        .office
        .practice
        .call("approval.packet.passphrase", json!({ "id": id }));
    said["passphrase"].as_str().expect("eight words").to_owned()
}

/// The newest packet, which a passphrase opens, and its hash.
fn read(scene: &Scene) -> (Approvals, [u8; 32]) {
    let phrase = passphrase(scene);
    let bytes = std::fs::read(scene.newest_file()).expect("a file");
    let opened = countersign_packet::open::<Approvals>(&bytes, Opener::Passphrase(&phrase), &ANY);
    let opened = opened.expect("a packet");
    (opened.body, opened.header.body)
}

/// The return that the holder of the packet's key would make, about what waits first in it.
fn honest(packet: &Approvals, hash: [u8; 32], secret: &SignSecret) -> Approval {
    let waits = &packet.approvals[0];
    Approval {
        packet: packet.id.clone(),
        packet_hash: hash,
        device: reply_id(&secret.public()),
        reviewer: packet.reviewer.principal,
        sequence: 1,
        previous: None,
        made_at: packet.made_at,
        open: 0,
        events: vec![Event {
            id: "0123456789abcdef0123456789abcdef".into(),
            request: waits.request,
            stage: waits.stage,
            decision: Decision::Approve,
            justification: "forged".into(),
            decided_at: packet.made_at,
        }],
    }
}

fn put(body: &Approval, packet: &Approvals, by: &SignSecret, file: &Path) {
    let cover = Cover {
        store: &packet.organization.store,
        made_at: body.made_at,
    };
    let to = packet.organization.key.seal.as_str();
    let sealed = seal(body, &cover, by, Lock::Devices(&[to])).expect("sealed");
    std::fs::write(file, sealed.bytes).expect("a file");
}

#[test]
fn a_return_counts_only_for_the_packet_the_person_and_the_key_it_was_made_with() {
    let scene = Scene::new();
    let asked = scene.asks(ANNA, "Month end");
    scene.hand_out(MONA);
    let (packet, hash) = read(&scene);
    let secret = packet.reply.as_ref().and_then(|one| one.to_secret()).expect("a key");
    let stranger = DeviceSecret::new(&[7; 32]);
    let file = scene.path("forged.answer");
    let refused = |body: &Approval, by: &SignSecret| {
        put(body, &packet, by, &file);
        let code = scene.refuses(&file);
        assert_eq!(scene.office.asked(&asked, 1), ["mona"], "{code}");
        code
    };
    let body = honest(&packet, hash, &secret);
    // Signed again by another key, as a known packet and as a device that nobody knows.
    assert_eq!(refused(&body, &stranger.sign), "unknownDevice");
    // For another packet, for this one with another content, for another person.
    let mut wrong = body.clone();
    wrong.packet = "00112233445566778899aabbccddeeff".into();
    assert_eq!(refused(&wrong, &secret), "unknownPacket");
    let mut wrong = body.clone();
    wrong.packet_hash[0] ^= 1;
    assert_eq!(refused(&wrong, &secret), "unknownPacket");
    let mut wrong = body.clone();
    wrong.reviewer = scene.office.person(BORIS);
    assert_eq!(refused(&wrong, &secret), "unknownPacket");
    // Cut off, and changed on its way.
    put(&body, &packet, &secret, &file);
    let bytes = std::fs::read(&file).expect("a file");
    std::fs::write(&file, &bytes[..bytes.len() - 9]).expect("a file");
    assert_eq!(scene.refuses(&file), "damaged");
    let mut changed = bytes.clone();
    *changed.last_mut().expect("bytes") ^= 1;
    std::fs::write(&file, changed).expect("a file");
    assert_eq!(scene.refuses(&file), "damaged");
    assert_eq!(scene.disputes(), Vec::<Value>::new());

    // The key of the packet counts for what was in it, and for nothing else.
    let mut other = body.clone();
    other.events[0].request += 1_000;
    put(&other, &packet, &secret, &file);
    assert_eq!(scene.take_in(&file)["disputes"], json!({ "unknownRequest": 1 }));
    let mut other = body.clone();
    other.events[0].stage = 2;
    other.events[0].id = "1123456789abcdef0123456789abcdef".into();
    put(&other, &packet, &secret, &file);
    assert_eq!(scene.take_in(&file)["disputes"], json!({ "unknownRequest": 1 }));
    assert_eq!(scene.office.asked(&asked, 1), ["mona"]);
    let disputes = scene.disputes();
    assert_eq!(disputes.len(), 2);
    let settle = json!({ "dispute": disputes[0]["dispute"], "accept": true, "reason": "Why not" });
    let problem = scene.office.practice.refused("approval.dispute.settle", settle);
    assert_eq!(problem.code.as_deref(), Some("state"));

    // The honest one is taken, with what it proves; replayed in another return, it is known; another answer under the
    // same name is a dispute.
    let mut good = body.clone();
    good.events[0].id = "2123456789abcdef0123456789abcdef".into();
    put(&good, &packet, &secret, &file);
    assert_eq!(scene.take_in(&file)["taken"], 1);
    assert_eq!(scene.entry("approval.answer")["assurance"], "passphrase");
    good.made_at += chrono::Duration::seconds(1);
    put(&good, &packet, &secret, &file);
    assert_eq!(scene.take_in(&file)["known"], 1);
    good.events[0].decision = Decision::Deny;
    put(&good, &packet, &secret, &file);
    assert_eq!(scene.take_in(&file)["disputes"], json!({ "conflict": 1 }));
    assert_eq!(scene.office.asked(&asked, 2), ["boris"]);
    scene.office.practice.is_sound();
}

/// Keys that were accepted as a person's device.
fn device_of(scene: &Scene, n: usize, seed: u8) -> DeviceSecret {
    let secret = DeviceSecret::new(&[seed; 32]);
    let org = &scene.office.practice;
    let body = Enrolment {
        key: secret.public(),
        device_name: "by hand".into(),
        person: Person {
            display_name: "by hand".into(),
            ..Person::default()
        },
        replaces: None,
        made_at: org.now(),
    };
    let cover = Cover {
        store: "",
        made_at: org.now(),
    };
    let file = scene.path(&format!("{seed}.enrolment"));
    let offer = introduce(&body, &cover, &secret.sign).expect("an enrolment");
    std::fs::write(&file, offer.bytes).expect("a file");
    org.sit(None);
    let offered = org.call("device.offer", json!({ "path": file }));
    let accept = json!({ "device": offered["device"]["device"], "principal": scene.office.person(n),
                         "words": secret.public().words() });
    org.call("device.accept", accept);
    secret
}

#[test]
fn a_device_answers_for_nobody_but_the_person_it_was_accepted_for() {
    let scene = Scene::new();
    let asked = scene.asks(ANNA, "Month end");
    let (own, other) = (device_of(&scene, MONA, 9), device_of(&scene, OLGA, 10));
    let bytes = std::fs::read(scene.hand_out(MONA)).expect("a file");
    let open = |by: &DeviceSecret| countersign_packet::open::<Approvals>(&bytes, Opener::Device(by), &ANY);
    assert!(matches!(open(&other), Err(OpenError::WrongRecipient)));
    let opened = open(&own).expect("a packet");
    let (packet, hash) = (opened.body, opened.header.body);
    assert!(packet.reply.is_none());
    let file = scene.path("other.answer");
    // Another's device that is known, under its own name; and under the name of the one that was asked.
    let mut body = honest(&packet, hash, &other.sign);
    body.device = other.public().id();
    put(&body, &packet, &other.sign, &file);
    assert_eq!(scene.take_in(&file)["disputes"], json!({ "refused": 1 }));
    body.device = own.public().id();
    put(&body, &packet, &other.sign, &file);
    assert_eq!(scene.refuses(&file), "signature");
    assert_eq!(scene.office.asked(&asked, 1), ["mona"]);
    // Without a reason, which the policy asks for, nobody's answer counts.
    body.events[0].justification.clear();
    body.events[0].id = "1123456789abcdef0123456789abcdef".into();
    put(&body, &packet, &own.sign, &file);
    assert_eq!(scene.take_in(&file)["disputes"], json!({ "refused": 1 }));
    assert_eq!(scene.office.asked(&asked, 1), ["mona"]);
    let details: Vec<String> = scene.disputes().iter().map(|row| row["detail"].to_string()).collect();
    assert_eq!(
        details,
        [
            json!("The device by hand is another person's.").to_string(),
            json!("This answer needs a reason.").to_string()
        ]
    );
}

#[test]
fn a_return_is_no_packet_and_a_packet_is_no_return() {
    let scene = Scene::new();
    scene.asks(ANNA, "Month end");
    let machine = scene.seated(MONA, "notebook");
    let rows = machine.received();
    machine.answers(&rows[0], "approve");
    let file = machine.gives_back().remove(0);
    let opened = machine.desk.job("packet.open", json!({ "path": file }));
    assert_eq!(opened.expect_err("a return").code.as_deref(), Some("wrongRecipient"));
    assert_eq!(scene.refuses(&scene.newest_file()), "wrongRecipient");
    // Where it was made, it is opened by nobody, and says so.
    scene.office.practice.sit(None);
    let opened = scene.office.practice.job("packet.open", json!({ "path": file }));
    assert_eq!(opened.expect_err("a return").code.as_deref(), Some("kind"));
}

/// Two machines that opened one packet by its passphrase count their returns alike; in one folder both stay whole.
#[test]
fn two_machines_under_one_passphrase_write_returns_of_their_own() {
    let scene = Scene::new();
    for (n, why) in [(ANNA, "Month end"), (OLGA, "Year end")] {
        scene.asks(n, why);
    }
    let packet = scene.hand_out(MONA);
    let phrase = passphrase(&scene);
    let (home, work) = (scene.opened_by(&packet, &phrase), scene.opened_by(&packet, &phrase));
    let row = |machine: &Machine, why: &str| {
        let rows = machine.received();
        rows.into_iter().find(|row| row["why"] == why).expect("a request")
    };
    home.answers(&row(&home, "Month end"), "approve");
    work.answers(&row(&work, "Year end"), "deny");
    let mut files = home.gives_back();
    files.extend(work.gives_back());
    assert_eq!(files.len(), 2);
    assert_ne!(files[0], files[1]);
    for file in &files {
        assert_eq!(scene.take_in(file)["taken"], 1, "{}", file.display());
    }
    assert_eq!(scene.disputes(), Vec::<Value>::new());
}
