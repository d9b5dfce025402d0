//! A sample as a folder: what it was drawn from, and a dossier for each row.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use countersign_store::history;
use countersign_store::rusqlite::Connection;
use countersign_store::sample::{self, Population, PopulationFilter, SampleView};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use ts_rs::TS;

use super::method;
use crate::Problem;
use crate::audit::hex;
use crate::call::{Entry, Start, Stop};
use crate::desk::Open;
use crate::dossier::{self, DossierAbout, canonical};
use crate::job::{Handle, JobStarted};
use crate::sheet::{self, Cell, SheetFormat, Title};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampleExportInput {
    pub sample: i64,
    /// A new folder, or an empty one.
    #[ts(type = "string")]
    pub folder: PathBuf,
}

const COLUMNS: &[&str] = &[
    "position",
    "subject",
    "digest",
    "stratum",
    "at",
    "person",
    "userName",
    "resource",
    "resourceKind",
    "entitlement",
    "act",
    "actor",
    "dossierAbout",
    "dossierId",
    "dossierFile",
    "dossierSha256",
    "remarks",
];

pub(crate) fn export(start: Start, input: SampleExportInput) -> Result<JobStarted, Problem> {
    let found = start.desk.read(&start.open, &start.actor, |read| {
        sample::show(read.connection, input.sample)?.ok_or_else(|| Problem::missing("sample", input.sample))
    })?;
    let is_taken = match fs::read_dir(&input.folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => input.folder.exists(),
    };
    if is_taken {
        return Err(Problem::new(format!("{} is there already.", input.folder.display()))
            .code("exists")
            .field("folder"));
    }
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let subject = input.folder.display().to_string();
    start.spawn("sample.export", subject, &[], move |handle| {
        history::gather(&open.store)?;
        let made = !input.folder.exists();
        fs::create_dir_all(&input.folder).map_err(|error| unwritable(&input.folder, &error))?;
        let mark = (desk.clock().now(), actor.label());
        let written = open.store.read(|connection| {
            let out = Folder {
                path: &input.folder,
                connection,
                open: &open,
                handle,
            };
            out.write(&found, &mark).map_err(Stop)
        });
        let rows = match written {
            Ok(rows) => rows,
            Err(Stop(problem)) => {
                clear(&input.folder, made);
                return Err(problem);
            }
        };
        desk.write(&open, &actor, "sample.export", |_| {
            let name = input.folder.file_name().map(|name| name.to_string_lossy().into_owned());
            let answer = json!({ "folder": input.folder, "rows": rows });
            let detail = json!({ "folder": name, "rows": rows });
            Ok((answer, Entry::new(format!("sample:{}", input.sample), detail)))
        })
    })
}

fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    crate::sheet::unwritable(path, error).field("folder")
}

/// Takes back what a broken export wrote; the folder was new or empty.
fn clear(folder: &Path, made: bool) {
    if made {
        let _ = fs::remove_dir_all(folder);
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let _ = fs::remove_file(entry.path());
    }
}

struct Folder<'a> {
    path: &'a Path,
    connection: &'a Connection,
    open: &'a Open,
    handle: &'a Handle,
}

impl Folder<'_> {
    fn write(&self, found: &SampleView, mark: &(chrono::DateTime<chrono::Utc>, String)) -> Result<i64, Problem> {
        let (count, sha256) = self.population(found)?;
        let same = count == found.population_count && sha256 == found.population_sha256;
        let rows = sample::rows(self.connection, found.sample, 0, found.row_count)?;
        let total = u64::try_from(rows.len()).unwrap_or(0);
        let title = Title {
            name: "sample",
            schema: "countersign.sample/1",
            columns: COLUMNS,
            about: &[
                ("organization", self.open.store.header().organization.clone()),
                ("practice", self.open.store.header().practice.to_string()),
                ("sample", found.sample.to_string()),
                ("drawnAt", found.drawn_at.to_rfc3339()),
                ("drawnBy", found.drawn_by.clone()),
                ("population", found.population.clone()),
                ("populationCount", found.population_count.to_string()),
                ("populationSha256", found.population_sha256.clone()),
                ("seed", found.seed.clone()),
                ("method", method::text(found.stratify.as_deref()).to_owned()),
            ],
            total,
        };
        let (csv, xlsx) = (self.path.join("index.csv"), self.path.join("index.xlsx"));
        let mut sheets = [
            sheet::create(SheetFormat::Csv, true, &csv, &title, self.handle)?,
            sheet::create(SheetFormat::Xlsx, true, &xlsx, &title, self.handle)?,
        ];
        let mut done = 0;
        for row in &rows {
            self.handle.go_on()?;
            let about = DossierAbout::of(&row.about).ok_or_else(|| Problem::missing("kind of dossier", &row.about))?;
            let dossier = dossier::gather(self.connection, self.open, (mark.0, &mark.1), about, row.about_id)?;
            let remarks = dossier.remarks.join(" ");
            let text = canonical(serde_json::to_value(&dossier)?);
            let name = format!("dossier-{:04}.json", row.position);
            self.file(&name, text.as_bytes())?;
            let told = sample::describe(self.connection, &row.subject)?;
            let digest = hex(&Sha256::digest(text.as_bytes()));
            for one in &mut sheets {
                one.row(&[
                    Cell::Number(row.position),
                    Cell::Text(&row.subject),
                    Cell::Text(&row.digest),
                    Cell::Text(row.stratum.as_deref().unwrap_or_default()),
                    told.at.map_or(Cell::Empty, Cell::Moment),
                    Cell::Text(&told.principal_name),
                    Cell::Text(&told.user_name),
                    Cell::Text(&told.resource_name),
                    Cell::Text(&told.resource_kind),
                    Cell::Text(&told.entitlement),
                    Cell::Text(&told.act),
                    Cell::Text(&told.actor),
                    Cell::Text(&row.about),
                    Cell::Number(row.about_id),
                    Cell::Text(&name),
                    Cell::Text(&digest),
                    Cell::Text(&remarks),
                ])?;
            }
            done += 1;
            self.handle.report("dossiers", done, Some(total));
        }
        for one in sheets {
            one.finish()?;
        }
        let told = json!({
            "schema": "countersign.sample/1", "sample": found, "methodText": method::text(found.stratify.as_deref()),
            "rows": rows, "population": { "file": "population.txt", "count": count, "sha256": sha256, "asDrawn": same },
        });
        self.file("sample.json", canonical(told).as_bytes())?;
        self.file("dossier.schema.json", dossier::SCHEMA_FILE.as_bytes())?;
        Ok(found.row_count)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> Result<(), Problem> {
        let path = self.path.join(name);
        fs::write(&path, bytes).map_err(|error| unwritable(&path, &error))
    }

    /// Every id of the population, a line each: SHA-256 over the file is what the sample recorded, as long as the
    /// population is still what it was.
    fn population(&self, found: &SampleView) -> Result<(i64, String), Problem> {
        let of = Population::of(&found.population).ok_or_else(|| Problem::missing("population", &found.population))?;
        let filter: PopulationFilter = serde_json::from_value(found.filter.clone())?;
        let path = self.path.join("population.txt");
        let file = File::create(&path).map_err(|error| unwritable(&path, &error))?;
        let mut out = BufWriter::with_capacity(1 << 17, file);
        let (mut hash, mut count) = (Sha256::new(), 0);
        let mut done = 0;
        let walked: Result<(), Stop> = sample::each(self.connection, of, &filter, found.from, found.to, |member| {
            self.handle.go_on().map_err(Stop)?;
            let line = format!("{}\n", member.subject);
            hash.update(line.as_bytes());
            out.write_all(line.as_bytes())
                .map_err(|error| Stop(unwritable(&path, &error)))?;
            count += 1;
            done += 1;
            self.handle
                .report("population", done, u64::try_from(found.population_count).ok());
            Ok(())
        });
        walked.map_err(|stop| stop.0)?;
        out.flush().map_err(|error| unwritable(&path, &error))?;
        Ok((count, hex(&hash.finalize())))
    }
}
