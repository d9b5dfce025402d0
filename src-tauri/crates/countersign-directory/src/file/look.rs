//! A look at the beginning of a file: what it seems to hold, column by column, for a person to put right.

use std::collections::BTreeMap;
use std::path::Path;

use super::heading::{TableKind, fields, guess as guess_fields, guess_kind};
use super::setting::{FileSetting, Format, Setting};
use super::source::{How, head, is_entries, understand};
use super::text::detect;
use super::{Place, clean, known};
use crate::DirectoryProblem;

/// What a file seems to hold, for a person to put right.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Guess {
    /// `csv`, `xlsx` or `ldif`.
    pub format: String,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    /// The sheet that is read, and all there are.
    pub sheet: Option<String>,
    pub sheets: Vec<String>,
    /// The export of a program that it is known for.
    pub known: Option<String>,
    /// `people` or `grants`; none for LDIF and its like, which says itself what it holds.
    pub table: Option<TableKind>,
    /// Whether one resource must be named that all rows are about.
    pub needs_resource: bool,
    pub headings: Vec<String>,
    /// For each field the heading that it is taken from.
    pub mapping: BTreeMap<String, String>,
    /// The fields that can be given a heading.
    pub fields: Vec<String>,
    pub columns: Vec<ColumnGuess>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// Why the rows cannot be read so.
    pub problem: Option<String>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnGuess {
    pub heading: String,
    /// What it is taken for; none: it is not read.
    pub fields: Vec<String>,
    /// Why.
    pub because: String,
    /// Its first values that are not empty.
    pub samples: Vec<String>,
}

const SHOWN: usize = 5;
const SAMPLES: usize = 3;
/// Looked at until what the file holds is clear.
const LOOKED_AT: u64 = 1024 * 1024;

/// Looks at the beginning of a file about which nothing is said.
///
/// # Errors
/// The file is not there, or is not what its name says.
pub fn guess(path: &Path) -> Result<Guess, DirectoryProblem> {
    looked(path, &FileSetting::of(path))
}

/// Looks at the beginning of a file as one entry of `files` in the settings of a directory describes it.
///
/// # Errors
/// The file is not there or not what it is said to be, or the entry cannot be right.
pub fn guess_as(file: &serde_json::Value, folder: &Path) -> Result<Guess, DirectoryProblem> {
    let setting = Setting::parse(&serde_json::json!({ "files": [file] }))?;
    match setting.files.first() {
        Some(file) => looked(&folder.join(&file.path), file),
        None => Err(DirectoryProblem::Setting("files must name a file".into())),
    }
}

fn looked(path: &Path, setting: &FileSetting) -> Result<Guess, DirectoryProblem> {
    let name = setting.name();
    let place = Place(&name);
    // A fault of a library that takes workbooks apart ends here.
    let looked = std::panic::catch_unwind(|| look(path, setting, &place));
    looked.unwrap_or_else(|_| Err(place.wrong("is built in a way that cannot be read")))
}

fn look(path: &Path, setting: &FileSetting, place: &Place<'_>) -> Result<Guess, DirectoryProblem> {
    let format = setting.format(path, place)?;
    let mut found = Guess {
        format: format.name().into(),
        encoding: None,
        delimiter: None,
        sheet: None,
        sheets: Vec::new(),
        known: None,
        table: None,
        needs_resource: false,
        headings: Vec::new(),
        mapping: BTreeMap::new(),
        fields: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        problem: None,
    };
    if format == Format::Ldif {
        found.encoding = Some(detect(path, place, LOOKED_AT)?.name().into());
        return Ok(found);
    }
    let how = How::find(path, setting, place, LOOKED_AT)?;
    match &how {
        How::Csv { encoding, delimiter } => {
            found.encoding = Some(encoding.name().into());
            found.delimiter = Some(*delimiter);
        }
        How::Xlsx { sheet, sheets } => {
            found.sheet = Some(sheet.clone());
            found.sheets.clone_from(sheets);
        }
    }
    let (row, headings, rows) = head(&how, path, place, SHOWN)?;
    let shown = rows.iter().map(|row| row.iter().map(|cell| clean(cell).0).collect());
    found.rows = shown.collect();
    found.headings.clone_from(&headings);
    if is_entries(setting, &headings) {
        found.known = Some("entries of Active Directory (csvde)".into());
        found.columns = headings
            .iter()
            .enumerate()
            .map(|(at, heading)| column(&found.rows, at, heading, Vec::new(), "an attribute"))
            .collect();
        return Ok(found);
    }
    let said = setting.table.or(setting.resource.as_ref().map(|_| TableKind::Grants));
    let kind = said.unwrap_or_else(|| guess_kind(&headings));
    let export = known::find(&headings).filter(|known| known.kind == kind);
    found.known = export.map(|known| known.name.to_owned());
    found.table = Some(kind);
    found.fields = fields(kind).map(str::to_owned).collect();
    let mut mapping: BTreeMap<String, String> = guess_fields(kind, &headings)
        .into_iter()
        .map(|(field, heading)| (field.to_owned(), heading))
        .collect();
    mapping.extend(setting.mapping.clone());
    mapping.retain(|_, heading| !heading.is_empty());
    found.needs_resource = kind == TableKind::Grants && !mapping.contains_key("resource");
    found.problem = understand(setting, kind, &headings, row, place)
        .err()
        .map(|problem| problem.to_string());
    let by_export: Vec<&str> = export
        .map(|known| known.mapping(&headings).into_iter().map(|(field, _)| field).collect())
        .unwrap_or_default();
    for (at, heading) in headings.iter().enumerate() {
        let of = mapping.iter().filter(|(_, one)| *one == heading);
        let fields: Vec<String> = of.map(|(field, _)| field.clone()).collect();
        let is_said = fields.iter().any(|field| setting.mapping.contains_key(field));
        let because = match &fields[..] {
            [] if heading.is_empty() => "no heading",
            [] if setting.mapping.values().any(String::is_empty) => "not known, or taken away",
            [] => "the heading is not known",
            _ if is_said => "the settings say so",
            _ if fields.iter().any(|field| by_export.contains(&field.as_str())) => "a known export",
            _ => "a usual heading",
        };
        found.columns.push(column(&found.rows, at, heading, fields, because));
    }
    found.mapping = mapping;
    Ok(found)
}

fn column(rows: &[Vec<String>], at: usize, heading: &str, fields: Vec<String>, because: &str) -> ColumnGuess {
    let values = rows
        .iter()
        .filter_map(|row| row.get(at))
        .filter(|cell| !cell.trim().is_empty());
    ColumnGuess {
        heading: heading.to_owned(),
        fields,
        because: because.to_owned(),
        samples: values
            .take(SAMPLES)
            .map(|cell| cell.chars().take(80).collect())
            .collect(),
    }
}
