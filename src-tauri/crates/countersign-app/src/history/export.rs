//! The history as a file: a year of a million decisions, written as it is read.

use std::path::PathBuf;

use countersign_store::history::{self, HistoryFilter, HistoryRow, Reader};
use countersign_store::with_room;
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Start, Stop};
use crate::job::JobStarted;
use crate::sheet::{self, Cell, SheetFormat, Target, Title};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "HistoryExportInput")]
pub struct ExportInput {
    #[serde(default)]
    #[ts(optional, as = "Option<HistoryFilter>")]
    pub filter: HistoryFilter,
    #[ts(type = "string")]
    pub path: PathBuf,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<SheetFormat>")]
    pub format: SheetFormat,
    /// CSV begins with a byte order mark, by which spreadsheets know UTF-8; so it does unless this is false.
    pub bom: Option<bool>,
    /// A file of that name may be replaced; otherwise it is left alone and named in a problem.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

/// KiB of pages that are kept while it is written.
const ROOM: i64 = 64_000;

const COLUMNS: &[&str] = &[
    "id",
    "logEntry",
    "kind",
    "at",
    "decision",
    "source",
    "sourceWord",
    "decidedBy",
    "justification",
    "note",
    "stage",
    "superseded",
    "person",
    "userName",
    "department",
    "resource",
    "resourceKind",
    "entitlement",
    "privileged",
    "recommendation",
    "review",
    "run",
    "item",
    "package",
    "request",
];

pub(crate) fn export(start: Start, input: ExportInput) -> Result<JobStarted, Problem> {
    super::in_order(input.filter.from, input.filter.to)?;
    let target = Target::claim(&input.path, input.replace)?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let subject = input.path.display().to_string();
    start.spawn("history.export", subject, &[], move |handle| {
        handle.report("gathering", 0, None);
        history::gather(&open.store)?;
        let asked = serde_json::to_value(&input.filter)?;
        let written = open.store.read(|connection| {
            let total = u64::try_from(history::total(connection, &input.filter)?).unwrap_or(0);
            let about = [
                ("organization", open.store.header().organization.clone()),
                ("practice", open.store.header().practice.to_string()),
                ("exportedAt", desk.clock().now().to_rfc3339()),
                ("exportedBy", actor.label()),
                ("filter", asked.to_string()),
                ("order", "as in the audit log, the oldest first".to_owned()),
            ];
            let title = Title {
                name: "history",
                schema: "countersign.history/1",
                columns: COLUMNS,
                about: &about,
                total,
            };
            let mut file =
                sheet::create(input.format, input.bom.unwrap_or(true), target.part(), &title, handle).map_err(Stop)?;
            let mut reader = Reader::new(connection)?;
            let mut rows = 0;
            // The people of one run fit in, so that each page of them is read once.
            with_room(connection, ROOM, || {
                history::each(connection, &input.filter, |line| {
                    handle.go_on().map_err(Stop)?;
                    put(file.as_mut(), &reader.row(line)?).map_err(Stop)?;
                    rows += 1;
                    handle.report("writing", rows, Some(total));
                    Ok::<_, Stop>(())
                })
            })?;
            file.finish().map_err(Stop)
        });
        let written = written.map_err(|stop| stop.0)?;
        handle.go_on()?;
        let path = target.settle()?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        desk.write(&open, &actor, "history.export", |_| {
            let detail = json!({ "fileName": name, "format": input.format, "filter": asked, "rows": written.rows });
            let answer = json!({ "path": path, "rows": written.rows, "sheets": written.sheets });
            Ok((answer, Entry::new("history", detail)))
        })
    })
}

fn put(file: &mut dyn sheet::Sheet, row: &HistoryRow) -> Result<(), Problem> {
    let kind = match row.kind {
        history::HistoryKind::Review => "review",
        history::HistoryKind::Approval => "approval",
    };
    let source = match row.source {
        history::HistorySource::Human => "human",
        history::HistorySource::Bulk => "bulk",
        history::HistorySource::Default => "default",
        history::HistorySource::Reset => "reset",
    };
    file.row(&[
        Cell::Text(&row.key),
        Cell::Number(row.audit_seq),
        Cell::Text(kind),
        Cell::Moment(row.at),
        Cell::Text(&row.decision),
        Cell::Text(source),
        Cell::Text(&row.source_word),
        Cell::Text(&row.actor),
        Cell::Text(&row.justification),
        Cell::Text(&row.note),
        Cell::Number(row.stage),
        Cell::Flag(row.superseded),
        Cell::Text(&row.principal_name),
        Cell::Text(&row.user_name),
        Cell::Text(&row.department),
        Cell::Text(&row.resource_name),
        Cell::Text(&row.resource_kind),
        Cell::Text(&row.entitlement),
        Cell::Flag(row.privileged),
        Cell::Text(&row.recommendation),
        Cell::Text(&row.review_name),
        Cell::number(row.instance_number),
        Cell::number(row.item),
        Cell::number(row.package),
        Cell::number(row.request),
    ])
}
