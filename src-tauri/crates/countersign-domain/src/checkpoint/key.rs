//! The two halves of a log's key.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::note::is_name;
use super::{Note, Refusal, Signature};
use crate::merkle::to_hex;

/// Ed25519, among the kinds of signed notes.
const ED25519: u8 = 1;

/// What signs. The secret half is cleared from memory when this is dropped.
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

/// What checks a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl SigningKey {
    /// The key made of 32 random bytes.
    ///
    /// # Errors
    /// The name is none.
    pub fn new(name: &str, secret: &Zeroizing<[u8; 32]>) -> Result<Self, Refusal> {
        if !is_name(name) {
            return Err(Refusal::Name(name.to_owned()));
        }
        Ok(Self {
            name: name.to_owned(),
            key: ed25519_dalek::SigningKey::from_bytes(secret),
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The half that others are given.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey {
            name: self.name.clone(),
            key: self.key.verifying_key(),
        }
    }

    /// Signs the text of a note. The same text gives the same signature.
    pub fn sign(&self, text: &str) -> Signature {
        Signature {
            name: self.name.clone(),
            key_id: self.verifying_key().key_id(),
            signature: self.key.sign(text.as_bytes()).to_bytes().to_vec(),
        }
    }
}

impl VerifyingKey {
    /// The key of these 32 bytes.
    ///
    /// # Errors
    /// The name is none, or the bytes are no point of the curve, or one that every signature fits.
    pub fn new(name: &str, public: &[u8; 32]) -> Result<Self, Refusal> {
        if !is_name(name) {
            return Err(Refusal::Name(name.to_owned()));
        }
        let key = ed25519_dalek::VerifyingKey::from_bytes(public).map_err(|_| Refusal::Key)?;
        if key.is_weak() {
            return Err(Refusal::Key);
        }
        Ok(Self {
            name: name.to_owned(),
            key,
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn to_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
    pub fn key_id(&self) -> [u8; 4] {
        let digest = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }

    /// One line for others' programs: the name, the id in hex and the key in base64, parted by plus signs.
    pub fn to_text(&self) -> String {
        let encoded = STANDARD.encode([&[ED25519][..], self.key.as_bytes()].concat());
        format!("{}+{}+{encoded}", self.name, to_hex(&self.key_id()))
    }

    /// Reads [`Self::to_text`].
    ///
    /// # Errors
    /// It is no such line, or its id is another's.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let (name, rest) = text.trim().split_once('+').ok_or(Refusal::Key)?;
        let (id, encoded) = rest.split_once('+').ok_or(Refusal::Key)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| Refusal::Key)?;
        let public: &[u8; 32] = match bytes.split_first() {
            Some((&ED25519, public)) => public.try_into().map_err(|_| Refusal::Key)?,
            _ => return Err(Refusal::Key),
        };
        let key = Self::new(name, public)?;
        if to_hex(&key.key_id()) == id {
            Ok(key)
        } else {
            Err(Refusal::Key)
        }
    }

    /// Checks this key's signature on a note. Those of other keys are passed over.
    ///
    /// # Errors
    /// There is none, or one that is false.
    pub fn verify(&self, note: &Note) -> Result<(), Refusal> {
        let id = self.key_id();
        let own = note
            .signatures
            .iter()
            .filter(|one| one.name == self.name && one.key_id == id);
        let mut signed = false;
        for one in own {
            let signature =
                ed25519_dalek::Signature::from_slice(&one.signature).map_err(|_| Refusal::False(self.name.clone()))?;
            self.key
                .verify_strict(note.text.as_bytes(), &signature)
                .map_err(|_| Refusal::False(self.name.clone()))?;
            signed = true;
        }
        if signed {
            Ok(())
        } else {
            Err(Refusal::NotSigned(self.name.clone()))
        }
    }
}
