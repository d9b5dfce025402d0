//! Makes the redacted form of a document: the same root, personal data withheld.

use std::path::Path;

use super::{ExportReport, Progress, by, export_whole};
use crate::record::{EmbeddedPackage, EmbeddedRecord, EmbeddedReport, Evidence, Kind, OfPackage, OfReport, OfReview};
use crate::verify::{Depth, VerifyOptions, VerifyReport, verify};
use crate::{EvidenceError, Signer};

/// What came of a redaction.
#[derive(Debug)]
pub enum Redaction {
    /// The redacted form was written.
    Written(Box<ExportReport>),
    /// The file does not verify, so nothing was made from it.
    Invalid(Box<VerifyReport>),
}

/// Writes the redacted form of the document at `path` to `out`, signed where a signer is given. `progress` is as for [`crate::export`].
///
/// # Errors
/// As for [`crate::export`]; [`EvidenceError::NoKey`] where the document has none of its own.
pub fn redact(
    path: &Path,
    out: &Path,
    signer: Option<&dyn Signer>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Redaction, EvidenceError> {
    let options = VerifyOptions {
        depth: Depth::Record,
        ..VerifyOptions::default()
    };
    let report = verify(path, &options)?;
    if !report.valid {
        return Ok(Redaction::Invalid(Box::new(report)));
    }
    let export = match report.kind.unwrap_or_default() {
        Kind::AccessReview => {
            keyed(&OfReview(&EmbeddedRecord::open(path)?), report.redacted)?;
            export_whole(
                &OfReview(&EmbeddedRecord::open_redacted(path)?),
                out,
                by(signer),
                progress,
            )?
        }
        Kind::AccessPackage => {
            keyed(&OfPackage(&EmbeddedPackage::open(path)?), report.redacted)?;
            export_whole(
                &OfPackage(&EmbeddedPackage::open_redacted(path)?),
                out,
                by(signer),
                progress,
            )?
        }
        Kind::Exception | Kind::Period | Kind::Sample => {
            keyed(&OfReport(&EmbeddedReport::open(path)?), report.redacted)?;
            export_whole(
                &OfReport(&EmbeddedReport::open_redacted(path)?),
                out,
                by(signer),
                progress,
            )?
        }
    };
    // The root is the point of it; a difference would be a fault of the program.
    if Some(&export.root) != report.root.as_ref() {
        return Err(EvidenceError::Moved("the redacted form has another root"));
    }
    Ok(Redaction::Written(Box::new(export)))
}

/// What is redacted already stays so; a full document needs a key of its own.
fn keyed(evidence: &dyn Evidence, redacted: bool) -> Result<(), EvidenceError> {
    if redacted || crate::root::from_hex(&evidence.document().document_key).is_some() {
        Ok(())
    } else {
        Err(EvidenceError::NoKey)
    }
}
