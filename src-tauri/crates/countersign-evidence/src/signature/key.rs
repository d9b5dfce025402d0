//! A signer whose key is in memory.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

use super::certificate::{KeyKind, Parts};
use super::{Certificate, Signer};
use crate::EvidenceError;

/// Most certificates and bytes of certificates that fit the place of a signature.
const CHAIN_MAX: usize = 12 * 1024;

enum Key {
    P256(SigningKey),
    Rsa(Box<RsaKeyPair>),
}

/// A certificate with its key.
pub struct KeySigner {
    chain: Vec<Vec<u8>>,
    certificate: Certificate,
    key: Key,
}

impl std::fmt::Debug for KeySigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeySigner")
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

impl KeySigner {
    /// Takes certificates (DER, the signer's own first) and the key of the first (PKCS#8, DER).
    ///
    /// # Errors
    /// [`EvidenceError::Signature`] for keys other than P-256 and RSA of 2048 to 4096 bits, a key that is not
    /// the certificate's, and more certificates than fit.
    pub fn new(chain: Vec<Vec<u8>>, pkcs8: &[u8]) -> Result<Self, EvidenceError> {
        let refused = |why: &str| EvidenceError::Signature(why.to_owned());
        if chain.iter().map(Vec::len).sum::<usize>() > CHAIN_MAX {
            return Err(refused("its certificates are more than fit into the file"));
        }
        let own = chain.first().map(Vec::as_slice).unwrap_or_default();
        let (Some(certificate), Some(parts)) = (Certificate::read(own), Parts::of(own)) else {
            return Err(refused("its certificate is damaged, or its key neither P-256 nor RSA"));
        };
        let (key, public) = match parts.kind {
            KeyKind::P256 => {
                let key = SigningKey::from_pkcs8_der(pkcs8)
                    .map_err(|_| refused("its key is not the P-256 key it should be"))?;
                let public = key.verifying_key().to_encoded_point(false).as_bytes().to_vec();
                (Key::P256(key), public)
            }
            KeyKind::Rsa => {
                let key = RsaKeyPair::from_pkcs8(pkcs8)
                    .map_err(|_| refused("its key is not an RSA key of 2048 to 4096 bits"))?;
                let public = key.public().as_ref().to_vec();
                (Key::Rsa(Box::new(key)), public)
            }
        };
        if public != parts.public {
            return Err(refused("its key does not belong to its certificate"));
        }
        Ok(Self {
            certificate,
            chain,
            key,
        })
    }

    /// What the certificate says.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }
}

impl Signer for KeySigner {
    fn chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, EvidenceError> {
        match &self.key {
            Key::P256(key) => {
                let signature: Signature = key.sign(message);
                let signature = signature.normalize_s().unwrap_or(signature);
                Ok(signature.to_der().as_bytes().to_vec())
            }
            Key::Rsa(key) => {
                let mut out = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut out)
                    .map_err(|_| EvidenceError::Signature("its key cannot be used".into()))?;
                Ok(out)
            }
        }
    }
}
