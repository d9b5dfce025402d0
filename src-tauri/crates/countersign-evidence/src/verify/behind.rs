//! What another program put behind the seal: it makes the file invalid, and the reader must know whose it is.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier};
use der::{Decode, Encode};
use sha2::{Digest, Sha256};

use super::layout::{Layout, io};
use super::{Severity, Step, VerifyReport};
use crate::EvidenceError;
use crate::root::to_hex;
use crate::signature::cms::length;

const PLACE: &str = "behind the seal";
/// So many bytes of what was added are looked through for signatures.
const LOOKED_THROUGH: u64 = 16 * 1024 * 1024;
/// Signatures that are named; a file has one or two.
const NAMED: usize = 8;
/// Longest signature in hexadecimal digits.
const DIGITS_MAX: usize = 256 * 1024;

/// Notes that something was added, and who signed it.
pub(super) fn check(path: &Path, layout: &Layout, report: &mut VerifyReport) -> Result<(), EvidenceError> {
    if layout.behind == 0 {
        return Ok(());
    }
    let (from, bytes) = (layout.size, layout.behind);
    report.step = Step::Seal;
    report.error(
        PLACE,
        format!(
            "The file goes on behind its seal: {bytes} bytes from byte {from} on. Another program saved or signed it \
             again, or something was appended to it."
        ),
    );
    report.step = Step::Signature;
    let mut added = Vec::new();
    let mut file = File::open(path).map_err(|source| io(path, source))?;
    file.seek(SeekFrom::Start(from)).map_err(|source| io(path, source))?;
    file.take(LOOKED_THROUGH)
        .read_to_end(&mut added)
        .map_err(|source| io(path, source))?;
    for signature in signatures(&added).take(NAMED) {
        let reach = match signature.reach {
            Some(end) => format!("covers the file up to byte {end}"),
            None => "does not say what it covers".to_owned(),
        };
        report.note(
            PLACE,
            format!(
                "A signature of {} was added there. It {reach}, was not made with the evidence and is not checked here.",
                signature.by
            ),
        );
    }
    report.step = Step::Seal;
    Ok(())
}

/// Says at the end whether the evidence before the additions stands.
pub(super) fn judge(layout: &Layout, report: &mut VerifyReport) {
    if layout.behind == 0 {
        return;
    }
    let other = |one: &super::Finding| one.severity == Severity::Error && one.place != PLACE;
    let stands = !report.findings.iter().any(other);
    let before = layout.size;
    report.step = Step::Record;
    report.note(
        "the whole",
        if stands {
            format!("The {before} bytes before it are as they were sealed: the record in them stands.")
        } else {
            format!("The record in the {before} bytes before it does not stand either.")
        },
    );
}

struct Added {
    by: String,
    /// The end of what it covers.
    reach: Option<u64>,
}

/// Signatures as incremental updates hold them: their values stand in the open, in hexadecimal digits.
fn signatures(added: &[u8]) -> impl Iterator<Item = Added> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let key = b"/Contents";
            let found = at + added[at..].windows(key.len()).position(|window| window == key)?;
            at = found + key.len();
            if let Some(by) = signer(&added[at..]) {
                let reach = reach(&added[found.saturating_sub(4096)..(at + 1024).min(added.len())])
                    .or_else(|| reach(&added[at..]));
                return Some(Added { by, reach });
            }
        }
    })
}

/// The end of the second stretch of a range `[0 a b c]`.
fn reach(text: &[u8]) -> Option<u64> {
    let key = b"/ByteRange";
    let at = text.windows(key.len()).position(|window| window == key)? + key.len();
    let text = std::str::from_utf8(
        text.get(at..(at + 200).min(text.len()))?
            .split(|byte| *byte == b']')
            .next()?,
    )
    .ok()?;
    let mut numbers = text.trim().strip_prefix('[')?.split_whitespace().map(str::parse::<u64>);
    let [_, _, from, bytes] = [
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
    ];
    from.checked_add(bytes)
}

/// Whose signature the digits behind `/Contents` are; none where they are none.
fn signer(text: &[u8]) -> Option<String> {
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let digits = text[start..].strip_prefix(b"<")?;
    let end = digits.iter().take(DIGITS_MAX).position(|byte| *byte == b'>')?;
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Vec<u8> = digits[..end].chunks_exact(2).map(pair).collect::<Option<_>>()?;
    let signed = bytes.get(..length(&bytes)?)?;
    let signed = ContentInfo::from_der(signed).ok()?.content;
    let signed: SignedData = signed.decode_as().ok()?;
    let wanted = &signed.signer_infos.0.as_slice().first()?.sid;
    let certificates = signed.certificates.as_ref()?.0.iter();
    let certificates = certificates.filter_map(|one| match one {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    let mut all = certificates.clone();
    let own = match wanted {
        SignerIdentifier::IssuerAndSerialNumber(id) => all.find(|one| {
            one.tbs_certificate.issuer == id.issuer && one.tbs_certificate.serial_number == id.serial_number
        }),
        SignerIdentifier::SubjectKeyIdentifier(_) => all.next(),
    }?;
    let name = &own.tbs_certificate.subject;
    let sha256 = to_hex(&Sha256::digest(own.to_der().ok()?));
    Some(format!("{name} (certificate SHA-256 {sha256})"))
}
