//! Writing the evidence of an instance: one consistent view of the store in, one PDF out.

mod configuration;
mod head;
mod remediation;
mod source;

use countersign_evidence::EvidenceError;
use countersign_store::StoreError;
use countersign_store::rusqlite::params;
use serde_json::json;

use crate::call::{Entry, Start};
use crate::evidence::ExportInput;
use crate::job::JobStarted;
use crate::{Problem, review};

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
    if input.path.exists() && !input.replace {
        return Err(Problem::new(format!("{} is there already.", input.path.display()))
            .code("exists")
            .field("path"));
    }
    if input.path.file_name().is_none() {
        return Err(Problem::new("Say the name of the file to write.").field("path"));
    }
    let (desk, open, actor) = (start.desk.clone(), start.open, start.actor);
    start.desk.spawn("evidence.export", view.display_name.clone(), &["evidence"], move |handle| {
        let report = desk.read(&open, &actor, |read| {
            let head = head::head(&desk, &open, &actor, read.connection, &view)?;
            let document = head.document.document_id.clone();
            let source = source::Source::new(read.connection, &view, head);
            let print = || {
                countersign_evidence::export(&source, &input.path, &mut |progress| {
                    handle.report(progress.phase, progress.done, Some(progress.total));
                    !handle.is_cancelled()
                })
                .map_err(|error| match error {
                    EvidenceError::Cancelled => Problem::new("This was cancelled.").code("cancelled"),
                    other => other.into(),
                })
            };
            // People are looked up in the order of the items, twice each.
            let report = countersign_store::with_room(read.connection, ROOM, print)?;
            Ok((document, report))
        });
        let (document, report) = report?;
        let file_name = input.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        desk.write(&open, &actor, "evidence.export", |write| {
            write
                .transaction
                .execute(
                    "INSERT INTO evidence (instance_id, document_id, exported_at, exported_by, file_name, sha256, root, pages, bytes)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                    params![
                        view.instance,
                        document,
                        write.now.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
                        actor.label(),
                        file_name,
                        report.sha256,
                        report.root,
                        report.pages,
                        report.bytes
                    ],
                )
                .map_err(StoreError::from)?;
            let detail = json!({ "documentId": document, "fileName": file_name, "sha256": report.sha256, "root": report.root, "pages": report.pages });
            Ok(((), Entry::new(format!("evidence:{document}"), detail).of(view.instance)))
        })?;
        Ok(json!({
            "documentId": document, "path": input.path.to_string_lossy(), "sha256": report.sha256, "root": report.root,
            "pages": report.pages, "bytes": report.bytes,
        }))
    })
}
