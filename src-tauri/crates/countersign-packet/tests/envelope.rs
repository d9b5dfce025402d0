//! What opens, and what does not.

mod support;

use countersign_packet::{Answer, DeviceSecret, Enrolment, Lock, OpenError, Opener, Packet, SignSecret, open, seal};
use support::{answer, cover, expected, organization, packet};

fn keys() -> (DeviceSecret, DeviceSecret) {
    (DeviceSecret::new(&[1; 32]), DeviceSecret::new(&[2; 32]))
}

#[test]
fn a_packet_comes_out_as_it_went_in_and_its_answer_too() {
    let (store, device) = keys();
    let packet = packet(40, organization(&store));
    let to = device.public().seal;
    let sealed = seal(&packet, &cover(), &store.sign, Lock::Devices(&[&to])).expect("sealed");
    let known = [store.sign.public()];
    let opened = open::<Packet>(&sealed.bytes, Opener::Device(&device), &expected(&known)).expect("opened");
    assert_eq!(opened.body, packet);
    assert_eq!(opened.header, sealed.header);

    let answer = answer(opened.header.body, &device, 40);
    let back = seal(&answer, &cover(), &device.sign, Lock::Devices(&[&store.public().seal])).expect("sealed");
    let known = [device.sign.public()];
    let opened = open::<Answer>(&back.bytes, Opener::Device(&store), &expected(&known)).expect("opened");
    assert_eq!(opened.body, answer);
}

#[test]
fn keys_come_out_of_the_keyring_as_they_went_in_and_show_no_secret() {
    let (store, _) = keys();
    let kept = store.to_text();
    let again = DeviceSecret::from_text(&kept).expect("read");
    assert_eq!(again.public(), store.public());
    assert_eq!(
        again.public().words().split(' ').count(),
        countersign_packet::word::COUNT
    );
    assert!(DeviceSecret::from_text(&format!("{} more", &*kept)).is_none());
    assert!(!format!("{store:?} {:?}", store.sign).contains(&"01".repeat(8)));
    assert!(
        SignSecret::from_hex(&"AB".repeat(32)).is_none(),
        "one value has one spelling"
    );
}

#[test]
fn each_way_of_being_wrong_has_a_name_of_its_own() {
    let (store, device) = keys();
    let packet = packet(3, organization(&store));
    let to = device.public().seal;
    let sealed = seal(&packet, &cover(), &store.sign, Lock::Devices(&[&to]))
        .expect("sealed")
        .bytes;
    let known = [store.sign.public()];
    let fault = |bytes: &[u8], with: Opener<'_>| open::<Packet>(bytes, with, &expected(&known)).expect_err("refused");
    let mine = Opener::Device(&device);
    assert!(matches!(
        fault(&sealed, Opener::Device(&store)),
        OpenError::WrongRecipient
    ));
    assert!(matches!(
        fault(&sealed, Opener::Passphrase("x")),
        OpenError::NeedsDevice
    ));
    assert!(matches!(fault(b"PK\x03\x04", mine), OpenError::Strange));
    assert!(matches!(fault(&sealed[..90], mine), OpenError::Truncated));
    assert!(matches!(fault(&sealed[..sealed.len() - 1], mine), OpenError::Damaged));
    let strange = [device.sign.public()];
    let unknown = open::<Packet>(&sealed, mine, &expected(&strange)).expect_err("refused");
    assert!(matches!(unknown, OpenError::UnknownSigner(key) if key == store.sign.public()));
    let elsewhere = countersign_packet::Expected {
        store: Some("another"),
        ..expected(&known)
    };
    let wrong = open::<Packet>(&sealed, mine, &elsewhere).expect_err("refused");
    assert!(matches!(wrong, OpenError::WrongStore { .. }));
    let kind = open::<Answer>(&sealed, mine, &expected(&known)).expect_err("refused");
    assert!(matches!(
        kind,
        OpenError::WrongKind {
            expected: "answer",
            found: "packet"
        }
    ));
    assert!(matches!(Enrolment::open(&sealed), Err(OpenError::Strange)));
}
