//! The redacted form of a document, made from the full one alone; and the key that makes it possible.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use countersign_evidence::{ExportReport, Progress, Redaction, Signer};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Open;
use crate::job::export::stopped;
use crate::{Desk, Problem};

/// The use of the store's secret.
const EVIDENCE: &str = "evidence";

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct RedactInput {
    /// The full document.
    pub path: PathBuf,
    /// The PDF to write.
    pub out: PathBuf,
    /// A file of that name may be replaced; otherwise it is left alone and named in a problem.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

/// What was written.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Redacted {
    pub path: String,
    /// The root of the full document, and of this one.
    pub root: String,
    pub sha256: String,
    pub pages: u32,
    pub bytes: i64,
}

/// Needs no store: the key stands in the full document.
pub(crate) fn redact(_desk: &Arc<Desk>, input: RedactInput) -> Result<Redacted, Problem> {
    if input.out.exists() && !input.replace {
        return Err(Problem::new(format!("{} is there already.", input.out.display()))
            .code("exists")
            .field("out"));
    }
    let report = written(&input.path, &input.out, None, &mut |_| true)?;
    Ok(Redacted {
        path: input.out.to_string_lossy().into_owned(),
        root: report.root,
        sha256: report.sha256,
        pages: report.pages,
        bytes: i64::try_from(report.bytes).unwrap_or(i64::MAX),
    })
}

fn written(
    path: &Path,
    out: &Path,
    signer: Option<&dyn Signer>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, Problem> {
    match countersign_evidence::redact(path, out, signer, progress).map_err(stopped)? {
        Redaction::Written(report) => Ok(*report),
        Redaction::Invalid(report) => {
            let first = report
                .findings
                .first()
                .map(|one| one.message.clone())
                .unwrap_or_default();
            Err(
                Problem::new(format!("{} is not valid evidence: {first}", path.display()))
                    .code("invalid")
                    .field("path")
                    .hint("Check it, and redact the document as it was written."),
            )
        }
    }
}

/// Writes the full document to a path.
type Export<'e> = &'e mut dyn FnMut(&Path, &mut dyn FnMut(Progress) -> bool) -> Result<ExportReport, Problem>;

/// Writes by `export`, to `path` itself or, where the profile asks for it, to a file beside it that is redacted to `path`.
pub(crate) fn unless_full(
    profile: Option<&str>,
    path: &Path,
    signer: Option<&dyn Signer>,
    progress: &mut dyn FnMut(Progress) -> bool,
    export: Export<'_>,
) -> Result<ExportReport, Problem> {
    match profile {
        None | Some("full") => export(path, progress),
        Some("redacted") => {
            let full = path.with_extension("full.part");
            let report = export(&full, progress).and_then(|_| written(&full, path, signer, progress));
            // The error that counts is the one above.
            let _ = fs::remove_file(&full);
            report
        }
        Some(_) => Err(Problem::new("A profile is full or redacted.")
            .code("usage")
            .field("profile")),
    }
}

/// The key of a document: from a secret of the store and the document's id, so that the same record gives the same bytes.
pub(crate) fn document_key(open: &Open, document_id: &str) -> Result<String, Problem> {
    let secret = crate::secret::drawn(open, EVIDENCE)?;
    secret
        .and_then(|secret| countersign_evidence::document_key(&secret, document_id))
        .ok_or_else(|| Problem::new("The store does not hold the secret that evidence is keyed with.").code("damaged"))
}
