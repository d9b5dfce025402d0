//! The keys of an installation: one signs, to the other one seals.

use age::secrecy::ExposeSecret;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::key::{PublicKey, SignSecret};
use crate::{hex, word};

/// The public half of an installation's keys.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceKey {
    /// What its signatures are checked with.
    pub sign: PublicKey,
    /// To whom one seals: an age recipient, `age1…`.
    pub seal: String,
}

impl DeviceKey {
    /// 32 hexadecimal digits that name both keys.
    pub fn id(&self) -> String {
        let mut sha = Sha256::new();
        sha.update(b"countersign-device/1\0");
        sha.update(self.sign.0);
        sha.update([0]);
        sha.update(self.seal.as_bytes());
        hex::to_hex(&sha.finalize()[..16])
    }

    /// Eight words that two people compare.
    pub fn words(&self) -> String {
        word::of_keys("countersign-words/1", &[&self.sign.0, self.seal.as_bytes()])
    }

    /// Whether one can seal to it, and it has one spelling.
    pub fn is_sound(&self) -> bool {
        recipient(&self.seal).is_some()
    }
}

pub(crate) fn recipient(text: &str) -> Option<age::x25519::Recipient> {
    if text.len() > 100 {
        return None;
    }
    let recipient: age::x25519::Recipient = text.parse().ok()?;
    (recipient.to_string() == text).then_some(recipient)
}

/// An installation's keys with their secret halves; wiped when dropped.
pub struct DeviceSecret {
    pub sign: SignSecret,
    pub(crate) open: age::x25519::Identity,
}

const KEPT: &str = "countersign-device-key/1";

impl DeviceSecret {
    /// New keys: the one that signs from this seed, the one that opens from the operating system's random numbers.
    pub fn new(seed: &[u8; 32]) -> Self {
        Self {
            sign: SignSecret::new(seed),
            open: age::x25519::Identity::generate(),
        }
    }

    pub fn public(&self) -> DeviceKey {
        DeviceKey {
            sign: self.sign.public(),
            seal: self.open.to_public().to_string(),
        }
    }

    /// The text in which both are kept in a keyring.
    pub fn to_text(&self) -> Zeroizing<String> {
        let seed = Zeroizing::new(hex::to_hex(&*self.sign.seed()));
        Zeroizing::new(format!("{KEPT} {} {}", &*seed, self.open.to_string().expose_secret()))
    }

    /// The passphrase of a packet that is sealed with one: eight words that follow from this key and the packet, so
    /// that it is kept nowhere and can be said again.
    pub fn passphrase_of(&self, packet: &str) -> Zeroizing<String> {
        Zeroizing::new(word::of_bits(&self.derive("countersign-passphrase/1", packet)))
    }

    /// The key that signs the answers to such a packet.
    pub fn reply_of(&self, packet: &str) -> SignSecret {
        SignSecret::new(&self.derive("countersign-reply/1", packet))
    }

    fn derive(&self, domain: &str, packet: &str) -> Zeroizing<[u8; 32]> {
        let seed = self.sign.seed();
        // A key of 32 bytes is never refused.
        let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(&*seed) else {
            return seed;
        };
        mac.update(domain.as_bytes());
        mac.update(&[0]);
        mac.update(packet.as_bytes());
        Zeroizing::new(mac.finalize().into_bytes().into())
    }

    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        if parts.next() != Some(KEPT) {
            return None;
        }
        let sign = SignSecret::from_hex(parts.next()?)?;
        let open = parts.next()?.parse().ok()?;
        parts.next().is_none().then_some(Self { sign, open })
    }
}

impl std::fmt::Debug for DeviceSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeviceSecret({})", self.public().id())
    }
}
