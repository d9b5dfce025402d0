//! The key of a store: 32 bytes, random (kept in the OS keyring) or derived from a passphrase.

use zeroize::{Zeroize, Zeroizing};

use crate::StoreError;
use crate::header::PassphraseRule;

/// The raw 256-bit key of a store. Wiped from memory when dropped, never printed.
#[derive(Clone)]
pub struct StoreKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoreKey(redacted)")
    }
}

impl StoreKey {
    /// A new random key from the operating system.
    pub fn random() -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0u8; 32]);
        getrandom::fill(&mut *bytes).map_err(|error| StoreError::Key(error.to_string()))?;
        Ok(Self(bytes))
    }

    /// Argon2id (RFC 9106) over the passphrase with the parameters written in `store.json`.
    pub fn from_passphrase(passphrase: &str, rule: &PassphraseRule) -> Result<Self, StoreError> {
        let parameters = argon2::Params::new(rule.memory_kib, rule.passes, rule.lanes, Some(32))
            .map_err(|error| StoreError::Key(error.to_string()))?;
        let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, parameters);
        let salt = from_hex(&rule.salt).ok_or_else(|| StoreError::Header("the salt is not hexadecimal".into()))?;
        let mut bytes = Zeroizing::new([0u8; 32]);
        argon
            .hash_password_into(passphrase.as_bytes(), &salt, &mut *bytes)
            .map_err(|error| StoreError::Key(error.to_string()))?;
        Ok(Self(bytes))
    }

    /// Compares all bytes, whichever differ.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(other.0.iter())
            .fold(0, |all, (one, two)| all | (one ^ two))
            == 0
    }

    /// The key as it is kept in the keyring: 64 hexadecimal digits.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(to_hex(&*self.0))
    }

    /// Reads back what [`Self::to_hex`] wrote.
    pub fn from_hex(text: &str) -> Result<Self, StoreError> {
        let mut vector = from_hex(text)
            .filter(|bytes| bytes.len() == 32)
            .ok_or_else(|| StoreError::Key("the kept key is not 64 hexadecimal digits".into()))?;
        let mut bytes = Zeroizing::new([0u8; 32]);
        bytes.copy_from_slice(&vector);
        vector.zeroize();
        Ok(Self(bytes))
    }
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}
