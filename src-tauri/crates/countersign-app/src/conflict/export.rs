//! The conflicts as a file for a spreadsheet, written as it is read.

use std::path::PathBuf;

use countersign_store::conflict::{self, ConflictRow, ConflictStatus};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::ConflictListInput;
use crate::Problem;
use crate::call::{Entry, Start, Stop};
use crate::job::JobStarted;
use crate::sheet::{self, Cell, SheetFormat, Target, Title};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "ConflictExportInput")]
pub struct ExportInput {
    /// The file to write; one that is there is not overwritten.
    #[ts(type = "string")]
    pub path: PathBuf,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<ConflictStatus>")]
    pub status: ConflictStatus,
    /// On either side.
    pub package: Option<i64>,
}

const COLUMNS: &[&str] = &[
    "person",
    "userName",
    "department",
    "package",
    "doesNotGoWith",
    "kind",
    "reason",
    "holdsPackageBy",
    "holdsOtherBy",
    "foundAt",
    "endedAt",
    "exception",
    "exceptionState",
    "exceptionUntil",
];

pub(crate) fn export(start: Start, input: ExportInput) -> Result<JobStarted, Problem> {
    let list = ConflictListInput {
        status: input.status,
        package: input.package,
        ..ConflictListInput::default()
    };
    start
        .desk
        .read(&start.open, &start.actor, |read| super::allow(read, input.package))?;
    let target = Target::claim(&input.path, false)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let subject = input.path.display().to_string();
    start.spawn("conflict.export", subject, &[], move |handle| {
        let title = Title {
            name: "conflicts",
            schema: "countersign.conflict/1",
            columns: COLUMNS,
            about: &[],
            total: 0,
        };
        let written = open.store.read(|connection| {
            let mut file = sheet::create(SheetFormat::Csv, true, target.part(), &title, handle).map_err(Stop)?;
            let mut rows = 0;
            conflict::each(connection, list.filter(), |row| {
                handle.go_on().map_err(Stop)?;
                put(file.as_mut(), &row).map_err(Stop)?;
                rows += 1;
                handle.report("writing", rows, None);
                Ok::<_, Stop>(())
            })?;
            file.finish().map_err(Stop)
        });
        let rows = written.map_err(|stop| stop.0)?.rows;
        let path = target.settle()?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        desk.write(&open, &actor, "conflict.export", |_| {
            let detail = json!({ "fileName": name, "rows": rows });
            Ok((json!({ "path": path, "rows": rows }), Entry::new("conflict", detail)))
        })
    })
}

fn put(file: &mut dyn sheet::Sheet, row: &ConflictRow) -> Result<(), Problem> {
    let until = row.exception_until.map(|on| on.to_string());
    let kind = if row.group.is_some() { "group" } else { "accessPackage" };
    let when = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or(Cell::Empty, Cell::Moment);
    file.row(&[
        Cell::Text(&row.principal_name),
        Cell::Text(row.user_name.as_deref().unwrap_or_default()),
        Cell::Text(row.department.as_deref().unwrap_or_default()),
        Cell::Text(&row.package_name),
        Cell::Text(&row.other_name),
        Cell::Text(kind),
        Cell::Text(&row.reason),
        Cell::Text(&row.one.join("; ")),
        Cell::Text(&row.other.join("; ")),
        when(Some(row.found_at)),
        when(row.ended_at),
        Cell::number(row.exception),
        Cell::Text(row.exception_state.as_deref().unwrap_or_default()),
        Cell::Text(until.as_deref().unwrap_or_default()),
    ])
}
