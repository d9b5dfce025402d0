//! Files made by somebody who knows the format and holds keys, but not the right ones.

mod support;

use countersign_packet::{
    Cover, DeviceSecret, Enrolment, Introduction, Lock, OpenError, Opener, Packet, SealError, Signers, introduce, look,
    open, seal,
};
use countersign_packet::{Look, SignSecret};
use support::{cover, expected, organization, packet, stranger};

fn keys() -> (DeviceSecret, DeviceSecret) {
    (DeviceSecret::new(&[1; 32]), DeviceSecret::new(&[2; 32]))
}

/// The signed bytes inside a sealed file, as its recipient has them after opening it with `age`.
fn inside(sealed: &[u8], device: &DeviceSecret) -> Vec<u8> {
    use std::io::Read;
    let text = device.to_text();
    let identity: age::x25519::Identity = text.split(' ').nth(2).expect("a key").parse().expect("a key");
    let decryptor = age::Decryptor::new(sealed).expect("a file of age");
    let mut reader = decryptor
        .decrypt(std::iter::once(&identity as &dyn age::Identity))
        .expect("it opens");
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).expect("to its end");
    bytes
}

fn resealed(signed: &[u8], to: &DeviceSecret) -> Vec<u8> {
    use std::io::Write;
    let recipient: age::x25519::Recipient = to.public().seal.parse().expect("a recipient");
    let one = &recipient as &dyn age::Recipient;
    let encryptor = age::Encryptor::with_recipients(std::iter::once(one)).expect("an encryptor");
    let mut bytes = Vec::new();
    let mut writer = encryptor.wrap_output(&mut bytes).expect("a writer");
    writer.write_all(signed).expect("written");
    writer.finish().expect("finished");
    bytes
}

#[test]
fn a_packet_that_its_recipient_seals_again_to_somebody_else_is_found_out() {
    let (store, device) = keys();
    let other = DeviceSecret::new(&[3; 32]);
    let to = device.public().seal;
    let sealed = seal(
        &packet(2, organization(&store)),
        &cover(),
        &store.sign,
        Lock::Devices(&[&to]),
    )
    .expect("sealed");
    let signed = inside(&sealed.bytes, &device);
    let known = [store.sign.public()];
    let again = resealed(&signed, &other);
    let found = open::<Packet>(&again, Opener::Device(&other), &expected(&known)).expect_err("refused");
    assert!(matches!(found, OpenError::Readdressed), "{found:?}");
}

#[test]
fn a_line_that_was_changed_and_sealed_again_is_refused_by_what_was_changed() {
    let (store, device) = keys();
    let to = device.public().seal;
    let sealed = seal(
        &packet(2, organization(&store)),
        &cover(),
        &store.sign,
        Lock::Devices(&[&to]),
    )
    .expect("sealed");
    let signed = inside(&sealed.bytes, &device);
    let end = signed.iter().position(|byte| *byte == b'\n').expect("a line");
    let line = String::from_utf8(signed[..end].to_vec()).expect("text");
    let known = [store.sign.public()];
    let with = |from: &str, to: &str| {
        let line = line.replace(from, to);
        let mut bytes = line.into_bytes();
        bytes.extend_from_slice(&signed[end..]);
        let bytes = resealed(&bytes, &device);
        open::<Packet>(&bytes, Opener::Device(&device), &expected(&known)).expect_err("refused")
    };
    assert!(matches!(
        with("\"version\":1,", "\"version\":2,"),
        OpenError::UnknownVersion(2)
    ));
    assert!(matches!(
        with("\"version\":1,", "\"version\":0,"),
        OpenError::UnknownVersion(0)
    ));
    assert!(matches!(with("\"packet\"", "\"parcel\""), OpenError::UnknownKind(kind) if kind == "parcel"));
    assert!(matches!(
        with("\"kindVersion\":1", "\"kindVersion\":0"),
        OpenError::UnknownKindVersion { found: 0, .. }
    ));
    assert!(
        matches!(with("\"packet\"", "\"answer\""), OpenError::Signature),
        "a signature of one kind is none of another"
    );
    assert!(matches!(with("0f1e2d3c", "0f1e2d3d"), OpenError::Signature));
    assert!(
        matches!(with("\"kind\":", "\"kind\" :"), OpenError::Body(_)),
        "one spelling"
    );
    assert!(
        matches!(with("\"kind\":", "\"more\":1,\"kind\":"), OpenError::Body(_)),
        "no member that is not known"
    );
    assert!(matches!(
        with("countersign-envelope", "countersign-envelopes"),
        OpenError::Strange
    ));
}

#[test]
fn a_packet_that_somebody_else_signed_is_told_apart_by_their_key() {
    let (store, device) = keys();
    let to = device.public().seal;
    let forged = seal(
        &packet(2, organization(&store)),
        &cover(),
        &stranger(),
        Lock::Devices(&[&to]),
    )
    .expect("sealed");
    let known = [store.sign.public()];
    let found = open::<Packet>(&forged.bytes, Opener::Device(&device), &expected(&known)).expect_err("refused");
    assert!(matches!(found, OpenError::UnknownSigner(key) if key == stranger().public()));
}

#[test]
fn keys_are_shown_only_by_whoever_holds_them() {
    let (store, device) = keys();
    let empty = Cover { store: "", ..cover() };
    let enrolment = Enrolment {
        key: device.public(),
        device_name: "Laptop".into(),
        person: countersign_packet::enrolment::Person::default(),
        replaces: None,
        made_at: cover().made_at,
    };
    let honest = introduce(&enrolment, &empty, &device.sign).expect("signed");
    assert_eq!(Enrolment::open(&honest.bytes).expect("read").body, enrolment);
    assert_eq!(look(&honest.bytes).expect("a look"), Look::Open);
    let forged = introduce(&enrolment, &empty, &stranger()).expect("signed");
    assert!(matches!(
        Enrolment::open(&forged.bytes),
        Err(OpenError::UnknownSigner(_))
    ));
    let known = Introduction {
        organization: organization(&store),
        made_at: cover().made_at,
    };
    let shown = introduce(&known, &cover(), &store.sign).expect("signed");
    assert_eq!(Introduction::open(&shown.bytes).expect("read").body, known);
    let elsewhere = introduce(&known, &empty, &store.sign).expect("signed");
    assert!(matches!(
        Introduction::open(&elsewhere.bytes),
        Err(OpenError::WrongStore { .. })
    ));
    assert!(matches!(
        Enrolment::open(&shown.bytes),
        Err(OpenError::WrongKind { .. })
    ));
    let clear = introduce(&packet(1, organization(&store)), &cover(), &store.sign);
    assert!(
        matches!(clear, Err(SealError::Body(_))),
        "a packet is never sent in clear"
    );
}

#[test]
fn a_passphrase_opens_what_it_closed_and_asks_for_no_more_work_than_ours_do() {
    let (store, device) = keys();
    let id = "00112233445566778899aabbccddeeff";
    let passphrase = store.passphrase_of(id);
    assert_eq!(passphrase.split(' ').count(), 8);
    assert_ne!(*passphrase, *store.passphrase_of("ff112233445566778899aabbccddeeff"));
    assert_ne!(*passphrase, *device.passphrase_of(id));
    let mut body = packet(2, organization(&store));
    body.reply = Some(countersign_packet::packet::Reply::new(&store.reply_of(id)));
    let sealed = seal(&body, &cover(), &store.sign, Lock::Passphrase(&passphrase)).expect("sealed");
    assert_eq!(look(&sealed.bytes).expect("a look"), Look::Passphrase);
    let known = [store.sign.public()];
    let opened = open::<Packet>(&sealed.bytes, Opener::Passphrase(&passphrase), &expected(&known)).expect("opened");
    assert_eq!(opened.body, body);
    let reply = opened
        .body
        .reply
        .as_ref()
        .and_then(|reply| reply.to_secret())
        .expect("a key");
    assert_eq!(reply.public(), store.reply_of(id).public());
    let fault = |with| open::<Packet>(&sealed.bytes, with, &expected(&known)).expect_err("refused");
    assert!(matches!(
        fault(Opener::Passphrase("eight other words")),
        OpenError::WrongPassphrase
    ));
    assert!(matches!(fault(Opener::Device(&device)), OpenError::NeedsPassphrase));
    // 2^30 rounds would take 64 GiB: refused before any is done.
    let text = String::from_utf8_lossy(&sealed.bytes[..80]).into_owned();
    let at = text.find(" 15\n").expect("the work");
    let mut greedy = sealed.bytes.clone();
    greedy[at + 1..at + 3].copy_from_slice(b"30");
    let greedy = open::<Packet>(&greedy, Opener::Passphrase(&passphrase), &expected(&known)).expect_err("refused");
    assert!(matches!(greedy, OpenError::TooMuchWork), "{greedy:?}");
}

#[test]
fn a_body_that_unpacks_to_more_than_it_says_is_not_unpacked() {
    let (store, device) = keys();
    let mut body = packet(1, organization(&store));
    // 60 MB of one letter are a few thousand bytes when they are deflated.
    body.review.description = "x".repeat(60 << 20);
    let to = device.public().seal;
    assert!(matches!(
        seal(&body, &cover(), &store.sign, Lock::Devices(&[&to])),
        Err(SealError::Body(_))
    ));
    body.review.description = "x".repeat(20_000);
    let sealed = seal(&body, &cover(), &store.sign, Lock::Devices(&[&to])).expect("sealed");
    assert!(sealed.bytes.len() < 4_000, "it packs well: {}", sealed.bytes.len());
    let any = countersign_packet::Expected {
        store: None,
        signers: Signers::Any,
    };
    assert!(open::<Packet>(&sealed.bytes, Opener::Device(&device), &any).is_ok());
    let too_large = vec![0u8; countersign_packet::LARGEST_FILE + 1];
    assert!(matches!(
        open::<Packet>(&too_large, Opener::Device(&device), &any),
        Err(OpenError::TooLarge)
    ));
}

#[test]
fn what_does_not_fit_together_is_neither_sealed_nor_read() {
    let (store, device) = keys();
    let to = device.public().seal;
    let said = |change: &dyn Fn(&mut Packet)| {
        let mut body = packet(3, organization(&store));
        change(&mut body);
        match seal(&body, &cover(), &store.sign, Lock::Devices(&[&to])) {
            Err(SealError::Body(why)) => why,
            other => panic!("it was sealed: {}", other.is_ok()),
        }
    };
    assert_eq!(
        said(&|packet| packet.items[1].item = packet.items[0].item),
        "item 4000 stands twice"
    );
    assert_eq!(
        said(&|packet| packet.items[0].principal = 3),
        "item 4000 names somebody who is not there"
    );
    assert_eq!(
        said(&|packet| packet.items[0].path = vec![9]),
        "item 4000 names somebody who is not there"
    );
    assert_eq!(
        said(&|packet| packet.supersedes = Some(packet.id.clone())),
        "it takes its own place"
    );
    assert_eq!(said(&|packet| packet.stage.number = 3), "there is no stage 3 of 2");
    assert_eq!(
        said(&|packet| packet.id = "x".into()),
        "its id is not 32 hexadecimal digits"
    );
    assert!(matches!(
        seal(
            &packet(1, organization(&store)),
            &cover(),
            &SignSecret::new(&[4; 32]),
            Lock::Devices(&["age1nobody"])
        ),
        Err(SealError::Recipient(_))
    ));
}
