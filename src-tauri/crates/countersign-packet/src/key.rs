//! Keys that sign: Ed25519.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::hex;

/// Who signed; in files as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicKey(#[serde(with = "hex::bytes")] pub [u8; 32]);

impl PublicKey {
    pub fn to_hex(&self) -> String {
        hex::to_hex(&self.0)
    }

    pub fn from_hex(text: &str) -> Option<Self> {
        hex::from_hex(text).map(Self)
    }

    /// Whether this key made the signature. Strict: no key of small order, no second spelling.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// The secret half of a key that signs; wiped when dropped.
pub struct SignSecret(SigningKey);

impl SignSecret {
    /// From 32 random bytes.
    pub fn new(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// From the 64 digits in which it is kept.
    pub fn from_hex(text: &str) -> Option<Self> {
        let seed = Zeroizing::new(hex::from_hex::<32>(text)?);
        Some(Self::new(&seed))
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }

    pub(crate) fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }
}

impl std::fmt::Debug for SignSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignSecret(public {})", self.public().to_hex())
    }
}
