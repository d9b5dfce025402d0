//! The document, written as it is gathered: the coverage is held, findings go through page by page.

use std::collections::BTreeMap;
use std::io::Write;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use countersign_domain::control::{CoverageState, FindingKind};
use countersign_store::StoreError;
use countersign_store::control::{self, ControlRow};
use countersign_store::rusqlite::params;
use serde_json::{Value, json};

use super::name::{line, token, uuid};
use super::text::Text;
use crate::Problem;
use crate::call::Read;
use crate::control::coverage::{CoverageCell, Ledger};
use crate::finding::{self, FindingListInput, FindingRow, Found};
use crate::framework::{self, Loaded};
use crate::job::Handle;

/// Findings read in one go.
const PAGE: i64 = 1_000;
const VERSION: &str = "1.1.3";

/// What a document came to tell.
pub(super) struct Told {
    pub uuid: String,
    pub observations: u64,
    pub findings: u64,
    pub risks: u64,
}

struct Source<'a> {
    read: &'a Read<'a>,
    handle: &'a Handle,
    store: String,
    frameworks: Vec<Loaded>,
    rows: Vec<(ControlRow, Vec<CoverageCell>)>,
    found: std::sync::Arc<Found>,
}

pub(super) fn write(
    read: &Read<'_>,
    handle: &Handle,
    (from, to): (NaiveDate, NaiveDate),
    out: &mut impl Write,
) -> Result<Told, Problem> {
    let (all, _) = control::list(read.connection, None, 0, -1)?;
    let ledger = Ledger::load(read.connection, &all, from)?;
    let mut rows = Vec::with_capacity(all.len());
    for row in all {
        let cells = ledger.cells(read.connection, &row, from, to, read.now)?;
        rows.push((row, cells));
    }
    let header = read.open.store.header();
    let source = Source {
        read,
        handle,
        store: header.id.clone(),
        frameworks: framework::all(read.connection)?,
        rows,
        found: read.open.findings.get(read, &FindingListInput::default())?,
    };
    let at = stamp(read.now);
    let document = source.uuid(&format!("assessment-results:{from}:{to}:{at}"));
    let practice = if header.practice { " PRACTICE: no evidence." } else { "" };
    let metadata = json!({
        "title": line(&format!("Access reviews of {}", header.organization)),
        "last-modified": at, "version": at, "oscal-version": VERSION,
        "roles": [{ "id": "assessor", "title": "Whoever wrote this document" }, { "id": "owner", "title": "Owner of the controls" }],
        "parties": [{ "uuid": source.uuid("organization"), "type": "organization", "name": line(&header.organization) },
                    { "uuid": source.uuid(&format!("actor:{}", read.actor.label())), "type": "person", "name": line(&read.actor.label()) }],
        "responsible-parties": [{ "role-id": "assessor", "party-uuids": [source.uuid(&format!("actor:{}", read.actor.label()))] }],
        "remarks": format!("Written by Countersign {}.{practice}", env!("CARGO_PKG_VERSION")),
    });
    let mut text = Text { out, told: 0 };
    text.raw("{\"assessment-results\":{\"uuid\":")?;
    text.json(&document)?;
    text.raw(",\"metadata\":")?;
    text.json(&metadata)?;
    text.raw(",\"import-ap\":")?;
    text.json(&json!({ "href": format!("#{}", source.uuid("plan")) }))?;
    text.raw(",\"local-definitions\":")?;
    text.json(&json!({ "objectives-and-methods": source.objectives() }))?;
    text.raw(",\"results\":[{\"uuid\":")?;
    text.json(&source.uuid(&format!("result:{from}:{to}:{at}")))?;
    text.raw(",\"title\":")?;
    text.json(&format!("Coverage of controls and findings, {from} to {to}"))?;
    text.raw(",\"description\":")?;
    text.json(&format!(
        "Periods of the controls that touch {from} to {to}, and every finding that stands at {at}.{practice}"
    ))?;
    text.raw(",\"start\":")?;
    text.json(&format!("{from}T00:00:00Z"))?;
    text.raw(",\"end\":")?;
    text.json(&at)?;
    text.raw(",\"reviewed-controls\":")?;
    text.json(&source.reviewed())?;
    let observations = text.list(",\"observations\":[", |each| {
        source.cells(|row, cell| each(source.observation(row, cell)))?;
        source.findings(|row| each(source.observed(row)))
    })?;
    let risks = text.list(",\"risks\":[", |each| source.findings(|row| each(source.risk(row))))?;
    let findings = text.list(",\"findings\":[", |each| {
        source.cells(|row, cell| {
            if is_told(cell) {
                each(source.covered(row, cell))
            } else {
                Ok(())
            }
        })?;
        source.findings(|row| each(source.finding(row)))
    })?;
    text.raw("}]")?;
    text.list(",\"back-matter\":{\"resources\":[", |each| source.resources(each))?;
    text.raw("}}}\n")?;
    Ok(Told {
        uuid: document,
        observations,
        findings,
        risks,
    })
}

/// A period that is over, or that somebody reviewed already.
fn is_told(cell: &CoverageCell) -> bool {
    matches!(
        cell.state,
        CoverageState::InTime | CoverageState::Late | CoverageState::Missing
    )
}

fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The token of one of the organization's controls, and of what is asked by it.
fn objective(row: &ControlRow) -> String {
    token("control-", &row.draft.code)
}

const GENERAL: &str = "countersign";

impl Source<'_> {
    fn uuid(&self, name: &str) -> String {
        uuid(&self.store, name)
    }

    fn objectives(&self) -> Vec<Value> {
        let part = |id: String, prose: &str| json!({ "id": format!("{id}-objective"), "name": "assessment-objective", "prose": prose });
        let mut all = vec![json!({ "control-id": GENERAL,
            "description": "What the ledger shows by itself, whatever control it touches.",
            "parts": [part(GENERAL.to_owned(), "No finding stands.")] })];
        for (row, _) in &self.rows {
            let statement = if row.draft.statement.is_empty() {
                &row.draft.name
            } else {
                &row.draft.statement
            };
            let references: Vec<String> = row
                .draft
                .references
                .iter()
                .map(|one| framework::words(&self.frameworks, one))
                .collect();
            let months = row.draft.months;
            let description = format!(
                "{} {}. Every {months} months. {}",
                row.draft.code,
                row.draft.name,
                references.join("; ")
            );
            all.push(json!({ "control-id": objective(row), "description": description.trim(), "parts": [part(objective(row), statement)] }));
        }
        all
    }

    /// The controls of the organization, and by framework the requirements that they answer.
    fn reviewed(&self) -> Value {
        let select = |tokens: Vec<String>| {
            tokens
                .into_iter()
                .map(|one| json!({ "control-id": one }))
                .collect::<Vec<_>>()
        };
        let mut own: Vec<String> = self.rows.iter().map(|(row, _)| objective(row)).collect();
        own.push(GENERAL.to_owned());
        let mut selections =
            vec![json!({ "description": "Controls of the organization", "include-controls": select(own) })];
        let mut asked: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for one in self.rows.iter().flat_map(|(row, _)| &row.draft.references) {
            let tokens = asked.entry(&one.framework).or_default();
            let name = token("", &one.requirement);
            let name = if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
                name
            } else {
                format!("r-{name}")
            };
            if !tokens.contains(&name) {
                tokens.push(name);
            }
        }
        for (id, mut tokens) in asked {
            tokens.sort();
            let named = self.frameworks.iter().find(|one| one.framework.id == id);
            let name = named.map_or(id, |one| one.framework.name.as_str());
            selections.push(json!({ "description": name, "include-controls": select(tokens) }));
        }
        json!({ "description": "Coverage by period of the controls about access.", "control-selections": selections })
    }

    fn cells(&self, mut each: impl FnMut(&ControlRow, &CoverageCell) -> Result<(), Problem>) -> Result<(), Problem> {
        for (row, cells) in &self.rows {
            self.handle.go_on()?;
            for cell in cells {
                each(row, cell)?;
            }
        }
        Ok(())
    }

    fn findings(&self, mut each: impl FnMut(&FindingRow) -> Result<(), Problem>) -> Result<(), Problem> {
        for &kind in FindingKind::ALL {
            let mut offset = 0;
            loop {
                self.handle.go_on()?;
                let rows = finding::part(self.read, &self.found, kind, None, (offset, PAGE))?;
                for row in &rows {
                    each(row)?;
                }
                offset += PAGE;
                if rows.len() < 1_000 {
                    break;
                }
            }
        }
        Ok(())
    }

    fn cell_name(row: &ControlRow, cell: &CoverageCell) -> String {
        format!("{}:{}", row.control, cell.period.number)
    }

    fn sentence(row: &ControlRow, cell: &CoverageCell) -> String {
        let (period, parts) = (&cell.period, &cell.parts);
        format!(
            "{}, {} to {}, in time until {}: {}. In time {}, late {}, running {}, not yet due {}, missing {}.",
            row.draft.code,
            period.start_on,
            period.end_on,
            period.last_on,
            cell.state.words(),
            parts.in_time,
            parts.late,
            parts.running,
            parts.not_yet_due,
            parts.missing
        )
    }

    fn observation(&self, row: &ControlRow, cell: &CoverageCell) -> Value {
        let name = Self::cell_name(row, cell);
        let mut observation = json!({
            "uuid": self.uuid(&format!("observation:{name}")),
            "title": line(&format!("Period {} of {}", cell.period.number, row.draft.code)),
            "description": Self::sentence(row, cell), "methods": ["EXAMINE"], "types": ["control-objective"],
            "collected": stamp(self.read.now),
        });
        if !cell.instances.is_empty() {
            let runs: Vec<String> = cell.instances.iter().map(i64::to_string).collect();
            observation["remarks"] = json!(format!("Runs of reviews: {}.", runs.join(", ")));
        }
        let evidence: Vec<Value> = cell
            .evidence
            .iter()
            .map(|id| json!({ "href": format!("#{}", self.uuid(&format!("evidence:{id}"))), "description": "Evidence of a run of a review" }))
            .collect();
        if !evidence.is_empty() {
            observation["relevant-evidence"] = json!(evidence);
        }
        observation
    }

    fn covered(&self, row: &ControlRow, cell: &CoverageCell) -> Value {
        let name = Self::cell_name(row, cell);
        let good = cell.state == CoverageState::InTime;
        json!({
            "uuid": self.uuid(&format!("finding:coverage:{name}")),
            "title": line(&format!("Period {} of {} {}", cell.period.number, row.draft.code, cell.state.words())),
            "description": Self::sentence(row, cell),
            "target": { "type": "objective-id", "target-id": format!("{}-objective", objective(row)),
                        "status": { "state": if good { "satisfied" } else { "not-satisfied" },
                                    "reason": if good { "pass" } else { "fail" } } },
            "related-observations": [{ "observation-uuid": self.uuid(&format!("observation:{name}")) }],
        })
    }

    fn observed(&self, row: &FindingRow) -> Value {
        json!({ "uuid": self.uuid(&format!("observation:{}", row.key)), "title": line(row.kind.word()),
                "description": row.sentence, "methods": ["EXAMINE"], "types": ["finding"], "collected": stamp(self.read.now) })
    }

    fn risk(&self, row: &FindingRow) -> Value {
        json!({ "uuid": self.uuid(&format!("risk:{}", row.key)), "title": line(row.kind.word()), "description": row.sentence,
                "statement": format!("Severity {}.", serde_json::to_value(row.severity).unwrap_or_default().as_str().unwrap_or_default()),
                "status": "open",
                "related-observations": [{ "observation-uuid": self.uuid(&format!("observation:{}", row.key)) }] })
    }

    fn finding(&self, row: &FindingRow) -> Value {
        let control = match row.lead {
            finding::FindingLead::Control { control, .. } => self.rows.iter().find(|(one, _)| one.control == control),
            _ => None,
        };
        let target = control.map_or_else(|| GENERAL.to_owned(), |(row, _)| objective(row));
        json!({ "uuid": self.uuid(&format!("finding:{}", row.key)), "title": line(row.kind.word()), "description": row.sentence,
                "target": { "type": "objective-id", "target-id": format!("{target}-objective"),
                            "status": { "state": "not-satisfied", "reason": "fail" } },
                "related-observations": [{ "observation-uuid": self.uuid(&format!("observation:{}", row.key)) }],
                "related-risks": [{ "risk-uuid": self.uuid(&format!("risk:{}", row.key)) }] })
    }

    /// The plan that the document must name, and every evidence PDF of the runs in it with its hash.
    fn resources(&self, each: &mut dyn FnMut(Value) -> Result<(), Problem>) -> Result<(), Problem> {
        each(
            json!({ "uuid": self.uuid("plan"), "title": "The control calendar of the organization",
                     "description": "Kept by Countersign; its controls stand under local definitions." }),
        )?;
        let mut ids: Vec<i64> = self
            .rows
            .iter()
            .flat_map(|(_, cells)| cells)
            .flat_map(|cell| cell.evidence.clone())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let sql = "SELECT file_name, document_id, sha256, exported_at FROM evidence WHERE id = ?1";
        let mut statement = self.read.connection.prepare_cached(sql).map_err(StoreError::from)?;
        for id in ids {
            let [file, document, sha256, at]: [String; 4] = statement
                .query_row(params![id], |row| {
                    Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
                })
                .map_err(StoreError::from)?;
            each(
                json!({ "uuid": self.uuid(&format!("evidence:{id}")), "title": line(&document),
                         "description": format!("Evidence, written {at}"),
                         "rlinks": [{ "href": href(&file), "media-type": "application/pdf",
                                      "hashes": [{ "algorithm": "SHA-256", "value": sha256 }] }] }),
            )?;
        }
        Ok(())
    }
}

/// A file name as a relative reference.
fn href(file: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let each = file.bytes().map(|byte| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    format!("./{}", each.collect::<String>())
}
