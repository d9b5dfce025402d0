//! Writing the evidence of an access package: one consistent view of the store in, one PDF out.

mod assignment;
mod conflict;
mod content;
mod entitlement;
mod head;
mod period;
mod policy;
mod proof;
mod request;
mod source;

use std::path::Path;

use countersign_domain::catalog::Task;
use countersign_evidence::{PackageSource, Signer, export_package_signed};
use countersign_store::rusqlite::Connection;

use super::{ROOM, keep, refuse_path, stopped};
use crate::call::Start;
use crate::evidence::ExportPackageInput;
use crate::job::JobStarted;
use crate::{Problem, authority, signing};

pub(crate) use period::Period;

/// The catalog of a package, deleted or not.
pub(crate) fn catalog_of(connection: &Connection, package: i64) -> Result<i64, Problem> {
    Ok(content::package(connection, package)?.catalog)
}

pub(crate) fn start(start: Start, input: ExportPackageInput) -> Result<JobStarted, Problem> {
    let now = start.desk.clock().now();
    let (name, period) = start.desk.read(&start.open, &start.actor, |read| {
        let package = content::package(read.connection, input.package)?;
        authority::require(
            read.connection,
            &read.actor,
            Task::ViewAssignment,
            Some(package.catalog),
        )?;
        Ok((package.name, Period::new(input.package, input.from, input.to, now)?))
    })?;
    refuse_path(&input.path, input.replace)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn("evidence.exportPackage", name, &["evidence"], move |handle| {
        crate::checkpoint::take(&desk, &open, &actor)?;
        let signer = signing::signer(&desk, &open)?;
        let written = desk.read(&open, &actor, |read| {
            let print = || {
                let mut head = head::head(&desk, &open, &actor, read.connection, &period)?;
                head.document.further.extend(signing::named(signer.as_ref()));
                let mut source = source::Source::new(read.connection, &period, head)?;
                source.name_reads()?;
                let signer = signer.as_ref().map(|signer| signer as &dyn Signer);
                let mut report = |progress: countersign_evidence::Progress| {
                    handle.report(progress.phase, progress.done, Some(progress.total));
                    !handle.is_cancelled()
                };
                let mut whole = |path: &Path, report: &mut dyn FnMut(_) -> bool| {
                    export_package_signed(&source, path, signer, report).map_err(stopped)
                };
                let report = crate::evidence::unless_full(
                    input.profile.as_deref(),
                    &input.path,
                    signer,
                    &mut report,
                    &mut whole,
                )?;
                Ok((source.head().document.document_id.clone(), report))
            };
            countersign_store::with_room(read.connection, ROOM, print)
        });
        let (document, report) = written?;
        keep(
            &desk,
            &open,
            &actor,
            "evidence.exportPackage",
            (None, Some(period.package), None),
            &input.path,
            &document,
            &report,
        )
    })
}
