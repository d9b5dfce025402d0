//! Returns that somebody made by hand: with no key, with the key of another, or with a packet's own key and a lie.

use std::path::Path;

use countersign_domain::policy::Answer;
use countersign_domain::request::RequestKind;
use countersign_packet::answer::reply_id;
use countersign_packet::enrolment::Person;
use countersign_packet::request::{Event, Offers, Request};
use countersign_packet::{
    Cover, DeviceSecret, Enrolment, Expected, Lock, OpenError, Opener, SignSecret, Signers, introduce, seal,
};
use serde_json::{Value, json};

use crate::office::{ANNA, ELLA, OLGA};
use crate::scene::Scene;

const ANY: Expected<'_> = Expected {
    store: None,
    signers: Signers::Any,
};

/// What opens the newest packet.
fn passphrase(scene: &Scene) -> String {
    let id = scene.packets()[0]["id"].clone();
    let org = &scene.office.practice;
    let said = org.call("request.packet.passphrase", json!({ "id": id }));
    said["passphrase"].as_str().expect("eight words").to_owned()
}

/// The newest packet, which a passphrase opens, and its hash.
fn read(scene: &Scene) -> (Offers, [u8; 32]) {
    let phrase = passphrase(scene);
    let bytes = std::fs::read(scene.newest_file()).expect("a file");
    let opened = countersign_packet::open::<Offers>(&bytes, Opener::Passphrase(&phrase), &ANY);
    let opened = opened.expect("a packet");
    (opened.body, opened.header.body)
}

/// The return that the holder of the packet's key would make, about what stands first in it.
fn honest(packet: &Offers, hash: [u8; 32], secret: &SignSecret) -> Request {
    let offer = &packet.offers[0];
    let terms = &offer.policies[0];
    Request {
        packet: packet.id.clone(),
        packet_hash: hash,
        device: reply_id(&secret.public()),
        reviewer: packet.reviewer.principal,
        sequence: 1,
        previous: None,
        made_at: packet.made_at,
        events: vec![Event {
            id: "0123456789abcdef0123456789abcdef".into(),
            package: offer.package,
            kind: RequestKind::UserAdd,
            withdraws: None,
            policy: Some(terms.policy),
            version: Some(terms.version),
            assignment: None,
            justification: "forged".into(),
            answers: terms
                .questions
                .iter()
                .map(|one| Answer {
                    question: one.id.clone(),
                    values: vec!["Berlin".into()],
                })
                .collect(),
            starts_at: None,
            ends_at: None,
            made_at: packet.made_at,
        }],
    }
}

fn put(body: &Request, packet: &Offers, by: &SignSecret, file: &Path) {
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
    scene.hand_out(ANNA);
    let (packet, hash) = read(&scene);
    let secret = packet.reply.as_ref().and_then(|one| one.to_secret()).expect("a key");
    let stranger = DeviceSecret::new(&[7; 32]);
    let file = scene.path("forged.answer");
    let refused = |body: &Request, by: &SignSecret| {
        put(body, &packet, by, &file);
        let code = scene.refuses(&file);
        assert_eq!(scene.requests(), Vec::<Value>::new(), "{code}");
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
    wrong.reviewer = scene.office.person(ELLA);
    assert_eq!(refused(&wrong, &secret), "unknownPacket");
    // To another store.
    let mut other = packet.clone();
    other.organization.store = "another store".into();
    put(&body, &other, &secret, &file);
    assert_eq!(scene.refuses(&file), "wrongStore");
    // Cut off, and changed on its way.
    put(&body, &packet, &secret, &file);
    let bytes = std::fs::read(&file).expect("a file");
    std::fs::write(&file, &bytes[..bytes.len() - 9]).expect("a file");
    assert_eq!(scene.refuses(&file), "damaged");
    let mut changed = bytes.clone();
    *changed.last_mut().expect("bytes") ^= 1;
    std::fs::write(&file, changed).expect("a file");
    assert_eq!(scene.refuses(&file), "damaged");
    assert_eq!((scene.disputes(), scene.requests()), (Vec::new(), Vec::new()));

    // The key of the packet counts for what was in it, and for nothing else.
    let mut other = body.clone();
    other.events[0].package += 1_000;
    put(&other, &packet, &secret, &file);
    let row = scene.disputed(&file, "unknownPackage");
    let settle = json!({ "dispute": row["dispute"], "accept": true, "reason": "Why not" });
    let problem = scene.office.practice.refused("request.dispute.settle", settle);
    assert_eq!(problem.code.as_deref(), Some("state"));

    // The honest one is taken, with what it proves; replayed in another return, it is known; another request under the
    // same name is a dispute.
    let mut good = body.clone();
    good.events[0].id = "2123456789abcdef0123456789abcdef".into();
    put(&good, &packet, &secret, &file);
    assert_eq!(scene.take_in(&file)["taken"], 1);
    assert_eq!(scene.entry("request.submit")["assurance"], "passphrase");
    good.made_at += chrono::Duration::seconds(1);
    put(&good, &packet, &secret, &file);
    assert_eq!(scene.take_in(&file)["known"], 1);
    good.events[0].justification = "Otherwise".into();
    put(&good, &packet, &secret, &file);
    assert_eq!(scene.take_in(&file)["disputes"], json!({ "twice": 1 }));
    assert_eq!(scene.requests().len(), 1);
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
fn a_device_asks_for_nobody_but_the_person_it_was_accepted_for() {
    let scene = Scene::new();
    let (own, other) = (device_of(&scene, ANNA, 9), device_of(&scene, OLGA, 10));
    let bytes = std::fs::read(scene.hand_out(ANNA)).expect("a file");
    let open = |by: &DeviceSecret| countersign_packet::open::<Offers>(&bytes, Opener::Device(by), &ANY);
    assert!(matches!(open(&other), Err(OpenError::WrongRecipient)));
    let opened = open(&own).expect("a packet");
    let (packet, hash) = (opened.body, opened.header.body);
    assert!(packet.reply.is_none());
    let file = scene.path("other.answer");
    // Another's device that is known, under its own name; and under the name of the one that was asked.
    let mut body = honest(&packet, hash, &other.sign);
    body.device = other.public().id();
    put(&body, &packet, &other.sign, &file);
    let row = scene.disputed(&file, "refused");
    assert_eq!(row["detail"], "The device by hand is another person's.");
    body.device = own.public().id();
    put(&body, &packet, &other.sign, &file);
    assert_eq!(scene.refuses(&file), "signature");
    // What the desk asks for is asked for here, too; and a request of the future is one of now.
    body.events[0].answers.clear();
    body.events[0].id = "1123456789abcdef0123456789abcdef".into();
    put(&body, &packet, &own.sign, &file);
    scene.disputed(&file, "answers");
    assert_eq!(scene.requests(), Vec::<Value>::new());
    let mut body = honest(&packet, hash, &own.sign);
    body.device = own.public().id();
    body.events[0].id = "3123456789abcdef0123456789abcdef".into();
    body.events[0].made_at += chrono::Duration::days(400);
    put(&body, &packet, &own.sign, &file);
    assert_eq!(scene.take_in(&file)["taken"], 1);
    let made_at: chrono::DateTime<chrono::Utc> =
        serde_json::from_value(scene.requests()[0]["madeAt"].clone()).expect("a moment");
    assert!(made_at <= scene.office.practice.now());
}

#[test]
fn nobody_asks_for_another_or_takes_back_what_another_asked_for() {
    let scene = Scene::new();
    let (own, other) = (device_of(&scene, ANNA, 9), device_of(&scene, OLGA, 10));
    let file = scene.path("back.answer");
    let mut packets = Vec::new();
    for (n, key) in [(ANNA, &own), (OLGA, &other)] {
        let bytes = std::fs::read(scene.hand_out(n)).expect("a file");
        let opened = countersign_packet::open::<Offers>(&bytes, Opener::Device(key), &ANY).expect("a packet");
        packets.push((opened.body, opened.header.body));
    }
    let (packet, hash) = &packets[0];
    let mut body = honest(packet, *hash, &own.sign);
    body.device = own.public().id();
    put(&body, packet, &own.sign, &file);
    assert_eq!(scene.take_in(&file)["taken"], 1);
    // Olga names Anna's request, which she cannot know but by chance.
    let (packet, hash) = &packets[1];
    let mut theirs = honest(packet, *hash, &other.sign);
    theirs.device = other.public().id();
    let event = &mut theirs.events[0];
    event.withdraws = Some(body.events[0].id.clone());
    event.id = "4123456789abcdef0123456789abcdef".into();
    (event.policy, event.version) = (None, None);
    event.answers.clear();
    event.justification.clear();
    put(&theirs, packet, &other.sign, &file);
    let told = scene.take_in(&file);
    assert_eq!((&told["taken"], &told["same"]), (&json!(0), &json!(1)), "{told}");
    let row = &scene.requests()[0];
    assert_eq!(
        (&row["state"], &row["targetName"]),
        (&json!("pendingApproval"), &json!("anna"))
    );
    // A request that is no person's own is none of the format.
    let mut strange = body.clone();
    strange.events[0].kind = RequestKind::AdminAdd;
    let cover = Cover {
        store: &packets[0].0.organization.store,
        made_at: body.made_at,
    };
    let to = packets[0].0.organization.key.seal.as_str();
    assert!(seal(&strange, &cover, &own.sign, Lock::Devices(&[to])).is_err());
    scene.office.practice.is_sound();
}

#[test]
fn a_return_is_no_packet_and_a_packet_is_no_return() {
    let scene = Scene::new();
    let machine = scene.seated(ANNA, "notebook");
    let file = machine.asks("Accountant", "Month end");
    machine.desk.sit(None);
    let opened = machine.desk.job("packet.open", json!({ "path": file }));
    assert_eq!(opened.expect_err("a return").code.as_deref(), Some("wrongRecipient"));
    assert_eq!(scene.refuses(&scene.newest_file()), "wrongRecipient");
    // Where it was made, it is opened by nobody, and says so.
    scene.office.practice.sit(None);
    let opened = scene.office.practice.job("packet.open", json!({ "path": file }));
    assert_eq!(opened.expect_err("a return").code.as_deref(), Some("kind"));
}

/// Two machines that opened one packet by its passphrase count their returns alike; both are taken in.
#[test]
fn two_machines_under_one_passphrase_write_returns_of_their_own() {
    let scene = Scene::new();
    scene.package("Auditor");
    let packet = scene.hand_out(ANNA);
    let phrase = passphrase(&scene);
    let (home, work) = (scene.opened_by(&packet, &phrase), scene.opened_by(&packet, &phrase));
    let files = [home.asks("Accountant", "Home"), work.asks("Auditor", "Work")];
    assert_ne!(files[0], files[1]);
    for file in &files {
        assert_eq!(scene.take_in(file)["taken"], 1, "{}", file.display());
    }
    assert_eq!(scene.disputes(), Vec::<Value>::new());
    // The same from the other machine comes second.
    let file = work.asks("Accountant", "Work");
    scene.disputed(&file, "pending");
    scene.office.practice.is_sound();
}
