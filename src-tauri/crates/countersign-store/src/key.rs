//! The key of a store: 32 bytes, random (kept in the OS keyring) or derived from a passphrase.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use zeroize::{Zeroize, Zeroizing};

use crate::StoreError;
use crate::header::PassphraseRule;

/// Stands before a secret that is sealed.
const SEALED: &str = "sealed:1:";

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

    /// A secret sealed under this key and its name (ChaCha20-Poly1305, RFC 8439; the key by HKDF, RFC 5869), as text.
    /// The store's file is sealed as a whole; but its pages stand open in memory, and what they hold of secrets does not.
    ///
    /// # Errors
    /// The machine gives no random numbers.
    pub(crate) fn seal(&self, name: &str, secret: &str) -> Result<String, StoreError> {
        let no = |_| StoreError::Key("nothing can be sealed".into());
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|error| StoreError::Key(error.to_string()))?;
        // Room for the tag, so that what is in clear is never left behind by a move.
        let mut bytes = Zeroizing::new(Vec::with_capacity(secret.len() + CHACHA20_POLY1305.tag_len()));
        bytes.extend_from_slice(secret.as_bytes());
        let key = self.for_secrets().map_err(no)?;
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(name), &mut *bytes)
            .map_err(no)?;
        Ok(format!("{SEALED}{}{}", to_hex(&nonce), to_hex(&bytes)))
    }

    /// What was sealed under this key and name; none: something else.
    pub(crate) fn unseal(&self, name: &str, sealed: &str) -> Option<Zeroizing<String>> {
        let mut bytes = Zeroizing::new(from_hex(sealed.strip_prefix(SEALED)?)?);
        let (nonce, rest) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let key = self.for_secrets().ok()?;
        let opened = key.open_in_place(nonce, Aad::from(name), rest).ok()?;
        Some(Zeroizing::new(std::str::from_utf8(opened).ok()?.to_owned()))
    }

    fn for_secrets(&self) -> Result<LessSafeKey, ring::error::Unspecified> {
        let secret = Salt::new(HKDF_SHA256, b"countersign").extract(&*self.0);
        let key = UnboundKey::from(secret.expand(&[b"secrets of a store"], &CHACHA20_POLY1305)?);
        Ok(LessSafeKey::new(key))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_under_its_own_key_and_name_alone() {
        let (key, other) = (StoreKey::random().expect("a key"), StoreKey::random().expect("a key"));
        let sealed = key.seal("secret/directory/Lab", "open sesame").expect("it is sealed");
        assert!(!sealed.contains("sesame") && !sealed.contains(&to_hex(b"sesame")));
        assert_ne!(
            sealed,
            key.seal("secret/directory/Lab", "open sesame").expect("it is sealed")
        );
        let opened = key.unseal("secret/directory/Lab", &sealed);
        assert_eq!(opened.as_ref().map(|text| text.as_str()), Some("open sesame"));
        assert!(other.unseal("secret/directory/Lab", &sealed).is_none());
        assert!(key.unseal("secret/mail", &sealed).is_none());
        assert!(key.unseal("secret/directory/Lab", "open sesame").is_none());
        for at in SEALED.len()..sealed.len() {
            let digit = if &sealed[at..=at] == "0" { "1" } else { "0" };
            let changed = format!("{}{digit}{}", &sealed[..at], &sealed[at + 1..]);
            assert!(key.unseal("secret/directory/Lab", &changed).is_none(), "{at}");
        }
    }
}
