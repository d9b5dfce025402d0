//! Files that were made once and are opened for ever, and what a packet costs.

mod support;

use std::path::{Path, PathBuf};
use std::time::Instant;

use countersign_packet::{DeviceSecret, Introduction, Lock, Opener, Packet, introduce, open, seal};
use support::{cover, expected, organization, packet, store_key};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture").join(name)
}

/// What stands in a file of the fixtures; written where `UPDATE_EXPECTED` is set.
fn kept(name: &str, now: &[u8]) -> Vec<u8> {
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(fixture(name), now).expect("the fixture is writable");
    }
    std::fs::read(fixture(name)).expect("the fixture")
}

#[test]
fn what_was_signed_once_is_signed_the_same_today() {
    let store = store_key();
    let body = Introduction {
        organization: organization(&store),
        made_at: cover().made_at,
    };
    let now = introduce(&body, &cover(), &store.sign).expect("signed").bytes;
    assert_eq!(now, kept("introduction.countersign", &now), "key by key, byte by byte");
    let public = store.public();
    let said = format!(
        "{}\n{}\n{}\n",
        public.id(),
        public.words(),
        *store.passphrase_of(&"ab".repeat(16))
    );
    assert_eq!(said.as_bytes(), kept("words.txt", said.as_bytes()));
}

#[test]
fn a_packet_that_was_sealed_once_opens_today_and_says_the_same() {
    let store = store_key();
    let body = packet(3, organization(&store));
    // To itself: the one key here whose halves are published.
    let to = store.public().seal;
    let sealed = seal(&body, &cover(), &store.sign, Lock::Devices(&[&to])).expect("sealed");
    let bytes = kept("packet.countersign", &sealed.bytes);
    let known = [store.sign.public()];
    let opened = open::<Packet>(&bytes, Opener::Device(&store), &expected(&known)).expect("opened");
    let text = serde_json::to_vec(&opened.body).expect("text");
    assert_eq!(text, kept("packet.json", &text));
    assert_eq!(opened.body, body);
    assert_eq!(
        opened.header, sealed.header,
        "all but the seal itself is made the same way"
    );
}

#[test]
fn an_item_of_a_packet_costs_at_most_300_bytes_also_with_a_person_of_its_own() {
    let (store, device) = (DeviceSecret::new(&[1; 32]), DeviceSecret::new(&[2; 32]));
    let body = packet(1_000, organization(&store));
    let to = device.public().seal;
    let started = Instant::now();
    let sealed = seal(&body, &cover(), &store.sign, Lock::Devices(&[&to])).expect("sealed");
    let took = started.elapsed();
    let each = sealed.bytes.len() as f64 / 1_000.0;
    println!(
        "{each:.1} bytes an item of {:.1} before it is deflated; sealed in {took:?}",
        sealed.header.length as f64 / 1_000.0
    );
    assert!(each <= 300.0, "{each} bytes an item");
}
