//! A file as it lies in a folder: sealed, or in clear.

use std::sync::LazyLock;

use countersign_packet::{DeviceSecret, Look, Opener, Packet, look, open, open_any, read_any};

use super::body::{ANY, keys};

static KEYS: LazyLock<DeviceSecret> = LazyLock::new(keys);

pub fn enter(bytes: &[u8]) {
    let looked = look(bytes);
    let _ = read_any(bytes, &ANY);
    let opened = open_any(bytes, Opener::Device(&KEYS), &ANY);
    assert!(
        opened.is_err() || matches!(looked, Ok(Look::Device | Look::Open)),
        "opened, and looked like {looked:?}"
    );
    let _ = open::<Packet>(bytes, Opener::Device(&KEYS), &ANY);
    // A passphrase costs work by intention, so only files that cannot ask for it are tried.
    if !matches!(looked, Ok(Look::Passphrase)) {
        assert!(open::<Packet>(bytes, Opener::Passphrase("some words"), &ANY).is_err());
    }
}
