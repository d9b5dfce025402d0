//! The signature as it stands in the file: CMS SignedData (RFC 5652) with the attributes of CAdES
//! (ETSI EN 319 122-1, 319 142-1 for PDF): content type, message digest, signing certificates.
//!
//! There is one form only. Reading takes out certificates and signature, builds the whole anew and
//! compares, so that no byte of it can be changed unnoticed.

use sha2::{Digest, Sha256};

use super::certificate::{Certificate, KeyKind, Parts};
use super::der::{CONTEXT_0, INTEGER, OCTETS, OID, Reader, SEQUENCE, SET, of, set, value};
use super::{SignatureReport, Signer};
use crate::EvidenceError;
use crate::root::Hash;

const SIGNED: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const PLAIN: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const ECDSA_SHA256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
const RSA_SHA256: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
/// `signingCertificateV2`, RFC 5035.
const CERTIFICATES: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F];

/// Signs a digest of the file.
pub(crate) fn sign(signer: &dyn Signer, digest: &Hash) -> Result<Vec<u8>, EvidenceError> {
    let chain: Vec<&[u8]> = signer.chain().iter().map(Vec::as_slice).collect();
    let unusable = || EvidenceError::Signature("its certificate cannot be read".into());
    let own = Parts::of(chain.first().ok_or_else(unusable)?).ok_or_else(unusable)?;
    let signed = attributes(&chain, digest);
    let signature = signer.sign(&set(SET, signed.clone()))?;
    Ok(whole(&chain, &own, signed, &signature))
}

fn attributes(chain: &[&[u8]], digest: &Hash) -> Vec<Vec<u8>> {
    let attribute = |kind: &[u8], content: &[u8]| of(SEQUENCE, &[&value(OID, kind), &value(SET, content)]);
    let (own, behind) = chain.split_first().unwrap_or((&(&[] as &[u8]), &[]));
    let mut behind = behind.to_vec();
    behind.sort_unstable();
    let mut named = named_by(own);
    behind.iter().for_each(|one| named.extend(named_by(one)));
    vec![
        attribute(CONTENT_TYPE, &value(OID, PLAIN)),
        attribute(MESSAGE_DIGEST, &value(OCTETS, digest)),
        attribute(CERTIFICATES, &value(SEQUENCE, &value(SEQUENCE, &named))),
    ]
}

/// Every certificate is named by its hash, the signer's first: then none can be put in or taken out.
fn named_by(certificate: &[u8]) -> Vec<u8> {
    value(SEQUENCE, &value(OCTETS, &Sha256::digest(certificate)))
}

fn whole(chain: &[&[u8]], own: &Parts<'_>, signed: Vec<Vec<u8>>, signature: &[u8]) -> Vec<u8> {
    let version = value(INTEGER, &[1]);
    let digest = of(SEQUENCE, &[&value(OID, SHA256)]);
    let algorithm = match own.kind {
        KeyKind::P256 => of(SEQUENCE, &[&value(OID, ECDSA_SHA256)]),
        KeyKind::Rsa => of(SEQUENCE, &[&value(OID, RSA_SHA256), &[0x05, 0x00]]),
    };
    let signer = of(
        SEQUENCE,
        &[
            &version,
            &of(SEQUENCE, &[own.issuer, own.serial]),
            &digest,
            &set(CONTEXT_0, signed),
            &algorithm,
            &value(OCTETS, signature),
        ],
    );
    let body = of(
        SEQUENCE,
        &[
            &version,
            &value(SET, &digest),
            &of(SEQUENCE, &[&value(OID, PLAIN)]),
            &set(CONTEXT_0, chain.iter().map(|one| one.to_vec()).collect()),
            &value(SET, &signer),
        ],
    );
    of(SEQUENCE, &[&value(OID, SIGNED), &value(CONTEXT_0, &body)])
}

/// Length of the value at the beginning, with tag and length.
pub(crate) fn length(bytes: &[u8]) -> Option<usize> {
    Reader(bytes).take(SEQUENCE).map(|value| value.whole.len())
}

/// Reads a signature and holds it against the digest of the bytes it covers. `None`: it is not one of ours.
pub(crate) fn check(bytes: &[u8], digest: &Hash) -> Option<SignatureReport> {
    let mut body = Reader(bytes).inside(SEQUENCE)?;
    body.take(OID).filter(|kind| kind.content == SIGNED)?;
    let mut body = body.inside(CONTEXT_0)?.inside(SEQUENCE)?;
    body.take(INTEGER)?;
    body.take(SET)?;
    body.take(SEQUENCE)?;
    let mut list = body.inside(CONTEXT_0)?;
    let mut chain = Vec::new();
    while !list.0.is_empty() {
        chain.push(list.take(SEQUENCE)?.whole);
    }
    let mut signer = body.inside(SET)?.inside(SEQUENCE)?;
    signer.take(INTEGER)?;
    let names = signer.take(SEQUENCE)?.content;
    signer.take(SEQUENCE)?;
    signer.take(CONTEXT_0)?;
    signer.take(SEQUENCE)?;
    let signature = signer.take(OCTETS)?.content;

    let at = chain
        .iter()
        .position(|one| Parts::of(one).is_some_and(|parts| [parts.issuer, parts.serial].concat() == names))?;
    chain[..=at].rotate_right(1);
    let own = Parts::of(chain[0])?;
    let signed = attributes(&chain, digest);
    let message = set(SET, signed.clone());
    Some(SignatureReport {
        certificate: Certificate::read(chain[0])?,
        intact: own.made(&message, signature) && whole(&chain, &own, signed, signature) == bytes,
        whole_file: false,
    })
}
