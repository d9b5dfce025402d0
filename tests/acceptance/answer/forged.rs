//! Files that somebody made by hand, who knows what stands in a log but holds nobody's keys, or only those of a packet.

use std::path::Path;

use countersign_domain::item::{Decision, DecisionSource};
use countersign_packet::answer::{Event, reply_id};
use countersign_packet::body::Body;
use countersign_packet::packet::Reply;
use countersign_packet::{
    Answer, Carried, Cover, DeviceSecret, Enrolment, Expected, Lock, Opener, Packet, SignSecret, Signers, hex, seal,
};
use countersign_store::{Header, Store, StoreError};
use countersign_tests::cli::PASSPHRASE;
use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use crate::scene::{Machine, Scene};

const ANY: Expected<'_> = Expected {
    store: None,
    signers: Signers::Any,
};

/// The passphrase of the only packet.
fn phrase(scene: &Scene) -> String {
    let row = scene.org.call("packet.list", json!({ "instance": scene.instance }))["rows"][0].clone();
    let said = scene.org.call("packet.passphrase", json!({ "id": row["id"] }));
    said["passphrase"].as_str().expect("eight words").to_owned()
}

/// A packet and its hash.
fn read(packet: &Path, phrase: &str) -> (Packet, [u8; 32]) {
    let bytes = std::fs::read(packet).expect("a file");
    let opened = countersign_packet::open::<Packet>(&bytes, Opener::Passphrase(phrase), &ANY);
    let opened = opened.expect("a packet");
    (opened.body, opened.header.body)
}

fn event(id: &str, item: i64) -> Event {
    Event {
        id: id.into(),
        item,
        version: 0,
        decision: Decision::Deny,
        justification: "forged".into(),
        decided_at: crate::scene::at("2026-11-02T09:00:00Z"),
        source: DecisionSource::Reviewer,
        replaces: None,
    }
}

/// Seals to one recipient; answers the hash.
fn put(body: &impl Body, store: &str, by: &SignSecret, to: &str, file: &Path) -> String {
    let cover = Cover {
        store,
        made_at: crate::scene::at("2026-11-02T09:00:00Z"),
    };
    let sealed = seal(body, &cover, by, Lock::Devices(&[to])).expect("sealed");
    std::fs::write(file, sealed.bytes).expect("a file");
    sealed.header.hash()
}

#[test]
fn answers_from_another_device_count_once_its_words_were_said() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    // What whoever reads the log knows: the packet, its hash, and whose it is.
    let log = scene.org.call("audit.list", json!({ "limit": 1000 }));
    let rows = log["rows"].as_array().expect("rows");
    let made = rows.iter().find(|row| row["operation"] == "packet.make").expect("made");
    let detail = match &made["detail"] {
        Value::String(text) => serde_json::from_str(text).expect("JSON"),
        other => other.clone(),
    };
    let of = |name: &str| detail["packets"][0][name].as_str().expect(name).to_owned();
    let enrolment = std::fs::read(scene.path("notebook.enrolment")).expect("a file");
    let to = countersign_packet::read::<Enrolment>(&enrolment, &ANY).expect("an enrolment");
    let to = to.body.key.seal;
    let (own, other) = (DeviceSecret::new(&[7; 32]), DeviceSecret::new(&[8; 32]));
    let body = |key: Option<countersign_packet::DeviceKey>| Carried {
        packet: of("packet"),
        packet_hash: hex::from_hex(&of("hash")).expect("a hash"),
        device: own.public().id(),
        key,
        reviewer: scene.pia,
        made_at: crate::scene::at("2026-11-02T09:00:00Z"),
        events: vec![event("0123456789abcdef0123456789abcdef", scene.item("p2", "Ledger"))],
        approvals: Vec::new(),
        requests: Vec::new(),
    };
    let file = scene.path("carried");
    let open = |accept: Value| {
        machine
            .desk
            .job("packet.open", json!({ "path": file, "accept": accept }))
    };
    let code = |accept: Value| open(accept).expect_err("refused").code.unwrap_or_default();
    put(&body(Some(own.public())), "", &own.sign, &to, &file);
    assert_eq!(code(Value::Null), "words");
    assert_eq!(code(json!(other.public().words())), "words");
    put(&body(Some(own.public())), "", &other.sign, &to, &file);
    assert_eq!(code(json!(own.public().words())), "signature");
    put(&body(None), "", &own.sign, &to, &file);
    assert_eq!(code(json!(own.public().words())), "signature");
    let row = machine.desk.call("packet.opened.list", json!({}))["rows"][0].clone();
    assert_eq!((&row["answered"], &row["unreturned"]), (&json!(0), &json!(0)), "{row}");
    // What comes over the exchange waits for that, too.
    let reviewer = row["reviewer"].as_i64();
    machine.desk.sit(None);
    let place = json!({ "kind": "folder", "path": scene.folder.path() });
    machine.desk.call("exchange.set", json!({ "place": place }));
    let inbox = machine.desk.call("exchange.show", json!({}))["inbox"].clone();
    put(&body(Some(own.public())), "", &own.sign, &to, &file);
    let input = json!({ "path": file, "inbox": inbox, "recipient": "Pia" });
    machine.desk.call("exchange.put", input);
    for _ in 0..2 {
        machine.desk.done("exchange.run", json!({}));
    }
    let arrivals = machine.desk.call("exchange.arrivals", json!({}));
    let arrival = &arrivals["rows"][0];
    assert_eq!(
        (&arrival["kind"], &arrival["state"]),
        (&json!("carried"), &json!("arrived")),
        "{arrivals}"
    );
    machine.desk.sit(reviewer);
    // Somebody who says its words knows the device.
    put(&body(Some(own.public())), "", &own.sign, &to, &file);
    assert_eq!(open(json!(own.public().words())).expect("theirs")["kept"], 1);
}

#[test]
fn an_answer_under_the_name_of_another_is_a_dispute_whatever_item_it_names() {
    let scene = Scene::new(3, &json!({}));
    let file = scene.hand_out(scene.hugo);
    let (packet, packet_hash) = read(&file, &phrase(&scene));
    let key = packet.reply.as_ref().and_then(Reply::to_secret).expect("a key");
    let organization = &packet.organization;
    let (mut previous, mut told) = (None, Vec::new());
    for (sequence, item) in (1..).zip([scene.item("p2", "Ledger"), 999_999]) {
        let body = Answer {
            packet: packet.id.clone(),
            packet_hash,
            device: reply_id(&key.public()),
            reviewer: scene.hugo,
            sequence,
            previous: previous.take(),
            made_at: packet.made_at,
            open: 0,
            events: vec![event("0123456789abcdef0123456789abcdef", item)],
        };
        let file = scene.path(&format!("{sequence}.answer"));
        previous = Some(put(&body, &organization.store, &key, &organization.key.seal, &file));
        told.push(scene.take_in(&file));
    }
    assert_eq!(told[0]["taken"], 1, "{told:?}");
    assert_eq!(told[1]["disputes"], json!({ "conflict": 1 }), "{told:?}");
    let row = scene.disputes().remove(0);
    assert_eq!(
        (&row["item"], &row["originItem"]),
        (&Value::Null, &json!(999_999)),
        "{row}"
    );
    scene.org.is_sound();
}

#[test]
fn a_fault_of_the_store_is_not_blamed_on_the_file() {
    let scene = Scene::new(3, &json!({}));
    let machine = scene.seated(scene.pia, "notebook");
    for person in ["p2", "p3"] {
        machine.decide(person, "Ledger", "deny");
        machine.give_back(&scene.path("back"));
    }
    let header = Header::read(&scene.org.store()).expect("a store");
    let key = Store::derive_key(&header, Some(PASSPHRASE))
        .expect("a key")
        .expect("a passphrase");
    let store = Store::open(&scene.org.store(), header, key).expect("the same store");
    let run = |sql: &str| {
        let done: Result<(), StoreError> = store.write(|transaction| Ok(transaction.execute_batch(sql)?));
        done.expect("done");
    };
    run("CREATE TRIGGER fault BEFORE INSERT ON taken_event BEGIN SELECT RAISE(ABORT, 'out of order'); END");
    let input = json!({ "folder": scene.path("back") });
    let fault = scene.org.job("packet.takeIn", input.clone()).expect_err("a fault");
    assert!(fault.message.contains("out of order"), "{fault:?}");
    run("DROP TRIGGER fault");
    assert_eq!(scene.org.done("packet.takeIn", input)["taken"], 2);
}

#[test]
fn a_packet_that_somebody_else_signed_changes_nothing_of_the_one_that_is_open() {
    let scene = Scene::new(3, &json!({}));
    let packet = scene.hand_out(scene.hugo);
    let phrase = phrase(&scene);
    let phrase = phrase.as_str();
    let desk = Practice::locked(scene.org.now());
    let asked = |path: &std::path::Path, phrase: &str, words: Option<&str>| json!({ "path": path, "passphrase": phrase, "accept": words });
    let unknown = desk
        .job("packet.open", asked(&packet, phrase, None))
        .expect_err("not known yet");
    let hint = unknown.hint.expect("the words");
    let opened = desk.done("packet.open", asked(&packet, phrase, hint.rsplit(": ").next()));
    let instance = opened["instance"].as_i64().expect("a number");
    let signed = |change: &dyn Fn(&mut Packet, &DeviceSecret)| {
        let (mut body, own) = (read(&packet, phrase).0, DeviceSecret::new(&[7; 32]));
        body.organization.key = own.public();
        body.reply = Some(Reply::new(&own.sign));
        change(&mut body, &own);
        let cover = Cover {
            store: &body.organization.store,
            made_at: body.made_at,
        };
        let sealed = seal(&body, &cover, &own.sign, Lock::Passphrase(PASSPHRASE)).expect("sealed");
        let file = scene.path("forged.packet");
        std::fs::write(&file, sealed.bytes).expect("a file");
        file
    };
    let log = || desk.call("audit.list", json!({ "limit": 1 }))["total"].clone();
    let before = log();
    let refused = desk.job("packet.open", asked(&signed(&|_, _| ()), PASSPHRASE, None));
    assert!(refused.is_err(), "{refused:?}");
    // Nor does one of a new name leave a key behind, since nobody accepted its organization.
    let other = signed(&|body, _| body.id = "0123456789abcdef0123456789abcdef".into());
    let refused = desk.job("packet.open", asked(&other, PASSPHRASE, None));
    assert_eq!(
        refused.expect_err("another key").code.as_deref(),
        Some("unknownOrganization")
    );
    assert_eq!(log(), before, "nothing was written");
    desk.sit(opened["reviewer"].as_i64());
    let machine = Machine {
        desk,
        device: 0,
        instance,
        review: 0,
    };
    machine.decide("p2", "Ledger", "deny");
    let told = scene.take_in(&machine.give_back(&scene.path("back"))[0]);
    assert_eq!(told["taken"], 1, "the true reply key is kept: {told}");
}
