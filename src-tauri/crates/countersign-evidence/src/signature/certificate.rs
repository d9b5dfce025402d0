//! What a certificate says, and what its key signed.

use chrono::{DateTime, Utc};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, Signature, VerifyingKey};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use x509_cert::der::Decode;
use x509_cert::name::Name;
use x509_cert::time::{Time, Validity};

use super::der::{BITS, CONTEXT_0, INTEGER, OID, Reader, SEQUENCE};
use crate::root::to_hex;

/// `1.2.840.10045.2.1`, an elliptic curve; `1.2.840.10045.3.1.7`, which one; `1.2.840.113549.1.1.1`.
const CURVE: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
const P256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];

/// The keys that evidence is signed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyKind {
    /// ECDSA over NIST P-256.
    P256,
    /// RSA, PKCS#1 v1.5.
    Rsa,
}

/// What stands in a certificate, as far as a reader of evidence asks for it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// Whose it is (RFC 4514).
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// Issuer and subject are the same: nobody else stands behind it.
    pub self_signed: bool,
    /// SHA-256 of the certificate, hex; to compare with what the organization says by another way.
    pub sha256: String,
    /// Serial number, hex.
    pub serial: String,
    /// Valid from.
    pub not_before: DateTime<Utc>,
    /// Valid until.
    pub not_after: DateTime<Utc>,
    /// Kind of its key.
    pub key: KeyKind,
}

/// The parts of a certificate that a signature refers to, as they stand in it.
pub(super) struct Parts<'a> {
    pub(super) serial: &'a [u8],
    pub(super) issuer: &'a [u8],
    validity: &'a [u8],
    subject: &'a [u8],
    pub(super) kind: KeyKind,
    pub(super) public: &'a [u8],
}

impl<'a> Parts<'a> {
    pub(super) fn of(certificate: &'a [u8]) -> Option<Self> {
        let mut outer = Reader(certificate);
        let mut inner = outer.inside(SEQUENCE)?.inside(SEQUENCE)?;
        if !outer.0.is_empty() {
            return None;
        }
        inner.take(CONTEXT_0);
        let serial = inner.take(INTEGER)?.whole;
        inner.take(SEQUENCE)?;
        let issuer = inner.take(SEQUENCE)?.whole;
        let validity = inner.take(SEQUENCE)?.whole;
        let subject = inner.take(SEQUENCE)?.whole;
        let mut key = inner.inside(SEQUENCE)?;
        let mut algorithm = key.inside(SEQUENCE)?;
        let kind = match algorithm.take(OID)?.content {
            RSA => KeyKind::Rsa,
            CURVE if algorithm.take(OID)?.content == P256 => KeyKind::P256,
            _ => return None,
        };
        let (unused, public) = key.take(BITS)?.content.split_first()?;
        (*unused == 0).then_some(Self {
            serial,
            issuer,
            validity,
            subject,
            kind,
            public,
        })
    }

    /// Whether the key of this certificate made `signature` over `message`.
    pub(super) fn made(&self, message: &[u8], signature: &[u8]) -> bool {
        match self.kind {
            KeyKind::Rsa => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.public)
                .verify(message, signature)
                .is_ok(),
            KeyKind::P256 => {
                let key = VerifyingKey::from_sec1_bytes(self.public);
                let read = DerSignature::from_bytes(signature).and_then(Signature::try_from);
                match (key, read) {
                    // Of the two forms that fit, only the lower is ours, so that no bit can be changed.
                    (Ok(key), Ok(read)) => read.normalize_s().is_none() && key.verify(message, &read).is_ok(),
                    _ => false,
                }
            }
        }
    }
}

impl Certificate {
    /// The issuer's name as it stands in a certificate.
    pub(super) fn issuer_of(der: &[u8]) -> Option<Vec<u8>> {
        names_of(der).map(|(issuer, _)| issuer.to_vec())
    }

    /// The subject's name as it stands in a certificate.
    pub(super) fn subject_of(der: &[u8]) -> Option<Vec<u8>> {
        names_of(der).map(|(_, subject)| subject.to_vec())
    }

    /// Reads a certificate in DER; none when it is damaged or its key is of another kind than [`KeyKind`].
    #[must_use]
    pub fn read(der: &[u8]) -> Option<Self> {
        let parts = Parts::of(der)?;
        let validity = Validity::from_der(parts.validity).ok()?;
        let name = |bytes: &[u8]| Name::from_der(bytes).ok().map(|name| name.to_string());
        let serial = x509_cert::der::asn1::UintRef::from_der(parts.serial).ok();
        Some(Self {
            subject: name(parts.subject)?,
            issuer: name(parts.issuer)?,
            self_signed: parts.subject == parts.issuer,
            sha256: to_hex(&Sha256::digest(der)),
            serial: serial.map_or_else(|| to_hex(parts.serial), |number| to_hex(number.as_bytes())),
            not_before: moment(validity.not_before)?,
            not_after: moment(validity.not_after)?,
            key: parts.kind,
        })
    }
}

fn moment(time: Time) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(i64::try_from(time.to_unix_duration().as_secs()).ok()?, 0)
}

/// Issuer and subject, whatever the kind of its key: an authority's may be one that cannot sign here.
fn names_of(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut inner = Reader(der).inside(SEQUENCE)?.inside(SEQUENCE)?;
    inner.take(CONTEXT_0);
    inner.take(INTEGER)?;
    inner.take(SEQUENCE)?;
    let issuer = inner.take(SEQUENCE)?.whole;
    inner.take(SEQUENCE)?;
    Some((issuer, inner.take(SEQUENCE)?.whole))
}
