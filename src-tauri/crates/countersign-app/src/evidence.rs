//! Evidence: written for an instance or an access package, listed, and verified from a file alone.

mod open;
mod prove;
mod redact;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use countersign_domain::actor::Permission;
use countersign_domain::catalog::Task;
use countersign_evidence::{Depth, Finding, Severity, SignatureReport, VerifyOptions};
use countersign_store::StoreError;
use countersign_store::rusqlite::params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use open::{FileRows, FileRowsInput, OpenFileInput, OpenedFile, open, rows};
pub(crate) use prove::{ProveItemInput, Proven, prove};
pub(crate) use redact::{RedactInput, Redacted, document_key, redact, unless_full};

use crate::call::{Read, Start};
use crate::job::JobStarted;
use crate::store::Nothing;
use crate::{Desk, Problem, authority};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ExportInput {
    pub instance: i64,
    /// The PDF to write.
    pub path: PathBuf,
    /// A file of that name may be replaced; otherwise it is left alone and named in a problem.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
    /// `full`, or `redacted`: personal data are withheld, the root is that of the full document.
    #[serde(default)]
    pub profile: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ExportPackageInput {
    pub package: i64,
    /// The start of the period; none is from the making of the package.
    pub from: Option<DateTime<Utc>>,
    /// Its end; none is now.
    pub to: Option<DateTime<Utc>>,
    /// The PDF to write.
    pub path: PathBuf,
    /// A file of that name may be replaced; otherwise it is left alone and named in a problem.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
    /// `full`, or `redacted`: personal data are withheld, the root is that of the full document.
    #[serde(default)]
    pub profile: Option<String>,
}

/// The JSON Schema of the record.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SchemaView {
    /// Its text.
    pub schema: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ExportExceptionInput {
    pub exception: i64,
    /// The PDF to write.
    pub path: PathBuf,
    /// A file of that name may be replaced; otherwise it is left alone and named in a problem.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ExportPeriodInput {
    pub from: DateTime<Utc>,
    /// The first moment after it.
    pub to: DateTime<Utc>,
    /// The PDF to write.
    pub path: PathBuf,
    /// A file of that name may be replaced; otherwise it is left alone and named in a problem.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

/// Evidence of one instance, of one package, of something else by its identity, or all of it.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct EvidenceListInput {
    pub instance: Option<i64>,
    pub package: Option<i64>,
    /// Such as `exception:7` or `period:2026-01-01/2026-12-31`.
    pub subject: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct VerifyInput {
    pub path: PathBuf,
    /// The root hash from a printed or otherwise trusted copy, to compare with.
    pub root: Option<String>,
    /// A checkpoint of the log that was kept elsewhere: the signed note.
    pub checkpoint: Option<String>,
    /// Leaves out printing the pages again from the record, the last and longest check.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub quick: bool,
}

/// The verdict on an evidence file.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerifyView {
    pub valid: bool,
    /// What it is evidence of, `accessReview` or `accessPackage`; none where the record cannot be read.
    pub evidence: Option<String>,
    /// Written from a practice store: no evidence.
    pub practice: bool,
    /// Personal data are withheld in so many lines of the record; none in a full document.
    pub withheld: Option<i64>,
    pub document_id: Option<String>,
    pub root: Option<String>,
    pub log_head: Option<String>,
    /// The open store wrote a document with this id and this root; none when no store is open.
    pub known_to_store: Option<bool>,
    /// Who signed the file; none where nobody did.
    pub signature: Option<SignatureView>,
    /// What was checked and against what, in words.
    pub checks: Vec<String>,
    pub findings: Vec<FindingView>,
}

/// The signature of a file, as its certificate has it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignatureView {
    pub subject: String,
    pub issuer: String,
    /// SHA-256 of the certificate, hex; to compare with what the organization says by another way.
    pub sha256: String,
    /// Nobody else stands behind the certificate.
    pub self_signed: bool,
    pub not_before: DateTime<Utc>,
    pub not_after: DateTime<Utc>,
    /// What was signed is what is there.
    pub intact: bool,
    /// It covers the whole file.
    pub whole_file: bool,
}

impl From<SignatureReport> for SignatureView {
    fn from(report: SignatureReport) -> Self {
        let certificate = report.certificate;
        Self {
            subject: certificate.subject,
            issuer: certificate.issuer,
            sha256: certificate.sha256,
            self_signed: certificate.self_signed,
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            intact: report.intact,
            whole_file: report.whole_file,
        }
    }
}

/// One thing that was found.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// By which check: seal, signature, record, log, proof, render.
    pub check: String,
    /// `error` makes the evidence invalid, `note` does not.
    pub severity: String,
    /// The page, attachment or statement.
    pub place: String,
    pub message: String,
}

impl From<&Finding> for FindingView {
    fn from(one: &Finding) -> Self {
        Self {
            check: one.check.word().into(),
            severity: match one.severity {
                Severity::Error => "error",
                Severity::Note => "note",
            }
            .into(),
            place: one.place.clone(),
            message: one.message.clone(),
        }
    }
}

/// Evidence that was written from this store.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceRow {
    pub evidence: i64,
    /// The run of a review it is evidence of …
    pub instance: Option<i64>,
    /// … and that review …
    pub review: Option<i64>,
    /// … or the access package …
    pub package: Option<i64>,
    /// … or something else, such as `exception:7`.
    pub subject: Option<String>,
    /// The name of the review or the package today.
    pub name: Option<String>,
    pub document_id: String,
    pub exported_at: DateTime<Utc>,
    pub exported_by: String,
    pub file_name: String,
    pub sha256: String,
    pub root: String,
    pub pages: i64,
    pub bytes: i64,
}

pub(crate) fn export(start: Start, input: ExportInput) -> Result<JobStarted, Problem> {
    crate::job::export::start(start, input)
}

pub(crate) fn export_package(start: Start, input: ExportPackageInput) -> Result<JobStarted, Problem> {
    crate::job::export::package::start(start, input)
}

pub(crate) fn export_exception(start: Start, input: ExportExceptionInput) -> Result<JobStarted, Problem> {
    crate::job::export::report::exception::start(start, input)
}

pub(crate) fn export_period(start: Start, input: ExportPeriodInput) -> Result<JobStarted, Problem> {
    crate::job::export::report::period::start(start, input)
}

pub(crate) fn list(read: &Read<'_>, input: EvidenceListInput) -> Result<Vec<EvidenceRow>, Problem> {
    if let Some(package) = input.package {
        let catalog = crate::job::export::package::catalog_of(read.connection, package)?;
        authority::require(read.connection, &read.actor, Task::ViewAssignment, Some(catalog))?;
    } else if !Permission::Audit.is_held_by(Some(&read.actor)) {
        return Err(
            Problem::new(format!("{} may not see all evidence.", read.actor.display_name))
                .code("permission")
                .hint("Ask a compliance officer."),
        );
    }
    // A comparison alone where there is one, so that an index is found.
    let one = |given: bool, column: &str, number: u8| match given {
        true => format!("{column} = ?{number}"),
        false => format!("?{number} IS NULL"),
    };
    let narrow = [
        one(input.instance.is_some(), "e.instance_id", 1),
        one(input.package.is_some(), "e.package_id", 2),
        one(input.subject.is_some(), "e.subject", 3),
    ]
    .join(" AND ");
    let mut statement = read
        .connection
        .prepare_cached(&format!(
            "SELECT e.id, e.instance_id, e.package_id, e.document_id, e.exported_at, e.exported_by, e.file_name, e.sha256,
                    e.root, e.pages, e.bytes, e.subject, n.review_id, ifnull(v.display_name, p.display_name)
             FROM evidence e
             LEFT JOIN instance n ON n.id = e.instance_id
             LEFT JOIN review v ON v.id = n.review_id
             LEFT JOIN package p ON p.id = e.package_id
             WHERE {narrow} ORDER BY e.id DESC"
        ))
        .map_err(StoreError::from)?;
    let rows = statement
        .query_map(params![input.instance, input.package, input.subject], |row| {
            Ok(EvidenceRow {
                evidence: row.get(0)?,
                instance: row.get(1)?,
                review: row.get(12)?,
                package: row.get(2)?,
                subject: row.get(11)?,
                name: row.get(13)?,
                document_id: row.get(3)?,
                exported_at: row.get(4)?,
                exported_by: row.get(5)?,
                file_name: row.get(6)?,
                sha256: row.get(7)?,
                root: row.get(8)?,
                pages: row.get(9)?,
                bytes: row.get(10)?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(rows)
}

pub(crate) fn schema(_desk: &Arc<Desk>, _input: Nothing) -> Result<SchemaView, Problem> {
    Ok(SchemaView {
        schema: countersign_evidence::SCHEMA.to_owned(),
    })
}

/// Checks a file alone; with a store open, also whether that store wrote it.
pub(crate) fn verify(desk: &Arc<Desk>, input: VerifyInput) -> Result<VerifyView, Problem> {
    let options = VerifyOptions {
        depth: if input.quick { Depth::Record } else { Depth::Render },
        expected_root: input.root,
        expected_log_head: None,
        expected_checkpoint: input.checkpoint,
    };
    let report = countersign_evidence::verify(&input.path, &options)?;
    let known_to_store = match desk.open_now() {
        None => None,
        Some(open) => Some(open.store.read(|connection| {
            connection
                .query_row(
                    "SELECT EXISTS (SELECT 1 FROM evidence WHERE document_id = ?1 AND root = ?2)",
                    params![report.document_id, report.root],
                    |row| row.get(0),
                )
                .map_err(StoreError::from)
        })?),
    };
    let findings = report.findings.iter().map(FindingView::from).collect();
    Ok(VerifyView {
        valid: report.valid,
        evidence: report.kind.map(|kind| kind.word().to_owned()),
        practice: report.practice,
        withheld: report
            .redacted
            .then(|| i64::try_from(report.withheld).unwrap_or(i64::MAX)),
        document_id: report.document_id,
        root: report.root,
        log_head: report.log_head,
        known_to_store,
        signature: report.signature.map(SignatureView::from),
        checks: report.checked,
        findings,
    })
}
