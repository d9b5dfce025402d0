//! The digital signature of a file: PAdES baseline B-B, with the key behind a trait.
//!
//! - [`Signer`] is a certificate and whatever can sign with its key; [`KeySigner`] has the key in memory.
//! - `cms` writes the signature as RFC 5652 has it and takes it apart again, `certificate` reads what a
//!   certificate says and checks a signature with its key.

mod certificate;
pub(crate) mod cms;
mod der;
mod key;
mod pkcs12;

use crate::EvidenceError;
pub use certificate::{Certificate, KeyKind};
pub use key::KeySigner;
pub use pkcs12::{Credential, PKCS12_MAX, WRONG_PASSWORD, read_pkcs12};

/// Name of the setting under which a document says who signs it.
pub const SIGNED_BY: &str = "Signed by";
/// Name of the setting under which a document says with which certificate: its SHA-256, hex. Such a document is
/// not valid without that signature.
pub const SIGNED_WITH: &str = "SHA-256 of the signing certificate";

/// Somebody who signs evidence.
pub trait Signer {
    /// Certificates in DER: the signer's own first, then those that stand behind it.
    fn chain(&self) -> &[Vec<u8>];

    /// Signs a message with SHA-256: an ASN.1 ECDSA signature for a P-256 key, PKCS#1 v1.5 for RSA. The
    /// same message must give the same signature, or evidence of the same record differs.
    ///
    /// # Errors
    /// [`EvidenceError::Signature`] when the key cannot be used.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, EvidenceError>;
}

/// What the signature of a file says, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignatureReport {
    /// Who signed, as the certificate names them.
    pub certificate: Certificate,
    /// The signature fits the bytes it covers and the certificate inside.
    pub intact: bool,
    /// It covers every byte of the file except its own place.
    pub whole_file: bool,
}
