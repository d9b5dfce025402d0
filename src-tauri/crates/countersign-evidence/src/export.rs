//! Writes the evidence: to a part file first, under its name only when it is whole and on the disk.

mod csv;
pub(crate) mod recorder;
mod redact;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::EvidenceError;
use crate::layout::press::{PageDone, Press, Running};
use crate::page::{self, Facts, moment};
use crate::pdf::catalog::{self, Attachment, Outer};
use crate::pdf::sheet::Sheet;
use crate::pdf::signature::Signing;
use crate::pdf::tail::Tail;
use crate::pdf::typeface;
use crate::pdf::writer::FileWriter;
use crate::record::proof::{PROOF, Proof};
use crate::record::{Counted, Evidence, OfPackage, OfReport, OfReview, PackageSource, RecordSource, ReportSource};
use crate::root::to_hex;
use crate::signature::Signer;
use crate::text::typesetter::Typesetter;
use crate::word::Words;
pub use csv::{field as csv_field, is_formula};
use recorder::Recorder;
pub use redact::{Redaction, redact};

/// How far the export is; both passes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// "measure" or "write".
    pub phase: &'static str,
    /// Items or assignments measured, or pages written.
    pub done: u64,
    /// Items in scope or assignments, or pages in all.
    pub total: u64,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportReport {
    /// Pages.
    pub pages: u32,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Root of the record, hex.
    pub root: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// What was counted.
    pub totals: Counted,
    /// Characters printed as their number.
    pub spelled: u64,
}

/// Exports the record of a review to `path`. `progress` is asked every few hundred rows; answering `false`
/// stops the export.
///
/// # Errors
/// [`EvidenceError::Io`] when the disk refuses, [`EvidenceError::Cancelled`] when stopped, and what the
/// source reports. In every case nothing stands under `path` that was not there before.
pub fn export(
    source: &dyn RecordSource,
    path: &Path,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    export_signed(source, path, None, progress)
}

/// Exports the record of a review and signs the file, where a signer is given. The same record and the same
/// key give the same bytes.
///
/// # Errors
/// As for [`export`], and [`EvidenceError::Signature`].
pub fn export_signed(
    source: &dyn RecordSource,
    path: &Path,
    signer: Option<&dyn Signer>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    export_whole(&OfReview(source), path, by(signer), progress)
}

/// Exports the record of an access package, as [`export`] does a review's.
///
/// # Errors
/// As for [`export`].
pub fn export_package(
    source: &dyn PackageSource,
    path: &Path,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    export_package_signed(source, path, None, progress)
}

/// Exports the record of an access package and signs the file, as [`export_signed`] does a review's.
///
/// # Errors
/// As for [`export_signed`].
pub fn export_package_signed(
    source: &dyn PackageSource,
    path: &Path,
    signer: Option<&dyn Signer>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    export_whole(&OfPackage(source), path, by(signer), progress)
}

fn by(signer: Option<&dyn Signer>) -> Signing<'_> {
    signer.map_or(Signing::None, Signing::By)
}

/// Exports the record of a report, as [`export`] does a review's.
///
/// # Errors
/// As for [`export`].
pub fn export_report(
    source: &dyn ReportSource,
    path: &Path,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    export_report_signed(source, path, None, progress)
}

/// Exports the record of a report and signs the file, as [`export_signed`] does a review's.
///
/// # Errors
/// As for [`export_signed`].
pub fn export_report_signed(
    source: &dyn ReportSource,
    path: &Path,
    signer: Option<&dyn Signer>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    export_whole(&OfReport(source), path, by(signer), progress)
}

fn export_whole(
    evidence: &dyn Evidence,
    path: &Path,
    signing: Signing<'_>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    let part = part_path(path);
    let result = export_part(evidence, &part, signing, progress).and_then(|report| {
        fs::rename(&part, path).map_err(|source| io("putting the file in place", path, source))?;
        sync_folder(path);
        Ok(report)
    });
    if result.is_err() {
        // The error that counts is the one above.
        let _ = fs::remove_file(&part);
    }
    result
}

fn export_part(
    evidence: &dyn Evidence,
    part: &Path,
    signing: Signing<'_>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    let file = File::create(part).map_err(|source| io("making the file", part, source))?;
    let mut out = BufWriter::with_capacity(256 * 1024, file);
    let report = print_to(evidence, &mut out, signing, progress).map_err(|problem| match problem {
        EvidenceError::Write(source) => io("writing the pages", part, source),
        other => other,
    })?;
    let file = out
        .into_inner()
        .map_err(|problem| io("writing the pages", part, problem.into_error()))?;
    file.sync_all()
        .map_err(|source| io("bringing the file to the disk", part, source))?;
    Ok(report)
}

fn io(what: &'static str, path: &Path, source: std::io::Error) -> EvidenceError {
    EvidenceError::Io {
        what,
        path: path.to_owned(),
        source,
    }
}

fn part_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().map(std::ffi::OsStr::to_os_string).unwrap_or_default();
    name.push(".part");
    path.with_file_name(name)
}

/// A rename is only safe once the folder is on the disk; not every system can do that for folders.
fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
}

/// Writes the evidence of a review to any stream. The same record gives the same bytes.
///
/// # Errors
/// As for [`export`]; the stream's own as [`EvidenceError::Write`].
pub fn export_to(
    source: &dyn RecordSource,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    print_to(&OfReview(source), out, Signing::None, progress)
}

/// Writes the evidence of an access package to any stream. The same record gives the same bytes.
///
/// # Errors
/// As for [`export_to`].
pub fn export_package_to(
    source: &dyn PackageSource,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    print_to(&OfPackage(source), out, Signing::None, progress)
}

pub(crate) fn print_to(
    evidence: &dyn Evidence,
    out: &mut dyn Write,
    signing: Signing<'_>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ExportReport, EvidenceError> {
    let mut writer = FileWriter::new(out)?;
    let outer = Outer::reserve(&mut writer, signing.is_signed());
    let running = running(evidence);
    let mut facts = Facts::default();

    let (json, csv, mut setter, pages) = {
        let mut press = Press::measuring(Typesetter::new()?, running.clone());
        let mut recorder = Recorder::begin(&mut writer, outer.record, evidence, progress)?;
        page::print(&mut press, evidence, &mut facts, Some(&mut recorder))?;
        let (json, csv) = recorder.end(&mut facts)?;
        facts.headings = std::mem::take(&mut press.headings);
        facts.spelled = press.spelled;
        (json, csv, press.setter, press.page)
    };
    let attachments = attach(&mut writer, &outer, evidence, &facts, json, csv)?;

    let renumbering = typeface::renumber(setter.usage());
    let fonts = typeface::embed(&mut writer, setter.faces(), setter.usage(), &renumbering)?;
    setter.renumber(renumbering);
    catalog::resources(&mut writer, &outer, &fonts)?;
    let tree = catalog::PageTree::reserve(&mut writer, pages, Sheet::of(&evidence.document().paper));
    let (unknown, printed) = {
        let sink = |done: PageDone| {
            if done.number.is_multiple_of(16)
                && !progress(Progress {
                    phase: "write",
                    done: u64::from(done.number),
                    total: u64::from(pages),
                })
            {
                return Err(EvidenceError::Cancelled);
            }
            tree.page(&mut writer, &outer, &done)
        };
        let mut press = Press::writing(setter, running, pages, Box::new(sink));
        page::print(&mut press, evidence, &mut facts, None)?;
        (press.setter.unknown, press.page)
    };
    if unknown > 0 || printed != pages {
        return Err(EvidenceError::Moved(
            "other rows came in the second pass than in the first",
        ));
    }
    tree.finish(&mut writer, &outer)?;
    catalog::finish(&mut writer, &outer, &tree, evidence, &facts, &attachments)?;
    let file_id: [u8; 32] = Sha256::new()
        .chain_update(facts.root)
        .chain_update(evidence.document().document_id.as_bytes())
        .finalize()
        .into();
    let (bytes, sha256) = writer.finish(&Tail {
        seal: outer.seal,
        catalog: outer.catalog,
        file_id,
        root: &facts.root,
        log: &evidence.log().hash,
        signature: outer.signature.map(|(signature, _)| signature),
        signing,
        modified: catalog::pdf_date(evidence.document().generated_at),
    })?;
    Ok(ExportReport {
        pages,
        bytes,
        root: to_hex(&facts.root),
        sha256: to_hex(&sha256),
        totals: facts.counted,
        spelled: facts.spelled,
    })
}

fn running(evidence: &dyn Evidence) -> Running {
    let document = evidence.document();
    let words = Words::of(&document.language);
    Running {
        words,
        redacted: document.profile == "redacted",
        left: format!("{} \u{2013} {}", document.organization, evidence.name()),
        right: words.fill("running.document", &[("id", &document.document_id)]),
        footer: words.fill(
            "running.footer",
            &[
                ("version", &document.product_version),
                ("at", &moment(document.generated_at)),
                ("by", page::by(document)),
            ],
        ),
        practice: document.practice,
    }
}

/// Writes table and manifest beside the record, which is in the file already.
fn attach(
    writer: &mut FileWriter<'_>,
    outer: &Outer,
    evidence: &dyn Evidence,
    facts: &Facts,
    json: recorder::Written,
    csv: recorder::Written,
) -> Result<Vec<Attachment>, EvidenceError> {
    let (document, log) = (evidence.document(), evidence.log());
    let modified = catalog::pdf_date(document.generated_at);
    let dict = catalog::embedded_dict("text#2Fcsv", csv.bytes, &modified);
    writer.stream_as_is(outer.table, &format!("{dict}/Filter/FlateDecode"), &csv.packed)?;
    writer.segment("attachment evidence.csv");
    let manifest = serde_json::json!({
        "countersignManifest": 1,
        "documentId": document.document_id,
        "profile": if document.profile == "redacted" { "redacted" } else { "full" },
        "root": to_hex(&facts.root),
        "lines": facts.lines,
        "log": { "count": log.count, "seq": log.seq, "hash": log.hash },
        "files": [
            { "name": "evidence.json", "bytes": json.bytes, "sha256": json.sha256 },
            { "name": "evidence.csv", "bytes": csv.bytes, "sha256": csv.sha256 },
        ],
    });
    let body = serde_json::to_vec_pretty(&manifest).map_err(|source| EvidenceError::Shape { line: 0, source })?;
    let dict = catalog::embedded_dict("application#2Fjson", body.len() as u64, &modified);
    writer.stream(outer.manifest, &dict, &body)?;
    writer.segment("attachment manifest.json");
    let proof = match Proof::of(evidence)? {
        None => None,
        Some(proof) => {
            let body = serde_json::to_vec(&proof).map_err(|source| EvidenceError::Shape { line: 0, source })?;
            let dict = catalog::embedded_dict("application#2Fjson", body.len() as u64, &modified);
            let stream = writer.reserve();
            writer.stream(stream, &dict, &body)?;
            writer.segment(PROOF);
            Some(Attachment {
                name: "proof.json",
                about: "That the entries of the log are in its signed state",
                stream,
                relation: "Supplement",
            })
        }
    };
    let mut all = vec![
        Attachment {
            name: "evidence.json",
            about: "The record this document is printed from",
            stream: outer.record,
            relation: "Source",
        },
        Attachment {
            name: "evidence.csv",
            about: csv::about(evidence.kind()),
            stream: outer.table,
            relation: "Data",
        },
        Attachment {
            name: "manifest.json",
            about: "Sizes and hashes of the attachments",
            stream: outer.manifest,
            relation: "Supplement",
        },
    ];
    all.extend(proof);
    Ok(all)
}
