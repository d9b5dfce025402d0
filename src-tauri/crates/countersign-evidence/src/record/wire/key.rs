//! The key of one document: it salts what is withheld, and names people without naming them.

use sha2::{Digest, Sha256};

use crate::root::{Hash, from_hex, to_hex};

/// HMAC-SHA-256 (RFC 2104) with one key, ready to be used for many short texts.
#[derive(Clone)]
pub(crate) struct DocumentKey {
    inner: Sha256,
    outer: Sha256,
}

impl DocumentKey {
    pub(crate) fn new(key: &Hash) -> Self {
        let pad = |with: u8| {
            let mut block = [with; 64];
            block.iter_mut().zip(key).for_each(|(slot, byte)| *slot ^= byte);
            Sha256::new().chain_update(block)
        };
        Self {
            inner: pad(0x36),
            outer: pad(0x5c),
        }
    }

    /// The key that a document states as 64 hex digits. A document without one is no secret to anybody: its key
    /// follows from its id, and it cannot be redacted.
    pub(crate) fn of(stated: &str, document_id: &str) -> Self {
        let open = || Sha256::digest([b"countersign open document ", document_id.as_bytes()].concat()).into();
        Self::new(&from_hex(stated).unwrap_or_else(open))
    }

    fn mac(&self, text: &[u8]) -> Hash {
        let inner = self.inner.clone().chain_update(text).finalize();
        self.outer.clone().chain_update(inner).finalize().into()
    }

    /// What the personal part of a line is salted with.
    pub(crate) fn salt(&self, line: u64) -> [u8; 16] {
        let mut salt = [0; 16];
        salt.copy_from_slice(&self.mac(&line.to_be_bytes())[..16]);
        salt
    }

    /// Hash of the personal part of a line, salted.
    pub(crate) fn withhold(&self, line: u64, personal: &[u8]) -> Hash {
        Sha256::new()
            .chain_update(self.salt(line))
            .chain_update(personal)
            .finalize()
            .into()
    }

    /// `p-` and twelve hex digits: the same for the same person within one document, and in no other.
    pub(crate) fn pseudonym(&self, person: &[u8]) -> String {
        format!("p-{}", to_hex(&self.mac(person)[..6]))
    }
}

/// The key of a document, 64 hex digits: HMAC-SHA-256 of its id under what only the store knows, also as hex. None
/// where `secret` is not 64 hex digits.
pub fn document_key(secret: &str, document_id: &str) -> Option<String> {
    let key = DocumentKey::new(&from_hex(secret)?);
    Some(to_hex(&key.mac(document_id.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_that_of_rfc_4231() {
        // Test case 2, whose key is shorter than ours: padded with zeros it is the same key.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        assert_eq!(
            to_hex(&DocumentKey::new(&key).mac(b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_pseudonym_belongs_to_one_person_in_one_document() {
        let (one, other) = (DocumentKey::new(&[1; 32]), DocumentKey::new(&[2; 32]));
        assert_eq!(one.pseudonym(b"anna"), one.pseudonym(b"anna"));
        assert_ne!(one.pseudonym(b"anna"), one.pseudonym(b"bert"));
        assert_ne!(one.pseudonym(b"anna"), other.pseudonym(b"anna"));
        assert_ne!(one.withhold(1, b"{}"), one.withhold(2, b"{}"));
    }
}
