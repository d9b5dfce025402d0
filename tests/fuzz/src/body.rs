//! What stands inside a file whose seal and signature were right.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use countersign_packet::enrolment::Person;
use countersign_packet::{
    Body, Cover, DeviceSecret, Enrolment, Expected, Header, Kind, Signers, Unsealed, introduce, seal,
};

/// Anybody's signature, about any store.
pub const ANY: Expected<'static> = Expected {
    store: None,
    signers: Signers::Any,
};

/// The keys of an installation that exists in tests alone.
pub fn keys() -> DeviceSecret {
    const SEAL: &str = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    let kept = format!("countersign-device-key/1 {} {SEAL}", "07".repeat(32));
    DeviceSecret::from_text(&kept).expect("the keys of the example")
}

/// A line about a body, for each kind.
static HEADER: LazyLock<Header> = LazyLock::new(|| {
    let keys = keys();
    let made_at: DateTime<Utc> = DateTime::UNIX_EPOCH;
    let body = Enrolment {
        key: keys.public(),
        device_name: "a laptop".into(),
        person: Person::default(),
        replaces: None,
        made_at,
    };
    let cover = Cover { store: "", made_at };
    introduce(&body, &cover, &keys.sign).expect("an enrolment").header
});

/// The line of a file of this kind; what it says of the body is not looked at any more where the body is read.
fn header(kind: Kind) -> Header {
    let line = serde_json::to_string(&*HEADER).expect("a line");
    let said = format!("\"kind\":\"{}\"", kind.word());
    serde_json::from_str(&line.replace("\"kind\":\"enrolment\"", &said)).expect("a line")
}

fn unsealed<B: Body>(body: Vec<u8>) -> Unsealed {
    Unsealed {
        header: header(B::KIND),
        body,
    }
}

/// Reads these bytes as a body, and holds what was accepted to what it must then be able to do. Of other spellings the
/// one that counts is tried as well: few changes keep it, and behind it the body is looked at.
pub fn read<B: Body>(bytes: &[u8]) -> Option<B> {
    let spelled = |bytes: &[u8]| serde_json::to_vec(&serde_json::from_slice::<B>(bytes).ok()?).ok();
    let opened = match unsealed::<B>(bytes.to_vec()).read::<B>() {
        Ok(opened) => opened,
        Err(_) => unsealed::<B>(spelled(bytes)?).read::<B>().ok()?,
    };
    let keys = keys();
    let cover = Cover {
        store: "a store",
        made_at: DateTime::UNIX_EPOCH,
    };
    let made = if B::KIND.is_open() {
        introduce(&opened.body, &cover, &keys.sign)
    } else {
        let to = keys.public().seal;
        seal(
            &opened.body,
            &cover,
            &keys.sign,
            countersign_packet::Lock::Devices(&[&to]),
        )
    };
    let made = made.expect("what was read can be sent on");
    let again = if B::KIND.is_open() {
        countersign_packet::read::<B>(&made.bytes, &ANY)
    } else {
        countersign_packet::open::<B>(&made.bytes, countersign_packet::Opener::Device(&keys), &ANY)
    };
    again.expect("what was sent can be read");
    Some(opened.body)
}
