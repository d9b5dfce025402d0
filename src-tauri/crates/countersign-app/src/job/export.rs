//! Writing evidence: one consistent view of the store in, one PDF out. Here of an instance, below of a package.

mod change;
mod closing;
mod configuration;
mod finding;
mod head;
mod item;
pub(crate) mod package;
mod proof;
mod remediation;
pub(crate) mod report;
mod resource;
mod reviewer;
mod slice;
mod source;

use std::path::Path;

use countersign_domain::actor::Actor;
use countersign_evidence::{EvidenceError, ExportReport, Signer};
use countersign_store::StoreError;
use countersign_store::rusqlite::params;
use serde_json::{Value, json};

use crate::call::{Entry, Start};
use crate::desk::Open;
use crate::evidence::ExportInput;
use crate::job::JobStarted;
use crate::{Desk, Problem, review, signing};

/// KiB of pages: the people of a large review, and well below what an export may hold in all.
const ROOM: i64 = 40_000;

pub(crate) fn start(start: Start, input: ExportInput) -> Result<JobStarted, Problem> {
    let view = start.desk.read(&start.open, &start.actor, |read| {
        review::one(read.connection, input.instance)
    })?;
    if !review::status(&view)?.has_ended() {
        return Err(Problem::new("Evidence is written when a review has ended.")
            .code("state")
            .hint("Stop the review, or wait for its end."));
    }
    refuse_path(&input.path, input.replace)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn(
        "evidence.export",
        view.display_name.clone(),
        &["evidence"],
        move |handle| {
            crate::checkpoint::take(&desk, &open, &actor)?;
            let signer = signing::signer(&desk, &open)?;
            let report = desk.read(&open, &actor, |read| {
                let print = || {
                    let slice = slice::Slice::of(read.connection, view.instance)?;
                    let mut head = head::head(&desk, &open, &actor, read.connection, &view, &slice)?;
                    head.document.further.extend(signing::named(signer.as_ref()));
                    let document = head.document.document_id.clone();
                    let source = source::Source::new(read.connection, &view, head, slice)?;
                    let signer = signer.as_ref().map(|signer| signer as &dyn Signer);
                    let mut report = |progress: countersign_evidence::Progress| {
                        handle.report(progress.phase, progress.done, Some(progress.total));
                        !handle.is_cancelled()
                    };
                    let mut whole = |path: &Path, report: &mut dyn FnMut(_) -> bool| {
                        countersign_evidence::export_signed(&source, path, signer, report).map_err(stopped)
                    };
                    let profile = input.profile.as_deref();
                    let report = crate::evidence::unless_full(profile, &input.path, signer, &mut report, &mut whole)?;
                    Ok((document, report))
                };
                // People are looked up in the order of the items, twice each.
                countersign_store::with_room(read.connection, ROOM, print)
            });
            let (document, report) = report?;
            keep(
                &desk,
                &open,
                &actor,
                "evidence.export",
                (Some(view.instance), None, None),
                &input.path,
                &document,
                &report,
            )
        },
    )
}

/// # Errors
/// A file that is there already and may not be replaced, or no file at all.
fn refuse_path(path: &Path, replace: bool) -> Result<(), Problem> {
    if path.exists() && !replace {
        return Err(Problem::new(format!("{} is there already.", path.display()))
            .code("exists")
            .field("path"));
    }
    match path.file_name() {
        Some(_) => Ok(()),
        None => Err(Problem::new("Say the name of the file to write.").field("path")),
    }
}

pub(crate) fn stopped(error: EvidenceError) -> Problem {
    match error {
        EvidenceError::Cancelled => Problem::new("This was cancelled.").code("cancelled"),
        other => other.into(),
    }
}

/// Keeps that a file was written, of an instance, of a package or of something else by its identity, and answers what the job answers.
#[allow(clippy::too_many_arguments)] // who, of what, where, what came of it
fn keep(
    desk: &Desk,
    open: &Open,
    actor: &Actor,
    operation: &str,
    (instance, package, subject): (Option<i64>, Option<i64>, Option<&str>),
    path: &Path,
    document: &str,
    report: &ExportReport,
) -> Result<Value, Problem> {
    let file_name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    desk.write(open, actor, operation, |write| {
        write
            .transaction
            .execute(
                "INSERT INTO evidence (instance_id, package_id, document_id, exported_at, exported_by, file_name, sha256,
                                       root, pages, bytes, subject)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                params![
                    instance,
                    package,
                    document,
                    write.now.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
                    actor.label(),
                    file_name,
                    report.sha256,
                    report.root,
                    report.pages,
                    report.bytes,
                    subject
                ],
            )
            .map_err(StoreError::from)?;
        let detail = json!({ "documentId": document, "fileName": file_name, "sha256": report.sha256, "root": report.root, "pages": report.pages });
        let entry = Entry::new(format!("evidence:{document}"), detail);
        Ok(((), entry.of(instance).of_package(package)))
    })?;
    Ok(json!({
        "documentId": document, "path": path.to_string_lossy(), "sha256": report.sha256, "root": report.root,
        "pages": report.pages, "bytes": report.bytes,
    }))
}
