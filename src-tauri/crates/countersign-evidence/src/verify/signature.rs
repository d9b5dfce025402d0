//! Checks the signature in the file with the certificate that is in it as well.
//!
//! Whether that certificate is the organization's, no file can say by itself: its hash is reported.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::layout::{Layout, hash_on, io, read_at};
use super::{Step, VerifyReport};
use crate::EvidenceError;
use crate::pdf::signature::{HEAD, HOLE_LENGTH, read};
use crate::record::{Document, Embedded, parse};
use crate::root::Hash;
use crate::signature::{SIGNED_WITH, cms};

const PLACE: &str = "signature";

/// Notes who signed, and each way in which the signature does not hold.
pub(super) fn check(path: &Path, layout: &Layout, report: &mut VerifyReport) -> Result<(), EvidenceError> {
    let Some(hole) = layout.hole() else {
        return Ok(());
    };
    let mut file = File::open(path).map_err(|source| io(path, source))?;
    report.step = Step::Signature;
    let size = layout.size;
    let place = read_at(&mut file, hole.offset, hole.length).map_err(|source| io(path, source))?;
    let digest = digest(&mut file, hole.offset, size).map_err(|source| io(path, source))?;
    let Some(mut found) = read(&place).and_then(|bytes| cms::check(&bytes, &digest)) else {
        report.error(
            PLACE,
            "The signature was changed, or it is not one of Countersign\u{2019}s.",
        );
        return Ok(());
    };
    let head = layout
        .span(HEAD)
        .map(|span| read_at(&mut file, span.offset, span.length));
    let head = head.transpose().map_err(|source| io(path, source))?.unwrap_or_default();
    let behind = hole.offset + HOLE_LENGTH;
    let range = format!("/ByteRange[0 {} {behind} {}]", hole.offset, size.saturating_sub(behind));
    let covers = head.windows(range.len()).any(|window| window == range.as_bytes());
    found.whole_file = covers && layout.behind == 0;
    if !found.intact {
        report.error(
            PLACE,
            format!(
                "The file is not what {} signed: it was changed afterwards, or the signature was made for another file.",
                found.certificate.subject
            ),
        );
    } else if !covers {
        report.error(PLACE, "The signature covers a part of the file only.");
    } else {
        let reach = match layout.behind {
            0 => String::new(),
            _ => format!(" over the first {size} bytes"),
        };
        report.checked.push(format!(
            "the signature of {} (certificate SHA-256 {}){reach}",
            found.certificate.subject, found.certificate.sha256
        ));
    }
    if found.certificate.self_signed {
        report.note(
            PLACE,
            format!(
                "Nobody stands behind the certificate but {} itself. Compare its SHA-256 with the one the organization \
                 gave you by another way: {}",
                found.certificate.subject, found.certificate.sha256
            ),
        );
    }
    report.signature = Some(found);
    Ok(())
}

/// Holds the signature against what the document says of it, so that it cannot be taken off.
pub(super) fn compare(path: &Path, layout: &Layout, report: &mut VerifyReport) {
    report.step = Step::Signature;
    let mut stated = None;
    let read = Embedded::within(path, layout, false).and_then(|embedded| {
        embedded.head(&mut |part, line, json| {
            if part == 0 {
                let document: Document = parse(line, json)?;
                stated = document.further.into_iter().find(|one| one.name == SIGNED_WITH);
            }
            Ok(())
        })
    });
    // A record that cannot be read was reported already.
    let (Ok(()), Some(stated)) = (read, stated) else {
        return;
    };
    match &report.signature {
        None if report.redacted => report.note(PLACE, "The full document is signed; this redacted form of it is not."),
        None => report.error(
            PLACE,
            "The document says that it is signed, and it is not: its signature was taken off.",
        ),
        Some(found) if found.certificate.sha256 != stated.value => report.error(
            PLACE,
            "The document says that it is signed with another certificate than the one in its signature.",
        ),
        Some(_) => {}
    }
}

/// SHA-256 over the file without the hole.
fn digest(file: &mut File, hole: u64, size: u64) -> std::io::Result<Hash> {
    let mut sha = Sha256::new();
    let mut room = vec![0; 256 * 1024];
    file.seek(SeekFrom::Start(0))?;
    hash_on(file, hole, &mut room, &mut sha)?;
    file.seek(SeekFrom::Start(hole + HOLE_LENGTH))?;
    hash_on(file, size.saturating_sub(hole + HOLE_LENGTH), &mut room, &mut sha)?;
    Ok(sha.finalize().into())
}
