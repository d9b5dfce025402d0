//! Coverage and findings as OSCAL assessment results (NIST, version 1.1), for a program of somebody else's.

mod document;
mod name;
mod text;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Start};
use crate::control::coverage;
use crate::job::JobStarted;
use crate::sheet::unwritable;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct OscalExportInput {
    /// The days whose periods are told of; the last two years and the next where nothing is said.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// The file to write.
    pub path: PathBuf,
    /// A file of that name may be replaced; otherwise it is left alone and named in a problem.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

pub(crate) fn export(start: Start, input: OscalExportInput) -> Result<JobStarted, Problem> {
    if input.path.file_name().is_none() {
        return Err(Problem::new("Say the name of the file to write.").field("path"));
    }
    if input.path.exists() && !input.replace {
        return Err(Problem::new(format!("{} is there already.", input.path.display()))
            .code("exists")
            .field("path"));
    }
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let (from, to) = desk.read(&open, &actor, |read| {
        coverage::range(read.connection, input.from, input.to, read.now)
    })?;
    let subject = input.path.display().to_string();
    start.spawn("control.exportOscal", subject, &[], move |handle| {
        let part = input.path.with_extension("part");
        let written = desk.read(&open, &actor, |read| {
            let file = File::create(&part).map_err(|error| unwritable(&part, &error))?;
            let mut out = BufWriter::new(file);
            let told = document::write(read, handle, (from, to), &mut out)?;
            out.flush().map_err(|error| unwritable(&part, &error))?;
            out.get_ref().sync_all().map_err(|error| unwritable(&part, &error))?;
            Ok(told)
        });
        let told = match written {
            Ok(told) => told,
            Err(problem) => {
                let _ = std::fs::remove_file(&part);
                return Err(problem);
            }
        };
        std::fs::rename(&part, &input.path).map_err(|error| unwritable(&input.path, &error))?;
        let name = input.path.file_name().map(|name| name.to_string_lossy().into_owned());
        desk.write(&open, &actor, "control.exportOscal", |_| {
            let detail = json!({ "fileName": name, "from": from, "to": to, "uuid": told.uuid,
                                 "observations": told.observations, "findings": told.findings, "risks": told.risks });
            let answer = json!({ "path": input.path, "uuid": told.uuid, "observations": told.observations,
                                 "findings": told.findings, "risks": told.risks });
            Ok((answer, Entry::new("control", detail)))
        })
    })
}
