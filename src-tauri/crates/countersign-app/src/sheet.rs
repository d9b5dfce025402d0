//! Lists as files for a spreadsheet or a program: CSV, XLSX, JSON. Rows are written as they come, and none is held.
//!
//! Names come from directories, and a spreadsheet runs what looks like a formula. In CSV such a text gets an
//! apostrophe in front, by the one rule of [`countersign_evidence::is_formula`]; in XLSX every text is a cell of the
//! kind text, which no program evaluates. Control characters are named in both, as in `‹U+0007›`.

mod csv;
mod json;
mod target;
mod xlsx;

use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use target::Target;

use crate::Problem;
use crate::job::Handle;

/// The kind of file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SheetFormat {
    #[default]
    Csv,
    Xlsx,
    Json,
}

/// One cell of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'a> {
    Text(&'a str),
    Number(i64),
    /// Written as ISO 8601 in UTC.
    Moment(DateTime<Utc>),
    Flag(bool),
    Empty,
}

impl Cell<'_> {
    pub fn number(value: Option<i64>) -> Self {
        value.map_or(Cell::Empty, Cell::Number)
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Written {
    pub rows: u64,
    /// Sheets of a workbook that hold rows; 1 in the other formats.
    pub sheets: u64,
}

/// What a file is, beside its rows.
pub(crate) struct Title<'a> {
    /// The name of the sheets, and in JSON of the list.
    pub name: &'a str,
    /// What stands in JSON for the format of the rows, with its version.
    pub schema: &'a str,
    /// Names of the columns, in their order.
    pub columns: &'a [&'a str],
    /// What was asked for: a sheet of its own in a workbook, members of the document in JSON, nothing in CSV.
    pub about: &'a [(&'a str, String)],
    /// How many rows there will be.
    pub total: u64,
}

/// A file that takes rows.
pub(crate) trait Sheet {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Problem>;
    /// Everything is on the disk when this returns.
    fn finish(self: Box<Self>) -> Result<Written, Problem>;
}

/// Begins a file. `bom`: CSV begins with a byte order mark, by which spreadsheets know UTF-8.
pub(crate) fn create<'a>(
    format: SheetFormat,
    bom: bool,
    path: &'a Path,
    title: &'a Title<'a>,
    handle: &Handle,
) -> Result<Box<dyn Sheet + 'a>, Problem> {
    Ok(match format {
        SheetFormat::Csv => Box::new(csv::Csv::create(path, title, bom)?),
        SheetFormat::Xlsx => Box::new(xlsx::Xlsx::create(path, title, handle)?),
        SheetFormat::Json => Box::new(json::Json::create(path, title)?),
    })
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The text with control characters named. A line feed stays, since reasons have lines; a tab stays within a text.
pub(crate) fn named(text: &str) -> Cow<'_, str> {
    let is_named = |one: char| one.is_control() && one != '\n' && one != '\t';
    if !text.contains(is_named) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len() + 16);
    for one in text.chars() {
        match is_named(one) {
            true => out.push_str(&format!("‹U+{:04X}›", u32::from(one))),
            false => out.push(one),
        }
    }
    Cow::Owned(out)
}

/// Why a file was not written.
pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    let path = path.display();
    let problem = match error.kind() {
        ErrorKind::StorageFull => Problem::new(format!("The disk is full: {path} was not written."))
            .code("full")
            .hint("Free some space and repeat."),
        _ => Problem::new(format!("{path} is not writable: {error}.")),
    };
    problem.field("path")
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn control_characters_are_named_and_lines_stay() {
        assert_eq!(named("Con\u{7}tr\u{1b}[31mol"), "Con‹U+0007›tr‹U+001B›[31mol");
        assert_eq!(named("one\r\ntwo\nthree"), "one\r\ntwo\nthree".replace("\r\n", "\n"));
        assert_eq!(named("\rmoved"), "‹U+000D›moved");
        assert_eq!(named("مرحبا"), "مرحبا");
    }
}
