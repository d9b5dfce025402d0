//! Thousands of files that somebody or something changed on their way: none opens, none brings the reader down.

mod support;

use std::panic::AssertUnwindSafe;

use countersign_packet::{
    Answer, DeviceSecret, Enrolment, Expected, Lock, OpenError, Opener, Packet, Signers, introduce, open, open_any,
    read_any, seal,
};
use support::{STORE, answer, cover, organization, packet};

/// Numbers that look like chance and are the same in every run (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// One way in which a file comes to be another.
fn changed(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let at = chance.below(out.len());
    match chance.below(9) {
        0 => out[at] ^= 1 << chance.below(8),
        1 => out[at] = out[at].wrapping_add(1 + chance.below(254) as u8),
        2 => out.truncate(at),
        3 => out.extend((0..=chance.below(70)).map(|n| n as u8)),
        4 => drop(out.remove(at)),
        5 => out.insert(at, chance.below(256) as u8),
        6 => {
            let (from, length) = (chance.below(out.len()), chance.below(64));
            let piece: Vec<u8> = out.iter().skip(from).take(length).copied().collect();
            out.splice(at..(at + piece.len()).min(bytes.len()), piece);
        }
        7 => out
            .drain(at..(at + 1 + chance.below(300)).min(bytes.len()))
            .for_each(drop),
        _ => {
            let other = chance.below(out.len());
            out.swap(at, other);
        }
    }
    out
}

fn tries() -> usize {
    // More where somebody has the time: `PACKET_MUTATIONS=1000000 cargo test --release`.
    std::env::var("PACKET_MUTATIONS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(6_000)
}

fn none_opens(bytes: &[u8], tries: usize, open: impl Fn(&[u8]) -> Result<(), OpenError>) -> usize {
    open(bytes).expect("the file itself opens");
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut tried, mut named) = (0, std::collections::BTreeMap::<String, usize>::new());
    while tried < tries {
        let mut other = changed(bytes, &mut chance);
        if chance.below(4) == 0 && !other.is_empty() {
            other = changed(&other, &mut chance);
        }
        if other == bytes {
            continue;
        }
        tried += 1;
        let ended = std::panic::catch_unwind(AssertUnwindSafe(|| open(&other)));
        match ended.unwrap_or_else(|_| panic!("reading panicked on try {tried}")) {
            Ok(()) => panic!("a changed file opened on try {tried}"),
            Err(error) => {
                *named
                    .entry(format!("{error:?}").chars().take(12).collect())
                    .or_default() += 1
            }
        }
    }
    assert!(
        named.len() >= 2,
        "it says what is wrong, not always the same: {named:?}"
    );
    tried
}

#[test]
fn no_changed_packet_opens() {
    let (store, device) = (DeviceSecret::new(&[1; 32]), DeviceSecret::new(&[2; 32]));
    let to = device.public().seal;
    let sealed = seal(
        &packet(5, organization(&store)),
        &cover(),
        &store.sign,
        Lock::Devices(&[&to]),
    )
    .expect("sealed");
    let known = [store.sign.public()];
    let expected = Expected {
        store: Some(STORE),
        signers: Signers::Known(&known),
    };
    none_opens(&sealed.bytes, tries(), |bytes| {
        open::<Packet>(bytes, Opener::Device(&device), &expected).map(drop)
    });
}

#[test]
fn no_changed_answer_opens() {
    let (store, device) = (DeviceSecret::new(&[1; 32]), DeviceSecret::new(&[2; 32]));
    let body = answer([3; 32], &device, 6);
    let to = store.public().seal;
    let sealed = seal(&body, &cover(), &device.sign, Lock::Devices(&[&to])).expect("sealed");
    let known = [device.sign.public()];
    let expected = Expected {
        store: Some(STORE),
        signers: Signers::Known(&known),
    };
    none_opens(&sealed.bytes, tries(), |bytes| {
        open::<Answer>(bytes, Opener::Device(&store), &expected).map(drop)
    });
}

#[test]
fn no_changed_enrolment_is_read_and_nothing_signed_is_read_with_another_signature() {
    let device = DeviceSecret::new(&[2; 32]);
    let body = Enrolment {
        key: device.public(),
        device_name: "Laptop".into(),
        person: countersign_packet::enrolment::Person {
            display_name: "Ada".into(),
            ..Default::default()
        },
        replaces: None,
        made_at: cover().made_at,
    };
    let cover = countersign_packet::Cover { store: "", ..cover() };
    let signed = introduce(&body, &cover, &device.sign).expect("signed");
    // Fewer: each try is a signature to check, where the seal ends the others sooner.
    none_opens(&signed.bytes, tries() / 8, |bytes| Enrolment::open(bytes).map(drop));
}

#[test]
fn noise_is_never_a_file() {
    let device = DeviceSecret::new(&[2; 32]);
    let any = Expected {
        store: None,
        signers: Signers::Any,
    };
    let mut chance = Chance(7);
    for _ in 0..tries() / 2 {
        let length = chance.below(400);
        let mut bytes: Vec<u8> = (0..length).map(|_| chance.below(256) as u8).collect();
        for start in [
            "age-encryption.org/v1\n",
            "{\"format\":\"countersign-envelope\",\"version\":1",
            "",
        ] {
            bytes.splice(0..0, start.bytes());
            assert!(open_any(&bytes, Opener::Device(&device), &any).is_err());
            assert!(read_any(&bytes, &any).is_err());
            assert!(countersign_packet::look(&bytes).is_err() || !bytes.is_empty());
        }
    }
}
