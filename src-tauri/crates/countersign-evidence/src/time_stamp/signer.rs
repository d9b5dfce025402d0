//! Who signed a time stamp, and whether the signature holds (RFC 5652 §5.4, RFC 3161 §2.4.2, RFC 5816).

use chrono::{DateTime, Utc};
use cms::cert::CertificateChoices;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::OctetString;
use der::oid::ObjectIdentifier;
use der::{Decode, Encode};
use ring::{digest, signature};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{ExtendedKeyUsage, SubjectKeyIdentifier};

use super::answer::STATEMENT;
use super::{Refusal, SHA256};
use crate::root::Hash;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");
const TIME_STAMPING: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.8");
const SHA384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");
const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_SHA256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
const ECDSA_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = oid("1.3.132.0.34");

/// Checks the one signature over `content`, made at `at`. Answers the name in the certificate, and its hash.
pub(super) fn check(signed: &SignedData, content: &[u8], at: DateTime<Utc>) -> Result<(String, Hash), Refusal> {
    let [signer] = signed.signer_infos.0.as_slice() else {
        return Err(Refusal::Form("it is not signed by exactly one certificate".into()));
    };
    let certificate = certificate_of(signed, signer).ok_or(Refusal::Certificate)?;
    let encoded = certificate.to_der()?;
    let name = certificate.tbs_certificate.subject.to_string();
    if !is_for_time_stamps(certificate)? || !was_valid(certificate, at) {
        return Err(Refusal::Purpose(name));
    }
    let algorithm = match signer.digest_alg.oid {
        SHA256 => &digest::SHA256,
        SHA384 => &digest::SHA384,
        SHA512 => &digest::SHA512,
        other => return Err(Refusal::Algorithm(other.to_string())),
    };
    let attribute = |wanted: ObjectIdentifier| {
        let all = signer.signed_attrs.as_ref()?;
        let mut found = all.iter().filter(|one| one.oid == wanted);
        let one = found.next().filter(|one| one.values.len() == 1)?;
        // Twice the same attribute could be read in two ways.
        if found.next().is_some() {
            None
        } else {
            one.values.get(0)
        }
    };
    let is_statement = attribute(CONTENT_TYPE)
        .and_then(|value| value.decode_as::<ObjectIdentifier>().ok())
        .is_some_and(|kind| kind == STATEMENT);
    let digest = attribute(MESSAGE_DIGEST).and_then(|value| value.decode_as::<OctetString>().ok());
    let fits = digest.is_some_and(|kept| kept.as_bytes() == digest::digest(algorithm, content).as_ref());
    if !is_statement || !fits {
        return Err(Refusal::False);
    }
    // The hash of the certificate stands in what is signed, so that no other can be put in its place.
    let names = |value: Option<&der::Any>, hash: &[u8]| {
        value.is_some_and(|value| value.value().windows(hash.len()).any(|window| window == hash))
    };
    let (sha1, sha2) = (
        digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, &encoded),
        digest::digest(&digest::SHA256, &encoded),
    );
    if !names(attribute(SIGNING_CERTIFICATE_2), sha2.as_ref())
        && !names(
            attribute(SIGNING_CERTIFICATE_2),
            digest::digest(&digest::SHA512, &encoded).as_ref(),
        )
        && !names(attribute(SIGNING_CERTIFICATE), sha1.as_ref())
    {
        return Err(Refusal::Certificate);
    }
    // What is signed is the set of attributes, under the tag of a set.
    let message = signer.signed_attrs.to_der()?;
    verify(certificate, signer, &message)?;
    let hash = Hash::try_from(sha2.as_ref()).map_err(|_| Refusal::Certificate)?;
    Ok((name, hash))
}

fn certificate_of<'a>(signed: &'a SignedData, signer: &SignerInfo) -> Option<&'a Certificate> {
    let all = signed.certificates.as_ref()?.0.iter();
    let mut all = all.filter_map(|one| match one {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    all.find(|one| {
        let own = &one.tbs_certificate;
        match &signer.sid {
            SignerIdentifier::IssuerAndSerialNumber(named) => {
                own.issuer == named.issuer && own.serial_number == named.serial_number
            }
            SignerIdentifier::SubjectKeyIdentifier(named) => own
                .get::<SubjectKeyIdentifier>()
                .is_ok_and(|found| found.is_some_and(|(_, id)| id == *named)),
        }
    })
}

fn is_for_time_stamps(certificate: &Certificate) -> Result<bool, Refusal> {
    let usage = certificate.tbs_certificate.get::<ExtendedKeyUsage>()?;
    Ok(usage.is_some_and(|(_, usage)| usage.0 == [TIME_STAMPING]))
}

fn was_valid(certificate: &Certificate, at: DateTime<Utc>) -> bool {
    let validity = &certificate.tbs_certificate.validity;
    let seconds = |time: &x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs());
    let (from, to) = (seconds(&validity.not_before), seconds(&validity.not_after));
    from.is_ok_and(|from| from <= at.timestamp()) && to.is_ok_and(|to| at.timestamp() <= to)
}

fn verify(certificate: &Certificate, signer: &SignerInfo, message: &[u8]) -> Result<(), Refusal> {
    let public = &certificate.tbs_certificate.subject_public_key_info;
    let curve = || {
        let parameters = public.algorithm.parameters.as_ref()?;
        ObjectIdentifier::from_der(&parameters.to_der().ok()?).ok()
    };
    let algorithm: &dyn signature::VerificationAlgorithm =
        match (signer.signature_algorithm.oid, signer.digest_alg.oid, curve()) {
            (RSA | RSA_SHA256, SHA256, _) => &signature::RSA_PKCS1_2048_8192_SHA256,
            (RSA | RSA_SHA384, SHA384, _) => &signature::RSA_PKCS1_2048_8192_SHA384,
            (RSA | RSA_SHA512, SHA512, _) => &signature::RSA_PKCS1_2048_8192_SHA512,
            (ECDSA_SHA256, _, Some(P256)) => &signature::ECDSA_P256_SHA256_ASN1,
            (ECDSA_SHA384, _, Some(P256)) => &signature::ECDSA_P256_SHA384_ASN1,
            (ECDSA_SHA256, _, Some(P384)) => &signature::ECDSA_P384_SHA256_ASN1,
            (ECDSA_SHA384, _, Some(P384)) => &signature::ECDSA_P384_SHA384_ASN1,
            (other, _, _) => return Err(Refusal::Algorithm(other.to_string())),
        };
    signature::UnparsedPublicKey::new(algorithm, public.subject_public_key.raw_bytes())
        .verify(message, signer.signature.as_bytes())
        .map_err(|_| Refusal::False)
}
