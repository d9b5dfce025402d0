//! The conflicts as a file for a spreadsheet, written as it is read.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use countersign_evidence::csv_field;
use countersign_store::conflict::{self, ConflictRow, ConflictStatus};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::ConflictListInput;
use crate::Problem;
use crate::call::{Entry, Start, Stop};
use crate::job::JobStarted;

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

/// Byte order mark and titles.
const HEADER: &str = "\u{FEFF}person,userName,department,package,doesNotGoWith,kind,reason,holdsPackageBy,holdsOtherBy,\
foundAt,endedAt,exception,exceptionState,exceptionUntil\r\n";

pub(crate) fn export(start: Start, input: ExportInput) -> Result<JobStarted, Problem> {
    let list = ConflictListInput {
        status: input.status,
        package: input.package,
        ..ConflictListInput::default()
    };
    start
        .desk
        .read(&start.open, &start.actor, |read| super::allow(read, input.package))?;
    if input.path.file_name().is_none() {
        return Err(Problem::new("Say the name of the file to write.").field("path"));
    }
    if input.path.exists() {
        return Err(Problem::new(format!("{} is there already.", input.path.display()))
            .code("exists")
            .field("path"));
    }
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let subject = input.path.display().to_string();
    start.spawn("conflict.export", subject, &[], move |handle| {
        let part = input.path.with_extension("part");
        let written = open.store.read(|connection| {
            let mut file = Sheet::create(&part).map_err(Stop)?;
            conflict::each(connection, list.filter(), |row| {
                handle.go_on().map_err(Stop)?;
                file.row(&row).map_err(Stop)?;
                handle.report("writing", file.rows, None);
                Ok::<_, Stop>(())
            })?;
            file.finish().map_err(Stop)
        });
        let rows = match written {
            Ok(rows) => rows,
            Err(Stop(problem)) => {
                let _ = std::fs::remove_file(&part);
                return Err(problem);
            }
        };
        std::fs::rename(&part, &input.path).map_err(|error| unwritable(&input.path, &error))?;
        let name = input.path.file_name().map(|name| name.to_string_lossy().into_owned());
        desk.write(&open, &actor, "conflict.export", |_| {
            let detail = json!({ "fileName": name, "rows": rows });
            Ok((
                json!({ "path": input.path, "rows": rows }),
                Entry::new("conflict", detail),
            ))
        })
    })
}

fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(format!("{} is not writable: {error}.", path.display())).field("path")
}

struct Sheet<'a> {
    path: &'a Path,
    out: BufWriter<File>,
    rows: u64,
    line: Vec<u8>,
}

impl<'a> Sheet<'a> {
    fn create(path: &'a Path) -> Result<Self, Problem> {
        let file = File::create(path).map_err(|error| unwritable(path, &error))?;
        let mut out = BufWriter::new(file);
        out.write_all(HEADER.as_bytes())
            .map_err(|error| unwritable(path, &error))?;
        Ok(Self {
            path,
            out,
            rows: 0,
            line: Vec::new(),
        })
    }

    fn row(&mut self, row: &ConflictRow) -> Result<(), Problem> {
        let when = |at: Option<chrono::DateTime<chrono::Utc>>| {
            at.map_or_else(String::new, |at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
        };
        let kind = if row.group.is_some() { "group" } else { "accessPackage" };
        let fields = [
            row.principal_name.as_str(),
            row.user_name.as_deref().unwrap_or_default(),
            row.department.as_deref().unwrap_or_default(),
            &row.package_name,
            &row.other_name,
            kind,
            &row.reason,
            &row.one.join("; "),
            &row.other.join("; "),
            &when(Some(row.found_at)),
            &when(row.ended_at),
            &row.exception.map_or_else(String::new, |id| id.to_string()),
            row.exception_state.as_deref().unwrap_or_default(),
            &row.exception_until.map_or_else(String::new, |on| on.to_string()),
        ];
        self.line.clear();
        for (at, text) in fields.iter().enumerate() {
            if at > 0 {
                self.line.push(b',');
            }
            csv_field(text, &mut self.line);
        }
        self.line.extend_from_slice(b"\r\n");
        self.rows += 1;
        self.out
            .write_all(&self.line)
            .map_err(|error| unwritable(self.path, &error))
    }

    fn finish(self) -> Result<u64, Problem> {
        let file = self
            .out
            .into_inner()
            .map_err(|error| unwritable(self.path, error.error()))?;
        file.sync_all().map_err(|error| unwritable(self.path, &error))?;
        Ok(self.rows)
    }
}
