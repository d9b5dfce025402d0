//! Acknowledging: the receiver says that a file was opened, in a way that only whoever opened it can.

use ring::hmac::{HMAC_SHA256, Key, sign, verify};

use crate::name::sha256;
use crate::{Control, Exchange, ExchangeProblem, FileId, Inbox};

const MAGIC: &[u8; 8] = b"CSACKN\0\x01";
const LENGTH: usize = 8 + 32;
const PROOF: &[u8] = b"countersign exchange 1 proof\0";

/// What only those know who sealed or opened a file: made of what is inside it. The place sees neither.
#[derive(Clone)]
pub struct Proof(Key);

impl Proof {
    /// Of the bytes that were sealed.
    pub fn of(opened: &[u8]) -> Self {
        let secret = sha256(&[PROOF, &sha256(opened)].concat());
        Self(Key::new(HMAC_SHA256, &secret))
    }

    /// Of the SHA-256 of the bytes that were sealed, for who keeps no more of them.
    pub fn of_hash(hash: &[u8; 32]) -> Self {
        let secret = sha256(&[PROOF, hash.as_slice()].concat());
        Self(Key::new(HMAC_SHA256, &secret))
    }
}

impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Proof(…)")
    }
}

fn said(inbox: &Inbox, id: &FileId) -> Vec<u8> {
    [MAGIC.as_slice(), inbox.bytes(), id.as_bytes()].concat()
}

impl Exchange {
    /// Says that a file of this inbox was opened and kept.
    ///
    /// # Errors
    /// The place, or a wish to stop. Saying it twice says nothing more.
    pub async fn acknowledge(
        &self,
        inbox: &Inbox,
        id: &FileId,
        proof: &Proof,
        control: &Control,
    ) -> Result<(), ExchangeProblem> {
        let tag = sign(&proof.0, &said(inbox, id));
        let bytes = [MAGIC.as_slice(), tag.as_ref()].concat();
        self.put(&inbox.acknowledgement(id), &bytes, control).await
    }

    /// Whether whoever it was for has said so. What the place itself writes there counts for nothing.
    ///
    /// # Errors
    /// The place, or a wish to stop.
    pub async fn is_acknowledged(
        &self,
        inbox: &Inbox,
        id: &FileId,
        proof: &Proof,
        control: &Control,
    ) -> Result<bool, ExchangeProblem> {
        let bytes = self.get(&inbox.acknowledgement(id), LENGTH + 1, control).await?;
        let tag = bytes.as_deref().and_then(|bytes| bytes.strip_prefix(MAGIC.as_slice()));
        Ok(tag.is_some_and(|tag| verify(&proof.0, &said(inbox, id), tag).is_ok()))
    }
}
